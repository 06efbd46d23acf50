-- needs_binary: 32
-- Who was invited to a role and has not come yet. A row ends by itself within days, so an
-- older binary that erases an account leaves nothing of it here for long.
CREATE TABLE invitations (
    id         {{id}},
    email      TEXT   NOT NULL UNIQUE, -- normalised
    role       TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    token_hash {{bytes}} UNIQUE,       -- NULL until there is a link
    by_id      BIGINT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX invitations_by ON invitations (by_id);
