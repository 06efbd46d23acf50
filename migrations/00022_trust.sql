-- Posts as signals see them, those that wait for a moderator, and what trust is made of.

-- A post that was weighed. subject_id is the idea's, the comment's or the rating's; 0
-- while it waits, and where it was rejected. fresh: little of its author had been
-- accepted then. network is a keyed hash that is forgotten after 30 days, and a sketch
-- the smallest hashes of the text. Posts that belong together on the desk, being of one
-- account, alike, or with one host, have the number of the first of them as case_id; 0:
-- nobody was asked. row_id is the desk's row that decided about it.
CREATE TABLE weighed (
    id         {{id}},
    kind       TEXT    NOT NULL,              -- idea, comment, review
    subject_id BIGINT  NOT NULL,
    member_id  BIGINT  NOT NULL REFERENCES members (id),
    fresh      BOOLEAN NOT NULL,
    network    {{bytes}} NOT NULL,
    sketch     {{bytes}} NOT NULL,
    score      BIGINT  NOT NULL,
    case_id    BIGINT  NOT NULL DEFAULT 0,
    lot        TEXT    NOT NULL,              -- of what is decided together for being of one sort
    verdict    TEXT    NOT NULL DEFAULT '',   -- fine, spam; '' while nobody decided
    row_id     BIGINT  NOT NULL DEFAULT 0,
    created_at BIGINT  NOT NULL
);
CREATE INDEX weighed_by_member ON weighed (member_id, id);
CREATE INDEX weighed_by_case ON weighed (case_id, id) WHERE case_id > 0;
CREATE INDEX weighed_by_lot ON weighed (lot, id) WHERE case_id > 0 AND verdict = '' AND lot <> '';
CREATE INDEX weighed_by_network ON weighed (network, id) WHERE fresh;
CREATE INDEX weighed_by_subject ON weighed (kind, subject_id);
CREATE INDEX weighed_by_age ON weighed (created_at);

CREATE TABLE findings (
    weighed_id BIGINT NOT NULL REFERENCES weighed (id),
    signal     TEXT   NOT NULL,
    evidence   TEXT   NOT NULL,
    PRIMARY KEY (weighed_id, signal)
);

-- By what posts that are alike are found.
CREATE TABLE shingles (
    hash       BIGINT NOT NULL,
    weighed_id BIGINT NOT NULL REFERENCES weighed (id),
    PRIMARY KEY (hash, weighed_id)
);
CREATE INDEX shingles_of ON shingles (weighed_id);
CREATE TABLE linked_hosts (
    host       TEXT   NOT NULL,
    weighed_id BIGINT NOT NULL REFERENCES weighed (id),
    PRIMARY KEY (host, weighed_id)
);
CREATE INDEX linked_hosts_of ON linked_hosts (weighed_id);

-- How often people agreed with a signal.
CREATE TABLE signal_records (
    signal  TEXT   NOT NULL PRIMARY KEY,
    decided BIGINT NOT NULL,
    agreed  BIGINT NOT NULL
);

-- What staff watch for.
CREATE TABLE watched (
    kind       TEXT   NOT NULL,               -- word, host
    entry      TEXT   NOT NULL,
    PRIMARY KEY (kind, entry)
);

-- Posts that wait for a moderator, or were rejected: no idea, comment or rating yet, so
-- that nothing that reads those can show them. about_id is the idea of a comment or the
-- product of a review, above_id the comment that is answered.
CREATE TABLE held_posts (
    id          {{id}},
    kind        TEXT    NOT NULL,
    weighed_id  BIGINT  NOT NULL REFERENCES weighed (id),
    member_id   BIGINT  NOT NULL REFERENCES members (id),
    space_id    BIGINT  REFERENCES spaces (id),
    about_id    BIGINT  NOT NULL,
    above_id    BIGINT  NOT NULL,
    revision_id BIGINT  NOT NULL,
    stars       BIGINT  NOT NULL,
    declared    BOOLEAN NOT NULL,
    product     TEXT    NOT NULL,             -- that an idea is about, as typed
    tags        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    nonce       TEXT    UNIQUE,
    held_for    TEXT    NOT NULL,             -- first, signals
    state       TEXT    NOT NULL,             -- waiting, posted, rejected, withdrawn
    posted_id   BIGINT  NOT NULL DEFAULT 0,
    reason      TEXT    NOT NULL DEFAULT '',  -- of the rejection
    version     BIGINT  NOT NULL DEFAULT 0,
    created_at  BIGINT  NOT NULL,
    decided_at  BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX held_posts_by_member ON held_posts (member_id, id);
CREATE INDEX held_posts_by_weighed ON held_posts (weighed_id);

-- In such a space the first posts of a person wait for a moderator; 0: none do.
ALTER TABLE spaces ADD COLUMN first_posts BIGINT NOT NULL DEFAULT 0;

-- When a moderator said that somebody is trusted; 0: nobody did.
ALTER TABLE members ADD COLUMN trusted_at BIGINT NOT NULL DEFAULT 0;

-- Words to begin with; admins keep the list.
INSERT INTO watched (kind, entry) VALUES ('word', 'online casino*'), ('word', 'viagra'), ('word', 'payday loan*'), ('word', 'crypto giveaway'),
    ('word', 'forex signal*'), ('word', 'kredit ohne schufa'), ('word', 'potenzmittel'), ('word', 'schnell reich werden');
