package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// PreparedProduct is a checked row of a file of products.
type PreparedProduct struct{ row domain.ImportedProduct }

// PrepareProduct makes a checked row ready to be written.
func PrepareProduct(row domain.ImportedProduct) (PreparedProduct, error) {
	return PreparedProduct{row}, nil
}

func (p PreparedProduct) kind() string    { return importProduct }
func (p PreparedProduct) key() string     { return p.row.Key }
func (p PreparedProduct) content() []byte { return hashOf(p.row) }

// hashOf hashes what a row says.
func hashOf(row any) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", fmt.Sprintf("%+v", row)))
	return sum[:]
}

// ImportProducts writes products that are not there yet, at most ImportBatch in
// one transaction. Means and counts of elsewhere are carried over beside a
// product and never counted.
func (a *App) ImportProducts(ctx context.Context, who domain.Actor, source string, rows []PreparedProduct) (domain.ImportCount, error) {
	return a.inBatches(ctx, who, len(rows), func(q *store.Tx, from, to int) (domain.ImportCount, error) {
		fresh, count, err := compare(ctx, q, source, rows[from:to])
		if err != nil || len(fresh) == 0 {
			return count, err
		}
		for _, row := range fresh {
			if err := a.importProduct(ctx, q, source, row, &count); err != nil {
				return count, err
			}
		}
		return count, a.record(ctx, q, who, "import products", "product", 0, fmt.Sprint(len(fresh)))
	})
}

func (a *App) importProduct(ctx context.Context, q *store.Tx, source string, row PreparedProduct, count *domain.ImportCount) error {
	r := row.row
	family, err := q.EnsureFamily(ctx, r.Family, domain.Shapes[0])
	if err != nil {
		return err
	}
	wanted := domain.Product{
		Name: r.Name, Family: domain.Family{ID: family}, Description: r.Description, Launch: r.Launch, CarriedMean: r.Mean, CarriedRatings: r.Ratings,
	}
	p, err := q.ProductOfKey(ctx, source, r.Key)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		count.Products++
		p.ID, err = q.CreateProductAt(ctx, wanted, r.Key, a.now())
	case err != nil:
	case domain.NameKey(p.Name) == domain.NameKey(r.Key): // reviews brought it along, and they knew no more than its key
		wanted.ID, wanted.Slug, wanted.Version, wanted.Responsible = p.ID, p.Slug, p.Version, p.Responsible
		err = q.SetProduct(ctx, wanted)
	}
	if err != nil {
		return err
	}
	if err := q.SetCarried(ctx, p.ID, r.Mean, r.Ratings); err != nil {
		return err
	}
	if err := q.SetProductKey(ctx, source, r.Key, p.ID); err != nil {
		return err
	}
	return q.SetImported(ctx, importProduct, source, r.Key, p.ID, row.content())
}

// PreparedReview is a checked row of a file of reviews with its text as it will be
// stored.
type PreparedReview struct {
	row            domain.ImportedReview
	product        string // what its key is known by
	body, html     string
	language       string
	familyIfNew    string
	contentOfWhole []byte
}

func (p PreparedReview) kind() string    { return importReview }
func (p PreparedReview) key() string     { return p.row.Key }
func (p PreparedReview) content() []byte { return p.contentOfWhole }

// PrepareReview makes a checked row ready to be written; format is what its body
// is written in, family that of products which are not there yet.
func PrepareReview(row domain.ImportedReview, format domain.TextFormat, family string) (PreparedReview, error) {
	body, err := markdown.FromFile(row.Body, format)
	if err != nil {
		return PreparedReview{}, domain.BadField("body", "import.html", domain.Args{"Error": err.Error()})
	}
	body = text.Body(body) // what the format spelled out is cleaned too
	if n := utf8.RuneCountInString(body); n > domain.ImportedBodyMax {
		return PreparedReview{}, domain.BadField("body", "error.body_long", domain.Args{"Max": domain.ImportedBodyMax, "Over": n - domain.ImportedBodyMax})
	}
	p := PreparedReview{row: row, product: domain.NameKey(row.Product), body: body, familyIfNew: family, contentOfWhole: hashOf(row)}
	if row.Title != "" || body != "" {
		p.html, p.language = markdown.Render(body), detect(row.Title+". "+body)
	}
	return p, nil
}

// SortReviews puts reviews in the order in which they are imported: product by
// product, the oldest first, so that revisions come in their order and the newest
// word of an author is the one in force.
func SortReviews(rows []PreparedReview) {
	slices.SortStableFunc(rows, func(a, b PreparedReview) int {
		return cmp.Or(cmp.Compare(a.product, b.product), a.row.Created.Compare(b.row.Created))
	})
}

