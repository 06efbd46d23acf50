-- When an idea was shipped, in the order of the page that shows what came of ideas; 0
-- for one that an import brought as shipped.
ALTER TABLE idea_counts ADD COLUMN shipped_at BIGINT NOT NULL DEFAULT 0;
UPDATE idea_counts SET shipped_at = COALESCE((SELECT MAX(d.created_at) FROM decisions d
    WHERE d.idea_id = idea_counts.idea_id AND d.to_status = idea_counts.status AND d.undone_at = 0), 0)
    WHERE status IN ('shipped', 'partly_shipped');
CREATE INDEX ideas_shipped ON idea_counts (status, shipped_at, idea_id) WHERE listed AND NOT open;

-- What people hear of who promoted an idea: whatever came of it.
CREATE INDEX decisions_heard ON decisions (id) WHERE undone_at = 0
    AND to_status IN ('accepted', 'in_progress', 'shipped', 'partly_shipped', 'declined', 'already_offered');
