package app_test

import (
	"fmt"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// reviewsOf prepares rows of a file of reviews.
func reviewsOf(t *testing.T, now time.Time, rows ...map[string]string) []app.PreparedReview {
	t.Helper()
	var all []app.PreparedReview
	for _, values := range rows {
		row, err := domain.ParseImportedReview(values, domain.ImportRules{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		ready, err := app.PrepareReview(row, domain.TextUndeclared, "Imported")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ready)
	}
	return all
}

// poorThenGood are reviews of a key: first so many of one star, then of five.
func poorThenGood(key string, poor, good int) (rows []map[string]string) {
	for i := range poor + good {
		stars := "1"
		if i >= poor {
			stars = "5"
		}
		rows = append(rows, map[string]string{"key": fmt.Sprint(key, i), "product": key, "stars": stars, "author": "Customer"})
	}
	return rows
}

// However the batches fall, the rule sees all ratings of an import or none, and says
// one thing; and one name is not one voice.
func TestTheRuleWaitsForTheEndOfAnImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		brought := func(rows []map[string]string) {
			t.Helper()
			if _, err := w.free.ImportReviews(t.Context(), domain.System, "shop", reviewsOf(t, w.clock.now(), rows...)); err != nil {
				t.Fatal(err)
			}
		}
		finish := func(watched int64) {
			t.Helper()
			count, err := w.free.FinishReviews(t.Context(), domain.System, "shop")
			if err != nil || count.Watched != watched {
				t.Errorf("%d products on watch, want %d, %v", count.Watched, watched, err)
			}
		}
		named := func(slug string) domain.Product {
			t.Helper()
			p, err := db.Reader().Product(t.Context(), slug)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		brought(poorThenGood("mended", app.ImportBatch+20, 3*app.ImportBatch))
		p := named("mended")
		w.wantState(p, domain.Unrated, 4*app.ImportBatch+20, app.ImportBatch+20+15*app.ImportBatch, "before the end")
		w.rate(w.members(1)[0], p, 5, "")
		w.keepWatch()
		w.wantState(p, domain.Unrated, 4*app.ImportBatch+21, app.ImportBatch+25+15*app.ImportBatch, "another rating meanwhile")
		finish(0)
		w.wantState(p, domain.Listed, 4*app.ImportBatch+21, app.ImportBatch+25+15*app.ImportBatch, "after the end")
		w.wantEvents(p, "import unrated listed")

		brought(poorThenGood("poor", 12, 0))
		w.clock.forward(domain.ImportWait - time.Second)
		w.keepWatch()
		w.wantState(named("poor"), domain.Unrated, 12, 12, "an import that broke off")
		finish(1) // the second run ends what the first has left
		w.wantState(named("poor"), domain.Watched, 12, 12, "run again")
		w.wantEvents(named("poor"), "import unrated watch")

		brought(poorThenGood("left", 12, 0))
		w.clock.forward(domain.ImportWait)
		w.keepWatch()
		w.wantState(named("left"), domain.Watched, 12, 12, "nobody ran it again")
		w.wantEvents(named("left"), "import unrated watch")
		finish(0)
	})
}

// What admins wrote stays; what reviews brought along is filled, by what the file
// has.
func TestImportedProductsFillSketchesAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		own := w.product("Dock One")
		_, err := w.free.ImportReviews(t.Context(), domain.System, "shop", reviewsOf(t, w.clock.now(), poorThenGood("SKU-7", 0, 1)...))
		if err != nil {
			t.Fatal(err)
		}
		var rows []app.PreparedProduct
		for _, values := range []map[string]string{
			{"key": "DOCK-ONE", "name": "DK1 INTERNAL", "mean": "4.5", "ratings": "9"},
			{"key": "sku-7", "name": "Fern Dock", "description": "It docks."}, {"key": "SKU-7+"},
		} {
			row, err := domain.ParseImportedProduct(values, domain.ImportRules{Now: w.clock.now()})
			if err != nil {
				t.Fatal(err)
			}
			ready, err := app.PrepareProduct(row, "Imported")
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, ready)
		}
		for range 2 {
			count, err := w.free.ImportProducts(t.Context(), domain.System, "erp", rows)
			if err != nil || count.New+count.Same != 3 || count.Same == 0 && (count.Kept != 1 || count.Products != 1) {
				t.Errorf("%+v, %v", count, err)
			}
		}
		if p := w.productNow(own.ID); p.Name != own.Name || !p.Launch.Equal(own.Launch) || p.Family.ID != own.Family.ID || p.CarriedRatings != 9 {
			t.Errorf("%+v", p)
		}
		found, err := db.Reader().ProductsByKey(t.Context(), "another", []string{"SKU-7", "SKU-7+"})
		if err != nil || found["SKU-7"] == found["SKU-7+"] {
			t.Fatal(found, err)
		}
		if p := w.productNow(found["SKU-7"]); p.Name != "Fern Dock" || p.Description != "It docks." ||
			p.Family.Name != "Imported" || !p.Launch.IsZero() || p.Sketch {
			t.Errorf("%+v", p)
		}
	})
}
