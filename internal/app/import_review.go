package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/slug"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// PreparedReview is a checked row of a file of reviews with its text as it will be
// stored.
type PreparedReview struct {
	row         domain.ImportedReview
	body, html  string
	language    string
	familyIfNew string
}

func (p PreparedReview) kind() string            { return importReview }
func (p PreparedReview) key() string             { return p.row.Key }
func (p PreparedReview) content() domain.Content { return p.row.Content }

// before digests as the first version did, which took the time of the import where
// a row had none.
func (p PreparedReview) before() []byte {
	r := p.row
	if !r.Dated {
		return nil
	}
	return digestOfPrinted(struct {
		Key, Product, Slug  string
		Stars               int64
		Title, Body, Author string
		Created             time.Time
		Helpful             int64
		Verified            bool
		Revision            string
	}{r.Key, r.Product, slug.Of(r.Product), r.Stars, r.Title, r.Body, r.Author, r.Created, r.Helpful, r.Verified, r.Revision})
}

// PrepareReview makes a checked row ready to be written; format is what its body
// is written in, family that of products which are not there yet.
func PrepareReview(row domain.ImportedReview, format domain.TextFormat, family string) (PreparedReview, error) {
	body, err := importedBody(row.Body, format)
	if err != nil {
		return PreparedReview{}, err
	}
	p := PreparedReview{row: row, body: body, familyIfNew: family}
	if row.Title != "" || body != "" {
		p.html, p.language = rendered(row.Title, body)
	}
	return p, nil
}

// ImportReviews writes reviews that are not there yet, at most ImportBatch in one
// transaction. Unknown products and revisions are created. They are counted at
// once; the two-star rule is asked about their products when the import ends, see
// FinishReviews.
func (a *App) ImportReviews(ctx context.Context, who domain.Actor, source string, rows []PreparedReview) (domain.ImportCount, error) {
	rule, err := a.rule(ctx)
	if err != nil {
		return domain.ImportCount{}, err
	}
	return importRows(ctx, a, who, source, "reviews", rows, func(b batch, fresh []PreparedReview) error { return b.reviews(ctx, rule, fresh) })
}

func (b batch) reviews(ctx context.Context, rule domain.Rule, rows []PreparedReview) error {
	slices.SortStableFunc(rows, func(x, y PreparedReview) int { return x.row.Created.Compare(y.row.Created) })
	ids, err := b.reviewedProducts(ctx, rows)
	if err != nil {
		return err
	}
	products, err := b.hold(ctx, slices.Collect(maps.Values(ids)))
	if err != nil {
		return err
	}
	ratings, err := b.ratings(ctx, ids, products, rows)
	if err != nil {
		return err
	}
	if err := b.putRatings(ctx, products, ratings); err != nil {
		return err
	}
	became := make([]store.Imported, len(rows))
	for i, r := range rows {
		became[i] = store.Imported{Key: r.row.Key, ID: ratings[i].ID, Digest: r.row.Digest}
	}
	if err := b.q.SetImported(ctx, importReview, b.source, became); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(products)) {
		if _, err := b.a.settle(ctx, b.q, rule, *products[id], change{cause: domain.CauseImport}); err != nil {
			return err
		}
	}
	return nil
}

// reviewedProducts finds the products that reviews are about by their keys; what is
// not there is created and knows no more than its key.
func (b batch) reviewedProducts(ctx context.Context, rows []PreparedReview) (map[string]int64, error) {
	oldest := map[string]PreparedReview{}
	var keys []string
	for _, r := range rows {
		if _, seen := oldest[r.row.Product]; !seen {
			oldest[r.row.Product] = r
			keys = append(keys, r.row.Product)
		}
	}
	known, err := b.q.ProductsByKey(ctx, b.source, keys)
	if err != nil {
		return nil, err
	}
	families, made := map[string]int64{}, map[string]int64{}
	became := make([]store.Imported, len(keys))
	for i, key := range keys {
		folded := domain.NameKey(key)
		if known[key] == 0 {
			known[key] = made[folded] // two rows may write one key in two ways
		}
		if known[key] == 0 {
			if known[key], err = b.sketch(ctx, oldest[key], families); err != nil {
				return nil, err
			}
			made[folded] = known[key]
		}
		became[i] = store.Imported{Key: key, ID: known[key]}
	}
	if err := b.index(ctx, domain.FindProducts, slices.Sorted(maps.Values(made))); err != nil {
		return nil, err
	}
	return known, b.q.SetProductKeys(ctx, b.source, became)
}

