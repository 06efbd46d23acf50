package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// createIdeaDoc makes a new idea findable by the terms of its words, if pages may show
// it: the shortest way, because every submission takes it.
func (q *Tx) createIdeaDoc(ctx context.Context, id int64, n *NewIdea) error {
	d := SearchDoc{Kind: domain.FindIdeas, ID: id, Idea: id}
	title, body := keepTokens(n.Terms.Title), keepTokens(n.Terms.Body)
	if _, err := q.exec(ctx, insertDoc, d.row(title, body, false)...); err != nil {
		return err
	}
	facets := []string{facet(inSpace, n.Space.ID), facet(inProduct, n.Product.ID), statusFacet(n.Status)}
	if len(n.Tags) > 0 {
		tags, err := list(ctx, q.handle, "SELECT tag_id FROM idea_tags WHERE idea_id = $1 ORDER BY tag_id", []any{id}, scanID)
		if err != nil {
			return err
		}
		for _, tag := range tags {
			facets = append(facets, facet(withTag, tag))
		}
	}
	return q.fileIdea(ctx, id, indexText(title.text, body.text, facets))
}

// createCommentDoc makes a new comment findable by the terms of its words.
func (q *Tx) createCommentDoc(ctx context.Context, id, idea int64, terms []search.Token) error {
	d := SearchDoc{Kind: domain.FindComments, ID: id, Idea: idea}
	title, body := kept{}, keepTokens(terms)
	if _, err := q.exec(ctx, insertDoc, d.row(title, body, false)...); err != nil {
		return err
	}
	return q.fileText(ctx, d, title, body)
}

// setCommentDoc makes a comment findable by other terms; by none when it went, for a
// document that stays is not made again by whoever read the comment before.
func (q *Tx) setCommentDoc(ctx context.Context, c *domain.Comment, terms []search.Token) error {
	at, err := q.talkAt(ctx, c.Idea.ID)
	if err != nil {
		return err
	}
	return q.SetSearchDoc(ctx, SearchDoc{Kind: domain.FindComments, ID: c.ID, Idea: at, Body: terms})
}

// fileIdea puts an idea's row into the index if pages may show the idea.
func (q *Tx) fileIdea(ctx context.Context, id int64, terms string) error {
	_, err := q.exec(ctx, "INSERT INTO search_index (rowid, terms) SELECT "+docOfIdea+", "+q.inIndex("$2")+
		" FROM idea_counts WHERE idea_id = $1 AND listed AND status <> 'merged'", id, terms)
	return err
}

// docOfIdea is docID of an idea in SQL.
const docOfIdea = "idea_id + 281474976710656"

// refile writes an idea's row of the index anew, after whatever lists are narrowed to
// has changed, or whether pages may show it.
func (q *Tx) refile(ctx context.Context, idea int64) error {
	doc := docID(domain.FindIdeas, idea)
	var title, body string
	var facets []string
	err := q.each(ctx, `SELECT d.title, d.body, c.space_id, c.product_id, c.status, COALESCE(t.tag_id, 0) FROM search_docs d
		JOIN idea_counts c ON c.idea_id = d.thing_id LEFT JOIN idea_tags t ON t.idea_id = d.thing_id
		WHERE d.id = $1 ORDER BY t.tag_id`, []any{doc}, func(rows *sql.Rows) error {
		var space, product, tag int64
		var status domain.Status
		err := rows.Scan(&title, &body, &space, &product, &status, &tag)
		if len(facets) == 0 {
			facets = append(facets, facet(inSpace, space), facet(inProduct, product), statusFacet(status))
		}
		if tag != 0 {
			facets = append(facets, facet(withTag, tag))
		}
		return err
	})
	if err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM search_index WHERE rowid = $1", doc); err != nil || len(facets) == 0 {
		return err // without a document it waits for the job
	}
	return q.fileIdea(ctx, idea, indexText(title, body, facets))
}

// SetSearchDoc keeps the terms of a text that is there, in place of others.
func (q *Tx) SetSearchDoc(ctx context.Context, d SearchDoc) error {
	if err := q.uncount(ctx, docID(d.Kind, d.ID)); err != nil {
		return err
	}
	title, body := keepTokens(d.Title), keepTokens(d.Body)
	if _, err := q.exec(ctx, upsertDoc, d.row(title, body, false)...); err != nil {
		return err
	}
	return q.file(ctx, d, title, body)
}

