package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a piece of an excerpt: text as it stands, not escaped.
type Span struct {
	Text string
	Hit  bool // a whole word that was searched for
}

// ellipsis stands where something was left out.
const ellipsis = "…"

// Excerpt returns the place of a text without markup that says most about a query, at
// most length characters without the dots, cut between words, its hits marked.
func Excerpt(text string, q Query, length int) []Span {
	found := q.found(text)
	from, to := window(text, found, length)
	var spans []Span
	add := func(s string, hit bool) {
		if s != "" {
			spans = append(spans, Span{s, hit})
		}
	}
	if from > 0 {
		add(ellipsis, false)
	}
	at := from
	for _, r := range found {
		if r.from >= at && r.to <= to {
			add(text[at:r.from], false)
			add(text[r.from:r.to], true)
			at = r.to
		}
	}
	add(text[at:to], false)
	if to < len(text) {
		add(ellipsis, false)
	}
	return spans
}

// found are the words of a text that are words of the query.
func (q Query) found(text string) []run {
	if q.words == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, term := range q.Terms() {
		wanted[term] = true
	}
	var all []run
	q.words.mu.RLock()
	defer q.words.mu.RUnlock()
	runs(text, func(r run) bool {
		for _, t := range q.words.appendRun(nil, text[r.from:r.to], "") {
			if wanted[t.Term] {
				all = append(all, r)
				break
			}
		}
		return true
	})
	return all
}

// window chooses the bytes with the most hits, and moves its ends to where words end.
func window(text string, found []run, length int) (from, to int) {
	if utf8.RuneCountInString(text) <= length {
		return 0, len(text)
	}
	best := 0
	if len(found) > 0 {
		from = found[0].from
	}
	for n, first := range found {
		hits := 0
		for _, r := range found[n:] {
			if r.to-first.from > length {
				break
			}
			hits++
		}
		if hits > best {
			best, from = hits, first.from
		}
	}
	from = wordStart(text, max(0, from-length/4))
	to = from + len(firstRunes(text[from:], max(length, 1)))
	if to < len(text) {
		if cut := strings.LastIndexFunc(text[from:to], unicode.IsSpace); cut > 0 {
			to = from + cut
		}
	}
	return from, to
}

// wordStart is the next place at which a word begins.
func wordStart(text string, at int) int {
	if at == 0 {
		return 0
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	if space := strings.IndexFunc(text[at:], unicode.IsSpace); space >= 0 {
		at += space
	}
	return len(text) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
}
