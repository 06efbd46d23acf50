-- needs_binary: 36
-- What staff note about an account, for one another. An older binary that erases an
-- account would leave them.
CREATE TABLE member_notes (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id), -- about whom
    by_id      BIGINT NOT NULL REFERENCES members (id),
    role       TEXT   NOT NULL,                         -- of whoever wrote it, at that time
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX member_notes_by_member ON member_notes (member_id, id);

-- Everything that an account wrote until then, removed as one decision. posts: how many so
-- far. done_at: when the last of them was.
CREATE TABLE removals (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id), -- whose
    ground     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    by_id      BIGINT NOT NULL REFERENCES members (id),
    role       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    posts      BIGINT NOT NULL DEFAULT 0,
    done_at    BIGINT NOT NULL DEFAULT 0,
    undone_at  BIGINT NOT NULL DEFAULT 0,
    undone_by  BIGINT REFERENCES members (id)
);
CREATE INDEX removals_by_member ON removals (member_id, id);

-- What a removal restricted is what its undoing brings back.
ALTER TABLE restrictions ADD COLUMN removal_id BIGINT REFERENCES removals (id);
CREATE INDEX restrictions_by_removal ON restrictions (removal_id, id) WHERE removal_id IS NOT NULL;

-- An account's page reads what it wrote, shown or not, and whom it flagged, newest first.
CREATE INDEX comments_of_author ON comments (author_id, id);
CREATE INDEX flags_given ON flags (member_id, id);
