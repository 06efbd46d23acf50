-- Imports: names that are nobody's account, products known by their key, and the
-- two-star rule that waits for an import's end.

-- A name as a file gives it, where it stands for no account of its own.
ALTER TABLE ideas ADD COLUMN author_name TEXT NOT NULL DEFAULT '';
ALTER TABLE ratings ADD COLUMN author_name TEXT NOT NULL DEFAULT '';

-- Where a merged idea went.
ALTER TABLE ideas ADD COLUMN merged_into BIGINT REFERENCES ideas (id);
CREATE INDEX ideas_merged_into ON ideas (merged_into, id) WHERE merged_into IS NOT NULL;

-- A sketch was made by an import of reviews of nothing but its key; whatever an
-- admin or an import of products says of it makes it a product like any other.
ALTER TABLE products ADD COLUMN sketch BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE products SET sketch = TRUE WHERE version = 0 AND description = '' AND responsible_id IS NULL AND lower(name) = slug
    AND id NOT IN (SELECT object_id FROM imports WHERE kind = 'product')
    AND id IN (SELECT r.product_id FROM imports i JOIN ratings r ON r.id = i.object_id WHERE i.kind = 'review');

-- While an import brings ratings the rule waits: until its end, or until then.
ALTER TABLE product_counts ADD COLUMN import_until BIGINT NOT NULL DEFAULT 0;
CREATE TABLE importing (
    source     TEXT   NOT NULL,
    product_id BIGINT NOT NULL REFERENCES products (id),
    PRIMARY KEY (source, product_id)
);
CREATE INDEX importing_by_product ON importing (product_id, source);
