-- Products: ratings and reviews, the two-star rule, the road to five stars.

CREATE TABLE families (
    id       {{id}},
    slug     TEXT   NOT NULL UNIQUE,
    name     TEXT   NOT NULL,
    shape    TEXT   NOT NULL,                 -- which drawing stands for its products
    products BIGINT NOT NULL DEFAULT 0,
    version  BIGINT NOT NULL DEFAULT 0
);

-- What is read with a product. What a rating changes stands in product_counts.
CREATE TABLE products (
    id             {{id}},
    slug           TEXT   NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    family_id      BIGINT NOT NULL REFERENCES families (id),
    description    TEXT   NOT NULL,
    launch_day     BIGINT NOT NULL,
    responsible_id BIGINT REFERENCES members (id),
    carried_mean   BIGINT NOT NULL DEFAULT 0, -- hundredths of a star, from an import: shown apart, never counted
    carried_n      BIGINT NOT NULL DEFAULT 0,
    version        BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL
);

-- The words of products' names, folded, for finding products as one types: bytes,
-- so that what begins with a word is one range whatever the database sorts by.
CREATE TABLE product_words (
    word       {{bytes}} NOT NULL,
    product_id BIGINT NOT NULL REFERENCES products (id),
    PRIMARY KEY (word, product_id)
);
CREATE INDEX product_words_by_product ON product_words (product_id, word);

-- Narrow, because every rating writes it, and the row that everything which
-- changes n or sum takes first. n and sum are those of the current revision.
CREATE TABLE product_counts (
    product_id     BIGINT NOT NULL PRIMARY KEY REFERENCES products (id),
    family_id      BIGINT NOT NULL,
    revision_id    BIGINT NOT NULL,
    state          TEXT   NOT NULL,
    launch_day     BIGINT NOT NULL,
    n              BIGINT NOT NULL DEFAULT 0,
    sum            BIGINT NOT NULL DEFAULT 0,
    below_since    BIGINT NOT NULL DEFAULT 0,
    override_until BIGINT NOT NULL DEFAULT 0,
    due_at         BIGINT NOT NULL DEFAULT 0, -- when the clock must look again; 0: never
    themes_version BIGINT NOT NULL DEFAULT 0,
    low            DOUBLE PRECISION NOT NULL DEFAULT 0, -- lower end of the range, 0 while no score is shown
    regained       DOUBLE PRECISION NOT NULL DEFAULT 0, -- mean of what people who rated again changed
    reviews        BIGINT NOT NULL DEFAULT 0, -- ratings of every revision that the page shows
    poor           BIGINT NOT NULL DEFAULT 0, -- of these with two stars or fewer
    poor_replied   BIGINT NOT NULL DEFAULT 0, -- of these with a public reply
    ideas          BIGINT NOT NULL DEFAULT 0
);
-- The catalog is one range in its order; a state is a range of its own. The family
-- stands behind the order, so that products of others are passed over unread.
CREATE INDEX catalog_by_score ON product_counts (low, product_id, family_id) WHERE state <> 'withdrawn';
CREATE INDEX catalog_by_launch ON product_counts (launch_day, product_id, family_id) WHERE state <> 'withdrawn';
CREATE INDEX catalog_by_reviews ON product_counts (reviews, product_id, family_id) WHERE state <> 'withdrawn';
CREATE INDEX catalog_by_regained ON product_counts (regained, product_id, family_id) WHERE state <> 'withdrawn';
CREATE INDEX products_by_score ON product_counts (state, low, product_id, family_id);
CREATE INDEX products_by_launch ON product_counts (state, launch_day, product_id, family_id);
CREATE INDEX products_by_reviews ON product_counts (state, reviews, product_id, family_id);
CREATE INDEX products_by_regained ON product_counts (state, regained, product_id, family_id);
CREATE INDEX products_in_family ON product_counts (family_id, product_id);
CREATE INDEX products_on_watch ON product_counts (below_since, product_id) WHERE state = 'watch';
CREATE INDEX products_due ON product_counts (due_at, product_id) WHERE due_at > 0;

