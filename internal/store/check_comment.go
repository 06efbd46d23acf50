package store

import (
	"context"
	"database/sql"
	"fmt"

	"groundswell/internal/domain"
)

// miscountedComments compares where comments stand and what they and their ideas count
// with the comments themselves, and returns those that differ, at most 100 of a kind.
func (r reads) miscountedComments(ctx context.Context) ([]Mismatch, error) {
	wrong, err := list(ctx, r.handle, talked+`SELECT k.idea_id, 'comments ' || CAST(COALESCE(n.stand, 0) AS TEXT) || ', kept ' || CAST(k.comments AS TEXT) ||
		'; by others ' || CAST(COALESCE(n.others, 0) AS TEXT) || ', kept ' || CAST(k.comments_others AS TEXT) ||
		'; newest ' || CAST(COALESCE(n.newest, 0) AS TEXT) || ', kept ' || CAST(k.last_comment AS TEXT)
		FROM idea_counts k LEFT JOIN (SELECT t.at_id, MAX(c.id) AS newest, SUM(CASE WHEN c.gone = '' THEN 1 ELSE 0 END) AS stand,
			SUM(CASE WHEN t.at_id = c.idea_id AND c.gone = '' AND (c.author_id <> i.author_id OR c.author_name <> '') THEN 1 ELSE 0 END) AS others
			FROM comments c JOIN ideas i ON i.id = c.idea_id JOIN talked t ON t.idea_id = c.idea_id GROUP BY t.at_id) n ON n.at_id = k.idea_id
		WHERE k.comments <> COALESCE(n.stand, 0) OR k.comments_others <> COALESCE(n.others, 0) OR k.last_comment <> COALESCE(n.newest, 0)
		ORDER BY k.idea_id LIMIT 100`, nil, scanMismatch("idea"))
	if err != nil {
		return nil, err
	}
	helpful, err := list(ctx, r.handle, `SELECT c.id, 'helpful ' || CAST(COALESCE(n.found, 0) AS TEXT) || ', kept ' || CAST(c.helpful AS TEXT)
		FROM comments c LEFT JOIN (SELECT comment_id, COUNT(*) AS found FROM comment_helpful GROUP BY comment_id) n ON n.comment_id = c.id
		WHERE c.helpful <> COALESCE(n.found, 0) ORDER BY c.id LIMIT 100`, nil, scanMismatch("comment"))
	if err != nil {
		return nil, err
	}
	misplaced, err := r.misplacedComments(ctx)
	return append(append(wrong, helpful...), misplaced...), err
}

func scanMismatch(of string) func(*sql.Rows) (Mismatch, error) {
	return func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: of}
		return m, rows.Scan(&m.ID, &m.What)
	}
}

// keptPlace is where a comment says that it stands.
type keptPlace struct {
	id, idea, root, parent, depth, replies int64
	branch                                 domain.Branch
	listed, stands                         bool
}

// misplacedComments walks all comments, parents first, for an answer is younger than
// what it answers.
func (r reads) misplacedComments(ctx context.Context) ([]Mismatch, error) {
	places, err := list(ctx, r.handle, "SELECT id, idea_id, root_id, COALESCE(parent_id, 0), depth, replies, branch, listed, gone = '' FROM comments ORDER BY id",
		nil, func(rows *sql.Rows) (keptPlace, error) {
			var p keptPlace
			return p, rows.Scan(&p.id, &p.idea, &p.root, &p.parent, &p.depth, &p.replies, &p.branch, &p.listed, &p.stands)
		})
	if err != nil {
		return nil, err
	}
	at, replies := make(map[int64]keptPlace, len(places)), map[int64]int64{}
	for _, p := range places {
		at[p.id] = p
		for _, above := range p.branch.Above() {
			replies[above] += count(p.stands)
		}
	}
	var wrong []Mismatch
	for _, p := range places {
		if what := p.differs(at[p.parent], replies[p.id]); what != "" && len(wrong) < 100 {
			wrong = append(wrong, Mismatch{"comment", p.id, what})
		}
	}
	return wrong, nil
}

// differs says what of a comment is not as its parent and the replies below it have it.
func (p keptPlace) differs(parent keptPlace, replies int64) string {
	root, branch := p.id, parent.branch.With(p.id)
	if p.parent != 0 {
		root = parent.root
	}
	switch {
	case p.parent != 0 && (parent.id == 0 || parent.idea != p.idea):
		return fmt.Sprintf("answers comment %d, which is not on its idea", p.parent)
	case p.root != root:
		return fmt.Sprintf("thread %d, kept %d", root, p.root)
	case string(branch) != string(p.branch) || branch.Depth() != p.depth:
		return fmt.Sprintf("branch %v, kept %v at depth %d", branch.IDs(), p.branch.IDs(), p.depth)
	case p.replies != replies:
		return fmt.Sprintf("replies %d, kept %d", replies, p.replies)
	case p.listed != (p.stands || replies > 0):
		return fmt.Sprintf("listed %v", p.listed)
	}
	return ""
}
