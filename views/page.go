// Package views draws the pages. Each takes a struct with what it shows and
// asks nobody for more; the language is that of the context.
package views

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/text"
)

// Page is what every page shows around its own content.
type Page struct {
	Title     string // without the community's name
	Community string
	Viewer    domain.Actor
	Path      string // address of this page, for returning to it
	Nav       string // which entry of the navigation is current
	Now       time.Time
	Notice    string // one sentence about what just happened
	Noticed   string // id of the part of the page where it happened
	NoIndex   bool
	Demo      bool // the data is invented, and the page says so
	// Description is what search engines and previews say of the page; "" for what
	// they say of the whole community.
	Description string
	Feed        string // address of what programs read that follow the page; "" for none
	Picture     string // address of what previews show of the page; "" for none
	Query       string // that was searched for
	Base        string // address of the site, without a slash at the end
	Terms       domain.TermsState
	Face        domain.Face
	SpaceFace   domain.Face // of the space that the page is
	Space       int64       // that the page is about, chosen already in the form of an idea; 0: none
}

// canonical is the one address of what the page shows, whatever was asked beside.
func (p Page) canonical() string {
	path, _, _ := strings.Cut(p.Path, "?")
	if path == ideasURL {
		path = homeURL // the feed has two names
	}
	return p.Base + path
}

// description is a sentence or two, as long as search engines show.
func description(ctx context.Context, p Page) string {
	if about := text.Line(p.Description); about != "" {
		return text.Cut(about, DescriptionMax)
	}
	return t(ctx, "head.description", "Community", p.Community)
}

// DescriptionMax is how many characters of a description are told.
const DescriptionMax = 160

// The colours of the masthead (--surface), which phones give their own bar.
const (
	lightBar = "#ffffff"
	darkBar  = "#141d20"
)

// Enhanced reports whether the page loads a script: for those signed in. Guests
// get pages that are links and forms alone.
func (p Page) Enhanced() bool { return p.Viewer.SignedIn() }

// May reports whether the viewer's role may do an action.
func (p Page) May(a domain.Action) bool { return domain.May(p.Viewer.Role, a) }

// Wrote reports whether a rating is the viewer's own.
func (p Page) Wrote(r *domain.Rating) bool { return p.Viewer.SignedIn() && p.Viewer.ID == r.By.ID }

// Today is the UTC day of the page.
func (p Page) Today() int64 { return domain.Day(p.Now) }

// Form is what was typed and what is wrong with it.
type Form struct {
	Typed   url.Values
	Errors  []domain.FieldError
	Sent    bool // just now, and refused
	Waiting bool // chosen before signing in and not sent yet
	// Draft names the form where it keeps what is typed in it; Saved is when what it
	// shows was saved, zero where that is no draft.
	Draft domain.FormName
	Saved time.Time
	// Key tells the form from others on its page that have the same fields; "" where
	// it is the only one.
	Key string
}

// Keyed is the form under a key.
func (f Form) Keyed(key string) Form {
	f.Key = key
	return f
}

// For is the form if it has the key, and an empty one with it otherwise.
func (f Form) For(key string) Form {
	if f.Key == key {
		return f
	}
	return Form{Key: key}
}

// ID is the id of a field's element.
func (f Form) ID(field string) string {
	if f.Key == "" {
		return field
	}
	return field + "-" + f.Key
}

// begun reports whether somebody is at the form: it was refused, or shows a draft.
func (f Form) begun() bool { return len(f.Errors) > 0 || !f.Saved.IsZero() }

// Value is what was typed in a field.
func (f Form) Value(field string) string { return f.Typed.Get(field) }

// Error is the sentence about a field, or "".
func (f Form) Error(ctx context.Context, field string) string {
	for _, e := range f.Errors {
		if e.Field == field {
			return i18n.From(ctx).FieldError(e)
		}
	}
	return ""
}

// Has reports whether one of the problems is called by a key.
func (f Form) Has(key string) bool {
	return slices.ContainsFunc(f.Errors, func(e domain.FieldError) bool { return e.Key == key })
}

