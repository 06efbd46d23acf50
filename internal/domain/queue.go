package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Queue is a team's work: what customers want most of what it answers for
// (product.md §4).
type Queue struct {
	ID            int64
	Slug          string
	Name          string
	DescriptionEN string
	DescriptionDE string
	Engineers     []MemberRef // who decide in it, by id: the order of their duty
	Covers        Covers
	TimeZone      string // IANA, as in Europe/Berlin
	Days          int64  // working days until an item must leave Under review
	SoftLimit     int64  // of a column; 0: none
	Weights       Weights
	Version       int64
}

// QueueLoad is how full a queue is.
type QueueLoad struct {
	QueueCount
	Late  int64   // under review for longer than the queue's days
	Today int64   // due before the day ends where the queue is
	Worth float64 // up to how many stars its open items could give back
}

// Pace is how fast a queue decided lately.
type Pace struct {
	Decided int64
	Days    int64 // the median of the working days that it took, those begun included
}

// PaceOver is how far back a queue's pace looks.
const PaceOver = 90 * 24 * time.Hour

// PaceOf is the pace of decisions that left so much of the queue's working time each.
func (q Queue) PaceOf(left []time.Duration) Pace {
	if len(left) == 0 {
		return Pace{}
	}
	slices.Sort(left)
	median := Item{Deadline: Deadline{Left: left[(len(left)-1)/2]}}
	return Pace{Decided: int64(len(left)), Days: median.UsedDays(q)}
}

// QueueRef is what others say of a queue.
type QueueRef struct {
	ID   int64 // 0: none
	Slug string
	Name string
}

// Covers is what a queue answers for. Each thing has one queue at most.
type Covers struct {
	Spaces   []Space
	Products []Product
	Tags     []Tag
}

// Limits of queues. The counts bound what pages and rules have to read.
const (
	QueueNameMax        = 60   // characters
	QueueDescriptionMax = 500  // characters
	QueuesMax           = 200  // of an installation
	QueueEngineersMax   = 50   // of a queue
	QueueCoversMax      = 100  // of a queue, of each kind
	QueueDaysMax        = 60   // working days
	SoftLimitMax        = 1000 // items
)

// DefaultQueueDays is how long an item may be under review unless its queue says
// otherwise, in working days.
const DefaultQueueDays = 5

// Description is what the queue is for, in a language or in the one it has.
func (q Queue) Description(language string) string {
	if language == "de" && q.DescriptionDE != "" || q.DescriptionEN == "" {
		return q.DescriptionDE
	}
	return q.DescriptionEN
}

// Zone is where the queue's days begin and end; UTC for a name nobody knows.
func (q Queue) Zone() *time.Location {
	zone, err := time.LoadLocation(q.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Ref names the queue.
func (q Queue) Ref() QueueRef { return QueueRef{ID: q.ID, Slug: q.Slug, Name: q.Name} }

// Path is the address of the queue's page.
func (q QueueRef) Path() string { return "/queues/" + q.Slug }

// Has reports whether somebody is one of the queue's engineers.
func (q Queue) Has(member int64) bool {
	return slices.ContainsFunc(q.Engineers, func(m MemberRef) bool { return m.ID == member })
}

// OnDuty is whose turn it is in a week, going round by id; nobody's in an empty queue.
func (q Queue) OnDuty(week int64) MemberRef {
	n := int64(len(q.Engineers))
	if n == 0 {
		return MemberRef{}
	}
	return q.Engineers[(week%n+n)%n]
}

// CheckQueue notes what is wrong with a queue as an admin typed it.
func CheckQueue(p *Problems, q Queue) {
	switch n, bad := Seen(q.Name), badLetters(q.Name); {
	case bad != "":
		p.Add("name", bad, nil)
	case n < NameMin:
		p.Add("name", "error.name_short", Args{"Min": NameMin})
	case n > QueueNameMax:
		p.Add("name", "error.name_long", Args{"Max": QueueNameMax})
	}
	checkSlug(p, q.Slug)
	for field, text := range map[string]string{"description_en": q.DescriptionEN, "description_de": q.DescriptionDE} {
		if utf8.RuneCountInString(text) > QueueDescriptionMax {
			p.Add(field, "error.too_long", Args{"Max": QueueDescriptionMax})
		}
	}
	if _, err := time.LoadLocation(q.TimeZone); err != nil || q.TimeZone == "" || q.TimeZone == "Local" {
		p.Add("time_zone", "error.time_zone", nil)
	}
	if q.Days < 1 || q.Days > QueueDaysMax {
		p.Add("days", "error.queue_days", Args{"Max": QueueDaysMax})
	}
	if q.SoftLimit < 0 || q.SoftLimit > SoftLimitMax {
		p.Add("soft_limit", "error.soft_limit", Args{"Max": SoftLimitMax})
	}
	if !q.Weights.valid() {
		p.Add("weights", "error.weights", Args{"Max": writeTenths(WeightMax)})
	}
	if len(q.Engineers) > QueueEngineersMax {
		p.Add("engineers", "error.queue_engineers", Args{"Max": QueueEngineersMax})
	}
	q.Covers.check(p)
}

// check notes things that nobody knows, which have a name and no id, and too many of
// a kind.
func (c Covers) check(p *Problems) {
	checkCovered(p, "spaces", c.Spaces, func(s Space) (int64, string) { return s.ID, s.Name })
	checkCovered(p, "products", c.Products, func(p Product) (int64, string) { return p.ID, p.Name })
	checkCovered(p, "tags", c.Tags, func(t Tag) (int64, string) { return t.ID, t.Name })
}

func checkCovered[T any](p *Problems, field string, things []T, of func(T) (id int64, name string)) {
	if len(things) > QueueCoversMax {
		p.Add(field, "error.covers", Args{"Max": QueueCoversMax})
		return
	}
	for _, thing := range things {
		if id, name := of(thing); id == 0 {
			p.Add(field, "error.cover_unknown", Args{"Name": name})
			return
		}
	}
}

// Covered is a thing that a queue answers for.
type Covered struct {
	Field string // of the form that names it: spaces, products or tags
	Name  string
	Queue string
}

// CheckDecides refuses an engineer who decides about what another queue answers
// for (product.md §1). queue is the one that an item is in: zero, any may.
func CheckDecides(who Actor, queue Queue) error {
	if who.Role != Engineer || queue.ID == 0 || queue.Has(who.ID) {
		return nil
	}
	return &Error{Kind: Forbidden, Key: "error.not_your_queue", Args: Args{"Queue": queue.Name}}
}
