package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
)

// postQueries read posts of each part, with the same columns.
var postQueries = map[domain.Part]string{
	domain.PartIdea: `SELECT i.id, i.title, i.html, i.language, s.id, s.slug, s.name, m.id, m.name, m.role, i.author_name, i.id, c.promotes,
		EXISTS (SELECT 1 FROM comments o WHERE o.idea_id = i.id AND o.gone = '' AND o.official <> ''),
		CASE WHEN i.removed_at = 0 THEN '' WHEN i.title = '' THEN 'deleted' WHEN i.hidden THEN 'hidden' WHEN EXISTS (SELECT 1 FROM restrictions t WHERE t.part = 'idea'
		AND t.subject = i.id AND t.lifted_at = 0 AND t.what = 'removed') THEN 'removed' ELSE 'deleted' END, i.created_at
		FROM ideas i JOIN idea_counts c ON c.idea_id = i.id JOIN spaces s ON s.id = i.space_id JOIN members m ON m.id = i.author_id
		WHERE i.id IN `,
	domain.PartComment: `SELECT c.id, i.title, x.html, x.language, s.id, s.slug, s.name, m.id, m.name, m.role, c.author_name, c.idea_id, c.helpful,
		c.official <> '' OR EXISTS (SELECT 1 FROM comments o WHERE o.parent_id = c.id AND o.idea_id = c.idea_id AND o.gone = ''
		AND o.official <> ''), CASE WHEN c.gone = 'missing' THEN 'deleted' ELSE c.gone END, c.created_at
		FROM comments c JOIN comment_texts x ON x.id = c.id JOIN ideas i ON i.id = c.idea_id JOIN spaces s ON s.id = i.space_id
		JOIN members m ON m.id = c.author_id WHERE c.id IN `,
	domain.PartReview: `SELECT r.id, p.name, COALESCE(w.html, ''), r.language, 0, '', '', COALESCE(m.id, 0), COALESCE(m.name, ''),
		COALESCE(m.role, ''), r.author_name, 0, r.helpful, r.replied OR r.staff,
		CASE WHEN r.removed THEN 'deleted' ELSE COALESCE(w.gone, '') END, r.created_at
		FROM ratings r JOIN products p ON p.id = r.product_id LEFT JOIN reviews w ON w.rating_id = r.id
		LEFT JOIN members m ON m.id = r.member_id WHERE r.id IN `,
}

// postParts are the parts that posts are of, in the order in which queries name them.
var postParts = []domain.Part{domain.PartIdea, domain.PartComment, domain.PartReview}

// idsOf are the ids of those posts that are of a part.
func idsOf(keys []domain.PostKey, part domain.Part) (ids []int64) {
	for _, k := range keys {
		if k.Part == part {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

// posts is the condition that the columns part and subject of a table name one of some
// posts: one range of an index for each part.
func (w *where) posts(table string, keys []domain.PostKey) string {
	var ranges []string
	for _, part := range postParts {
		if ids := idsOf(keys, part); len(ids) > 0 {
			ranges = append(ranges, fmt.Sprintf("%s.part = %s AND %[1]s.subject IN (%[3]s)", table, w.arg(part),
				w.ids(ids, places(ids, domain.DeskPage, domain.DeskPage))))
		}
	}
	return "(" + strings.Join(append(ranges, "1 = 0"), " OR ") + ")"
}

// Posts reads posts, shown or not, a page of the desk at most: one query, whatever parts they
// are of. What is no post is left out.
func (r reads) Posts(ctx context.Context, keys ...domain.PostKey) (map[domain.PostKey]domain.Post, error) {
	found := map[domain.PostKey]domain.Post{}
	var w where
	var queries []string
	for _, part := range postParts {
		if ids := idsOf(keys, part); len(ids) > 0 {
			queries = append(queries, strings.Replace(postQueries[part], "SELECT", "SELECT '"+string(part)+"',", 1)+
				"("+w.ids(ids, places(ids, domain.DeskPage, domain.DeskPage))+")")
		}
	}
	if len(queries) == 0 {
		return found, nil
	}
	return found, r.each(ctx, strings.Join(queries, " UNION ALL "), w.args, func(rows *sql.Rows) error {
		var p domain.Post
		var html, named string
		var created int64
		err := rows.Scan(&p.Part, &p.ID, &p.Title, &html, &p.Language, &p.Space.ID, &p.Space.Slug, &p.Space.Name, &p.Author.ID,
			&p.Author.Name, &p.Author.Role, &named, &p.Idea, &p.Promotes, &p.Official, &p.State, &created)
		setName(&p.Author, named)
		p.Words, p.Created = markdown.Excerpt(html, domain.PostWords), moment(created)
		found[p.Key()] = p
		return err
	})
}

// Post reads one of them; domain.ErrNotFound when it is not there.
func (r reads) Post(ctx context.Context, part domain.Part, id int64) (domain.Post, error) {
	key := domain.PostKey{Part: part, ID: id}
	found, err := r.Posts(ctx, key)
	if p, there := found[key]; there || err != nil {
		return p, err
	}
	return domain.Post{}, errNoRow
}

// HoldReview takes the row of a rating's words; domain.ErrNotFound when it has none.
func (q *Tx) HoldReview(ctx context.Context, rating int64) error {
	return q.changeOne(ctx, "UPDATE reviews SET gone = gone WHERE rating_id = $1", rating)
}

// SetReviewGone hides or removes the words of a rating, or shows them again. Its stars
// stay as they are.
func (q *Tx) SetReviewGone(ctx context.Context, rating int64, state domain.PostState) error {
	return q.changeOne(ctx, "UPDATE reviews SET gone = $2 WHERE rating_id = $1", rating, state)
}

// Accepted reports whether a member has a post that stood for domain.AcceptedAfter.
func (r reads) Accepted(ctx context.Context, member, before int64) (bool, error) {
	found, err := list(ctx, r.handle, `SELECT 1 FROM (SELECT id FROM ideas WHERE author_id = $1 AND author_name = '' AND removed_at = 0
		AND created_at <= $2 LIMIT 1) i
		UNION ALL SELECT 1 FROM (SELECT id FROM comments WHERE author_id = $1 AND author_name = '' AND gone = '' AND created_at <= $2 LIMIT 1) c
		UNION ALL SELECT 1 FROM (SELECT r.id FROM ratings r JOIN reviews w ON w.rating_id = r.id WHERE r.member_id = $1 AND NOT r.removed
		AND w.gone = '' AND r.created_at <= $2 LIMIT 1) r`, []any{member, before}, scanID)
	return len(found) > 0, err
}
