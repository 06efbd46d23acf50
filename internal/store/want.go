package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
)

// Refusal finds the decision that declined an idea; ID 0, with today's promotes,
// where an import brought it.
func (r reads) Refusal(ctx context.Context, idea domain.Idea) (domain.Refusal, error) {
	f, err := one(ctx, r.handle, `SELECT d.id, COALESCE(d.member_id, 0), d.role, d.promotes FROM decisions d
		WHERE d.idea_id = $1 AND d.undone_at = 0 ORDER BY d.id DESC LIMIT 1`, []any{idea.ID}, func(rows *sql.Rows) (domain.Refusal, error) {
		var f domain.Refusal
		return f, rows.Scan(&f.ID, &f.By.ID, &f.By.Role, &f.Promotes)
	})
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Refusal{Promotes: idea.Promotes}, nil
	}
	return f, err
}

// Wants reports whether a member still wants an idea that was declined, since the last
// decision about it.
func (r reads) Wants(ctx context.Context, idea, member int64) (bool, error) {
	id, err := r.firstID(ctx, `SELECT member_id FROM wants WHERE idea_id = $1 AND member_id = $2 AND decision_id =
		COALESCE((SELECT MAX(id) FROM decisions WHERE idea_id = $1 AND undone_at = 0), 0)`, idea, member)
	return id != 0, err
}

// SetWant makes a member's word that they still want an idea, whose row is held, the
// wanted one. It returns how many say so now; asking twice changes nothing.
func (q *Tx) SetWant(ctx context.Context, idea, decision, member int64, wanted bool, now time.Time) (n int64, err error) {
	var changed int64
	if wanted {
		changed, err = q.exec(ctx, `INSERT INTO wants (idea_id, decision_id, member_id, created_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (idea_id, decision_id, member_id) DO NOTHING`, idea, decision, member, millis(now))
	} else {
		changed, err = q.exec(ctx, "DELETE FROM wants WHERE idea_id = $1 AND decision_id = $2 AND member_id = $3", idea, decision, member)
		changed = -changed
	}
	if err != nil {
		return 0, err
	}
	return n, q.get(ctx, "UPDATE idea_counts SET wanted = wanted + $2 WHERE idea_id = $1 RETURNING wanted", []any{idea, changed}, &n)
}

// stillWanted is how many want an idea that is declined since its last decision.
const stillWanted = `CASE WHEN c.status IN ('declined', 'already_offered') THEN (SELECT COUNT(*) FROM wants w
	WHERE w.idea_id = c.idea_id AND w.decision_id = COALESCE((SELECT MAX(d.id) FROM decisions d
	WHERE d.idea_id = c.idea_id AND d.undone_at = 0), 0)) ELSE 0 END`

// recountWants makes how many still want an idea what its ledger and wishes say.
func (q *Tx) recountWants(ctx context.Context, idea int64) error {
	return q.changeOne(ctx, "UPDATE idea_counts AS c SET wanted = "+stillWanted+" WHERE c.idea_id = $1", idea)
}

// miscountedWants returns the ideas that count other wishes than there are since their
// last decision, at most 100.
func (r reads) miscountedWants(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, "SELECT idea_id, wanted, n FROM (SELECT c.idea_id, c.wanted, "+stillWanted+` AS n
		FROM idea_counts c) counted WHERE wanted <> n ORDER BY idea_id LIMIT 100`, nil, func(rows *sql.Rows) (Mismatch, error) {
		var kept, n int64
		m := Mismatch{Of: "idea"}
		err := rows.Scan(&m.ID, &kept, &n)
		m.What = fmt.Sprintf("still wanted by %d, kept %d", n, kept)
		return m, err
	})
}
