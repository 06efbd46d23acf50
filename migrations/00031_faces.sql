-- How the community (space 0) and its spaces look. Accents are colours as #rrggbb, empty
-- for the house's own.
CREATE TABLE faces (
    space_id    BIGINT NOT NULL PRIMARY KEY,
    accent      TEXT   NOT NULL DEFAULT '',
    dark        TEXT   NOT NULL DEFAULT '',
    welcome_en  TEXT   NOT NULL DEFAULT '',
    welcome_de  TEXT   NOT NULL DEFAULT '',
    logo_key    TEXT   NOT NULL DEFAULT '', -- a row of logos; empty for none
    logo_width  BIGINT NOT NULL DEFAULT 0,
    logo_height BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE logos (
    logo_key TEXT      NOT NULL PRIMARY KEY,
    picture  {{bytes}} NOT NULL -- PNG
);

-- Where the footer of every page leads beside our own pages.
CREATE TABLE footer_links (
    position BIGINT NOT NULL PRIMARY KEY,
    label_en TEXT   NOT NULL,
    label_de TEXT   NOT NULL,
    address  TEXT   NOT NULL
);
