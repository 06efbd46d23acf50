package store

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// productQuery reads products whose counts are c.
const productQuery = `SELECT p.id, p.slug, p.name, p.description, p.launch_day, p.version, p.sketch, p.carried_mean, p.carried_n,
	f.id, f.slug, f.name, f.shape, COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, ''),
	c.state, c.n, c.sum, c.below_since, c.override_until, c.import_until, c.low, c.regained, c.reviews, c.poor, c.poor_replied, c.ideas, c.themes_version,
	r.id, r.number, r.name, r.note, r.released_at, r.s1, r.s2, r.s3, r.s4, r.s5, r.again, r.again_stars, r.again_squares, r.invited, r.invited_stars,
	COALESCE(q.id, 0), COALESCE(q.slug, ''), COALESCE(q.name, '')
	FROM (%counts%) c
	JOIN products p ON p.id = c.product_id
	JOIN families f ON f.id = p.family_id
	JOIN revisions r ON r.id = c.revision_id
	LEFT JOIN members m ON m.id = p.responsible_id
	LEFT JOIN queue_covers o ON o.kind = 'product' AND o.object_id = p.id
	LEFT JOIN queues q ON q.id = o.queue_id`

func scanProduct(rows *sql.Rows) (domain.Product, error) {
	var p domain.Product
	var day, mean, since, until, waits, released int64
	h, g := &p.Revision.Histogram, &p.Revision.Regained
	err := rows.Scan(&p.ID, &p.Slug, &p.Name, &p.Description, &day, &p.Version, &p.Sketch, &mean, &p.CarriedRatings,
		&p.Family.ID, &p.Family.Slug, &p.Family.Name, &p.Family.Shape, &p.Responsible.ID, &p.Responsible.Name, &p.Responsible.Role,
		&p.State, &p.N, &p.Sum, &since, &until, &waits, &p.Low, &p.Regained, &p.Reviews, &p.Poor, &p.PoorReplied, &p.Ideas, &p.ThemesVersion,
		&p.Revision.ID, &p.Revision.Number, &p.Revision.Name, &p.Revision.Note, &released, &h[0], &h[1], &h[2], &h[3], &h[4],
		&g.People, &g.Sum, &g.Squares, &p.Revision.Invited.N, &p.Revision.Invited.Sum, &p.Queue.ID, &p.Queue.Slug, &p.Queue.Name)
	p.Launch, p.CarriedMean = launched(day), float64(mean)/100
	p.BelowSince, p.OverrideUntil, p.ImportUntil, p.Revision.Released = moment(since), moment(until), moment(waits), moment(released)
	return p, err
}

// launched is the moment of the day that is kept of a launch.
func launched(day int64) time.Time {
	if day == 0 {
		return time.Time{}
	}
	return domain.DayStart(day)
}

func (r reads) oneProduct(ctx context.Context, condition string, arg any) (domain.Product, error) {
	query := strings.Replace(productQuery, "%counts%", "SELECT * FROM product_counts WHERE product_id = "+condition, 1)
	return one(ctx, r.handle, query, []any{arg}, scanProduct)
}

// Product finds a product by the word in its address, in any state: its own page
// stays.
func (r reads) Product(ctx context.Context, slug string) (domain.Product, error) {
	return r.oneProduct(ctx, "(SELECT id FROM products WHERE slug = $1)", slug)
}

// ProductByID finds a product by id.
func (r reads) ProductByID(ctx context.Context, id int64) (domain.Product, error) {
	return r.oneProduct(ctx, "$1", id)
}

// ProductsByID reads products by their ids, in any state.
func (r reads) ProductsByID(ctx context.Context, ids []int64) (map[int64]domain.Product, error) {
	all := map[int64]domain.Product{}
	query := strings.Replace(productQuery, "%counts%", "SELECT * FROM product_counts WHERE product_id IN %s", 1)
	return all, r.ofPage(ctx, query, ids, func(rows *sql.Rows) error {
		p, err := scanProduct(rows)
		all[p.ID] = p
		return err
	})
}

// ProductNamed finds a product by its name, whatever the case of its letters: of
// several the oldest, those that are not withdrawn first.
func (r reads) ProductNamed(ctx context.Context, name string) (domain.Product, error) {
	return r.oneProduct(ctx, `(SELECT n.id FROM products n JOIN product_counts s ON s.product_id = n.id WHERE n.name_key = $1
		ORDER BY CASE WHEN s.state = 'withdrawn' THEN 1 ELSE 0 END, n.id LIMIT 1)`, nameKey(name))
}

