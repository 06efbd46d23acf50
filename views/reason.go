package views

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// whyForm tells the form of a reason from the others on an idea's page.
const whyForm = "why"

// WhyID is the id of the place where an idea's page asks why and says what people said.
func WhyID(i *domain.Idea) string { return "why-" + id(i.ID) }

// WhyPlace is the address of that place.
func WhyPlace(i *domain.Idea) string { return i.Path() + "#" + WhyID(i) }

// reasons are what people say who promote an idea, and for those who do, the form to say it
// in. A form that was refused is shown to whoever typed it.
func reasons(p Page, idea *domain.Idea, form Form) templ.Component {
	i := *idea
	i.Body, i.HTML, i.Days = "", "", nil // not to be kept twice
	name := domain.FormOf("ideas", i.ID, "reason")
	if refused := form.Key == whyForm; refused || !p.Viewer.SignedIn() || i.Status.Closed() {
		form = form.For(whyForm)
		form.Draft = name
		return whyPart(p, &i, form, refused)
	}
	note := func(n *Needs) { n.Votes, n.Drafts = append(n.Votes, i.ID), append(n.Drafts, name) }
	return ownPart(note, func(r Reader) templ.Component {
		mine := p
		mine.Viewer = r.Viewer
		typed := Form{Key: whyForm}
		if _, drafted := r.Drafts[name]; !drafted {
			typed = whySaid(r.Reasons[i.ID])
		}
		return whyPart(mine, &i, typed.kept(name, r.Drafts), r.Votes[i.ID] == domain.Promote)
	})
}

// whySaid is the form of a reason with what was said before.
func whySaid(r domain.Reason) Form {
	f := Form{Key: whyForm, Typed: url.Values{"body": {r.Words}, "named": {flag(r.Named)}}}
	if r.Importance != domain.ImportanceUnsaid {
		f.Typed.Set("importance", strconv.Itoa(int(r.Importance)))
	}
	for _, chip := range r.Chips {
		f.Typed.Set(tickField(chip), "1")
	}
	return f
}

// tickField is how the form of a reason calls a chip.
func tickField(chip int64) string { return "chip-" + id(chip) }

// offered are the chips that the form of a reason shows: those in force, and a retired
// one for who ticked it.
func offered(chips []domain.Chip, f Form) []domain.Chip {
	var shown []domain.Chip
	for _, c := range chips {
		if !c.Retired || f.Value(tickField(c.ID)) != "" {
			shown = append(shown, c)
		}
	}
	return shown
}

// ticked are the chips that somebody ticked.
func ticked(chips []domain.Chip) []domain.Chip {
	var some []domain.Chip
	for _, c := range chips {
		if c.Ticked > 0 {
			some = append(some, c)
		}
	}
	return some
}

// cardChips is how many chips an item in a list names.
const cardChips = 3

// importanceFills are the fills of the bar, as charts have them.
var importanceFills = map[domain.Importance]string{
	domain.Critical: "g-bar", domain.Important: "g-bar-2", domain.NiceToHave: "g-bar-mute",
}

// stretch is a part of the bar of importance, in percent of its length.
type stretch struct {
	fill     string
	from, to float64
}

func (s stretch) x() string     { return fmt.Sprintf("%.1f%%", s.from) }
func (s stretch) width() string { return fmt.Sprintf("%.1f%%", s.to-s.from) }

// stretches are the parts of the bar, most important first.
func stretches(n domain.Importances) []stretch {
	var all []stretch
	from := 0.0
	for _, level := range domain.ImportanceLevels {
		if n[level] > 0 {
			to := from + 100*float64(n[level])/float64(n.Said())
			all, from = append(all, stretch{importanceFills[level], from, to}), to
		}
	}
	return all
}

// importances says in words how many said each.
func importances(ctx context.Context, n domain.Importances) string {
	return t(ctx, "why.importances", "Critical", n[domain.Critical], "Important", n[domain.Important],
		"Nice", n[domain.NiceToHave])
}

// importanceWord is an importance as people read it.
func importanceWord(ctx context.Context, level domain.Importance) string {
	return t(ctx, "why.level."+strconv.Itoa(int(level)))
}

// importanceFactor says what of a priority importance is.
func importanceFactor(ctx context.Context, n domain.Importances) string {
	if n.Said() == 0 {
		return t(ctx, "item.importance_unknown", "N", tenths(ctx, n.Mean()))
	}
	return tn(ctx, "item.importance_is", n.Said(), "Mean", i18n.From(ctx).Hundredths(n.Mean()))
}

// ReasonsPage is where staff read what people said of an idea, and edit its chips, or
// those that the ideas of a space begin with.
type ReasonsPage struct {
	Page
	Idea   *domain.Idea // nil: of a space
	Space  domain.Space
	Quotes []domain.Quote // of an idea
	Chips  []domain.Chip
	Edits  bool // whether the viewer may edit the chips
	Form   Form
}

// url is where the form of the chips is sent.
func (p ReasonsPage) url() string {
	if p.Idea != nil {
		return ideaURL(p.Idea.ID, "chips")
	}
	return spaceChipsURL(p.Space.Slug)
}

// chipLines are the lines of the form: a chip each, and empty ones for as many as there
// may be.
func chipLines(chips []domain.Chip) []domain.Chip {
	lines := chips
	inForce := 0
	for _, c := range chips {
		if !c.Retired {
			inForce++
		}
	}
	for range domain.ChipsMax - inForce {
		lines = append(lines, domain.Chip{})
	}
	return lines[:min(len(lines), domain.ChipsKept)]
}

// chipForm is the line of the form with what is kept, or what was typed.
func chipForm(p ReasonsPage, n int, c domain.Chip) Form {
	field := domain.ChipField(n)
	f := p.Form.With(field+"-id", id(c.ID)).With(field+"-version", id(c.Version)).
		With(field+"-en", c.NameEN).With(field+"-de", c.NameDE)
	if len(p.Form.Typed) == 0 {
		f = f.With(field+"-retired", flag(c.Retired))
	}
	return f
}
