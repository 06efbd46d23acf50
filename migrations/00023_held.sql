-- Votes that are held: stored as they were cast, and not counted. An account is suspected
-- (the group it was found in; 0: it is not), and its votes follow, an idea at a time. held
-- of idea_counts is how many votes in force on the idea are held.
ALTER TABLE votes ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX votes_of_member ON votes (member_id, idea_id);
CREATE INDEX votes_held ON votes (member_id, idea_id) WHERE held;
ALTER TABLE idea_counts ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN suspected BIGINT NOT NULL DEFAULT 0;
CREATE INDEX members_suspected ON members (suspected, id) WHERE suspected > 0;

-- Accounts that were found to vote as one, and why they were taken for that. by_rule: they
-- were suspected at once. outcome: kept_out or counted; '' until somebody decides.
CREATE TABLE vote_groups (
    id         {{id}},
    ground     TEXT    NOT NULL,
    by_rule    BOOLEAN NOT NULL,
    found_at   BIGINT  NOT NULL,
    outcome    TEXT    NOT NULL DEFAULT '',
    decided_at BIGINT  NOT NULL DEFAULT 0
);
-- The first vote that an account shares with others of its group.
CREATE TABLE vote_suspects (
    group_id  BIGINT NOT NULL REFERENCES vote_groups (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    idea_id   BIGINT NOT NULL,
    voted_at  BIGINT NOT NULL,
    network   TEXT   NOT NULL,                -- '' where it was not known
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX vote_suspects_by_member ON vote_suspects (member_id, group_id);

-- The networks that accounts were seen in of late: keyed hashes, which tell that two are
-- the same and not which one.
CREATE TABLE account_networks (
    member_id BIGINT NOT NULL REFERENCES members (id),
    network   TEXT   NOT NULL,
    seen_at   BIGINT NOT NULL,
    PRIMARY KEY (member_id, network)
);
CREATE INDEX account_networks_by_network ON account_networks (network, seen_at);
CREATE INDEX account_networks_by_time ON account_networks (seen_at);

-- Keys of this installation, made when one is first needed.
CREATE TABLE secrets (
    name  TEXT      NOT NULL PRIMARY KEY,
    value {{bytes}} NOT NULL
);

-- Days on which a product got more ratings than it does, or many more of one star. usual:
-- how many an hour it gets. young: of accounts that were new.
CREATE TABLE bombs (
    id         {{id}},
    product_id BIGINT NOT NULL REFERENCES products (id),
    from_day   BIGINT NOT NULL,
    to_day     BIGINT NOT NULL,
    ratings    BIGINT NOT NULL,
    ones       BIGINT NOT NULL,
    young      BIGINT NOT NULL,
    usual      DOUBLE PRECISION NOT NULL,
    found_at   BIGINT NOT NULL,
    UNIQUE (product_id, from_day)
);

-- Authors who ask that an idea be deleted on which others voted or commented. author_id is
-- kept where only the name went, so that it can come back.
CREATE TABLE erasures (
    id         {{id}},
    idea_id    BIGINT NOT NULL REFERENCES ideas (id),
    author_id  BIGINT NOT NULL REFERENCES members (id),
    words      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    outcome    TEXT   NOT NULL DEFAULT ''     -- deleted, nameless, kept; '' while it is open
);
CREATE UNIQUE INDEX erasures_open ON erasures (idea_id) WHERE outcome = '';
CREATE INDEX erasures_by_author ON erasures (author_id, id);

-- When an idea was imported or reopened; 0: neither. What is imported already was at the
-- latest when the clock was last seen.
ALTER TABLE ideas ADD COLUMN fresh_at BIGINT NOT NULL DEFAULT 0;
UPDATE ideas SET fresh_at = COALESCE((SELECT m.at FROM marks m WHERE m.name = 'seen'), 0)
    WHERE id IN (SELECT object_id FROM imports WHERE kind = 'idea');
UPDATE ideas SET fresh_at = (SELECT MAX(d.created_at) FROM decisions d WHERE d.idea_id = ideas.id AND d.from_status = 'archived')
    WHERE EXISTS (SELECT 1 FROM decisions d WHERE d.idea_id = ideas.id AND d.from_status = 'archived' AND d.created_at > ideas.fresh_at);
