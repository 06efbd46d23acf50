package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// What is ranked is a capped set of candidates, the same on both engines: of each term
// that tells something the newest texts that have it in their title, the newest that
// have it at all, the newest that have every word, and the ideas with the most points.
const (
	titleMost   = 60
	anyMost     = 120
	allMost     = 120
	pointsMost  = 60
	enoughTexts = 600 // terms are looked up, rarest first, until so many texts have one
	termsMost   = 12
	// togetherMost is how many words, the rarest ones, are looked for in one text.
	togetherMost = 3
	// walkedMost is in how many texts a word may be so that those are walked through for the
	// ones that have other words too. Where all words are more common, the newest texts of
	// each have the others often enough.
	walkedMost = 100_000
)

// candidate is a text that may be a hit.
type candidate struct {
	search.Doc
	kind domain.SearchKind
	idea int64
}

// ask is a search as the index is asked for it.
type ask struct {
	query  search.Query
	corpus search.Corpus
	facets [][]string // what a text must have, beside the words
	filter domain.SearchFilter
	kinds  []domain.SearchKind
	light  bool // fewer candidates: somebody is typing
	meant  []string
}

// known reads what is known of the terms of a query: one question.
func (r reads) known(ctx context.Context, a *ask) error {
	var w where
	terms := a.query.Terms()
	marks := make([]string, 0, len(terms))
	for _, term := range padded(terms) {
		marks = append(marks, w.arg(term))
	}
	a.corpus = search.Corpus{Frequency: make(map[string]int64, len(terms))}
	return r.each(ctx, "SELECT term, docs, 0, 0, 0 FROM search_terms WHERE term IN ("+strings.Join(marks, ", ")+
		") UNION ALL SELECT '', docs, kind, title, body FROM search_totals", w.args, func(rows *sql.Rows) error {
		var term string
		var docs int64
		var kind domain.SearchKind
		var title, body float64
		err := rows.Scan(&term, &docs, &kind, &title, &body)
		switch {
		case term != "":
			a.corpus.Frequency[term] = docs
		case docs > 0:
			a.corpus.Docs += docs
			if kind == domain.FindIdeas {
				a.corpus.TitleLength, a.corpus.BodyLength = title/float64(docs), body/float64(docs)
			} else if kind == domain.FindComments {
				a.corpus.CommentLength = body / float64(docs)
			}
		}
		return err
	})
}

// Search reads one page of what somebody may find: the terms, the candidates, the rows of
// the page, and for a word that nothing has the words that it may have been.
func (r *Reader) Search(ctx context.Context, who domain.Actor, query search.Query, f domain.SearchFilter) (domain.Found,
	search.Query, error) {
	found := domain.Found{Counts: map[domain.SearchKind]domain.FoundCount{}}
	a := &ask{query: query, filter: f, kinds: []domain.SearchKind{domain.FindIdeas, domain.FindComments,
		domain.FindProducts}, facets: facetsOf(f)}
	docs, err := r.look(ctx, who, a)
	if err != nil {
		return found, a.query, err
	}
	found.Meant = r.shown(a.meant, docs)
	hits := map[domain.SearchKind][]search.Hit{}
	for _, kind := range a.kinds {
		hits[kind] = search.Rank(a.query, ofKind(docs, kind), a.corpus)
		n := int64(len(hits[kind]))
		found.Counts[kind] = domain.FoundCount{N: n, More: a.capped(kind, n)}
	}
	hits[domain.FindPeople] = r.people(a.query, f.Staff)
	found.Counts[domain.FindPeople] = domain.FoundCount{N: int64(len(hits[domain.FindPeople]))}
	page := domain.Cut(behindScore(hits[f.Kind], f.After), pageSize(f.Limit, domain.PageSize), func(h *search.Hit) domain.Cursor {
		return domain.Cursor{Key: h.Score, ID: h.ID}
	})
	found.Next = page.Next
	found.Near = len(page.Items) > 0 && page.Items[0].Near
	ids := make([]int64, len(page.Items))
	for i, h := range page.Items {
		ids[i] = h.ID
	}
	switch f.Kind {
	case domain.FindIdeas:
		found.Ideas, err = r.IdeasOf(ctx, ids)
	case domain.FindComments:
		found.Comments, err = r.CommentsOf(ctx, ids)
	case domain.FindProducts:
		found.Products, err = r.productsOf(ctx, ids)
	case domain.FindPeople:
		for _, m := range f.Staff {
			if slices.Contains(ids, m.ID) {
				found.People = append(found.People, m)
			}
		}
		found.People = inOrder(found.People, ids, func(m *domain.MemberRef) int64 { return m.ID })
	}
	return found, a.query, err
}

// people finds those who answer by their names. They are few, and kept nowhere else.
func (r *Reader) people(query search.Query, staff []domain.MemberRef) []search.Hit {
	docs := make([]search.Doc, len(staff))
	corpus := search.Corpus{Docs: int64(len(staff)), TitleLength: 2, Frequency: map[string]int64{}}
	for i, m := range staff {
		docs[i] = search.Doc{ID: m.ID, Title: r.Words().Tokens(m.Name, "")}
		for _, t := range docs[i].Title {
			corpus.Frequency[t.Term]++
		}
	}
	return search.Rank(query, docs, corpus)
}

