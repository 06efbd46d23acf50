-- Whoever is restricted may object without signing in, by the link in the letter: token is
-- the hash of its secret.
ALTER TABLE restrictions ADD COLUMN token {{bytes}} NOT NULL DEFAULT '';
CREATE INDEX restrictions_by_token ON restrictions (token) WHERE token <> '';

-- What staff write to one another about a member.
CREATE TABLE member_notes (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id),
    by_id      BIGINT NOT NULL REFERENCES members (id),
    role       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX member_notes_by_member ON member_notes (member_id, id);

-- Everything of a member that one decision removed, in batches of a job: the restrictions
-- made for it name it. state: removing, removed, restoring, restored.
CREATE TABLE clearances (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id),
    by_id      BIGINT NOT NULL REFERENCES members (id),
    role       TEXT   NOT NULL,
    ground     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    posts      BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    undone_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX clearances_by_member ON clearances (member_id, id);
ALTER TABLE restrictions ADD COLUMN clearance_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX restrictions_of_clearance ON restrictions (clearance_id, id) WHERE clearance_id > 0;

-- What people decided on the desk, for everybody: counted hourly.
CREATE TABLE fairness (
    month   TEXT   NOT NULL,                  -- 2026-11
    key     TEXT   NOT NULL,
    value   BIGINT NOT NULL,
    PRIMARY KEY (month, key)
);
