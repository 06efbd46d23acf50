package domain

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DateOrder says how a file writes days in numbers with strokes, as in 3/5/2021.
type DateOrder string

// The orders. Without one such a day is refused: it may be March or May.
const (
	OrderUnknown DateOrder = ""
	DayMonthYear DateOrder = "dmy"
	MonthDayYear DateOrder = "mdy"
)

const (
	earliestYear  = 1970
	excelDays     = 25569 // from 1899-12-30, where spreadsheets begin, to 1970-01-01
	secondsPerDay = 24 * 60 * 60
)

// How far ahead of now a moment may lie and still be taken for now: the clocks of
// two machines differ, and without a zone it may be that of the farthest place.
const (
	clockSlack = 5 * time.Minute
	zoneSlack  = 14 * time.Hour
)

// parseImportedTime reads a moment under its field, now when there is none.
func parseImportedTime(p *Problems, field, s string, r ImportRules) time.Time {
	if s = strings.TrimSpace(s); s == "" {
		return r.Now
	}
	at, zoned, known := r.moment(s)
	if !known {
		key := "import.created"
		if strokes.MatchString(s) && r.Order == OrderUnknown {
			key = "import.created_order"
		}
		p.Add(field, key, Args{"Value": s})
		return r.Now
	}
	slack := clockSlack
	if !zoned && r.Zone == nil {
		slack = zoneSlack
	}
	if at.After(r.Now.Add(slack)) || at.Year() < earliestYear {
		p.Add(field, "import.created_range", Args{"Value": s})
	}
	if at.After(r.Now) {
		return r.Now
	}
	return at.UTC()
}

// written takes a moment apart: the day, and perhaps a clock and a zone.
var written = regexp.MustCompile(`(?i)^(.+?)(?:(?:\s*,)?[T\s]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AP]M)?|\d{6})` +
	`(?:\s*([A-Z]{1,4})?\s*([+-]\d{2}(?::?\d{2})?)?(?:\s*\([\w\s]+\))?)?)?$`)

// strokes are days whose order nobody can tell.
var strokes = regexp.MustCompile(`^\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})\b`)

var (
	dayForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006", "2.1.06",
		"Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006", "2-Jan-06",
		"Mon, 2 Jan 2006", "Mon Jan 2 2006", "Monday, January 2, 2006", "Monday, 2 January 2006"}
	orderedForms = map[DateOrder][]string{
		DayMonthYear: {"2/1/2006", "2/1/06", "2-1-2006", "2-1-06"},
		MonthDayYear: {"1/2/2006", "1/2/06", "1-2-2006", "1-2-06"},
	}
	clockForms  = []string{"15:04:05", "15:04", "3:04:05PM", "3:04PM", "150405"}
	offsetForms = []string{"-0700", "-07:00", "-07"}
	// zones are the names that stand for one offset only.
	zones = map[string]string{
		"Z": "+0000", "UTC": "+0000", "GMT": "+0000", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700",
		"MDT": "-0600", "PST": "-0800", "PDT": "-0700", "CET": "+0100", "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200",
	}
)

// moment reads what Rails, PostgreSQL, spreadsheets, mails and people write.
// zoned says that the text itself fixes the moment.
func (r ImportRules) moment(s string) (at time.Time, zoned, known bool) {
	if at, zoned, known = r.counted(s); known {
		return at, zoned, true
	}
	parts := written.FindStringSubmatch(s)
	if parts == nil {
		return at, false, false
	}
	day, known := parseForms(orderedForms[r.Order], parts[1])
	if !known {
		day, known = parseForms(dayForms, parts[1])
	}
	clock, clocked := parseForms(clockForms, strings.ToUpper(strings.ReplaceAll(parts[2], " ", "")))
	zone, zoned := r.offset(strings.ToUpper(parts[3]), parts[4])
	if !known || zone == nil || parts[2] != "" && !clocked {
		return at, false, false
	}
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), zone), zoned, true
}

func parseForms(forms []string, s string) (time.Time, bool) {
	for _, form := range forms {
		if at, err := time.Parse(form, s); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// offset is the zone that a moment names by a name, an offset or both, as in
// GMT+0100; the operator's when it names none, and nil when it is not known.
func (r ImportRules) offset(name, offset string) (zone *time.Location, named bool) {
	if name == "" && offset == "" {
		return r.zone(), false
	}
	if offset == "" {
		offset = zones[name]
	}
	at, known := parseForms(offsetForms, offset)
	if !known || zones[name] == "" && name != "" {
		return nil, true
	}
	return at.Location(), true
}

// zone is that of moments which name none.
func (r ImportRules) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// count is a moment written as one number.
var count = regexp.MustCompile(`^(\d+)(?:[.,](\d{1,9}))?$`)

// counted reads seconds, milliseconds, microseconds or nanoseconds since 1970, and
// the days of spreadsheets.
func (r ImportRules) counted(s string) (at time.Time, zoned, known bool) {
	parts := count.FindStringSubmatch(s)
	if parts == nil {
		return at, false, false
	}
	n, err := strconv.ParseInt(parts[1], 10, 64)
	fraction, _ := strconv.ParseFloat("0."+parts[2]+"0", 64) // digits alone: see count
	part := time.Duration(fraction * float64(time.Second)).Round(time.Microsecond)
	switch len(parts[1]) {
	case 5: // 1927 to 2173, as spreadsheets count
		day := time.Unix((n-excelDays)*secondsPerDay, 0).UTC()
		clock := time.Duration(fraction * float64(24*time.Hour)).Round(time.Second)
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, int(clock.Seconds()), 0, r.zone()), false, err == nil
	case 9, 10:
		return time.Unix(n, 0).Add(part), true, err == nil
	case 12, 13:
		return time.UnixMilli(n), true, err == nil
	case 15, 16:
		return time.UnixMicro(n), true, err == nil
	case 18, 19:
		return time.Unix(0, n), true, err == nil
	}
	return at, false, false
}