-- s1 to s5 are the counted ratings by stars.
CREATE TABLE revisions (
    id          {{id}},
    product_id  BIGINT NOT NULL REFERENCES products (id),
    number      BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    note        TEXT   NOT NULL,              -- what it claims to fix
    member_id   BIGINT REFERENCES members (id),
    released_at BIGINT NOT NULL,
    s1          BIGINT NOT NULL DEFAULT 0,
    s2          BIGINT NOT NULL DEFAULT 0,
    s3          BIGINT NOT NULL DEFAULT 0,
    s4          BIGINT NOT NULL DEFAULT 0,
    s5          BIGINT NOT NULL DEFAULT 0,
    again       BIGINT NOT NULL DEFAULT 0,    -- people who rated the revision before and this one
    again_stars BIGINT NOT NULL DEFAULT 0,    -- the sum of their stars now less then
    UNIQUE (product_id, number),
    UNIQUE (product_id, name)
);

-- One for each member and revision. member_id is null where an import names
-- nobody. counted says whether it is in its revision's s1 to s5.
CREATE TABLE ratings (
    id              {{id}},
    product_id      BIGINT  NOT NULL REFERENCES products (id),
    revision_id     BIGINT  NOT NULL REFERENCES revisions (id),
    member_id       BIGINT  REFERENCES members (id),
    stars           BIGINT  NOT NULL,
    language        TEXT    NOT NULL DEFAULT '',
    counted         BOOLEAN NOT NULL,
    staff           BOOLEAN NOT NULL DEFAULT FALSE,
    declared        BOOLEAN NOT NULL DEFAULT FALSE, -- the writer says that the product was free or cheaper
    promotional     BOOLEAN NOT NULL DEFAULT FALSE, -- a moderator says so
    excluded        BOOLEAN NOT NULL DEFAULT FALSE,
    suspended       BOOLEAN NOT NULL DEFAULT FALSE,
    removed         BOOLEAN NOT NULL DEFAULT FALSE,
    verified        BOOLEAN NOT NULL DEFAULT FALSE,
    helpful         BIGINT  NOT NULL DEFAULT 0,
    helpful_carried BIGINT  NOT NULL DEFAULT 0,
    replied         BOOLEAN NOT NULL DEFAULT FALSE,
    themes          BIGINT  NOT NULL DEFAULT 0, -- how many it carries
    rated_at        BIGINT  NOT NULL,           -- when its stars were last set
    created_at      BIGINT  NOT NULL,
    edited_at       BIGINT  NOT NULL DEFAULT 0,
    UNIQUE (revision_id, member_id)
);
-- Lists merge one short range per number of stars; what else they filter by
-- stands in the index behind the order, so that nothing is read only to be
-- left out.
CREATE INDEX ratings_by_time ON ratings (product_id, stars, rated_at, id, removed, revision_id, verified, language, replied);
CREATE INDEX ratings_by_help ON ratings (product_id, stars, helpful, rated_at, id, removed, revision_id, verified, language, replied);
CREATE INDEX ratings_by_member ON ratings (member_id, id);
CREATE INDEX ratings_unanswered ON ratings (rated_at, id) WHERE stars <= 2 AND NOT replied AND NOT removed;

-- The words of ratings that have any.
CREATE TABLE reviews (
    rating_id    BIGINT NOT NULL PRIMARY KEY REFERENCES ratings (id),
    title        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    html         TEXT   NOT NULL,
    html_version BIGINT NOT NULL
);

