package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// newsJoins find what a notification n is about, once e is its event; newsVisible is what
// of it may still be told: pages show the idea, what was said stands, and what was decided
// was not taken back.
const (
	newsJoins = ` LEFT JOIN ideas i ON n.part = 'idea' AND i.id = n.object_id
	LEFT JOIN idea_counts c ON c.idea_id = i.id
	LEFT JOIN decisions d ON e.kind = 'decision' AND d.id = e.object_id
	LEFT JOIN comments k ON e.kind IN ('answer', 'comment') AND k.id = e.object_id
	LEFT JOIN products p ON n.part = 'product' AND p.id = n.object_id
	LEFT JOIN product_counts ps ON ps.product_id = p.id `
	newsVisible = `(c.listed OR ps.state <> 'withdrawn') AND (k.id IS NULL OR k.gone = '') AND (d.id IS NULL OR d.undone_at = 0)`
)

// unseen is an expression: how many notifications a member has not seen, counted up to
// domain.UnseenMost.
const unseen = `(SELECT COUNT(*) FROM (SELECT n.id FROM notifications n JOIN events e ON e.id = n.event_id` + newsJoins +
	"WHERE n.member_id = m.id AND NOT n.seen AND " + newsVisible + " LIMIT 100) u)"

// Unseen counts the notifications that a member has not seen, up to domain.UnseenMost.
func (r reads) Unseen(ctx context.Context, member int64) (n int64, err error) {
	return n, r.get(ctx, "SELECT "+unseen+" FROM members m WHERE m.id = $1", []any{member}, &n)
}

// News reads one page of what a member heard, by what it is about, that of which they were
// told last first: two queries. About each there are the newest domain.NewsInGroup, as they
// happened.
func (r reads) News(ctx context.Context, member int64, after domain.Cursor, limit int) (domain.Page[domain.NewsGroup], error) {
	var w where
	me := w.arg(member)
	query := "SELECT n.part, n.object_id, n.id FROM notifications n WHERE n.member_id = " + me
	if !after.Zero() {
		query += " AND n.id < " + w.arg(after.ID)
	}
	query += " AND NOT EXISTS (SELECT 1 FROM notifications l WHERE l.member_id = " + me +
		" AND l.part = n.part AND l.object_id = n.object_id AND l.id > n.id) ORDER BY n.id DESC LIMIT " + w.arg(limit+1)
	page, err := readPage(ctx, r.handle, query, w.args, func(rows *sql.Rows) (domain.NewsGroup, error) {
		var g domain.NewsGroup
		return g, rows.Scan(&g.Part, &g.ID, &g.Newest)
	}, limit, func(g *domain.NewsGroup) domain.Cursor { return domain.Cursor{ID: g.Newest} })
	if err != nil || len(page.Items) == 0 {
		return page, err
	}
	err = r.addNews(ctx, member, page.Items)
	page.Items = slices.DeleteFunc(page.Items, func(g domain.NewsGroup) bool { return len(g.News) == 0 })
	return page, err
}

// newsColumns are what is shown of a notification; b is who did it, v a revision, t a
// question and x the words of a comment.
const newsColumns = `n.id, n.part, n.object_id, e.kind, n.direct, n.seen, e.created_at, e.object_id,
	COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), COALESCE(i.title, ''), COALESCE(i.language, ''), COALESCE(c.status, ''),
	COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(d.to_status, ''), COALESCE(d.reason, x.body, t.question, ''),
	COALESCE(x.language, ''), COALESCE(v.name, '')`

const newsAlso = ` LEFT JOIN members b ON b.id = e.member_id
	LEFT JOIN comment_texts x ON x.id = k.id
	LEFT JOIN questions t ON e.kind = 'question' AND t.id = e.object_id
	LEFT JOIN revisions v ON e.kind = 'release' AND v.id = e.object_id `

// newsOf reads a row of newsColumns: the notification, and what it is about.
func newsOf(rows *sql.Rows, also ...any) (g domain.NewsGroup, n domain.Notification, err error) {
	var at int64
	err = rows.Scan(append([]any{&n.ID, &g.Part, &g.ID, &n.Kind, &n.Direct, &n.Seen, &at, &n.Object, &n.By.ID, &n.By.Name, &n.By.Role,
		&g.Idea.Title, &g.Idea.Language, &g.Idea.Status, &g.Product.Slug, &g.Product.Name, &n.To, &n.Words, &n.Language,
		&n.Revision}, also...)...)
	n.At = moment(at)
	switch g.Part {
	case domain.PartIdea:
		g.Idea.ID, g.Idea.Words = g.ID, slug.Of(g.Idea.Title)
	case domain.PartProduct:
		g.Product.ID = g.ID
	}
	return g, n, err
}

// addNews adds the newest notifications to groups of them.
func (r reads) addNews(ctx context.Context, member int64, groups []domain.NewsGroup) error {
	var w where
	me := w.arg(member)
	about := map[domain.Subject]*domain.NewsGroup{}
	ids := map[domain.Part][]int64{}
	for i := range groups {
		about[groups[i].Subject] = &groups[i]
		ids[groups[i].Part] = append(ids[groups[i].Part], groups[i].ID)
	}
	in := make([]string, 0, 2)
	for _, part := range []domain.Part{domain.PartIdea, domain.PartProduct} {
		in = append(in, "n.part = "+w.arg(part)+" AND n.object_id IN ("+w.ids(ids[part], domain.NewsGroups)+")")
	}
	rank := "OVER (PARTITION BY n.part, n.object_id"
	ranked := "SELECT n.id, ROW_NUMBER() " + rank + " ORDER BY e.created_at DESC, n.id DESC) AS place, COUNT(*) " + rank +
		") AS there, CAST(SUM(CASE WHEN n.seen THEN 0 ELSE 1 END) " + rank +
		") AS BIGINT) AS unseen FROM notifications n JOIN events e ON e.id = n.event_id" +
		newsJoins + "WHERE n.member_id = " + me + " AND (" + strings.Join(in, " OR ") + ") AND " + newsVisible
	return r.each(ctx, "SELECT "+newsColumns+", q.there, q.unseen FROM ("+ranked+
		") q JOIN notifications n ON n.id = q.id JOIN events e ON e.id = n.event_id"+
		newsJoins+newsAlso+"WHERE q.place <= "+w.arg(domain.NewsInGroup)+" ORDER BY e.created_at DESC, n.id DESC", w.args,
		func(rows *sql.Rows) error {
			var there, unseen int64
			read, n, err := newsOf(rows, &there, &unseen)
			if g := about[read.Subject]; g != nil {
				g.Idea, g.Product, g.Unseen = read.Idea, read.Product, unseen
				g.News = append(g.News, n)
				g.More = there - int64(len(g.News))
			}
			return err
		})
}

// SetNewsSeen notes that a member saw what they heard about some things, up to a
// notification.
func (q *Tx) SetNewsSeen(ctx context.Context, member int64, about []domain.Subject, newest int64) error {
	for _, s := range about {
		if _, err := q.exec(ctx, `UPDATE notifications SET seen = TRUE WHERE member_id = $1 AND part = $2 AND object_id = $3
			AND id <= $4 AND NOT seen`, member, s.Part, s.ID, newest); err != nil {
			return err
		}
	}
	return nil
}
