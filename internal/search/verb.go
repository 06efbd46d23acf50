package search

import "strings"

// verbPrefixes stand before the ge of a participle.
var verbPrefixes = []string{"", "ab", "an", "auf", "aus", "bei", "ein", "fest", "frei", "her", "hin", "los", "mit",
	"nach", "um", "vor", "weg", "weiter", "zu", "zuruck", "zusammen"}

// inflected returns what the stemmer takes for another word: the participle of a folded
// German infinitive ("raumen" is "geraumt"), or the infinitive of a participle.
func inflected(word string) []string {
	for i := len(verbPrefixes) - 1; i >= 0; i-- {
		rest, ok := strings.CutPrefix(word, verbPrefixes[i])
		if !ok || len(rest) < 5 {
			continue
		}
		if stem, is := strings.CutPrefix(rest, "ge"); is && strings.HasSuffix(stem, "t") && len(stem) > 4 {
			return []string{verbPrefixes[i] + strings.TrimSuffix(stem, "t") + "en"}
		}
		if stem, is := strings.CutSuffix(rest, "en"); is && len(stem) > 2 {
			return []string{verbPrefixes[i] + "ge" + stem + "t", verbPrefixes[i] + "zu" + rest}
		}
	}
	return nil
}