-- What a rating was before it was changed.
CREATE TABLE rating_history (
    id          {{id}},
    rating_id   BIGINT NOT NULL REFERENCES ratings (id),
    stars       BIGINT NOT NULL,
    title       TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX rating_history_by_rating ON rating_history (rating_id, id);

CREATE TABLE helpful_votes (
    rating_id BIGINT NOT NULL REFERENCES ratings (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (rating_id, member_id)
);

CREATE TABLE replies (
    rating_id    BIGINT NOT NULL PRIMARY KEY REFERENCES ratings (id),
    member_id    BIGINT NOT NULL REFERENCES members (id),
    role         TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    html         TEXT   NOT NULL,
    html_version BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    edited_at    BIGINT NOT NULL DEFAULT 0
);

-- Serial numbers are kept as hashes; each is good for one member.
CREATE TABLE serials (
    product_id BIGINT NOT NULL REFERENCES products (id),
    hash       {{bytes}} NOT NULL,
    member_id  BIGINT REFERENCES members (id),
    PRIMARY KEY (product_id, hash)
);

-- Who owns a product: by serial number (by_id null) or by the word of staff.
CREATE TABLE owners (
    product_id BIGINT NOT NULL REFERENCES products (id),
    member_id  BIGINT NOT NULL REFERENCES members (id),
    by_id      BIGINT REFERENCES members (id),
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (product_id, member_id)
);

-- A theme of a product's reviews, found by lists of words.
CREATE TABLE themes (
    id         {{id}},
    product_id BIGINT NOT NULL REFERENCES products (id),
    name_en    TEXT   NOT NULL,
    name_de    TEXT   NOT NULL,
    words_en   TEXT   NOT NULL,
    words_de   TEXT   NOT NULL,
    idea_id    BIGINT REFERENCES ideas (id),  -- the work that answers it
    version    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX themes_by_product ON themes (product_id, id);

-- hand: 1 added by hand, -1 taken off by hand, 0 found by its words.
CREATE TABLE rating_themes (
    theme_id  BIGINT NOT NULL REFERENCES themes (id),
    rating_id BIGINT NOT NULL REFERENCES ratings (id),
    hand      BIGINT NOT NULL,
    PRIMARY KEY (theme_id, rating_id)
);
CREATE INDEX rating_themes_by_rating ON rating_themes (rating_id, theme_id);

-- Over counted ratings: how many carry a theme and what stars it lost, in 840ths
-- of a star; theme 0 is everything else. again and regained are over people who
-- rated the revision before with that theme and this one.
CREATE TABLE theme_counts (
    revision_id BIGINT NOT NULL REFERENCES revisions (id),
    theme_id    BIGINT NOT NULL,
    reviews     BIGINT NOT NULL DEFAULT 0,
    lost        BIGINT NOT NULL DEFAULT 0,
    again       BIGINT NOT NULL DEFAULT 0,
    regained    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (revision_id, theme_id)
);

-- Windows of time whose ratings are not counted.
CREATE TABLE exclusions (
    id         {{id}},
    product_id BIGINT NOT NULL REFERENCES products (id),
    from_at    BIGINT NOT NULL,
    to_at      BIGINT NOT NULL,               -- the first moment behind it
    reason     TEXT   NOT NULL,
    member_id  BIGINT REFERENCES members (id),
    role       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    undone_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX exclusions_by_product ON exclusions (product_id, id);

-- What became of a product, and why: public, and never changed afterwards.
CREATE TABLE product_events (
    id          {{id}},
    product_id  BIGINT NOT NULL REFERENCES products (id),
    revision_id BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    cause       TEXT   NOT NULL,
    from_state  TEXT   NOT NULL,
    to_state    TEXT   NOT NULL,
    n           BIGINT NOT NULL,
    sum         BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    until       BIGINT NOT NULL,              -- of an override
    member_id   BIGINT REFERENCES members (id),
    role        TEXT   NOT NULL,
    reason      TEXT   NOT NULL
);
CREATE INDEX product_events_by_product ON product_events (product_id, id);

-- An idea may be about a product.
ALTER TABLE ideas ADD COLUMN product_id BIGINT REFERENCES products (id);
ALTER TABLE idea_counts ADD COLUMN product_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ideas_of_product ON idea_counts (product_id, status, idea_id) WHERE listed AND product_id > 0;
