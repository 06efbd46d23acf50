package views

import (
	"net/url"
	"strings"

	"groundswell/internal/domain"
)

// Addresses that are always the same; those of staff's pages are in urls_staff.go.
const (
	homeURL         = "/"
	ideasURL        = "/ideas"
	shippedURL      = "/shipped"
	decisionsURL    = "/decisions"
	siteMapURL      = "/sitemap.xml"
	sitemapOfPages  = "/sitemap/pages.xml"
	spacesURL       = "/spaces"
	productsURL     = "/products"
	ratingsURL      = "/ratings"  // how ratings are checked
	FairnessURL     = "/fairness" // how moderation is done
	flagURL         = "/flag"
	reportURL       = "/report"
	objectionURL    = "/objection"
	searchPath      = "/search"
	similarURL      = "/ideas/similar"
	signUpURL       = "/signup"
	signOutURL      = "/signout"
	confirmURL      = "/confirm"
	resetURL        = "/reset"
	setUpURL        = "/setup"
	demoURL         = "/demo/signin"
	accountURL      = "/account"
	ownDataURL      = "/account/data"
	eraseURL        = "/account/erase"
	outcomesURL     = accountURL + "#outcomes"
	newsURL         = "/notifications"
	seeNewsURL      = newsURL + "/seen"
	mailURL         = "/account/mail"
	draftsURL       = "/drafts"
	discardURL      = "/drafts/discard"
	nameURL         = "/account/name"
	emailURL        = "/account/email"
	passwordURL     = "/account/password"
	preferencesURL  = "/account/preferences"
	sessionsURL     = "/account/sessions"
	restrictionsURL = "/account/restrictions"
	HeldURL         = "/held"
	ownDraftsURL    = "/account/drafts"
)

// InvitationURL is where the link of an invitation leads.
const InvitationURL = "/invitation"

// agreeURL takes that a member agrees to the terms.
const agreeURL = "/account/terms"

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

// RowURL is a page of a list at one of its rows; 0 for none.
func RowURL(base, after, name string, row int64) string {
	at := link(base, "after", after)
	if row != 0 {
		at += "#" + rowID(name, row)
	}
	return at
}

// rowID is the id of a list's row.
func rowID(name string, row int64) string { return name + "-" + id(row) }

// number and flag are values of a link: "" for none.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return id(n)
}

func flag(on bool) string {
	if on {
		return "1"
	}
	return ""
}

// base is the address of a list of ideas: all, or those of a space or a tag.
func (f Feed) base() string {
	switch {
	case f.Space != nil:
		return spaceURL(f.Space.Slug)
	case f.Tag != nil:
		return tagURL(f.Tag.Slug)
	}
	return ideasURL
}

// FeedURL is the address of a page of a list of ideas, in an order and narrowed.
func FeedURL(f Feed, order domain.Order, to Filter, after string) string {
	tab := string(order)
	if order == domain.Hot {
		tab = ""
	}
	days := ""
	if order == domain.Top && f.Order == domain.Top {
		days = number(f.Days)
	}
	return link(f.base(), "tab", tab, "days", days, "space", to.Space, "tag", to.Tag, "product", to.Product, "status",
		to.Status, "after", after)
}

// PeriodURL is Top of the last so many days, narrowed as f is; 0: of all.
func PeriodURL(f Feed, days int64) string {
	f.Order, f.Days = domain.Top, days
	return FeedURL(f, domain.Top, f.Filter, "")
}

// closedURL is the list of all closed ideas, narrowed as f is.
func closedURL(f Feed) string {
	f.Filter.Status = "closed"
	return FeedURL(f, domain.Top, f.Filter, "")
}

func productIdeasURL(p *domain.Product) string { return link(ideasURL, "product", p.Slug) }
func inStatusURL(s domain.Status) string       { return link(ideasURL, "status", string(s)) }

// submitURL leads to the form of an idea, with the space that the reader comes from.
func submitURL(p Page) string                 { return link("/ideas/new", "space", number(p.Space)) }
func submitAboutURL(p *domain.Product) string { return link("/ideas/new", "product", p.Slug) }

// submitTitledURL leads to the form of an idea with a title.
func submitTitledURL(title string) string { return link("/ideas/new", "title", title) }

