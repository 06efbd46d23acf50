-- Search: the terms that Go made of each text that can be found, what is known of
-- the terms, and what staff teach the search.
--
-- The lookup itself, search_index, is the one thing with two bodies: see the files of
-- this number that name an engine. A row of it is a set of words: the terms of a
-- text, those of its title once more behind an @, and what lists are narrowed to
-- behind a #. It is there for what pages may show, and for nothing else.

CREATE TABLE search_docs (
    id        {{id}},                   -- kind * 2^48 + thing_id: newest last within a kind
    kind      BIGINT  NOT NULL,         -- 1 an idea, 2 a comment, 3 a product
    thing_id  BIGINT  NOT NULL,
    idea_id   BIGINT  NOT NULL,         -- that it is or is said on; 0: none
    title     TEXT    NOT NULL,         -- terms with their weights
    body      TEXT    NOT NULL,
    title_sum DOUBLE PRECISION NOT NULL, -- of the weights
    body_sum  DOUBLE PRECISION NOT NULL,
    version   BIGINT  NOT NULL,         -- of what made the terms
    counted   BOOLEAN NOT NULL DEFAULT FALSE -- in what follows
);
CREATE INDEX search_docs_uncounted ON search_docs (id) WHERE NOT counted;

-- In how many texts a term is.
CREATE TABLE search_terms (
    term TEXT   PRIMARY KEY,
    docs BIGINT NOT NULL
);

-- The words of the site as they are spelled, for those who mistype one.
CREATE TABLE search_words (
    word   TEXT   PRIMARY KEY,
    docs   BIGINT NOT NULL,
    head   TEXT   NOT NULL,             -- its first letter
    tail   TEXT   NOT NULL,             -- its last two
    length BIGINT NOT NULL              -- in letters
);
CREATE INDEX search_words_by_head ON search_words (head, length, docs, word);
CREATE INDEX search_words_by_tail ON search_words (tail, length, docs, word);

CREATE TABLE search_totals (
    kind   BIGINT NOT NULL PRIMARY KEY,
    docs   BIGINT NOT NULL,
    title  DOUBLE PRECISION NOT NULL,   -- the sum of all weights
    body   DOUBLE PRECISION NOT NULL,
    newest BIGINT NOT NULL              -- id in search_docs
);

-- Two words that mean the same; each finds the other. Keys are the terms of the words.
CREATE TABLE synonyms (
    id         {{id}},
    word       TEXT   NOT NULL,
    other      TEXT   NOT NULL,
    word_key   TEXT   NOT NULL,
    other_key  TEXT   NOT NULL,
    member_id  BIGINT NOT NULL REFERENCES members (id),
    created_at BIGINT NOT NULL,
    UNIQUE (word_key, other_key)
);

-- What was asked for and not found: no word of who asked.
CREATE TABLE missed_searches (
    words    TEXT   PRIMARY KEY,
    times    BIGINT NOT NULL,
    last_day BIGINT NOT NULL
);
CREATE INDEX missed_searches_by_times ON missed_searches (times, last_day);
