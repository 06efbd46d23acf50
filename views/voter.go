package views

import "groundswell/internal/domain"

// VotersPage is where staff read who voted on an idea.
type VotersPage struct {
	Page
	Idea     domain.Idea
	Way      domain.Vote // of the votes that are shown; domain.None: both
	Members  domain.Page[domain.Voter]
	Contacts []domain.Voter // on the first page
	After    string         // where this page begins
	Days     []domain.DayTally
}

// votersDaysURL is where staff read on which days people voted on an idea.
func votersDaysURL(idea int64) string { return VotersURL(idea, domain.None, "") + "#days" }

// changedLater is whether a vote was changed after the day on which it was first cast.
func changedLater(v domain.Voter) bool { return domain.Day(v.Changed) > v.Day }

// ways are the ways in which a page of votes can be narrowed, with how many count.
func ways(i *domain.Idea) []way {
	return []way{
		{domain.None, "voters.all", i.Promotes + i.Demotes},
		{domain.Promote, "voters.promotes", i.Promotes},
		{domain.Demote, "voters.demotes", i.Demotes},
	}
}

// way is one of these, with the key of its word.
type way struct {
	vote domain.Vote
	key  string
	n    int64
}
