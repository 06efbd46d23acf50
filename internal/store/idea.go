package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/search"
	"groundswell/internal/slug"
)

// listed is what a page of a list shows of each idea; c is the merged counts.
const listed = `SELECT i.id, i.title, i.excerpt, i.language, c.status, c.created_at,
	c.promotes, c.demotes, c.carried, c.heat, %won%,
	s.id, s.slug, s.name, m.id, m.name, m.role, i.author_name,
	COALESCE(p.id, 0), COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(k.state, ''), c.comments,
	COALESCE(d.to_status, ''), COALESCE(d.created_at, 0), COALESCE(d.role, ''), COALESCE(b.id, 0), COALESCE(b.name, '')
	FROM (%counts%) c
	JOIN ideas i ON i.id = c.idea_id
	JOIN spaces s ON s.id = c.space_id
	JOIN members m ON m.id = i.author_id
	LEFT JOIN products p ON p.id = i.product_id
	LEFT JOIN product_counts k ON k.product_id = i.product_id
	LEFT JOIN decisions d ON d.id = (SELECT MAX(l.id) FROM decisions l WHERE l.idea_id = c.idea_id AND l.undone_at = 0)
	LEFT JOIN members b ON b.id = d.member_id
	ORDER BY %order%`

func scanListed(rows *sql.Rows) (domain.Idea, error) {
	var i domain.Idea
	var created, decided int64
	var named string
	err := rows.Scan(&i.ID, &i.Title, &i.Excerpt, &i.Language, &i.Status, &created,
		&i.Promotes, &i.Demotes, &i.Carried, &i.Heat, &i.Won,
		&i.Space.ID, &i.Space.Slug, &i.Space.Name, &i.Author.ID, &i.Author.Name, &i.Author.Role, &named,
		&i.Product.ID, &i.Product.Slug, &i.Product.Name, &i.Product.State, &i.Comments,
		&i.Word.To, &decided, &i.Word.By.Role, &i.Word.By.ID, &i.Word.By.Name)
	if i.Word.At = moment(decided); i.Word.By.ID == 0 || i.Word.To != i.Status {
		i.Word = domain.Decision{} // the rule's, or of before a merge
	}
	i.Created, i.Words = moment(created), slug.Of(i.Title)
	setName(&i.Author, named)
	return i, err
}

// setName makes a person the name that an import gave, if it gave one.
func setName(m *domain.MemberRef, named string) {
	if named != "" {
		m.Name, m.Named = named, true
	}
}

// sortKeys are the columns of each order, most telling first; all descend. The
// order comes from this map and never from an address.
var sortKeys = map[domain.Order][]string{
	domain.Hot: {"heat", "created_at", "idea_id"},
	domain.Top: {"points", "created_at", "idea_id"},
	domain.New: {"created_at", "idea_id"},
}

// Ideas reads one page of a list with the curves: two queries, and at most a page's rows for every status asked for, however many
// ideas there are.
func (r reads) Ideas(ctx context.Context, f domain.IdeaFilter) (domain.Page[domain.Idea], error) {
	f.Limit = pageSize(f.Limit, domain.PageSize)
	if len(f.Statuses) == 0 {
		f.Statuses = domain.ListedStatuses
	}
	keys, won := sortKeys[f.Order], "0"
	if f.Days != 0 {
		keys, won = []string{netColumns[f.Days], "created_at", "idea_id"}, "c."+netColumns[f.Days]
	}
	if f.AuthorID != 0 {
		keys = []string{"idea_id"}
	}
	var w where
	counts := countsOf(&w, f, keys, countColumns)
	query := strings.NewReplacer("%counts%", counts, "%order%", descending("c.", keys), "%won%", won).Replace(listed)
	page, err := readPage(ctx, r.handle, query, w.args, scanListed, f.Limit, f.Cursor)
	if err != nil {
		return page, err
	}
	for n := range page.Items {
		page.Items[n].Period = f.Days
	}
	return page, r.addDays(ctx, page.Items, f.Today)
}

