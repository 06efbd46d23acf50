-- What members typed in forms and have not sent yet, for their own eyes.
CREATE TABLE drafts (
    member_id BIGINT NOT NULL REFERENCES members (id),
    form      TEXT   NOT NULL, -- what it is about and what it does with it
    fields    TEXT   NOT NULL, -- as JSON, by the names of the form's fields
    saved_at  BIGINT NOT NULL,
    PRIMARY KEY (member_id, form)
);
CREATE INDEX drafts_by_age ON drafts (saved_at);

-- What members are called, as bytes, which sort alike everywhere: of those who can sign
-- in, for completing a name (see store.fillMemberNames for the accounts that exist).
CREATE TABLE member_names (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    name_key  {{bytes}} NOT NULL
);
CREATE INDEX member_names_by_key ON member_names (name_key, member_id);

-- Who is named in a comment, and how it was written there.
CREATE TABLE mentions (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    word       TEXT   NOT NULL,
    PRIMARY KEY (comment_id, member_id)
);
CREATE INDEX mentions_of_member ON mentions (member_id, comment_id);
