-- Merges: the votes of an idea go to another one as copies. What was copied, and what
-- stood there before, is kept until the merge is undone, so that a copy nobody changed
-- can be taken away again.

-- state: merging and parting while a job goes on, merged, parted. after_member: the
-- votes of members up to that one are carried over.
CREATE TABLE merges (
    id               {{id}},
    source_id        BIGINT NOT NULL REFERENCES ideas (id),
    target_id        BIGINT NOT NULL REFERENCES ideas (id),
    from_status      TEXT   NOT NULL,         -- of the source
    state            TEXT   NOT NULL,
    after_member     BIGINT NOT NULL DEFAULT 0,
    carried          BIGINT NOT NULL,         -- points that an import had brought the source
    carried_promotes BIGINT NOT NULL,
    carried_demotes  BIGINT NOT NULL,
    member_id        BIGINT REFERENCES members (id), -- null: the installation
    role             TEXT   NOT NULL,
    created_at       BIGINT NOT NULL,
    parted_by        BIGINT REFERENCES members (id),
    parted_role      TEXT   NOT NULL DEFAULT '',
    parted_at        BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX merges_of_source ON merges (source_id) WHERE state <> 'parted';
CREATE INDEX merges_into ON merges (target_id, id) WHERE state <> 'parted';

-- A copy: of a member's vote, or of a contact's by the contact's key. had: the voter had
-- a vote there, which is the old one.
CREATE TABLE merged_votes (
    merge_id       BIGINT  NOT NULL REFERENCES merges (id),
    contact        TEXT    NOT NULL,
    member_id      BIGINT  NOT NULL,
    value          BIGINT  NOT NULL,
    changed_at     BIGINT  NOT NULL,
    had            BOOLEAN NOT NULL,
    old_value      BIGINT  NOT NULL,
    old_day        BIGINT  NOT NULL,
    old_changed_at BIGINT  NOT NULL,
    old_by_id      BIGINT  NOT NULL,
    old_said_at    TEXT    NOT NULL,
    PRIMARY KEY (merge_id, contact, member_id)
);

-- A reason that went with a copy, and the one that the voter had given there.
CREATE TABLE merged_reasons (
    merge_id       BIGINT  NOT NULL REFERENCES merges (id),
    member_id      BIGINT  NOT NULL,
    changed_at     BIGINT  NOT NULL,          -- of the one that went along
    had            BOOLEAN NOT NULL,
    importance     BIGINT  NOT NULL,
    chip_1         BIGINT  NOT NULL,
    chip_2         BIGINT  NOT NULL,
    chip_3         BIGINT  NOT NULL,
    words          TEXT    NOT NULL,
    named          BOOLEAN NOT NULL,
    old_changed_at BIGINT  NOT NULL,
    PRIMARY KEY (merge_id, member_id)
);

-- Merges that somebody proposes to the moderators.
CREATE TABLE merge_proposals (
    id         {{id}},
    source_id  BIGINT NOT NULL REFERENCES ideas (id),
    target_id  BIGINT NOT NULL REFERENCES ideas (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    outcome    TEXT   NOT NULL DEFAULT '',    -- merged, declined, void; '' while it is open
    decided_by BIGINT REFERENCES members (id),
    decided_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX merge_proposals_open ON merge_proposals (source_id, target_id) WHERE outcome = '';
CREATE INDEX merge_proposals_in_order ON merge_proposals (id) WHERE outcome = '';
CREATE INDEX merge_proposals_by_member ON merge_proposals (member_id, id) WHERE outcome = '';

-- Ideas that are merged already: nothing of theirs went along.
INSERT INTO merges (source_id, target_id, from_status, state, carried, carried_promotes, carried_demotes, role, created_at)
    SELECT i.id, i.merged_into, COALESCE((SELECT d.from_status FROM decisions d WHERE d.idea_id = i.id AND d.to_status = 'merged'
    AND d.undone_at = 0 ORDER BY d.id DESC LIMIT 1), 'new'), 'merged', 0, 0, 0, '', i.created_at
    FROM ideas i JOIN idea_counts c ON c.idea_id = i.id WHERE c.status = 'merged' AND i.merged_into IS NOT NULL;
