package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// OpenCaseOf finds the open case with the newest post of a member; 0: none.
func (r reads) OpenCaseOf(ctx context.Context, member int64) (int64, error) {
	return r.openCase(ctx, "SELECT case_id FROM weighed WHERE member_id = $1 AND case_id > 0 AND verdict = '' ORDER BY id DESC LIMIT 1", member)
}

// OpenCaseOfHost finds the open case with the newest post that links to a host; 0: none.
func (r reads) OpenCaseOfHost(ctx context.Context, host string) (int64, error) {
	return r.openCase(ctx, `SELECT w.case_id FROM (SELECT weighed_id FROM linked_hosts WHERE host = $1 ORDER BY weighed_id DESC LIMIT $2) l
		JOIN weighed w ON w.id = l.weighed_id WHERE w.case_id > 0 AND w.verdict = '' ORDER BY w.id DESC LIMIT 1`, host, linkingMax)
}

// OpenCaseOfLot finds the open case with the newest post of a lot; 0: none.
func (r reads) OpenCaseOfLot(ctx context.Context, lot domain.Lot) (int64, error) {
	return r.openCase(ctx, "SELECT case_id FROM weighed WHERE lot = $1 AND lot <> '' AND case_id > 0 AND verdict = '' ORDER BY id DESC LIMIT 1", lot)
}

// OpenCaseOfNetwork finds the open case with the newest post from a network; 0: none.
func (r reads) OpenCaseOfNetwork(ctx context.Context, network []byte) (int64, error) {
	return r.openCase(ctx, `SELECT case_id FROM (SELECT id, case_id, verdict FROM weighed WHERE network = $1 AND fresh ORDER BY id DESC LIMIT $2) w
		WHERE case_id > 0 AND verdict = '' ORDER BY id DESC LIMIT 1`, network, neighboursMax)
}

// OpenCaseWith finds the newest open case with one of some weighed posts; 0: none.
func (r reads) OpenCaseWith(ctx context.Context, weighed []int64) (int64, error) {
	var w where
	return r.openCase(ctx, "SELECT case_id FROM weighed WHERE case_id > 0 AND verdict = '' AND id IN ("+w.ids(weighed, alikeMax)+
		") ORDER BY case_id DESC LIMIT 1", w.args...)
}