// countsOf reads a page's rows of counts in the cheapest way that the filter has: of each
// row some columns, the keys among them.
func countsOf(w *where, f domain.IdeaFilter, keys []string, columns string) string {
	switch {
	case f.AuthorID != 0:
		return byAuthor(w, f, columns)
	case f.Tag != nil && f.SpaceID == 0 && f.Product == nil && f.Days == 0:
		return byTag(w, f, keys, columns)
	case f.Product != nil || f.Tag != nil || f.SpaceID != 0 && f.Days != 0:
		return bySubject(w, f, keys, columns)
	}
	return byStatus(w, f, keys, columns, "")
}

const countColumns = "idea_id, space_id, status, created_at, promotes, demotes, carried, points, heat, " +
	"net_7, net_30, net_365, comments"

// byStatus merges one short range of an index per status.
func byStatus(w *where, f domain.IdeaFilter, keys []string, columns, also string) string {
	shared := "listed" + also
	if f.SpaceID != 0 && f.Days != 0 {
		shared += " AND space_id + 0 = " + w.arg(f.SpaceID) // met in the order, not gathered by an index of the space
	} else if f.SpaceID != 0 {
		shared += " AND space_id = " + w.arg(f.SpaceID)
	}
	return merged(w, f, keys, columns, "idea_counts WHERE "+shared)
}

// byTag does the same with what the tag keeps of its ideas.
func byTag(w *where, f domain.IdeaFilter, keys []string, columns string) string {
	places := merged(w, f, keys, "idea_id, created_at, points, heat", "idea_tags WHERE listed AND tag_id = "+w.arg(f.Tag.ID))
	return "SELECT c." + strings.ReplaceAll(columns, ", ", ", c.") + " FROM (" + places +
		") t JOIN idea_counts c ON c.idea_id = t.idea_id"
}

// merged is the first of the ranges, one for each status, in which rows that are
// counts or like counts stand in an index.
func merged(w *where, f domain.IdeaFilter, keys []string, columns, from string) string {
	from += after(w, f, keys)
	limit := w.arg(f.Limit + 1)
	ranges := make([]string, len(f.Statuses))
	for i, status := range f.Statuses {
		ranges[i] = "SELECT * FROM (SELECT " + columns + " FROM " + from + " AND status = " + w.arg(status) +
			" ORDER BY " + descending("", keys) + " LIMIT " + limit + ") r" + string(rune('a'+i))
	}
	return "SELECT * FROM (" + strings.Join(ranges, " UNION ALL ") + ") merged ORDER BY " + descending("", keys) + " LIMIT " + limit
}

// rareSubject is the number of ideas up to which the ideas of a tag or about a
// product are gathered and sorted. What is more common is met soon enough when
// walking the order itself.
const rareSubject = 2000

// bySubject reads the ideas of a tag, about a product or both, in the cheaper of
// two ways.
func bySubject(w *where, f domain.IdeaFilter, keys []string, columns string) string {
	rare := f.SpaceID != 0 && f.Days != 0 && f.InSpace <= rareSubject
	gathered, met := "", "" // the same condition, as each way asks for it
	if f.Tag != nil {
		tag := w.arg(f.Tag.ID)
		rare = rare || f.Tag.Ideas <= rareSubject
		gathered += " AND idea_id IN (SELECT idea_id FROM idea_tags WHERE tag_id = " + tag + ")"
		met += " AND EXISTS (SELECT 1 FROM idea_tags t WHERE t.tag_id = " + tag + " AND t.idea_id = idea_counts.idea_id)"
	}
	if f.Product != nil {
		product := " AND product_id > 0 AND product_id = " + w.arg(f.Product.ID)
		rare = rare || f.Product.Ideas <= rareSubject
		gathered, met = gathered+product, met+product
	}
	if !rare {
		return byStatus(w, f, keys, columns, met)
	}
	condition := "listed" + gathered
	if f.SpaceID != 0 {
		condition += " AND space_id = " + w.arg(f.SpaceID)
	}
	statuses := make([]string, len(f.Statuses))
	for i, s := range f.Statuses {
		statuses[i] = w.arg(s)
	}
	condition += " AND status IN (" + strings.Join(statuses, ", ") + ")" + after(w, f, keys)
	return "SELECT " + columns + " FROM idea_counts WHERE " + condition + " ORDER BY " + descending("", keys) +
		" LIMIT " + w.arg(f.Limit+1)
}