// look finds the candidates of a search. Where nothing has one of its words as it was
// typed, words that are spelled nearly so are looked for too.
func (r *Reader) look(ctx context.Context, who domain.Actor, a *ask) ([]candidate, error) {
	if len(a.query.Terms()) == 0 {
		return nil, nil
	}
	if err := r.known(ctx, a); err != nil {
		return nil, err
	}
	if unknown := a.query.Unknown(a.corpus); len(unknown) > 0 {
		near, err := r.spelledLike(ctx, unknown)
		if err != nil {
			return nil, err
		}
		for _, word := range unknown {
			if len(near[word]) > 0 {
				a.query.Meant(word, r.wholeTerms(near[word]))
				a.meant = append(a.meant, near[word]...)
			}
		}
		if len(a.meant) > 0 {
			if err := r.known(ctx, a); err != nil {
				return nil, err
			}
		}
	}
	return r.candidates(ctx, who, a)
}

// wholeTerms are the terms of words, without those of their parts.
func (r *Reader) wholeTerms(words []string) []string {
	var terms []string
	for _, word := range words {
		for _, t := range r.Words().Tokens(word, "") {
			if t.Weight >= 1 {
				terms = append(terms, t.Term)
			}
		}
	}
	return terms
}

// shown are the words that a text has which the reader may see, as a title writes them
// where one does: what was removed suggests nothing.
func (r *Reader) shown(words []string, docs []candidate) []string {
	if len(words) == 0 {
		return nil
	}
	seen, written := map[string]bool{}, map[string]string{}
	for _, d := range docs {
		for _, t := range slices.Concat(d.Title, d.Body) {
			seen[t.Term] = true
		}
		for _, word := range strings.FieldsFunc(d.TitleText, func(c rune) bool { return !unicode.IsLetter(c) }) {
			for _, t := range r.wholeTerms([]string{word}) {
				if known := written[t]; known == "" || word < known { // the same one on both engines
					written[t] = word
				}
			}
		}
	}
	var found []string
	for _, word := range words {
		terms := r.wholeTerms([]string{word})
		if i := slices.IndexFunc(terms, func(t string) bool { return seen[t] }); i >= 0 {
			found = append(found, cmp.Or(written[terms[i]], word))
		}
	}
	return found
}

func ofKind(docs []candidate, kind domain.SearchKind) []search.Doc {
	var all []search.Doc
	for _, d := range docs {
		if d.kind == kind {
			all = append(all, d.Doc)
		}
	}
	return all
}

// capped reports whether a kind may have more hits than were ranked.
func (a *ask) capped(kind domain.SearchKind, n int64) bool {
	return n >= anyMost && kind != domain.FindPeople
}

// behindScore are the hits that follow a place. A place is a hit, or where it stood by
// its score if it is none any more.
func behindScore(hits []search.Hit, after domain.Cursor) []search.Hit {
	if after.Zero() {
		return hits
	}
	for i, h := range hits {
		if h.ID == after.ID {
			return hits[i+1:]
		}
	}
	at := slices.IndexFunc(hits, func(h search.Hit) bool { return h.Score < after.Key })
	if at < 0 {
		return nil
	}
	return hits[at:]
}

// inOrder sorts rows as their ids were asked for.
func inOrder[T any](rows []T, ids []int64, id func(*T) int64) []T {
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(rows, func(a, b T) int { return cmp.Compare(at[id(&a)], at[id(&b)]) })
	return rows
}

// IdeasOf reads ideas as a list of hits shows them: with their whole text, without their
// curves. What lists may not show is left out, whatever the index says.
func (r reads) IdeasOf(ctx context.Context, ids []int64) ([]domain.Idea, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w where
	counts := "SELECT " + countColumns + " FROM idea_counts WHERE idea_id IN (" + w.ids(ids, domain.PageSize) +
		") AND listed AND status <> 'merged'"
	query := strings.NewReplacer("%counts%", counts, "%order%", "c.idea_id", "%won%", "0", "i.excerpt", "i.html").Replace(listed)
	ideas, err := list(ctx, r.handle, query, w.args, scanListed)
	for i := range ideas {
		ideas[i].HTML, ideas[i].Excerpt = ideas[i].Excerpt, ""
	}
	return inOrder(ideas, ids, func(i *domain.Idea) int64 { return i.ID }), err
}

func (r reads) productsOf(ctx context.Context, ids []int64) ([]domain.Product, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w where
	query := strings.Replace(productQuery, "%counts%",
		"SELECT * FROM product_counts WHERE product_id IN ("+w.ids(ids, domain.PageSize)+")", 1)
	products, err := list(ctx, r.handle, query, w.args, scanProduct)
	return inOrder(products, ids, func(p *domain.Product) int64 { return p.ID }), err
}
