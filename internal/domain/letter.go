package domain

import "time"

// MailLevel is of what somebody wants mails.
type MailLevel string

// The levels.
const (
	MailAll    MailLevel = "all"    // everything one follows
	MailDirect MailLevel = "direct" // decisions, official answers, and what is meant for one
	MailNone   MailLevel = "none"
)

// MailLevels lists them as they are offered.
var MailLevels = []MailLevel{MailAll, MailDirect, MailNone}

// MailWish is which mails somebody wants about what they follow.
type MailWish struct {
	Level   MailLevel
	Weekly  bool // one letter a week in place of mails at once
	Ratings bool // also when one is asked to rate a product again
}

// Mails reports whether somebody who wishes so gets a mail of an event. To be asked to
// rate again needs consent of its own.
func (w MailWish) Mails(kind EventKind, direct bool) bool {
	switch {
	case w.Level == MailNone:
		return false
	case kind == EventRelease && direct:
		return w.Ratings
	case w.Level == MailAll:
		return true
	}
	return kind == EventDecision || kind == EventAnswer || direct
}

// Bounces is what came back of mails to somebody.
type Bounces struct {
	Score int64
	Last  time.Time
}

// What comes back weighs: a mailbox that is full or a server that is down 1, one that is
// not there 2. At BouncesStop no letter goes to the address any more; BouncesLife after
// the last one all is forgiven.
const (
	SoftBounce  = 1
	HardBounce  = 2
	BouncesStop = 4
	BouncesLife = 30 * 24 * time.Hour
)

// Stopped reports whether the address gets no letters.
func (b Bounces) Stopped(now time.Time) bool { return b.Score >= BouncesStop && !b.forgiven(now) }

func (b Bounces) forgiven(now time.Time) bool { return now.Sub(b.Last) >= BouncesLife }

// With adds what came back now.
func (b Bounces) With(weight int64, now time.Time) Bounces {
	if b.forgiven(now) {
		b.Score = 0
	}
	return Bounces{Score: b.Score + weight, Last: now}
}

// LetterOutcome is what became of a letter.
type LetterOutcome string

// The outcomes.
const (
	LetterWaits      LetterOutcome = ""
	LetterSent       LetterOutcome = "sent"
	LetterNothing    LetterOutcome = "nothing"  // there was nothing left to say, or nobody to say it to
	LetterStopped    LetterOutcome = "stopped"  // mails to the address came back too often
	LetterHeld       LetterOutcome = "held"     // it came with a restore, and may have been sent before
	LetterFailed     LetterOutcome = "failed"   // it was tried LetterAttempts times
	LetterRefused    LetterOutcome = "refused"  // the mail server does not take it, and never will
	LetterReturned   LetterOutcome = "returned" // it came back
	LetterComplained LetterOutcome = "complained"
)

// Letter is one mail about what somebody follows: about an idea or a product, or of a
// week (Part "").
type Letter struct {
	Subject
	LetterID int64
	Member   int64
	Token    string
	Due      time.Time
	Sealed   bool
	Attempts int64
	Outcome  LetterOutcome
	Said     string
	Created  time.Time
	Sent     time.Time
}

// LetterEvery is how long after a letter about something the next one about it leaves at
// the earliest: what happens meanwhile goes into that one.
const LetterEvery = time.Hour

// LetterAttempts is how often a letter is tried that the mail server has something
// against: for about half a day. A server that cannot be reached costs no try.
const LetterAttempts = 20

// LetterRest is how long letters wait once the mail server could not be reached.
const LetterRest = 30 * time.Second

// NextWeekly is when the next weekly letters leave: on Monday at six, UTC.
func NextWeekly(now time.Time) time.Time {
	now = now.UTC()
	at := time.Date(now.Year(), now.Month(), now.Day(), 6, 0, 0, 0, time.UTC)
	for at.Weekday() != time.Monday || !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// A complaint is somebody's word to their mail provider that a letter is unwanted. When of
// the letters of ComplaintWindow more than ComplaintsMost in a thousand are complained of,
// and at least ComplaintsLeast are, none leaves any more until an admin says so.
const (
	ComplaintWindow = 7 * 24 * time.Hour
	ComplaintsMost  = 3 // in a thousand
	ComplaintsLeast = 3
)

// TooManyComplaints reports whether letters have to stop.
func TooManyComplaints(complaints, sent int64) bool {
	return complaints >= ComplaintsLeast && complaints*1000 > ComplaintsMost*sent
}

// ReturnKind is what a mail that came back says.
type ReturnKind string

// The kinds.
const (
	ReturnSoft      ReturnKind = "soft"
	ReturnHard      ReturnKind = "hard"
	ReturnComplaint ReturnKind = "complaint"
)

// Weight is what one weighs.
func (k ReturnKind) Weight() int64 {
	switch k {
	case ReturnHard:
		return HardBounce
	case ReturnSoft:
		return SoftBounce
	}
	return 0
}

// Returned is a mail that came back: of which letter, and in whose words.
type Returned struct {
	Token string
	Kind  ReturnKind
	Said  string
}

// MailState is why an address gets mails about what its owner follows, or none.
type MailState struct {
	Member  Member
	Wish    MailWish
	Bounces Bounces
	Letters []Letter // the newest, newest first
}

// LettersShown is how many letters the administration shows of a member.
const LettersShown = 20
