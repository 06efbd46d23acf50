-- Following: who hears what, and what they heard.

-- What members follow that they do not follow by default, and what they stopped. part:
-- idea, space, product, member. Whoever wrote, voted on or commented an idea follows it
-- without a row.
CREATE TABLE follows (
    part       TEXT    NOT NULL,
    object_id  BIGINT  NOT NULL,
    member_id  BIGINT  NOT NULL REFERENCES members (id),
    following  BOOLEAN NOT NULL,              -- false: stopped
    changed_at BIGINT  NOT NULL,
    PRIMARY KEY (part, object_id, member_id)
);
CREATE INDEX follows_of_member ON follows (member_id, part, object_id);

-- What happened that people hear of, written with it. kind: decision, answer, comment,
-- question, idea, release. object_id is the decision, comment, question, idea or
-- revision. A job tells people in the order of their ids: of stage, which is the idea
-- itself (0) or one that was merged into it, those up to after_member are told.
CREATE TABLE events (
    id           {{id}},
    kind         TEXT   NOT NULL,
    idea_id      BIGINT NOT NULL DEFAULT 0,
    product_id   BIGINT NOT NULL DEFAULT 0,
    object_id    BIGINT NOT NULL,
    member_id    BIGINT NOT NULL DEFAULT 0,   -- who did it; 0: the rule
    created_at   BIGINT NOT NULL,
    stage        BIGINT NOT NULL DEFAULT 0,
    after_member BIGINT NOT NULL DEFAULT 0,
    told_at      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX events_untold ON events (id) WHERE told_at = 0;

-- That a member heard of an event: once. part and object_id are the idea or the product
-- that it is about. direct: it is meant for the member, as an answer or a request is.
CREATE TABLE notifications (
    id        {{id}},
    event_id  BIGINT  NOT NULL REFERENCES events (id),
    member_id BIGINT  NOT NULL REFERENCES members (id),
    part      TEXT    NOT NULL,
    object_id BIGINT  NOT NULL,
    direct    BOOLEAN NOT NULL,
    seen      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX notifications_once ON notifications (event_id, member_id);
CREATE INDEX notifications_of_member ON notifications (member_id, id);
CREATE INDEX notifications_about ON notifications (member_id, part, object_id, id);
CREATE INDEX notifications_unseen ON notifications (member_id, id) WHERE NOT seen;

CREATE INDEX comments_by_writer ON comments (idea_id, author_id);
