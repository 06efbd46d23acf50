package i18n

import (
	"fmt"
	"slices"
	"testing"
)

func TestNamesAreSortedAsPeopleLookThemUp(t *testing.T) {
	names := []string{"zebra", "Zoo", "Übung", "Äpfel", "Apfel", "apfel", "Éclair", "eclair", "Modell 10", "Modell 9", "Ordner",
		"öl", "ß-Test", "sss", "Ωmega"}
	want := []string{"apfel", "Apfel", "Äpfel", "eclair", "Éclair", "Modell 9", "Modell 10", "öl", "Ordner", "ß-Test", "sss",
		"Übung", "zebra", "Zoo", "Ωmega"}
	for _, code := range Codes {
		before := slices.Clone(names)
		if got := SortByName(For(code), names, func(s string) string { return s }); !slices.Equal(got, want) {
			t.Errorf("%s: %q", code, got)
		}
		if !slices.Equal(names, before) {
			t.Errorf("%s: the list itself was sorted: %q", code, names)
		}
	}
}

func TestOnlyNamesThatTurnAreIsolated(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "Lena Ortmann": "Lena Ortmann", "Ελένη": "Ελένη", "李娜": "李娜", "👍🏽": "👍🏽", "דנה": "\u2068דנה\u2069",
		"Dana דנה 3": "\u2068Dana דנה 3\u2069", "ليلى": "\u2068ليلى\u2069",
	} {
		if got := Isolate(name); got != want {
			t.Errorf("Isolate(%q) = %q", name, got)
		}
	}
	if got := For("en").T("review.of", "Product", "מקלדת"); got != "A review of \u2068מקלדת\u2069" {
		t.Errorf("a sentence says %q", got)
	}
	if got := For("en").T("review.of", "Product", "Keyboard"); got != "A review of Keyboard" {
		t.Errorf("a sentence says %q", got)
	}
}

func BenchmarkSortByName(b *testing.B) {
	var names []string
	for n := range 200 {
		names = append(names, fmt.Sprintf("Gehäuse %d Übung", (n*7919)%200))
	}
	for b.Loop() {
		SortByName(For("de"), names, func(s string) string { return s })
	}
}
