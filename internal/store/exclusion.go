package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// exclusionsMax bounds the list of a product's windows.
const exclusionsMax = 50

// Exclusions lists a product's excluded windows, newest first, those taken back
// too.
func (r reads) Exclusions(ctx context.Context, product int64) ([]domain.Exclusion, error) {
	return list(ctx, r.handle, `SELECT e.id, e.from_at, e.to_at, e.reason, e.created_at, e.undone_at, e.role, COALESCE(m.id, 0), COALESCE(m.name, '')
		FROM exclusions e LEFT JOIN members m ON m.id = e.member_id WHERE e.product_id = $1 ORDER BY e.id DESC LIMIT $2`,
		[]any{product, exclusionsMax}, func(rows *sql.Rows) (domain.Exclusion, error) {
			var e domain.Exclusion
			var from, to, at, undone int64
			err := rows.Scan(&e.ID, &from, &to, &e.Reason, &at, &undone, &e.By.Role, &e.By.ID, &e.By.Name)
			e.From, e.To, e.At, e.Undone = moment(from), moment(to), moment(at), moment(undone)
			return e, err
		})
}

// CreateExclusion leaves the ratings of a window out of the counts of a product
// whose row is held; the caller writes its standing.
func (q *Tx) CreateExclusion(ctx context.Context, p *domain.Product, e domain.Exclusion) (int64, error) {
	var id int64
	err := q.get(ctx, "INSERT INTO exclusions (product_id, from_at, to_at, reason, member_id, role, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
		[]any{p.ID, millis(e.From), millis(e.To), e.Reason, orNoID(e.By.ID), e.By.Role, millis(e.At)}, &id)
	if err != nil {
		return 0, err
	}
	return id, q.applyExclusions(ctx, p)
}

// UndoExclusion takes a window back; domain.ErrNotFound when it is not in force.
func (q *Tx) UndoExclusion(ctx context.Context, p *domain.Product, id int64, at time.Time) error {
	if err := q.changeOne(ctx, "UPDATE exclusions SET undone_at = $3 WHERE id = $1 AND product_id = $2 AND undone_at = 0",
		id, p.ID, millis(at)); err != nil {
		return err
	}
	return q.applyExclusions(ctx, p)
}

// covered is whether a window in force covers a rating.
const covered = `EXISTS (SELECT 1 FROM exclusions e WHERE e.product_id = ratings.product_id AND e.undone_at = 0
	AND ratings.rated_at >= e.from_at AND ratings.rated_at < e.to_at)`

// applyExclusions decides anew for every rating of a product whether a window
// covers it, and counts the product anew.
func (q *Tx) applyExclusions(ctx context.Context, p *domain.Product) error {
	// Every assignment sees the old values: what was excluded is counted from now
	// on if nothing else speaks against it.
	_, err := q.exec(ctx, `UPDATE ratings SET excluded = NOT excluded,
		counted = excluded AND NOT (staff OR declared OR promotional OR suspended OR removed)
		WHERE product_id = $1 AND excluded <> `+covered, p.ID)
	if err != nil {
		return err
	}
	return q.Recount(ctx, p)
}

// ExclusionChange counts, by stars, the ratings of a product's current revision that
// would begin to count (ID 0: stop counting, and negative) if a window were taken
// back (left out).
func (r reads) ExclusionChange(ctx context.Context, p domain.Product, e domain.Exclusion) (domain.Histogram, error) {
	args := []any{p.ID, p.Revision.ID, millis(e.From), millis(e.To)}
	which, sign := "counted", int64(-1)
	if e.ID != 0 {
		args = append(args, e.ID)
		which, sign = "excluded AND NOT (staff OR declared OR promotional OR suspended OR removed) AND NOT "+
			strings.Replace(covered, "WHERE", "WHERE e.id <> $5 AND", 1), 1
	}
	var change domain.Histogram
	err := r.each(ctx, `SELECT stars, COUNT(*) FROM ratings WHERE product_id = $1 AND stars IN (1, 2, 3, 4, 5) AND revision_id = $2
		AND rated_at >= $3 AND rated_at < $4 AND `+which+" GROUP BY stars", args, func(rows *sql.Rows) error {
		var stars, n int64
		err := rows.Scan(&stars, &n)
		change.Add(stars, sign*n)
		return err
	})
	return change, err
}