// byAuthor lists a member's ideas, newest first. What is archived or merged is in
// no list of others.
func byAuthor(w *where, f domain.IdeaFilter, columns string) string {
	query := "SELECT c." + strings.ReplaceAll(columns, ", ", ", c.") + `
		FROM ideas a JOIN idea_counts c ON c.idea_id = a.id WHERE a.author_id = ` + w.arg(f.AuthorID) + " AND c.listed"
	if f.Viewer != f.AuthorID {
		query += " AND c.status <> " + w.arg(domain.StatusArchived) + " AND c.status <> " + w.arg(domain.StatusMerged)
	}
	if !f.After.Zero() {
		query += " AND a.id < " + w.arg(f.After.ID)
	}
	return query + " ORDER BY a.id DESC LIMIT " + w.arg(f.Limit+1)
}

// after continues behind the cursor, by comparing rows on the index.
func after(w *where, f domain.IdeaFilter, keys []string) string {
	if f.After.Zero() {
		return ""
	}
	values := map[string]any{"heat": f.After.Key, "points": int64(f.After.Key), netColumns[f.Days]: int64(f.After.Key),
		"created_at": f.After.At, "idea_id": f.After.ID}
	marks := make([]string, len(keys))
	for i, k := range keys {
		marks[i] = w.arg(values[k])
	}
	return " AND (" + strings.Join(keys, ", ") + ") < (" + strings.Join(marks, ", ") + ")"
}

func descending(prefix string, keys []string) string {
	return prefix + strings.Join(keys, " DESC, "+prefix) + " DESC"
}

// addDays gives each idea its newest days for the curve, in one query.
func (r reads) addDays(ctx context.Context, ideas []domain.Idea, today int64) error {
	if len(ideas) == 0 {
		return nil
	}
	at := make(map[int64]int, len(ideas))
	ids := make([]int64, len(ideas))
	for n, i := range ideas {
		ids[n], at[i.ID] = i.ID, n
	}
	var w where
	return r.each(ctx, "SELECT idea_id, day, promotes, demotes FROM idea_days WHERE idea_id IN ("+w.ids(ids, domain.PageSize)+
		") AND day > "+w.arg(today-domain.SwellDays)+" ORDER BY idea_id, day", w.args, func(rows *sql.Rows) error {
		var id int64
		var d domain.DayTally
		if err := rows.Scan(&id, &d.Day, &d.Promotes, &d.Demotes); err != nil {
			return err
		}
		ideas[at[id]].Days = append(ideas[at[id]].Days, d)
		return nil
	})
}

