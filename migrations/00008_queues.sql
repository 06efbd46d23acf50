-- Queues: the top ideas, lost stars and products below the line reach the people
-- who build.

-- days: working days until an item must leave Under review. The weights are the
-- exponents, in tenths, of the factors of priority beside reach. soft_limit is of
-- a column; 0: none.
CREATE TABLE queues (
    id                {{id}},
    slug              TEXT   NOT NULL UNIQUE,
    name              TEXT   NOT NULL,
    name_key          TEXT   UNIQUE,
    description_en    TEXT   NOT NULL,
    description_de    TEXT   NOT NULL,
    time_zone         TEXT   NOT NULL,
    days              BIGINT NOT NULL,
    soft_limit        BIGINT NOT NULL,
    weight_importance BIGINT NOT NULL,
    weight_stars      BIGINT NOT NULL,
    weight_effort     BIGINT NOT NULL,
    version           BIGINT NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL
);

CREATE TABLE queue_engineers (
    queue_id  BIGINT NOT NULL REFERENCES queues (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (queue_id, member_id)
);
CREATE INDEX queue_engineers_by_member ON queue_engineers (member_id, queue_id);

-- What a queue answers for: each space, product and tag has one queue at most.
CREATE TABLE queue_covers (
    kind      TEXT   NOT NULL,                -- space, product, tag
    object_id BIGINT NOT NULL,
    queue_id  BIGINT NOT NULL REFERENCES queues (id),
    PRIMARY KEY (kind, object_id)
);
CREATE INDEX queue_covers_by_queue ON queue_covers (queue_id, kind, object_id);

-- Rules in one order over all queues: the first that fits an idea routes it. 0 is
-- every space, product or tag.
CREATE TABLE queue_rules (
    id         {{id}},
    queue_id   BIGINT NOT NULL REFERENCES queues (id),
    position   BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,               -- points, top
    space_id   BIGINT NOT NULL DEFAULT 0,
    product_id BIGINT NOT NULL DEFAULT 0,
    tag_id     BIGINT NOT NULL DEFAULT 0,
    points     BIGINT NOT NULL,
    top        BIGINT NOT NULL DEFAULT 0,
    days       BIGINT NOT NULL DEFAULT 0,
    version    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX queue_rules_in_order ON queue_rules (position, id);
CREATE INDEX queue_rules_by_queue ON queue_rules (queue_id, position);

-- The turns of duty that people changed; all others follow from the order of a
-- queue's engineers. week: whole weeks since 1970-01-05, a Monday.
CREATE TABLE duties (
    queue_id  BIGINT NOT NULL REFERENCES queues (id),
    week      BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (queue_id, week)
);

-- One for each idea that was routed, watch of a product, theme that is worked on,
-- and work added by hand. Where an idea's stands (queue, status, rank) is kept in
-- idea_counts and nowhere else; where the others stand is kept here.
CREATE TABLE items (
    id            {{id}},
    source        TEXT    NOT NULL,           -- idea, recovery, theme, hand
    idea_id       BIGINT  UNIQUE REFERENCES ideas (id),
    product_id    BIGINT  REFERENCES products (id),
    watch_since   BIGINT  NOT NULL DEFAULT 0, -- of a recovery
    theme_id      BIGINT,                     -- of a theme
    title         TEXT    NOT NULL DEFAULT '',
    note          TEXT    NOT NULL DEFAULT '',

    queue_id      BIGINT  NOT NULL DEFAULT 0,
    status        TEXT    NOT NULL DEFAULT '',
    reach         BIGINT  NOT NULL DEFAULT 0,
    factor        DOUBLE PRECISION NOT NULL DEFAULT 0,
    lift          DOUBLE PRECISION NOT NULL DEFAULT 0,
    rank          DOUBLE PRECISION NOT NULL DEFAULT 0,

    cause         TEXT    NOT NULL,           -- why it is here: rule, person, watch, theme, hand
    rule_id       BIGINT  NOT NULL DEFAULT 0,
    rule_name     TEXT    NOT NULL DEFAULT '',
    rule_points   BIGINT  NOT NULL DEFAULT 0,
    points_then   BIGINT  NOT NULL DEFAULT 0,
    by_id         BIGINT  REFERENCES members (id),
    routed_at     BIGINT  NOT NULL,

    engineer_id   BIGINT  REFERENCES members (id),
    effort        TEXT    NOT NULL DEFAULT '',
    target_day    BIGINT  NOT NULL DEFAULT 0,
    tracker       TEXT    NOT NULL DEFAULT '',
    stars         DOUBLE PRECISION NOT NULL DEFAULT 0, -- that what it answers costs its product
    shipped_in    BIGINT  REFERENCES revisions (id),

    entered_at    BIGINT  NOT NULL,           -- when it last came to be under review
    due_at        BIGINT  NOT NULL DEFAULT 0, -- 0 while its clock stands
    left_ms       BIGINT  NOT NULL DEFAULT 0, -- of working time, while its clock stands
    late          BOOLEAN NOT NULL DEFAULT FALSE,
    parked_until  BIGINT  NOT NULL DEFAULT 0,
    parked_points BIGINT  NOT NULL DEFAULT 0,
    park_note     TEXT    NOT NULL DEFAULT '',
    asked_until   BIGINT  NOT NULL DEFAULT 0,
    decided_at    BIGINT  NOT NULL DEFAULT 0, -- when it last left Under review
    closed_at     BIGINT  NOT NULL DEFAULT 0, -- when it was last shipped or declined
    version       BIGINT  NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX items_by_watch ON items (product_id, watch_since) WHERE source = 'recovery';
CREATE UNIQUE INDEX items_by_theme ON items (theme_id) WHERE source = 'theme';
CREATE INDEX items_in_queue ON items (queue_id, status, rank, id) WHERE queue_id > 0; -- never that of an idea
CREATE INDEX items_due ON items (due_at, id) WHERE due_at > 0 AND NOT late;
CREATE INDEX items_parked ON items (parked_until, id) WHERE parked_until > 0;
CREATE INDEX items_asked ON items (asked_until, id) WHERE asked_until > 0;
CREATE INDEX items_by_rule ON items (rule_id, id) WHERE rule_id > 0;
CREATE INDEX items_by_engineer ON items (engineer_id, id) WHERE engineer_id IS NOT NULL;

-- rank orders a column: while open, priority and lift; afterwards when it was
-- decided. A vote moves it in its own statement.
ALTER TABLE idea_counts ADD COLUMN queue_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN item_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN factor DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN lift DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN rank DOUBLE PRECISION NOT NULL DEFAULT 0;
CREATE INDEX ideas_in_queue ON idea_counts (queue_id, status, rank, item_id) WHERE queue_id > 0 AND listed;

-- What happened to an item, for the people who work on it; decisions about ideas
-- stand in the ledger.
CREATE TABLE item_events (
    id          {{id}},
    item_id     BIGINT NOT NULL REFERENCES items (id),
    at          BIGINT NOT NULL,
    act         TEXT   NOT NULL,
    from_status TEXT   NOT NULL DEFAULT '',
    to_status   TEXT   NOT NULL DEFAULT '',
    member_id   BIGINT REFERENCES members (id), -- null: the rule, or the clock
    role        TEXT   NOT NULL,
    words       TEXT   NOT NULL DEFAULT '',
    reason_key  TEXT   NOT NULL DEFAULT '',
    undone_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX item_events_by_item ON item_events (item_id, id);
CREATE INDEX item_events_by_reason ON item_events (reason_key, item_id) WHERE reason_key <> '';

-- Questions to an idea's author, asked from the queue and answered in public.
CREATE TABLE questions (
    id          {{id}},
    item_id     BIGINT NOT NULL REFERENCES items (id),
    question    TEXT   NOT NULL,
    member_id   BIGINT NOT NULL REFERENCES members (id),
    role        TEXT   NOT NULL,
    asked_at    BIGINT NOT NULL,
    answer      TEXT   NOT NULL DEFAULT '',
    answered_at BIGINT NOT NULL DEFAULT 0,
    closed_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX questions_by_item ON questions (item_id, id);

-- A decision may be taken back for a moment; its line stays.
ALTER TABLE decisions ADD COLUMN undone_at BIGINT NOT NULL DEFAULT 0;
-- How many promoted an idea when it was decided.
ALTER TABLE decisions ADD COLUMN promotes BIGINT NOT NULL DEFAULT 0;
CREATE INDEX decisions_by_member ON decisions (member_id, id);

-- How many would still have wanted it when the rule took a decision back.
ALTER TABLE decisions ADD COLUMN wanted BIGINT NOT NULL DEFAULT 0;

-- Who would still want what was declined: one for each member and decision, which
-- is 0 where an import brought it.
CREATE TABLE wants (
    idea_id     BIGINT NOT NULL REFERENCES ideas (id),
    decision_id BIGINT NOT NULL,
    member_id   BIGINT NOT NULL REFERENCES members (id),
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (idea_id, decision_id, member_id)
);
ALTER TABLE idea_counts ADD COLUMN wanted BIGINT NOT NULL DEFAULT 0;

-- Votes that staff record for others: of a member (by_id says who wrote it down),
-- or of somebody without an account, each of whom counts one.
ALTER TABLE votes ADD COLUMN by_id BIGINT REFERENCES members (id);
ALTER TABLE votes ADD COLUMN said_at TEXT NOT NULL DEFAULT '';
CREATE TABLE contact_votes (
    id         {{id}},
    idea_id    BIGINT NOT NULL REFERENCES ideas (id),
    name       TEXT   NOT NULL,
    name_key   TEXT   NOT NULL,
    company    TEXT   NOT NULL,
    said_at    TEXT   NOT NULL,               -- where it was said
    value      BIGINT NOT NULL,               -- 0: taken back
    day        BIGINT NOT NULL,
    by_id      BIGINT NOT NULL REFERENCES members (id),
    changed_at BIGINT NOT NULL,
    UNIQUE (idea_id, name_key)
);
