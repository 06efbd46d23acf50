package views

import (
	"context"

	"groundswell/internal/domain"
)

// eventGlyphs are the drawings in a product's log, and their colours.
func eventGlyph(e domain.ProductEvent) (glyph, tone string) {
	switch {
	case e.From != e.To && e.To == domain.Withdrawn:
		return "s-declined", "breach"
	case e.From != e.To && e.To == domain.Watched:
		return "i-eye", "breach"
	case e.Cause == domain.CauseRevision:
		return "s-progress", "progress"
	case e.Cause == domain.CauseOverride, e.Cause == domain.CauseOverrideEnd:
		return "i-shield", ""
	case e.Cause == domain.CauseExclusion, e.Cause == domain.CauseUndo:
		return "i-clock", ""
	case e.From != e.To && e.To == domain.Listed:
		return "s-shipped", "shipped"
	}
	return "s-new", ""
}

// eventTitle names a line of a product's log: the new state, or what was decided
// while the state stayed.
func eventTitle(ctx context.Context, e domain.ProductEvent) string {
	switch {
	case e.Cause == domain.CauseRevision:
		return t(ctx, "event.revision", "Revision", revisionName(ctx, e.Revision))
	case e.From == e.To:
		return t(ctx, "event."+string(e.Cause))
	}
	return t(ctx, "state."+string(e.To))
}

// eventFacts says with which numbers and why.
func eventFacts(ctx context.Context, rule domain.Rule, e domain.ProductEvent) string {
	facts := t(ctx, "cause."+string(e.Cause)) + " "
	if e.N == 0 {
		facts += t(ctx, "event.nobody")
	} else {
		facts += tn(ctx, "event.numbers", e.N, "Mean", hundredths(ctx, rule.Hundredths(e.N, e.Sum)), "Sum", e.Sum)
	}
	if !e.Since.IsZero() {
		facts += " " + t(ctx, "event.since", "Moment", moment(ctx, e.Since))
	}
	if !e.Until.IsZero() {
		facts += " " + t(ctx, "event.until", "Moment", moment(ctx, e.Until))
	}
	return facts
}

// ruleLine is the score that the rule is about.
func ruleLine(ctx context.Context, r domain.Rule) string { return score(ctx, float64(r.Under)/10) }
