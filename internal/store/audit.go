package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"

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
			[]any{last, auditPage}, scanAudit)
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

func scanAudit(rows *sql.Rows) (domain.AuditEntry, error) {
	var e domain.AuditEntry
	var at int64
	err := rows.Scan(&e.ID, &at, &e.Actor, &e.Action, &e.Object, &e.ObjectID, &e.Detail, &e.Hash)
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
func (r reads) AuditHead(ctx context.Context) (last int64, hash []byte, err error) {
	err = r.each(ctx, "SELECT last_id, hash FROM audit_head", nil, func(rows *sql.Rows) error { return rows.Scan(&last, &hash) })
	return last, hash, err
}
