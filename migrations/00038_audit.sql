-- needs_binary: 32
-- The audit log is read by who, what, what about and when, each alone or together.
CREATE INDEX audit_by_actor ON audit (actor_id, action, id);
CREATE INDEX audit_of_actor ON audit (actor_id, id);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_about ON audit (object, object_id, id);
CREATE INDEX audit_at ON audit (at, id);