// productKeys are the columns of each order; all descend, and the id decides
// between equals.
var productKeys = map[domain.ProductOrder]string{
	domain.ByRating: "low", domain.ByLaunch: "launch_day", domain.ByReviews: "reviews", domain.ByRegained: "regained",
}

// Products reads one page of the catalog with the trends: two queries, and no more
// than a page's rows of an index for the catalog or each state asked for, however
// many products there are. Words cost a query each.
func (r reads) Products(ctx context.Context, f domain.ProductFilter) (domain.Page[domain.Product], error) {
	f.Limit = pageSize(f.Limit, domain.ProductPage)
	if len(f.States) == 0 {
		f.States = domain.CatalogStates
	}
	if f.Order == "" {
		f.Order = domain.ByRating
	}
	narrow, err := r.narrow(ctx, f)
	if err != nil {
		return domain.Page[domain.Product]{}, err
	}
	key := productKeys[f.Order]
	var w where
	query := strings.Replace(productQuery, "%counts%", productCounts(&w, f, key, narrow), 1) + " ORDER BY c." + key +
		" DESC, c.product_id DESC"
	page, err := readPage(ctx, r.handle, query, w.args, scanProduct, f.Limit,
		func(p *domain.Product) domain.Cursor { return domain.ProductCursor(f.Order, p) })
	if err != nil {
		return page, err
	}
	return page, r.addTrends(ctx, page.Items)
}

// rareProducts is up to how many products are gathered and sorted. What more of
// them share is met soon enough when walking the order itself.
const rareProducts = 1000

// narrow finds the rarest word that is asked for: "" when there is none, or none
// is rare.
func (r reads) narrow(ctx context.Context, f domain.ProductFilter) (rarest string, err error) {
	least := int64(rareProducts + 1)
	for _, word := range f.Words {
		var n int64
		from, to := wordRange(word)
		err := r.get(ctx, "SELECT COUNT(*) FROM (SELECT product_id FROM product_words WHERE word >= $1 AND word < $2 LIMIT $3) found",
			[]any{from, to, rareProducts + 1}, &n)
		if err != nil {
			return "", err
		}
		if n < least {
			least, rarest = n, word
		}
	}
	return rarest, nil
}

// wordRange is where the words that begin with one are: from it to just before
// the other.
func wordRange(word string) (from, to []byte) { return []byte(word), append([]byte(word), 0xff) }

// productCounts chooses how the rows of a page are found: gathered by a rare word
// or a small family, or met by walking the order: of the whole catalog, or of each
// state that is asked for.
func productCounts(w *where, f domain.ProductFilter, key, rarest string) string {
	gathered := rarest != "" || f.Family != nil && f.Family.Products <= rareProducts
	condition := "TRUE"
	for _, word := range f.Words {
		first, behind := wordRange(word)
		from, to := w.arg(first), w.arg(behind)
		if word == rarest {
			condition += " AND product_id IN (SELECT product_id FROM product_words WHERE word >= " + from + " AND word < " + to + ")"
		} else {
			condition += " AND EXISTS (SELECT 1 FROM product_words w WHERE w.product_id = product_counts.product_id AND word >= " +
				from + " AND word < " + to + ")"
		}
	}
	switch {
	case f.Family != nil && gathered:
		condition += " AND family_id = " + w.arg(f.Family.ID)
	case f.Family != nil: // + 0, or SQLite would gather and sort a large family after all
		condition += " AND family_id + 0 = " + w.arg(f.Family.ID)
	}
	if !f.After.Zero() {
		condition += " AND (" + key + ", product_id) < (" + w.arg(cursorKey(f)) + ", " + w.arg(f.After.ID) + ")"
	}
	order := " ORDER BY " + key + " DESC, product_id DESC LIMIT " + w.arg(f.Limit+1)
	if !gathered && slices.Equal(f.States, domain.CatalogStates) {
		return "SELECT * FROM product_counts WHERE state <> 'withdrawn' AND " + condition + order
	}
	states := make([]string, len(f.States))
	for i, s := range f.States {
		states[i] = w.arg(s)
	}
	if gathered {
		return "SELECT * FROM product_counts WHERE " + condition + " AND state IN (" + strings.Join(states, ", ") + ")" + order
	}
	ranges := make([]string, len(states))
	for i, state := range states {
		ranges[i] = "SELECT * FROM (SELECT * FROM product_counts WHERE state = " + state + " AND " + condition + order +
			") r" + string(rune('a'+i))
	}
	return "SELECT * FROM (" + strings.Join(ranges, " UNION ALL ") + ") merged" + order
}

