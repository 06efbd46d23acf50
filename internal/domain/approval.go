package domain

import (
	"slices"
	"strconv"
	"time"
)

// Sending is how a form was sent.
type Sending struct {
	Network string    // an IPv4 address or the /64 of an IPv6 one; "" where there is none
	Opened  time.Time // when the form was drawn; zero where nobody knows
}

// Verdict is what people said of a post.
type Verdict string

// The verdicts.
const (
	Undecided Verdict = ""
	FinePost  Verdict = "fine"
	SpamPost  Verdict = "spam"
)

// Weighed is a post as the signals saw it.
type Weighed struct {
	ID      int64
	Kind    Part
	Subject int64 // the idea's, the comment's or the rating's; 0 while there is none
	By      MemberRef
	Fresh   bool // nothing of its author had been accepted
	Network []byte
	Sketch  []int64
	Hosts   []string // and numbers, that it leads to
	Found   []Finding
	Score   Weight
	Row     int64 // of the desk, that decided it; 0: none did
	Lot     Lot
	Case    int64 // on the desk; 0: nobody was asked about it
	Verdict Verdict
	At      time.Time
}

// Lot is a sort of posts that are decided together, whoever wrote them.
type Lot string

// The lots.
const (
	NoLot      Lot = ""
	HeldLot    Lot = "held"    // signals hold them on their record
	RepeatLot  Lot = "again"   // hardly more than that they are there already
	LettersLot Lot = "letters" // hardly more than letters in no language's order
)

// OwnCase stands for the case that a post opens.
const OwnCase = -1

// Path is the address of what the post became; "" where it became nothing.
func (w *Weighed) Path() string {
	if w.Subject == 0 {
		return ""
	}
	pages := map[Part]string{PartIdea: "/ideas/", PartComment: "/comments/", PartReview: "/reviews/"}
	return pages[w.Kind] + strconv.FormatInt(w.Subject, 10)
}

// Linking is a post that links to a host.
type Linking struct {
	Member  int64
	Fresh   bool
	Case    int64
	Verdict Verdict
	At      time.Time
}

// What vouches for a host: posts of different people that stand for a while.
const (
	vouchers   = 3
	vouchAfter = 7 * 24 * time.Hour
)

// Vouched reports whether people who post vouch for a host that these posts link to:
// somebody whose posts are accepted, a moderator who found one fine, or a few new
// accounts whose posts stood for some days without being asked about.
func Vouched(posts []Linking, now time.Time) bool {
	var stood []int64
	for _, p := range posts {
		switch {
		case p.Verdict == FinePost, p.Case == 0 && !p.Fresh:
			return true
		case p.Case == 0 && now.Sub(p.At) >= vouchAfter && !slices.Contains(stood, p.Member):
			stood = append(stood, p.Member)
		}
	}
	return len(stood) >= vouchers
}

// FreshLinking counts the posts of new accounts that link to a host.
func FreshLinking(posts []Linking) (n int64) {
	for _, p := range posts {
		if p.Fresh {
			n++
		}
	}
	return n
}

// HeldState is where a post that waits has got to.
type HeldState string

// The states. A rejected post is edited and sent again by its author, or withdrawn.
const (
	HeldWaiting   HeldState = "waiting"
	HeldPosted    HeldState = "posted"
	HeldRejected  HeldState = "rejected"
	HeldWithdrawn HeldState = "withdrawn"
)

// HeldFor says why a post waits.
type HeldFor string

// The reasons to hold.
const (
	HeldAsFirst   HeldFor = "first"   // of the first posts of a person in a space that asks for it
	HeldBySignals HeldFor = "signals" // by a signal with its record
)

// HeldPost is a post that is no idea, comment or rating yet.
type HeldPost struct {
	ID       int64
	Kind     Part
	Weighed  int64
	By       MemberRef
	Space    Space  // of an idea, or of the idea of a comment; ID 0: none
	About    int64  // the idea of a comment, the product of a review
	AboutIs  string // its title or name
	Slug     string // of the product
	Above    int64  // the comment that is answered; 0: none
	Revision int64
	Stars    int64
	Declared bool
	Product  string // that an idea is about, as typed
	Tags     []Tag
	Title    string
	Body     string
	Language string
	Nonce    string
	For      HeldFor
	State    HeldState
	Posted   int64  // what it became; 0: nothing yet
	Reason   string // why it was rejected
	Version  int64
	Sent     time.Time
	Decided  time.Time
}

// Path is the address of the post's page, for its author and for moderators.
func (h *HeldPost) Path() string { return "/held/" + strconv.FormatInt(h.ID, 10) }

// VisibleTo reports whether somebody may know of the post.
func (h *HeldPost) VisibleTo(who Actor) bool {
	return who.SignedIn() && h.By.ID == who.ID || May(who.Role, Moderate)
}

// CheckResend lets only its author send a post again that was rejected, or change one
// that waits.
func (h *HeldPost) CheckResend(who Actor) error {
	switch {
	case h.By.ID != who.ID:
		return Refuse(Forbidden, "error.not_yours")
	case h.State != HeldRejected && h.State != HeldWaiting:
		return Refuse(Conflict, "error.held_decided")
	}
	return nil
}

// Held is how a verb says that what was posted waits for a moderator: nothing failed
// and nothing is lost, but there is no idea, comment or rating to show.
type Held struct{ ID int64 }

// Error is for logs; people are led to the post's page.
func (h *Held) Error() string { return "held post " + strconv.FormatInt(h.ID, 10) }

// Path is the address of the post that waits.
func (h *Held) Path() string { return (&HeldPost{ID: h.ID}).Path() }

// Case is what a moderator decides at once: posts of one account, alike, or with one
// host. Its number is that of the weighed post that opened it.
type Case struct {
	ID    int64
	Posts []CasePost // undecided ones first
	Total int64      // undecided posts of it, also those that are not in Posts
}

// How many posts of a case are shown, and decided at a time.
const (
	CasePosts   = 20
	CaseDecides = 50
)

// CasePost is a post of a case, with its words.
type CasePost struct {
	Weighed
	Joined time.Time // its author
	Title  string
	Text   string // as typed
	Held   int64  // the number of the post that waits; 0: it is public
	For    HeldFor
	Gone   bool   // no longer there
	Like   string // address of what it is like
}

// Suspect reports whether signals or a flood speak against the post, rather than that
// it is somebody's first.
func (p *CasePost) Suspect() bool { return len(p.Found) > 0 }

// The decisions about cases.
const (
	LetIn    DeskDo = "approve"
	LetTrust DeskDo = "trust"  // and whoever wrote the posts is trusted from now on
	SendBack DeskDo = "reject" // with words, to be mended and sent again
	CallSpam DeskDo = "spam"   // and new accounts that wrote it write no more
)

// HarmOf is the evidence that orders cases on the desk: what signals speak against before
// somebody's first posts.
func (w Weight) HarmOf(posts int64) int64 { return int64(w)*50 + posts }
