package domain

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Theme is something that a product's reviews talk about. It is found by words,
// in lists for each language, and staff add or remove it by hand.
type Theme struct {
	ID      int64
	NameEN  string
	NameDE  string
	WordsEN string // separated by commas or lines
	WordsDE string
	Idea    *Idea // the work that answers it: id, title, status; nil if none
	Version int64
	Hand    int64 // on a rating: 1 added by hand, -1 removed by hand, 0 found
}

// Name is the theme in a language, or in the one it has a name in.
func (t Theme) Name(language string) string {
	if language == "de" && t.NameDE != "" || t.NameEN == "" {
		return t.NameDE
	}
	return t.NameEN
}

// Limits of themes.
const (
	ThemesMax      = 40   // of a product
	ThemeNameMax   = 40   // characters
	ThemeWordsMax  = 2000 // characters
	RatingThemes   = 8    // that one rating carries
	themeWordsList = 100  // words and phrases of one list
)

// LossUnit is the part of a star in which losses are kept: the least common
// multiple of 1 to RatingThemes, so that a loss shared among up to that many
// themes stays a whole number and nothing is ever rounded.
const LossUnit = 840

// Loss is what a rating with so many stars costs each of its m themes, in
// LossUnits; m = 0 is everything else, which bears it alone (product.md §3).
func Loss(stars int64, m int) int64 { return (StarsMax - stars) * LossUnit / int64(max(m, 1)) }

// ThemeCount is what a theme costs a revision, over counted ratings.
type ThemeCount struct {
	Theme    int64 // 0: everything else
	Revision int64
	Reviews  int64
	Lost     int64    // LossUnits
	Regained Regained // by people whose review of the revision before carried it
}

// Road is the road to five stars of a revision: what each theme costs, dearest
// first, everything else last.
type Road struct {
	N      int64
	Rows   []RoadRow
	Before string // the revision before; "" for the first
}

// RoadRow is one theme on the road.
type RoadRow struct {
	Theme  Theme // ID 0: everything else
	Count  ThemeCount
	Before ThemeCount // in the revision before
	Trend  []float64  // stars lost per revision, oldest first
}

// Stars is a number of LossUnits as stars per rating.
func (r Road) Stars(units int64) float64 {
	if r.N == 0 {
		return 0
	}
	return float64(units) / LossUnit / float64(r.N)
}

// BuildRoad sorts counts of a product's revisions, newest revision first, into
// the road of the newest one.
func BuildRoad(themes []Theme, counts []ThemeCount, revisions []Revision) Road {
	if len(revisions) == 0 {
		return Road{}
	}
	road := Road{N: revisions[0].N()}
	at := map[[2]int64]ThemeCount{}
	for _, c := range counts {
		at[[2]int64{c.Theme, c.Revision}] = c
	}
	row := func(t Theme) RoadRow {
		r := RoadRow{Theme: t, Count: at[[2]int64{t.ID, revisions[0].ID}]}
		for _, rev := range slices.Backward(revisions) {
			lost := 0.0
			if n := rev.N(); n > 0 {
				lost = float64(at[[2]int64{t.ID, rev.ID}].Lost) / LossUnit / float64(n)
			}
			r.Trend = append(r.Trend, lost)
		}
		if len(revisions) > 1 {
			r.Before = at[[2]int64{t.ID, revisions[1].ID}]
		}
		return r
	}
	for _, t := range themes {
		road.Rows = append(road.Rows, row(t))
	}
	slices.SortStableFunc(road.Rows, func(a, b RoadRow) int {
		switch {
		case a.Count.Lost > b.Count.Lost:
			return -1
		case a.Count.Lost < b.Count.Lost:
			return 1
		}
		return 0
	})
	road.Rows = append(road.Rows, row(Theme{}))
	if len(revisions) > 1 {
		road.Before = revisions[1].Name
	}
	return road
}

// CheckTheme notes what is wrong with a theme.
func CheckTheme(p *Problems, t Theme) {
	if Blank(t.NameEN) && Blank(t.NameDE) {
		p.Add("name_en", "error.theme_name", nil)
	}
	for _, f := range [][2]string{{"name_en", t.NameEN}, {"name_de", t.NameDE}} {
		switch n, bad := Seen(f[1]), badLetters(f[1]); {
		case bad != "":
			p.Add(f[0], bad, nil)
		case n > ThemeNameMax:
			p.Add(f[0], "error.name_long", Args{"Max": ThemeNameMax})
		}
	}
	for _, f := range [][2]string{{"words_en", t.WordsEN}, {"words_de", t.WordsDE}} {
		if utf8.RuneCountInString(f[1]) > ThemeWordsMax || len(patterns(f[1])) > themeWordsList {
			p.Add(f[0], "error.theme_words", Args{"Max": themeWordsList})
		}
	}
}