// sketch creates a product of which nothing is known but its key.
func (b batch) sketch(ctx context.Context, r PreparedReview, families map[string]int64) (int64, error) {
	family, err := b.family(ctx, r.familyIfNew, families)
	if err != nil {
		return 0, err
	}
	p := domain.Product{Name: text.Line(text.Mend(r.row.Product)), Family: domain.Family{ID: family}, Sketch: true}
	if r.row.Dated {
		p.Launch = r.row.Created
	}
	b.count.Products++
	return b.q.CreateProduct(ctx, p, b.a.now())
}

// hold takes the rows of products in one order and lets the rule wait for the end
// of the import.
func (b batch) hold(ctx context.Context, ids []int64) (map[int64]*domain.Product, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	held := map[int64]*domain.Product{}
	for _, id := range ids {
		p, err := b.q.LockProduct(ctx, id)
		if err != nil {
			return nil, err
		}
		p.ImportUntil = b.a.now().Add(domain.ImportWait).Truncate(time.Millisecond)
		held[id] = &p
	}
	return held, b.q.SetImporting(ctx, b.source, ids)
}

// ratings are rows as they are stored, with their authors and revisions.
func (b batch) ratings(ctx context.Context, ids map[string]int64, products map[int64]*domain.Product,
	rows []PreparedReview) ([]*domain.Rating, error) {
	names := map[voice]string{}
	for _, r := range rows {
		if v, known := voiceOf(r.row.ImportedAuthor); known {
			names[v] = cmp.Or(names[v], r.row.Author) // as it was written first
		}
	}
	accounts, err := b.accounts(ctx, names)
	if err != nil {
		return nil, err
	}
	revisions := map[revisionName]int64{}
	ratings := make([]*domain.Rating, len(rows))
	for i, r := range rows {
		p := products[ids[r.row.Product]]
		revision, err := b.revision(ctx, p, r, revisions)
		if err != nil {
			return nil, err
		}
		ratings[i] = &domain.Rating{
			Product: domain.Product{ID: p.ID}, Revision: domain.Revision{ID: revision}, Stars: r.row.Stars, Title: r.row.Title,
			Body: r.body, HTML: r.html,
			Language: r.language, Verified: r.row.Verified, Helpful: r.row.Helpful, Rated: r.row.Created, Created: r.row.Created,
		}
		if v, known := voiceOf(r.row.ImportedAuthor); known {
			ratings[i].By.ID = accounts[v]
		} else {
			ratings[i].By.Name = r.row.Author
		}
	}
	return ratings, nil
}

// revisionName is a revision as a file names it.
type revisionName struct {
	product int64
	name    string
}

// revision finds the revision that a row names, creating it if there is none; the
// current one when it names none. Rows come oldest first.
func (b batch) revision(ctx context.Context, p *domain.Product, r PreparedReview, known map[revisionName]int64) (int64, error) {
	name := revisionName{p.ID, r.row.Revision}
	if id := known[name]; id != 0 {
		return id, nil
	}
	id, created := p.Revision.ID, false
	if name.name != "" {
		var err error
		if id, created, err = b.q.ImportRevision(ctx, p.ID, name.name, r.row.Created); err != nil {
			return 0, err
		}
	}
	b.count.Revisions += one(created)
	known[name] = id
	return id, nil
}

