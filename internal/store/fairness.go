package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// fairKeys are the keys of the public figures of moderation among all figures:
// fair:MEASURE:MONTH:KIND.
const fairKeys = "fair:%"

// Fairness reads how the community was moderated, as of the last count: one query of at most
// some hundred figures.
func (r reads) Fairness(ctx context.Context) (domain.Fairness, error) {
	f := domain.Fairness{}
	err := r.each(ctx, "SELECT key, value FROM figures WHERE key LIKE '"+fairKeys+"'", nil, func(rows *sql.Rows) error {
		var key string
		var n int64
		err := rows.Scan(&key, &n)
		if part := strings.SplitN(key, ":", 4); len(part) == 4 {
			f[domain.FairFigure{Measure: domain.FairMeasure(part[1]), Month: part[2], Kind: part[3]}] = n
		}
		return err
	})
	return f, err
}

// SetFairness keeps what CountFairness counted.
func (q *Tx) SetFairness(ctx context.Context, f domain.Fairness) error {
	if _, err := q.exec(ctx, "DELETE FROM figures WHERE key LIKE '"+fairKeys+"'"); err != nil {
		return err
	}
	rows := make([][]any, 0, len(f))
	for of, n := range f {
		rows = append(rows, []any{strings.Join([]string{"fair", string(of.Measure), of.Month, of.Kind}, ":"), n})
	}
	return q.insertRows(ctx, "INSERT INTO figures (key, value)", "", rows)
}

// CountFairness counts anew how the community was moderated in the months up to now. It
// reads what was decided and restricted in that time: for the clock's job, not for pages.
// What is in a private space counts as everything else does.
func (r *Reader) CountFairness(ctx context.Context, now time.Time) (domain.Fairness, error) {
	slow, f := r.handle, domain.Fairness{}
	slow.deadline = JobDeadline
	since := millis(domain.FairSince(now))
	if err := countDecided(ctx, slow, f, since); err != nil {
		return nil, err
	}
	return f, countRestricted(ctx, slow, f, since)
}

// countDecided counts decisions of people on the desk, and those that did not last.
func countDecided(ctx context.Context, h handle, f domain.Fairness, since int64) error {
	took := domain.FairTally{}
	err := h.each(ctx, `SELECT d.kind, d.closed_at / 86400000, (d.closed_at - d.created_at) / 60000,
		CASE WHEN d.undone_at > 0 THEN 1 ELSE 0 END, CASE WHEN o.row_id IS NULL THEN 0 ELSE 1 END, COUNT(*)
		FROM desk_rows d LEFT JOIN (SELECT DISTINCT r.row_id FROM objections j JOIN restrictions r ON r.id = j.restriction_id
			WHERE j.outcome = 'restored' AND r.row_id IS NOT NULL) o ON o.row_id = d.id
		WHERE d.closed_at > 0 AND d.closed_at >= $1 AND d.closed_by IS NOT NULL AND d.decision <> '' GROUP BY 1, 2, 3, 4, 5`,
		[]any{since}, func(rows *sql.Rows) error {
			var kind string
			var day, minutes, undone, restored, n int64
			if err := rows.Scan(&kind, &day, &minutes, &undone, &restored, &n); err != nil {
				return err
			}
			month := domain.FairMonth(domain.DayStart(day))
			f.Add(domain.FairDecided, month, kind, n)
			took.Add(month, kind, max(minutes, 0), n)
			switch {
			case undone > 0:
				f.Add(domain.FairUndone, month, kind, n)
			case restored > 0:
				f.Add(domain.FairRestored, month, kind, n)
			}
			return nil
		})
	f.SetMinutes(took)
	return err
}

// countRestricted counts what was restricted, by people and by rules, and what became of
// the objections to that. Everything of an account that is removed is one decision, whatever
// became of its single posts.
func countRestricted(ctx context.Context, h handle, f domain.Fairness, since int64) error {
	ended := map[domain.ObjectionOutcome]domain.FairMeasure{
		"": domain.FairWaiting, domain.ObjectionUpheld: domain.FairUpheld, domain.ObjectionRestored: domain.FairLifted,
	}
	return h.each(ctx, `SELECT r.what, CASE WHEN r.by_id IS NULL THEN 0 ELSE 1 END,
		CASE WHEN o.id IS NULL THEN 0 ELSE 1 END, COALESCE(o.outcome, ''), COUNT(*)
		FROM restrictions r LEFT JOIN objections o ON o.restriction_id = r.id
		WHERE r.created_at >= $1 AND (r.removal_id IS NULL OR o.id IS NOT NULL) GROUP BY 1, 2, 3, 4`, []any{since}, func(rows *sql.Rows) error {
		var what string
		var person, objected, n int64
		var outcome domain.ObjectionOutcome
		if err := rows.Scan(&what, &person, &objected, &outcome, &n); err != nil {
			return err
		}
		by := domain.FairByRules
		if person > 0 {
			by = domain.FairByPeople
		}
		f.Add(by, "", what, n)
		if objected > 0 {
			f.Add(ended[outcome], "", what, n)
		}
		return nil
	})
}
