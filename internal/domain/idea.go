package domain

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Limits of an idea, in characters.
const (
	TitleMin         = 8
	TitleMax         = 120
	ImportedTitleMax = 300
	BodyMax          = 10_000
	ImportedBodyMax  = 100_000 // of reviews too
)

// Idea is what a page shows of an idea. Lists leave Body, HTML and Tags empty;
// the idea page leaves Excerpt empty.
type Idea struct {
	ID        int64
	Title     string
	Words     string // of the title, for the address; may be empty
	Body      string // Markdown, as typed
	HTML      string // Body, rendered and sanitised
	Excerpt   string // plain text
	Language  string // of the text: "en", "de", …; empty if unknown
	Space     Space
	Author    MemberRef
	Product   Product // its name, slug and state; ID 0: about none
	Tags      []Tag
	Status    Status
	Merged    int64 // how many went into it
	Into      *Idea // the one it was merged into: id and title; nil if it was not, or that one is hidden
	Removed   bool
	Hidden    bool // removed, and its place says that it is hidden
	Created   time.Time
	Edited    time.Time // zero if never
	Version   int64
	SourceURL string // where an imported idea stands

	Tally
	Carried      int64 // points brought along by an import
	CarriedTally Tally // the promotes and demotes they came from, where the file knew them
	Heat         float64
	Period       int64 // days that a list is about; 0: all
	Won          int64 // promotes less demotes in that period
	OthersVoted  bool  // somebody besides the author has a vote in force
	Held         int64 // votes in force that are not counted for now

	Reasons         Reasons // why people promote it; lists leave it empty
	Comments        int64   // that stand
	OthersCommented bool    // some of them are not by the author
	LastComment     int64   // the newest there ever was; 0: none

	Place  Place // in a queue, while it is being voted on or decided
	Wanted int64 // how many would still want it since it was declined

	Word Decision // the last of a person on the staff that is in force; lists alone have it

	Mine Vote       // the viewer's own vote
	Days []DayTally // of the last SwellDays days, those that had votes, oldest first
}

// SwellDays is how many days the little curve beside an idea shows.
const SwellDays = 14

// VisibleTo reports whether somebody may know of the idea: a removed one exists
// for its author and for staff only.
func (i *Idea) VisibleTo(who Actor) bool {
	return !i.Removed || who.Role.Staff() || i.Author.ID == who.ID && who.SignedIn()
}

// Points is what the idea counts: promotes less demotes plus what an import
// carried over.
func (i *Idea) Points() int64 { return i.Net() + i.Carried }

// IdeaPath is the address of an idea of which only the number is known.
func IdeaPath(id int64) string { return "/ideas/" + strconv.FormatInt(id, 10) }

// Path is the address of the idea's page.
func (i *Idea) Path() string {
	path := IdeaPath(i.ID)
	if i.Words != "" {
		path += "-" + i.Words
	}
	return path
}

// Curve is the running net of the last SwellDays days, the last one today, and
// Week the net of the last seven.
func (i *Idea) Curve(today int64) (curve []int64, week int64) {
	curve = make([]int64, SwellDays)
	for _, d := range i.Days {
		at := SwellDays - 1 - (today - d.Day)
		if at < 0 || at >= SwellDays {
			continue
		}
		curve[at] += d.Net()
		if at >= SwellDays-7 {
			week += d.Net()
		}
	}
	for at := 1; at < SwellDays; at++ {
		curve[at] += curve[at-1]
	}
	return curve, week
}

// Draft is what a person submits or edits.
type Draft struct {
	Title   string
	Body    string
	SpaceID int64
	Product string // slug or name as typed; empty: none; SameProduct: the one it is about
	Tags    []Tag
	// Language is what the writer says the text is in; empty: to be detected.
	Language string
	Nonce    string // one per form, so that sending it twice submits once
	Version  int64  // of the idea being edited
	Sent     Sending
}

// SameProduct stands in a form for the product that an idea is about already,
// where the form may not name it: it was withdrawn.
const SameProduct = "*"

