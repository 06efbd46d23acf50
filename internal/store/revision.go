package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// revisionsMax bounds how many revisions a product's page shows.
const revisionsMax = 24

// Revisions lists a product's newest revisions, newest first.
func (r reads) Revisions(ctx context.Context, product int64) ([]domain.Revision, error) {
	return list(ctx, r.handle, `SELECT v.id, v.number, v.name, v.note, v.released_at, v.s1, v.s2, v.s3, v.s4, v.s5, v.again, v.again_stars,
		v.again_squares,		COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, '')
		FROM revisions v LEFT JOIN members m ON m.id = v.member_id
		WHERE v.product_id = $1 ORDER BY v.number DESC LIMIT $2`, []any{product, revisionsMax}, func(rows *sql.Rows) (domain.Revision, error) {
		var v domain.Revision
		var released int64
		h := &v.Histogram
		err := rows.Scan(&v.ID, &v.Number, &v.Name, &v.Note, &released, &h[0], &h[1], &h[2], &h[3], &h[4],
			&v.Regained.People, &v.Regained.Sum, &v.Regained.Squares, &v.By.ID, &v.By.Name, &v.By.Role)
		v.Released = moment(released)
		return v, err
	})
}

// insertRevision adds a revision behind all others of its product.
const insertRevision = `INSERT INTO revisions (product_id, number, name, note, member_id, released_at)
	VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE product_id = $1), $2, $3, $4, $5)`

// CreateRevision adds the next revision of a product whose row is held and makes
// it the current one: n starts at 0.
func (q *Tx) CreateRevision(ctx context.Context, p *domain.Product, name, note string, by int64, now time.Time) error {
	next := domain.Revision{Name: name, Note: note, Released: now}
	err := q.get(ctx, insertRevision+" RETURNING id, number", []any{p.ID, name, note, orNoID(by), millis(now)}, &next.ID, &next.Number)
	if isDuplicate(err) {
		return domain.BadField("revision", "error.revision_taken", nil)
	}
	p.Revision, p.N, p.Sum = next, 0, 0
	return err
}

// RevisionNamed finds a product's revision by name, 0 when there is none.
func (r reads) RevisionNamed(ctx context.Context, product int64, name string) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM revisions WHERE product_id = $1 AND name = $2", []any{product, name}, scanID)
	return append(found, 0)[0], err
}

// CountRegained counts anew what the current revision of a product changed for
// people who rated the one before too: overall and by the themes of their
// earlier reviews, and how many of its ratings were asked for. It reads every rating of both: for the clock's job.
func (q *Tx) CountRegained(ctx context.Context, product int64) error {
	p, err := q.LockProduct(ctx, product)
	if err != nil || p.Revision.Number == 1 {
		return err
	}
	const pairs = ` FROM revisions v JOIN ratings a ON a.revision_id = v.id AND a.counted
		JOIN ratings b ON b.revision_id = $2 AND b.member_id = a.member_id AND b.counted `
	const earlier = "WHERE v.product_id = $1 AND v.number = $3"
	args := []any{p.ID, p.Revision.ID, p.Revision.Number - 1}
	var all domain.Regained
	if err := q.get(ctx, `SELECT COUNT(*), CAST(COALESCE(SUM(b.stars - a.stars), 0) AS BIGINT),
		CAST(COALESCE(SUM((b.stars - a.stars) * (b.stars - a.stars)), 0) AS BIGINT)`+pairs+earlier, args,
		&all.People, &all.Sum, &all.Squares); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "UPDATE revisions SET again = $2, again_stars = $3, again_squares = $4 WHERE id = $1",
		p.Revision.ID, all.People, all.Sum, all.Squares); err != nil {
		return err
	}
	if err := q.countInvited(ctx, p.Revision.ID); err != nil {
		return err
	}
	regained := 0.0
	if all.People >= domain.ScoreMin { // below that a few people would lead the list
		regained = all.Gain()
	}
	if _, err := q.exec(ctx, "UPDATE product_counts SET regained = $2 WHERE product_id = $1", p.ID, regained); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "UPDATE theme_counts SET again = 0, regained = 0, squares = 0 WHERE revision_id = $1",
		p.Revision.ID); err != nil {
		return err
	}
	const more = "((b.stars - a.stars) * 840 / CASE WHEN a.themes = 0 THEN 1 ELSE a.themes END)" // in LossUnits
	_, err = q.exec(ctx, `INSERT INTO theme_counts (revision_id, theme_id, again, regained, squares)
		SELECT $2, COALESCE(t.theme_id, 0), COUNT(*), CAST(SUM(`+more+`) AS BIGINT), CAST(SUM(`+more+" * "+more+`) AS BIGINT)`+pairs+`
		LEFT JOIN rating_themes t ON t.rating_id = a.id AND t.hand >= 0 `+earlier+` GROUP BY COALESCE(t.theme_id, 0)
		ON CONFLICT (revision_id, theme_id) DO UPDATE SET again = excluded.again, regained = excluded.regained,
		squares = excluded.squares`, args...)
	return err
}

// countInvited counts anew which ratings of a revision were asked for.
func (q *Tx) countInvited(ctx context.Context, revision int64) error {
	var asked domain.Invited
	if err := q.get(ctx, `SELECT COUNT(*), CAST(COALESCE(SUM(b.stars), 0) AS BIGINT) FROM ratings b
		JOIN notifications n ON n.member_id = b.member_id AND n.part = 'product' AND n.object_id = b.product_id AND n.direct
		JOIN events e ON e.id = n.event_id AND e.kind = 'release' AND e.object_id = b.revision_id AND e.created_at <= b.created_at
		WHERE b.revision_id = $1 AND b.counted`, []any{revision}, &asked.N, &asked.Sum); err != nil {
		return err
	}
	_, err := q.exec(ctx, "UPDATE revisions SET invited = $2, invited_stars = $3 WHERE id = $1", revision, asked.N, asked.Sum)
	return err
}

// RegainedBy is what the revision that carries an item has changed: of a theme by those
// who had complained of it, otherwise by all who rated again. Nobody where none carries it.
func (r reads) RegainedBy(ctx context.Context, i domain.Item) (domain.Regained, error) {
	query, args := "SELECT again, again_stars, again_squares FROM revisions WHERE id = $1", []any{i.ShippedIn.ID}
	parts := int64(1)
	if i.Source == domain.SourceTheme {
		query, parts = "SELECT again, regained, squares FROM theme_counts WHERE revision_id = $1 AND theme_id = $2", domain.LossUnit
		args = append(args, i.Theme.ID)
	}
	found, err := list(ctx, r.handle, query, args, func(rows *sql.Rows) (domain.Regained, error) {
		g := domain.Regained{Parts: parts}
		return g, rows.Scan(&g.People, &g.Sum, &g.Squares)
	})
	return append(found, domain.Regained{})[0], err
}
