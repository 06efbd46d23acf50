-- What members typed in forms and have not sent yet, for their own eyes.
CREATE TABLE drafts (
    member_id BIGINT NOT NULL REFERENCES members (id),
    form      TEXT   NOT NULL, -- what it is about and what it does with it
    fields    TEXT   NOT NULL, -- as JSON, by the names of the form's fields
    saved_at  BIGINT NOT NULL,
    PRIMARY KEY (member_id, form)
);
CREATE INDEX drafts_by_age ON drafts (saved_at);
