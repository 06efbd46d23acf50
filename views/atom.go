package views

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/gorilla/feeds"

	"groundswell/internal/domain"
)

// News is what programs that read news are told of a page: its newest entries first, of
// whatever kind the page lists.
type News struct {
	Page
	Of        string // address of the page that the feed belongs to
	Ideas     []domain.Idea
	Decisions []domain.Outcome
	Reviews   []domain.Rating
}

// atomFeed is a feed with what the library's has no room for: two links and a language.
type atomFeed struct {
	feeds.AtomFeed
	Language string           `xml:"xml:lang,attr"`
	Links    []feeds.AtomLink `xml:"link"`
}

// Atom writes the news as a feed (RFC 4287). Ids are addresses that stay when titles
// change.
func Atom(ctx context.Context, n News) ([]byte, error) {
	page := n.Base + n.Of
	entries := n.entries(ctx)
	feed := atomFeed{
		AtomFeed: feeds.AtomFeed{
			Xmlns: "http://www.w3.org/2005/Atom", Title: n.Title + " · " + n.Community, Id: page, Subtitle: n.Description,
			Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: author(n.Community), Entries: entries, Logo: n.logo(),
		},
		Language: lang(ctx),
		Links:    []feeds.AtomLink{{Href: page, Rel: "alternate", Type: "text/html"}, {Href: n.Base + n.Path, Rel: "self", Type: AtomType}},
	}
	if len(entries) > 0 {
		newest := slices.MaxFunc(entries, func(a, b *feeds.AtomEntry) int { return cmp.Compare(a.Updated, b.Updated) })
		feed.Updated = newest.Updated
	}
	return document(feed)
}

// logo is the address of the community's logo, "" for none.
func (n News) logo() string {
	if n.Face.Logo.Key == "" {
		return ""
	}
	return n.Base + LogoURL(n.Face.Logo)
}

// AtomType is the media type of a feed.
const AtomType = "application/atom+xml"

func (n News) entries(ctx context.Context) []*feeds.AtomEntry {
	var all []*feeds.AtomEntry
	for i := range n.Ideas {
		all = append(all, n.ideaEntry(ctx, &n.Ideas[i]))
	}
	for i := range n.Decisions {
		all = append(all, n.decisionEntry(ctx, &n.Decisions[i]))
	}
	for i := range n.Reviews {
		all = append(all, n.reviewEntry(ctx, &n.Reviews[i]))
	}
	return all
}

func (n News) ideaEntry(ctx context.Context, i *domain.Idea) *feeds.AtomEntry {
	e := n.entry(n.Base+ideaIDURL(i.ID), i.Path(), i.Title, i.Created)
	e.Author, e.Summary = author(nameOf(ctx, i.Author)), &feeds.AtomSummary{Type: "text", Content: i.Excerpt}
	return e
}

func (n News) decisionEntry(ctx context.Context, o *domain.Outcome) *feeds.AtomEntry {
	title := t(ctx, "status."+string(o.Decision.To)) + ": " + o.Idea.Title
	e := n.entry(n.Base+ideaIDURL(o.Idea.ID)+"#decision-"+id(o.Decision.ID), o.Idea.Path(), title, o.Decision.At)
	if o.Decision.By.ID != 0 {
		e.Author = author(t(ctx, "ledger.by", "Name", nameOf(ctx, o.Decision.By), "Role", o.Decision.By.Role))
	}
	e.Content = &feeds.AtomContent{Type: "text", Content: o.Decision.Reason}
	return e
}

func (n News) reviewEntry(ctx context.Context, r *domain.Rating) *feeds.AtomEntry {
	title := tn(ctx, "stars.n", r.Stars)
	if r.Title != "" {
		title += ": " + r.Title
	}
	e := n.entry(n.Base+r.Path(), r.Path(), title, r.Rated)
	e.Author, e.Content = author(nameOf(ctx, r.By)), &feeds.AtomContent{Type: "html", Content: r.HTML}
	return e
}

func (n News) entry(id, path, title string, at time.Time) *feeds.AtomEntry {
	when := at.UTC().Format(time.RFC3339)
	return &feeds.AtomEntry{
		Id: id, Title: title, Updated: when, Published: when,
		Links: []feeds.AtomLink{{Href: n.Base + path, Rel: "alternate", Type: "text/html"}},
	}
}

func author(name string) *feeds.AtomAuthor {
	return &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: name}}
}
