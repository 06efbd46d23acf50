package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// CreateErasure adds an author's wish and returns its id; 0 where one waits already.
func (q *Tx) CreateErasure(ctx context.Context, idea, author int64, words string, now time.Time) (int64, error) {
	found, err := list(ctx, q.handle, `INSERT INTO erasures (idea_id, author_id, words, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (idea_id) WHERE outcome = '' DO NOTHING RETURNING id`, []any{idea, author, words, millis(now)}, scanID)
	return append(found, 0)[0], err
}

// Erasures reads wishes by their ids, each with its idea and author.
func (r reads) Erasures(ctx context.Context, ids []int64) (map[int64]domain.Erasure, error) {
	all := map[int64]domain.Erasure{}
	return all, r.ofPage(ctx, `SELECT e.id, e.words, e.created_at, e.outcome, m.id, m.name, m.role, i.id, i.title, i.language,
		c.promotes, c.demotes, c.comments FROM erasures e JOIN members m ON m.id = e.author_id JOIN ideas i ON i.id = e.idea_id
		JOIN idea_counts c ON c.idea_id = e.idea_id WHERE e.id IN %s`, ids, func(rows *sql.Rows) error {
		var e domain.Erasure
		var created int64
		err := rows.Scan(&e.ID, &e.Words, &created, &e.Outcome, &e.Author.ID, &e.Author.Name, &e.Author.Role, &e.Idea.ID, &e.Idea.Title,
			&e.Idea.Language, &e.Idea.Promotes, &e.Idea.Demotes, &e.Idea.Comments)
		e.Created = moment(created)
		all[e.ID] = e
		return err
	})
}

// SetErasureOutcome notes what was decided about a wish; "": nothing any more.
func (q *Tx) SetErasureOutcome(ctx context.Context, id int64, o domain.ErasureOutcome) error {
	return q.changeOne(ctx, "UPDATE erasures SET outcome = $2 WHERE id = $1", id, o)
}

// SetAuthor gives an idea whose row is held to another account; comments of either on it
// are by the author, or by others, from then on.
func (q *Tx) SetAuthor(ctx context.Context, idea, to int64) error {
	if err := q.changeOne(ctx, "UPDATE ideas SET author_id = $2, author_name = '' WHERE id = $1", idea, to); err != nil {
		return err
	}
	return q.changeOne(ctx, `UPDATE idea_counts SET comments_others = (SELECT COUNT(*) FROM comments c WHERE c.idea_id = $1 AND c.gone = ''
		AND (c.author_id <> $2 OR c.author_name <> '') AND idea_counts.status <> 'merged') WHERE idea_id = $1`, idea, to)
}

// Nameless is the account that has the ideas whose authors wanted their names off: it has
// no name, and nobody can sign in to it.
func (q *Tx) Nameless(ctx context.Context, now time.Time) (id int64, err error) {
	if _, err := q.exec(ctx, "INSERT INTO marks (name, at) VALUES ('nameless', 0) ON CONFLICT (name) DO NOTHING"); err != nil {
		return 0, err
	}
	if err := q.get(ctx, "UPDATE marks SET at = at WHERE name = 'nameless' RETURNING at", nil, &id); err != nil || id != 0 {
		return id, err
	}
	if id, err = q.CreateMember(ctx, domain.Member{Role: domain.Customer, Created: now}); err != nil {
		return 0, err
	}
	return id, q.changeOne(ctx, "UPDATE marks SET at = $1 WHERE name = 'nameless'", id)
}
