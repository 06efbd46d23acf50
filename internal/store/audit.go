package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
)

// Audit appends an entry in the transaction of what it records: the one call
// that writes the audit table. Writers follow one another by taking the head's
// row first.
func (q *Tx) Audit(ctx context.Context, e domain.AuditEntry) error {
	if _, err := q.exec(ctx, "INSERT INTO audit_head (one, last_id, hash) VALUES (1, 0, $1) ON CONFLICT (one) DO NOTHING",
		[]byte{}); err != nil {
		return err
	}
	var before []byte
	if err := q.get(ctx, "UPDATE audit_head SET last_id = last_id + 1 WHERE one = 1 RETURNING last_id, hash", nil, &e.ID,
		&before); err != nil {
		return err
	}
	e.Hash = e.Chain(before)
	if _, err := q.exec(ctx,
		"INSERT INTO audit (id, at, actor_id, action, object, object_id, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		e.ID, millis(e.At), e.Actor, e.Action, e.Object, e.ObjectID, e.Detail, e.Hash); err != nil {
		return err
	}
	_, err := q.exec(ctx, "UPDATE audit_head SET hash = $1 WHERE one = 1", e.Hash)
	return err
}

// auditPage is how many entries are read at a time when the chain is checked.
const auditPage = 1000

// CheckAudit walks the whole chain and returns how many entries it has, or an
// error naming the first one that does not follow from those before it.
func (r reads) CheckAudit(ctx context.Context) (int64, error) {
	var last int64
	var hash []byte
	for {
		page, err := list(ctx, r.handle,
			"SELECT id, at, actor_id, action, object, object_id, detail, hash FROM audit WHERE id > $1 ORDER BY id LIMIT $2",
			[]any{last, auditPage}, func(rows *sql.Rows) (domain.AuditEntry, error) { return scanAudit(rows) })
		if err != nil {
			return last, err
		}
		for _, e := range page {
			if e.ID != last+1 || !bytes.Equal(e.Hash, e.Chain(hash)) {
				return last, fmt.Errorf("audit entry %d does not follow from the one before it", e.ID)
			}
			last, hash = e.ID, e.Hash
		}
		if len(page) < auditPage {
			return last, r.checkAuditHead(ctx, last)
		}
	}
}

// AuditLog reads a page of the audit log, newest first: what was written later has the
// higher number, whatever a clock said. Times find the numbers between which it is read; by
// +at no index is taken that would have to be sorted.
func (r reads) AuditLog(ctx context.Context, f domain.AuditFilter) (domain.Page[domain.AuditLine], error) {
	var w where
	condition := auditWhere(&w, f)
	size := f.Limit
	if size == 0 {
		size = domain.AuditPage
	}
	query := "SELECT a.id, a.at, a.actor_id, a.action, a.object, a.object_id, a.detail, a.hash, COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, '')" +
		" FROM (SELECT id, at, actor_id, action, object, object_id, detail, hash FROM audit WHERE " + condition +
		" ORDER BY id DESC LIMIT " + w.arg(size+1) + ") a LEFT JOIN members m ON m.id = a.actor_id ORDER BY a.id DESC"
	return readPage(ctx, r.handle, query, w.args, func(rows *sql.Rows) (l domain.AuditLine, err error) {
		l.AuditEntry, err = scanAudit(rows, &l.By.ID, &l.By.Name, &l.By.Role)
		return l, err
	}, size, func(l *domain.AuditLine) domain.Cursor { return domain.Cursor{ID: l.ID} })
}

func auditWhere(w *where, f domain.AuditFilter) string {
	condition := "TRUE"
	narrow := func(given bool, words string, value any) {
		if given {
			condition += " AND " + words + " " + w.arg(value)
		}
	}
	narrow(f.Actor != 0 || f.System, "actor_id =", f.Actor)
	narrow(f.Action != "", "action =", f.Action)
	narrow(f.Object != "", "object =", f.Object)
	narrow(f.ObjectID != 0, "object_id =", f.ObjectID)
	if !f.From.IsZero() {
		from := w.arg(millis(f.From))
		condition += " AND +at >= " + from + " AND id >= (SELECT MIN(id) FROM (SELECT id FROM audit WHERE at >= " + from +
			" ORDER BY at, id LIMIT 1) f)"
	}
	if !f.Until.IsZero() {
		until := w.arg(millis(f.Until))
		condition += " AND +at < " + until + " AND id <= (SELECT MAX(id) FROM (SELECT id FROM audit WHERE at < " + until +
			" ORDER BY at DESC, id DESC LIMIT 1) u)"
	}
	narrow(!f.After.Zero(), "id <", f.After.ID)
	return condition
}

// AuditActions lists what was ever done, by name, with a look per name.
func (r reads) AuditActions(ctx context.Context) ([]string, error) {
	return list(ctx, r.handle, `SELECT action FROM (WITH RECURSIVE a(action) AS (SELECT MIN(action) FROM audit
		UNION ALL SELECT (SELECT MIN(b.action) FROM audit b WHERE b.action > a.action) FROM a WHERE a.action IS NOT NULL)
		SELECT action FROM a WHERE action IS NOT NULL) n ORDER BY action`, nil, func(rows *sql.Rows) (action string, err error) {
		return action, rows.Scan(&action)
	})
}

func scanAudit(rows *sql.Rows, also ...any) (domain.AuditEntry, error) {
	var e domain.AuditEntry
	var at int64
	err := rows.Scan(append([]any{&e.ID, &at, &e.Actor, &e.Action, &e.Object, &e.ObjectID, &e.Detail, &e.Hash}, also...)...)
	e.At = moment(at)
	return e, err
}

// checkAuditHead notices entries that were cut off at the end.
func (r reads) checkAuditHead(ctx context.Context, last int64) error {
	var head int64
	err := r.get(ctx, "SELECT COALESCE(MAX(last_id), 0) FROM audit_head", nil, &head)
	if err == nil && head != last {
		err = fmt.Errorf("the audit log ends at entry %d, but %d were written", last, head)
	}
	return err
}

// AuditHead is the last entry of the chain and its hash, which nobody can make who
// changes an entry before it; 0 while there is none.
func (r reads) AuditHead(ctx context.Context) (h domain.AuditHead, err error) {
	err = r.each(ctx, "SELECT last_id, hash FROM audit_head", nil, func(rows *sql.Rows) error {
		return rows.Scan(&h.Last, &h.Hash)
	})
	return h, err
}

// CheckAuditHead reports what does not lead to a head that somebody kept: with CheckAudit it
// proves that no entry up to it was changed since.
func (r reads) CheckAuditHead(ctx context.Context, kept domain.AuditHead) error {
	var hash []byte
	err := r.get(ctx, "SELECT hash FROM audit WHERE id = $1", []any{kept.Last}, &hash)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return fmt.Errorf("the audit log has no entry %d, which the head that was kept is of", kept.Last)
	case err == nil && !bytes.Equal(hash, kept.Hash):
		return fmt.Errorf("the audit log was changed: entry %d does not have the hash that was kept", kept.Last)
	}
	return err
}

// AuditDeeds counts what was done since a moment, the most frequent first.
func (r reads) AuditDeeds(ctx context.Context, since time.Time) ([]domain.AuditDeeds, error) {
	return list(ctx, r.handle, "SELECT action, COUNT(*) FROM audit WHERE at >= $1 GROUP BY action ORDER BY COUNT(*) DESC, action",
		[]any{millis(since)}, func(rows *sql.Rows) (d domain.AuditDeeds, err error) {
			return d, rows.Scan(&d.Action, &d.N)
		})
}
