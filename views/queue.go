package views

import (
	"context"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// View is how a queue's page shows it.
type View string

// The views of a queue.
const (
	ListView  View = ""
	BoardView View = "board"
	TableView View = "table"
)

// QueueRow is a queue in the list of all.
type QueueRow struct {
	domain.Queue
	Load domain.QueueLoad
	Duty domain.MemberRef
	Pace domain.Pace
}

// QueuePage is one page of a queue.
type QueuePage struct {
	Page
	Queue  domain.Queue
	Zone   *time.Location // of the queue
	Load   domain.QueueLoad
	Duty   domain.MemberRef
	View   View
	Column domain.Column
	Source domain.Source
	Items  []domain.Item                   // of the list and the table
	Board  map[domain.Status][]domain.Item // the first of each column
	After  string                          // cursor of this page; "" on the first
	Next   string                          // cursor of the next page; "" on the last

	Works   bool              // whether the viewer decides in the queue
	Queues  []domain.QueueRef // those that items can be moved into
	Form    Form
	Results []BulkResult // of what was just done to several
	Decided *Decided     // what the viewer decided before it
}

// narrowedTo is the column that a view shows; "" where it shows what it does by itself.
func (p QueuePage) narrowedTo(view View) string {
	if p.Column.Key == domain.StatusUnderReview || view == BoardView {
		return ""
	}
	return string(p.Column.Key)
}

// BoardItems is how many cards a column of the board shows.
const BoardItems = 5

// clock says how an item stands with its time, and which mark says so.
type clock struct{ words, mark string }

// clockOf tells the time that an item has, waits for or took; nothing of what was
// never under review.
func clockOf(ctx context.Context, i domain.Item, q domain.Queue, zone *time.Location, now time.Time) clock {
	switch {
	case i.Status != domain.StatusUnderReview && i.Decided.IsZero():
		return clock{}
	case i.Status != domain.StatusUnderReview:
		used, words := i.UsedDays(q), "clock.used"
		if used > q.Days {
			words = "clock.overused"
		}
		return clock{words: tn(ctx, words, q.Days, "Used", used)}
	case !i.ParkedUntil.IsZero():
		return clock{t(ctx, "clock.parked", "Date", date(ctx, i.ParkedUntil)), "mark"}
	case !i.AskedUntil.IsZero():
		return clock{t(ctx, "clock.asked"), "mark"}
	case i.Deadline.Late(now):
		return clock{tn(ctx, "clock.late", i.Deadline.DaysLate(now, zone)), "mark mark-ember"}
	}
	due := i.Deadline.DueDay(zone)
	switch ahead := calendarDay(due) - calendarDay(now.In(zone)); {
	case ahead <= 0:
		return clock{t(ctx, "clock.today"), "mark mark-ochre"}
	case ahead == 1:
		return clock{t(ctx, "clock.tomorrow"), "mark"}
	case ahead < 7:
		return clock{t(ctx, "clock.weekday", "Day", t(ctx, fmt.Sprintf("weekday.%d", due.Weekday()))), "mark"}
	default:
		return clock{t(ctx, "clock.date", "Date", date(ctx, due)), "mark"}
	}
}

// calendarDay numbers the days of the calendar where a moment is told.
func calendarDay(at time.Time) int64 {
	y, m, d := at.Date()
	return domain.Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// amount is how many people want what an item is.
func amount(ctx context.Context, i domain.Item) string {
	switch i.Source {
	case domain.SourceIdea:
		return tn(ctx, "item.points", i.Idea.Points())
	case domain.SourceTheme:
		return tn(ctx, "item.reviews", i.Reach)
	case domain.SourceRecovery:
		return tn(ctx, "item.ratings", i.Reach)
	}
	return ""
}

// why is why an item is in its queue.
func why(ctx context.Context, i domain.Item) string {
	return t(ctx, "item.why."+string(i.Cause), "Then", i.Then, "Points", i.Rule.Points, "Rule", i.Rule.Name,
		"Name", nameOf(ctx, i.By), "Date", date(ctx, i.Routed))
}

// limited is how many items a column has, and its soft limit where it has one and
// fills it.
func limited(ctx context.Context, q domain.Queue, load domain.QueueLoad, c domain.Column) string {
	n := load.In(c)
	if q.SoftLimit == 0 || c.Key.Closed() || n <= q.SoftLimit {
		return num(ctx, n)
	}
	return fmt.Sprintf("%s/%s", num(ctx, n), num(ctx, q.SoftLimit))
}

// heavy reports whether a column has more than the queue wants in one.
func heavy(q domain.Queue, load domain.QueueLoad, c domain.Column) bool {
	return q.SoftLimit > 0 && !c.Key.Closed() && load.In(c) > q.SoftLimit
}

// sourceGlyphs are the icons of the sources.
var sourceGlyphs = map[domain.Source]string{
	domain.SourceIdea: "i-bulb", domain.SourceRecovery: "i-box", domain.SourceTheme: "i-star", domain.SourceHand: "i-plus",
}

// lost is what a thing costs its product, in stars.
func lost(ctx context.Context, stars float64) string { return i18n.From(ctx).Hundredths(stars) }

// costs reports whether something that is seen is lost.
func costs(i domain.Item) bool { return seenStars(i.Stars) }

// seenStars reports whether stars with two digits are more than none.
func seenStars(stars float64) bool { return stars >= 0.005 }
