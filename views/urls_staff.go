package views

import (
	"strings"
	"time"

	"groundswell/internal/domain"
)

// Addresses of staff's pages that are always the same.
const (
	unansweredURL = "/reviews"
	yourWorkURL   = "/desk"
	queuesURL     = "/queues"
	moderationURL = "/moderation"
	deskSeenURL   = "/moderation/seen"
	rehearsalURL  = "/admin/signals/rehearsal"
	AuditURL      = "/admin/audit"
	auditFileURL  = AuditURL + ".csv"
)

// adminHomeURL lists what an installation lacks.
const adminHomeURL = "/admin"

// teachURL is where staff say what else some words mean.
func teachURL(words string) string { return link(adminURL("searches"), "word", words) + "#word" }

// ReasonsURL is where staff read what people said of an idea.
func ReasonsURL(idea int64) string { return ideaURL(idea, "reasons") }

// VotersURL is where staff read who voted on an idea one way; domain.None: either.
func VotersURL(idea int64, way domain.Vote, after string) string {
	return link(ideaURL(idea, "votes"), "way", number(int64(way)), "after", after)
}

func spaceChipsURL(slug string) string { return spaceURL(slug) + "/reasons" }

func noteURL(n *domain.Note, verb string) string { return n.Path() + "/" + verb }

// accessURL is where staff decide about a member.
func accessURL(member int64) string { return memberURL(member) + "#staff" }

// ConductURL is what somebody did here, for moderators: a page of what they wrote of a part,
// or with "" the first one.
func ConductURL(member int64, part domain.Part, after string) string {
	return link(conductDoURL(member, ""), "part", string(part), "after", after)
}

// conductDoURL is where what moderators do about an account is sent.
func conductDoURL(member int64, verb string) string {
	return strings.TrimSuffix(moderationURL+"/members/"+id(member)+"/"+verb, "/")
}

// aboutURL is where what staff decide about a member is sent.
func aboutURL(member int64, verb string) string { return memberURL(member) + "/" + verb }

func deleteThemeURL(p *domain.Product, theme int64) string {
	return productURL(p, "themes") + "/" + id(theme) + "/delete"
}

// exclusionURL is a product's days with some chosen; a zero time is none.
func exclusionURL(p *domain.Product, from, to time.Time) string {
	return link(productURL(p, "exclusions"), "from", dayOf(from), "to", dayOf(to)) + "#exclusion"
}

func dayOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}

// beforeUndoURL shows what taking a window back would change.
func beforeUndoURL(p *domain.Product, exclusion int64) string {
	return link(productURL(p, "exclusions"), "undo", id(exclusion)) + "#" + rowID("window", exclusion)
}

func undoURL(p *domain.Product, exclusion int64) string {
	return productURL(p, "exclusions") + "/" + id(exclusion) + "/undo"
}

// UnansweredURL is a page of the ratings that ask for an answer, with the form of one
// of them open; 0: the first.
func UnansweredURL(after string, open int64) string {
	at := link(unansweredURL, "after", after, "open", number(open))
	if open != 0 {
		at += "#" + rowID("review", open)
	}
	return at
}

// SetupURL is a step of the first run.
func SetupURL(step string) string { return "/setup/" + step }

// revokeURL takes an invitation back.
func revokeURL(invitation int64) string { return adminURL("people") + "/invitations/" + id(invitation) }

// adminURL is the address of a section of the administration.
func adminURL(section string) string { return "/admin/" + section }

// faceFormURL is the form of the community's face (space 0) or a space's; the others are
// where its logo is sent and taken away.
func faceFormURL(space int64) string {
	if space != 0 {
		return formURL("spaces", space) + "/face"
	}
	return adminURL("face")
}
func sendLogoURL(space int64) string   { return faceFormURL(space) + "/logo" }
func removeLogoURL(space int64) string { return faceFormURL(space) + "/logo/remove" }

// LegalAdminURL is the form of a legal page.
func LegalAdminURL(page domain.LegalPage) string { return adminURL("legal") + page.Path() }

// formURL is the address of one thing in a section, and where its form is sent; 0 is a
// new one.
func formURL(section string, thing int64) string {
	if thing == 0 {
		return adminURL(section)
	}
	return adminURL(section) + "/" + id(thing)
}

// ruleURL is where something is done with a rule of the queues.
func ruleURL(rule int64, verb string) string { return formURL("queues/rules", rule) + "/" + verb }