// cursorKey is the cursor's key as the column holds it.
func cursorKey(f domain.ProductFilter) any {
	if f.Order == domain.ByLaunch || f.Order == domain.ByReviews {
		return int64(f.After.Key)
	}
	return f.After.Key
}

// WatchedProducts lists products on watch, the one whose time ends first in
// front.
func (r reads) WatchedProducts(ctx context.Context, limit int) ([]domain.Product, error) {
	query := strings.Replace(productQuery, "%counts%",
		"SELECT * FROM product_counts WHERE state = 'watch' ORDER BY below_since, product_id LIMIT $1", 1)
	products, err := list(ctx, r.handle, query+" ORDER BY c.below_since, c.product_id", []any{limit}, scanProduct)
	if err != nil {
		return nil, err
	}
	return products, r.addTrends(ctx, products)
}

// trendLength is how many revisions a trend goes back.
const trendLength = 8

// addTrends gives each product its newest revisions, oldest first, in one query.
func (r reads) addTrends(ctx context.Context, products []domain.Product) error {
	if len(products) == 0 {
		return nil
	}
	at := make(map[int64]int, len(products))
	ids := make([]int64, len(products))
	for i, p := range products {
		ids[i], at[p.ID] = p.ID, i
	}
	var w where
	return r.each(ctx, `SELECT r.product_id, r.id, r.number, r.name, r.s1, r.s2, r.s3, r.s4, r.s5
		FROM product_counts c JOIN revisions n ON n.id = c.revision_id
		JOIN revisions r ON r.product_id = c.product_id AND r.number > n.number - `+w.arg(trendLength)+`
		WHERE c.product_id IN (`+w.ids(ids, domain.ProductPage+1)+") ORDER BY r.product_id, r.number", w.args, func(rows *sql.Rows) error {
		var product int64
		var v domain.Revision
		h := &v.Histogram
		if err := rows.Scan(&product, &v.ID, &v.Number, &v.Name, &h[0], &h[1], &h[2], &h[3], &h[4]); err != nil {
			return err
		}
		products[at[product]].Trend = append(products[at[product]].Trend, v)
		return nil
	})
}

// PickableProducts lists name and slug of the products that forms may offer, up
// to a limit, by id.
func (r reads) PickableProducts(ctx context.Context, limit int) ([]domain.Product, error) {
	return list(ctx, r.handle, `SELECT p.id, p.slug, p.name, c.state FROM product_counts c JOIN products p ON p.id = c.product_id
		WHERE c.state <> 'withdrawn' ORDER BY c.product_id LIMIT $1`, []any{limit}, func(rows *sql.Rows) (domain.Product, error) {
		var p domain.Product
		return p, rows.Scan(&p.ID, &p.Slug, &p.Name, &p.State)
	})
}

// CreateProduct adds a product with its first revision and returns its id. Its
// address is p.Slug, or made of its name; products may share a name.
func (q *Tx) CreateProduct(ctx context.Context, p domain.Product, now time.Time) (int64, error) {
	return q.CreateProductAt(ctx, p, p.Name, now)
}

