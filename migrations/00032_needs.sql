-- needs_binary: 32
-- Each step says from now on how old a binary may be to work with the schema after it;
-- 0 for the steps before, which no older binary works with.
ALTER TABLE schema_sums ADD COLUMN needs_binary BIGINT NOT NULL DEFAULT 0;