// FoldWords writes a text as its words in one form, each between spaces: lower
// case, without accents.
func FoldWords(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for _, r := range word {
			if folded := foldLetter(r); folded != "" {
				b.WriteString(folded)
			} else {
				b.WriteRune(r)
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// folds spells out what Latin letters lose when words are compared.
var folds = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'æ': "ae", 'ø': "oe", 'å': "a", 'œ': "oe",
	'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'ç': "c", 'č': "c", 'ć': "c", 'ď': "d", 'ð': "d",
	'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'ě': "e", 'ę': "e", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i",
	'ł': "l", 'ñ': "n", 'ń': "n", 'ň': "n", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ř': "r",
	'š': "s", 'ś': "s", 'ş': "s", 'ť': "t", 'þ': "th", 'ú': "u", 'ù': "u", 'û': "u", 'ů': "u",
	'ý': "y", 'ÿ': "y", 'ž': "z", 'ź': "z", 'ż': "z",
}

// foldLetter returns what stands for a lower-case letter when words are compared;
// "" where it stays as it is.
func foldLetter(r rune) string {
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return string(r)
	}
	return folds[r]
}

// patterns turns a list of words into what is looked for in a folded text. A
// word or phrase stands for itself; a star before or behind it for any letters:
// "lüfter*" finds Lüftergeräusch, "*lüfter" Gehäuselüfter.
func patterns(words string) []string {
	var all []string
	for entry := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		entry = strings.TrimSpace(entry)
		core := strings.TrimSpace(FoldWords(entry))
		if core == "" {
			continue
		}
		if !strings.HasPrefix(entry, "*") {
			core = " " + core
		}
		if !strings.HasSuffix(entry, "*") {
			core += " "
		}
		all = append(all, core)
	}
	return all
}

// Matcher finds themes in texts.
type Matcher struct {
	themes []compiled
}

type compiled struct {
	id     int64
	en, de []string
}

// NewMatcher compiles the word lists of themes.
func NewMatcher(themes []Theme) *Matcher {
	m := &Matcher{}
	for _, t := range themes {
		m.themes = append(m.themes, compiled{t.ID, patterns(t.WordsEN), patterns(t.WordsDE)})
	}
	return m
}

// Find returns the ids of the themes that a text of a language carries, in the
// order of the themes. English and German texts are looked through with their
// own list, any other with both.
func (m *Matcher) Find(text, language string) []int64 {
	folded := FoldWords(text)
	var found []int64
	for _, t := range m.themes {
		en, de := language != "de" && contains(folded, t.en), language != "en" && contains(folded, t.de)
		if en || de {
			found = append(found, t.id)
		}
	}
	return found
}

func contains(folded string, patterns []string) bool {
	for _, p := range patterns {
		if strings.Contains(folded, p) {
			return true
		}
	}
	return false
}

// MergeThemes puts what the words of a rating find to what was set by hand, which
// stays: at most RatingThemes are carried, those added by hand first.
func MergeThemes(have []Theme, found []int64) []Theme {
	var merged []Theme
	carried := 0
	settled := map[int64]bool{}
	for _, t := range have {
		if t.Hand != 0 {
			merged = append(merged, t)
			settled[t.ID] = true
			if t.Hand > 0 {
				carried++
			}
		}
	}
	for _, id := range found {
		if !settled[id] && carried < RatingThemes {
			merged = append(merged, Theme{ID: id})
			carried++
		}
	}
	return merged
}

// ChooseThemes is what a rating carries when staff have chosen some of the
// product's themes for it: what the words found and nobody chose is taken off by
// hand, what they did not find is added by hand.
func ChooseThemes(have []Theme, chosen []int64) []Theme {
	was := map[int64]int64{}
	for _, t := range have {
		was[t.ID] = t.Hand
	}
	var themes []Theme
	for _, id := range chosen {
		hand, known := was[id]
		if !known || hand < 0 {
			hand = 1
		}
		themes = append(themes, Theme{ID: id, Hand: hand})
	}
	for _, t := range have {
		if !slices.Contains(chosen, t.ID) {
			themes = append(themes, Theme{ID: t.ID, Hand: -1})
		}
	}
	return themes
}

// SameThemes reports whether two ratings carry the same themes for the same
// reasons, in whatever order.
func SameThemes(a, b []Theme) bool {
	if len(a) != len(b) {
		return false
	}
	hands := map[int64]int64{}
	for _, t := range a {
		hands[t.ID] = t.Hand
	}
	for _, t := range b {
		if hand, known := hands[t.ID]; !known || hand != t.Hand {
			return false
		}
	}
	return true
}
