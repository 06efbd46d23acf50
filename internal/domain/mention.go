package domain

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of mentions.
const (
	MentionsMax    = 10 // in one comment
	MentionWords   = 4  // of a name that is typed after an @
	CompletionsMax = 8  // names that are offered
)

// Mention is somebody who is named in a comment with an @.
type Mention struct {
	Member MemberRef
	Word   string // what stands behind the @: the name, and #id where others have it too
}

// MentionWord is how a name is mentioned: with the number of the account where it is not the
// only one of that name.
func MentionWord(m MemberRef, alone bool) string {
	if alone {
		return m.Name
	}
	return m.Name + "#" + strconv.FormatInt(m.ID, 10)
}

var (
	codeSpan = regexp.MustCompile("(?s)```.*?(```|$)|`[^`\n]*`")
	numberOf = regexp.MustCompile(`^#([1-9][0-9]{0,17})`)
)

// MentionedNames are what may be names behind each @ of a text, the longest first: one
// to MentionWords words. What is code mentions nobody.
func MentionedNames(body string) [][]string {
	body = codeSpan.ReplaceAllString(body, " ")
	var all [][]string
	before := ' '
	for at, c := range body {
		if c == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '@' && len(all) < MentionsMax {
			if names := namesIn(body[at+1:]); len(names) > 0 {
				all = append(all, names)
			}
		}
		before = c
	}
	return all
}

// namesIn are the names that a text may begin with.
func namesIn(text string) (names []string) {
	end, words := 0, 0
	for words < MentionWords {
		word := text[end:]
		if n := strings.IndexFunc(word, unicode.IsSpace); n >= 0 {
			word = word[:n]
		}
		if word == "" {
			break
		}
		end += len(word)
		words++
		for name := text[:end]; name != ""; {
			names = append([]string{name}, names...)
			last, size := utf8.DecodeLastRuneInString(name)
			if unicode.IsLetter(last) || unicode.IsDigit(last) {
				break
			}
			name = name[:len(name)-size] // a full stop that ends the sentence
		}
		if end == len(text) || text[end] != ' ' {
			break
		}
		end++
	}
	return names
}

// SplitMention parts a name from the number behind it; 0 for none.
func SplitMention(word string) (name string, id int64) {
	at := strings.LastIndexByte(word, '#')
	if at < 0 {
		return word, 0
	}
	number := numberOf.FindStringSubmatch(word[at:])
	if number == nil || len(number[0]) != len(word)-at {
		return word, 0
	}
	id, _ = strconv.ParseInt(number[1], 10, 64)
	return word[:at], id
}
