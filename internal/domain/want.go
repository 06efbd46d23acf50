package domain

// wantsMin is how many must still want a thing at least before the rule takes a
// decision back (product.md §2, a no that keeps listening).
const wantsMin = 20

// WantsNeeded is how many must still want what so many had promoted when it was
// declined: half of them, and at least wantsMin.
func WantsNeeded(promotes int64) int64 { return max((promotes+1)/2, wantsMin) }

// Listens reports whether a closed idea takes the word of those who still want it.
func (s Status) Listens() bool { return s == StatusDeclined || s == StatusAlreadyOffered }

// CheckWant refuses "I would still want this" where nobody declined it.
func CheckWant(idea *Idea) error {
	if idea.Status.Listens() {
		return nil
	}
	return &Error{Kind: Conflict, Key: "error.want_open", Args: Args{"Status": idea.Status}}
}

// Refusal is the decision that people may still want otherwise.
type Refusal struct {
	ID       int64 // 0: an import brought it
	By       MemberRef
	Promotes int64 // at the decision
}
