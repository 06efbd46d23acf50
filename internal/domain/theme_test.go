package domain_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
)

func TestThemesAreFoundByTheirWords(t *testing.T) {
	m := domain.NewMatcher([]domain.Theme{
		{ID: 1, WordsEN: "fan, fans, too loud\nnois*", WordsDE: "Lüfter*, *geräusch, zu laut"},
		{ID: 2, WordsEN: "battery", WordsDE: "akku*"},
	})
	for _, c := range []struct {
		text, language string
		want           []int64
	}{
		{"The FAN howls.", "en", []int64{1}},
		{"I am a fantastic user", "en", nil},
		{"Too  loud, and the battery dies", "en", []int64{1, 2}},
		{"so noisy", "en", []int64{1}},
		{"Das Lüfterrad pfeift", "de", []int64{1}},
		{"Das LUEFTERRAD pfeift", "de", []int64{1}},
		{"Ein Spulengeräusch", "de", []int64{1}},
		{"Die Akkulaufzeit", "de", []int64{2}},
		{"Die Akkulaufzeit", "en", nil},
		{"fan und Akku", "", []int64{1, 2}},
		{"", "en", nil},
	} {
		if got := m.Find(c.text, c.language); !slices.Equal(got, c.want) {
			t.Errorf("%q (%s): %v, want %v", c.text, c.language, got, c.want)
		}
	}
}

// What the themes of ratings lose together is what is missing to five stars, to
// the last unit, however many themes share it.
func TestLossesAddUpToWhatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var n, sum, lost int64
		for range rapid.IntRange(0, 60).Draw(t, "ratings") {
			stars, themes := rapid.Int64Range(1, 5).Draw(t, "stars"), rapid.IntRange(0, domain.RatingThemes).Draw(t, "themes")
			n, sum = n+1, sum+stars
			lost += domain.Loss(stars, themes) * int64(max(themes, 1))
		}
		if lost != domain.LossUnit*(domain.StarsMax*n-sum) {
			t.Fatalf("lost %d units of %d ratings with %d stars", lost, n, sum)
		}
	})
}

func TestWhatIsSetByHandStays(t *testing.T) {
	have := []domain.Theme{{ID: 1}, {ID: 2, Hand: 1}, {ID: 3, Hand: -1}}
	if got, want := domain.MergeThemes(have, []int64{3, 4, 2}),
		[]domain.Theme{{ID: 2, Hand: 1}, {ID: 3, Hand: -1}, {ID: 4}}; !domain.SameThemes(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := domain.ChooseThemes(have, []int64{1, 3, 5}),
		[]domain.Theme{{ID: 1}, {ID: 3, Hand: 1}, {ID: 5, Hand: 1}, {ID: 2, Hand: -1}}; !domain.SameThemes(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	found := []int64{11, 12, 13, 14, 15, 16, 17, 18, 19}
	if got := domain.MergeThemes(have, found); len(got) != domain.RatingThemes+1 {
		t.Errorf("%d themes with the one taken off: %v", len(got), got)
	}
}

func TestSerialNumbers(t *testing.T) {
	if a, b := domain.NormalSerial(" ab-12 34/cd "), domain.NormalSerial("AB1234CD"); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
	for _, bad := range []string{"", "a-1", "----"} {
		if got := domain.NormalSerial(bad); got != "" {
			t.Errorf("%q became %q", bad, got)
		}
	}
	if _, err := domain.ParseSerials("AAAA-1\n\nx\n"); domain.KindOf(err) != domain.Invalid {
		t.Errorf("a list with a bad line: %v", err)
	}
	if list, err := domain.ParseSerials("AAAA-1\r\n\r\nBBBB-2\r\n"); err != nil || len(list) != 2 {
		t.Errorf("%d, %v", len(list), err)
	}
}
