-- A name is known by its key, and its slug is an address and nothing more: C, C#
-- and C++ are three tags. Keys are made in Go, for the rows that exist too (see
-- store.fillNames); the letter case and spaces make no difference to them.
--
-- A key is null only where a program from before this step wrote the row.

ALTER TABLE tags ADD COLUMN name_key TEXT;
ALTER TABLE spaces ADD COLUMN name_key TEXT;
ALTER TABLE families ADD COLUMN name_key TEXT;
CREATE UNIQUE INDEX tags_by_name ON tags (name_key);
CREATE UNIQUE INDEX spaces_by_name ON spaces (name_key);
CREATE UNIQUE INDEX families_by_name ON families (name_key);

-- Products may share a name: their sources tell them apart.
ALTER TABLE products ADD COLUMN name_key TEXT;
CREATE INDEX products_by_name ON products (name_key, id);

-- What files call a product, by the key in them: its products and reviews may come
-- from different sources.
CREATE TABLE product_keys (
    name_key   TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    product_id BIGINT NOT NULL REFERENCES products (id),
    PRIMARY KEY (name_key, source)
);

-- Addresses of before, which lead to where the thing is now.
CREATE TABLE former_slugs (
    kind      TEXT   NOT NULL,                -- space, tag, product, family
    slug      TEXT   NOT NULL,
    object_id BIGINT NOT NULL,
    PRIMARY KEY (kind, slug)
);
CREATE INDEX former_slugs_by_object ON former_slugs (kind, object_id);
