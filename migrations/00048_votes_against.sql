-- needs_binary: 32
-- Who voted against an idea is read without walking past all who voted for it.
CREATE INDEX votes_against ON votes (idea_id, member_id) WHERE value = -1;
