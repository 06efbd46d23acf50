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

// How long is kept what has no file of its own.
const (
	DeskLife     = 400 * 24 * time.Hour // of a decided row and a cleared suspicion: figures go back a year
	MissedLife   = 180 * 24 * time.Hour // of words that found nothing, since they were looked for last
	MailHostLife = 24 * time.Hour       // of a host to which letters went, since the last: their pace is by the minute
)

// Keepings are the periods that sweeps hold to, the shortest first.
var Keepings = []Keeping{
	{"links", LinkLife, []string{"links"}},
	{"reports", ReportLife, []string{"reports"}},
	{"mail_hosts", MailHostLife, []string{"mail_hosts"}},
	{"applicants", ApplicantLife, []string{"applicants"}},
	{"invitations", InvitationLife, []string{"invitations"}},
	{"sessions", SessionIdle, []string{"sessions"}},
	{"drafts", DraftLife, []string{"drafts"}},
	{"networks", NetworkLife, []string{"account_networks"}},
	{"jobs", DeadJobLife, []string{"jobs"}},
	{"decided_reports", ReportKept, []string{"reports"}},
	{"missed", MissedLife, []string{"missed_searches"}},
	{"weighed", TextMemory, []string{"weighed", "findings", "shingles", "linked_hosts"}},
	{"news", NewsLife, []string{"events", "notifications", "letters"}},
	{"desk", DeskLife, []string{"desk_rows", "desk_seen"}},
	{"suspects", DeskLife, []string{"vote_suspects"}},
}