// ImportReviews writes reviews that are not there yet, at most ImportBatch in one
// transaction, in the order given; see SortReviews. Unknown products and
// revisions are created. They are counted like any other, and the rule is applied
// to their products.
func (a *App) ImportReviews(ctx context.Context, who domain.Actor, source string, rows []PreparedReview) (domain.ImportCount, error) {
	rule, err := a.rule(ctx)
	if err != nil {
		return domain.ImportCount{}, err
	}
	return a.inBatches(ctx, who, len(rows), func(q *store.Tx, from, to int) (domain.ImportCount, error) {
		fresh, count, err := compare(ctx, q, source, rows[from:to])
		if err != nil || len(fresh) == 0 {
			return count, err
		}
		for len(fresh) > 0 {
			same := slices.IndexFunc(fresh, func(r PreparedReview) bool { return r.product != fresh[0].product })
			if same < 0 {
				same = len(fresh)
			}
			if err := a.importReviewsOf(ctx, q, rule, source, fresh[:same], &count); err != nil {
				return count, err
			}
			fresh = fresh[same:]
		}
		return count, a.record(ctx, q, who, "import reviews", "product", 0, fmt.Sprint(count.New))
	})
}

// importReviewsOf writes reviews of one product, counts it anew and settles.
func (a *App) importReviewsOf(ctx context.Context, q *store.Tx, rule domain.Rule, source string, rows []PreparedReview, count *domain.ImportCount) error {
	p, err := a.reviewedProduct(ctx, q, source, rows[0], count)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := a.importReview(ctx, q, source, &p, row, count); err != nil {
			return err
		}
	}
	if err := q.Recount(ctx, &p); err != nil {
		return err
	}
	before := p.State
	if p, err = a.settle(ctx, q, rule, p, change{cause: domain.CauseImport}); err != nil {
		return err
	}
	count.Watched += one(p.State == domain.Watched && before != domain.Watched)
	themes, err := q.Themes(ctx, p.ID)
	if err != nil || len(themes) == 0 {
		return err
	}
	return q.Promise(ctx, domain.Rematch{Product: p.ID}, a.now())
}

// reviewedProduct holds the product that a review is about, creating it with its key
// as name if there is none.
func (a *App) reviewedProduct(ctx context.Context, q *store.Tx, source string, row PreparedReview, count *domain.ImportCount) (domain.Product, error) {
	p, err := q.ProductOfKey(ctx, source, row.row.Product)
	if errors.Is(err, domain.ErrNotFound) {
		count.Products++
		var family int64
		family, err = q.EnsureFamily(ctx, row.familyIfNew, domain.Shapes[0])
		if err != nil {
			return p, err
		}
		p.ID, err = q.CreateProduct(ctx, domain.Product{
			Name: text.Line(text.Mend(row.row.Product)), Family: domain.Family{ID: family}, Launch: row.row.Created,
		}, a.now())
	}
	if err == nil {
		err = q.SetProductKey(ctx, source, row.row.Product, p.ID)
	}
	if err != nil {
		return p, err
	}
	return q.LockProduct(ctx, p.ID)
}

func (a *App) importReview(ctx context.Context, q *store.Tx, source string, p *domain.Product, row PreparedReview, count *domain.ImportCount) error {
	revision, err := a.importedRevision(ctx, q, p, row, count)
	if err != nil {
		return err
	}
	r := domain.Rating{
		Product: domain.Product{ID: p.ID}, Revision: domain.Revision{ID: revision}, Stars: row.row.Stars, Title: row.row.Title, Body: row.body, HTML: row.html,
		Language: row.language, Verified: row.row.Verified, Rated: row.row.Created, Created: row.row.Created,
	}
	if row.row.Author != "" {
		created := false
		if r.By.ID, created, err = a.importedAuthor(ctx, q, source, row.row.Author); err != nil {
			return err
		}
		count.Authors += one(created)
	}
	if err := putImported(ctx, q, p, &r, row.row.Helpful, count); err != nil {
		return err
	}
	return q.SetImported(ctx, importReview, source, row.row.Key, r.ID, row.content())
}

// putImported writes an imported rating. Of two by one author for one revision the
// newer is in force, the other is kept as what was said before.
func putImported(ctx context.Context, q *store.Tx, p *domain.Product, r *domain.Rating, helpful int64, count *domain.ImportCount) error {
	if r.By.ID == 0 {
		return q.ImportRating(ctx, r, markdown.Version, helpful)
	}
	old, err := q.RatingBy(ctx, r.Revision.ID, r.By.ID)
	switch {
	case errors.Is(err, domain.ErrNotFound):
		return q.ImportRating(ctx, r, markdown.Version, helpful)
	case err != nil:
		return err
	}
	count.Earlier++
	r.ID = old.ID
	if old.Rated.After(r.Rated) {
		return q.CreatePastRating(ctx, *r, r.Rated)
	}
	r.Created, r.Edited, r.Themes, r.Flags = old.Created, r.Rated, old.Themes, old.Flags
	return q.SetRating(ctx, p, old, *r, markdown.Version, r.Rated)
}

// importedRevision finds the revision that a row names, creating it as the newest
// if there is none; the current one when it names none.
func (a *App) importedRevision(ctx context.Context, q *store.Tx, p *domain.Product, row PreparedReview, count *domain.ImportCount) (int64, error) {
	if row.row.Revision == "" || row.row.Revision == p.Revision.Name {
		return p.Revision.ID, nil
	}
	id, err := q.RevisionNamed(ctx, p.ID, row.row.Revision)
	if err != nil || id != 0 {
		return id, err
	}
	count.Revisions++
	err = q.CreateRevision(ctx, p, row.row.Revision, "", 0, row.row.Created)
	return p.Revision.ID, err
}
