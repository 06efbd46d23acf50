package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOnlyUTF8WithoutNULIsText(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "Lüfter leiser": true, "tab\tand line\n": true, "bell\a": true,
		"nul\x00": false, "half \xc3": false, "lone surrogate \xed\xa0\x80": false, "\xff": false,
	} {
		if Valid(s) != want {
			t.Errorf("Valid(%q) = %v", s, !want)
		}
	}
}

func TestMendKeepsWhatCanBeRead(t *testing.T) {
	for in, want := range map[string]string{
		"FBCR/\xc3\xa9com Orange":               "FBCR/écom Orange",
		"half \xc3":                             "half \uFFFD",
		"a\x00b\x1b[31mc\x7f":                   "ab[31mc",
		"tab\tline\r\nend":                      "tab\tline\r\nend",
		"Ku\u0308hler":                          "K\u00fchler",
		"Z\u0351\u0352\u0353\u0354\u0351\u0352": "Z\u0353\u0354\u0351", // in the order of NFC
		"turned\u202E round":                    "turned round",
		"tagged\U000E0041\U000E0042":            "tagged",
	} {
		if got := Mend(in); got != want {
			t.Errorf("Mend(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestLineKeepsWhatIsSeen(t *testing.T) {
	for in, want := range map[string]string{
		"  two\u00a0\u3000 words\t\n": "two words",
		"Lu\u0308fter":                "Lüfter",
		"u\u200b\u0308":               "ü", // what stood between is gone before they are composed
		"\u200b\u200b\u200b":          "",
		"\u3164\u115f\u1160\uffa0":    "",
		"\u2800\u034f\u17b4\u17b5":    "",
		"\u202etxet desrever":         "txet desrever",
		"a\u2066b\u2069c\u200f\u061c": "abc",
		"soft\u00adhyphen":            "softhyphen",
		"\ufeffmark":                  "mark",
		"tags\U000E0041\U000E007F":    "tags",
		"Admin\ufe0f\ufe00":           "Admin",
		"فارسی می\u200cخواهم":         "فارسی می\u200cخواهم",
		"क्\u200dष":                   "क्\u200dष",
		"la\u200ctin\u200d":           "latin",
		"👨\u200d👩\u200d👧":             "👨\u200d👩\u200d👧",
		"👩🏽\u200d💻":                   "👩🏽\u200d💻",
		"❤\ufe0f\u200d🔥":              "❤\ufe0f\u200d🔥",
		"❤\ufe0f\ufe0f":               "❤\ufe0f",
		"1\ufe0f\u20e3":               "1\ufe0f\u20e3",
		"1\ufe0f2":                    "12",
		"葛\U000E0100城":                "葛\U000E0100城",
		"👍\u200d":                     "👍",
		"bell\astays":                 "bell\astays", // for the rules to refuse
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestBodyKeepsLinesAndMarks(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc\vd\u2028e":              "a\nb\nc\nd\ne",
		"hard  \nbreak":                    "hard  \nbreak",
		"\u00a0\u3000 trimmed \u2003":      "trimmed",
		"a\x00b\x1bc\td":                   "abc\td",
		"gro\u0308ßer":                     "größer",
		"\u202eturned":                     "turned",
		"\u2067open\nnext":                 "\u2067open\u2069\nnext",
		"\u2068a \u202bb\nc":               "\u2068a \u202bb\u202c\u2069\nc",
		"closes \u2069nothing\u202c":       "closes nothing",
		"a\u200fb":                         "a\u200fb", // a mark turns nothing but itself
		"soft\u00adhyphen":                 "soft\u00adhyphen",
		"x" + strings.Repeat("\u0301", 40): "x" + strings.Repeat("\u0301", bodyMarks),
	} {
		if got := Body(in); got != want {
			t.Errorf("Body(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestCutNeverSplitsACharacter(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"short", 10, "short"}, {"größer", 3, "grö"}, {"écom", 1, "é"}, {"ab👨\u200d👩\u200d👧cd", 4, "ab"},
		{"ab👨\u200d👩\u200d👧cd", 7, "ab👨\u200d👩\u200d👧"},
		{"🇩🇪🇫🇷", 3, "🇩🇪"}, {"e" + strings.Repeat("\u0301", 9), 4, "e\u0301\u0301\u0301"}, {"anything", 0, ""},
	} {
		if got := Cut(c.in, c.most); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, not %q", c.in, c.most, got, c.want)
		}
	}
}

// Whatever comes in, what is kept is text, and keeping it again changes nothing.
func TestKeptTextIsStable(t *testing.T) {
	pieces := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"\x00", "\xc3", "\u0301", "\u200d", "\u200c", "\ufe0f", "\u202e", "\u2067", "\u2069", "\u202b",
			"\u202c", "❤", "क्", "ا", "e", " ", "\r\n", "\u034f"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "")
		for name, keep := range map[string]func(string) string{"Line": Line, "Body": Body, "Mend": Mend,
			"both": func(s string) string { return Line(Mend(s)) }} {
			once := keep(s)
			if again := keep(once); again != once {
				t.Fatalf("%s(%q) = %q, and again %q", name, s, once, again)
			}
			if !utf8.ValidString(once) || name != "Line" && !Valid(once) {
				t.Fatalf("%s(%q) = %q is no text", name, s, once)
			}
			if cut := Cut(once, 5); utf8.RuneCountInString(cut) > 5 || !strings.HasPrefix(once, cut) {
				t.Fatalf("Cut(%q) = %q", once, cut)
			}
		}
	})
}
