package domain

import "time"

// Keeping is how long rows that nobody needs any more are kept: its name in the catalogues,
// and the tables they are in.
type Keeping struct {
	Name   string
	For    time.Duration
	Tables []string
}

// DeadJobLife is how long jobs that were given up wait for a person.
const DeadJobLife = 90 * 24 * time.Hour

// Keepings are the periods that sweeps hold to, the shortest first.
var Keepings = []Keeping{
	{"links", LinkLife, []string{"links"}},
	{"reports", ReportLife, []string{"reports"}},
	{"applicants", ApplicantLife, []string{"applicants"}},
	{"invitations", InvitationLife, []string{"invitations"}},
	{"sessions", SessionIdle, []string{"sessions"}},
	{"drafts", DraftLife, []string{"drafts"}},
	{"networks", NetworkLife, []string{"account_networks"}},
	{"jobs", DeadJobLife, []string{"jobs"}},
	{"decided_reports", ReportKept, []string{"reports"}},
	{"weighed", TextMemory, []string{"weighed", "findings", "shingles", "linked_hosts"}},
	{"news", NewsLife, []string{"events", "notifications", "letters"}},
}
