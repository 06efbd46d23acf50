package store

import (
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// CheckSearch compares what search has of each text with the text, the index with that,
// and the counts of terms with the documents; it returns what differs, at most 100 of
// each. Parts of compounds are left out, for more of them are known as time goes by. It
// reads everything: for the operator and for tests, not for pages.
func (r *Reader) CheckSearch(ctx context.Context) ([]Mismatch, error) {
	slow := reads{r.handle}
	slow.deadline = 10 * JobDeadline
	var wrong []Mismatch
	for _, of := range domain.IndexedKinds {
		for after, more := int64(0), true; more; {
			texts, err := slow.IndexedTexts(ctx, of, after, nil, pageMax)
			if err != nil {
				return nil, err
			}
			if more = len(texts) > 0; !more {
				break
			}
			after = texts[len(texts)-1].ID
			if len(wrong) < pageMax {
				found, err := slow.misread(ctx, r.Words(), texts)
				if err != nil {
					return nil, err
				}
				wrong = append(wrong, found...)
			}
		}
	}
	index, err := slow.misfiled(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := slow.miscountedTerms(ctx)
	return slices.Concat(wrong, index, counts), err
}

// misread returns the texts whose terms are others than are kept; those that wait to be
// read are none.
func (r reads) misread(ctx context.Context, words *search.Words, texts []IndexedText) ([]Mismatch, error) {
	docs := map[int64]IndexedText{}
	ids := make([]int64, len(texts))
	for i, t := range texts {
		ids[i] = docID(t.Of, t.ID)
		docs[ids[i]] = t
	}
	var wrong []Mismatch
	err := eachOf(ctx, r.handle, "SELECT id, title, body FROM search_docs WHERE id IN", nil, ids, func(rows *sql.Rows) error {
		var doc int64
		var title, body string
		if err := rows.Scan(&doc, &title, &body); err != nil {
			return err
		}
		t := docs[doc]
		if t.Version == search.Version && (whole(words.Tokens(t.Title, t.Language)) != whole(keptTokens(title)) ||
			whole(words.Tokens(t.Words(), t.Language)) != whole(keptTokens(body))) {
			wrong = append(wrong, Mismatch{"text of " + t.Of.String(), t.ID, "search has other words of it"})
		}
		delete(docs, doc)
		return nil
	})
	for _, t := range docs {
		if t.Version == search.Version {
			wrong = append(wrong, Mismatch{"text of " + t.Of.String(), t.ID, "search does not have it"})
		}
	}
	return wrong, err
}

// whole is a text's words as a number: parts of words have no place in it.
func whole(tokens []search.Token) uint64 {
	var sum uint64
	for _, t := range tokens {
		if t.Weight >= 1 && sound(t.Term) {
			sum += uint64(t.Weight) * maphash.String(checkSeed, t.Term)
		}
	}
	return sum
}

var checkSeed = maphash.MakeSeed()

// misfiled returns the documents whose row of the index is not what it should be: the
// terms of what pages may show, and nothing else. Those of comments are there as long as
// the comments stand; whether their ideas are shown is asked where they are found.
func (r reads) misfiled(ctx context.Context) ([]Mismatch, error) {
	have := map[int64]uint64{}
	err := r.indexTerms(ctx, func(doc int64, term string) error {
		if term[:1] != "#" {
			have[doc] += maphash.String(checkSeed, term)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var wrong []Mismatch
	err = r.each(ctx, `SELECT d.id, d.title, d.body, d.kind > 1 OR c.listed AND c.status <> 'merged' FROM search_docs d
		LEFT JOIN idea_counts c ON c.idea_id = d.idea_id AND d.idea_id > 0`, nil, func(rows *sql.Rows) error {
		var doc int64
		var title, body string
		var shown sql.NullBool
		if err := rows.Scan(&doc, &title, &body, &shown); err != nil {
			return err
		}
		var want uint64
		if shown.Bool {
			want = setOf(title, body)
		}
		if have[doc] != want && len(wrong) < pageMax {
			wrong = append(wrong, Mismatch{"search document", doc, fmt.Sprintf("shown %v, and the index has other terms", shown.Bool)})
		}
		delete(have, doc)
		return nil
	})
	for doc := range have {
		if len(wrong) < pageMax {
			wrong = append(wrong, Mismatch{"search document", doc, "the index has it, and it is none"})
		}
	}
	return wrong, err
}

// setOf is what the index has of a document's words, as a number.
func setOf(title, body string) uint64 {
	seen := map[string]bool{}
	for _, t := range keptTokens(title) {
		seen[t.Term], seen[inTitle+t.Term] = true, true
	}
	for _, t := range keptTokens(body) {
		seen[t.Term] = true
	}
	var sum uint64
	for term := range seen {
		sum += maphash.String(checkSeed, term)
	}
	return sum
}

// miscountedTerms counts the terms of all counted documents anew.
func (r reads) miscountedTerms(ctx context.Context) ([]Mismatch, error) {
	c := newTermCount()
	err := r.each(ctx, "SELECT id, kind, title, body FROM search_docs WHERE counted", nil, func(rows *sql.Rows) error {
		var doc int64
		var kind domain.SearchKind
		var title, body string
		err := rows.Scan(&doc, &kind, &title, &body)
		c.add(doc, kind, kept{text: title}, kept{text: body}, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	var wrong []Mismatch
	err = r.each(ctx, "SELECT term, docs FROM search_terms", nil, func(rows *sql.Rows) error {
		var term string
		var docs int64
		err := rows.Scan(&term, &docs)
		if c.terms[term] != docs && len(wrong) < pageMax {
			wrong = append(wrong, Mismatch{"search term", 0, fmt.Sprintf("%q is in %d texts, kept %d", term, c.terms[term], docs)})
		}
		delete(c.terms, term)
		return err
	})
	for term, docs := range c.terms {
		if len(wrong) < pageMax {
			wrong = append(wrong, Mismatch{"search term", 0, fmt.Sprintf("%q is in %d texts, kept none", term, docs)})
		}
	}
	return wrong, err
}
