package store

import (
	"context"
	"database/sql"
	"math"
	"strconv"

	"groundswell/internal/domain"
)

// goes is the condition that a vote goes a way, or with domain.None that it is in force: as
// a literal, for demotes, of which there are few, have an index of their own.
func goes(way domain.Vote) string {
	if way == domain.None {
		return "value <> 0"
	}
	return "value = " + strconv.Itoa(int(way))
}

// Voters lists a page of the members whose vote on an idea is in force and goes a way;
// domain.None: any. Who joined last comes first: the table's own key has that order, and
// an index by time would make every vote dearer.
func (r reads) Voters(ctx context.Context, idea int64, way domain.Vote, after domain.Cursor) (
	domain.Page[domain.Voter], error) {
	before := int64(math.MaxInt64)
	if !after.Zero() {
		before = after.ID
	}
	read, err := list(ctx, r.handle, `SELECT m.id, m.name, m.role, v.value, v.day, v.changed_at, v.held, v.said_at,
		COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), `+reasonColumns+`
		FROM votes v JOIN members m ON m.id = v.member_id LEFT JOIN members b ON b.id = v.by_id
		LEFT JOIN reasons w ON w.idea_id = v.idea_id AND w.member_id = v.member_id AND w.named AND v.value = 1 AND NOT v.held
		WHERE v.idea_id = $1 AND v.member_id < $2 AND v.`+goes(way)+`
		ORDER BY v.member_id DESC LIMIT $3`, []any{idea, before, domain.PageSize + 1},
		func(rows *sql.Rows) (domain.Voter, error) {
			var v domain.Voter
			var changed int64
			var said keptReason
			err := rows.Scan(append([]any{&v.Member.ID, &v.Member.Name, &v.Member.Role, &v.Vote, &v.Day, &changed, &v.Held,
				&v.Contact.Said, &v.By.ID, &v.By.Name, &v.By.Role}, said.fields()...)...)
			v.Changed, v.Reason = moment(changed), said.reason()
			return v, err
		})
	at := func(v *domain.Voter) domain.Cursor { return domain.Cursor{ID: v.Member.ID} }
	return domain.Cut(read, domain.PageSize, at), err
}

// ContactVoters lists the newest of the contacts whose vote on an idea is in force and
// goes a way; domain.None: any.
func (r reads) ContactVoters(ctx context.Context, idea int64, way domain.Vote) ([]domain.Voter, error) {
	return list(ctx, r.handle, `SELECT c.id, c.name, c.company, c.said_at, c.value, c.day, c.changed_at,
		b.id, b.name, b.role
		FROM contact_votes c JOIN members b ON b.id = c.by_id
		WHERE c.idea_id = $1 AND c.`+goes(way)+" ORDER BY c.id DESC LIMIT $2",
		[]any{idea, domain.ContactsShown}, func(rows *sql.Rows) (domain.Voter, error) {
			var v domain.Voter
			var changed int64
			err := rows.Scan(&v.ID, &v.Contact.Name, &v.Contact.Company, &v.Contact.Said, &v.Vote, &v.Day, &changed,
				&v.By.ID, &v.By.Name, &v.By.Role)
			v.Changed = moment(changed)
			return v, err
		})
}

// VoteDays lists the newest days on which votes on an idea were cast that count now, the
// newest first.
func (r reads) VoteDays(ctx context.Context, idea int64) ([]domain.DayTally, error) {
	return list(ctx, r.handle, `SELECT day, promotes, demotes FROM idea_days
		WHERE idea_id = $1 AND (promotes <> 0 OR demotes <> 0) ORDER BY day DESC LIMIT $2`,
		[]any{idea, domain.VoteDays}, scanDay)
}
