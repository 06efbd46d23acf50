package domain

import (
	"maps"
	"slices"
)

// LedgerFilter narrows the ledger of all decisions; what is 0 or empty narrows
// nothing.
type LedgerFilter struct {
	SpaceID   int64
	ProductID int64
	QueueID   int64
	MemberID  int64
	Outcome   Status
	After     Cursor
	Limit     int // LedgerPage unless set
}

// Part is what the figures beside the list tell of: the narrowest thing that the list
// is narrowed to.
func (f LedgerFilter) Part() AnswersOf {
	switch {
	case f.MemberID != 0:
		return AnswersOf{ByMember, f.MemberID}
	case f.QueueID != 0:
		return AnswersOf{ByQueue, f.QueueID}
	case f.ProductID != 0:
		return AnswersOf{AboutProduct, f.ProductID}
	case f.SpaceID != 0:
		return AnswersOf{InSpace, f.SpaceID}
	}
	return AnswersOf{}
}

// LedgerPage is how many decisions a page of the ledger shows.
const LedgerPage = 20

// OutcomeStatuses are what the ledger can be narrowed to.
var OutcomeStatuses = []Status{
	StatusAccepted, StatusInProgress, StatusShipped, StatusPartlyShipped, StatusDeclined, StatusAlreadyOffered, StatusUnderReview,
	StatusArchived, StatusMerged,
}

// AnswerStatuses are those that answer an idea: the company says what it will do.
var AnswerStatuses = []Status{
	StatusAccepted, StatusInProgress, StatusShipped, StatusPartlyShipped, StatusDeclined, StatusAlreadyOffered,
}

// The parts of a community that answers are counted for; all of it is "".
const (
	InSpace      = "space"
	AboutProduct = "product"
	ByQueue      = "queue"
	ByMember     = "member"
)

// AnswersOf says of what answers are counted. The zero value is everything.
type AnswersOf struct {
	Part string
	ID   int64
}

// AnswerYear is how far back answers are counted, in days. Week and Month are within
// how many days an idea should have its first answer.
const (
	AnswerYear = 365
	Week       = 7
	Month      = 30
)

// Answers tells how ideas were answered in the last AnswerYear. An idea's answer is
// its first decision that stands and is one of AnswerStatuses. Ideas that an import
// brought as decided are neither asked nor answered here.
//
// AskedWeek are the ideas submitted in that time that are at least a Week old, and
// WithinWeek those of them that were answered within a Week; the same for a Month. For
// a team and a person nobody was asked: both are 0.
type Answers struct {
	Of                      AnswersOf
	AskedWeek, WithinWeek   int64
	AskedMonth, WithinMonth int64
	Answered                int64 // first answers
	MedianDays              int64 // whole days within which half of these came at least
	Decided, Declined       int64 // times that ideas were accepted or shipped, declined or said to be there; of these, declined
}

// Median is the least number of days, or of whatever some things took, within which at
// least half of them came. tally counts them by what they took.
func Median(tally map[int64]int64) int64 {
	var all, so int64
	for _, n := range tally {
		all += n
	}
	for _, took := range slices.Sorted(maps.Keys(tally)) {
		if so += tally[took]; 2*so >= all {
			return took
		}
	}
	return 0
}
