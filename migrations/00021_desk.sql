-- The moderators' desk: one list of what waits for a decision. A row says what it is
-- about; the evidence stands in the tables of its kind.

-- subject: the id of the part of the site that the row is about. harm: the order, higher
-- first, computed in Go. closed_by is null where a rule closed the row. A decision that
-- was taken back keeps its row, and another one is open beside it.
CREATE TABLE desk_rows (
    id         {{id}},
    kind       TEXT   NOT NULL,
    part       TEXT   NOT NULL,
    subject    BIGINT NOT NULL,
    harm       BIGINT NOT NULL,
    space_id   BIGINT REFERENCES spaces (id),
    created_at BIGINT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 0,
    claimed_by BIGINT REFERENCES members (id),
    claimed_at BIGINT NOT NULL DEFAULT 0,
    closed_at  BIGINT NOT NULL DEFAULT 0,
    closed_by  BIGINT REFERENCES members (id),
    decision   TEXT   NOT NULL DEFAULT '',
    undone_at  BIGINT NOT NULL DEFAULT 0,
    undone_by  BIGINT REFERENCES members (id)
);
CREATE UNIQUE INDEX desk_open ON desk_rows (kind, part, subject) WHERE closed_at = 0;
CREATE INDEX desk_by_harm ON desk_rows (harm, id) WHERE closed_at = 0;
CREATE INDEX desk_by_kind ON desk_rows (kind, harm, id) WHERE closed_at = 0;
CREATE INDEX desk_by_space ON desk_rows (space_id, harm, id) WHERE closed_at = 0;
CREATE INDEX desk_by_space_and_kind ON desk_rows (space_id, kind, harm, id) WHERE closed_at = 0;
CREATE INDEX desk_by_age ON desk_rows (created_at) WHERE closed_at = 0;
CREATE INDEX desk_decided ON desk_rows (closed_at, id) WHERE closed_at > 0;

CREATE TABLE desk_seen (
    row_id    BIGINT NOT NULL REFERENCES desk_rows (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    at        BIGINT NOT NULL,
    PRIMARY KEY (row_id, member_id)
);

-- Moderators whom a space names: what is in it comes first on their desk.
CREATE TABLE space_moderators (
    space_id  BIGINT NOT NULL REFERENCES spaces (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (space_id, member_id)
);
CREATE INDEX space_moderators_by_member ON space_moderators (member_id, space_id);

-- What was restricted, told to whom it concerns. what: hidden, rejected, removed, silenced
-- or suspended. words: those of the text that it is about. note: what whoever decided
-- says. edited_at: when the author mended what was hidden, once.
CREATE TABLE restrictions (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id), -- whom
    part       TEXT   NOT NULL,
    subject    BIGINT NOT NULL,
    what       TEXT   NOT NULL,
    ground     TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    by_id      BIGINT REFERENCES members (id), -- null: by rule
    role       TEXT   NOT NULL,                -- of whoever decided, at that time
    row_id     BIGINT REFERENCES desk_rows (id), -- that it was decided on; null: elsewhere
    created_at BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL DEFAULT 0,
    edited_at  BIGINT NOT NULL DEFAULT 0,
    lifted_at  BIGINT NOT NULL DEFAULT 0,
    lifted_by  BIGINT REFERENCES members (id)  -- null beside lifted_at: by rule
);
CREATE INDEX restrictions_by_member ON restrictions (member_id, id);
CREATE INDEX restrictions_by_part ON restrictions (part, subject, id) WHERE lifted_at = 0;
CREATE INDEX restrictions_ending ON restrictions (ends_at) WHERE ends_at > 0 AND lifted_at = 0;

CREATE TABLE objections (
    id             {{id}},
    restriction_id BIGINT NOT NULL UNIQUE REFERENCES restrictions (id),
    member_id      BIGINT NOT NULL REFERENCES members (id),
    words          TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    outcome        TEXT   NOT NULL DEFAULT '',  -- upheld, restored; '' while it is open
    answer         TEXT   NOT NULL DEFAULT '',
    decided_by     BIGINT REFERENCES members (id),
    decided_at     BIGINT NOT NULL DEFAULT 0
);

-- What members flag. weight: in thousandths, fixed when the flag is made; 0 for one that
-- only lists. outcome: right or wrong, '' until it is decided.
CREATE TABLE flags (
    id         {{id}},
    part       TEXT   NOT NULL,
    subject    BIGINT NOT NULL,
    member_id  BIGINT NOT NULL REFERENCES members (id),
    author_id  BIGINT NOT NULL,                -- of what is flagged; 0: no account's
    reason     TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    weight     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    outcome    TEXT   NOT NULL DEFAULT '',
    row_id     BIGINT REFERENCES desk_rows (id), -- that decided it
    UNIQUE (part, subject, member_id)
);
CREATE INDEX flags_by_member ON flags (member_id, outcome, id);
CREATE INDEX flags_by_author ON flags (author_id, id);

-- Reports of guests: of what they say is against the law.
CREATE TABLE reports (
    id           {{id}},
    part         TEXT   NOT NULL,
    subject      BIGINT NOT NULL,
    reason       TEXT   NOT NULL,
    words        TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    email        TEXT   NOT NULL,
    language     TEXT   NOT NULL,
    token        {{bytes}} NOT NULL,            -- hash of the one in the mail that confirms
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL DEFAULT 0,
    outcome      TEXT   NOT NULL DEFAULT '',
    decided_at   BIGINT NOT NULL DEFAULT 0,
    row_id       BIGINT REFERENCES desk_rows (id)
);
CREATE INDEX reports_by_part ON reports (part, subject, id) WHERE confirmed_at > 0;
CREATE INDEX reports_unconfirmed ON reports (created_at) WHERE confirmed_at = 0;

-- A hidden idea is a removed one whose place says so. The words of a review may go; its
-- stars stay.
ALTER TABLE ideas ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE reviews ADD COLUMN gone TEXT NOT NULL DEFAULT '';

-- Proposals that wait.
INSERT INTO desk_rows (kind, part, subject, harm, space_id, created_at)
    SELECT 'proposal', 'merge_proposal', p.id, 1000 + CASE WHEN c.points < 0 THEN 0 WHEN c.points > 999 THEN 999 ELSE c.points END,
    i.space_id, p.created_at FROM merge_proposals p JOIN ideas i ON i.id = p.source_id JOIN idea_counts c ON c.idea_id = p.source_id
    WHERE p.outcome = '';
