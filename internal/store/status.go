package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// SetStatus changes the status of an idea whose row is held and writes the line
// of the ledger, whose id it returns. by.ID 0 is the installation itself.
func (q *Tx) SetStatus(ctx context.Context, idea domain.Idea, to domain.Status, by domain.Actor, reason string,
	now time.Time) (decision int64, err error) {
	var promotes int64
	err = q.recounting(ctx, idea.ID, func() error {
		return q.get(ctx, "UPDATE idea_counts SET status = $2, open = $3, wanted = 0 WHERE idea_id = $1 RETURNING promotes",
			[]any{idea.ID, to, !to.Closed()}, &promotes)
	})
	if err != nil {
		return 0, err
	}
	if err := q.CountIdeas(ctx, idea.Product.ID); err != nil {
		return 0, err
	}
	err = q.get(ctx, `INSERT INTO decisions (idea_id, from_status, to_status, member_id, role, reason, reason_key, created_at, promotes, wanted, queue_id)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, queue_id FROM idea_counts WHERE idea_id = $1 RETURNING id`,
		[]any{idea.ID, idea.Status, to, orNoID(by.ID), by.Role, reason, domain.SameReason(reason), millis(now), promotes, idea.Wanted}, &decision)
	if err != nil {
		return 0, err
	}
	if err := q.refile(ctx, idea.ID); err != nil {
		return 0, err
	}
	if idea.Status == domain.StatusArchived {
		if err := q.freshen(ctx, idea.ID, now); err != nil {
			return 0, err
		}
	}
	return decision, q.keepLedger(ctx, idea.ID)
}

// ReasonUses counts how many other ideas carry the same reason, up to
// domain.ReasonUses.
func (r reads) ReasonUses(ctx context.Context, idea int64, reason string) (n int64, err error) {
	err = r.get(ctx, `SELECT COUNT(*) FROM (SELECT DISTINCT idea_id FROM decisions
		WHERE reason_key = $1 AND idea_id <> $2 LIMIT $3) used`, []any{domain.SameReason(reason), idea, domain.ReasonUses}, &n)
	return n, err
}

// decisionsMax bounds what an idea's page shows of its ledger.
const decisionsMax = 100

// Decisions reads an idea's ledger, newest first.
func (r reads) Decisions(ctx context.Context, idea int64) ([]domain.Decision, error) {
	return list(ctx, r.handle, `SELECT d.id, d.from_status, d.to_status, d.reason, d.created_at, d.undone_at, d.promotes, d.wanted, d.role,
		COALESCE(m.id, 0), COALESCE(m.name, '') FROM decisions d LEFT JOIN members m ON m.id = d.member_id
		WHERE d.idea_id = $1 ORDER BY d.id DESC LIMIT $2`, []any{idea, decisionsMax}, func(rows *sql.Rows) (domain.Decision, error) {
		var d domain.Decision
		var at, undone int64
		err := rows.Scan(&d.ID, &d.From, &d.To, &d.Reason, &at, &undone, &d.Promotes, &d.Wanted, &d.By.Role, &d.By.ID, &d.By.Name)
		d.At, d.Undone = moment(at), moment(undone)
		return d, err
	})
}

// UndoStatus takes back somebody's last decision about an idea whose row is held. Its
// line stays in the ledger and says so.
func (q *Tx) UndoStatus(ctx context.Context, idea int64, from, to domain.Status, by int64, now time.Time) error {
	err := q.recounting(ctx, idea, func() error {
		return q.changeOne(ctx, "UPDATE idea_counts SET status = $3, open = $4 WHERE idea_id = $1 AND status = $2", idea, to,
			from, !from.Closed())
	})
	if err != nil {
		return err
	}
	err = q.changeOne(ctx, `UPDATE decisions SET undone_at = $3 WHERE undone_at = 0 AND member_id = $2 AND id =
		(SELECT MAX(id) FROM decisions WHERE idea_id = $1)`, idea, by, millis(now))
	if err != nil {
		return err
	}
	if err := q.recountWants(ctx, idea); err != nil {
		return err
	}
	if err := q.refile(ctx, idea); err != nil {
		return err
	}
	return q.keepLedger(ctx, idea)
}
