package domain

import "time"

// Working is the working time between two moments: all of Monday to Friday in a
// time zone (product.md §4). It is negative when to lies before from.
func Working(from, to time.Time, zone *time.Location) time.Duration {
	if to.Before(from) {
		return -Working(to, from, zone)
	}
	var worked time.Duration
	for at := from; at.Before(to); {
		end := DayEnd(at, zone)
		if end.After(to) {
			end = to
		}
		if workday(at, zone) {
			worked += end.Sub(at)
		}
		at = end
	}
	return worked
}

// AddWorking is the moment at which so much working time has passed since from. It
// is the first such moment, so that what is due at a week's end is due on Friday.
func AddWorking(from time.Time, d time.Duration, zone *time.Location) time.Time {
	at := from
	for d > 0 {
		end := DayEnd(at, zone)
		if workday(at, zone) {
			if left := end.Sub(at); left >= d {
				return at.Add(d)
			}
			d -= end.Sub(at)
		}
		at = end
	}
	return at
}

func workday(at time.Time, zone *time.Location) bool {
	day := at.In(zone).Weekday()
	return day != time.Saturday && day != time.Sunday
}

// DayEnd is the first moment of the day after, in a time zone.
func DayEnd(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}

// WorkingDay is the length of one in working time.
const WorkingDay = 24 * time.Hour

// Deadline is the clock of an item that must leave Under review. While it runs, Due
// is set; while it stands, Left is the working time that it still had, which is
// negative once it was late.
type Deadline struct {
	Due  time.Time
	Left time.Duration
}

// NewDeadline starts a clock that has some working days.
func NewDeadline(now time.Time, days int64, zone *time.Location) Deadline {
	return Deadline{Due: AddWorking(now, time.Duration(days)*WorkingDay, zone)}
}

// Running reports whether time counts.
func (d Deadline) Running() bool { return !d.Due.IsZero() }

// Stop is the clock standing from now on. One that stands stays as it is.
func (d Deadline) Stop(now time.Time, zone *time.Location) Deadline {
	if !d.Running() {
		return d
	}
	return Deadline{Left: Working(now, d.Due, zone)}
}

// Start is the clock running again with the time it had left. One that was late
// stays as late as it was.
func (d Deadline) Start(now time.Time, zone *time.Location) Deadline {
	if d.Running() {
		return d
	}
	if d.Left <= 0 {
		return Deadline{Due: subtractWorking(now, -d.Left, zone)}
	}
	return Deadline{Due: AddWorking(now, d.Left, zone)}
}

// subtractWorking is the last moment after which so much working time passed until to.
func subtractWorking(to time.Time, d time.Duration, zone *time.Location) time.Time {
	at := to
	for d > 0 {
		y, m, day := at.Add(-1).In(zone).Date()
		start := time.Date(y, m, day, 0, 0, 0, 0, zone)
		if workday(start, zone) {
			if part := at.Sub(start); part >= d {
				return at.Add(-d)
			}
			d -= at.Sub(start)
		}
		at = start
	}
	return at
}

// Late reports whether the clock ran out while it counts.
func (d Deadline) Late(now time.Time) bool { return d.Running() && !d.Due.After(now) }

// DueDay is the day at whose end, or within which, the time is up: a time that ends
// with a day belongs to it.
func (d Deadline) DueDay(zone *time.Location) time.Time { return d.Due.Add(-1).In(zone) }

// DaysLate is for how many working days time has been up, those begun included.
func (d Deadline) DaysLate(now time.Time, zone *time.Location) int64 {
	return begun(Working(d.Due, now, zone))
}

// begun is how many working days some working time is, those begun included.
func begun(worked time.Duration) int64 { return int64((worked + WorkingDay - 1) / WorkingDay) }

// dutyEpoch is a Monday.
var dutyEpoch = time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)

// DutyWeek numbers weeks from Monday to Sunday as they are in a time zone.
func DutyWeek(now time.Time, zone *time.Location) int64 {
	y, m, d := now.In(zone).Date()
	return int64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(dutyEpoch) / (7 * 24 * time.Hour))
}
