-- Mail about what people follow: what each wants, the letters, and what came back.

-- mail_level: all, direct (decisions and what is meant for the member), none. bounces:
-- what came back weighs so much, the last at bounced_at; see domain.Bounces.
ALTER TABLE members ADD COLUMN mail_level TEXT NOT NULL DEFAULT 'direct';
ALTER TABLE members ADD COLUMN mail_weekly BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE members ADD COLUMN mail_ratings BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE members ADD COLUMN bounces BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN bounced_at BIGINT NOT NULL DEFAULT 0;

-- The letter that a notification goes into; 0: none.
ALTER TABLE notifications ADD COLUMN letter_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX notifications_in_letter ON notifications (letter_id, id) WHERE letter_id > 0;

-- One mail to one person: about an idea or a product, or the weekly one (part ''). It
-- gathers news until it is sealed, when it is first sent; from then on it is the same
-- mail however often it is tried. host is that of the address. token stands in the
-- addresses that mails come back to and in the link that stops them. outcome: '' while
-- it waits; sent, nothing, stopped, failed, refused, returned, complained.
CREATE TABLE letters (
    id         {{id}},
    member_id  BIGINT  NOT NULL REFERENCES members (id),
    part       TEXT    NOT NULL,
    object_id  BIGINT  NOT NULL,
    host       TEXT    NOT NULL,
    token      TEXT    NOT NULL UNIQUE,
    due_at     BIGINT  NOT NULL,
    sealed     BOOLEAN NOT NULL DEFAULT FALSE,
    attempts   BIGINT  NOT NULL DEFAULT 0,
    outcome    TEXT    NOT NULL DEFAULT '',
    said       TEXT    NOT NULL DEFAULT '',   -- by the mail server, when it went wrong
    created_at BIGINT  NOT NULL,
    sent_at    BIGINT  NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX letters_open ON letters (member_id, part, object_id) WHERE outcome = '' AND NOT sealed;
CREATE INDEX letters_waiting ON letters (host, due_at, id) WHERE outcome = '';
CREATE INDEX letters_about ON letters (member_id, part, object_id, id);
CREATE INDEX letters_sent ON letters (sent_at) WHERE sent_at > 0;

-- How many letters went to a host in the minute that was the last one.
CREATE TABLE mail_hosts (
    host   TEXT   NOT NULL PRIMARY KEY,
    minute BIGINT NOT NULL,
    sent   BIGINT NOT NULL
);