// submitToURL is where the form of an idea is sent; 0 is a new one.
func submitToURL(idea int64) string {
	if idea == 0 {
		return ideasURL
	}
	return ideaURL(idea, "edit")
}

// draftURL is where a draft was typed; "" where that is gone.
func draftURL(d domain.OwnDraft) string {
	things, number, verb := d.Form.Parts()
	switch {
	case d.Form == domain.NewIdeaForm:
		return "/ideas/new"
	case d.Path == "":
		return ""
	case things == "ideas" && (verb == "merge" || verb == "propose"):
		return link(ideaURL(number, "merge"), "into", d.Fields["into"])
	case things == "items":
		return link(d.Path, "do", d.Fields["do"])
	case things == "ideas" && verb == "edit":
		return ideaURL(number, verb)
	case things == "comments" && verb == "edit", verb == "exclusions":
		return d.Path + "/" + verb
	case things == "members":
		return d.Path + "#staff"
	}
	return d.Path
}

// VersionsURL is what an idea said before.
func VersionsURL(idea int64) string { return ideaURL(idea, "versions") }

func ideaURL(idea int64, verb string) string { return "/ideas/" + id(idea) + "/" + verb }

// unreadURLs begin what is for nobody's search engine: forms and desks.
var unreadURLs = []string{accountURL, "/admin", confirmURL, yourWorkURL, "/ideas/new", InvitationURL, queuesURL, resetURL,
	setUpURL, "/signin", signUpURL}

// ideaIDURL is the address of an idea that stays when its title changes.
func ideaIDURL(idea int64) string { return domain.IdeaPath(idea) }

// AtomURL is the feed of the page at a path, and CardURL the picture of an idea.
func AtomURL(page string) string                { return strings.TrimSuffix(page, "/") + "/feed.atom" }
func IdeaAtomURL(i *domain.Idea) string         { return AtomURL(ideaIDURL(i.ID)) }
func CardURL(i *domain.Idea) string             { return ideaURL(i.ID, "card.png") }
func sitemapURL(kind string, part int64) string { return "/sitemap/" + kind + "/" + id(part) }

// CommentsURL is a page of the comments on an idea.
func CommentsURL(i *domain.Idea, o domain.CommentOrder, after string) string {
	order := string(o)
	if o == domain.MostHelpful {
		order = ""
	}
	return link(i.Path(), "order", order, "after", after) + "#comments"
}

// PostedURL is where a comment stands that was posted just now: first of all threads,
// or on its own page.
func PostedURL(i *domain.Idea, c *domain.Comment) string {
	if c.Parent != 0 {
		return c.Path()
	}
	return link(i.Path(), "order", string(domain.NewestFirst)) + "#" + commentAnchor(c.ID)
}

func commentURL(c *domain.Comment, verb string) string { return c.Path() + "/" + verb }
func commentURLOf(comment int64) string                { return (&domain.Comment{ID: comment}).Path() }

// replyURL is where a comment is answered, and repliesURL its replies behind another.
func replyURL(c *domain.Comment) string { return c.Path() + "#reply" }
func repliesURL(c *domain.Comment, after int64) string {
	return link(c.Path(), "after", domain.Cursor{ID: after}.String())
}

func spaceURL(slug string) string   { return "/spaces/" + slug }
func tagURL(slug string) string     { return "/tags/" + slug }
func memberURL(member int64) string { return "/members/" + id(member) }

// followURL is where a form says whether something is followed, from the address of its page.
func followURL(page string) string { return page + "/follow" }

// UnsubscribeURL is where the mails stop of which one has a token.
func UnsubscribeURL(token string) string { return "/unsubscribe/" + token }

// NewsURL is a page of what the reader heard.
func NewsURL(after string) string { return link(newsURL, "after", after) }

func signInURL(back string) string    { return onwardURL("/signin", back) }
func sessionURL(session int64) string { return sessionsURL + "/" + id(session) }

// onwardURL is a page of signing in from which the way goes on to another.
func onwardURL(page, to string) string {
	if to == homeURL {
		return page
	}
	return link(page, "return_to", to)
}

