package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// catalog adds a family and products with counted ratings: product n has n mod 23
// of them.
func catalog(t *testing.T, db *store.DB, products int) {
	t.Helper()
	ctx := t.Context()
	var families []int64
	err := db.Tx(ctx, func(q *store.Tx) error {
		families = nil
		for i := range 2 {
			id, err := q.CreateFamily(ctx, domain.Family{Slug: fmt.Sprint("family-", i), Name: fmt.Sprint("Family ", i), Shape: "dock"})
			if err != nil {
				return err
			}
			families = append(families, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rule := domain.RuleOf(nil)
	for n := range products {
		err := db.Tx(ctx, func(q *store.Tx) error {
			id, err := q.CreateProduct(ctx, domain.Product{
				Slug: fmt.Sprint("p-", n), Name: fmt.Sprintf("Übergröße %d %s", n, []string{"alder", "birch", "Élan"}[n%3]),
				Family: domain.Family{ID: families[n%2]}, Launch: noon.AddDate(0, 0, -n%5),
			}, noon)
			if err != nil {
				return err
			}
			p, err := q.LockProduct(ctx, id)
			if err != nil {
				return err
			}
			for i := range n % 23 {
				r := domain.Rating{Product: domain.Product{ID: id}, Revision: p.Revision, Stars: int64(1 + (n+i*i)%5), Rated: noon, Created: noon}
				if _, err := q.CreateRating(ctx, &p, r, 1); err != nil {
					return err
				}
			}
			p.Standing, p.State = rule.Weigh(p.Standing, noon)
			return q.SetStanding(ctx, p, rule.Due(p.Standing, p.State, noon))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Every order and filter of the catalog comes page by page, sorted, each product
// once, and whole.
func TestPagesOfTheCatalog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		catalog(t, db, 130)
		families, err := db.Reader().Families(t.Context())
		if err != nil || len(families) != 2 || families[0].Products != 65 {
			t.Fatalf("%+v, %v", families, err)
		}
		common := families[0]
		common.Products = 1_000_000 // as if there were too many to gather
		for name, c := range map[string]struct {
			f    domain.ProductFilter
			want int
		}{
			"all": {domain.ProductFilter{}, 130}, "a family": {domain.ProductFilter{Family: &families[0]}, 65},
			"a large family":           {domain.ProductFilter{Family: &common}, 65},
			"by a word":                {domain.ProductFilter{Words: slug.Words("ELAN")}, 43},
			"by the beginnings of two": {domain.ProductFilter{Words: slug.Words("überg ald")}, 44},
			"by a number":              {domain.ProductFilter{Words: slug.Words("129")}, 1},
			"by no word there is":      {domain.ProductFilter{Words: slug.Words("zebra")}, 0},
			"unrated":                  {domain.ProductFilter{States: []domain.State{domain.Unrated}}, 6},
			"word and family":          {domain.ProductFilter{Family: &families[1], Words: slug.Words("birch")}, 22},
		} {
			for _, order := range domain.ProductOrders {
				f := c.f
				f.Order, f.Limit = order, 7
				seen := map[int64]bool{}
				last := domain.Cursor{Key: 1e18, ID: 1 << 60}
				for {
					page, err := db.Reader().Products(t.Context(), f)
					if err != nil {
						t.Fatal(err)
					}
					for i := range page.Items {
						at := domain.ProductCursor(order, &page.Items[i])
						if seen[page.Items[i].ID] || at.Key > last.Key || at.Key == last.Key && at.ID > last.ID {
							t.Fatalf("%s by %s: %+v behind %+v", name, order, at, last)
						}
						seen[page.Items[i].ID], last = true, at
					}
					if page.Next.Zero() {
						break
					}
					f.After = domain.ParseCursor(page.Next.String())
				}
				if len(seen) != c.want {
					t.Errorf("%s by %s: %d products, want %d", name, order, len(seen), c.want)
				}
			}
		}
	})
}

// The recount that other tests rely on notices every kind of wrong number.
func TestTheRecountOfProductsNoticesWhatIsWrong(t *testing.T) {
	for _, tamper := range []string{
		"UPDATE product_counts SET n = n + 1", "UPDATE product_counts SET sum = sum - 1",
		"UPDATE product_counts SET state = 'listed'", "UPDATE product_counts SET below_since = 0",
		"UPDATE product_counts SET low = 5", "UPDATE product_counts SET reviews = 0", "UPDATE product_counts SET poor = 0",
		"UPDATE product_counts SET ideas = 3",
		"UPDATE product_counts SET poor_replied = 1", "UPDATE revisions SET s1 = s1 + 1",
		"UPDATE theme_counts SET lost = lost + 1", "DELETE FROM theme_counts",
		"UPDATE ratings SET stars = 5", "UPDATE ratings SET staff = TRUE", "UPDATE ratings SET counted = FALSE",
		"UPDATE ratings SET helpful = 7", "UPDATE ratings SET themes = 2",
		"UPDATE ratings SET excluded = TRUE, counted = FALSE", "UPDATE ratings SET replied = TRUE", "DELETE FROM ratings",
	} {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			ctx := t.Context()
			catalog(t, db, 1)
			err := db.Tx(ctx, func(q *store.Tx) error {
				p, err := q.LockProduct(ctx, 1)
				if err != nil {
					return err
				}
				for range 10 {
					if _, err := q.CreateRating(ctx, &p,
						domain.Rating{Product: domain.Product{ID: 1}, Revision: p.Revision, Stars: 1, Rated: noon, Created: noon}, 1); err != nil {
						return err
					}
				}
				p.Standing, p.State = domain.RuleOf(nil).Weigh(p.Standing, noon)
				return q.SetStanding(ctx, p, noon.Add(time.Hour))
			})
			if err != nil {
				t.Fatal(err)
			}
			if wrong, err := db.Reader().CheckProducts(ctx, noon); err != nil || len(wrong) > 0 {
				t.Fatalf("before: %v, %v", wrong, err)
			}
			if err := db.Tamper(ctx, tamper); err != nil {
				t.Fatal(err)
			}
			if wrong, err := db.Reader().CheckProducts(ctx, noon); err != nil || len(wrong) != 1 {
				t.Errorf("after %s: %v, %v", tamper, wrong, err)
			}
		})
	}
}

// A product that was found by its old name is found by the new one alone.
func TestARenamedProduct(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		catalog(t, db, 1)
		p, err := db.Reader().ProductByID(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		p.Name, p.Family.ID = "Willow", 2
		for _, want := range []error{nil, domain.ErrNotFound} { // the second is of an old version
			if err := db.Tx(t.Context(), func(q *store.Tx) error { return q.SetProduct(t.Context(), p) }); err != want {
				t.Errorf("%v, want %v", err, want)
			}
		}
		for word, n := range map[string]int{"willow": 1, "alder": 0} {
			found, err := db.Reader().Products(t.Context(), domain.ProductFilter{Words: []string{word}, States: domain.States})
			if err != nil || len(found.Items) != n {
				t.Errorf("%s: %d, %v", word, len(found.Items), err)
			}
		}
		families, err := db.Reader().Families(t.Context())
		if err != nil || !slices.EqualFunc(families, []int64{0, 1}, func(f domain.Family, n int64) bool { return f.Products == n }) {
			t.Errorf("%+v, %v", families, err)
		}
	})
}
