package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// FeedURL is the address of a list of ideas.
func FeedURL(base string, order domain.Order, f Filter, after string) string {
	tab := string(order)
	if order == domain.Hot {
		tab = ""
	}
	return link(base, "tab", tab, "space", f.Space, "tag", f.Tag, "product", f.Product, "status", f.Status, "after", after)
}

// link is an address with the values that are not empty: names and values in turn.
func link(base string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

// submitURL leads to the form of an idea, with the space that the reader comes from.
func submitURL(p Page) string {
	if p.Space == 0 {
		return "/ideas/new"
	}
	return "/ideas/new?space=" + id(p.Space)
}

func spaceURL(slug string) string            { return "/spaces/" + slug }
func tagURL(slug string) string              { return "/tags/" + slug }
func memberURL(member int64) string          { return "/members/" + id(member) }
func signInURL(back string) string           { return "/signin?return_to=" + url.QueryEscape(back) }
func ideaURL(idea int64, verb string) string { return "/ideas/" + id(idea) + "/" + verb }
