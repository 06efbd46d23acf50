package views

import (
	"context"

	"groundswell/internal/domain"
)

// OverrideForm is the key of the form that keeps a product listed.
const OverrideForm = "override"

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

// logFirst reports whether a product's log stands right under what the page says
// of its state: where the log is the reason for it.
func logFirst(s domain.State) bool { return s == domain.Watched || s == domain.Withdrawn }

// eventSentence tells a line of a product's log: since when it is in the new state
// and what brought it there, or what was decided while the state stayed.
func eventSentence(ctx context.Context, rule domain.Rule, e domain.ProductEvent) string {
	day := date(ctx, e.At)
	switch {
	case e.Cause == domain.CauseRevision:
		return t(ctx, "event.revision", "Revision", revisionName(ctx, e.Revision), "Day", day)
	case e.From == e.To:
		return t(ctx, "event."+string(e.Cause), "Day", day)
	case e.From == domain.Watched && e.To == domain.Listed:
		return t(ctx, "event.unwatched", "Day", day, "Cause", eventCause(ctx, rule, e))
	}
	return t(ctx, "event.to."+string(e.To), "Day", day, "Cause", eventCause(ctx, rule, e))
}

// eventCause is what brought the numbers where they are, as a part of a sentence.
func eventCause(ctx context.Context, rule domain.Rule, e domain.ProductEvent) string {
	if e.N == 0 {
		return t(ctx, "cause.nobody")
	}
	return t(ctx, "cause."+string(e.Cause), "Number", ordinal(ctx, e.N), "Mean", hundredths(ctx, rule.Hundredths(e.N, e.Sum)))
}

// ordinal writes the place in a row.
func ordinal(ctx context.Context, n int64) string {
	key := "ordinal.other"
	switch teen := n/10%10 == 1; { // 11th, 112th
	case n%10 == 1 && !teen:
		key = "ordinal.1"
	case n%10 == 2 && !teen:
		key = "ordinal.2"
	case n%10 == 3 && !teen:
		key = "ordinal.3"
	}
	return t(ctx, key, "N", num(ctx, n))
}

// eventFacts says with which numbers.
func eventFacts(ctx context.Context, rule domain.Rule, e domain.ProductEvent) string {
	facts := ""
	if e.N == 0 {
		facts = t(ctx, "event.nobody")
	} else {
		facts = tn(ctx, "event.numbers", e.N, "Mean", hundredths(ctx, rule.Hundredths(e.N, e.Sum)), "Sum", e.Sum)
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
