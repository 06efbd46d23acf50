package views

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// Decided is an item that the viewer decided a moment ago and can still undecide.
type Decided struct{ Item domain.Item }

// stepKeys are the keys of decisions that need no words; stepAllKeys those beside them.
var (
	stepKeys    = map[domain.Status]string{domain.StatusAccepted: "a", domain.StatusInProgress: "s"}
	stepAllKeys = map[domain.Status]string{domain.StatusAccepted: "a 1", domain.StatusInProgress: "s"}
)

func upper(key string) string { return strings.ToUpper(key) }

// can reports whether the viewer may turn the item into a status.
func (p ItemPage) can(to domain.Status) bool { return slices.Contains(p.Choices, to) }

// steps reports whether a status is the next one on the item's way.
func (p ItemPage) steps(to domain.Status) bool { return p.can(to) && p.Item.Status.Next() == to }

// Carries reports whether the card asks for the revision that carries its item.
func (p ItemPage) Carries() bool {
	if p.Item.Product.ID == 0 {
		return false
	}
	return p.steps(domain.StatusShipped) || domain.CheckReleases(p.Item) == nil
}

// others are the steps that no form of their own has.
func (p ItemPage) others() []domain.Status {
	own := []domain.Status{domain.StatusDeclined, domain.StatusAlreadyOffered, p.Item.Status.Next()}
	if p.Item.Status == domain.StatusInProgress {
		own = append(own, domain.StatusPartlyShipped)
	}
	if p.Item.Status == domain.StatusNew {
		own = own[:2]
	}
	return slices.DeleteFunc(slices.Clone(p.Choices), func(s domain.Status) bool { return slices.Contains(own, s) })
}

// itemForms are the forms of an item that keep drafts, by the end of their address.
var itemForms = []string{"decide", "park", "ask", "release"}

// ownItemDo is what its reader does with the item, with what they typed before.
func ownItemDo(p ItemPage) templ.Component {
	names := make([]domain.FormName, len(itemForms))
	for i, verb := range itemForms {
		names[i] = domain.FormOf("items", p.Item.ID, verb)
	}
	return ownPart(wantsDrafts(names...), func(r Reader) templ.Component {
		p.Kept = r.Drafts
		return itemDo(p)
	})
}

// form is one of the item's forms: as it was sent or opened, else with the draft that
// its reader left in it.
func (p ItemPage) form(key, verb string) Form {
	name := domain.FormOf("items", p.Item.ID, verb)
	switch {
	case p.Do == key && p.Form.Sent:
		return p.Form.kept(name, nil)
	case p.Kept[name].Fields["do"] == key:
		return Form{}.kept(name, p.Kept)
	}
	return Form{Draft: name}
}

// opens reports whether a form is open: what was asked for, or has a draft in it.
func (p ItemPage) opens(key string, f Form) bool {
	return p.Do == key || p.Do == "" && !f.Saved.IsZero()
}

// value is what was typed in a field of a form that keeps no draft, or what it holds
// now.
func (p ItemPage) value(form, field, now string) string {
	if p.Do == form && p.Form.Typed.Has(field) {
		return p.Form.Value(field)
	}
	return now
}

// focuses reports whether a field is the first of the form that is open.
func (p ItemPage) focuses(form, field string) bool {
	first := "reason"
	switch form {
	case "h":
		first = "until"
	case "q":
		first = "question"
	}
	return p.Do == form && field == first
}

// engineers are those who can be named: the queue's, and who is named now.
func (p ItemPage) engineers() []domain.MemberRef {
	if named := p.Item.Engineer; named.ID != 0 && !p.Queue.Has(named.ID) {
		return append(slices.Clone(p.Queue.Engineers), named)
	}
	return p.Queue.Engineers
}

// target is the day that is promised, as forms take it.
func (p ItemPage) target() string {
	if p.Item.Target.IsZero() {
		return ""
	}
	return p.Item.Target.Format(time.DateOnly)
}

// declineHint says to whom the reason goes.
func declineHint(ctx context.Context, p ItemPage) string {
	if p.Item.Source == domain.SourceIdea {
		return tn(ctx, "do.decline_hint", p.Item.Idea.Promotes)
	}
	return t(ctx, "decide.reason_hint")
}

// carriedHint says what the name of a revision does, and whether it may be left out.
func carriedHint(ctx context.Context, p ItemPage) string {
	key := "do.revision_hint"
	if p.Item.Source != domain.SourceTheme {
		key = "do.revision_free"
	}
	return t(ctx, key, "Now", revisionName(ctx, p.Out.Name))
}
