package domain

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDay(t *testing.T) {
	for at, want := range map[string]int64{
		"1970-01-01T00:00:00Z": 0, "1970-01-01T23:59:59Z": 0, "1969-12-31T23:59:59Z": -1, "2026-01-01T00:00:00Z": 20454,
		"2026-01-01T00:30:00+02:00": 20453,
	} {
		parsed, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Day(parsed); got != want {
			t.Errorf("%s: %d, want %d", at, got, want)
		}
	}
}

func TestIsSlug(t *testing.T) {
	for s, want := range map[string]bool{
		"fan": true, "c-sharp": true, "2": true, strings.Repeat("x", SlugMax): true,
		"": false, "Fan": false, "-fan": false, "fan-": false, "a--b": false, "a b": false, "ü": false, "a/b": false,
		strings.Repeat("x", SlugMax+1): false,
	} {
		if got := IsSlug(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestNameKey(t *testing.T) {
	for _, same := range [][]string{
		{"Docking Station", "docking station", "  DOCKING \t Station\u00a0"}, {"Größe", "GRÖßE", "GRÖẞE", "größe"},
		{"Ὀδός", "ὀδόσ", "ὈΔΌΣ"}, {"C#", "c#"},
		{"日本語"}, {"🙂"}, {"K", "k", "\u212a"},
	} {
		for _, name := range same {
			if NameKey(name) != NameKey(same[0]) || NameKey(NameKey(name)) != NameKey(name) {
				t.Errorf("%q has key %q, %q has %q", name, NameKey(name), same[0], NameKey(same[0]))
			}
		}
	}
	seen := map[string]string{}
	for _, name := range []string{"C", "C#", "C++", ".NET", "NET", "HP-100", "HP-100+", "HP 100", "HP_100", "Maße",
		"Masse", "ı", "i", "日本語", "日本", "🙂", "🚀", "résumé", "resume"} {
		if other, taken := seen[NameKey(name)]; taken {
			t.Errorf("%q and %q have one key", name, other)
		}
		seen[NameKey(name)] = name
	}
}

func TestCursorSurvivesAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Cursor{Key: rapid.Float64().Draw(t, "key"), At: rapid.Int64().Draw(t, "at"), ID: rapid.Int64Min(1).Draw(t, "id")}
		if math.IsNaN(c.Key) {
			return
		}
		if got := ParseCursor(c.String()); got != c {
			t.Fatalf("%v became %v", c, got)
		}
	})
	for _, s := range []string{"", "x", "1_2", "1_2_3_4", "nan_1_1", "1_é_1", "0x1p0_!_1"} {
		if got := ParseCursor(s); got != (Cursor{}) {
			t.Errorf("%q became %v", s, got)
		}
	}
}

func TestCurve(t *testing.T) {
	i := Idea{Days: []DayTally{{100, Tally{9, 0}}, {110, Tally{3, 1}}, {120, Tally{1, 0}}}}
	curve, week := i.Curve(120)
	want := []int64{0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3}
	if diff := cmp.Diff(want, curve); diff != "" || week != 1 {
		t.Errorf("week %d, %s", week, diff)
	}
}

