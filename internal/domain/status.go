package domain

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Status is where an idea stands: one vocabulary for customers and engineers.
type Status string

// The statuses.
const (
	StatusNew            Status = "new"
	StatusUnderReview    Status = "under_review"
	StatusAccepted       Status = "accepted"
	StatusInProgress     Status = "in_progress"
	StatusShipped        Status = "shipped"
	StatusPartlyShipped  Status = "partly_shipped"
	StatusDeclined       Status = "declined"
	StatusAlreadyOffered Status = "already_offered"
	StatusArchived       Status = "archived"
	StatusMerged         Status = "merged"
)

// Statuses lists all of them in the order people read them.
var Statuses = []Status{
	StatusNew, StatusUnderReview, StatusAccepted, StatusInProgress, StatusShipped,
	StatusPartlyShipped, StatusDeclined, StatusAlreadyOffered, StatusArchived, StatusMerged,
}

// OpenStatuses are those that take votes.
var OpenStatuses = Statuses[:4]

// ClosedStatuses are those of ideas that lists still show and nobody votes on any more.
var ClosedStatuses = Statuses[4:8]

// ListedStatuses are those that lists show unless one is asked for by name.
var ListedStatuses = Statuses[:8]

// ParseStatus accepts a status by name.
func ParseStatus(s string) (Status, bool) {
	status := Status(s)
	return status, slices.Contains(Statuses, status)
}

// Closed reports whether votes, withdrawals and reasons are over.
func (s Status) Closed() bool { return !slices.Contains(OpenStatuses, s) }

// Ships reports whether customers have what was asked for, wholly or in part.
func (s Status) Ships() bool { return s == StatusShipped || s == StatusPartlyShipped }

// step is one allowed change of status.
type step struct{ from, to Status }

// transitions is product.md §2 as a table: the value says whether a public
// reason is required. Merging has a verb of its own and is not in it.
var transitions = func() map[step]bool {
	t := map[step]bool{
		{StatusNew, StatusUnderReview}:          false,
		{StatusUnderReview, StatusAccepted}:     false,
		{StatusAccepted, StatusInProgress}:      false,
		{StatusInProgress, StatusShipped}:       false,
		{StatusInProgress, StatusPartlyShipped}: true,
		{StatusNew, StatusArchived}:             false,
		// Ways back; each needs a reason.
		{StatusAccepted, StatusUnderReview}:       true,
		{StatusInProgress, StatusAccepted}:        true,
		{StatusShipped, StatusInProgress}:         true,
		{StatusPartlyShipped, StatusInProgress}:   true,
		{StatusDeclined, StatusUnderReview}:       true,
		{StatusAlreadyOffered, StatusUnderReview}: true,
		{StatusArchived, StatusNew}:               true,
	}
	for _, from := range OpenStatuses {
		t[step{from, StatusDeclined}] = true
		t[step{from, StatusAlreadyOffered}] = true
	}
	return t
}()

// CanBecome reports whether the change is allowed, and whether it needs a
// reason.
func (s Status) CanBecome(to Status) (allowed, needsReason bool) {
	needsReason, allowed = transitions[step{s, to}]
	return allowed, needsReason
}

// Next is the status that an idea most often gets after this one; empty where the
// way ends or forks.
func (s Status) Next() Status {
	if i := slices.Index(Statuses[:5], s); i >= 0 && i < 4 {
		return Statuses[i+1]
	}
	return ""
}

// DecisionAction is the action that changing from one status to another asks
// of the policy: archiving is a moderator's, everything else an engineer's.
func DecisionAction(from, to Status) Action {
	if from == StatusArchived || to == StatusArchived {
		return ArchiveIdea
	}
	return DecideIdea
}

// Choices lists what the actor may turn the idea into.
func (s Status) Choices(who Actor) []Status {
	var choices []Status
	for _, to := range Statuses {
		if allowed, _ := s.CanBecome(to); allowed && May(who.Role, DecisionAction(s, to)) {
			choices = append(choices, to)
		}
	}
	return choices
}

// Limits of a public reason.
const (
	ReasonMin  = 20   // characters, where one is required
	ReasonMax  = 2000 // characters
	ReasonUses = 3    // the same words on that many other ideas are a template
)

// Decision is one line of the public ledger.
type Decision struct {
	ID       int64
	From, To Status
	By       MemberRef
	Reason   string
	At       time.Time
	Undone   time.Time // zero unless it was taken back at once
	Promotes int64     // at the decision
	Wanted   int64     // who would still have wanted it then: why the rule took it back
}

// Quiet is for how many days nobody had voted when the clock archived; 0 for any other
// decision. It stands where the number of another rule does.
func (d Decision) Quiet() int64 {
	if d.To != StatusArchived {
		return 0
	}
	return d.Wanted
}

// CheckDecision refuses a change the table does not have and a reason that is
// none. used is how many other ideas already carry these words.
func CheckDecision(from, to Status, reason string, used int64) error {
	allowed, needsReason := from.CanBecome(to)
	if !allowed {
		return &Error{Kind: Conflict, Key: "error.status_step", Args: Args{"From": from, "To": to}}
	}
	n := Seen(reason)
	switch {
	case utf8.RuneCountInString(reason) > ReasonMax:
		return BadField("reason", "error.reason_long", Args{"Max": ReasonMax})
	case !needsReason:
		return nil
	case n == 0:
		return BadField("reason", "error.reason_empty", nil)
	case n < ReasonMin:
		return BadField("reason", "error.reason_short", Args{"Min": ReasonMin})
	case used >= ReasonUses:
		return BadField("reason", "error.reason_reused", Args{"Count": used})
	}
	return nil
}

// SameReason folds case, spaces and marks, so that a reason is recognised when
// only its punctuation changed.
func SameReason(reason string) string {
	words := strings.FieldsFunc(strings.ToLower(reason), func(r rune) bool {
		return strings.ContainsRune(" \t\r\n.,;:!?-–—\"'„“”()", r)
	})
	return strings.Join(words, " ")
}
