-- needs_binary: 32
-- Of a revision's counted ratings, those by people who had rated the one before and were
-- asked to rate this one, and the sum of their stars; as of when the clock counted last.
ALTER TABLE revisions ADD COLUMN invited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN invited_stars BIGINT NOT NULL DEFAULT 0;
UPDATE revisions SET invited = (SELECT COUNT(*) FROM ratings b
        JOIN notifications n ON n.member_id = b.member_id AND n.part = 'product' AND n.object_id = b.product_id AND n.direct
        JOIN events e ON e.id = n.event_id AND e.kind = 'release' AND e.object_id = b.revision_id AND e.created_at <= b.created_at
        WHERE b.revision_id = revisions.id AND b.counted),
    invited_stars = CAST(COALESCE((SELECT SUM(b.stars) FROM ratings b
        JOIN notifications n ON n.member_id = b.member_id AND n.part = 'product' AND n.object_id = b.product_id AND n.direct
        JOIN events e ON e.id = n.event_id AND e.kind = 'release' AND e.object_id = b.revision_id AND e.created_at <= b.created_at
        WHERE b.revision_id = revisions.id AND b.counted), 0) AS BIGINT)
    WHERE number > 1;
