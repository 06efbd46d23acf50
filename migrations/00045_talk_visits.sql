-- needs_binary: 32
-- What was the newest comment of an idea before the visit (members.visit_at) on which a
-- member looked at it last: as long as that visit lasts, what came since is new to them on
-- every page of the conversation.
ALTER TABLE visits ADD COLUMN before_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN visit_at BIGINT NOT NULL DEFAULT 0;
UPDATE visits SET before_id = comment_id;
