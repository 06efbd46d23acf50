package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// FlagRecord is how often a member's flags were right.
func (r reads) FlagRecord(ctx context.Context, member int64) (record domain.FlagRecord, err error) {
	err = r.get(ctx, `SELECT COALESCE(SUM(CASE WHEN outcome = 'right' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN outcome = 'wrong' THEN 1 ELSE 0 END), 0) FROM flags WHERE member_id = $1 AND outcome <> ''`,
		[]any{member}, &record.Right, &record.Wrong)
	return record, err
}

// FlagWeight adds up the flags of a post that wait and were made since a time, in
// thousandths.
func (r reads) FlagWeight(ctx context.Context, part domain.Part, subject int64, since time.Time) (weight int64, err error) {
	err = r.get(ctx, `SELECT CAST(COALESCE(SUM(weight), 0) AS BIGINT) FROM flags WHERE part = $1 AND subject = $2 AND outcome = ''
		AND created_at >= $3`, []any{part, subject, millis(since)}, &weight)
	return weight, err
}

const flagQuery = `SELECT f.id, f.part, f.subject, m.id, m.name, m.role, f.reason, f.words, f.weight, f.created_at, f.outcome,
	COALESCE(f.row_id, 0)
	FROM flags f JOIN members m ON m.id = f.member_id WHERE `

func scanFlag(rows *sql.Rows) (domain.Flag, error) {
	var f domain.Flag
	var at int64
	err := rows.Scan(&f.ID, &f.Part, &f.Subject, &f.By.ID, &f.By.Name, &f.By.Role, &f.Reason, &f.Words, &f.Weight, &at, &f.Outcome,
		&f.Row)
	f.At = moment(at)
	return f, err
}

// FlagsOf reads the newest flags of posts.
func (r reads) FlagsOf(ctx context.Context, posts ...domain.PostKey) (map[domain.PostKey][]domain.Flag, error) {
	var w where
	found := map[domain.PostKey][]domain.Flag{}
	query := flagQuery + w.posts("f", posts) + " ORDER BY f.part, f.subject, f.id DESC LIMIT " +
		w.arg(domain.DeskPage*domain.FlagsShown)
	return found, r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		f, err := scanFlag(rows)
		key := domain.PostKey{Part: f.Part, ID: f.Subject}
		if len(found[key]) < domain.FlagsShown {
			found[key] = append(found[key], f)
		}
		return err
	})
}

// CreateFlag keeps a member's flag of a post and reports whether there was none.
func (q *Tx) CreateFlag(ctx context.Context, f domain.Flag, author int64) (first bool, err error) {
	n, err := q.exec(ctx, `INSERT INTO flags (part, subject, member_id, author_id, reason, words, weight, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (part, subject, member_id) DO NOTHING`,
		f.Part, f.Subject, f.By.ID, author, f.Reason, f.Words, f.Weight, millis(f.At))
	return n > 0, err
}

// DecideFlags says of all flags of a post that wait what the moderators said, on a row of
// the desk.
func (q *Tx) DecideFlags(ctx context.Context, part domain.Part, subject int64, outcome domain.FlagOutcome, row int64) error {
	_, err := q.exec(ctx, "UPDATE flags SET outcome = $3, row_id = $4 WHERE part = $1 AND subject = $2 AND outcome = ''",
		part, subject, outcome, orNoID(row))
	return err
}

// ReopenFlags lets those flags wait again that were decided on a row, and
// reports whether there were any.
func (q *Tx) ReopenFlags(ctx context.Context, part domain.Part, subject, row int64) (bool, error) {
	n, err := q.exec(ctx, "UPDATE flags SET outcome = '', row_id = NULL WHERE part = $1 AND subject = $2 AND row_id = $3", part, subject, row)
	return n > 0, err
}

// heatedFlags bounds how many flags of the last hour are looked through.
const heatedFlags = 1000

// Heated reads how many flags that weigh something and were not found wrong a thread got
// since a time, and when somebody last wrote in it since then.
func (r reads) Heated(ctx context.Context, c *domain.Comment, member int64, since time.Time) (h domain.Heated, err error) {
	var last int64
	err = r.get(ctx, `SELECT (SELECT COUNT(*) FROM (SELECT subject FROM flags WHERE created_at > $4 AND part = 'comment' AND weight > 0
		AND outcome <> 'wrong' ORDER BY created_at DESC LIMIT $5) f JOIN comments c ON c.id = f.subject WHERE c.root_id = $1),
		(SELECT COALESCE(MAX(created_at), 0) FROM comments WHERE idea_id = $2 AND author_id = $3 AND author_name = '' AND root_id = $1
		AND created_at > $4)`, []any{c.Root, c.Idea.ID, member, millis(since), heatedFlags}, &h.Flags, &last)
	h.Last = moment(last)
	return h, err
}
