package slug

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"groundswell/internal/domain"
)

func TestOf(t *testing.T) {
	for in, want := range map[string]string{
		"Let the fan curve follow":       "let-the-fan-curve-follow",
		"Lüfter: bitte größer & leiser!": "luefter-bitte-groesser-leiser",
		"ÄRGER ÜBER ÖL, STRAẞE":          "aerger-ueber-oel-strasse",
		"Ça marche déjà, œuvre":          "ca-marche-deja-oeuvre",
		"Doğru ışık İstanbul":            "dogru-isik-istanbul",
		"Őrült űrhajós":                  "oruelt-urhajos",
		"Știri în țară":                  "stiri-in-tara",
		"Đorđe želi čaša":                "dorde-zeli-casa",
		"Ąžuolas ėjo į ūkį":              "azuolas-ejo-i-uki",
		"Łódź źle, ŋ ħ":                  "lodz-zle-ng-h",
		"Røykvarsler på Þórshöfn":        "roeykvarsler-pa-thorshoefn",
		"Tiếng Việt":                     "tieng-viet",
		"ﬁle oﬃce ½ price ²":             "file-office-1-2-price-2",
		"ＡＢＣ１２":                          "abc12",
		"Ήσυχος ανεμιστήρας":             "esukhos-anemisteras",
		"Тихий вентилятор, объект":       "tikhii-ventiliator-obekt",
		"日本語":                            "ri-ben-yu",
		"ガラス":                            "garasu",
		"조용한 팬":                          "joyonghan-paen",
		"हिन्दी":                         "hindii",
		"مروحة هادئة":                    "mrwh-hdy",
		"C":                              "c", "C#": "c-sharp", "C++": "c-plus-plus", ".NET": "dot-net", "Node.js": "node-js",
		"HP-100+": "hp-100-plus",
		"a+b":     "a-plus-b", "+1 for it": "1-for-it", "No. #2": "no-2", "... and then": "and-then", "...and then": "and-then",
		"Foo™ 2® 20°": "foo-2-20", "it's": "it-s", "soft\u00adhyphen": "softhyphen", "  --- ": "", "🚀🚀": "", "": "", "\u0301": "",
		strings.Repeat("wort ", 30):              strings.TrimSuffix(strings.Repeat("wort-", 12), "-"),
		strings.Repeat("x", 100):                 strings.Repeat("x", 60),
		strings.Repeat("日", 100000):              strings.TrimSuffix(strings.Repeat("ri-", 20), "-"),
		"snake_case_name/and\\other|separators—": "snake-case-name-and-other-separators",
	} {
		for form, text := range map[string]string{"composed": norm.NFC.String(in), "decomposed": norm.NFD.String(in)} {
			if got := Of(text); got != want {
				t.Errorf("%.60q, %s: %q, want %q", in, form, got, want)
			}
		}
	}
}

func TestOfIsASlug(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Of(rapid.String().Draw(t, "text"))
		if s != "" && !domain.IsSlug(s) || Of(s) != s {
			t.Fatalf("%q", s)
		}
	})
}

func TestNumbered(t *testing.T) {
	long := Of("ergonomic keyboard with lights and a number block in dark grey")
	for _, c := range []struct {
		words string
		n     int64
		want  string
	}{
		{"fan", 1, "fan"}, {"fan", 2, "fan-2"}, {"fan", 1000, "fan-1000"},
		{long, 1, "ergonomic-keyboard-with-lights-and-a-number-block-in-dark"},
		{long, 12, "ergonomic-keyboard-with-lights-and-a-number-block-in-dark-12"},
		{long, 123, "ergonomic-keyboard-with-lights-and-a-number-block-in-123"},
		{strings.Repeat("x", 60), 2, strings.Repeat("x", 58) + "-2"},
	} {
		if got := Numbered(c.words, c.n); got != c.want || !domain.IsSlug(got) {
			t.Errorf("%s %d: %q, want %q", c.words, c.n, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"Übergröße 12 übergröße": {"uebergroesse", "12"},
		"C++ & C#":               {"c"},
		"Őrült-XPS_13":           {"oruelt", "xps", "13"},
		"日本 ガラス":                 {"ri-ben", "garasu"},
		"🚀 ---":                  nil,
	} {
		if got := Words(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
