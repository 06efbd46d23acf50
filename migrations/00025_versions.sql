-- What ideas and the notes of staff said until they were edited.
CREATE TABLE idea_history (
    id          {{id}},
    idea_id     BIGINT NOT NULL REFERENCES ideas (id),
    title       TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX idea_history_by_idea ON idea_history (idea_id, id);

CREATE TABLE note_history (
    id          {{id}},
    note_id     BIGINT NOT NULL REFERENCES notes (id),
    body        TEXT   NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX note_history_by_note ON note_history (note_id, id);

ALTER TABLE notes ADD COLUMN edited_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notes ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
