package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/store"
)

// PreparedProduct is a checked row of a file of products.
type PreparedProduct struct {
	row    domain.ImportedProduct
	family string // of products that are not there yet
}

// PrepareProduct makes a checked row ready to be written; family is that of
// products whose rows name none.
func PrepareProduct(row domain.ImportedProduct, family string) (PreparedProduct, error) {
	return PreparedProduct{row, family}, nil
}

func (p PreparedProduct) kind() string            { return importProduct }
func (p PreparedProduct) key() string             { return p.row.Key }
func (p PreparedProduct) content() domain.Content { return p.row.Content }

// before digests as the first version did, which took the day of the import for
// the launch where a row had none.
func (p PreparedProduct) before() []byte {
	r := p.row
	if !r.Dated {
		return nil
	}
	return digestOfPrinted(struct {
		Key, Slug, Name, Family, Description string
		Launch                               time.Time
		Mean                                 float64
		Ratings                              int64
	}{r.Key, slug.Of(r.Key), cmp.Or(r.Name, r.Key), cmp.Or(r.Family, p.family), r.Description, r.Launch, r.Mean, r.Ratings})
}

// digestOfPrinted is how the first version digested products and reviews.
func digestOfPrinted(row any) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", fmt.Sprintf("%+v", row)))
	return sum[:]
}

// ImportProducts writes products that are not there yet, at most ImportBatch in
// one transaction, and fills those that an import of reviews made of their keys.
// What anybody wrote about a product here stays. Means and counts of elsewhere are
// carried over beside a product and never counted.
func (a *App) ImportProducts(ctx context.Context, who domain.Actor, source string, rows []PreparedProduct) (domain.ImportCount, error) {
	return importRows(ctx, a, who, source, "products", rows, func(b batch, fresh []PreparedProduct) error { return b.products(ctx, fresh) })
}

func (b batch) products(ctx context.Context, rows []PreparedProduct) error {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.row.Key
	}
	known, err := b.q.ProductsByKey(ctx, b.source, keys)
	if err != nil {
		return err
	}
	families, made := map[string]int64{}, map[string]int64{}
	became, ids := make([]store.Imported, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		id := known[r.row.Key]
		if id == 0 {
			id = made[domain.NameKey(r.row.Key)] // two rows may write one key in two ways
		}
		if id == 0 {
			id, err = b.newProduct(ctx, r, families)
			made[domain.NameKey(r.row.Key)] = id
		} else {
			err = b.fillProduct(ctx, id, r, families)
		}
		if err != nil {
			return err
		}
		became[i], ids[i] = store.Imported{Key: r.row.Key, ID: id, Digest: r.row.Digest}, id
	}
	if err := b.index(ctx, domain.FindProducts, ids); err != nil {
		return err
	}
	if err := b.q.SetProductKeys(ctx, b.source, became); err != nil {
		return err
	}
	return b.q.RenewImported(ctx, importProduct, b.source, became)
}

func (b batch) newProduct(ctx context.Context, p PreparedProduct, families map[string]int64) (int64, error) {
	r := p.row
	family, err := b.family(ctx, cmp.Or(r.Family, p.family), families)
	if err != nil {
		return 0, err
	}
	b.count.Products++
	return b.q.CreateProductAt(ctx, domain.Product{
		Name: cmp.Or(r.Name, r.Key), Family: domain.Family{ID: family}, Description: r.Description, Launch: r.Launch,
		CarriedMean: r.Mean, CarriedRatings: r.Ratings,
	}, r.Key, b.a.now())
}

// fillProduct says of a product that reviews brought along what the file knows
// about it; of any other only what it was rated elsewhere, and only where nobody
// said so yet.
func (b batch) fillProduct(ctx context.Context, id int64, row PreparedProduct, families map[string]int64) error {
	p, err := b.q.ProductByID(ctx, id)
	if err != nil {
		return err
	}
	r := row.row
	if (r.Ratings != 0 || r.Mean != 0) && (p.Sketch || p.CarriedRatings == 0 && p.CarriedMean == 0) {
		if err := b.q.SetCarried(ctx, id, r.Mean, r.Ratings); err != nil {
			return err
		}
	}
	if !p.Sketch {
		b.count.Kept++
		return nil
	}
	if r.Family != "" {
		if p.Family.ID, err = b.family(ctx, r.Family, families); err != nil {
			return err
		}
	}
	p.Name, p.Description = cmp.Or(r.Name, p.Name), cmp.Or(r.Description, p.Description)
	if !r.Launch.IsZero() {
		p.Launch = r.Launch
	}
	return b.q.SetProduct(ctx, p)
}

// family finds or creates a family by name.
func (b batch) family(ctx context.Context, name string, known map[string]int64) (int64, error) {
	if id := known[name]; id != 0 {
		return id, nil
	}
	id, err := b.q.EnsureFamily(ctx, name, domain.Shapes[0])
	known[name] = id
	return id, err
}
