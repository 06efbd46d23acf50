-- What staff decided about members, for staff alone.
CREATE TABLE member_decisions (
    id         {{id}},
    member_id  BIGINT NOT NULL REFERENCES members (id),
    kind       TEXT   NOT NULL,               -- suspension, reinstatement, role
    given      TEXT   NOT NULL,               -- the role; '' beside that kind
    by_id      BIGINT REFERENCES members (id), -- null: the installation itself
    role       TEXT   NOT NULL,               -- of whoever decided, at that time
    reason     TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX member_decisions_by_member ON member_decisions (member_id, id);

-- For a while the last ones stood beside the settings, in no released version.
DELETE FROM settings WHERE key LIKE 'member.%.suspension' OR key LIKE 'member.%.role';
