-- Jobs wait in lanes: none is late because of what another lane waits for.

ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT 'bulk';
-- A job waits from set_at until run_at. One that waits since a moment to come
-- was promised by a clock that was wrong.
ALTER TABLE jobs ADD COLUMN set_at BIGINT NOT NULL DEFAULT 0;
UPDATE jobs SET lane = 'clock' WHERE kind IN ('watch', 'figures', 'sweep');
UPDATE jobs SET lane = 'mail' WHERE kind IN ('send_link', 'send_notice');
UPDATE jobs SET lane = 'letters' WHERE kind = 'send_watch';
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (lane, run_at, id) WHERE dead_at = 0;
CREATE INDEX jobs_set ON jobs (lane, set_at) WHERE dead_at = 0;
CREATE INDEX jobs_dead ON jobs (dead_at, id) WHERE dead_at > 0;

-- Moments that the clock's work keeps from one run to the next.
CREATE TABLE marks (
    name TEXT   NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);
