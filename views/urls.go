package views

import (
	"net/url"

	"groundswell/internal/domain"
)

// FeedURL is the address of a list of ideas.
func FeedURL(base string, order domain.Order, f Filter, after string) string {
	q := url.Values{}
	if order != domain.Hot {
		q.Set("tab", string(order))
	}
	for name, value := range map[string]string{"space": f.Space, "tag": f.Tag, "product": f.Product, "status": f.Status, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

func spaceURL(slug string) string            { return "/spaces/" + slug }
func tagURL(slug string) string              { return "/tags/" + slug }
func memberURL(member int64) string          { return "/members/" + id(member) }
func signInURL(back string) string           { return "/signin?return_to=" + url.QueryEscape(back) }
func ideaURL(idea int64, verb string) string { return "/ideas/" + id(idea) + "/" + verb }
