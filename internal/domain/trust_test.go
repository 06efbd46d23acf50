package domain

import (
	"testing"
	"time"
)

func TestTrustIsEarned(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	days := func(n int) time.Time { return now.AddDate(0, 0, -n) }
	for _, c := range []struct {
		what string
		r    Reputation
		want Trust
	}{
		{"just signed up", Reputation{Created: now}, TrustNew},
		{"a day old and silent", Reputation{Created: days(2)}, TrustNew},
		{"accepted on the first day", Reputation{Created: now, Accepted: 5}, TrustNew},
		{"a day old with one post", Reputation{Created: days(1), Accepted: 1}, TrustBasic},
		{"long and much", Reputation{Created: days(30), Accepted: 10}, TrustTrusted},
		{"long and little", Reputation{Created: days(300), Accepted: 9}, TrustBasic},
		{"long, much and spam", Reputation{Created: days(300), Accepted: 20, Spam: true}, TrustBasic},
		{"vouched for", Reputation{Created: now, Vouched: now}, TrustTrusted},
		{"vouched for and spam", Reputation{Created: now, Vouched: now, Spam: true}, TrustNew},
	} {
		if got := c.r.Level(Settings{}, now); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
}

func TestSignalsHoldOnTheirRecordAlone(t *testing.T) {
	for _, c := range []struct {
		decided, right int64
		want           bool
	}{{0, 0, false}, {29, 29, false}, {30, 30, true}, {30, 29, false}, {100, 99, true}, {200, 197, false}} {
		if got := (Record{Decided: c.decided, Right: c.right}).Holds(30, 99); got != c.want {
			t.Errorf("%d of %d right: %v", c.right, c.decided, got)
		}
	}
}

func TestHostsAreVouchedFor(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	old, fresh := now.AddDate(0, 0, -8), now.AddDate(0, 0, -6)
	for _, c := range []struct {
		what  string
		posts []Linking
		want  bool
	}{
		{"nobody", nil, false},
		{"somebody known", []Linking{{Member: 1, At: now}}, true},
		{"somebody known who was asked about", []Linking{{Member: 1, Case: 3, At: now}}, false},
		{"a moderator", []Linking{{Member: 1, Fresh: true, Case: 3, Verdict: FinePost, At: now}}, true},
		{"one new account, often", []Linking{{Member: 1, Fresh: true, At: old}, {Member: 1, Fresh: true, At: old},
			{Member: 1, Fresh: true, At: old}}, false},
		{"three new accounts", []Linking{{Member: 1, Fresh: true, At: old}, {Member: 2, Fresh: true, At: old},
			{Member: 3, Fresh: true, At: old}}, true},
		{"three new accounts, of late", []Linking{{Member: 1, Fresh: true, At: fresh}, {Member: 2, Fresh: true, At: fresh},
			{Member: 3, Fresh: true, At: old}}, false},
	} {
		if got := Vouched(c.posts, now); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}
