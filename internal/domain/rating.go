package domain

import (
	"slices"
	"strconv"
	"strings"
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

	MineHelpful bool  // the viewer found it helpful
	Before      int64 // stars the same member gave the revision before; 0: none
}

// Path is the address of the rating's own page.
func (r *Rating) Path() string { return "/reviews/" + strconv.FormatInt(r.ID, 10) }

// Worded reports whether the rating comes with a review.
func (r *Rating) Worded() bool { return r.Title != "" || r.Body != "" }

// Reply is the company's public answer to a rating.
type Reply struct {
	By      MemberRef
	Body    string
	HTML    string
	Created time.Time
	Edited  time.Time
}

// PastRating is what a rating was before it was changed.
type PastRating struct {
	Stars    int64
	Title    string
	Body     string
	Replaced time.Time
}

// RatingDraft is what a member wants the own rating of a product to be.
type RatingDraft struct {
	Stars    int64
	Title    string
	Body     string
	Declared bool
	// Revision is the one the form was shown for; 0: whichever is current.
	Revision int64
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

// ReviewPage is how many ratings a page shows.
const ReviewPage = 10

// ReviewFilter asks for one page of a product's ratings.
type ReviewFilter struct {
	Product    int64
	Order      ReviewOrder
	Stars      int64 // 0: all
	Revision   int64 // id; 0: all
	Theme      int64 // id; 0: all
	Language   string
	Verified   bool // only verified owners
	Unanswered bool // only those with at most PoorStars and no reply
	Viewer     int64
	After      ReviewCursor
	Limit      int
}

// ReviewCursor is the place in a list of ratings after which the next page
// starts. The zero cursor is the start.
type ReviewCursor struct{ Stars, Helpful, Rated, ID int64 }

// ReviewCursorAt is the place of a rating in any order.
func ReviewCursorAt(r *Rating) ReviewCursor {
	return ReviewCursor{Stars: r.Stars, Helpful: r.Helpful, Rated: r.Rated.UnixMilli(), ID: r.ID}
}

// String writes the cursor for an address.
func (c ReviewCursor) String() string {
	if c.ID == 0 {
		return ""
	}
	parts := make([]string, 0, 4)
	for _, n := range []int64{c.Stars, c.Helpful, c.Rated, c.ID} {
		parts = append(parts, strconv.FormatInt(n, 36))
	}
	return strings.Join(parts, "_")
}

// ParseReviewCursor reads a cursor from an address; anything malformed is the
// start.
func ParseReviewCursor(s string) ReviewCursor {
	var n [4]int64
	parts := strings.Split(s, "_")
	if len(parts) != len(n) {
		return ReviewCursor{}
	}
	for i, part := range parts {
		var err error
		if n[i], err = strconv.ParseInt(part, 36, 64); err != nil {
			return ReviewCursor{}
		}
	}
	return ReviewCursor{Stars: n[0], Helpful: n[1], Rated: n[2], ID: n[3]}
}