const ideaQuery = `SELECT i.id, i.title, i.body, i.html, i.language, i.version, i.edited_at, i.source_url, i.removed_at, i.hidden,
	c.status, c.created_at,
	c.promotes, c.demotes, c.held, c.carried, c.carried_promotes, c.carried_demotes, c.heat, s.id, s.slug, s.name, m.id, m.name, m.role, i.author_name,
	COALESCE(t.id, 0), COALESCE(t.title, ''),
	(SELECT COUNT(*) FROM merges g WHERE g.target_id = i.id AND g.state <> 'parted'), COALESCE(r.id, 0), COALESCE(r.name, ''), COALESCE(r.role, ''), COALESCE(a.value, 0),
	COALESCE(p.id, 0), COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(k.state, ''), c.queue_id, c.item_id, c.wanted,
	COALESCE(n.nice, 0), COALESCE(n.important, 0), COALESCE(n.critical, 0), COALESCE(n.words, 0),
	c.comments, c.comments_others > 0, c.last_comment
	FROM ideas i
	JOIN idea_counts c ON c.idea_id = i.id
	JOIN spaces s ON s.id = i.space_id
	JOIN members m ON m.id = i.author_id
	LEFT JOIN members r ON r.id = s.responsible_id
	LEFT JOIN ideas t ON t.id = i.merged_into AND EXISTS (SELECT 1 FROM idea_counts l WHERE l.idea_id = t.id AND l.listed)
	LEFT JOIN votes a ON a.idea_id = i.id AND a.member_id = i.author_id
	LEFT JOIN products p ON p.id = i.product_id
	LEFT JOIN product_counts k ON k.product_id = i.product_id
	LEFT JOIN reason_counts n ON n.idea_id = i.id
	WHERE i.id = $1 AND s.visibility = 'public'`

// IdeaFor reads an idea as the actor may see it, with tags, chips and the curve up to
// today.
func (r reads) IdeaFor(ctx context.Context, who domain.Actor, id, today int64) (domain.Idea, error) {
	i, err := r.idea(ctx, who, id)
	if err != nil {
		return i, err
	}
	return i, r.addMarks(ctx, &i, today)
}

// idea reads the idea itself. For whoever may not see it there is none, whether
// it is asked for by a page or by a verb.
func (r reads) idea(ctx context.Context, who domain.Actor, id int64) (domain.Idea, error) {
	var i domain.Idea
	var created, edited, removed int64
	var authors domain.Vote
	var named string
	var into domain.Idea
	err := r.get(ctx, ideaQuery, []any{id},
		&i.ID, &i.Title, &i.Body, &i.HTML, &i.Language, &i.Version, &edited, &i.SourceURL, &removed, &i.Hidden, &i.Status, &created,
		&i.Promotes, &i.Demotes, &i.Held, &i.Carried, &i.CarriedTally.Promotes, &i.CarriedTally.Demotes, &i.Heat,
		&i.Space.ID, &i.Space.Slug, &i.Space.Name, &i.Author.ID, &i.Author.Name, &i.Author.Role, &named,
		&into.ID, &into.Title, &i.Merged, &i.Space.Responsible.ID, &i.Space.Responsible.Name, &i.Space.Responsible.Role, &authors,
		&i.Product.ID, &i.Product.Slug, &i.Product.Name, &i.Product.State, &i.Place.Queue, &i.Place.Item, &i.Wanted,
		&i.Reasons.Importances[domain.NiceToHave], &i.Reasons.Importances[domain.Important],
		&i.Reasons.Importances[domain.Critical], &i.Reasons.InWords,
		&i.Comments, &i.OthersCommented, &i.LastComment)
	i.Created, i.Edited, i.Removed, i.Words = moment(created), moment(edited), removed != 0, slug.Of(i.Title)
	setName(&i.Author, named)
	if into.ID != 0 {
		into.Words = slug.Of(into.Title)
		i.Into = &into
	}
	others := i.Promotes + i.Demotes + i.Held
	if authors != domain.None {
		others--
	}
	i.OthersVoted = others != 0 || i.Carried != 0
	if err == nil && !i.VisibleTo(who) {
		return domain.Idea{}, errNoRow
	}
	return i, err
}

// NewIdea is what is written when an idea is submitted or imported.
type NewIdea struct {
	domain.Idea
	HTMLVersion     int64
	Nonce           string // empty for imports
	Digest          []byte // of title and body
	CarriedPromotes int64
	CarriedDemotes  int64
	Imported        time.Time
	Terms           Terms // of its words; none where they are made later
}

// Terms are what package search made of a title and a body.
type Terms struct{ Title, Body []search.Token }