// LedgerURL is the address of a page of the ledger of all decisions.
func LedgerURL(f LedgerFilter, after string) string {
	return link(decisionsURL, "space", f.Space, "product", f.Product, "team", f.Team, "person", f.Person, "outcome", f.Outcome, "after", after)
}

// decidedURL is the list of what somebody decided.
func decidedURL(member int64) string { return LedgerURL(LedgerFilter{Person: id(member)}, "") }

// CatalogURL is the address of a page of the catalog.
func CatalogURL(order domain.ProductOrder, f CatalogFilter, after string) string {
	by := string(order)
	if order == domain.ByRating {
		by = ""
	}
	return link(productsURL, "order", by, "family", f.Family, "state", f.State, "q", f.Query, "after", after)
}

func inStateURL(s domain.State) string { return link(productsURL, "state", string(s)) }
func familyURL(slug string) string     { return link(productsURL, "family", slug) }

func productURL(p *domain.Product, verb string) string { return p.Path() + "/" + verb }

// ReviewsURL is the address of a page of a product's ratings.
func ReviewsURL(p *domain.Product, f ReviewFilter, after string) string {
	order := string(f.Order)
	if f.Order == domain.Helpful {
		order = ""
	}
	return link(p.Path(), "order", order, "stars", number(f.Stars), "revision", number(f.Revision), "theme", number(f.Theme),
		"language", f.Language, "verified", flag(f.Verified), "counted", flag(f.Counted), "unanswered", flag(f.Unanswered),
		"after", after) + "#reviews"
}

// starsURL filters by stars as the histogram counts them.
func starsURL(p *domain.Product, stars int64) string {
	return ReviewsURL(p, ReviewFilter{Stars: stars, Counted: true}, "")
}

// roadThemeURL filters by a theme as the road to five stars counts it.
func roadThemeURL(p *domain.Product, theme int64) string {
	return ReviewsURL(p, ReviewFilter{Theme: theme, Counted: true}, "")
}

func reviewURL(r *domain.Rating, verb string) string { return r.Path() + "/" + verb }

// FaceURL is the style sheet of a face that has an accent.
func FaceURL(f domain.Face) string { return "/face/" + sheetName(f) }

// LogoURL is the picture of a logo.
func LogoURL(l domain.Logo) string { return "/logos/" + l.Key + ".png" }

// LegalVersionsURL is what a legal page said before, from a version on.
func LegalVersionsURL(page domain.LegalPage, after string) string {
	return link("/legal"+page.Path()+"/versions", "after", after)
}

// roadURL is where a product's road to five stars stands.
func roadURL(p *domain.Product) string { return p.Path() + "#road" }

// withdrawURL is where an author takes back what waits to be let in.
func withdrawURL(held int64) string { return HeldURL + "/" + id(held) + "/withdraw" }

// ReportConfirmURL is where the link of a report leads.
const ReportConfirmURL = "/report/confirm"

// flagPostURL is where somebody flags a post; guests report what is against the law.
func flagPostURL(p Page, part domain.Part, post int64) string {
	to := flagURL
	if !p.Viewer.SignedIn() {
		to = reportURL
	}
	return link(to, "of", (&domain.Post{Part: part, ID: post}).Name())
}

// ObjectionURL is where the letter about a restriction leads: whoever has it reads the
// statement and objects, without signing in.
func ObjectionURL(token string) string { return link(objectionURL, "token", token) }

// mendURL is where the author changes a hidden post; of a review, the page of its form.
func mendURL(part domain.Part, post int64) string {
	switch part {
	case domain.PartIdea:
		return ideaURL(post, "edit")
	case domain.PartComment:
		return commentURLOf(post) + "/edit"
	}
	return (&domain.Rating{ID: post}).Path()
}

func objectURL(restriction int64) string { return restrictionsURL + "/" + id(restriction) + "/object" }

// RestrictionURL is where somebody reads what was restricted and why.
func RestrictionURL(restriction int64) string {
	return restrictionsURL + "#" + rowID("restriction", restriction)
}

// AtComment is a page at the place of a comment on it.
func AtComment(page string, comment int64) string {
	page, _, _ = strings.Cut(page, "#")
	return page + "#" + commentAnchor(comment)
}