const insertDoc = `INSERT INTO search_docs (id, kind, thing_id, idea_id, title, body, title_sum, body_sum, version, counted)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const upsertDoc = insertDoc + ` ON CONFLICT (id) DO UPDATE SET idea_id = excluded.idea_id,
	title = excluded.title, body = excluded.body, title_sum = excluded.title_sum, body_sum = excluded.body_sum,
	version = excluded.version, counted = excluded.counted`

func (d *SearchDoc) row(title, body kept, counted bool) []any {
	return []any{docID(d.Kind, d.ID), d.Kind, d.ID, d.Idea, title.text, body.text, title.sum, body.sum, search.Version, counted}
}

// file puts a document into the index.
func (q *Tx) file(ctx context.Context, d SearchDoc, title, body kept) error {
	if d.Kind == domain.FindIdeas {
		return q.refile(ctx, d.ID)
	}
	if _, err := q.exec(ctx, "DELETE FROM search_index WHERE rowid = $1", docID(d.Kind, d.ID)); err != nil {
		return err
	}
	return q.fileText(ctx, d, title, body)
}

// fileText puts a text into the index that is nothing else than its words and its kind.
func (q *Tx) fileText(ctx context.Context, d SearchDoc, title, body kept) error {
	_, err := q.exec(ctx, "INSERT INTO search_index (rowid, terms) VALUES ($1, "+q.inIndex("$2")+")", docID(d.Kind, d.ID),
		indexText(title.text, body.text, []string{facet(isOfKind, int64(d.Kind))}))
	return err
}

// FillSearchDocs keeps the terms of texts whose terms are of an older version or not
// there, and counts them. What a verb wrote meanwhile stays.
func (q *Tx) FillSearchDocs(ctx context.Context, docs []SearchDoc) error {
	c := newTermCount()
	for _, d := range docs {
		id := docID(d.Kind, d.ID)
		if err := q.uncountOld(ctx, id); err != nil {
			return err
		}
		title, body := keepTokens(d.Title), keepTokens(d.Body)
		n, err := q.exec(ctx, upsertDoc+" WHERE search_docs.version < excluded.version", d.row(title, body, true)...)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		c.add(id, d.Kind, title, body, d.Words)
		if err := q.file(ctx, d, title, body); err != nil {
			return err
		}
	}
	return q.addCounts(ctx, c, 1)
}

// uncount takes a document out of the counts, if it is in them, and holds its row.
func (q *Tx) uncount(ctx context.Context, doc int64) error {
	return q.uncountIf(ctx, "id = $1", doc)
}

// uncountOld is uncount for one that is of an older version.
func (q *Tx) uncountOld(ctx context.Context, doc int64) error {
	return q.uncountIf(ctx, "id = $1 AND version < $2", doc, search.Version)
}

func (q *Tx) uncountIf(ctx context.Context, condition string, args ...any) error {
	var doc int64
	var kind domain.SearchKind
	var title, body kept
	err := q.get(ctx, "UPDATE search_docs SET counted = FALSE WHERE "+condition+
		" AND counted RETURNING id, kind, title, body, title_sum, body_sum",
		args, &doc, &kind, &title.text, &body.text, &title.sum, &body.sum)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c := newTermCount()
	c.add(doc, kind, title, body, nil)
	return q.addCounts(ctx, c, -1)
}

// CountDocs counts the terms of texts that are in no count yet, and what they are spelled
// with.
func (q *Tx) CountDocs(ctx context.Context, texts []IndexedText) error {
	c := newTermCount()
	for _, t := range texts {
		doc := docID(t.Of, t.ID)
		var title, body kept
		err := q.get(ctx, "UPDATE search_docs SET counted = TRUE WHERE id = $1 AND NOT counted RETURNING title, body, title_sum, body_sum",
			[]any{doc}, &title.text, &body.text, &title.sum, &body.sum)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		c.add(doc, t.Of, title, body, t.Spelled)
	}
	return q.addCounts(ctx, c, 1)
}

// termCount is what some documents add to the counts.
type termCount struct {
	terms  map[string]int64
	words  map[string]int64
	totals map[domain.SearchKind]*total
}

// total is what is known of the documents of a kind: how many, and the sums of their
// weights.
type total struct {
	docs        int64
	title, body float64
	newest      int64 // document; older programs read it, beside which this one is installed
}

func newTermCount() termCount {
	return termCount{map[string]int64{}, map[string]int64{}, map[domain.SearchKind]*total{}}
}

func (c termCount) add(doc int64, kind domain.SearchKind, title, body kept, words []string) {
	t := c.totals[kind]
	if t == nil {
		t = &total{}
		c.totals[kind] = t
	}
	t.docs++
	t.newest = max(t.newest, doc)
	t.title, t.body = t.title+title.sum, t.body+body.sum
	seen := map[string]bool{}
	for _, k := range []kept{title, body} {
		for _, token := range keptTokens(k.text) {
			if !seen[token.Term] {
				seen[token.Term] = true
				c.terms[token.Term]++
			}
		}
	}
	for _, word := range words {
		c.words[word]++
	}
}

// addCounts adds what documents count, or takes it away with -1: rows in one order, so
// that no two writers wait for each other.
func (q *Tx) addCounts(ctx context.Context, c termCount, step int64) error {
	var terms, words [][]any
	for _, term := range slices.Sorted(maps.Keys(c.terms)) {
		terms = append(terms, []any{term, step * c.terms[term]})
	}
	for _, word := range slices.Sorted(maps.Keys(c.words)) {
		if n := utf8.RuneCountInString(word); n >= typoMin && sound(word) {
			words = append(words, []any{word, c.words[word], head(word), tail(word), n})
		}
	}
	err := q.insertRows(ctx, "INSERT INTO search_terms (term, docs)",
		"ON CONFLICT (term) DO UPDATE SET docs = search_terms.docs + excluded.docs", terms)
	if err != nil {
		return err
	}
	err = q.insertRows(ctx, "INSERT INTO search_words (word, docs, head, tail, length)",
		"ON CONFLICT (word) DO UPDATE SET docs = search_words.docs + excluded.docs", words)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(c.totals)) {
		t := c.totals[kind]
		_, err := q.exec(ctx, `INSERT INTO search_totals (kind, docs, title, body, newest) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (kind) DO UPDATE SET docs = search_totals.docs + excluded.docs, title = search_totals.title + excluded.title,
			body = search_totals.body + excluded.body,
			newest = CASE WHEN excluded.newest > search_totals.newest THEN excluded.newest ELSE search_totals.newest END`,
			kind, step*t.docs, float64(step)*t.title, float64(step)*t.body, t.newest)
		if err != nil {
			return err
		}
	}
	return nil
}

// typoMin is how long a word must be for a mistake in it to be told from another word.
const typoMin = 5

func head(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

func tail(word string) string {
	_, last := utf8.DecodeLastRuneInString(word)
	_, before := utf8.DecodeLastRuneInString(word[:len(word)-last])
	return word[len(word)-last-before:]
}
