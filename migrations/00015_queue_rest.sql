-- What a revision regained is shown with its range, which the squares of what each
-- person gave more are for.
ALTER TABLE revisions ADD COLUMN again_squares BIGINT NOT NULL DEFAULT 0;
ALTER TABLE theme_counts ADD COLUMN squares BIGINT NOT NULL DEFAULT 0; -- of LossUnits
UPDATE revisions SET again_squares = CAST(COALESCE((SELECT SUM((b.stars - a.stars) * (b.stars - a.stars))
    FROM revisions v JOIN ratings a ON a.revision_id = v.id AND a.counted
    JOIN ratings b ON b.revision_id = revisions.id AND b.member_id = a.member_id AND b.counted
    WHERE v.product_id = revisions.product_id AND v.number = revisions.number - 1), 0) AS BIGINT)
    WHERE again > 0;
UPDATE theme_counts SET squares = CAST(COALESCE((SELECT SUM(
    ((b.stars - a.stars) * 840 / CASE WHEN a.themes = 0 THEN 1 ELSE a.themes END) *
    ((b.stars - a.stars) * 840 / CASE WHEN a.themes = 0 THEN 1 ELSE a.themes END))
    FROM revisions r JOIN revisions v ON v.product_id = r.product_id AND v.number = r.number - 1
    JOIN ratings a ON a.revision_id = v.id AND a.counted
    JOIN ratings b ON b.revision_id = r.id AND b.member_id = a.member_id AND b.counted
    LEFT JOIN rating_themes t ON t.rating_id = a.id AND t.hand >= 0
    WHERE r.id = theme_counts.revision_id AND COALESCE(t.theme_id, 0) = theme_counts.theme_id), 0) AS BIGINT)
    WHERE again > 0;

-- What open items cost their products, dearest first, and what was decided last.
CREATE INDEX items_costly ON items (stars, id) WHERE stars > 0 AND closed_at = 0;
CREATE INDEX items_decided ON items (decided_at, id) WHERE decided_at > 0;
