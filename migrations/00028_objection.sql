-- Whoever is restricted may object without signing in, by the link in the letter: token is
-- the hash of its secret.
ALTER TABLE restrictions ADD COLUMN token {{bytes}} NOT NULL DEFAULT '';
CREATE INDEX restrictions_by_token ON restrictions (token) WHERE token <> '';
