package domain

import (
	"slices"
	"time"
)

// Limits of archiving by the clock.
const (
	ArchiveDays  = 182 // since an idea was submitted here, imported or reopened
	ArchiveQuiet = 91  // since its last counted vote
	ArchiveMost  = 200 // ideas a night
)

// IdeaAge is how old an idea is to the rule that archives.
type IdeaAge struct {
	Fresh time.Time // when it was submitted here, imported or reopened, the newest of them
	Voted int64     // the UTC day of its last counted vote; 0: none
}

// Quiet is for how many days nobody has voted, or nobody ever did.
func (a IdeaAge) Quiet(now time.Time) int64 {
	return Day(now) - max(a.Voted, Day(a.Fresh))
}

// Stale reports whether the clock archives an idea of that status.
func (a IdeaAge) Stale(s Status, now time.Time) bool {
	return s == StatusNew && !now.Before(a.Fresh.AddDate(0, 0, ArchiveDays)) && (a.Voted == 0 || Day(now)-a.Voted >= ArchiveQuiet)
}

// CheckReopen lets an author bring an archived idea back, once.
func CheckReopen(who Actor, idea *Idea, past []Decision) error {
	switch {
	case idea.Author.ID != who.ID:
		return Refuse(Forbidden, "error.not_yours")
	case idea.Status != StatusArchived || idea.Removed:
		return Refuse(Conflict, "error.not_archived")
	case ReopenedBy(past, who.ID):
		return Refuse(Conflict, "error.reopened_once")
	}
	return nil
}

// ReopenedBy reports whether somebody has brought an idea back from the archive.
func ReopenedBy(past []Decision, member int64) bool {
	return slices.ContainsFunc(past, func(d Decision) bool { return d.From == StatusArchived && d.By.ID == member })
}
