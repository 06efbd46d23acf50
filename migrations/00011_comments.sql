-- Comments on ideas.

-- The words of comments. Their id is the comment's, so that it is known before the
-- comment takes its place in the tree.
CREATE TABLE comment_texts (
    id           {{id}},
    body         TEXT   NOT NULL,
    html         TEXT   NOT NULL,
    html_version BIGINT NOT NULL,
    language     TEXT   NOT NULL
);

-- The tree, narrow, because replies and helpful marks write to it. branch is the ids
-- from the thread's first comment down to this one, in bytes that sort as the ids do:
-- a thread in the order of its branches is a thread as it is read. replies counts the
-- standing ones below, however deep. listed: standing, or with replies that are.
CREATE TABLE comments (
    id          BIGINT  NOT NULL PRIMARY KEY REFERENCES comment_texts (id),
    idea_id     BIGINT  NOT NULL REFERENCES ideas (id),
    root_id     BIGINT  NOT NULL,             -- the thread's first comment
    parent_id   BIGINT  REFERENCES comments (id),
    branch      {{bytes}} NOT NULL,
    depth       BIGINT  NOT NULL,             -- how many comments it stands below
    author_id   BIGINT  NOT NULL REFERENCES members (id),
    author_name TEXT    NOT NULL DEFAULT '',  -- of an import, where it stands for no account
    nonce       TEXT    UNIQUE,               -- of the form that posted it
    gone        TEXT    NOT NULL DEFAULT '',  -- how it went: deleted, removed
    listed      BOOLEAN NOT NULL DEFAULT TRUE,
    replies     BIGINT  NOT NULL DEFAULT 0,
    helpful     BIGINT  NOT NULL DEFAULT 0,
    official    TEXT    NOT NULL DEFAULT '',  -- the writer's role, where it speaks for the company
    extended_at BIGINT  NOT NULL DEFAULT 0,   -- when it was lifted into the idea
    extended_by BIGINT  REFERENCES members (id),
    version     BIGINT  NOT NULL DEFAULT 0,
    created_at  BIGINT  NOT NULL,
    edited_at   BIGINT  NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX comments_in_thread ON comments (root_id, branch, depth) WHERE listed;
CREATE INDEX threads_by_age ON comments (idea_id, id) WHERE listed AND depth = 0;
CREATE INDEX threads_by_help ON comments (idea_id, helpful, id) WHERE listed AND depth = 0;
CREATE INDEX comments_raised ON comments (idea_id, id) WHERE gone = '' AND (official <> '' OR extended_at > 0);
CREATE INDEX comments_by_author ON comments (author_id, id) WHERE gone = '';

-- What a comment said until it was edited.
CREATE TABLE comment_history (
    id          {{id}},
    comment_id  BIGINT NOT NULL REFERENCES comments (id),
    body        TEXT   NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX comment_history_by_comment ON comment_history (comment_id, id);

CREATE TABLE comment_helpful (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (comment_id, member_id)
);

-- How many comments stand, how many of these are by others than the idea's author, and
-- the newest there ever was.
ALTER TABLE idea_counts ADD COLUMN comments BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN comments_others BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN last_comment BIGINT NOT NULL DEFAULT 0;

-- What members have seen of an idea: comment_id was the newest there was when they
-- last looked, 0 where there was none.
CREATE TABLE visits (
    idea_id    BIGINT NOT NULL REFERENCES ideas (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    comment_id BIGINT NOT NULL,
    PRIMARY KEY (idea_id, member_id)
);

-- What staff write to one another about an idea. A table of its own, so that nothing
-- that reads comments can show it.
CREATE TABLE notes (
    id           {{id}},
    idea_id      BIGINT NOT NULL REFERENCES ideas (id),
    member_id    BIGINT NOT NULL REFERENCES members (id),
    role         TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    html         TEXT   NOT NULL,
    html_version BIGINT NOT NULL,
    nonce        TEXT   UNIQUE,
    created_at   BIGINT NOT NULL
);
CREATE INDEX notes_by_idea ON notes (idea_id, id);
