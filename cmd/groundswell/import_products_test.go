package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store/storetest"
)

const reviewMap = "--map=key=,product=item,stars=rating,title=headline,body=words,author=who,created=when,helpful=useful,verified=bought,revision=version"

// importKind runs an import command on a file.
func importKind(t *testing.T, kind, target, file string, more ...string) string {
	t.Helper()
	out, err := command(t, "", append([]string{"import", kind, "--database=" + target, "--text=html", file}, more...)...)
	if err != nil {
		out += sentence(err)
	}
	return out
}

func TestImportReviews(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		const file = "testdata/reviews.csv"
		wantSays(t, importKind(t, "reviews", target, file, reviewMap, "--dry-run"), "6 would be imported")
		wantSays(t, importKind(t, "reviews", target, file, reviewMap, "--authors-by-name"), "6 imported, 0 unchanged",
			"2 products were created", "1 revision was created",
			"2 authors were created", "2 are earlier versions by authors who rated the same revision again")
		wantSays(t, importKind(t, "reviews", target, file, reviewMap), "0 imported, 6 unchanged")
		db := open(t, target)
		p, err := db.Reader().Product(t.Context(), "kb-1")
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != "KB-1" || p.Family.Name != "Imported" || p.Revision.Name != "B" || p.Revision.Number != 2 || p.N != 2 ||
			p.Sum != 4 || p.State != domain.Listed {
			t.Errorf("%+v", p)
		}
		page, err := db.Reader().Ratings(t.Context(), domain.ReviewFilter{Product: p.ID, Order: domain.Newest})
		ratings := page.Items
		if err != nil || len(ratings) != 3 {
			t.Fatal(len(ratings), err)
		}
		if r := ratings[1]; r.Title != "Second thoughts" || r.Stars != 3 || !r.Verified || r.By.Name != "Ada" || r.Before != 2 {
			t.Errorf("%+v", r)
		}
		past, err := db.Reader().RatingHistory(t.Context(), ratings[1].ID)
		if err != nil || len(past) != 2 {
			t.Errorf("%+v, %v", past, err)
		}
		if r := ratings[0]; r.Worded() || r.By.ID != 0 || r.Stars != 1 {
			t.Errorf("%+v", r)
		}
		if r := ratings[2]; r.Body != "Every **tenth** letter" || r.Helpful != 3 || r.Revision.Name != domain.FirstRevision ||
			r.Rated.Year() != 2011 {
			t.Errorf("%+v", r)
		}
		wantSays(t, importKind(t, "products", target, "testdata/products.csv",
			"--map=key=code,name=called,family=kind,description=text,launched=out,mean=mean,ratings=count"), "2 imported")
		p, err = db.Reader().Product(t.Context(), "kb-1")
		if err != nil || p.Name != "Moss Keyboard" || p.Family.Name != "Keyboards" || p.CarriedMean != 3.6 ||
			p.CarriedRatings != 352 || p.N != 2 || p.Launch.Year() != 2011 {
			t.Errorf("%+v, %v", p, err) // carried over and never counted
		}
		p, err = db.Reader().Product(t.Context(), "new-thing")
		if err != nil || p.CarriedMean != 4.5 || p.N != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		wantSays(t, must(t, "check", "--database="+target), "everything is in order")
	})
}

func TestImportReviewsSaysWhatIsWrong(t *testing.T) {
	target := storetest.SQLite(t)
	wantSays(t, importKind(t, "reviews", target, "testdata/reviews_bad.csv", reviewMap), "“6” is not a number of stars",
		"line 3", "“many” is not a whole number", "“perhaps” is neither yes nor no",
		"4 of 4 rows are bad; nothing was imported")
	wantSays(t, importKind(t, "reviews", target, "testdata/reviews.csv", "--map=key=,stars=rating"), "must say which column is the product")
	wantSays(t, importKind(t, "products", target, "testdata/products.csv", "--map=key=code,mean=called"),
		"“Moss Keyboard” is not an average of stars")
}

// Reviews that real people wrote, where the files are at hand.
func TestImportRealReviews(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(data); err != nil {
		t.Skip("the files of real input are not beside the project: their import was left out; testdata covers every case")
	}
	storetest.EachTarget(t, func(t *testing.T, target string) {
		food := []string{
			"--map=key=Id,product=ProductId,stars=Score,title=Summary,body=Text,author=UserId,created=Time,helpful=HelpfulnessNumerator",
			"--source=food"}
		for _, c := range []struct {
			kind, file string
			flags      []string
			want       string
		}{
			{"reviews", "amazon_fine_food_1k/reviews.csv", food, "1000 imported"},
			{"reviews", "amazon_fine_food_1k/reviews.csv", food, "0 imported, 1000 unchanged"},
			{"reviews", "womens_clothing_reviews/reviews.csv",
				[]string{"--map=key=,product=ClothingID,stars=Rating,title=Title,body=ReviewText,helpful=PositiveFeedbackCount",
					"--source=clothing", "--family=Clothing"}, "1499 imported"},
			{"products", "amazon_phone_items/items.csv",
				[]string{"--map=key=asin,name=title,family=brand,mean=rating,ratings=totalReviews"}, "720 imported"},
		} {
			wantSays(t, importKind(t, c.kind, target, filepath.Join(data, c.file), c.flags...), c.want)
		}
		products, err := open(t, target).Reader().Products(t.Context(), domain.ProductFilter{Order: domain.ByReviews, Limit: 1})
		if err != nil || len(products.Items) != 1 || fmt.Sprint(products.Items[0].Slug, " ", products.Items[0].Reviews) != "b000g6ryne 217" {
			t.Errorf("%+v, %v", products, err)
		}
		wantSays(t, must(t, "check", "--database="+target), "everything is in order")
	})
}
