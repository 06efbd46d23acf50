-- needs_binary: 32
-- Rows of the desk are forgotten in time: what names them is found without reading all of it.
-- Mails to an account are found by their kind.
CREATE INDEX flags_by_row ON flags (row_id) WHERE row_id IS NOT NULL;
CREATE INDEX reports_by_row ON reports (row_id) WHERE row_id IS NOT NULL;
CREATE INDEX restrictions_by_row ON restrictions (row_id) WHERE row_id IS NOT NULL;
CREATE INDEX jobs_by_kind ON jobs (kind);
