package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// OwnData calls row for every row that is about a member, with the columns of it that
// are the member's to have and their values: what the registry says, table by table. It
// takes as many queries as there are such tables, each with a job's deadline.
func (r reads) OwnData(ctx context.Context, member int64, row func(table string, columns []string, values []any) error) error {
	slow := r.handle
	slow.deadline = JobDeadline
	for _, e := range registry {
		columns := strings.Fields(e.given + " " + e.words)
		if e.whose == "" || len(columns) == 0 {
			continue
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err := slow.each(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+e.table+" WHERE "+e.whose, []any{member},
			func(rows *sql.Rows) error {
				if err := rows.Scan(into...); err != nil {
					return err
				}
				return row(e.table, columns, values)
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// atOnce are the tables by which a member is known and gets in, as they are emptied.
var atOnce = []string{"applicants", "invitations", "sessions", "links", "member_names", "members"}

// EraseMember takes name, address, password, sessions and settings of a member away,
// and mails that wait with the address in them. The rest follows with EraseIn.
func (q *Tx) EraseMember(ctx context.Context, member int64) error {
	if err := q.forgetMails(ctx, member); err != nil {
		return err
	}
	for _, table := range atOnce {
		if err := q.eraseIn(ctx, registryOf(table), member, false); err != nil {
			return err
		}
	}
	return q.changeOne(ctx, "UPDATE members SET stamp = stamp + 1, version = version + 1 WHERE id = $1", member)
}

// ErasedTables counts the tables that EraseIn walks.
func ErasedTables() int { return len(registry) }

// EraseIn does in one table, by its place, what the registry says of an erased account;
// with texts it empties what the member wrote there too.
func (q *Tx) EraseIn(ctx context.Context, place int, member int64, texts bool) error {
	e := registry[place]
	if slices.Contains(atOnce, e.table) {
		return nil
	}
	return q.eraseIn(ctx, e, member, texts)
}

func (q *Tx) eraseIn(ctx context.Context, e entry, member int64, texts bool) error {
	if e.goes {
		_, err := q.exec(ctx, "DELETE FROM "+e.table+" WHERE "+e.whose, member)
		return err
	}
	if e.erased != "" {
		if _, err := q.exec(ctx, "UPDATE "+e.table+" SET "+emptied(e.erased)+" WHERE "+e.whose, member); err != nil {
			return err
		}
	}
	if !texts || e.words == "" {
		return nil
	}
	which := e.whose
	if e.spared != "" {
		which += " AND NOT (" + e.spared + ")"
	}
	_, err := q.exec(ctx, "UPDATE "+e.table+" SET "+emptied(e.words)+" WHERE "+which, member)
	return err
}

// forgetMails forgets mails to a member whose rows hold the address.
func (q *Tx) forgetMails(ctx context.Context, member int64) error {
	var gone []int64
	err := q.each(ctx, "SELECT id, payload FROM jobs WHERE kind IN ($1, $2)",
		[]any{domain.SendLink{}.Kind(), domain.SendNotice{}.Kind()}, func(rows *sql.Rows) error {
			var id int64
			var payload []byte
			if err := rows.Scan(&id, &payload); err != nil {
				return err
			}
			var to struct{ Member int64 }
			if json.Unmarshal(payload, &to) == nil && to.Member == member { // what is no payload names nobody
				gone = append(gone, id)
			}
			return nil
		})
	if err != nil {
		return err
	}
	return inSteps(gone, func(part []int64) error {
		var w where
		_, err := q.exec(ctx, "DELETE FROM jobs WHERE id IN ("+w.ids(part, 0)+")", w.args...)
		return err
	})
}

// OwnIdeas, OwnComments and OwnReviews list ids of what a member wrote, behind one:
// comments that stand, or may come back, and speak for the member alone, and ratings with
// words.
func (r reads) OwnIdeas(ctx context.Context, member, after int64, limit int) ([]int64, error) {
	return r.own(ctx, "SELECT id FROM ideas WHERE author_id = $1 AND author_name = '' AND id > $2 ORDER BY id LIMIT $3",
		member, after, limit)
}

// OwnComments: see OwnIdeas.
func (r reads) OwnComments(ctx context.Context, member, after int64, limit int) ([]int64, error) {
	return r.own(ctx, `SELECT id FROM comments WHERE author_id = $1 AND author_name = '' AND gone IN ('', 'hidden', 'removed') AND official = ''
		AND id > $2 ORDER BY id LIMIT $3`, member, after, limit)
}

// OwnReviews: see OwnIdeas.
func (r reads) OwnReviews(ctx context.Context, member, after int64, limit int) ([]int64, error) {
	return r.own(ctx, `SELECT r.id FROM ratings r JOIN reviews w ON w.rating_id = r.id
		WHERE r.member_id = $1 AND r.id > $2 ORDER BY r.id LIMIT $3`, member, after, limit)
}

func (r reads) own(ctx context.Context, query string, member, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, query, []any{member, after, limit}, scanID)
}

// ForgetIdea empties the words of an idea that was removed, those it had before, and
// what search knows of them.
func (q *Tx) ForgetIdea(ctx context.Context, id int64) error {
	set := emptied(registryOf("ideas").words)
	if err := q.changeOne(ctx, "UPDATE ideas SET "+set+" WHERE id = $1 AND removed_at > 0", id); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM idea_history WHERE idea_id = $1", id); err != nil {
		return err
	}
	return q.SetSearchDoc(ctx, SearchDoc{Kind: domain.FindIdeas, ID: id, Idea: id, Title: []search.Token{}, Body: []search.Token{}})
}
