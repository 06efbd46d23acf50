package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/signal"
)

// acceptedQuery counts posts of a member that stand since before a time, each kind up to
// a number, and those that a moderator approved since.
const acceptedQuery = `SELECT m.created_at, m.trusted_at,
	(SELECT COUNT(*) FROM (SELECT 1 FROM ideas WHERE author_id = $1 AND author_name = '' AND removed_at = 0 AND created_at <= $2 LIMIT $3) i) +
	(SELECT COUNT(*) FROM (SELECT 1 FROM comments WHERE author_id = $1 AND author_name = '' AND gone = '' AND created_at <= $2 LIMIT $3) c) +
	(SELECT COUNT(*) FROM (SELECT 1 FROM ratings r JOIN reviews w ON w.rating_id = r.id
		WHERE r.member_id = $1 AND NOT r.removed AND w.gone = '' AND r.created_at <= $2 LIMIT $3) r) +
	(SELECT COUNT(*) FROM (SELECT 1 FROM weighed WHERE member_id = $1 AND verdict = 'fine' AND created_at > $2 LIMIT $3) f) -
	(SELECT COUNT(*) FROM (SELECT 1 FROM weighed WHERE member_id = $1 AND case_id > 0 AND verdict = '' AND created_at <= $2 LIMIT $3) o),
	EXISTS (SELECT 1 FROM weighed WHERE member_id = $1 AND verdict = 'spam' AND created_at > $4)
	FROM members m WHERE m.id = $1`

// Reputation reads what the trust in an account follows from.
func (r reads) Reputation(ctx context.Context, member int64, now time.Time) (s domain.Reputation, err error) {
	var created, vouched int64
	err = r.get(ctx, acceptedQuery, []any{member, millis(now.Add(-domain.AcceptedAt)), domain.AcceptedMax,
		millis(now.Add(-domain.SpamMemory))}, &created, &vouched, &s.Accepted, &s.Spam)
	s.Created, s.Vouched, s.Accepted = moment(created), moment(vouched), max(s.Accepted, 0)
	return s, err
}

// SetTrusted says that a member is trusted.
func (q *Tx) SetTrusted(ctx context.Context, member int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE members SET trusted_at = $2 WHERE id = $1", member, millis(now))
}

// How many other posts a look-up reads at most.
const (
	linkingMax    = 60
	neighboursMax = 60
	alikeMax      = 40
)

// Linkings reads the newest posts since a time that link to a host.
func (r reads) Linkings(ctx context.Context, host string, since time.Time) ([]domain.Linking, error) {
	return list(ctx, r.handle, `SELECT w.member_id, w.fresh, w.case_id, w.verdict, w.created_at
		FROM (SELECT weighed_id FROM linked_hosts WHERE host = $1 ORDER BY weighed_id DESC LIMIT $2) l
		JOIN weighed w ON w.id = l.weighed_id WHERE w.created_at >= $3`, []any{host, linkingMax, millis(since)},
		func(rows *sql.Rows) (l domain.Linking, err error) {
			var at int64
			err = rows.Scan(&l.Member, &l.Fresh, &l.Case, &l.Verdict, &at)
			l.At = moment(at)
			return l, err
		})
}

// FreshNeighbours counts the other new accounts that posted from a network since a time.
func (r reads) FreshNeighbours(ctx context.Context, network []byte, member int64, since time.Time) (n int64, err error) {
	if len(network) == 0 {
		return 0, nil
	}
	err = r.get(ctx, `SELECT COUNT(DISTINCT member_id) FROM (SELECT member_id, created_at FROM weighed
		WHERE network = $1 AND fresh ORDER BY id DESC LIMIT $4) w WHERE member_id <> $2 AND created_at >= $3`,
		[]any{network, member, millis(since), neighboursMax}, &n)
	return n, err
}

// alikeQuery finds posts by the hashes of a sketch: of each hash the newest.
var alikeQuery = func() string {
	each := make([]string, signal.SketchMax)
	for i := range each {
		each[i] = fmt.Sprintf("SELECT weighed_id FROM (SELECT weighed_id FROM shingles WHERE hash = $%d ORDER BY weighed_id DESC LIMIT $%d) h%d",
			i+1, signal.SketchMax+1, i)
	}
	return "SELECT " + weighedColumns + ` FROM (SELECT weighed_id FROM (` + strings.Join(each, " UNION ALL ") + `) a GROUP BY weighed_id
		ORDER BY COUNT(*) DESC, weighed_id DESC LIMIT $` + fmt.Sprint(signal.SketchMax+1) + `) f
		JOIN weighed w ON w.id = f.weighed_id`
}()

// Alike finds weighed posts that have something in common with a sketch.
func (r reads) Alike(ctx context.Context, sketch []int64) ([]domain.Weighed, error) {
	if len(sketch) == 0 {
		return nil, nil
	}
	args := make([]any, signal.SketchMax, signal.SketchMax+1)
	for i := range args {
		args[i] = int64(-1) // no hash
		if i < len(sketch) {
			args[i] = sketch[i]
		}
	}
	return list(ctx, r.handle, alikeQuery, append(args, alikeMax), scanWeighed)
}

const weighedColumns = "w.id, w.kind, w.subject_id, w.member_id, w.fresh, w.sketch, w.score, w.case_id, w.verdict, w.row_id, w.created_at"

