package store

import (
	"context"
	"database/sql"
	"strings"

	"groundswell/internal/search"
)

// spelledLike finds the words of the site that each of some words may have been meant to
// be: one question for each.
func (r reads) spelledLike(ctx context.Context, words []string) (map[string][]string, error) {
	near := map[string][]string{}
	for _, word := range words[:min(len(words), typosMost)] {
		candidates, err := r.spellings(ctx, word)
		if err != nil {
			return nil, err
		}
		found := search.Near(word, candidates)
		near[word] = found[:min(len(found), meantMost)]
	}
	return near, nil
}

const (
	typosMost  = 3   // words of a query that are looked at for mistakes
	meantMost  = 3   // words that one may have been
	likeLength = 250 // words of one length with one beginning or one end
)

// spellings are words of the site that begin or end like one and are about as long, the
// most common of each length first.
func (r reads) spellings(ctx context.Context, word string) ([]string, error) {
	n := len([]rune(word))
	if n < typoMin {
		return nil, nil
	}
	var w where
	first, last, limit := w.arg(head(word)), w.arg(tail(word)), w.arg(likeLength)
	var looks []string
	for length := n - 2; length <= n+2; length++ {
		of := w.arg(length)
		for _, like := range []string{"head = " + first, "tail = " + last} {
			looks = append(looks, "SELECT * FROM (SELECT word, docs FROM search_words WHERE "+like+" AND length = "+of+
				" ORDER BY docs DESC, word DESC LIMIT "+limit+") l"+letters(len(looks)))
		}
	}
	return list(ctx, r.handle, "SELECT word FROM ("+strings.Join(looks, " UNION ")+") likely ORDER BY docs DESC, word", w.args,
		func(rows *sql.Rows) (word string, err error) { return word, rows.Scan(&word) })
}
