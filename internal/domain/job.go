package domain

import (
	"strings"
	"time"
	"unicode"
)

// Job is work that was promised in a transaction and is done after it, at
// least once.
type Job struct {
	ID        int64
	Lane      Lane
	Kind      string
	Payload   []byte // JSON of the task
	RunAt     time.Time
	Attempts  int
	Lease     int64 // fencing token: only its holder may finish the job
	LastError string
	Dead      time.Time // zero unless given up
}

// Lane is a line in which jobs wait for each other. Lanes never wait for one
// another.
type Lane string

// The lanes.
const (
	ClockLane   Lane = "clock"   // what time alone brings about: it must come in time
	MailLane    Lane = "mail"    // mails that somebody waits for
	LettersLane Lane = "letters" // mails that nobody waits for
	NewsLane    Lane = "news"    // mails about what people follow, which are many
	BulkLane    Lane = "bulk"    // long work, done in steps
)

// Lanes lists all of them.
var Lanes = []Lane{ClockLane, MailLane, LettersLane, NewsLane, BulkLane}

// Task is what a job is about: the payload, which knows its kind and lane, so
// that no job can be promised under another's name.
type Task interface {
	// Kind names the work in the jobs table; it stays for good.
	Kind() string
	Lane() Lane
}

// JobAttempts is how often a job is tried before a person has to look.
const JobAttempts = 8

// JobLeases is how often a job is begun at most. It is more than JobAttempts
// because a worker may die before it can write down how its try ended.
const JobLeases = JobAttempts + 2

// JobBackoff is how long to wait after the nth failed attempt: 10 s, doubling,
// at most an hour.
func JobBackoff(attempt int) time.Duration {
	wait := 10 * time.Second << min(attempt-1, 10)
	return min(wait, time.Hour)
}

// jobErrorMax is how many characters of an error a job keeps.
const jobErrorMax = 500

// JobError is what is kept of an error, whoever wrote it: at most 500 characters
// that every database takes, on one line.
func JobError(said string) string {
	said = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(said, "�"))
	if characters := []rune(said); len(characters) > jobErrorMax {
		return string(characters[:jobErrorMax])
	}
	return said
}