// putRatings writes ratings: first all by people who have none of that revision
// yet, then the others one by one.
func (b batch) putRatings(ctx context.Context, products map[int64]*domain.Product, ratings []*domain.Rating) error {
	var members []int64
	for _, r := range ratings {
		if r.By.ID != 0 {
			members = append(members, r.By.ID)
		}
	}
	slices.Sort(members)
	rated, err := b.q.RatedBy(ctx, slices.Compact(members))
	if err != nil {
		return err
	}
	var first, again []*domain.Rating
	for _, r := range ratings {
		pair := [2]int64{r.Revision.ID, r.By.ID}
		if r.By.ID != 0 && rated[pair] {
			again = append(again, r)
			continue
		}
		rated[pair] = true
		first = append(first, r)
	}
	if err := b.q.ImportRatings(ctx, products, first, markdown.Version); err != nil {
		return err
	}
	for _, r := range again {
		if err := b.putAgain(ctx, products[r.Product.ID], r); err != nil {
			return err
		}
	}
	return nil
}

// putAgain writes another rating of somebody who has rated the revision. The newer
// is in force, the other is kept as what was said before.
func (b batch) putAgain(ctx context.Context, p *domain.Product, r *domain.Rating) error {
	old, err := b.q.RatingBy(ctx, r.Revision.ID, r.By.ID)
	if err != nil {
		return err
	}
	b.count.Earlier++
	r.ID = old.ID
	if old.Rated.After(r.Rated) {
		return b.q.CreatePastRating(ctx, *r, r.Rated)
	}
	r.Created, r.Edited, r.Themes, r.Flags, r.Reply = old.Created, r.Rated, old.Themes, old.Flags, old.Reply
	return b.q.SetRating(ctx, p, old, *r, markdown.Version, r.Rated)
}

// finishBatch is how many products are settled in one transaction.
const finishBatch = 20

// FinishReviews ends an import of reviews: the two-star rule is asked about every
// product that this source brought ratings of, each once and with all of them. What
// an earlier import that broke off left over is settled too; without any later
// import the clock does it after domain.ImportWait.
func (a *App) FinishReviews(ctx context.Context, who domain.Actor, source string) (domain.ImportCount, error) {
	var total domain.ImportCount
	if err := domain.Allow(who, domain.ImportData); err != nil {
		return total, err
	}
	rule, err := a.rule(ctx)
	if err != nil {
		return total, err
	}
	for {
		ids, err := a.store.Reader().Importing(ctx, source, finishBatch)
		if err != nil || len(ids) == 0 {
			return total, err
		}
		var watched int64
		err = a.act(ctx, who, domain.ImportData, func(q *store.Tx, _ domain.Actor) error {
			watched = 0
			for _, id := range ids {
				before, after, err := a.finishProduct(ctx, q, rule, source, id)
				if err != nil {
					return err
				}
				watched += one(after == domain.Watched && before != domain.Watched)
			}
			return nil
		})
		if err != nil {
			return total, err
		}
		total.Watched += watched
	}
}

// finishProduct ends one source's import of a product's ratings; the last one that
// ends asks the rule.
func (a *App) finishProduct(ctx context.Context, q *store.Tx, rule domain.Rule, source string, id int64) (before,
	after domain.State, err error) {
	p, err := q.LockProduct(ctx, id)
	if err != nil {
		return "", "", err
	}
	others, err := q.EndImporting(ctx, source, id)
	if err != nil || others {
		return p.State, p.State, err
	}
	before = p.State
	p, err = a.settleImported(ctx, q, rule, p)
	return before, p.State, err
}

// settleImported asks the rule about a product whose row is held and whose ratings
// have all been imported.
func (a *App) settleImported(ctx context.Context, q *store.Tx, rule domain.Rule, p domain.Product) (domain.Product, error) {
	p.ImportUntil = time.Time{}
	if err := q.OrderRevisions(ctx, &p); err != nil {
		return p, err
	}
	p, err := a.settle(ctx, q, rule, p, change{cause: domain.CauseImport})
	if err != nil {
		return p, err
	}
	themes, err := q.Themes(ctx, p.ID)
	if err != nil || len(themes) == 0 {
		return p, err
	}
	return p, q.Promise(ctx, domain.Rematch{Product: p.ID}, a.now())
}
