package views

import (
	"context"

	"groundswell/internal/domain"
)

// signalRecord says how often people agreed with a signal, and what it may do for that.
func signalRecord(ctx context.Context, r domain.SignalRecord) string {
	if r.Holds() {
		return tn(ctx, "held.record_holds", r.Decided, "Right", r.Right)
	}
	return tn(ctx, "held.record", r.Decided, "Right", r.Right, "Decided", domain.SignalDecided, "Percent", domain.SignalPercent)
}

// networkWord is as much of a network's hash as tells it from others of a table.
func networkWord(network string) string { return network[:min(len(network), 6)] }

// heldOf says how many votes on an idea are held, of all that are in force.
func heldOf(ctx context.Context, i *domain.Idea) string {
	return t(ctx, "held.of", "Held", i.Held, "Votes", i.Promotes+i.Demotes+i.Held)
}
