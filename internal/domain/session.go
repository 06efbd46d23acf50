package domain

import (
	"strings"
	"time"
)

// Session is one browser in which a member is signed in.
type Session struct {
	ID        int64
	Created   time.Time
	Seen      time.Time // of the last visit, exact to SessionTouch
	UserAgent string
	Current   bool
}

// Browsers and systems by the word that their own names for themselves carry. Most
// carry those of others too, so that the first that is found counts.
var (
	browserWords = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Chromium/", "Chromium"},
		{"Safari/", "Safari"},
	}
	systemWords = [][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "ChromeOS"},
		{"Mac OS X", "macOS"}, {"FreeBSD", "FreeBSD"}, {"Linux", "Linux"},
	}
)

// Browser tells a browser and its system from what it calls itself; "" for what is
// not known.
func Browser(agent string) (browser, system string) {
	return firstWord(agent, browserWords), firstWord(agent, systemWords)
}

func firstWord(agent string, words [][2]string) string {
	for _, w := range words {
		if strings.Contains(agent, w[0]) {
			return w[1]
		}
	}
	return ""
}

// How long sessions live (security.md 1).
const (
	SessionIdle          = 14 * 24 * time.Hour
	SessionAbsolute      = 60 * 24 * time.Hour
	StaffSessionIdle     = 12 * time.Hour
	StaffSessionAbsolute = 7 * 24 * time.Hour
	// SessionTouch is how often a visit is written down: seldom enough that
	// reading pages does not write, often enough for the shortest idle limit.
	SessionTouch = 10 * time.Minute
)

// SessionAlive reports whether a session of a member with this role, opened
// and last seen then, is still good now. One that a clock ahead of its time opened
// or saw is not: it would live until that time has come.
func SessionAlive(r Role, created, seen, now time.Time) bool {
	idle, absolute := SessionIdle, SessionAbsolute
	if r.Staff() {
		idle, absolute = StaffSessionIdle, StaffSessionAbsolute
	}
	return now.Sub(seen) < idle && now.Sub(created) < absolute && !ToCome(seen, now) && !ToCome(created, now)
}

// LinkKind is what a link that was sent or printed lets its holder do.
type LinkKind string

// Applicant is somebody who asked for an account and has not confirmed the address.
// Only the holder of the applicant's own link becomes the member.
type Applicant struct {
	ID       int64
	Email    string // normalised
	Name     string
	Password string // argon2id hash
	Language string
	Terms    int64 // version that was shown; 0: none
	Created  time.Time
}

const (
	// ApplicantLife is how long somebody who asked for an account may take to
	// confirm the address.
	ApplicantLife = 7 * 24 * time.Hour
	// ApplicantsMax is how many may wait for one address: more than mails go to
	// one address in an hour, so that none is forgotten while its link works.
	ApplicantsMax = 5
)

// The kinds of links.
const (
	ConfirmLink LinkKind = "confirm" // confirm the address of a new account
	EmailLink   LinkKind = "email"   // confirm a changed address
	ResetLink   LinkKind = "reset"   // choose a new password
	SetupLink   LinkKind = "setup"   // create the first admin
)

// LinkLife is how long a link works; it works once, and a newer link of the
// same kind for the same account ends it.
const LinkLife = 15 * time.Minute
