-- People who asked for an account and have not confirmed their address. They are
-- no members yet: several may wait for one address, each with a name, a password
-- and a link of their own, and whose link is used becomes the member. So nobody
-- can choose a password for an address before its owner does.
CREATE TABLE applicants (
    id         {{id}},
    email      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    password   TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    token_hash {{bytes}} UNIQUE,              -- null until a mail with a link is written
    expires_at BIGINT NOT NULL DEFAULT 0,     -- of the link
    created_at BIGINT NOT NULL
);
CREATE INDEX applicants_by_email ON applicants (email, id);
CREATE INDEX applicants_by_age ON applicants (created_at);

-- Accounts that wait to be confirmed, with the links that were sent to them. Their
-- rows in members stay without a password until they are confirmed or swept.
INSERT INTO applicants (email, name, password, language, token_hash, expires_at, created_at)
    SELECT m.email, m.name, m.password, m.language, l.token_hash, COALESCE(l.expires_at, 0), m.created_at
    FROM members m LEFT JOIN links l ON l.kind = 'confirm' AND l.member_id = m.id
    WHERE m.confirmed_at = 0 AND m.email IS NOT NULL AND m.password <> '';
UPDATE members SET password = '' WHERE confirmed_at = 0 AND email IS NOT NULL;
DELETE FROM links WHERE kind = 'confirm';
CREATE INDEX members_unconfirmed ON members (created_at) WHERE confirmed_at = 0 AND email IS NOT NULL;
