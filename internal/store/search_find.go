package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/maypok86/otter/v2"

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
	// commonTerm is from how many texts on a term is looked for together with others
	// among the newest textsBack only: two common words that hardly meet would be looked
	// for in all of them.
	commonTerm = 20_000
	textsBack  = 100_000
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
	newest map[domain.SearchKind]int64 // document
	facets [][]string                  // what a text must have, beside the words
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
	a.newest = map[domain.SearchKind]int64{}
	return r.each(ctx, "SELECT term, docs, 0, 0, 0, 0 FROM search_terms WHERE term IN ("+strings.Join(marks, ", ")+
		") UNION ALL SELECT '', docs, kind, title, body, newest FROM search_totals", w.args, func(rows *sql.Rows) error {
		var term string
		var docs, newest int64
		var kind domain.SearchKind
		var title, body float64
		err := rows.Scan(&term, &docs, &kind, &title, &body, &newest)
		switch {
		case term != "":
			a.corpus.Frequency[term] = docs
		case docs > 0:
			a.corpus.Docs += docs
			a.newest[kind] = newest
			if kind == domain.FindIdeas {
				a.corpus.TitleLength, a.corpus.BodyLength = title/float64(docs), body/float64(docs)
			} else if kind == domain.FindComments {
				a.corpus.CommentLength = body / float64(docs)
			}
		}
		return err
	})
}

// padded repeats nothing often enough that the texts of queries stay few.
func padded(terms []string) []string {
	places := 8
	for places < len(terms) {
		places *= 2
	}
	return append(terms, make([]string, places-len(terms))...)
}

// chosen are the terms to look up, each alone, and those that are in no count yet, which
// are looked up together: they may be in a text that was written just now, and are so
// many that they would take the place of the others.
func (a *ask) chosen() (terms, uncounted []string) {
	for _, term := range a.query.Lookup(a.corpus, enoughTexts) {
		if sound(term) && len(terms) < termsMost {
			terms = append(terms, term)
		}
	}
	for _, term := range a.query.Terms() {
		if sound(term) && a.corpus.Frequency[term] == 0 {
			uncounted = append(uncounted, term)
		}
	}
	return terms, uncounted
}

// part is one look into the index: the newest texts of a kind that have what is asked.
type part struct {
	lookup   string
	from, to int64
	most     int
}

// parts are the looks of a search.
func (r reads) parts(a *ask) []part {
	terms, uncounted := a.chosen()
	groups := soundGroups(a.query.Groups())
	anyN, titleN, allN := anyMost, titleMost, allMost
	if a.light {
		anyN, titleN, allN = anyMost/3, titleMost/2, allMost/3
	}
	var all []part
	for _, kind := range a.kinds {
		facets := a.facets
		if kind != domain.FindIdeas {
			facets = nil
		}
		from, to := docID(kind, 0), docID(kind+1, 0)-1
		if len(groups) > 1 {
			back := from
			if a.common(groups) {
				back = max(from, a.newest[kind]-textsBack)
			}
			all = append(all, part{r.lookup(slices.Concat(groups, facets)), back, to, allN})
		}
		if len(uncounted) > 0 {
			all = append(all, part{r.lookup(slices.Concat([][]string{uncounted}, facets)), from, to, anyN})
		}
		for _, term := range terms {
			all = append(all, part{r.lookup(slices.Concat([][]string{{term}}, facets)), from, to, anyN})
			if kind == domain.FindIdeas {
				all = append(all, part{r.lookup(slices.Concat([][]string{{inTitle + term}}, facets)), from, to, titleN})
			}
		}
	}
	return all
}

