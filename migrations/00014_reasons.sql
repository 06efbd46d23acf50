-- Why people promote: how much it matters to them, what they ticked of an idea's few
-- chips, own words. What is counted of them is kept beside the idea, and moves in the
-- transaction of the reason, or of the vote that it hangs on.

-- A space has a list of chips (space_id); an idea's own are begun from it with the
-- first reason, and go their own way from then on (idea_id).
CREATE TABLE reason_chips (
    id       {{id}},
    space_id BIGINT  REFERENCES spaces (id),
    idea_id  BIGINT  REFERENCES ideas (id),
    copy_of  BIGINT  NOT NULL DEFAULT 0,      -- the chip of the space that it was begun from
    name_en  TEXT    NOT NULL,
    name_de  TEXT    NOT NULL,
    ticked   BIGINT  NOT NULL DEFAULT 0,      -- by reasons that count
    used     BOOLEAN NOT NULL DEFAULT FALSE,  -- somebody once ticked it
    retired  BOOLEAN NOT NULL DEFAULT FALSE,
    version  BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX reason_chips_of_space ON reason_chips (space_id, id) WHERE space_id IS NOT NULL;
CREATE INDEX reason_chips_of_idea ON reason_chips (idea_id, id) WHERE idea_id IS NOT NULL;

-- A reason hangs on its vote and counts while that is a promote.
CREATE TABLE reasons (
    idea_id    BIGINT  NOT NULL,
    member_id  BIGINT  NOT NULL,
    importance BIGINT  NOT NULL,              -- 1 to 3; 0: not said
    chip_1     BIGINT  NOT NULL,              -- 0: none
    chip_2     BIGINT  NOT NULL,
    chip_3     BIGINT  NOT NULL,
    words      TEXT    NOT NULL,
    named      BOOLEAN NOT NULL,              -- staff may read whose words these are
    changed_at BIGINT  NOT NULL,
    PRIMARY KEY (idea_id, member_id),
    FOREIGN KEY (idea_id, member_id) REFERENCES votes (idea_id, member_id)
);
CREATE INDEX reasons_in_words ON reasons (idea_id, changed_at, member_id) WHERE words <> '';

CREATE TABLE reason_counts (
    idea_id   BIGINT NOT NULL PRIMARY KEY REFERENCES ideas (id),
    nice      BIGINT NOT NULL DEFAULT 0,
    important BIGINT NOT NULL DEFAULT 0,
    critical  BIGINT NOT NULL DEFAULT 0,
    words     BIGINT NOT NULL DEFAULT 0
);

-- The net votes of an idea's last 7, 30 and 365 days, as of its last vote or of the
-- last turn of the day, whichever was later.
ALTER TABLE idea_counts ADD COLUMN net_7 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN net_30 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE idea_counts ADD COLUMN net_365 BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ideas_top_7 ON idea_counts (status, net_7, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_top_30 ON idea_counts (status, net_30, created_at, idea_id) WHERE listed;
CREATE INDEX ideas_top_365 ON idea_counts (status, net_365, created_at, idea_id) WHERE listed;
DROP INDEX idea_days_by_day;
CREATE INDEX idea_days_by_day ON idea_days (day, idea_id);
