-- The house: people, spaces, ideas, votes, and what keeps them honest.
--
-- One text for SQLite and PostgreSQL. {{id}} is an identity column and {{bytes}}
-- a byte string on either. Times are unix milliseconds, days are whole UTC days
-- since 1970-01-01; both come from Go.

CREATE TABLE members (
    id            {{id}},
    name          TEXT    NOT NULL,
    email         TEXT    UNIQUE,             -- null: imported author, nobody can sign in
    new_email     TEXT    NOT NULL DEFAULT '',
    role          TEXT    NOT NULL,
    language      TEXT    NOT NULL DEFAULT '',
    theme         TEXT    NOT NULL DEFAULT '',
    single_keys   BOOLEAN NOT NULL DEFAULT TRUE,
    password      TEXT    NOT NULL DEFAULT '',
    stamp         BIGINT  NOT NULL DEFAULT 0, -- raised to end every session
    version       BIGINT  NOT NULL DEFAULT 0,
    created_at    BIGINT  NOT NULL,
    confirmed_at  BIGINT  NOT NULL DEFAULT 0,
    suspended_at  BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX members_by_role ON members (role, id);

CREATE TABLE sessions (
    id         {{id}},
    token_hash {{bytes}} NOT NULL UNIQUE,
    member_id  BIGINT NOT NULL REFERENCES members (id),
    stamp      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    user_agent TEXT   NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id, id);
CREATE INDEX sessions_by_seen ON sessions (seen_at);

-- Links sent by mail or printed at start: one of each kind per account.
CREATE TABLE links (
    kind       TEXT   NOT NULL,
    member_id  BIGINT NOT NULL,               -- 0: the setup link
    token_hash {{bytes}} NOT NULL UNIQUE,
    email      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (kind, member_id)
);

CREATE TABLE spaces (
    id             {{id}},
    slug           TEXT   NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    description    TEXT   NOT NULL,
    visibility     TEXT   NOT NULL,
    responsible_id BIGINT REFERENCES members (id),
    version        BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL
);

CREATE TABLE tags (
    id    {{id}},
    slug  TEXT   NOT NULL UNIQUE,
    name  TEXT   NOT NULL,
    ideas BIGINT NOT NULL DEFAULT 0           -- how many carry it
);

-- What is read with an idea. What a vote changes stands in idea_counts, so that
-- a vote never rewrites a long text.
CREATE TABLE ideas (
    id            {{id}},
    title         TEXT   NOT NULL,
    body          TEXT   NOT NULL,
    html          TEXT   NOT NULL,
    html_version  BIGINT NOT NULL,            -- of the renderer that made html
    excerpt       TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    space_id      BIGINT NOT NULL REFERENCES spaces (id),
    author_id     BIGINT NOT NULL REFERENCES members (id),
    nonce         TEXT   UNIQUE,              -- of the form that submitted it
    source_url    TEXT   NOT NULL DEFAULT '',
    version       BIGINT NOT NULL DEFAULT 0,
    created_at    BIGINT NOT NULL,
    edited_at     BIGINT NOT NULL DEFAULT 0,
    removed_at    BIGINT NOT NULL DEFAULT 0,
    last_text     {{bytes}} NOT NULL          -- hash of title and body, against double posts
);
CREATE INDEX ideas_by_author ON ideas (author_id, id);

-- Narrow, because every vote writes it. listed: public and not removed; open:
-- takes votes; points = promotes - demotes + carried.
CREATE TABLE idea_counts (
    idea_id          BIGINT  NOT NULL PRIMARY KEY REFERENCES ideas (id),
    space_id         BIGINT  NOT NULL,
    status           TEXT    NOT NULL,
    listed           BOOLEAN NOT NULL,
    open             BOOLEAN NOT NULL,
    created_at       BIGINT  NOT NULL,
    promotes         BIGINT  NOT NULL DEFAULT 0,
    demotes          BIGINT  NOT NULL DEFAULT 0,
    carried          BIGINT  NOT NULL DEFAULT 0,
    carried_promotes BIGINT  NOT NULL DEFAULT 0,
    carried_demotes  BIGINT  NOT NULL DEFAULT 0,
    points           BIGINT  NOT NULL DEFAULT 0,
    heat             DOUBLE PRECISION NOT NULL DEFAULT 0
);
-- Lists merge one short range per status, so that any mix of filters reads a
-- page's worth of rows: two indexes for each order, whatever is filtered.
CREATE INDEX ideas_hot ON idea_counts (status, heat, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_hot_in_space ON idea_counts (space_id, status, heat, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_top ON idea_counts (status, points, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_top_in_space ON idea_counts (space_id, status, points, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_new ON idea_counts (status, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_new_in_space ON idea_counts (space_id, status, created_at, idea_id) WHERE listed;

CREATE TABLE idea_tags (
    tag_id  BIGINT NOT NULL REFERENCES tags (id),
    idea_id BIGINT NOT NULL REFERENCES ideas (id),
    PRIMARY KEY (tag_id, idea_id)
);
CREATE INDEX idea_tags_by_idea ON idea_tags (idea_id, tag_id);

-- A withdrawn vote stays as value 0: its day is the day of the first vote.
CREATE TABLE votes (
    idea_id    BIGINT NOT NULL REFERENCES ideas (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    value      BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, member_id)
);

CREATE TABLE idea_days (
    idea_id  BIGINT NOT NULL REFERENCES ideas (id),
    day      BIGINT NOT NULL,
    promotes BIGINT NOT NULL,
    demotes  BIGINT NOT NULL,
    PRIMARY KEY (idea_id, day)
);
CREATE INDEX idea_days_by_day ON idea_days (day);

-- The decision ledger.
CREATE TABLE decisions (
    id          {{id}},
    idea_id     BIGINT NOT NULL REFERENCES ideas (id),
    from_status TEXT   NOT NULL,
    to_status   TEXT   NOT NULL,
    member_id   BIGINT REFERENCES members (id), -- null: the installation itself
    role        TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    reason_key  TEXT   NOT NULL,                -- folded, to recognise a template
    created_at  BIGINT NOT NULL
);
CREATE INDEX decisions_by_idea ON decisions (idea_id, id);
CREATE INDEX decisions_by_reason ON decisions (reason_key, idea_id);

-- Where imported rows came from; digest tells whether a known row changed.
CREATE TABLE imports (
    kind      TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    key       TEXT   NOT NULL,
    object_id BIGINT NOT NULL,
    digest    {{bytes}} NOT NULL,
    PRIMARY KEY (kind, source, key)
);

CREATE TABLE settings (
    key        TEXT   PRIMARY KEY,
    value      TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The community's numbers, counted by the clock: ideas, people, day:N, space:ID.
CREATE TABLE figures (
    key   TEXT   PRIMARY KEY,
    value BIGINT NOT NULL
);

-- How often somebody did something in the current window of a limit.
CREATE TABLE limits (
    key        TEXT   PRIMARY KEY,
    used       BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX limits_by_expiry ON limits (expires_at);

CREATE TABLE jobs (
    id           {{id}},
    kind         TEXT   NOT NULL,
    unique_key   TEXT   UNIQUE,               -- null: as many as are asked for
    payload      {{bytes}} NOT NULL,
    run_at       BIGINT NOT NULL,             -- also the end of a lease
    attempts     BIGINT NOT NULL DEFAULT 0,
    lease        BIGINT NOT NULL DEFAULT 0,   -- fencing token, raised with each lease
    last_error   TEXT   NOT NULL DEFAULT '',
    dead_at      BIGINT NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (dead_at, run_at, id);

-- Append-only and hash-chained. audit_head is the row that a writer takes
-- first, so that entries follow one another on every engine.
CREATE TABLE audit (
    id        BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor_id  BIGINT NOT NULL,
    action    TEXT   NOT NULL,
    object    TEXT   NOT NULL,
    object_id BIGINT NOT NULL,
    detail    TEXT   NOT NULL,
    hash      {{bytes}} NOT NULL
);
CREATE TABLE audit_head (
    one     BIGINT NOT NULL PRIMARY KEY,
    last_id BIGINT NOT NULL,
    hash    {{bytes}} NOT NULL
);
