package store

import (
	"context"
	"time"

	"groundswell/internal/domain"
)

// SetFollow keeps whether a member follows something.
func (q *Tx) SetFollow(ctx context.Context, of domain.Subject, member int64, following bool, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO follows (part, object_id, member_id, following, changed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (part, object_id, member_id) DO UPDATE SET following = excluded.following, changed_at = excluded.changed_at
		WHERE follows.following <> excluded.following`, of.Part, of.ID, member, following, millis(now))
	return err
}

// stopped is a condition: a member stopped following an idea.
func stopped(idea, member string) string {
	return "EXISTS (SELECT 1 FROM follows z WHERE z.part = 'idea' AND z.object_id = " + idea +
		" AND z.member_id = " + member + " AND NOT z.following)"
}

// byMerge is a condition: a vote on an idea is there because of a merge, so that what its
// voter said about following the merged idea counts.
func byMerge(idea, member string) string {
	return "EXISTS (SELECT 1 FROM merges g JOIN merged_votes o ON o.merge_id = g.id AND o.contact = '' AND o.member_id = " + member +
		" AND NOT o.had WHERE g.target_id = " + idea + " AND g.state <> 'parted')"
}

// family is a query for an idea and all that were merged into it, and into those.
func family(idea string) string {
	return "WITH RECURSIVE f(id) AS (SELECT CAST(" + idea + " AS BIGINT) UNION SELECT i.id FROM ideas i JOIN f ON i.merged_into = f.id) "
}

// follows is an expression: whether a member follows a subject. What they chose counts;
// otherwise whoever wrote, voted on or commented an idea, or one that was merged into it,
// follows it unless they stopped following that one.
func follows(w *where, of domain.Subject, member string) string {
	part, object := w.arg(of.Part), w.arg(of.ID)
	chosen := "(SELECT c.following FROM follows c WHERE c.part = " + part + " AND c.object_id = " + object +
		" AND c.member_id = " + member + ")"
	if of.Part != domain.PartIdea {
		return "COALESCE(" + chosen + ", FALSE)"
	}
	return "COALESCE(" + chosen + ", EXISTS (" + family(object) + "SELECT 1 FROM f WHERE NOT " + stopped("f.id", member) + ` AND (
		EXISTS (SELECT 1 FROM follows y WHERE y.part = 'idea' AND y.object_id = f.id AND y.member_id = ` + member + ` AND y.following)
		OR EXISTS (SELECT 1 FROM ideas a WHERE a.id = f.id AND a.author_id = ` + member + ` AND a.author_name = '')
		OR EXISTS (SELECT 1 FROM votes v WHERE v.idea_id = f.id AND v.member_id = ` + member + " AND v.value <> 0 AND NOT " +
		byMerge("f.id", member) + `)
		OR EXISTS (SELECT 1 FROM comments k WHERE k.idea_id = f.id AND k.author_id = ` + member + " AND k.author_name = '' AND k.gone = ''))))"
}

// Follows reports whether a member follows something.
func (r reads) Follows(ctx context.Context, of domain.Subject, member int64) (does bool, err error) {
	var w where
	me := w.arg(member)
	err = r.get(ctx, "SELECT "+follows(&w, of, me), w.args, &does)
	return does, err
}

// Followed reports whether anybody chose to follow one of some subjects.
func (r reads) Followed(ctx context.Context, some ...domain.Subject) (bool, error) {
	for _, s := range some {
		found, err := list(ctx, r.handle, "SELECT member_id FROM follows WHERE part = $1 AND object_id = $2 AND following LIMIT 1",
			[]any{s.Part, s.ID}, scanID)
		if err != nil || len(found) > 0 {
			return len(found) > 0, err
		}
	}
	return false, nil
}
