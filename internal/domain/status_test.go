package domain

import (
	"strings"
	"testing"
)

// The law's table (product.md §2), written out by hand: from each status, what
// it may become; a star means that a reason is required.
const law = `
new: under_review declined* already_offered* archived
under_review: accepted declined* already_offered*
accepted: in_progress declined* already_offered* under_review*
in_progress: shipped partly_shipped* declined* already_offered* accepted*
shipped: in_progress*
partly_shipped: in_progress*
declined: under_review*
already_offered: under_review*
archived: new*
merged:`

func TestTransitions(t *testing.T) {
	want := map[step]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(law), "\n") {
		from, tos, _ := strings.Cut(line, ":")
		for _, to := range strings.Fields(tos) {
			want[step{Status(from), Status(strings.TrimSuffix(to, "*"))}] = strings.HasSuffix(to, "*")
		}
	}
	for _, from := range Statuses {
		for _, to := range Statuses {
			allowed, needs := from.CanBecome(to)
			wantNeeds, wantAllowed := want[step{from, to}]
			if allowed != wantAllowed || needs != wantNeeds {
				t.Errorf("%s to %s: allowed %v, reason %v; the law says %v, %v", from, to, allowed, needs, wantAllowed, wantNeeds)
			}
		}
	}
}

func TestClosed(t *testing.T) {
	for _, s := range Statuses {
		open := s == StatusNew || s == StatusUnderReview || s == StatusAccepted || s == StatusInProgress
		if s.Closed() == open {
			t.Errorf("%s: closed %v", s, s.Closed())
		}
	}
}

func TestCheckDecision(t *testing.T) {
	good := "The port stays until meeting rooms change."
	for _, c := range []struct {
		name     string
		from, to Status
		reason   string
		used     int64
		want     string
	}{
		{"a decline with a reason", StatusNew, StatusDeclined, good, 0, ""},
		{"used on two others", StatusNew, StatusDeclined, good, 2, ""},
		{"used on three others", StatusNew, StatusDeclined, good, 3, "error.reason_reused"},
		{"empty", StatusNew, StatusDeclined, "", 0, "error.reason_empty"},
		{"19 characters", StatusNew, StatusDeclined, strings.Repeat("ä", 19), 0, "error.reason_short"},
		{"20 characters", StatusNew, StatusDeclined, strings.Repeat("ä", 20), 0, ""},
		{"back without a reason", StatusAccepted, StatusUnderReview, "", 0, "error.reason_empty"},
		{"forward without a reason", StatusUnderReview, StatusAccepted, "", 0, ""},
		{"no such step", StatusNew, StatusShipped, good, 0, "error.status_step"},
		{"too long", StatusNew, StatusDeclined, strings.Repeat("a ", 1500), 0, "error.reason_long"},
	} {
		err := CheckDecision(c.from, c.to, c.reason, c.used)
		if got := keyOf(err); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// keyOf names the sentence of a refusal: its field's, or its own.
func keyOf(err error) string {
	e, ok := err.(*Error)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Key
	}
	return e.Key
}

func TestSameReason(t *testing.T) {
	a, b := "We looked at it – and  will not do it.", "we looked at it, and will not do it!"
	if SameReason(a) != SameReason(b) {
		t.Errorf("%q and %q", SameReason(a), SameReason(b))
	}
	if SameReason(a) == SameReason("We looked at it and will do it.") {
		t.Error("different reasons fold to the same")
	}
}

// Next goes forward, and only where a change without a reason is allowed.
func TestNextIsAnAllowedStepForward(t *testing.T) {
	want := map[Status]Status{StatusNew: StatusUnderReview, StatusUnderReview: StatusAccepted,
		StatusAccepted: StatusInProgress, StatusInProgress: StatusShipped}
	for _, s := range Statuses {
		next := s.Next()
		if next != want[s] {
			t.Errorf("after %s comes %q, want %q", s, next, want[s])
		}
		if allowed, needs := s.CanBecome(next); next != "" && (!allowed || needs) {
			t.Errorf("%s to %s: allowed %v, needs a reason %v", s, next, allowed, needs)
		}
	}
}
