-- needs_binary: 32
-- What people decided on the desk of late, and how long it took, without its rows.
CREATE INDEX desk_load ON desk_rows (closed_at, closed_by, claimed_at) WHERE closed_at > 0;
