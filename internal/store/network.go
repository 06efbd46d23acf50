package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"time"

	"groundswell/internal/domain"
)

// SeeNetwork notes in which network an account was seen: a keyed hash of it.
func (q *Tx) SeeNetwork(ctx context.Context, member int64, network string, now time.Time) error {
	key, err := q.Secret(ctx, "networks")
	if err != nil {
		return err
	}
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(network))
	_, err = q.exec(ctx, `INSERT INTO account_networks (member_id, network, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, network) DO UPDATE SET seen_at = excluded.seen_at`,
		member, base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12]), millis(now))
	return err
}

// Secret is a key of this installation, 32 bytes, made when it is first asked for.
func (q *Tx) Secret(ctx context.Context, name string) (key []byte, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails: see crypto/rand
	if _, err := q.exec(ctx, "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, fresh); err != nil {
		return nil, err
	}
	return key, q.get(ctx, "SELECT value FROM secrets WHERE name = $1", []any{name}, &key)
}

// DeleteNetworks forgets networks in which nobody was seen since, and those that a clock
// ahead of its time wrote: behind the newest time there may be.
func (q *Tx) DeleteNetworks(ctx context.Context, unseen, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM account_networks WHERE seen_at <= $1 OR seen_at > $2", millis(unseen), millis(newest))
	return err
}

// Casts reads the votes in force that members cast since a day, on the ideas that were
// voted on last: at most domain.LockstepVotes. Those on a merged idea are left out, whose
// copies count, those on one that everybody votes on, and authors' own.
func (r reads) Casts(ctx context.Context, since int64) ([]domain.VoteCast, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	return list(ctx, slow, `SELECT v.member_id, v.idea_id, v.day, v.changed_at, m.created_at FROM (SELECT idea_id FROM idea_days
			WHERE day > $1 GROUP BY idea_id HAVING SUM(promotes + demotes) <= $2 ORDER BY MAX(day) DESC, idea_id DESC LIMIT $3) recent
		JOIN idea_counts c ON c.idea_id = recent.idea_id AND c.status <> $4 JOIN ideas i ON i.id = recent.idea_id
		JOIN votes v ON v.idea_id = recent.idea_id AND v.member_id <> i.author_id JOIN members m ON m.id = v.member_id AND m.role = $5
		WHERE v.day > $1 AND v.value <> 0 AND v.by_id IS NULL LIMIT $3`,
		[]any{since, domain.LockstepIdea, domain.LockstepVotes, domain.StatusMerged, domain.Customer},
		func(rows *sql.Rows) (domain.VoteCast, error) {
			var v domain.VoteCast
			var day int64
			err := rows.Scan(&v.Member, &v.Idea, &day, &v.At, &v.Created)
			if domain.Day(moment(v.At)) != day { // it was changed on a later day
				v.At = millis(domain.DayStart(day))
			}
			return v, err
		})
}

// Neighbours reads the networks that some accounts were seen in, and who else was: by
// network the accounts, those first that were seen there first.
func (r reads) Neighbours(ctx context.Context, accounts []int64) (all []domain.Neighbour, err error) {
	slow := r.handle
	slow.deadline = JobDeadline
	networks := map[string]bool{}
	var names []string
	err = eachOf(ctx, slow, "SELECT network FROM account_networks WHERE member_id IN", nil, accounts, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		if !networks[name] {
			networks[name] = true
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = eachOf(ctx, slow, `SELECT n.member_id, n.network, n.seen_at FROM account_networks n WHERE n.network IN`, nil, names,
		func(rows *sql.Rows) error {
			var n domain.Neighbour
			var seen int64
			err := rows.Scan(&n.Member, &n.Network, &seen)
			n.Seen = moment(seen)
			all = append(all, n)
			return err
		})
	return all, err
}
