package domain

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var importing = ImportRules{Now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)}

// zone loads a zone that every machine has.
func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestImportedTimes(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct {
		text  string
		zone  *time.Location
		order DateOrder
		want  string // a key when it is refused
	}{
		{"2024-03-01T12:00:00Z", nil, "", "2024-03-01T12:00:00Z"},
		{"2024-03-01T12:00:00.123Z", nil, "", "2024-03-01T12:00:00.123Z"},
		{"2024-03-01T12:00Z", nil, "", "2024-03-01T12:00:00Z"},
		{"2024-03-01T12:00:00+01:00", nil, "", "2024-03-01T11:00:00Z"},
		{"2024-03-01 12:00:00 UTC", berlin, "", "2024-03-01T12:00:00Z"},
		{"2024-03-01 12:00:00 +0100", nil, "", "2024-03-01T11:00:00Z"},
		{"2024-03-01 12:00:00+01", nil, "", "2024-03-01T11:00:00Z"},
		{"2024-03-01 12:00:00.123456+00", nil, "", "2024-03-01T12:00:00.123456Z"},
		{"2024-03-01 12:00:00-05:30", nil, "", "2024-03-01T17:30:00Z"},
		{"2024-03-01 12:00:00 CET", nil, "", "2024-03-01T11:00:00Z"},
		{"2024-03-01 12:00:00 XYZ", nil, "", "import.created"},
		{"2024-03-01 12:00:00", nil, "", "2024-03-01T12:00:00Z"},
		{"2024-03-01 12:00:00", berlin, "", "2024-03-01T11:00:00Z"},
		{"2024-07-01 12:00:00", berlin, "", "2024-07-01T10:00:00Z"},
		{"2024-03-01 12:00", nil, "", "2024-03-01T12:00:00Z"},
		{"2024-03-01", berlin, "", "2024-02-29T23:00:00Z"},
		{"2024/03/01", nil, "", "2024-03-01T00:00:00Z"},
		{"20240301", nil, "", "2024-03-01T00:00:00Z"},
		{"20240301T120000Z", nil, "", "2024-03-01T12:00:00Z"},
		{"1.3.2024", nil, "", "2024-03-01T00:00:00Z"},
		{"01.03.24", nil, "", "2024-03-01T00:00:00Z"},
		{"01.03.2024 12:00:30", nil, "", "2024-03-01T12:00:30Z"},
		{"01.03.2024, 12:00", nil, "", "2024-03-01T12:00:00Z"},
		{"Mar 1, 2024", nil, "", "2024-03-01T00:00:00Z"},
		{"March 1, 2024 1:05 PM", nil, "", "2024-03-01T13:05:00Z"},
		{"1 Mar 2024 09:30", nil, "", "2024-03-01T09:30:00Z"},
		{"01-Mar-2024", nil, "", "2024-03-01T00:00:00Z"},
		{"Fri, 01 Mar 2024 12:00:00 GMT", nil, "", "2024-03-01T12:00:00Z"},
		{"Fri, 1 Mar 2024 12:00:00 -0500", nil, "", "2024-03-01T17:00:00Z"},
		{"Fri Mar 01 2024 12:00:00 GMT+0100 (Central European Standard Time)", nil, "", "2024-03-01T11:00:00Z"},
		{"1709294400", berlin, "", "2024-03-01T12:00:00Z"},
		{"1709294400.25", nil, "", "2024-03-01T12:00:00.25Z"},
		{"1709294400000", nil, "", "2024-03-01T12:00:00Z"},
		{"1709294400000000", nil, "", "2024-03-01T12:00:00Z"},
		{"45352", nil, "", "2024-03-01T00:00:00Z"},
		{"45352.5", nil, "", "2024-03-01T12:00:00Z"},
		{"45352,75", berlin, "", "2024-03-01T17:00:00Z"},
		{"3/1/2024", nil, "", "import.created_order"},
		{"13/1/2024 10:00", nil, "", "import.created_order"},
		{"3/1/2024 1:05 PM", nil, MonthDayYear, "2024-03-01T13:05:00Z"},
		{"3/1/24", nil, MonthDayYear, "2024-03-01T00:00:00Z"},
		{"3/1/2024", nil, DayMonthYear, "2024-01-03T00:00:00Z"},
		{"13/1/2024", nil, MonthDayYear, "import.created"},
		{"31-12-2023 23:59", nil, DayMonthYear, "2023-12-31T23:59:00Z"},
		{"", nil, "", "2026-03-10T12:00:00Z"},
		{"yesterday", nil, "", "import.created"},
		{"2024", nil, "", "import.created"},
		{"2024-02-30", nil, "", "import.created"},
		{"2024-03-01 25:00", nil, "", "import.created"},
		{"0000-00-00 00:00:00", nil, "", "import.created"},
		{"1969-12-31", nil, "", "import.created_range"},
		{"20000", nil, "", "import.created_range"},
		// What lies ahead: by hours where the zone is a guess it is now, else a fault.
		{"2026-03-10 21:31:05", nil, "", "2026-03-10T12:00:00Z"},
		{"2026-03-11", nil, "", "2026-03-10T12:00:00Z"},
		{"2026-03-11 03:00:00", nil, "", "import.created_range"},
		{"2026-03-10T21:03:05+09:00", nil, "", "2026-03-10T12:00:00Z"},
		{"2026-03-10 21:00:00", zone(t, "Asia/Tokyo"), "", "2026-03-10T12:00:00Z"},
		{"2026-03-10 22:00:00", zone(t, "Asia/Tokyo"), "", "import.created_range"},
		{"2026-03-10T12:04:00Z", nil, "", "2026-03-10T12:00:00Z"},
		{"2026-03-10T13:00:00Z", nil, "", "import.created_range"},
		{"1873196472", nil, "", "import.created_range"},
	} {
		r := importing
		r.Zone, r.Order = c.zone, c.order
		var p Problems
		at := parseImportedTime(&p, "when", c.text, r)
		got := at.Format(time.RFC3339Nano)
		var refusal *Error
		if errors.As(p.Err(), &refusal) {
			got = refusal.Fields[0].Key
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestImportedTags(t *testing.T) {
	for _, c := range []struct{ text, separators, want, left string }{
		{"", "", "", ""},
		{"fan, Noise;heat|fan", "", "fan, Noise, heat", ""},
		{"fan noise", "", "fan noise", ""},
		{"fan noise  heat", " ", "fan, noise, heat", ""},
		{"fan noise|heat", "|", "fan noise, heat", ""},
		{"from a list\nof JSON", " |", "from, a, list, of, JSON", ""},
		{"a list\nof JSON", ";", "a list, of JSON", ""},
		{"a,b,c,d,e,f,g,a", "", "a, b, c, d, e", "import.tags_left [f, g]"},
		{"a," + strings.Repeat("x", 41) + ",b", "", "a, b", "import.tag_left []"},
	} {
		tags, left := importedTags(c.text, c.separators)
		said := ""
		for _, l := range left {
			names, _ := l.Args["Tags"].(string)
			said += l.Key + " [" + names + "]"
		}
		if got := TagNames(tags); got != c.want || said != c.left {
			t.Errorf("%q: %s, left out %q", c.text, got, said)
		}
	}
}

func TestImportedNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
		bad  bool
	}{
		{"", 0, false}, {" 12 ", 12, false}, {"12.0", 12, false}, {"12.00", 12, false}, {"12,0", 12, false}, {"+5", 5, false}, {"-3", -3, false},
		{"1,234", 0, true}, {"12,000", 0, true}, {"12.000", 0, true}, {"1.5", 0, true}, {"1 234", 0, true}, {"many", 0, true},
		{"99999999999", 0, true},
	} {
		var p Problems
		if got := importedNumber(&p, "points", c.text); got != c.want || (p.Err() != nil) != c.bad {
			t.Errorf("%q: %d, %v", c.text, got, p.Err())
		}
	}
}

func TestAnImportedRowSaysAllItsFaults(t *testing.T) {
	_, err := ParseImportedIdea(map[string]string{"key": "", "title": "", "created": "then", "points": "some",
		"status": "odd", "url": "nowhere"}, importing)
	var refusal *Error
	if !errors.As(err, &refusal) || len(refusal.Fields) != 6 {
		t.Errorf("%v", err)
	}
}
