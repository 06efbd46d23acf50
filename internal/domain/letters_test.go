package domain

import "testing"

func TestSeenCountsWhatPeopleSee(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "Lüfter": 6, "Lu\u0308fter": 6, "\u200b\u3164\u2800\u034f": 0, "a\u200bb": 2, "\u0301": 0,
		"👍🏽": 1, "👨\u200d👩\u200d👧": 3, "हिन्दी": 5, "א\u05b8\u05bc": 1, "\u0600\u0661": 2, "soft\u00adhyphen": 10,
	} {
		if got := Seen(s); got != want {
			t.Errorf("Seen(%q) = %d, not %d", s, got, want)
		}
	}
}

func TestBadLettersAreNamed(t *testing.T) {
	for s, want := range map[string]string{
		"Lena Ortmann": "", "Nguyễn Thị Ánh": "", "שָּׁלוֹם": "", "e\u0301\u0302\u0303x\u0304": "",
		"bell\a": "error.characters", "nul\x00": "error.characters", "lost \uFFFD": "error.characters", "\xff": "error.characters",
		"Z\u0351\u0352\u0353\u0354": "error.marks", "Z\u0351\u0352\u034f\u0354\u0300": "error.marks",
	} {
		if got := badLetters(s); got != want {
			t.Errorf("badLetters(%q) = %q, not %q", s, got, want)
		}
	}
}
