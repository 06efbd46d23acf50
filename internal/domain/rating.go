package domain

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits of a review's words, in characters.
const (
	ReviewTitleMax = 120
	ReviewBodyMax  = 10_000
	ReplyMax       = 4000
	NoteMax        = 300
)

// Flags say why a rating may not be counted.
type Flags struct {
	Staff       bool // by somebody who speaks for the company
	Declared    bool // the writer says that the product was free or cheaper
	Promotional bool // a moderator says so
	Excluded    bool // in an excluded window
	Suspended   bool // by a suspended member
	Removed     bool // taken back by its writer
}

// Count reports whether a rating is counted in its revision: whoever wrote it and
// however many stars it gives, nothing but these flags decides.
func (f Flags) Count() bool { return f == Flags{} }

// Rating is a member's rating of a revision, with its review if it has words.
type Rating struct {
	ID       int64
	Product  Product // its name, slug and state
	Revision Revision
	By       MemberRef // ID 0 where an import names nobody
	Stars    int64
	Title    string
	Body     string // Markdown, as typed
	HTML     string // Body, rendered and sanitised
	Language string
	Flags
	Verified bool
	Helpful  int64
	Themes   []Theme
	Reply    *Reply
	Rated    time.Time // when its stars were last set
	Created  time.Time
	Edited   time.Time // zero if never

	// Invited: its writer had rated the revision before and was asked to rate this one.
	Invited bool
	// Gone is how the words went that others no longer read; the stars stay.
	Gone PostState

	Before int64 // stars the same member gave the revision before; 0: none
}

// Path is the address of the rating's own page.
func (r *Rating) Path() string { return "/reviews/" + strconv.FormatInt(r.ID, 10) }

// Worded reports whether the rating comes with a review.
func (r *Rating) Worded() bool { return r.Title != "" || r.Body != "" }

// Silent reports whether there are nothing but stars: no review, and no reply.
func (r *Rating) Silent() bool { return !r.Worded() && r.Reply == nil }

// Reply is the company's public answer to a rating.
type Reply struct {
	By      MemberRef
	Body    string
	HTML    string
	Created time.Time
	Edited  time.Time
}

// RatingDraft is what a member wants the own rating of a product to be.
type RatingDraft struct {
	Stars    int64
	Title    string
	Body     string
	Declared bool
	// Revision is the one the form was shown for; 0: whichever is current.
	Revision int64
	Sent     Sending
}

// CheckRating notes what is wrong with a rating.
func CheckRating(p *Problems, d RatingDraft) {
	if d.Stars < 1 || d.Stars > StarsMax {
		p.Add("stars", "error.stars", nil)
	}
	switch n, bad := Seen(d.Title), badLetters(d.Title); {
	case bad != "":
		p.Add("title", bad, nil)
	case n > ReviewTitleMax:
		p.Add("title", "error.title_long", Args{"Max": ReviewTitleMax, "Over": n - ReviewTitleMax})
	}
	if n := utf8.RuneCountInString(d.Body); n > ReviewBodyMax {
		p.Add("body", "error.body_long", Args{"Max": ReviewBodyMax, "Over": n - ReviewBodyMax})
	}
}

// CheckReply notes what is wrong with a public reply.
func CheckReply(p *Problems, body string) {
	switch {
	case Seen(body) < ReasonMin:
		p.Add("reply", "error.reply_short", Args{"Min": ReasonMin})
	case utf8.RuneCountInString(body) > ReplyMax:
		p.Add("reply", "error.too_long", Args{"Max": ReplyMax})
	}
}

// ReviewOrder is how a product's ratings are sorted.
type ReviewOrder string

// The orders of reviews.
const (
	Helpful ReviewOrder = "helpful"
	Newest  ReviewOrder = "newest"
	Lowest  ReviewOrder = "lowest"
	Highest ReviewOrder = "highest"
)

// ReviewOrders lists the orders as they are offered.
var ReviewOrders = []ReviewOrder{Helpful, Newest, Lowest, Highest}

// ParseReviewOrder accepts an order by name; anything else is Helpful.
func ParseReviewOrder(s string) ReviewOrder {
	if o := ReviewOrder(s); slices.Contains(ReviewOrders, o) {
		return o
	}
	return Helpful
}

// ReviewPage is how many reviews a page shows, and SilentPage how many silent
// ratings come along between them.
const (
	ReviewPage = 10
	SilentPage = 50
)

// ReviewPageEnd is how many of some ratings that were read ahead, silent or not, a
// page shows: size that say something, and SilentPage that do not.
func ReviewPageEnd(silent []bool, size int) int {
	said, still := 0, 0
	for i, is := range silent {
		if is {
			still++
		} else {
			said++
		}
		if said > size || still > SilentPage {
			return i
		}
	}
	return len(silent)
}

// ReviewFilter asks for one page of a product's ratings.
type ReviewFilter struct {
	Product    int64
	Order      ReviewOrder
	Stars      int64 // 0: all
	Revision   int64 // id; 0: all
	Theme      int64 // id; 0: all
	Language   string
	Verified   bool // only verified owners
	Counted    bool // only those in the score of their revision
	Unanswered bool // only those with at most PoorStars and no reply
	After      Cursor
	Limit      int // of reviews, 0: ReviewPage; at most 100; at most SilentPage silent ratings come along
}

// ReviewCursor is the place of a rating in a list of the given order.
func ReviewCursor(o ReviewOrder, r *Rating) Cursor {
	c := Cursor{At: r.Rated.UnixMilli(), ID: r.ID}
	switch o {
	case Helpful:
		c.Key = float64(r.Helpful)
	case Lowest, Highest:
		c.Key = float64(r.Stars)
	}
	return c
}

// UnansweredMax is up to how many ratings that ask for an answer are counted.
const UnansweredMax = 1000

// UnansweredCursor is the place of a rating among those that ask for an answer:
// first those of products on watch, then the oldest.
func UnansweredCursor(r *Rating) Cursor {
	c := Cursor{At: r.Rated.UnixMilli(), ID: r.ID}
	if r.Product.State != Watched {
		c.Key = 1
	}
	return c
}
