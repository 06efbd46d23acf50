package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"groundswell/internal/domain"
)

// RatedLately lists the products that got enough ratings for a bomb since a time, of the
// newest domain.BombRecent ratings.
func (r reads) RatedLately(ctx context.Context, since time.Time) ([]int64, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	return list(ctx, slow, `SELECT product_id FROM ratings WHERE id > (SELECT COALESCE(MAX(id), 0) FROM ratings) - $2 AND rated_at >= $1
		GROUP BY product_id HAVING COUNT(*) >= $3 ORDER BY product_id`, []any{millis(since), domain.BombRecent, domain.BombRatings}, scanID)
}

// RatingHours reads what came in on a product in each hour since a time, and how much in
// the domain.UsualDays before; what is excluded or removed is left out.
func (r reads) RatingHours(ctx context.Context, product int64, since time.Time) (hours []domain.RatingHour, before int64, err error) {
	const counts = "product_id = $1 AND stars IN (1, 2, 3, 4, 5) AND NOT removed AND NOT excluded"
	if err := r.get(ctx, "SELECT COUNT(*) FROM ratings WHERE "+counts+" AND rated_at >= $2 AND rated_at < $3",
		[]any{product, millis(since.AddDate(0, 0, -domain.UsualDays)), millis(since)}, &before); err != nil {
		return nil, 0, err
	}
	hours, err = list(ctx, r.handle, `SELECT r.rated_at / 3600000, COUNT(*), SUM(CASE WHEN r.stars = 1 THEN 1 ELSE 0 END),
		SUM(CASE WHEN m.created_at > r.rated_at - $3 THEN 1 ELSE 0 END) FROM (SELECT * FROM ratings WHERE `+counts+` AND rated_at >= $2) r
		LEFT JOIN members m ON m.id = r.member_id GROUP BY r.rated_at / 3600000 ORDER BY 1`,
		[]any{product, millis(since), domain.YoungAccount.Milliseconds()}, func(rows *sql.Rows) (domain.RatingHour, error) {
			var h domain.RatingHour
			return h, rows.Scan(&h.Hour, &h.N, &h.Ones, &h.Young)
		})
	return hours, before, err
}

const bombColumns = "id, product_id, from_day, to_day, ratings, ones, young, usual, found_at"

func scanBomb(rows *sql.Rows) (domain.Bomb, error) {
	var b domain.Bomb
	var found int64
	err := rows.Scan(&b.ID, &b.Product, &b.From, &b.To, &b.Ratings, &b.Ones, &b.Young, &b.Usual, &found)
	b.Found = moment(found)
	return b, err
}

// SetBomb keeps days that were found. It returns their id, and 0 where they were found
// before; days that follow those of a bomb make it longer.
func (q *Tx) SetBomb(ctx context.Context, b domain.Bomb) (int64, error) {
	have, err := one(ctx, q.handle, "SELECT "+bombColumns+` FROM bombs WHERE product_id = $1 AND from_day <= $3 AND to_day >= $2 - 1
		ORDER BY to_day DESC LIMIT 1`, []any{b.Product, b.From, b.To}, scanBomb)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		err := q.get(ctx, `INSERT INTO bombs (product_id, from_day, to_day, ratings, ones, young, usual, found_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
			[]any{b.Product, b.From, b.To, b.Ratings, b.Ones, b.Young, b.Usual, millis(b.Found)}, &b.ID)
		return b.ID, err
	case err != nil:
		return 0, err
	}
	grown := b.To > have.To
	if !grown && b.Ratings <= have.Ratings {
		return 0, nil
	}
	_, err = q.exec(ctx, "UPDATE bombs SET to_day = $2, ratings = $3, ones = $4, young = $5 WHERE id = $1", have.ID, max(b.To, have.To),
		max(b.Ratings, have.Ratings), max(b.Ones, have.Ones), max(b.Young, have.Young))
	if !grown {
		return 0, err
	}
	return have.ID, err
}

// Bombs reads bombs by their ids.
func (r reads) Bombs(ctx context.Context, ids []int64) (map[int64]domain.Bomb, error) {
	all := map[int64]domain.Bomb{}
	return all, r.ofPage(ctx, "SELECT "+bombColumns+" FROM bombs WHERE id IN %s", ids, func(rows *sql.Rows) error {
		b, err := scanBomb(rows)
		all[b.ID] = b
		return err
	})
}

// BombChanges counts for bombs, by stars and negative, the ratings of their products' current
// revisions that would no longer count if their days were left out. The days are read from an
// index of the product.
func (r reads) BombChanges(ctx context.Context, ids []int64) (map[int64]domain.Histogram, error) {
	all := map[int64]domain.Histogram{}
	return all, r.ofPage(ctx, `SELECT b.id, r.stars, COUNT(*) FROM bombs b JOIN product_counts c ON c.product_id = b.product_id
		JOIN ratings r ON r.product_id = b.product_id AND r.revision_id = c.revision_id AND r.counted
		AND r.rated_at >= b.from_day * 86400000 AND r.rated_at < (b.to_day + 1) * 86400000
		WHERE r.stars IN (1, 2, 3, 4, 5) AND b.id IN %s GROUP BY b.id, r.stars`, ids, func(rows *sql.Rows) error {
		var bomb, stars, n int64
		err := rows.Scan(&bomb, &stars, &n)
		change := all[bomb]
		change.Add(stars, -n)
		all[bomb] = change
		return err
	})
}

// BombsIn lists the bombs of a product that lie within some days.
func (r reads) BombsIn(ctx context.Context, product, from, to int64) ([]int64, error) {
	return list(ctx, r.handle, "SELECT id FROM bombs WHERE product_id = $1 AND from_day >= $2 AND to_day <= $3",
		[]any{product, from, to}, scanID)
}