// CreateProductAt is CreateProduct with an address that is made of other words where
// p.Slug is empty.
func (q *Tx) CreateProductAt(ctx context.Context, p domain.Product, words string, now time.Time) (int64, error) {
	var revision int64
	day := p.LaunchDay()
	id, err := q.add(ctx, addressed{
		kind: productKind, slug: p.Slug, words: words, name: p.Name,
		insert: `INSERT INTO products (slug, name_key, name, family_id, description, launch_day, responsible_id, carried_mean, carried_n, created_at, sketch)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		args: []any{p.Name, p.Family.ID, p.Description, day, orNoID(p.Responsible.ID),
			int64(math.Round(p.CarriedMean * 100)), p.CarriedRatings, millis(now), p.Sketch},
	})
	if err != nil {
		return 0, productKind.refused(err)
	}
	err = q.get(ctx, "INSERT INTO revisions (product_id, number, name, note, released_at) VALUES ($1, 1, $2, '', $3) RETURNING id",
		[]any{id, domain.FirstRevision, millis(launched(day))}, &revision)
	if err != nil {
		return 0, err
	}
	if _, err := q.exec(ctx, "INSERT INTO product_counts (product_id, family_id, revision_id, state, launch_day) VALUES ($1, $2, $3, $4, $5)",
		id, p.Family.ID, revision, domain.Unrated, day); err != nil {
		return 0, err
	}
	if _, err := q.exec(ctx, "UPDATE families SET products = products + 1 WHERE id = $1", p.Family.ID); err != nil {
		return 0, err
	}
	return id, q.setWords(ctx, id, p.Name)
}

// SetProduct changes what an admin says of a product that still is at p.Version;
// domain.ErrNotFound otherwise. Where p.Slug is empty the address follows the name.
func (q *Tx) SetProduct(ctx context.Context, p domain.Product) error {
	var before int64
	if err := q.get(ctx, "UPDATE product_counts SET state = state WHERE product_id = $1 RETURNING family_id",
		[]any{p.ID}, &before); err != nil {
		return err
	}
	now, err := q.rename(ctx, productKind, p.ID, p.Slug, p.Name)
	if err == nil {
		err = q.changeOne(ctx, `UPDATE products SET slug = $3, name_key = $4, name = $5, family_id = $6, description = $7, launch_day = $8,
			responsible_id = $9, sketch = FALSE, version = version + 1 WHERE id = $1 AND version = $2`,
			p.ID, p.Version, now.slug, now.key, p.Name, p.Family.ID, p.Description, p.LaunchDay(), orNoID(p.Responsible.ID))
	}
	if err != nil {
		return productKind.refused(err)
	}
	if _, err := q.exec(ctx, "UPDATE product_counts SET family_id = $2, launch_day = $3 WHERE product_id = $1", p.ID,
		p.Family.ID, p.LaunchDay()); err != nil {
		return err
	}
	if before != p.Family.ID {
		if _, err := q.exec(ctx, "UPDATE families SET products = products + CASE WHEN id = $1 THEN -1 ELSE 1 END WHERE id IN ($1, $2)", before, p.Family.ID); err != nil {
			return err
		}
	}
	return q.setWords(ctx, p.ID, p.Name)
}

// setWords makes the words of a product's name those it is found by.
func (q *Tx) setWords(ctx context.Context, product int64, name string) error {
	if _, err := q.exec(ctx, "DELETE FROM product_words WHERE product_id = $1", product); err != nil {
		return err
	}
	for _, word := range slug.Words(name) {
		if _, err := q.exec(ctx, "INSERT INTO product_words (word, product_id) VALUES ($1, $2)", []byte(word), product); err != nil {
			return err
		}
	}
	return nil
}

// SetCarried keeps a mean and count from elsewhere beside a product.
func (q *Tx) SetCarried(ctx context.Context, id int64, mean float64, n int64) error {
	return q.changeOne(ctx, "UPDATE products SET carried_mean = $2, carried_n = $3 WHERE id = $1", id, int64(math.Round(mean*100)), n)
}

// CountIdeas counts the ideas about a product anew, those that lists show.
func (q *Tx) CountIdeas(ctx context.Context, product int64) error {
	if product == 0 {
		return nil
	}
	_, err := q.exec(ctx, `UPDATE product_counts SET ideas = (SELECT COUNT(*) FROM idea_counts c
		WHERE c.product_id = $1 AND c.product_id > 0 AND `+inLists+`) WHERE product_id = $1`, product)
	return err
}

// answersMax bounds the list of products that one member is responsible for.
const answersMax = 100

// ProductsOf lists the products that a member is responsible for by name, with
// address and state; withdrawn ones only where they may be named.
func (r reads) ProductsOf(ctx context.Context, member int64, withdrawn bool) ([]domain.Product, error) {
	return list(ctx, r.handle, `SELECT p.id, p.slug, p.name, c.state FROM products p JOIN product_counts c ON c.product_id = p.id
		WHERE p.responsible_id = $1 AND ($2 OR c.state <> 'withdrawn') ORDER BY p.name, p.id LIMIT $3`, []any{member, withdrawn, answersMax},
		func(rows *sql.Rows) (domain.Product, error) {
			var p domain.Product
			return p, rows.Scan(&p.ID, &p.Slug, &p.Name, &p.State)
		})
}