// CheckDraft notes what is wrong with an idea that a person typed.
func CheckDraft(p *Problems, d Draft) {
	switch n, bad := Seen(d.Title), badLetters(d.Title); {
	case bad != "":
		p.Add("title", bad, nil)
	case n == 0:
		p.Add("title", "error.title_empty", nil)
	case n < TitleMin:
		p.Add("title", "error.title_short", Args{"Min": TitleMin, "Count": n})
	case n > TitleMax:
		p.Add("title", "error.title_long", Args{"Max": TitleMax, "Over": n - TitleMax})
	}
	switch n := utf8.RuneCountInString(d.Body); {
	case Blank(d.Body):
		p.Add("body", "error.body_empty", nil)
	case n > BodyMax:
		p.Add("body", "error.body_long", Args{"Max": BodyMax, "Over": n - BodyMax})
	}
	if d.SpaceID == 0 {
		p.Add("space", "error.space_empty", nil)
	}
	if d.Language != "" && !slices.Contains(TextLanguages, d.Language) {
		p.Add("language", "error.language", nil)
	}
}

// CheckEdit refuses a change of an idea's words by anybody but its author, and by
// its author once it was taken up or others voted.
func CheckEdit(who Actor, idea *Idea) error {
	if idea.Hidden && idea.Author.ID == who.ID && !idea.Author.Named {
		return nil // mended, once
	}
	if idea.Author.ID == who.ID && idea.Status != StatusNew {
		return Refuse(Conflict, "error.idea_not_new")
	}
	return checkAlone(who, idea)
}

// CheckDelete refuses to take an idea away for anybody but its author, and for its
// author once others voted or commented: what they wrote would go with it.
func CheckDelete(who Actor, idea *Idea) error {
	if idea.Author.ID == who.ID && idea.OthersCommented {
		return Refuse(Conflict, "error.idea_discussed")
	}
	return checkAlone(who, idea)
}

// checkAlone lets an author do with an idea as they like until others voted: what they
// promoted must not change under them.
func checkAlone(who Actor, idea *Idea) error {
	switch {
	case idea.Author.ID != who.ID:
		return Refuse(Forbidden, "error.not_yours")
	case idea.OthersVoted:
		return Refuse(Conflict, "error.idea_not_alone")
	}
	return nil
}

// KeptFrom is how many promotes an idea has of which only the author's name goes.
const KeptFrom = 10

// GoesWithAuthor tells whether an idea goes when its author's account is erased: while
// nobody else voted or commented, or, where the author asks that texts go, until enough
// people promoted it.
func GoesWithAuthor(idea *Idea, texts bool) bool {
	return !idea.OthersVoted && !idea.OthersCommented || texts && idea.Promotes < KeptFrom
}

// TextLanguages are what a writer can say a text is in.
var TextLanguages = []string{"en", "de"}

// Order is how a list of ideas is sorted.
type Order string

// The tabs of the feed.
const (
	Hot Order = "hot"
	Top Order = "top"
	New Order = "new"
	// Discover is an order of each reader's own, new each day.
	Discover Order = "discover"
)

// Orders are the same for everybody.
var Orders = []Order{Hot, Top, New}

// Tabs are all of them in the order they are shown.
var Tabs = append(slices.Clone(Orders), Discover)

// ParseOrder accepts a tab's name; anything else is Hot.
func ParseOrder(s string) Order {
	for _, o := range Tabs {
		if string(o) == s {
			return o
		}
	}
	return Hot
}

// PageSize is how many ideas a page of a list shows.
const PageSize = 25

// IdeaFilter asks for one page of a list of ideas.
type IdeaFilter struct {
	Order    Order
	Days     int64    // of Top: net votes of one of the Periods; 0: points of all time
	SpaceID  int64    // 0: every space
	InSpace  int64    // how many ideas that space has, as of the last count
	Tag      *Tag     // nil: every tag
	Product  *Product // nil: every product
	Statuses []Status // empty: ListedStatuses
	AuthorID int64    // 0: everybody; else Order is New
	Viewer   int64    // who asks; a member's own list has more on it
	Today    int64    // last day of the curves
	After    Cursor
	Limit    int // 0: PageSize; at most 100
}

// Cursor is the place of an idea in the list.
func (f IdeaFilter) Cursor(i *Idea) Cursor {
	c := Cursor{At: i.Created.UnixMilli(), ID: i.ID}
	switch {
	case f.Order == Hot:
		c.Key = i.Heat
	case f.Order == Top && f.Days != 0:
		c.Key = float64(i.Won)
	case f.Order == Top:
		c.Key = float64(i.Points())
	}
	return c
}
