-- needs_binary: 32
-- What is a member's is found by an index in every table that grows: an account that is
-- erased, and one that downloads its data, must not read what all others wrote.
CREATE INDEX contact_votes_by_member ON contact_votes (by_id);
CREATE INDEX wants_by_member ON wants (member_id);
CREATE INDEX reasons_by_member ON reasons (member_id);
CREATE INDEX visits_by_member ON visits (member_id);
CREATE INDEX comment_helpful_by_member ON comment_helpful (member_id);
CREATE INDEX helpful_votes_by_member ON helpful_votes (member_id);
CREATE INDEX notes_by_member ON notes (member_id);
CREATE INDEX replies_by_member ON replies (member_id);
CREATE INDEX owners_by_member ON owners (member_id);
CREATE INDEX merges_by_member ON merges (member_id);
CREATE INDEX merge_proposals_of_member ON merge_proposals (member_id);
CREATE INDEX merged_votes_by_member ON merged_votes (member_id);
CREATE INDEX events_by_member ON events (member_id);
CREATE INDEX merged_reasons_by_member ON merged_reasons (member_id);
CREATE INDEX desk_seen_by_member ON desk_seen (member_id);
CREATE INDEX objections_by_member ON objections (member_id);
-- Of these most rows are nobody's.
CREATE INDEX serials_by_member ON serials (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX product_events_by_member ON product_events (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX item_events_by_member ON item_events (member_id) WHERE member_id IS NOT NULL;
-- Comments that are gone are their authors', too.
DROP INDEX comments_by_author;
CREATE INDEX comments_by_author ON comments (author_id, id);
