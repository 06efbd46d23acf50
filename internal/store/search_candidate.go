package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"groundswell/internal/domain"
)

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
		if together := a.rarest(groups); len(together) > 1 && a.texts(together[0]) <= walkedMost && !a.covered(groups, terms, int64(anyN)) {
			if kind != domain.FindIdeas {
				together = append(together, []string{facet(isOfKind, int64(kind))})
			}
			all = append(all, part{r.lookup(slices.Concat(together, facets)), from, to, allN})
		}
		if len(uncounted) > 0 {
			all = append(all, part{r.lookup(slices.Concat([][]string{uncounted}, facets)), from, to, anyN})
		}
		for _, these := range a.together(terms, int64(anyN)) {
			all = append(all, part{r.lookup(slices.Concat([][]string{these}, facets)), from, to, anyN})
			if kind == domain.FindIdeas && a.corpus.Frequency[these[0]] > int64(anyN) {
				all = append(all, part{r.lookup(slices.Concat([][]string{{inTitle + these[0]}}, facets)), from, to, titleN})
			}
		}
	}
	return all
}

// covered reports whether the looks for terms bring every text that has all words anyway:
// one word is in so few texts that its own bring them all. To look for it together with
// common words, the index would walk through all of theirs.
func (a *ask) covered(groups [][]string, terms []string, most int64) bool {
	return slices.ContainsFunc(groups, func(word []string) bool {
		texts := int64(0)
		for _, term := range word {
			n := a.corpus.Frequency[term]
			if n > 0 && !slices.Contains(terms, term) {
				return false
			}
			texts += n
		}
		return texts <= most
	})
}

// together are terms as they are looked up: one that more texts have than a look brings
// has a look of its own, and the others share looks that bring all of their texts, those
// that have them in the title among them.
func (a *ask) together(terms []string, most int64) (looks [][]string) {
	var few []string
	var texts int64
	for _, term := range terms {
		n := a.corpus.Frequency[term]
		if n > most {
			looks = append(looks, []string{term})
			continue
		}
		if texts+n > most {
			looks, few, texts = append(looks, few), nil, 0
		}
		few, texts = append(few, term), texts+n
	}
	if len(few) > 0 {
		looks = append(looks, few)
	}
	return looks
}

// rarest are the words of a query that the fewest texts have, the rarest first: whatever
// has all words has these, and to walk through the texts of ten words costs more than to
// rank what only has the rarest.
func (a *ask) rarest(groups [][]string) [][]string {
	sorted := slices.SortedStableFunc(slices.Values(groups), func(x, y []string) int { return cmp.Compare(a.texts(x), a.texts(y)) })
	return sorted[:min(len(sorted), togetherMost)]
}

// texts is in how many texts a word is, at most: a text with two of its terms counts twice.
func (a *ask) texts(word []string) (n int64) {
	for _, term := range word {
		n += a.corpus.Frequency[term]
	}
	return n
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

// partSteps are how many looks one question has, so that the texts of queries stay few;
// a place without one looks for nothing.
var partSteps = []int{4, 8, 12, 16, 20, 24, 32, 48, 64}

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
	title, titles := "''", ""
	if a.titled() {
		title, titles = "COALESCE(i.title, '')", " LEFT JOIN ideas i ON d.kind < 3 AND i.id = d.idea_id"
	}
	query := "SELECT d.kind, d.thing_id, d.idea_id, d.title, d.body, d.title_sum, d.body_sum, " + title +
		", COALESCE(c.points, 0), COALESCE(c.created_at, 0)" +
		" FROM (" + strings.Join(looks, " UNION ") + ") found JOIN search_docs d ON d.id = found.id" +
		" LEFT JOIN idea_counts c ON d.idea_id > 0 AND c.idea_id = d.idea_id" + titles +
		" LEFT JOIN product_counts k ON d.kind = 3 AND k.product_id = d.thing_id" +
		" WHERE (d.kind < 3 AND " + a.within(&w) + " OR d.kind = 3 AND " + states + ")"
	terms := slices.DeleteFunc(a.query.Terms(), func(term string) bool { return !sound(term) })
	pick := newPicker(terms)
	return list(ctx, r.handle, query, w.args, func(rows *sql.Rows) (candidate, error) { return scanCandidate(rows, pick) })
}

// titled reports whether the titles of candidates are asked for as they were written: to
// compare their letters, or to write a word as one of them does.
func (a *ask) titled() bool { return a.light || len(a.meant) > 0 }

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

func scanCandidate(rows *sql.Rows, terms *picker) (candidate, error) {
	var c candidate
	var title, body kept
	err := rows.Scan(&c.kind, &c.ID, &c.idea, &title.text, &body.text, &title.sum, &body.sum, &c.TitleText, &c.Points, &c.At)
	c.Title, c.Body = terms.pick(title), terms.pick(body)
	return c, err
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
