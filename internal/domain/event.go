package domain

import "time"

// EventKind is a kind of what people hear of.
type EventKind string

// The kinds.
const (
	EventDecision EventKind = "decision" // about an idea, in its ledger
	EventAnswer   EventKind = "answer"   // an official one, about an idea
	EventComment  EventKind = "comment"
	EventQuestion EventKind = "question" // to an idea's author
	EventIdea     EventKind = "idea"     // a new one
	EventRelease  EventKind = "release"  // of a revision
)

// Event is something that happened of which people hear: those who follow what it is
// about, but for who did it.
type Event struct {
	ID      int64
	Kind    EventKind
	Idea    int64 // 0: it is about a product
	Product int64
	Object  int64 // the decision, comment, question, idea or revision
	By      int64 // 0: the rule
	At      time.Time
	// Stage is the idea merged into this one whose followers are told now, 0 for those of
	// the idea itself; those up to After are told.
	Stage, After int64
	Told         time.Time // all of them; zero: not yet
}

// NewsAfter is how long after an event people are told: what is taken back until then
// was never said.
const NewsAfter = UndoFor + time.Second

// NewsLife is how long people find in the centre what they heard, and how long the letters
// are known in which they read it: a link that stops these mails works as long.
const NewsLife = 400 * 24 * time.Hour

// Subject is what the event is about.
func (e Event) Subject() Subject {
	if e.Idea != 0 {
		return Subject{PartIdea, e.Idea}
	}
	return Subject{PartProduct, e.Product}
}

// ToVoters reports whether those hear of it who only voted. They hear what came of the
// idea; of what people say about it those hear who said something too, or chose to.
func (e Event) ToVoters() bool { return e.Kind == EventDecision || e.Kind == EventAnswer }

// Told reports whether a change of status is one that people hear of: all that the
// public ledger shows.
func (d Decision) Told() bool { return d.From != StatusNew || d.To != StatusUnderReview }

// Hearer is somebody who hears of an event.
type Hearer struct {
	Member int64
	Direct bool // it is meant for them
	Wish   MailWish
	Host   string // of their address
}

// Notification is an event as a member hears of it.
type Notification struct {
	ID       int64
	Kind     EventKind
	Direct   bool
	Seen     bool
	At       time.Time
	By       MemberRef // ID 0: the rule
	Object   int64     // as the event's
	To       Status    // of a decision
	Words    string    // of the reason, comment or question, as written and perhaps cut
	Language string    // of a comment's words
	Revision string    // that was released
}

// NewsGroup is what a member heard about one idea or product, newest first.
type NewsGroup struct {
	Subject
	Idea    Idea // id, title, language and status
	Product Product
	News    []Notification
	More    int64 // that are not shown
	Unseen  int64
	Newest  int64 // id of the newest notification
}

// Title is what the group is about.
func (g *NewsGroup) Title() string {
	if g.Part == PartIdea {
		return g.Idea.Title
	}
	return g.Product.Name
}

// Path is its address.
func (g *NewsGroup) Path() string {
	if g.Part == PartIdea {
		return g.Idea.Path()
	}
	return g.Product.Path()
}

// How much the centre shows.
const (
	NewsGroups   = 20  // on a page
	NewsInGroup  = 5   // of each
	NewsWordsMax = 280 // characters of what was said
	UnseenMost   = 100 // that are counted
)
