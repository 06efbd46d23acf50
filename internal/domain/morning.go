package domain

import "time"

// MorningHour is when a queue's engineers get the morning's mail, in its time zone.
const MorningHour = 7

// Morning reports whether it is time for a queue's mail of a day, and which day:
// Monday to Friday from MorningHour on.
func (q Queue) Morning(now time.Time) (day int64, due bool) {
	local := now.In(q.Zone())
	y, m, d := local.Date()
	day = Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	return day, workday(now, q.Zone()) && local.Hour() >= MorningHour
}

// MorningItems are what a morning's mail tells: items under review that came since
// the last working morning, that are due within the day, or that are late.
type MorningItems struct {
	New, Due, Late int64
	First          []Item // the most urgent of them
	Duty           MemberRef
}

// MorningShown is how many items a mail names.
const MorningShown = 10

// SortMorning counts what is news in a queue's most urgent items on a morning.
func SortMorning(items []Item, queue Queue, now time.Time) MorningItems {
	var m MorningItems
	since := subtractWorking(now, WorkingDay, queue.Zone())
	for _, i := range items {
		due := i.Deadline.Running() && Working(now, i.Deadline.Due, queue.Zone()) < WorkingDay
		switch {
		case i.Deadline.Late(now):
			m.Late++
		case due:
			m.Due++
		case i.Routed.After(since):
			m.New++
		default:
			continue
		}
		if len(m.First) < MorningShown {
			m.First = append(m.First, i)
		}
	}
	return m
}

// News reports whether there is anything to write about.
func (m MorningItems) News() bool { return m.New+m.Due+m.Late > 0 }