func TestPasswords(t *testing.T) {
	for _, bad := range []string{"short", "password123", "Passwort2024!", "1234567890", "aaaaaaaaaaaa", "qwertzuiop",
		"P@ssw0rd2026", "mira keller rocks", "iloveyou!!", strings.Repeat("x", 129)} {
		var p Problems
		CheckPassword(&p, "password", bad, "Mira Keller", "mira@example.org")
		if p.Err() == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	for _, good := range []string{"a walk along the pier", "Kaffee um halb vier", "correct horse battery", "zYx9-kk2-pQ4m"} {
		var p Problems
		CheckPassword(&p, "password", good, "Mira Keller", "mira@example.org")
		if p.Err() != nil {
			t.Errorf("%q was refused: %v", good, p.Err())
		}
	}
}

func TestEmails(t *testing.T) {
	for email, want := range map[string]string{
		"mira@example.org": "", "": "error.email_empty", "mira": "error.email_form", "mira@example": "error.email_dot",
		"Mira <mira@example.org>": "error.email_form", "a b@example.org": "error.email_form", strings.Repeat("a", 250) +
			"@example.org": "error.email_form",
	} {
		var p Problems
		CheckEmail(&p, "email", email)
		if got := keyOf(p.Err()); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}

func TestDrafts(t *testing.T) {
	good := Draft{Title: "A quieter fan", Body: "Please.", SpaceID: 1}
	for _, c := range []struct {
		name   string
		change func(*Draft)
		want   string
	}{
		{"good", func(*Draft) {}, ""},
		{"no title", func(d *Draft) { d.Title = "" }, "error.title_empty"},
		{"7 characters", func(d *Draft) { d.Title = "äöüäöüä" }, "error.title_short"},
		{"8 characters", func(d *Draft) { d.Title = "äöüäöüäö" }, ""},
		{"120 characters", func(d *Draft) { d.Title = strings.Repeat("ä", 120) }, ""},
		{"121 characters", func(d *Draft) { d.Title = strings.Repeat("ä", 121) }, "error.title_long"},
		{"control characters", func(d *Draft) { d.Title = "A quieter\x07 fan" }, "error.characters"},
		{"no body", func(d *Draft) { d.Body = " \n" }, "error.body_empty"},
		{"10,001 characters", func(d *Draft) { d.Body = strings.Repeat("ä", 10_001) }, "error.body_long"},
		{"no space", func(d *Draft) { d.SpaceID = 0 }, "error.space_empty"},
	} {
		d := good
		c.change(&d)
		var p Problems
		CheckDraft(&p, d)
		if got := keyOf(p.Err()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTags(t *testing.T) {
	var p Problems
	tags := ParseTags(&p, " Fan, fan , night  work,,")
	if diff := cmp.Diff([]Tag{{Name: "Fan"}, {Name: "night work"}}, tags); diff != "" || p.Err() != nil {
		t.Error(diff, p.Err())
	}
	for _, c := range []struct {
		typed string
		want  int
	}{{"C,C#,C++", 3}, {"日本語, 🙂, !!!", 3}, {"Größe, GRÖßE", 1}, {"docking Station,Docking  station", 1}} {
		var p Problems
		if got := ParseTags(&p, c.typed); len(got) != c.want || p.Err() != nil {
			t.Errorf("%q: %v, %v", c.typed, got, p.Err())
		}
	}
	for _, bad := range []string{"a,b,c,d,e,f", strings.Repeat("x", 41)} {
		var p Problems
		if ParseTags(&p, bad); p.Err() == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestSettingsHaveGoodDefaults(t *testing.T) {
	for _, s := range Catalogue {
		if err := s.Check(s.Default); err != nil {
			t.Errorf("%s: its default %q is refused: %v", s.Key, s.Default, err)
		}
		for _, bad := range []string{"", "-1", "99999999999"} {
			if s.Kind != Text && (s.Kind != Email || bad != "") && s.Check(bad) == nil {
				t.Errorf("%s takes %q", s.Key, bad)
			}
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		role          Role
		created, seen time.Duration
		want          bool
	}{
		{Customer, time.Hour, time.Hour, true},
		{Customer, 59 * 24 * time.Hour, 13 * 24 * time.Hour, true},
		{Customer, 59 * 24 * time.Hour, 14 * 24 * time.Hour, false},
		{Customer, 60 * 24 * time.Hour, time.Minute, false},
		{Admin, 6 * 24 * time.Hour, 11 * time.Hour, true},
		{Admin, 6 * 24 * time.Hour, 12 * time.Hour, false},
		{Engineer, 7 * 24 * time.Hour, time.Minute, false},
		{Customer, time.Hour, -ClockSlack, true}, // another machine's clock is a little ahead
		{Customer, time.Hour, -ClockSlack - time.Second, false},
		{Customer, -10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour, false},
	} {
		if got := SessionAlive(c.role, now.Add(-c.created), now.Add(-c.seen), now); got != c.want {
			t.Errorf("%s opened %v and seen %v ago: %v", c.role, c.created, c.seen, got)
		}
	}
}

func TestImportedRows(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	rules := ImportRules{Space: "Imports", Now: now, Statuses: map[string]Status{"Closed": StatusDeclined}, URLBase: "https://example.org"}
	row := func(pairs ...string) map[string]string {
		values := map[string]string{"key": "1", "title": "T"}
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = pairs[i+1]
		}
		return values
	}
	good, err := ParseImportedIdea(row("points", "12.0", "created", "2011-09-22 09:18:43", "status", "Closed", "url",
		"/p/7", "tags", "a;b|c"), rules)
	want := ImportedIdea{Key: "1", Title: "T", Created: time.Date(2011, 9, 22, 9, 18, 43, 0, time.UTC), Points: 12, Space: "Imports",
		Tags: []Tag{{Name: "a"}, {Name: "b"}, {Name: "c"}}, Status: StatusDeclined, URL: "https://example.org/p/7"}
	want.Content = good.Content // see TestContentOfImportedRows
	if diff := cmp.Diff(want, good); diff != "" || err != nil {
		t.Error(diff, err)
	}
	votes, err := ParseImportedIdea(row("promotes", "9", "demotes", "4"), rules)
	if votes.Points != 5 || votes.Promotes != 9 || votes.Demotes != 4 || err != nil {
		t.Errorf("%+v, %v", votes, err)
	}
	for field, values := range map[string]map[string]string{
		"key": row("key", " "), "title": row("title", ""), "points": row("points", "many"), "created": row("created", "yesterday"),
		"status": row("status", "Maybe"), "url": row("url", "ftp://example.org/x"), "demotes": row("demotes", "-1"),
		"author": row("author", strings.Repeat("x", 61)),
	} {
		_, err := ParseImportedIdea(values, rules)
		e, ok := err.(*Error)
		if !ok || e.Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := ParseImportedIdea(row("created", "2027-01-01"), rules); err == nil {
		t.Error("an idea from the future was taken")
	}
	long := strings.Repeat("x", 300)
	if _, err := ParseImportedIdea(row("title", long), rules); err != nil {
		t.Errorf("300 characters: %v", err)
	}
	if _, err := ParseImportedIdea(row("title", long+"x"), rules); err == nil {
		t.Error("301 characters were taken")
	}
}
