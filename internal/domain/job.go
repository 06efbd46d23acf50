package domain

import "time"

// Job is work that was promised in a transaction and is done after it, at
// least once.
type Job struct {
	ID        int64
	Kind      string
	Payload   []byte // JSON of the kind's own struct
	RunAt     time.Time
	Attempts  int
	Lease     int64 // fencing token: only its holder may finish the job
	LastError string
	Dead      time.Time // zero unless given up
}

// JobAttempts is how often a job is tried before a person has to look.
const JobAttempts = 8

// JobBackoff is how long to wait after the nth failed attempt: 10 s, doubling,
// at most an hour.
func JobBackoff(attempt int) time.Duration {
	wait := 10 * time.Second << min(attempt-1, 10)
	return min(wait, time.Hour)
}

// Kinds of jobs that app enqueues and jobs runs.
const (
	JobSendLink   = "send_link"
	JobSendNotice = "send_notice"
	JobFigures    = "figures"
	JobSweep      = "sweep"
)

// SendLink asks to mail a member a link. The link's token is made when the mail
// is sent, so that no secret waits in the table.
type SendLink struct {
	Member int64    `json:"member"`
	Kind   LinkKind `json:"kind"`
	Email  string   `json:"email"`
}

// SendNotice asks to mail an address a plain notice: the mail's name in the
// catalogues.
type SendNotice struct {
	Member int64  `json:"member"`
	Email  string `json:"email"`
	Notice string `json:"notice"`
}

// The notices.
const (
	NoticeAlreadyMember   = "already_member"
	NoticePasswordChanged = "password_changed"
	NoticeEmailChanged    = "email_changed"
)