// ExcludedRatings counts what windows in force leave out of a product's revisions:
// by revision and stars. It reads the ratings of the windows alone.
func (r reads) ExcludedRatings(ctx context.Context, product int64, windows []domain.Exclusion) (map[int64]domain.Histogram, error) {
	if len(windows) == 0 {
		return nil, nil
	}
	windows = slices.SortedFunc(slices.Values(windows), func(a, b domain.Exclusion) int { return a.From.Compare(b.From) })
	var w where
	var ranges []string
	of, behind := w.arg(product), time.Time{}
	for _, e := range windows { // where they overlap, a rating is still one
		if e.From.Before(behind) {
			e.From = behind
		}
		if e.To.After(e.From) {
			ranges = append(ranges, "SELECT revision_id, stars FROM ratings WHERE product_id = "+of+
				" AND stars IN (1, 2, 3, 4, 5) AND rated_at >= "+w.arg(millis(e.From))+" AND rated_at < "+w.arg(millis(e.To))+
				" AND excluded AND NOT removed")
			behind = e.To
		}
	}
	excluded := map[int64]domain.Histogram{}
	err := r.each(ctx, "SELECT revision_id, stars, COUNT(*) FROM ("+strings.Join(ranges, " UNION ALL ")+
		") found GROUP BY revision_id, stars", w.args,
		func(rows *sql.Rows) error {
			var revision, stars, n int64
			err := rows.Scan(&revision, &stars, &n)
			h := excluded[revision]
			h.Add(stars, n)
			excluded[revision] = h
			return err
		})
	return excluded, err
}

// inExclusion reports whether a window in force covers a moment.
func (r reads) inExclusion(ctx context.Context, product int64, at time.Time) (bool, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM exclusions WHERE product_id = $1 AND undone_at = 0 AND from_at <= $2 AND to_at > $2 LIMIT 1",
		[]any{product, millis(at)}, scanID)
	return len(found) > 0, err
}

// RatingDays reads what came in on each day since one, with the signs of a review
// bomb: days without ratings are left out.
func (r reads) RatingDays(ctx context.Context, product, since int64) ([]domain.RatingDay, error) {
	at := map[int64]int{}
	var days []domain.RatingDay
	err := r.each(ctx, `SELECT r.rated_at / 86400000, r.stars, COUNT(*),
		SUM(CASE WHEN m.created_at > r.rated_at - $4 THEN 1 ELSE 0 END), SUM(CASE WHEN r.verified THEN 1 ELSE 0 END)
		FROM ratings r LEFT JOIN members m ON m.id = r.member_id
		WHERE r.product_id = $1 AND r.stars IN (1, 2, 3, 4, 5) AND r.rated_at >= $2 AND r.rated_at < $3 AND NOT r.removed
		GROUP BY r.rated_at / 86400000, r.stars ORDER BY 1, 2`,
		[]any{product, millis(domain.DayStart(since)), millis(domain.DayStart(since + domain.EvidenceDays)),
			domain.YoungAccount.Milliseconds()}, func(rows *sql.Rows) error {
			var day, stars, n, young, verified int64
			if err := rows.Scan(&day, &stars, &n, &young, &verified); err != nil {
				return err
			}
			i, known := at[day]
			if !known {
				i = len(days)
				at[day] = i
				days = append(days, domain.RatingDay{Day: day})
			}
			days[i].Add(stars, n)
			days[i].Young += young
			days[i].Verified += verified
			return nil
		})
	return days, err
}
