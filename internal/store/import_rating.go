package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// ImportRatings adds ratings of products whose rows are held, without themes, and
// moves the counts with them; the caller writes the products' standing. It sets the
// ratings' ids, and whether a window excludes them.
func (q *Tx) ImportRatings(ctx context.Context, products map[int64]*domain.Product, ratings []*domain.Rating, htmlVersion int64) error {
	if err := q.excludeImported(ctx, products, ratings); err != nil {
		return err
	}
	rows := make([][]any, len(ratings))
	for i, r := range ratings {
		rows[i] = ratingRow(*r)
	}
	ids, err := q.insertIDs(ctx, insertRating, rows)
	if err != nil {
		return err
	}
	rows = rows[:0]
	for i, r := range ratings {
		if r.ID = ids[i]; r.Worded() {
			rows = append(rows, []any{r.ID, r.Title, r.Body, r.HTML, htmlVersion})
		}
	}
	if err := q.insertRows(ctx, "INSERT INTO reviews (rating_id, title, body, html, html_version)", "", rows); err != nil {
		return err
	}
	return q.countImported(ctx, products, ratings)
}

// excludeImported marks the ratings that a window in force covers.
func (q *Tx) excludeImported(ctx context.Context, products map[int64]*domain.Product, ratings []*domain.Rating) error {
	type span struct{ from, to int64 }
	spans := map[int64][]span{}
	err := eachOf(ctx, q.handle, "SELECT product_id, from_at, to_at FROM exclusions WHERE undone_at = 0 AND product_id IN",
		nil, slices.Sorted(maps.Keys(products)),
		func(rows *sql.Rows) error {
			var id int64
			var w span
			err := rows.Scan(&id, &w.from, &w.to)
			spans[id] = append(spans[id], w)
			return err
		})
	for _, r := range ratings {
		at := millis(r.Rated)
		r.Excluded = slices.ContainsFunc(spans[r.Product.ID], func(w span) bool { return w.from <= at && at < w.to })
	}
	return err
}

// countImported moves the counts of what ratings without themes are about.
func (q *Tx) countImported(ctx context.Context, products map[int64]*domain.Product, ratings []*domain.Rating) error {
	changes, product := map[int64]domain.Histogram{}, map[int64]*domain.Product{} // by revision
	for _, r := range ratings {
		p, w := products[r.Product.ID], weigh(r)
		p.Reviews += count(w.shown)
		p.Poor += count(w.poor)
		if w.counted {
			h := changes[r.Revision.ID]
			h.Add(r.Stars, 1)
			changes[r.Revision.ID], product[r.Revision.ID] = h, p
		}
	}
	for _, revision := range slices.Sorted(maps.Keys(changes)) {
		change := changes[revision]
		lost := domain.LossUnit * (domain.StarsMax*change.N() - change.Sum())
		if err := q.moveCounts(ctx, product[revision], revision, change,
			map[int64]domain.ThemeCount{0: {Reviews: change.N(), Lost: lost}}); err != nil {
			return err
		}
	}
	return nil
}

// RatedBy tells which revisions some members have rated: pairs of both.
func (r reads) RatedBy(ctx context.Context, members []int64) (map[[2]int64]bool, error) {
	rated := map[[2]int64]bool{}
	err := eachOf(ctx, r.handle, "SELECT revision_id, member_id FROM ratings WHERE member_id IN", nil, members, func(rows *sql.Rows) error {
		var pair [2]int64
		err := rows.Scan(&pair[0], &pair[1])
		rated[pair] = true
		return err
	})
	return rated, err
}

// SetImporting notes that a source is bringing ratings of products.
func (q *Tx) SetImporting(ctx context.Context, source string, products []int64) error {
	rows := make([][]any, len(products))
	for i, id := range products {
		rows[i] = []any{source, id}
	}
	return q.insertRows(ctx, "INSERT INTO importing (source, product_id)", "ON CONFLICT (source, product_id) DO NOTHING", rows)
}

// Importing lists products that a source brought ratings of, until its import has
// ended.
func (r reads) Importing(ctx context.Context, source string, limit int) ([]int64, error) {
	return list(ctx, r.handle, "SELECT product_id FROM importing WHERE source = $1 ORDER BY product_id LIMIT $2", []any{source, limit}, scanID)
}

// EndImporting notes that a source, or any where it is "", brings no more ratings
// of a product. It reports whether another one still does.
func (q *Tx) EndImporting(ctx context.Context, source string, product int64) (others bool, err error) {
	if _, err = q.exec(ctx, "DELETE FROM importing WHERE product_id = $1 AND (source = $2 OR $2 = '')", product, source); err != nil {
		return false, err
	}
	left, err := list(ctx, q.handle, "SELECT product_id FROM importing WHERE product_id = $1 LIMIT 1", []any{product}, scanID)
	return len(left) > 0, err
}

// ImportRevision finds a product's revision by name, or adds it with the moment of
// its first rating; which one is current is decided when the import ends, see
// OrderRevisions.
func (q *Tx) ImportRevision(ctx context.Context, product int64, name string, first time.Time) (id int64, created bool, err error) {
	if id, err = q.RevisionNamed(ctx, product, name); err != nil {
		return 0, false, err
	}
	if id != 0 { // files are seldom sorted: the oldest rating says when it was there
		_, err = q.exec(ctx,
			"UPDATE revisions SET released_at = $2 WHERE id = $1 AND released_at > $2 AND number > 1 AND member_id IS NULL AND note = ''",
			id, millis(first))
		return id, false, err
	}
	return id, true, q.get(ctx, insertRevision+" RETURNING id", []any{product, name, "", orNoID(0), millis(first)}, &id)
}

// OrderRevisions numbers the revisions of a product whose row is held by the time
// of their release, behind the first, and makes the newest the current one.
func (q *Tx) OrderRevisions(ctx context.Context, p *domain.Product) error {
	all, err := list(ctx, q.handle,
		"SELECT id, number, name, note, s1, s2, s3, s4, s5 FROM revisions WHERE product_id = $1 ORDER BY number <> 1, released_at, number",
		[]any{p.ID}, func(rows *sql.Rows) (v domain.Revision, err error) {
			h := &v.Histogram
			return v, rows.Scan(&v.ID, &v.Number, &v.Name, &v.Note, &h[0], &h[1], &h[2], &h[3], &h[4])
		})
	if err != nil {
		return err
	}
	moved := false
	for i := range all {
		if number := int64(i + 1); all[i].Number != number {
			moved = true
			all[i].Number = number // below zero at first: numbers are taken until all have moved
			if _, err := q.exec(ctx, "UPDATE revisions SET number = $2 WHERE id = $1", all[i].ID, -number); err != nil {
				return err
			}
		}
	}
	if moved {
		if _, err := q.exec(ctx, "UPDATE revisions SET number = -number WHERE product_id = $1 AND number < 0", p.ID); err != nil {
			return err
		}
	}
	p.Revision = all[len(all)-1]
	p.N, p.Sum = p.Revision.Histogram.N(), p.Revision.Histogram.Sum()
	return nil
}
