package domain

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ProductFields are what an imported product can have, ReviewFields what an
// imported review can have, by the names that --map uses.
var (
	ProductFields = []string{"key", "name", "family", "description", "launched", "mean", "ratings"}
	ReviewFields  = []string{"key", "product", "stars", "title", "body", "author", "author_id", "created", "helpful", "verified", "revision"}
)

// ImportedProduct is a row of a file of products, checked.
type ImportedProduct struct {
	Key         string
	Name        string    // empty where the file has none
	Family      string    // empty where the file has none
	Description string    // empty where the file has none
	Launch      time.Time // zero where the file has none
	Mean        float64   // carried over; 0 where none is known
	Ratings     int64     // carried over
	Content
}

// ParseImportedProduct checks one row. values are by ProductFields; a field that
// is not mapped is missing. Every problem is noted under its field.
func ParseImportedProduct(values map[string]string, r ImportRules) (ImportedProduct, error) {
	var p Problems
	i := ImportedProduct{
		Key: strings.TrimSpace(values["key"]), Name: strings.Join(strings.Fields(values["name"]), " "),
		Family: strings.Join(strings.Fields(values["family"]), " "), Description: strings.TrimSpace(values["description"]),
		Content: contentOf(ProductFields, values, "launched"),
	}
	checkImportedKey(&p, "key", i.Key)
	if n := utf8.RuneCountInString(i.Name); n > ImportedProductNameMax {
		p.Add("name", "import.title", Args{"Max": ImportedProductNameMax, "Count": n})
	}
	if utf8.RuneCountInString(i.Family) > FamilyNameMax {
		p.Add("family", "import.family", Args{"Max": FamilyNameMax})
	}
	if n := utf8.RuneCountInString(i.Description); n > ProductDescriptionMax {
		p.Add("description", "error.too_long", Args{"Max": ProductDescriptionMax})
	}
	if strings.TrimSpace(values["launched"]) != "" {
		i.Launch = DayStart(Day(parseImportedTime(&p, "launched", values["launched"], r)))
	}
	i.Mean, i.Ratings = importedMean(&p, values["mean"]), importedNumber(&p, "ratings", values["ratings"])
	if i.Ratings < 0 {
		p.Add("ratings", "import.negative", nil)
	}
	return i, p.Err()
}

func checkImportedKey(p *Problems, field, key string) {
	if key == "" || len(key) > ImportKeyMax {
		p.Add(field, "import.key", Args{"Max": ImportKeyMax})
	}
}

func importedMean(p *Problems, s string) float64 {
	if s = strings.TrimSpace(s); s == "" {
		return 0
	}
	mean, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.IsNaN(mean) || mean != 0 && (mean < 1 || mean > StarsMax) {
		p.Add("mean", "import.mean", Args{"Value": s})
		return 0
	}
	return mean
}

// ImportedReview is a row of a file of reviews, checked.
type ImportedReview struct {
	Key     string
	Product string // its key, as the file has it
	Stars   int64
	Title   string
	Body    string // as it came
	ImportedAuthor
	Content
	Created  time.Time
	Helpful  int64
	Verified bool
	Revision string // empty: whichever is current
}

// ParseImportedReview checks one row. values are by ReviewFields.
func ParseImportedReview(values map[string]string, r ImportRules) (ImportedReview, error) {
	var p Problems
	i := ImportedReview{
		Key: strings.TrimSpace(values["key"]), Product: strings.TrimSpace(values["product"]),
		Title: strings.Join(strings.Fields(values["title"]), " "),
		Body:  strings.TrimSpace(values["body"]), ImportedAuthor: parseImportedAuthor(&p, values, r),
		Revision: strings.Join(strings.Fields(values["revision"]), " "),
		Content:  contentOf(ReviewFields, values, "created"),
	}
	checkImportedKey(&p, "key", i.Key)
	checkImportedKey(&p, "product", i.Product)
	if i.Stars = importedNumber(&p, "stars", values["stars"]); i.Stars < 1 || i.Stars > StarsMax {
		p.Add("stars", "import.stars", Args{"Value": strings.TrimSpace(values["stars"])})
	}
	if n := utf8.RuneCountInString(i.Title); n > ImportedTitleMax {
		p.Add("title", "import.title", Args{"Max": ImportedTitleMax, "Count": n})
	}
	if n := utf8.RuneCountInString(i.Revision); n > RevisionNameMax {
		p.Add("revision", "error.name_long", Args{"Max": RevisionNameMax})
	}
	i.Created = parseImportedTime(&p, "created", values["created"], r)
	if i.Helpful = importedNumber(&p, "helpful", values["helpful"]); i.Helpful < 0 {
		p.Add("helpful", "import.negative", nil)
	}
	i.Verified = importedYes(&p, "verified", values["verified"])
	return i, p.Err()
}

// The words by which files say yes and no.
var (
	yesWords = []string{"1", "true", "yes", "y", "ja"}
	noWords  = []string{"", "0", "false", "no", "n", "nein"}
)

func importedYes(p *Problems, field, s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if !slices.Contains(yesWords, s) && !slices.Contains(noWords, s) {
		p.Add(field, "import.yes", Args{"Value": s})
	}
	return slices.Contains(yesWords, s)
}
