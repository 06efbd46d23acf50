
CREATE TABLE search_index (
    rowid BIGINT   NOT NULL PRIMARY KEY,
    terms TSVECTOR NOT NULL
);
CREATE INDEX search_index_terms ON search_index USING gin (terms) WITH (fastupdate = off);