// With returns the form with a value where nothing was typed yet. Forms of kept pages
// are filled for many: theirs are not changed.
func (f Form) With(field, value string) Form {
	typed := maps.Clone(f.Typed)
	if typed == nil {
		typed = url.Values{}
	}
	if !typed.Has(field) {
		typed.Set(field, value)
	}
	f.Typed = typed
	return f
}

func t(ctx context.Context, key string, args ...any) string {
	return i18n.From(ctx).T(key, args...)
}

func tn(ctx context.Context, key string, n int64, args ...any) string {
	return i18n.From(ctx).N(key, n, args...)
}

func num(ctx context.Context, n int64) string           { return i18n.From(ctx).Number(n) }
func signed(ctx context.Context, n int64) string        { return i18n.From(ctx).Signed(n) }
func date(ctx context.Context, at time.Time) string     { return i18n.From(ctx).Date(at) }
func ago(ctx context.Context, at, now time.Time) string { return i18n.From(ctx).Ago(at, now) }
func lang(ctx context.Context) string                   { return i18n.From(ctx).Code }

// foreign is the lang attribute of a text in another language than the page's;
// "" when it is the same or unknown.
func foreign(ctx context.Context, language string) string {
	if language == lang(ctx) {
		return ""
	}
	return language
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// nameOf is how a person is called, also one who left.
func nameOf(ctx context.Context, m domain.MemberRef) string {
	if m.Name == "" {
		return t(ctx, "member.former")
	}
	return m.Name
}

// htmxConfig is htmx's one setting (security.md 6). Refusals are shown in the
// toast instead of where the fragment would have gone.
const htmxConfig = `{"allowEval":false,"allowScriptTags":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,` +
	`"historyCacheSize":0,"historyRestoreAsHxRequest":false,"timeout":10000,"responseHandling":[{"code":"204","swap":false},` +
	`{"code":"[23]..","swap":true},{"code":"[45]..","swap":true,"error":true,"target":"#toast","swapOverride":"innerHTML"}]}`

// curve is the path of a little chart in a box of 10 units a step by 100:
// smooth from value to value, as the design's swell.
func curve(values []int64) (line, area string, end int64) {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	y := func(v int64) int64 {
		if high == low {
			return 94
		}
		return 94 - 88*(v-low)/(high-low)
	}
	path := make([]byte, 0, 16*len(values))
	put := func(before byte, number int64) { path = strconv.AppendInt(append(path, before), number, 10) }
	put('M', 0)
	put(' ', y(values[0]))
	for i, v := range values[1:] {
		x := int64(i+1) * 10
		put('S', x-5)
		put(' ', y(v))
		put(' ', x)
		put(' ', y(v))
	}
	line = string(path)
	return line, line + "V100H0Z", y(values[len(values)-1])
}

// box is the view box that curve's path fills.
func box(values []int64) string { return "0 0 " + id(int64(len(values)-1)*10) + " 100" }

// themeOf overrides the device's theme where the viewer chose one.
func themeOf(p Page) templ.Attributes {
	if p.Viewer.Theme == domain.ThemeAuto {
		return nil
	}
	return templ.Attributes{"data-theme": string(p.Viewer.Theme)}
}

// onDevice limits a colour to devices set to a scheme, where nobody chose one here.
func onDevice(theme domain.ColorTheme, scheme string) templ.Attributes {
	if theme != domain.ThemeAuto {
		return nil
	}
	return templ.Attributes{"media": "(prefers-color-scheme: " + scheme + ")"}
}

// current marks the link to where the reader is.
func current(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// inLanguage marks a text in another language than the page's.
func inLanguage(ctx context.Context, language string) templ.Attributes {
	if language = foreign(ctx, language); language == "" {
		return nil
	}
	return templ.Attributes{"lang": language}
}

// described ties a field to its hint and its error.
func described(ctx context.Context, f Form, field string, hint bool) templ.Attributes {
	attributes := templ.Attributes{}
	var by []string
	if f.Error(ctx, field) != "" {
		attributes["aria-invalid"] = "true"
		by = append(by, f.ID(field)+"-error")
	}
	if hint {
		by = append(by, f.ID(field)+"-hint")
	}
	if len(by) > 0 {
		attributes["aria-describedby"] = strings.Join(by, " ")
	}
	return attributes
}
