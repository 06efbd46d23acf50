-- Imprint, privacy, terms and their like: every version in each language. asks: members
-- have to agree to these terms before they go on writing.
CREATE TABLE legal_texts (
    id           {{id}},
    page         TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    body         TEXT    NOT NULL,
    html         TEXT    NOT NULL,
    html_version BIGINT  NOT NULL,
    asks         BOOLEAN NOT NULL,
    member_id    BIGINT  REFERENCES members (id), -- who saved it; NULL: the installation
    saved_at     BIGINT  NOT NULL,
    UNIQUE (page, language, version)
);

-- Which version of the terms a member agreed to, and when; and the one that was shown to
-- whoever asked for an account.
CREATE TABLE consents (
    member_id BIGINT NOT NULL REFERENCES members (id),
    version   BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, version)
);
ALTER TABLE applicants ADD COLUMN terms BIGINT NOT NULL DEFAULT 0;
