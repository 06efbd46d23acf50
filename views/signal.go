package views

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/signal"
)

// SignalsPage is what signals look for, how often they were right, and what would have
// come of other lists.
type SignalsPage struct {
	Page
	Records   domain.Records
	Settings  domain.Settings
	Rehearsal *signal.Rehearsal // nil: nothing is tried
	Form      Form
}

// SignalSettings are the thresholds that stand on the page of signals.
var SignalSettings = []string{domain.SignalList, domain.SignalHoldDecisions, domain.SignalHoldPercent}

// recordOf is how often people agreed with a signal, in words.
func recordOf(ctx context.Context, r domain.Record) string {
	if r.Decided == 0 {
		return t(ctx, "signal.undecided")
	}
	return tn(ctx, "signal.record", r.Decided, "Right", num(ctx, r.Right), "Percent", int64(r.Share()))
}

// holds reports whether a signal may hold by itself.
func (p SignalsPage) holds(r domain.Record) bool {
	return r.Holds(p.Settings.Number(domain.SignalHoldDecisions), p.Settings.Number(domain.SignalHoldPercent))
}
