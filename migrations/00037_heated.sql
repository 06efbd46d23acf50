-- needs_binary: 32
-- Threads slow down by the flags of the last hour.
CREATE INDEX flags_by_time ON flags (created_at);

-- Guests' reports are forgotten some time after they were decided.
CREATE INDEX reports_decided ON reports (decided_at) WHERE decided_at > 0;