func deleteSynonymURL(synonym int64) string { return formURL("searches", synonym) + "/delete" }
func deleteTagURL(tag int64) string         { return formURL("tags", tag) + "/delete" }
func mergeTagURL(tag int64) string          { return formURL("tags", tag) + "/merge" }
func serialsURL(product int64) string       { return formURL("products", product) + "/serials" }

// columnURL is a column of a queue as a table, or the list of what is under review.
func columnURL(q domain.QueueRef, column domain.Status) string {
	if column == domain.StatusUnderReview {
		return q.Path()
	}
	return link(q.Path(), "view", string(TableView), "column", string(column))
}

// viewURL is a page of a queue in another view, narrowed as this one.
func viewURL(p QueuePage, view View, after string) string {
	return link(p.Queue.Ref().Path(), "view", string(view), "column", p.narrowedTo(view), "source", string(p.Source),
		"after", after)
}

// neighbourURL is the card of another item of the same queue.
func neighbourURL(i domain.Item, other int64) string {
	i.ID = other
	return i.Path()
}

func itemURL(i domain.Item, verb string) string { return i.Path() + "/" + verb }

// doURL is an item's card with one of its forms open.
func doURL(i domain.Item, form string) string { return link(i.Path(), "do", form) }

// mergeURL is where an idea and one that it could go into stand side by side; into 0:
// where that one is found.
func mergeURL(idea, into int64) string { return link(ideaURL(idea, "merge"), "into", number(into)) }

// DeskURL is a page of the moderators' desk.
func DeskURL(v DeskView, after string) string { return link(moderationURL, v.values(after)...) }

func (v DeskView) values(after string) []string {
	show := ""
	if v.Decided {
		show = "decided"
	}
	return []string{"kind", string(v.Kind), "space", v.In, "own", flag(v.Own), "show", show, "after", after}
}

// DeskRowURL is a row on its page of the desk.
func DeskRowURL(v DeskView, row int64) string { return DeskURL(v, v.After) + "#" + rowID("row", row) }

// deskRowURL is where something is done with a row, from the page it is on.
func deskRowURL(row int64, verb string, v DeskView) string {
	return link(moderationURL+"/rows/"+id(row)+"/"+verb, v.values(v.After)...)
}

// bombURL is the page on which the days of a bomb are drawn, chosen.
func bombURL(b *BombCase) string {
	day := func(n int64) string { return domain.DayStart(n).Format(time.DateOnly) }
	return link(productURL(&b.Product, "exclusions"), "from", day(b.From), "to", day(b.To))
}

// evidenceURL is the page that the evidence of a signal names, "" for one that names none
// of ours.
func evidenceURL(path string) string {
	if path == "" || strings.ContainsAny(path[:1], `/\`) {
		return ""
	}
	return "/" + path
}

// letPostInURL is where one post of a case is let in before the others are decided.
func letPostInURL(weighed int64, v DeskView) string {
	return link(moderationURL+"/posts/"+id(weighed)+"/approve", v.values(v.After)...)
}

func deskBulkURL(v DeskView) string { return link(moderationURL+"/bulk", v.values(v.After)...) }

func declineURL(proposal int64) string {
	return moderationURL + "/proposals/" + id(proposal) + "/decline"
}

// takeUpURL is where something is brought into a queue.
func takeUpURL(p TakeUpPage) string {
	if p.Idea.ID != 0 {
		return ideaURL(p.Idea.ID, "queue")
	}
	return workURL(&p.Product, p.Theme.ID)
}

// workURL is where a theme of a product is made work of a queue.
func workURL(p *domain.Product, theme int64) string {
	return productURL(p, "themes") + "/" + id(theme) + "/work"
}

func queueURL(q domain.QueueRef, verb string) string { return q.Path() + "/" + verb }

// bulkURL is where what is done to several items is sent, from the page they are on.
func bulkURL(p QueuePage) string {
	path, query, narrowed := strings.Cut(viewURL(p, p.View, p.After), "?")
	path += "/bulk"
	if narrowed {
		path += "?" + query
	}
	return path
}

// auditURL is the page of what was done something to; "" where it has none.
func auditURL(e *domain.AuditEntry) string {
	switch e.Object {
	case "idea":
		return ideaIDURL(e.ObjectID)
	case "comment":
		return commentURLOf(e.ObjectID)
	case "member":
		return memberURL(e.ObjectID)
	case "item":
		return domain.Item{ID: e.ObjectID}.Path()
	case "product", "queue":
		return adminURL(e.Object+"s") + "/" + id(e.ObjectID)
	case "rule":
		return adminURL("queues/rules") + "/" + id(e.ObjectID)
	}
	return ""
}