func soundGroups(groups [][]string) [][]string {
	var all [][]string
	for _, g := range groups {
		if g = slices.DeleteFunc(slices.Clone(g), func(term string) bool { return !sound(term) }); len(g) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// common reports whether every word of a query is in many texts.
func (a *ask) common(groups [][]string) bool {
	for _, g := range groups {
		n := int64(0)
		for _, term := range g {
			n += a.corpus.Frequency[term]
		}
		if n < commonTerm {
			return false
		}
	}
	return true
}

// partSteps are how many looks one question has, so that the texts of queries stay few;
// a place without one looks for nothing.
var partSteps = []int{4, 8, 16, 32, 64}

// candidates reads the texts that may be hits, with their terms: one question. A text
// that the reader may not see is none.
func (r reads) candidates(ctx context.Context, who domain.Actor, a *ask) ([]candidate, error) {
	parts := r.parts(a)
	if len(parts) == 0 {
		return nil, nil
	}
	places := partSteps[slices.IndexFunc(append(partSteps, len(parts)), func(n int) bool { return n >= len(parts) })]
	nothing := part{r.lookup([][]string{{"#"}}), 0, 0, 1}
	var w where
	looks := make([]string, places)
	for i := range looks {
		p := nothing
		if i < len(parts) {
			p = parts[i]
		}
		looks[i] = "SELECT * FROM (SELECT rowid AS id FROM search_index WHERE " + r.matches(w.arg(p.lookup)) +
			" AND rowid >= " + w.arg(p.from) + " AND rowid <= " + w.arg(p.to) + " ORDER BY rowid DESC LIMIT " + w.arg(p.most) + ") l" + letters(i)
	}
	looks = append(looks, r.mostVoted(&w, a)...)
	states := "k.state <> 'withdrawn'"
	if who.Role.Staff() {
		states = "k.state <> ''"
	}
	query := "SELECT d.kind, d.thing_id, d.idea_id, d.title, d.body, d.title_sum, d.body_sum, COALESCE(i.title, ''), COALESCE(c.points, 0), COALESCE(c.created_at, 0)" +
		" FROM (" + strings.Join(looks, " UNION ") + ") found JOIN search_docs d ON d.id = found.id" +
		" LEFT JOIN idea_counts c ON d.idea_id > 0 AND c.idea_id = d.idea_id LEFT JOIN ideas i ON d.kind < 3 AND i.id = d.idea_id" +
		" LEFT JOIN product_counts k ON d.kind = 3 AND k.product_id = d.thing_id" +
		" WHERE (d.kind < 3 AND " + a.within(&w) + " OR d.kind = 3 AND " + states + ")"
	terms := slices.DeleteFunc(a.query.Terms(), func(term string) bool { return !sound(term) })
	return list(ctx, r.handle, query, w.args, func(rows *sql.Rows) (candidate, error) { return scanCandidate(rows, terms) })
}

// within is the condition that an idea, or the one that a comment is on, is among those
// that are asked for and that lists may show.
func (a *ask) within(w *where) string {
	f := a.filter
	condition := "c.listed AND c.status <> 'merged' AND c.status IN (" + statusMarks(w, f.Statuses) + ")"
	if f.SpaceID != 0 {
		condition += " AND c.space_id = " + w.arg(f.SpaceID)
	}
	if f.Product != nil {
		condition += " AND c.product_id = " + w.arg(f.Product.ID)
	}
	if f.Tag != nil {
		condition += " AND EXISTS (SELECT 1 FROM idea_tags t WHERE t.idea_id = c.idea_id AND t.tag_id = " + w.arg(f.Tag.ID) + ")"
	}
	return condition
}

// letters is a short name for the i-th look.
func letters(i int) string { return string([]rune{'a' + rune(i/26), 'a' + rune(i%26)}) }

// statusMarks are the placeholders of the statuses that are asked for: as many as there
// are statuses.
func statusMarks(w *where, statuses []domain.Status) string {
	if len(statuses) == 0 {
		statuses = domain.ListedStatuses
	}
	marks := make([]string, len(domain.Statuses))
	for i := range marks {
		marks[i] = w.arg(statuses[min(i, len(statuses)-1)])
	}
	return strings.Join(marks, ", ")
}

// mostVoted are the ideas with the most points, where a word is so common that the newest
// that have it are few of many.
func (r reads) mostVoted(w *where, a *ask) []string {
	f := a.filter
	terms, _ := a.chosen()
	if a.light || f.Tag != nil || f.Product != nil || !slices.Contains(a.kinds, domain.FindIdeas) ||
		!slices.ContainsFunc(terms, func(term string) bool { return a.corpus.Frequency[term] > anyMost }) {
		return nil
	}
	statuses := f.Statuses
	if len(statuses) == 0 {
		statuses = domain.ListedStatuses
	}
	space := ""
	if f.SpaceID != 0 {
		space = " AND space_id = " + w.arg(f.SpaceID)
	}
	limit := w.arg(pointsMost)
	looks := make([]string, len(statuses))
	for i, s := range statuses {
		looks[i] = "SELECT * FROM (SELECT idea_id, points FROM idea_counts WHERE listed AND status = " + w.arg(s) + space +
			" ORDER BY points DESC, created_at DESC, idea_id DESC LIMIT " + limit + ") p" + letters(i)
	}
	return []string{"SELECT * FROM (SELECT " + docOfIdea + " FROM (" + strings.Join(looks, " UNION ALL ") +
		") most ORDER BY points DESC, idea_id DESC LIMIT " + limit + ") voted"}
}

func scanCandidate(rows *sql.Rows, terms []string) (candidate, error) {
	var c candidate
	var title, body kept
	err := rows.Scan(&c.kind, &c.ID, &c.idea, &title.text, &body.text, &title.sum, &body.sum, &c.TitleText, &c.Points, &c.At)
	c.Title, c.Body = pickTokens(title, terms), pickTokens(body, terms)
	return c, err
}

// Search reads one page of what somebody may find: the terms, the candidates, the rows of
// the page, and for a word that nothing has the words that it may have been.
func (r *Reader) Search(ctx context.Context, who domain.Actor, query search.Query, f domain.SearchFilter) (domain.Found, search.Query, error) {
	found := domain.Found{Counts: map[domain.SearchKind]domain.FoundCount{}}
	a := &ask{query: query, filter: f, kinds: []domain.SearchKind{domain.FindIdeas, domain.FindComments, domain.FindProducts}, facets: facetsOf(f)}
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
		found.Comments, err = r.commentsOf(ctx, ids)
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

func facetsOf(f domain.SearchFilter) [][]string {
	var all [][]string
	if f.SpaceID != 0 {
		all = append(all, []string{facet(inSpace, f.SpaceID)})
	}
	if f.Product != nil {
		all = append(all, []string{facet(inProduct, f.Product.ID)})
	}
	if f.Tag != nil {
		all = append(all, []string{facet(withTag, f.Tag.ID)})
	}
	if len(f.Statuses) > 0 {
		var either []string
		for _, s := range f.Statuses {
			either = append(either, statusFacet(s))
		}
		all = append(all, either)
	}
	return all
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

// Similar finds the ideas that are most like one with a title, at most most of them, but
// not that idea itself: two questions.
func (r *Reader) Similar(ctx context.Context, query search.Query, title string, not int64, most int) ([]int64, error) {
	a := &ask{query: query, kinds: []domain.SearchKind{domain.FindIdeas, domain.FindComments}, light: true}
	if len(query.Terms()) == 0 {
		return nil, nil
	}
	if err := r.known(ctx, a); err != nil {
		return nil, err
	}
	docs, err := r.candidates(ctx, domain.Nobody, a)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, h := range search.Similar(query, title, withSaid(docs), a.corpus) {
		if h.ID != not && h.Score >= similarEnough && len(ids) < most {
			ids = append(ids, h.ID)
		}
	}
	return ids, nil
}

// similarEnough is from what score on an idea is worth showing.
const similarEnough = 0.25

// SimilarTo reads ideas that are like one that is there. Which ones is looked up at most
// once in similarLife; whether they may be shown, and how they stand, each time.
func (r *Reader) SimilarTo(ctx context.Context, idea *domain.Idea, c *domain.Community) ([]domain.Idea, error) {
	ids, err := r.similar.Get(ctx, similarKey{idea.ID, idea.Version}, otter.LoaderFunc[similarKey, []int64](
		func(ctx context.Context, _ similarKey) ([]int64, error) {
			return r.Similar(ctx, r.Understand(idea.Title, c), idea.Title, idea.ID, domain.SimilarMax)
		}))
	if err != nil {
		return nil, err
	}
	return r.IdeasOf(ctx, ids)
}

// similarKey is an idea with its words.
type similarKey struct{ idea, version int64 }

// What is like an idea is remembered for so long, of so many ideas.
const (
	similarLife = 10 * time.Minute
	similarMost = 10_000
)

func newSimilar() *otter.Cache[similarKey, []int64] {
	return otter.Must(&otter.Options[similarKey, []int64]{
		MaximumSize: similarMost, ExpiryCalculator: otter.ExpiryCreating[similarKey, []int64](similarLife),
	})
}
