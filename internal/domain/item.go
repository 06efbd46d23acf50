package domain

import (
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Source is what an item is.
type Source string

// The sources.
const (
	SourceIdea     Source = "idea"     // its status is the idea's
	SourceRecovery Source = "recovery" // a product on watch; the rule ships it
	SourceTheme    Source = "theme"    // something that reviews complain of
	SourceHand     Source = "hand"     // work that somebody added
)

// Sources lists all of them.
var Sources = []Source{SourceIdea, SourceRecovery, SourceTheme, SourceHand}

// ParseSource accepts a source by name.
func ParseSource(s string) (Source, bool) { return Source(s), slices.Contains(Sources, Source(s)) }

// ItemCause is why an item is in a queue.
type ItemCause string

// The causes.
const (
	CauseRoute  ItemCause = "rule"   // a rule: its name, its points and the points then
	CausePerson ItemCause = "person" // somebody on the staff put it there
	CauseWatch  ItemCause = "watch"  // its product came to be below the line
	CauseTheme  ItemCause = "theme"  // an engineer made a theme work
	CauseHand   ItemCause = "hand"   // somebody wrote it down
)

// Item is something to be decided and built.
type Item struct {
	ID      int64
	Source  Source
	Queue   QueueRef // ID 0: it was taken out
	Idea    Idea     // of SourceIdea: what a list shows of one
	Product Product  // of the others, if they are about one: name, slug and standing
	Theme   Theme    // of SourceTheme
	// Proposed is the listed idea that SourceIdea's is proposed to go into, by the oldest
	// proposal that waits: its title and language; ID 0: none waits.
	Proposed Idea
	Watch    time.Time
	Own      string // title of work added by hand
	Note     string // and what there is to say of it
	Status   Status
	Reach    int64 // of all but ideas, whose votes are it

	Cause  ItemCause
	Rule   Route // its id, name and points, as they were
	Then   int64 // points when it came
	By     MemberRef
	Routed time.Time

	Engineer  MemberRef
	Effort    Effort
	Target    time.Time // a day; zero: none promised
	Tracker   string
	Stars     float64 // what the thing it answers costs its product
	ShippedIn Revision
	Place     Place

	Entered      time.Time // when it last came to be under review
	Deadline     Deadline
	Late         bool
	ParkedUntil  time.Time
	ParkedPoints int64
	ParkNote     string
	AskedUntil   time.Time
	Decided      time.Time // when it last left Under review
	Closed       time.Time // when it was last shipped or declined
	Version      int64
}

// Title is what the item is called.
func (i Item) Title(language string) string {
	switch i.Source {
	case SourceIdea:
		return i.Idea.Title
	case SourceRecovery:
		return i.Product.Name
	case SourceTheme:
		return i.Theme.Name(language)
	}
	return i.Own
}

// NoQueue stands in the address of an item where the word of its queue would stand.
const NoQueue = "-"

// Path is the address of the item's card.
func (i Item) Path() string {
	queue := i.Queue
	if queue.ID == 0 {
		queue.Slug = NoQueue
	}
	return queue.Path() + "/items/" + strconv.FormatInt(i.ID, 10)
}

// Contested reports whether at least a third of an idea's votes are demotes.
func (i Item) Contested() bool { return i.Source == SourceIdea && i.Idea.Contested() }

// Waits reports whether it is parked or its author was asked.
func (i Item) Waits() bool { return !i.ParkedUntil.IsZero() || !i.AskedUntil.IsZero() }

// Duplicable reports whether it can be the duplicate of something: an idea that is open.
func (i Item) Duplicable() bool { return i.Source == SourceIdea && !i.Status.Closed() }

// Ticked is the item with its clock as it must be now: it runs while the item is
// under review and nobody waits for anything.
func (i Item) Ticked(now time.Time, zone *time.Location) Item {
	if i.Status == StatusUnderReview && !i.Waits() {
		i.Deadline = i.Deadline.Start(now, zone)
	} else {
		i.Deadline = i.Deadline.Stop(now, zone)
	}
	i.Late = i.Deadline.Late(now)
	return i
}

// Became is the item after a decision: its clock stands once it left Under review and
// begins anew when it comes back. The status of an idea is set apart from it.
func (i Item) Became(to Status, queue Queue, now time.Time) Item {
	from := i.Status
	i.Status = to
	if i.Source == SourceIdea {
		i.Idea.Status = to
	}
	i.Closed = time.Time{}
	if !to.Ships() {
		i.ShippedIn = Revision{}
	}
	if to.Closed() {
		i.Closed = now
	}
	switch {
	case from == StatusUnderReview:
		i.Decided = now
	case to == StatusUnderReview:
		i.Entered, i.Decided = now, time.Time{}
		i.ParkedUntil, i.AskedUntil, i.ParkNote = time.Time{}, time.Time{}, ""
		i.Deadline = NewDeadline(now, queue.Days, queue.Zone())
	}
	return i.Ticked(now, queue.Zone()).Placed(queue.Weights)
}

// Factors are what its priority is made of.
func (i Item) Factors() Factors {
	reach := i.Reach
	if i.Source == SourceIdea {
		reach = i.Idea.Net()
	}
	return Factors{Reach: max(reach, 0), Importance: i.Idea.Reasons.Mean(), Impact: 1 + max(i.Stars, 0), Effort: i.Effort}
}

// Placed is the item standing where its queue's weights, its clock and its status
// put it.
func (i Item) Placed(w Weights) Item {
	f := i.Factors()
	i.Place.Queue, i.Place.Item, i.Place.Factor = i.Queue.ID, i.ID, w.Factor(f)
	i.Place = i.Place.Lifted(i.Late, i.Status == StatusUnderReview && i.Waits()).Ranked(f.Reach, i.Status, i.Closed)
	return i
}

// ItemChoices lists what an item may become by the hand of whoever may decide it.
func (i Item) ItemChoices(who Actor) []Status {
	var choices []Status
	for _, to := range i.Status.Choices(who) {
		if CheckItemStep(i, to) == nil {
			choices = append(choices, to)
		}
	}
	return choices
}

// CheckItemStep refuses steps that an item's source does not have: a recovery is
// neither declined nor shipped by hand, and only ideas are archived.
func CheckItemStep(i Item, to Status) error {
	if i.Source == SourceIdea {
		return nil
	}
	bad := to == StatusArchived || to == StatusNew
	if i.Source == SourceRecovery {
		bad = bad || to.Closed()
	}
	if bad {
		return &Error{Kind: Conflict, Key: "error.item_step", Args: Args{"To": to}}
	}
	return nil
}

// CheckCarried refuses to ship a theme without the revision that carries it, and what is
// about no product with one.
func CheckCarried(i Item, to Status, revision string) error {
	switch {
	case !to.Ships() || revision == "" && i.Source != SourceTheme:
		return nil
	case i.Product.ID == 0:
		return BadField("revision", "error.carried_none", nil)
	case revision == "":
		return BadField("revision", "error.carried_empty", nil)
	}
	return nil
}

// CheckReleases refuses to release a revision for anything but a recovery that is open:
// what else a revision carries is shipped with it.
func CheckReleases(i Item) error {
	if i.Source == SourceRecovery && !i.Status.Closed() {
		return nil
	}
	return Refuse(Conflict, "error.no_recovery")
}

// Limits of items, in characters and days.
const (
	WorkTitleMax  = 120
	WorkNoteMax   = 2000
	TrackerMax    = 500
	QuestionMax   = 1000
	AnswerMax     = 2000
	ParkDays      = 90
	TargetDaysMax = 1095
)

// ParkFor is how long an item can be parked at most.
const ParkFor = (ParkDays + 1) * 24 * time.Hour

// AskFor is how long a question stops the clock.
const AskFor = 14 * 24 * time.Hour

// UndoFor is how long a decision can be taken back.
const UndoFor = 30 * time.Second

// CheckTracker notes a link that is none.
func CheckTracker(p *Problems, link string) {
	if link == "" {
		return
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(link) > TrackerMax {
		p.Add("tracker", "error.tracker", Args{"Max": TrackerMax})
	}
}

// CheckTarget notes a day that no promise can be kept on; the zero day is none.
func CheckTarget(p *Problems, day, now time.Time) {
	if day.IsZero() {
		return
	}
	if ahead := Day(day) - Day(now); ahead < 0 || ahead > TargetDaysMax {
		p.Add("target", "error.target", Args{"Days": TargetDaysMax})
	}
}

// CheckPark notes what is wrong with parking until a day with a public sentence.
func CheckPark(p *Problems, until, now time.Time, note string) {
	if ahead := Day(until) - Day(now); until.IsZero() || ahead < 1 || ahead > ParkDays {
		p.Add("until", "error.park_until", Args{"Days": ParkDays})
	}
	CheckReason(p, note)
}

// CheckQuestion notes what is wrong with a question to an author.
func CheckQuestion(p *Problems, field, words string, most int) {
	switch n := Seen(words); {
	case n == 0:
		p.Add(field, "error.question_empty", nil)
	case utf8.RuneCountInString(words) > most:
		p.Add(field, "error.too_long", Args{"Max": most})
	}
}

// CheckWork notes what is wrong with work that is written down by hand.
func CheckWork(p *Problems, title, note string) {
	switch n, bad := Seen(title), badLetters(title); {
	case bad != "":
		p.Add("title", bad, nil)
	case n < TitleMin:
		p.Add("title", "error.title_short", Args{"Min": TitleMin, "Count": n})
	case n > WorkTitleMax:
		p.Add("title", "error.title_long", Args{"Max": WorkTitleMax, "Over": n - WorkTitleMax})
	}
	if utf8.RuneCountInString(note) > WorkNoteMax {
		p.Add("note", "error.too_long", Args{"Max": WorkNoteMax})
	}
}

// Undone is the item before a decision that was taken back; its clock goes on with
// what it had left.
func (i Item) Undone(from Status) Item {
	i.Status, i.Closed, i.ShippedIn = from, time.Time{}, Revision{}
	if i.Source == SourceIdea {
		i.Idea.Status = from
	}
	if from == StatusUnderReview {
		i.Decided = time.Time{}
	}
	return i
}

// ParkingOver reports whether a parked item comes back.
func (i Item) ParkingOver(now time.Time) bool {
	return !i.ParkedUntil.IsZero() && (Over(i.ParkedUntil, ParkFor, now) || i.GrewByHalf())
}

// AskingOver reports whether nobody answered in time.
func (i Item) AskingOver(now time.Time) bool {
	return !i.AskedUntil.IsZero() && Over(i.AskedUntil, AskFor, now)
}

// Unparked is the item with its parking over.
func (i Item) Unparked() Item {
	i.ParkedUntil, i.ParkedPoints, i.ParkNote = time.Time{}, 0, ""
	return i
}

// Used is how much of its working time an item took that was decided, or that waits.
func (i Item) Used(queue Queue) time.Duration {
	return time.Duration(queue.Days)*WorkingDay - i.Deadline.Left
}

// UsedDays is Used in working days, those begun included and 1 at least.
func (i Item) UsedDays(queue Queue) int64 { return max(begun(i.Used(queue)), 1) }

// GrewByHalf reports whether an item's points grew by half since it was parked:
// then it comes back early.
func (i Item) GrewByHalf() bool {
	return i.Source == SourceIdea && i.ParkedPoints > 0 && 2*i.Idea.Points() >= 3*i.ParkedPoints
}

// ItemAct is what happened to an item.
type ItemAct string

// The acts.
const (
	ActRouted   ItemAct = "routed"
	ActMoved    ItemAct = "moved"
	ActReturned ItemAct = "returned"
	ActDecided  ItemAct = "decided"
	ActUndone   ItemAct = "undone"
	ActParked   ItemAct = "parked"
	ActBack     ItemAct = "back" // from parking, by the clock, by its points or by a person
	ActAsked    ItemAct = "asked"
	ActAnswered ItemAct = "answered"
	ActChanged  ItemAct = "changed"  // engineer, effort, date or link
	ActReleased ItemAct = "released" // a revision that is to bring its product back
)

// ItemEvent is one line of what happened to an item.
type ItemEvent struct {
	ID       int64
	Act      ItemAct
	From, To Status
	By       MemberRef // ID 0: the rule, or the clock
	Words    string
	At       time.Time
	Undone   time.Time
}

// Undoable reports whether somebody may take back the last decision about an item: their
// own, for UndoFor, while nothing else was decided.
func (e ItemEvent) Undoable(who Actor, i Item, now time.Time) bool {
	if e.From == StatusMerged || e.To == StatusMerged {
		return false // a merge has a way back of its own
	}
	return e.By.ID == who.ID && e.To == i.Status && !Over(e.At.Add(UndoFor), UndoFor, now)
}

// Question is what an engineer asked an author in public.
type Question struct {
	ID       int64
	Question string
	By       MemberRef
	Asked    time.Time
	Answer   string
	Answered time.Time
	Closed   time.Time // unanswered for AskFor
}
