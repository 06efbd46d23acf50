-- What the lists of a tag go by stands with the tag, so that they are read from an
-- index that begins with it: whatever a tag's ideas are among all others, a page of
-- them costs a page. It is what idea_counts says, and changes with it.
ALTER TABLE idea_tags ADD COLUMN listed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE idea_tags ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE idea_tags ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_tags ADD COLUMN points BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_tags ADD COLUMN heat DOUBLE PRECISION NOT NULL DEFAULT 0;
UPDATE idea_tags SET (listed, status, created_at, points, heat) =
    (SELECT c.listed, c.status, c.created_at, c.points, c.heat FROM idea_counts c WHERE c.idea_id = idea_tags.idea_id);
CREATE INDEX tagged_hot ON idea_tags (tag_id, status, heat, created_at, idea_id) WHERE listed;
CREATE INDEX tagged_top ON idea_tags (tag_id, status, points, created_at, idea_id) WHERE listed;
CREATE INDEX tagged_new ON idea_tags (tag_id, status, created_at, idea_id) WHERE listed;

-- Whether a rating counts stands in the indexes of a product's ratings too, so that
-- what a list leaves out is left out without reading it.
DROP INDEX ratings_by_time;
DROP INDEX ratings_by_help;
CREATE INDEX ratings_by_time ON ratings
    (product_id, stars, rated_at, id, removed, revision_id, verified, language, replied, counted, excluded);
CREATE INDEX ratings_by_help ON ratings
    (product_id, stars, helpful, rated_at, id, removed, revision_id, verified, language, replied, counted, excluded);

CREATE INDEX products_by_responsible ON products (responsible_id, name, id);