func (r reads) openCase(ctx context.Context, query string, args ...any) (int64, error) {
	found, err := list(ctx, r.handle, query, args, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// JoinCaseByHost puts earlier posts of new accounts that link to a host, and that nobody
// was asked about, into a case.
func (q *Tx) JoinCaseByHost(ctx context.Context, id int64, host string, since time.Time) error {
	_, err := q.exec(ctx, `UPDATE weighed SET case_id = $1 WHERE case_id = 0 AND fresh AND verdict = '' AND created_at >= $3 AND id IN (
		SELECT weighed_id FROM linked_hosts WHERE host = $2 ORDER BY weighed_id DESC LIMIT $4)`, id, host, millis(since), linkingMax)
	return err
}

// JoinCase puts posts that nobody was asked about into a case.
func (q *Tx) JoinCase(ctx context.Context, id int64, weighed []int64) error {
	for _, w := range weighed {
		if _, err := q.exec(ctx, "UPDATE weighed SET case_id = $1 WHERE id = $2 AND case_id = 0 AND verdict = ''", id, w); err != nil {
			return err
		}
	}
	return nil
}

// SetVerdict says what people said of a weighed post, in a row of the desk or with 0 in
// none.
func (q *Tx) SetVerdict(ctx context.Context, weighed int64, v domain.Verdict, row int64) error {
	return q.changeOne(ctx, "UPDATE weighed SET verdict = $2, row_id = $3 WHERE id = $1", weighed, v, row)
}

// CaseLoad counts the posts of a case that nobody has decided, and the highest score
// among them.
func (r reads) CaseLoad(ctx context.Context, id int64) (posts int64, score domain.Weight, err error) {
	err = r.get(ctx, "SELECT COUNT(*), COALESCE(MAX(score), 0) FROM weighed WHERE case_id = $1 AND verdict = ''", []any{id}, &posts, &score)
	return posts, score, err
}

// casePosts reads weighed posts with their words, wherever these are.
const casePosts = "SELECT " + weighedColumns + `, m.name, m.role, m.created_at,
	COALESCE(h.title, i.title, v.title, ''), COALESCE(h.body, i.body, t.body, v.body, ''),
	COALESCE(h.id, 0), COALESCE(h.held_for, ''), h.id IS NULL AND i.id IS NULL AND t.id IS NULL AND v.rating_id IS NULL
	FROM weighed w JOIN members m ON m.id = w.member_id
	LEFT JOIN held_posts h ON h.weighed_id = w.id AND h.state IN ('waiting', 'rejected')
	LEFT JOIN ideas i ON w.kind = 'idea' AND i.id = w.subject_id
	LEFT JOIN comment_texts t ON w.kind = 'comment' AND t.id = w.subject_id
	LEFT JOIN reviews v ON w.kind = 'review' AND v.rating_id = w.subject_id `

func scanCasePost(rows *sql.Rows) (domain.CasePost, error) { return scanCasePostAnd(rows) }

// scanCasePostAnd scans what stands behind the columns of casePosts, too.
func scanCasePostAnd(rows *sql.Rows, more ...any) (p domain.CasePost, err error) {
	var at, joined int64
	var sketch []byte
	err = rows.Scan(append([]any{&p.ID, &p.Kind, &p.Subject, &p.By.ID, &p.Fresh, &sketch, &p.Score, &p.Case, &p.Verdict,
		&p.Row, &at, &p.By.Name, &p.By.Role, &joined, &p.Title, &p.Text, &p.Held, &p.For, &p.Gone}, more...)...)
	p.At, p.Joined = moment(at), moment(joined)
	return p, err
}

// Cases reads cases by number with at most domain.CasePosts posts of each, undecided and
// oldest first: two queries, however many cases there are.
func (r reads) Cases(ctx context.Context, ids []int64) (map[int64]*domain.Case, error) {
	found, posts := map[int64]*domain.Case{}, []domain.CasePost{}
	query := strings.Replace(casePosts, "FROM weighed w", `, (SELECT COUNT(*) FROM weighed o WHERE o.case_id = w.case_id
		AND o.verdict = '') FROM weighed w`, 1) + `WHERE w.case_id IN %s AND w.case_id > 0
		AND (SELECT COUNT(*) FROM weighed o WHERE o.case_id = w.case_id AND (o.verdict = '' AND w.verdict <> ''
		OR (o.verdict = '') = (w.verdict = '') AND o.id < w.id)) < ` + strconv.Itoa(domain.CasePosts) +
		" ORDER BY w.case_id, CASE WHEN w.verdict = '' THEN 0 ELSE 1 END, w.id"
	err := r.ofPage(ctx, query, ids, func(rows *sql.Rows) error {
		var waits int64
		p, err := scanCasePostAnd(rows, &waits)
		posts, found[p.Case] = append(posts, p), &domain.Case{ID: p.Case, Total: waits}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := r.addFindings(ctx, posts); err != nil {
		return nil, err
	}
	for _, p := range posts {
		found[p.Case].Posts = append(found[p.Case].Posts, p)
	}
	return found, nil
}

// Undecided reads posts of a case that nobody has decided, the oldest first.
func (r reads) Undecided(ctx context.Context, id int64, limit int) ([]domain.CasePost, error) {
	return r.postsOf(ctx, "w.case_id = $1 AND w.verdict = ''", id, limit)
}

// CaseDecided reads the posts that a row of the desk decided.
func (r reads) CaseDecided(ctx context.Context, id, row int64) ([]domain.CasePost, error) {
	return r.postsOf(ctx, "w.case_id = $1 AND w.row_id = $3", id, domain.CaseDecides, row)
}

func (r reads) postsOf(ctx context.Context, condition string, id int64, limit int, more ...any) ([]domain.CasePost, error) {
	posts, err := list(ctx, r.handle, casePosts+"WHERE "+condition+" ORDER BY w.id LIMIT $2", append([]any{id, limit}, more...), scanCasePost)
	if err != nil {
		return nil, err
	}
	return posts, r.addFindings(ctx, posts)
}

// findingsStep is how many posts one query about findings takes.
const findingsStep = 100

// addFindings reads what the signals found in posts.
func (r reads) addFindings(ctx context.Context, posts []domain.CasePost) error {
	at := make(map[int64]int, len(posts))
	ids := make([]int64, len(posts))
	for i := range posts {
		at[posts[i].ID], ids[i] = i, posts[i].ID
	}
	for len(ids) > 0 {
		var w where
		step := ids[:min(len(ids), findingsStep)]
		ids = ids[len(step):]
		err := r.each(ctx, "SELECT weighed_id, signal, evidence FROM findings WHERE weighed_id IN ("+w.ids(step, findingsStep)+
			") ORDER BY weighed_id, signal",
			w.args, func(rows *sql.Rows) error {
				var id int64
				var f domain.Finding
				err := rows.Scan(&id, &f.Signal, &f.Evidence)
				posts[at[id]].Found = append(posts[at[id]].Found, f)
				return err
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// CasePost reads one post of a case.
func (r reads) CasePost(ctx context.Context, weighed int64) (domain.CasePost, error) {
	p, err := one(ctx, r.handle, casePosts+"WHERE w.id = $1", []any{weighed}, scanCasePost)
	if err != nil {
		return p, err
	}
	all := []domain.CasePost{p}
	err = r.addFindings(ctx, all)
	return all[0], err
}

// RecentPosts reads the newest weighed posts with their words and findings, newest
// first.
func (r reads) RecentPosts(ctx context.Context, limit int) ([]domain.CasePost, error) {
	posts, err := list(ctx, r.handle, casePosts+"ORDER BY w.id DESC LIMIT $1", []any{limit}, scanCasePost)
	if err != nil {
		return nil, err
	}
	return posts, r.addFindings(ctx, posts)
}

// LeaveCase takes a post out of its case.
func (q *Tx) LeaveCase(ctx context.Context, weighed int64) error {
	return q.changeOne(ctx, "UPDATE weighed SET case_id = 0 WHERE id = $1", weighed)
}

// LockWeighed takes the row of a weighed post; domain.ErrNotFound when there is none.
func (q *Tx) LockWeighed(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "UPDATE weighed SET verdict = verdict WHERE id = $1", id)
}

// WeighedOf lists what was weighed of a public post, with one verdict.
func (r reads) WeighedOf(ctx context.Context, part domain.Part, subject int64, v domain.Verdict) ([]int64, error) {
	return list(ctx, r.handle, `SELECT id FROM weighed WHERE kind = $1 AND subject_id = $2 AND verdict = $3
		ORDER BY id LIMIT $4`, []any{part, subject, v, domain.CaseDecides}, scanID)
}

// Flaggers counts the people whose flags count and who flagged posts of a member.
func (r reads) Flaggers(ctx context.Context, author int64) (n int64, err error) {
	return n, r.get(ctx, "SELECT COUNT(DISTINCT member_id) FROM flags WHERE author_id = $1 AND weight > 0 AND outcome <> 'wrong'", []any{author}, &n)
}

// GatherCase puts the newest undecided posts of a member into one case: the open one there
// is, or one of their own. It returns its number; 0 when there are none.
func (q *Tx) GatherCase(ctx context.Context, member int64) (id int64, err error) {
	if id, err = q.OpenCaseOf(ctx, member); err != nil {
		return 0, err
	}
	posts, err := list(ctx, q.handle, "SELECT id FROM weighed WHERE member_id = $1 AND verdict = '' AND case_id = 0 ORDER BY id DESC LIMIT $2",
		[]any{member, domain.CaseDecides}, scanID)
	if err != nil || len(posts) == 0 {
		return id, err
	}
	if id == 0 {
		id = posts[0]
	}
	return id, q.JoinCase(ctx, id, posts)
}
