package domain

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of products, in characters.
const (
	ProductNameMax         = 120
	ImportedProductNameMax = 300
	ProductDescriptionMax  = 2000
	FamilyNameMax          = 60
)

// Shapes are the drawings that can stand for the products of a family.
var Shapes = []string{"laptop", "dock", "headset", "webcam", "keyboard", "monitor", "tablet"}

// Family is a group of products in the catalog.
type Family struct {
	ID       int64
	Slug     string
	Name     string
	Shape    string // one of Shapes
	Products int64  // how many there are, in any state
	Version  int64
}

// Product is what a page shows of a product. Lists leave Description empty.
type Product struct {
	ID          int64
	Slug        string
	Name        string
	Family      Family
	Description string
	Launch      time.Time // a day; zero where nobody knows it
	Responsible MemberRef
	Queue       QueueRef // that answers for it; ID 0: none
	Version     int64
	Sketch      bool // an import of reviews made it of its key, and nobody has said more

	State    State
	Standing          // of the current revision
	Revision Revision // the current one
	Trend    []Revision

	Low         float64 // lower end of the range; 0 while no score is shown
	Regained    float64 // stars that people who rated again gave more, on average
	Reviews     int64   // ratings of every revision that the page shows
	Poor        int64   // of these with at most PoorStars and in no excluded window
	PoorReplied int64   // of these with a public reply
	Ideas       int64   // listed ideas about it

	CarriedMean    float64 // from elsewhere, by import: shown apart, never counted
	CarriedRatings int64

	ThemesVersion int64
}

// PoorStars is up to how many stars a rating asks for a public answer.
const PoorStars = 2

// Path is the address of the product's page.
func (p *Product) Path() string { return "/products/" + p.Slug }

// LaunchDay is the day of the launch, 0 where nobody knows it.
func (p *Product) LaunchDay() int64 {
	if p.Launch.IsZero() {
		return 0
	}
	return Day(p.Launch)
}

// NamedTo reports whether lists, pickers, filters and counts may name the product
// to somebody: a withdrawn one is gone for all but staff. Its own page stays.
func (p *Product) NamedTo(who Actor) bool {
	return p.ID != 0 && (p.State != Withdrawn || who.Role.Staff())
}

// Overridden reports whether the two-star rule is suspended for it at now.
func (p *Product) Overridden(now time.Time) bool {
	return !Over(p.OverrideUntil, OverrideMax, now)
}

// CheckProduct notes what is wrong with a product that an admin typed.
func CheckProduct(p *Problems, product Product) {
	switch n, bad := Seen(product.Name), badLetters(product.Name); {
	case bad != "":
		p.Add("name", bad, nil)
	case n < NameMin:
		p.Add("name", "error.name_short", Args{"Min": NameMin})
	case n > ProductNameMax:
		p.Add("name", "error.name_long", Args{"Max": ProductNameMax})
	}
	checkSlug(p, product.Slug)
	if utf8.RuneCountInString(product.Description) > ProductDescriptionMax {
		p.Add("description", "error.too_long", Args{"Max": ProductDescriptionMax})
	}
	if product.Family.ID == 0 {
		p.Add("family", "error.family_empty", nil)
	}
	if product.Launch.IsZero() {
		p.Add("launch", "error.day", nil)
	}
}

// CheckFamily notes what is wrong with a family.
func CheckFamily(p *Problems, f Family) {
	switch n, bad := Seen(f.Name), badLetters(f.Name); {
	case bad != "":
		p.Add("name", bad, nil)
	case n < NameMin:
		p.Add("name", "error.name_short", Args{"Min": NameMin})
	case n > FamilyNameMax:
		p.Add("name", "error.name_long", Args{"Max": FamilyNameMax})
	}
	checkSlug(p, f.Slug)
	if !knownShape(f.Shape) {
		p.Add("shape", "error.shape", nil)
	}
}

func knownShape(s string) bool {
	for _, shape := range Shapes {
		if shape == s {
			return true
		}
	}
	return false
}

// ParseDay reads a day as forms send it: 2026-03-10.
func ParseDay(s string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	return day, err == nil && day.Year() >= 1970 && day.Year() < 2200
}

// ProductOrder is how the catalog is sorted.
type ProductOrder string

// The orders of the catalog. ByRating goes by the lower end of the range, so
// that three good ratings do not stand above three hundred.
const (
	ByRating   ProductOrder = "rating"
	ByLaunch   ProductOrder = "newest"
	ByReviews  ProductOrder = "reviews"
	ByRegained ProductOrder = "regained"
)

// ProductOrders lists the orders as they are offered.
var ProductOrders = []ProductOrder{ByRating, ByLaunch, ByReviews, ByRegained}

// ParseProductOrder accepts an order by name; anything else is ByRating.
func ParseProductOrder(s string) ProductOrder {
	for _, o := range ProductOrders {
		if string(o) == s {
			return o
		}
	}
	return ByRating
}

// ProductPage is how many products a page of the catalog shows.
const ProductPage = 24

// ProductFilter asks for one page of the catalog.
type ProductFilter struct {
	Order  ProductOrder // empty: ByRating
	Family *Family      // nil: every family
	States []State      // empty: CatalogStates
	Words  []string     // each must begin a word of the name
	After  Cursor
	Limit  int // 0: ProductPage; at most 100
}

// ProductCursor is the place of a product in the catalog of an order.
func ProductCursor(o ProductOrder, p *Product) Cursor {
	c := Cursor{ID: p.ID}
	switch o {
	case ByRating:
		c.Key = p.Low
	case ByLaunch:
		c.Key = float64(p.LaunchDay())
	case ByReviews:
		c.Key = float64(p.Reviews)
	case ByRegained:
		c.Key = p.Regained
	}
	return c
}