func scanWeighed(rows *sql.Rows) (w domain.Weighed, err error) {
	var at int64
	var sketch []byte
	err = rows.Scan(&w.ID, &w.Kind, &w.Subject, &w.By.ID, &w.Fresh, &sketch, &w.Score, &w.Case, &w.Verdict, &w.Row, &at)
	w.At, w.Sketch = moment(at), signal.Unpack(sketch)
	return w, err
}

// CreateWeighed keeps what the signals saw of a post and returns its number. With
// domain.OwnCase it opens a case.
func (q *Tx) CreateWeighed(ctx context.Context, w domain.Weighed) (id int64, err error) {
	if w.Network == nil {
		w.Network = []byte{}
	}
	err = q.get(ctx, `INSERT INTO weighed (kind, subject_id, member_id, fresh, network, sketch, score, case_id, lot, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		[]any{w.Kind, w.Subject, w.By.ID, w.Fresh, w.Network, signal.Pack(w.Sketch), w.Score, w.Case, w.Lot, millis(w.At)}, &id)
	if err != nil {
		return 0, err
	}
	var all []statement
	if w.Case == domain.OwnCase {
		all = append(all, statement{"UPDATE weighed SET case_id = id WHERE id = $1", []any{id}})
	}
	for _, f := range w.Found {
		all = append(all, statement{"INSERT INTO findings (weighed_id, signal, evidence) VALUES ($1, $2, $3)", []any{id, f.Signal, f.Evidence}})
	}
	for _, hash := range w.Sketch {
		all = append(all, statement{"INSERT INTO shingles (hash, weighed_id) VALUES ($1, $2)", []any{hash, id}})
	}
	for _, host := range w.Hosts {
		all = append(all, statement{"INSERT INTO linked_hosts (host, weighed_id) VALUES ($1, $2)", []any{host, id}})
	}
	return id, q.execAll(ctx, all...)
}

// SetWeighedSubject says what a weighed post became.
func (q *Tx) SetWeighedSubject(ctx context.Context, weighed, subject int64) error {
	return q.changeOne(ctx, "UPDATE weighed SET subject_id = $2 WHERE id = $1", weighed, subject)
}

// Records reads how often people agreed with each signal.
func (r reads) Records(ctx context.Context) (domain.Records, error) {
	records := domain.Records{}
	return records, r.each(ctx, "SELECT signal, decided, agreed FROM signal_records", nil, func(rows *sql.Rows) error {
		var s domain.Record
		err := rows.Scan(&s.Signal, &s.Decided, &s.Right)
		records[s.Signal] = s
		return err
	})
}

// AddRecord counts a decision about a signal, or with steps below 0 takes one back.
func (q *Tx) AddRecord(ctx context.Context, s domain.Signal, decided, agreed int64) error {
	_, err := q.exec(ctx, `INSERT INTO signal_records (signal, decided, agreed) VALUES ($1, $2, $3)
		ON CONFLICT (signal) DO UPDATE SET decided = signal_records.decided + excluded.decided,
		agreed = signal_records.agreed + excluded.agreed`, s, decided, agreed)
	return err
}

// Watched reads the lists of words and hosts, each in order.
func (r reads) Watched(ctx context.Context) (lists domain.WatchLists, err error) {
	return lists, r.each(ctx, "SELECT kind, entry FROM watched ORDER BY kind, entry LIMIT $1", []any{2 * domain.WatchedMax},
		func(rows *sql.Rows) error {
			var kind, entry string
			err := rows.Scan(&kind, &entry)
			if kind == "host" {
				lists.Hosts = append(lists.Hosts, entry)
			} else {
				lists.Words = append(lists.Words, entry)
			}
			return err
		})
}

// SetWatched makes the lists these.
func (q *Tx) SetWatched(ctx context.Context, lists domain.WatchLists) error {
	if _, err := q.exec(ctx, "DELETE FROM watched"); err != nil {
		return err
	}
	var all []statement
	add := func(kind string, entries []string) {
		for _, entry := range entries {
			all = append(all, statement{"INSERT INTO watched (kind, entry) VALUES ($1, $2)", []any{kind, entry}})
		}
	}
	add("word", lists.Words)
	add("host", lists.Hosts)
	return q.execAll(ctx, all...)
}

// ForgetWeighed forgets where posts came from that were weighed before a time, and by
// what those are found that were weighed before another and not rejected. It takes a
// bounded number at a time and reports whether there may be more.
func (q *Tx) ForgetWeighed(ctx context.Context, networks, texts time.Time, limit int64) (more bool, err error) {
	n, err := q.exec(ctx, `UPDATE weighed SET network = $2 WHERE id IN (SELECT id FROM weighed
		WHERE created_at < $1 AND network <> $2 ORDER BY id LIMIT $3)`, millis(networks), []byte{}, limit)
	if err != nil {
		return false, err
	}
	old := "(SELECT w.id FROM weighed w WHERE w.created_at < $1 AND w.verdict <> 'spam' AND EXISTS (SELECT 1 FROM shingles s WHERE s.weighed_id = w.id) ORDER BY w.id LIMIT $2)"
	m, err := q.exec(ctx, "DELETE FROM shingles WHERE weighed_id IN "+old, millis(texts), limit)
	return n > 0 || m > 0, err
}