// CreateIdea adds an idea without votes and returns its id.
func (q *Tx) CreateIdea(ctx context.Context, n NewIdea) (int64, error) {
	var id int64
	err := q.get(ctx, `INSERT INTO ideas (title, body, html, html_version, excerpt, language, space_id, author_id, nonce,
		source_url, created_at, last_text, product_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		[]any{n.Title, n.Body, n.HTML, n.HTMLVersion, n.Excerpt, n.Language, n.Space.ID, n.Author.ID, orNull(n.Nonce),
			n.SourceURL, millis(n.Created), n.Digest, orNoID(n.Product.ID)}, &id)
	if err != nil {
		return 0, err
	}
	_, err = q.exec(ctx, `INSERT INTO idea_counts (idea_id, space_id, status, listed, open, created_at, carried,
		carried_promotes, carried_demotes, points, product_id)
		SELECT $1, id, $3, visibility = 'public', $4, $5, $6, $7, $8, $6, $9 FROM spaces WHERE id = $2`,
		id, n.Space.ID, n.Status, !n.Status.Closed(), millis(n.Created), n.Carried, n.CarriedPromotes, n.CarriedDemotes, n.Product.ID)
	if err != nil {
		return 0, err
	}
	if err := q.CountIdeas(ctx, n.Product.ID); err != nil {
		return 0, err
	}
	if err := q.SetTags(ctx, id, n.Tags); err != nil {
		return 0, err
	}
	return id, q.createIdeaDoc(ctx, id, &n)
}

// IdeaByNonce finds the idea that the author's form already submitted, or 0.
func (r reads) IdeaByNonce(ctx context.Context, author int64, nonce string) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM ideas WHERE nonce = $1 AND author_id = $2", []any{nonce, author}, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// IdeaByText finds an idea that the author submitted with the same words since
// a time, or 0.
func (r reads) IdeaByText(ctx context.Context, author int64, digest []byte, since time.Time) (int64, error) {
	found, err := list(ctx, r.handle, `SELECT id FROM (SELECT id, last_text, created_at FROM ideas WHERE author_id = $1
		ORDER BY id DESC LIMIT 20) recent
		WHERE last_text = $2 AND created_at >= $3 LIMIT 1`, []any{author, digest, millis(since)}, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// SetIdea changes the words of an idea that still is at n.Version, and keeps those it
// had; domain.ErrNotFound otherwise.
func (q *Tx) SetIdea(ctx context.Context, n NewIdea, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO idea_history (idea_id, title, body, replaced_at) SELECT id, title, body, $3 FROM ideas
		WHERE id = $1 AND version = $2 AND (title <> $4 OR body <> $5)`, n.ID, n.Version, millis(now), n.Title, n.Body)
	if err != nil {
		return err
	}
	err = q.changeOne(ctx, `UPDATE ideas SET title = $3, body = $4, html = $5, html_version = $6, excerpt = $7, language = $8,
		space_id = $9, last_text = $10, edited_at = $11, product_id = $12, version = version + 1 WHERE id = $1 AND version = $2`,
		n.ID, n.Version, n.Title, n.Body, n.HTML, n.HTMLVersion, n.Excerpt, n.Language, n.Space.ID, n.Digest, millis(now), orNoID(n.Product.ID))
	if err != nil {
		return err
	}
	var before int64
	if err := q.get(ctx, "SELECT product_id FROM idea_counts WHERE idea_id = $1", []any{n.ID}, &before); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "UPDATE idea_counts SET space_id = $2, product_id = $3 WHERE idea_id = $1", n.ID, n.Space.ID,
		n.Product.ID); err != nil {
		return err
	}
	if err := q.relist(ctx, n.ID); err != nil {
		return err
	}
	if before != n.Product.ID {
		if err := q.CountIdeas(ctx, before); err != nil {
			return err
		}
	}
	if err := q.SetTags(ctx, n.ID, n.Tags); err != nil {
		return err
	}
	return q.SetSearchDoc(ctx, SearchDoc{Kind: domain.FindIdeas, ID: n.ID, Idea: n.ID, Title: n.Terms.Title, Body: n.Terms.Body})
}
