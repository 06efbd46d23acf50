package domain

import "strings"

// Synonym is two words, or phrases of up to three, that mean the same on this site: each
// finds the other.
type Synonym struct {
	ID    int64
	Word  string
	Other string
	By    MemberRef
}

// Limits of synonyms.
const (
	SynonymsMax       = 500
	SynonymMax        = 60 // characters of a word or phrase
	SynonymPhraseMost = 3  // words of a phrase
)

// CheckSynonym notes what is wrong with two words that shall mean the same. keys are what
// search makes of them.
func CheckSynonym(p *Problems, s Synonym, keys [2]string) {
	for i, typed := range []struct{ field, text string }{{"word", s.Word}, {"other", s.Other}} {
		switch {
		case Blank(typed.text):
			p.Add(typed.field, "error.synonym_empty", nil)
		case Seen(typed.text) > SynonymMax:
			p.Add(typed.field, "error.synonym_long", Args{"Max": SynonymMax})
		case keys[i] == "":
			p.Add(typed.field, "error.synonym_small", nil)
		case strings.Count(keys[i], " ") >= SynonymPhraseMost:
			p.Add(typed.field, "error.synonym_words", Args{"Max": SynonymPhraseMost})
		}
	}
	if p.Err() == nil && keys[0] == keys[1] {
		p.Add("other", "error.synonym_same", nil)
	}
}

// MissedSearch is what was searched for and not found, without a word of who asked.
type MissedSearch struct {
	Words   string
	Times   int64
	LastDay int64
}

// MissedMax is how many of them are kept: those that were asked for most.
const MissedMax = 1000
