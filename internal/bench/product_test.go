package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

const (
	// ratingsEach is how many ratings a product has: 100,000 products have 5 million.
	ratingsEach = 50
	// crowded is how many the first product has, at every size.
	crowded = 20_000
)

var productFigures = []string{
	"guest's catalog", "member's catalog", "catalog of a family by reviews", "catalog by a word", "product page", "product page that all read",
	"product page, drawn anew", "product page, filtered",
	"product page, 20,000 ratings", "the same, filtered by stars and language", "ratings over HTTP, 16 connections",
	"ratings while 8 read product pages", "product pages read meanwhile",
}

// BenchmarkProducts starts the real server on files of products of both sizes.
func BenchmarkProducts(b *testing.B) {
	var all []*subject
	for _, size := range asked(b).products {
		all = append(all, newCatalog(b, server(b), size))
	}
	for range b.N {
		for range rounds {
			for _, s := range all {
				s.measureProducts()
			}
		}
	}
	report(b, "products", productFigures, all)
	compare(all, [][2]string{
		{"product page that all read", "product page, drawn anew"}, {"product page", "product page, 20,000 ratings"},
		{"guest's catalog", "member's catalog"},
		{"ratings over HTTP, 16 connections", "ratings while 8 read product pages"},
	})
}

func newCatalog(b *testing.B, binary string, size int) *subject {
	b.Helper()
	path := filepath.Join(b.TempDir(), "catalog.db")
	s := &subject{b: b, size: size, rates: map[string][]float64{}}
	began := time.Now()
	s.seedCatalog(path)
	fmt.Printf("%d products with %d ratings are there after %s\n", size, size*ratingsEach+crowded, time.Since(began).Round(time.Second))
	s.start(binary, path)
	return s
}

// seedCatalog fills a database with products and ratings, as imports do.
func (s *subject) seedCatalog(path string) {
	s.b.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, path, store.Options{})
	must(s.b, err)
	_, err = db.Migrate(ctx)
	must(s.b, err)
	now := time.Now().UTC()
	s.seedMembers(ctx, db, now)
	must(s.b, db.Tx(ctx, func(q *store.Tx) error {
		for i := range 20 {
			if _, err := q.CreateFamily(ctx, domain.Family{Slug: fmt.Sprint("family-", i), Name: fmt.Sprint("Family ", i),
				Shape: domain.Shapes[i%len(domain.Shapes)]}); err != nil {
				return err
			}
		}
		return nil
	}))
	chance := rand.New(rand.NewPCG(11, uint64(s.size)))
	const together = 10 // in one transaction: in long ones SQLite keeps more and more to undo
	for from := 0; from < s.size; from += together {
		must(s.b, db.Tx(ctx, func(q *store.Tx) error {
			for n := from; n < min(from+together, s.size); n++ {
				if err := s.seedProduct(ctx, q, chance, n, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	s.finish(ctx, db, now)
}

// productWords are what products are called after; the catalog is searched for one.
var productWords = []string{"alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"}

func (s *subject) seedProduct(ctx context.Context, q *store.Tx, chance *rand.Rand, n int, now time.Time) error {
	id, err := q.CreateProduct(ctx, domain.Product{
		Slug: fmt.Sprint("product-", n), Name: fmt.Sprintf("Product %d %s", n, productWords[n%len(productWords)]),
		Description: "What it is and what it does.",
		Family:      domain.Family{ID: int64(1 + n%20)}, Launch: now.AddDate(0, 0, -n%2000),
	}, now)
	if err != nil {
		return err
	}
	p, err := q.LockProduct(ctx, id)
	if err != nil {
		return err
	}
	ratings := ratingsEach
	if n == 0 {
		ratings += crowded
	}
	all := make([]*domain.Rating, 0, ratings)
	good := 1 + n%4 // some products are better than others
	for i := range ratings {
		r := domain.Rating{
			Product: domain.Product{ID: id}, Revision: p.Revision, Stars: int64(1 + min(4, chance.IntN(2+good))),
			Rated: now.Add(-time.Duration(chance.IntN(400*24*60)) * time.Minute), Language: "en",
		}
		if r.Created = r.Rated; i < ratingsEach {
			r.By.ID = s.who[(n*7+i)%members].ID
		}
		if i%10 == 0 {
			r.Language = "de"
		}
		if i%3 == 0 {
			r.Title, r.Body, r.HTML = "In one line", "What happens today and what should happen instead.",
				"<p>What happens today and what should happen instead.</p>"
		}
		r.Helpful = int64(chance.IntN(30))
		all = append(all, &r)
	}
	if err := q.ImportRatings(ctx, map[int64]*domain.Product{id: &p}, all, 1); err != nil {
		return err
	}
	rule := domain.RuleOf(nil)
	p.Standing, p.State = rule.Weigh(p.Standing, now)
	return q.SetStanding(ctx, p, rule.Due(p.Standing, p.State, now))
}

// measureProducts takes every figure once.
func (s *subject) measureProducts() {
	get := func(path string, signedIn bool) func(int) error {
		return func(worker int) error {
			token := ""
			if signedIn {
				token = s.tokens[worker]
			}
			return s.send(http.MethodGet, s.url+path, token, "")
		}
	}
	s.rate("guest's catalog", 16, get("/products", false))
	s.rate("member's catalog", 16, get("/products", true))
	s.rate("catalog of a family by reviews", 16, get("/products?family=family-3&order=reviews", true))
	s.rate("catalog by a word", 16, get("/products?q=larch", true))
	s.rate("product page", 16, func(worker int) error { return get(s.anyProduct(), true)(worker) })
	s.rate("product page that all read", 16, get("/products/product-7", true))
	s.rate("product page, drawn anew", 16, func(worker int) error { return s.anew("/products/product-7", worker) })
	s.rate("product page, filtered", 16, func(worker int) error { return get(s.anyProduct()+"?stars=2&order=newest", true)(worker) })
	s.rate("product page, 20,000 ratings", 16, get("/products/product-0", true))
	s.rate("the same, filtered by stars and language", 16, get("/products/product-0?stars=2&language=de&order=newest", true))
	s.rate("ratings over HTTP, 16 connections", 16, s.rateSomething)
	s.ratingsWhileReading()
}

func (s *subject) anyProduct() string { return fmt.Sprint("/products/product-", 1+rand.IntN(s.size-1)) }

func (s *subject) rateSomething(worker int) error {
	return s.post(s.url+s.anyProduct()+"/rating", s.tokens[worker], fmt.Sprint("stars=", 1+rand.IntN(5)))
}

// ratingsWhileReading lets 8 read product pages while 64 rate, and notes both.
func (s *subject) ratingsWhileReading() {
	var pages atomic.Int64
	var failed atomic.Pointer[error]
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for w := range 8 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := s.send(http.MethodGet, s.url+s.anyProduct(), s.tokens[members-1-w], ""); err != nil {
					failed.Store(&err)
					return
				}
				pages.Add(1)
			}
		})
	}
	began := time.Now()
	s.rate("ratings while 8 read product pages", 64, s.rateSomething)
	close(stop)
	readers.Wait()
	if err := failed.Load(); err != nil {
		s.b.Fatalf("reading meanwhile at %d: %v", s.size, *err)
	}
	s.rates["product pages read meanwhile"] = append(s.rates["product pages read meanwhile"],
		float64(pages.Load())/time.Since(began).Seconds())
}
