package domain

import "time"

// Trust is what an account has earned by time and by posts that people accepted.
type Trust int

// The levels. New accounts have tighter limits, and their first posts wait in spaces
// that ask for it; those of trusted ones never do.
const (
	TrustNew Trust = iota
	TrustBasic
	TrustTrusted
)

// Reputation is what the level of an account follows from.
type Reputation struct {
	Created  time.Time
	Accepted int64     // posts that stand and are a day old or were approved; counted to AcceptedMax
	Spam     bool      // a post of the last SpamMemory was rejected as spam
	Vouched  time.Time // when a moderator said that the account is trusted; zero: nobody did
}

// AcceptedMax is how far accepted posts are counted.
const AcceptedMax = 20

// Times of trust.
const (
	NewAccount = 24 * time.Hour      // an account is new at least so long
	AcceptedAt = 24 * time.Hour      // a post that stands so long is accepted
	SpamMemory = 90 * 24 * time.Hour // how long rejected spam keeps an account from being trusted
)

// SilencingFlaggers is how many people flag what a new account posted until it is silenced.
const SilencingFlaggers = 3

// Settings of trust.
const (
	TrustDays  = "trust.days"
	TrustPosts = "trust.posts"
)

// Level is what the reputation has earned by now.
func (s Reputation) Level(settings Settings, now time.Time) Trust {
	age := now.Sub(s.Created)
	days := time.Duration(settings.Number(TrustDays)) * 24 * time.Hour
	switch {
	case !s.Vouched.IsZero() && !s.Spam:
		return TrustTrusted
	case age < NewAccount || s.Accepted == 0:
		return TrustNew
	case age >= days && s.Accepted >= settings.Number(TrustPosts) && !s.Spam:
		return TrustTrusted
	}
	return TrustBasic
}

// freshBelow is how many accepted posts signals ask for before they look less closely.
const freshBelow = 3

// Fresh reports whether signals look closely, for little was accepted.
func (s Reputation) Fresh() bool { return s.Accepted < freshBelow }

// WaitsIn reports whether a post of the reputation waits for a moderator in a space in
// which the first so many posts of a person do.
func (s Reputation) WaitsIn(first int64, level Trust) bool {
	return level != TrustTrusted && s.Accepted < first
}
