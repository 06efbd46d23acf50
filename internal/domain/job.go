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
	JobSendWatch  = "send_watch"
	JobWatch      = "watch"
	JobReweigh    = "reweigh"
	JobRegain     = "regain"
	JobRematch    = "rematch"
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

// SendWatch asks to mail a member of staff what the two-star rule says of a
// product.
type SendWatch struct {
	Member  int64       `json:"member"`
	Product int64       `json:"product"`
	Notice  WatchNotice `json:"notice"`
	N       int64       `json:"n"`
	Sum     int64       `json:"sum"`
	Ends    int64       `json:"ends"` // unix milliseconds
}

// WatchNotice is what a mail says of a product.
type WatchNotice string

// The three mails of a watch.
const (
	WatchBegan WatchNotice = "watch_began"
	WatchEnds  WatchNotice = "watch_ends"
	WatchOver  WatchNotice = "watch_withdrawn"
)

// Reweigh asks to apply changed settings to the products behind an id.
type Reweigh struct {
	After int64 `json:"after"`
}

// Regain asks to count what a product's current revision regained.
type Regain struct {
	Product int64 `json:"product"`
}

// Rematch asks to look for a product's themes in its ratings behind a place.
type Rematch struct {
	Product int64        `json:"product"`
	After   ReviewCursor `json:"after"`
}
