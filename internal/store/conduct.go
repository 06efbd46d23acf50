package store

import (
	"context"
	"database/sql"

	"groundswell/internal/domain"
)

// wrote are the posts of a member, shown or not: $1 the member. What else narrows them is
// added behind.
var wrote = map[domain.Part]string{
	domain.PartIdea:    "SELECT id FROM ideas WHERE author_id = $1 AND author_name = ''",
	domain.PartComment: "SELECT id FROM comments WHERE author_id = $1 AND author_name = ''",
	domain.PartReview:  "SELECT r.id FROM ratings r JOIN reviews w ON w.rating_id = r.id WHERE r.member_id = $1 AND NOT r.removed",
}

// WroteCounts counts what a member wrote of each part, up to domain.ConductMax.
func (r reads) WroteCounts(ctx context.Context, member int64) (map[domain.Part]int64, error) {
	var ideas, comments, reviews int64
	count := func(p domain.Part) string { return "(SELECT COUNT(*) FROM (" + wrote[p] + " LIMIT $2) w)" }
	err := r.get(ctx, "SELECT "+count(domain.PartIdea)+", "+count(domain.PartComment)+", "+count(domain.PartReview),
		[]any{member, domain.ConductMax}, &ideas, &comments, &reviews)
	return map[domain.Part]int64{domain.PartIdea: ideas, domain.PartComment: comments, domain.PartReview: reviews}, err
}

// Wrote reads a page of what a member wrote of a part, shown or not, newest first.
func (r reads) Wrote(ctx context.Context, member int64, part domain.Part, after domain.Cursor) (page domain.Page[domain.Post], err error) {
	w := where{args: []any{member}}
	query, key := wrote[part], "id"
	if part == domain.PartReview {
		key = "r.id"
	}
	if !after.Zero() {
		query += " AND " + key + " < " + w.arg(after.ID)
	}
	ids, err := readPage(ctx, r.handle, query+" ORDER BY "+key+" DESC LIMIT "+w.arg(domain.ConductPosts+1), w.args, scanID,
		domain.ConductPosts, func(id *int64) domain.Cursor { return domain.Cursor{ID: *id} })
	if err != nil {
		return page, err
	}
	keys := make([]domain.PostKey, len(ids.Items))
	for i, id := range ids.Items {
		keys[i] = domain.PostKey{Part: part, ID: id}
	}
	posts, err := r.Posts(ctx, keys...)
	page.Next = ids.Next
	for _, key := range keys {
		if p, there := posts[key]; there {
			page.Items = append(page.Items, p)
		}
	}
	return page, err
}

// FlagsGiven reads the newest flags that a member gave.
func (r reads) FlagsGiven(ctx context.Context, member int64) ([]domain.Flag, error) {
	return list(ctx, r.handle, flagQuery+"f.member_id = $1 ORDER BY f.id DESC LIMIT $2", []any{member, domain.ConductFlags}, scanFlag)
}

// FlagsReceived reads the newest flags of what a member wrote.
func (r reads) FlagsReceived(ctx context.Context, member int64) ([]domain.Flag, error) {
	return list(ctx, r.handle, flagQuery+"f.author_id = $1 ORDER BY f.id DESC LIMIT $2", []any{member, domain.ConductFlags}, scanFlag)
}

// FlagsReceivedCounts counts the newest flags of what a member wrote by how they ended, up
// to domain.ConductMax.
func (r reads) FlagsReceivedCounts(ctx context.Context, member int64) (map[domain.FlagOutcome]int64, error) {
	counts := map[domain.FlagOutcome]int64{}
	return counts, r.each(ctx, `SELECT outcome, COUNT(*) FROM (SELECT outcome FROM flags WHERE author_id = $1 ORDER BY id DESC LIMIT $2) f
		GROUP BY outcome`, []any{member, domain.ConductMax}, func(rows *sql.Rows) error {
		var outcome domain.FlagOutcome
		var n int64
		err := rows.Scan(&outcome, &n)
		counts[outcome] = n
		return err
	})
}

// networkName is how much of a network's keyed hash tells it from others on a page.
const networkName = 6

