
CREATE VIRTUAL TABLE search_index USING fts5 (
    terms, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '@#'"
);
-- What is in it, term by term, for the check.
CREATE VIRTUAL TABLE search_index_terms USING fts5vocab (search_index, instance);
