package domain

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// AuditEntry is one staff or security act. It holds ids and names of actions
// only: no names of people, no addresses, no texts, so that erasing an account
// never has to touch it.
type AuditEntry struct {
	ID       int64
	At       time.Time
	Actor    int64 // 0: the installation itself
	Action   string
	Object   string // "idea", "member", "setting", …
	ObjectID int64
	Detail   string // a status, a role, a setting's key
	Hash     []byte
}

// AuditPage is how many entries a page shows, and AuditExport how many a file has at most.
const (
	AuditPage   = 50
	AuditExport = 100_000
)

// AuditFilter narrows the audit log down; its zero value is all of it.
type AuditFilter struct {
	Actor    int64 // who did it; 0: anybody
	System   bool  // it did itself, and Actor is 0
	Action   string
	Object   string
	ObjectID int64 // of Object; 0: any
	// From and Until are the moments from and until which it was done; zero: open.
	From, Until time.Time
	After       Cursor
	Limit       int // entries, AuditPage if 0
}

// AuditHead is the last entry of the log and its hash: what nobody can make who changed an
// entry before it.
type AuditHead struct {
	Last int64
	Hash []byte
}

// String writes the head as ParseAuditHead reads it: 1234:0a1b…
func (h AuditHead) String() string { return fmt.Sprintf("%d:%x", h.Last, h.Hash) }

// ParseAuditHead reads a head that somebody kept, of a log with an entry at least.
func ParseAuditHead(s string) (h AuditHead, ok bool) {
	last, hash, _ := strings.Cut(strings.TrimSpace(s), ":")
	var wrong, odd error
	h.Last, wrong = strconv.ParseInt(last, 10, 64)
	h.Hash, odd = hex.DecodeString(hash)
	return h, wrong == nil && odd == nil && h.Last > 0 && len(h.Hash) == sha256.Size
}

// AuditDeeds is how often something was done.
type AuditDeeds struct {
	Action string
	N      int64
}

// AuditMail is the day, as Day counts it in UTC, whose mail to the admins has the head in it,
// and whether it is time for it: from MorningHour on, on every day of the year.
func AuditMail(now time.Time) (day int64, due bool) {
	return Day(now), now.UTC().Hour() >= MorningHour
}

// AuditMailDeeds is how many kinds of acts such a mail names, the most frequent ones.
const AuditMailDeeds = 20

// AuditLine is an entry and who did it, as they are called today.
type AuditLine struct {
	AuditEntry
	By MemberRef
}

// Chain returns the entry's hash over everything in it and the hash before it,
// so that a changed or missing row breaks every later one.
func (e AuditEntry) Chain(before []byte) []byte {
	h := sha256.New()
	h.Write(before)
	for _, n := range []int64{e.ID, e.At.UnixMilli(), e.Actor, e.ObjectID} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	}
	for _, s := range []string{e.Action, e.Object, e.Detail} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(s)))) // lengths keep "ab"+"c" apart from "a"+"bc"
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}