// NetworksOf reads the networks that a member was seen in, the last one first, each with
// the other accounts that were.
func (r reads) NetworksOf(ctx context.Context, member int64) ([]domain.SeenNetwork, error) {
	all, err := list(ctx, r.handle, `SELECT n.network, n.seen_at, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM account_networks o
		WHERE o.network = n.network AND o.member_id <> n.member_id LIMIT $2) others)
		FROM account_networks n WHERE n.member_id = $1 ORDER BY n.seen_at DESC LIMIT $3`,
		[]any{member, domain.ConductMax, domain.ConductNetworks}, func(rows *sql.Rows) (domain.SeenNetwork, error) {
			var n domain.SeenNetwork
			var seen int64
			err := rows.Scan(&n.Name, &seen, &n.Others)
			n.Seen = moment(seen)
			return n, err
		})
	for i := range all {
		if all[i].Accounts, err = r.seenIn(ctx, all[i].Name, member); err != nil {
			return nil, err
		}
		all[i].Name = all[i].Name[:min(networkName, len(all[i].Name))]
	}
	return all, err
}

func (r reads) seenIn(ctx context.Context, network string, besides int64) ([]domain.MemberRef, error) {
	return list(ctx, r.handle, `SELECT m.id, m.name, m.role FROM account_networks n JOIN members m ON m.id = n.member_id
		WHERE n.network = $1 AND n.member_id <> $2 ORDER BY n.seen_at DESC LIMIT $3`, []any{network, besides, domain.ConductAccounts},
		func(rows *sql.Rows) (m domain.MemberRef, err error) { return m, rows.Scan(&m.ID, &m.Name, &m.Role) })
}

// CreateMemberNote keeps a note about a member.
func (q *Tx) CreateMemberNote(ctx context.Context, member int64, n domain.MemberNote) error {
	_, err := q.exec(ctx, "INSERT INTO member_notes (member_id, by_id, role, body, created_at) VALUES ($1, $2, $3, $4, $5)",
		member, n.By.ID, n.By.Role, n.Body, millis(n.At))
	return err
}

// MemberNotes reads the newest notes about a member, at most domain.ConductNotes.
func (r reads) MemberNotes(ctx context.Context, member int64) ([]domain.MemberNote, error) {
	return list(ctx, r.handle, `SELECT m.id, m.name, n.role, n.body, n.created_at FROM member_notes n JOIN members m ON m.id = n.by_id
		WHERE n.member_id = $1 ORDER BY n.id DESC LIMIT $2`, []any{member, domain.ConductNotes},
		func(rows *sql.Rows) (n domain.MemberNote, err error) {
			var at int64
			err = rows.Scan(&n.By.ID, &n.By.Name, &n.By.Role, &n.Body, &at)
			n.At = moment(at)
			return n, err
		})
}

// Conduct reads what moderators see of an account, with a page of what it wrote of a part.
func (r reads) Conduct(ctx context.Context, member int64, part domain.Part, after domain.Cursor) (c domain.Conduct, err error) {
	for _, read := range []func() error{
		func() (err error) { c.Wrote, err = r.WroteCounts(ctx, member); return err },
		func() (err error) { c.Posts, err = r.Wrote(ctx, member, part, after); return err },
		func() (err error) { c.Record, err = r.FlagRecord(ctx, member); return err },
		func() (err error) { c.Given, err = r.FlagsGiven(ctx, member); return err },
		func() (err error) { c.Received, err = r.FlagsReceived(ctx, member); return err },
		func() (err error) { c.ReceivedAs, err = r.FlagsReceivedCounts(ctx, member); return err },
		func() (err error) { c.Networks, err = r.NetworksOf(ctx, member); return err },
		func() (err error) { c.Notes, err = r.MemberNotes(ctx, member); return err },
		func() (err error) { c.Removals, err = r.Removals(ctx, member); return err },
		func() (err error) {
			c.Silenced, err = r.RestrictionOf(ctx, domain.PartMember, member, domain.Silenced)
			return err
		},
		func() error {
			told, err := r.RestrictionsOf(ctx, member, domain.Cursor{})
			c.Restrictions = told.Items
			return err
		},
	} {
		if err := read(); err != nil {
			return c, err
		}
	}
	return c, nil
}
