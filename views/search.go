package views

import (
	"context"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// Search is a page of what was found.
type Search struct {
	Page
	Query    string // as it was typed
	Kind     domain.SearchKind
	Filter   Filter
	Spaces   []domain.Space
	Products []domain.Product // those to choose from; nil when there are too many for a list
	Product  *domain.Product  // set when the search is narrowed to it
	Found    domain.Found
	Rows     []FoundRow // of Found's list, in its order
	After    string
	Next     string
}

// FoundRow is a hit with the words that were searched for marked.
type FoundRow struct{ Title, Text []search.Span }

// feed is the page as the fields of a list's filters see it.
func (p Search) feed() Feed {
	return Feed{Page: p.Page, Filter: p.Filter, Spaces: p.Spaces, Products: p.Products, Product: p.Product}
}

// searchURL is the address of a page of hits of a kind.
func searchURL(p Search, kind domain.SearchKind, after string) string {
	tab := kind.String()
	if kind == domain.FindIdeas {
		tab = ""
	}
	return link(searchPath, "q", p.Query, "tab", tab, "space", p.Filter.Space, "tag", p.Filter.Tag,
		"product", p.Filter.Product, "status", p.Filter.Status, "after", after)
}

// SearchURL is the search for something in all there is.
func SearchURL(query string) string { return link(searchPath, "q", query) }

// foundCount is a number beside a tab: as many as its pages have.
func foundCount(ctx context.Context, c domain.FoundCount) string {
	if c.More {
		return t(ctx, "search.more_than", "N", c.N)
	}
	return num(ctx, c.N)
}

// Similar is the box under a title that is typed.
type Similar struct {
	Page
	Ideas []domain.Idea
	// Step says that the form was sent and waits for an answer to the box.
	Step bool
}

// Searches is what nobody found, and what staff teach search.
type Searches struct {
	Page
	Missed   []domain.MissedSearch
	Synonyms []domain.Synonym
	Form     Form
}

// similarTo asks for ideas like the one whose title is typed, while it is.
func similarTo(s Submit) templ.Attributes {
	if s.ID != 0 {
		return nil
	}
	return templ.Attributes{
		"hx-get": similarURL, "hx-trigger": "input changed delay:300ms", "hx-target": "#similar", "hx-swap": "innerHTML",
		"hx-sync": "this:replace",
	}
}
