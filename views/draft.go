package views

import (
	"context"
	"maps"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// kept is the form with what its reader typed in it and has not sent, unless it was
// sent just now and refused.
func (f Form) kept(name domain.FormName, drafts map[domain.FormName]domain.SavedDraft) Form {
	f.Draft = name
	sent := f.Value("draft") == "" || f.Value("draft") == string(name)
	d, there := drafts[name]
	if !there || f.Sent && sent {
		return f
	}
	f.Saved, f.Typed, f.Errors = d.Saved, maps.Clone(f.Typed), nil
	if f.Typed == nil {
		f.Typed = url.Values{}
	}
	for field, value := range d.Fields {
		f.Typed.Set(field, value)
	}
	return f
}

// drafted is a form with its reader's draft. draw holds on to what it uses of the page
// for as long as the page is kept for others.
func drafted(p Page, f Form, name domain.FormName, draw func(Form) templ.Component) templ.Component {
	if !p.Viewer.SignedIn() {
		f.Draft = name
		return draw(f)
	}
	return ownPart(wantsDrafts(name), func(r Reader) templ.Component { return draw(f.kept(name, r.Drafts)) })
}

// wantsDrafts notes which forms of a page keep drafts.
func wantsDrafts(names ...domain.FormName) func(*Needs) {
	return func(n *Needs) { n.Drafts = append(n.Drafts, names...) }
}

// draftName is what a draft is called: what the form does, and with what.
func draftName(ctx context.Context, d domain.OwnDraft) string {
	things, _, verb := d.Form.Parts()
	return t(ctx, strings.TrimSuffix("draft.in."+things+"."+verb, "."), "Title", d.Title)
}

// noteID is the id of the element that tells of a form's draft.
func noteID(name domain.FormName) string {
	return "draft-" + strings.Map(func(c rune) rune {
		if c == '/' {
			return '-'
		}
		return c
	}, string(name))
}
