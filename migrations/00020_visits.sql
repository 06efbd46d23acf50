-- When the visit of a member began that is under way or was the last one, when they were
-- last seen in it, and when the visit before it began; 0: there was none. Unix
-- milliseconds.
ALTER TABLE members ADD COLUMN visit_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN visit_seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN visit_before_at BIGINT NOT NULL DEFAULT 0;

UPDATE members SET visit_at = COALESCE((SELECT MAX(s.seen_at) FROM sessions s WHERE s.member_id = members.id), 0);
UPDATE members SET visit_seen_at = visit_at;
