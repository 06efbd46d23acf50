package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// RecordVote notes that a member's vote was written down by staff, where nobody but
// staff has set it.
func (q *Tx) RecordVote(ctx context.Context, idea, member, by int64, said string) error {
	return q.changeOne(ctx, "UPDATE votes SET by_id = $3, said_at = $4 WHERE idea_id = $1 AND member_id = $2", idea, member, by, said)
}

// OwnVote reads a member's vote and whether staff recorded it.
func (r reads) OwnVote(ctx context.Context, idea, member int64) (domain.Recorded, bool, error) {
	found, err := list(ctx, r.handle, `SELECT v.value, v.said_at, COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, '')
		FROM votes v LEFT JOIN members b ON b.id = v.by_id WHERE v.idea_id = $1 AND v.member_id = $2`, []any{idea, member},
		func(rows *sql.Rows) (domain.Recorded, error) {
			v := domain.Recorded{Member: domain.MemberRef{ID: member}}
			return v, rows.Scan(&v.Vote, &v.Contact.Said, &v.By.ID, &v.By.Name, &v.By.Role)
		})
	if err != nil || len(found) == 0 {
		return domain.Recorded{}, false, err
	}
	return found[0], true, nil
}

// SetContactVote makes v the vote of a contact on an idea whose row is held, and moves
// the idea's counts with it. A contact is known by name and company.
func (q *Tx) SetContactVote(ctx context.Context, idea domain.Idea, c domain.Contact, v domain.Vote, by int64,
	now time.Time) (domain.Idea, error) {
	key := nameKey(c.Name) + "\n" + nameKey(c.Company)
	var old domain.Vote
	var day int64
	err := q.get(ctx, "SELECT value, day FROM contact_votes WHERE idea_id = $1 AND name_key = $2", []any{idea.ID, key}, &old, &day)
	if err != nil && err != errNoRow {
		return idea, err
	}
	if day == 0 {
		day = domain.Day(now)
	}
	if _, err := q.exec(ctx, `INSERT INTO contact_votes (idea_id, name, name_key, company, said_at, value, day, by_id, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (idea_id, name_key) DO UPDATE SET
		value = excluded.value, said_at = excluded.said_at, by_id = excluded.by_id, changed_at = excluded.changed_at`,
		idea.ID, c.Name, key, c.Company, c.Said, v, day, by, millis(now)); err != nil {
		return idea, err
	}
	return q.countContact(ctx, idea, day, domain.Day(now), domain.Change(old, v))
}

// WithdrawContactVote takes back a contact's vote on an idea whose row is held.
func (q *Tx) WithdrawContactVote(ctx context.Context, idea domain.Idea, id, by int64, now time.Time) (domain.Idea, error) {
	var old domain.Vote
	var day int64
	err := q.get(ctx, "SELECT value, day FROM contact_votes WHERE id = $1 AND idea_id = $2", []any{id, idea.ID}, &old, &day)
	if err != nil {
		return idea, err
	}
	if _, err := q.exec(ctx, "UPDATE contact_votes SET value = 0, by_id = $2, changed_at = $3 WHERE id = $1", id, by,
		millis(now)); err != nil {
		return idea, err
	}
	return q.countContact(ctx, idea, day, domain.Day(now), domain.Change(old, domain.None))
}

func (q *Tx) countContact(ctx context.Context, idea domain.Idea, day, today int64, change domain.Tally) (domain.Idea, error) {
	if change.Zero() {
		return idea, nil
	}
	days, err := q.days(ctx, idea.ID)
	if err != nil {
		return idea, err
	}
	idea.Promotes += change.Promotes
	idea.Demotes += change.Demotes
	var counted []statement
	_, idea.Heat, counted = tally(idea.ID, days, []domain.DayTally{{Day: day, Tally: change}}, gain{Tally: change}, true, today)
	return idea, q.execAll(ctx, counted...)
}

// StaffRecords reads what staff wrote down about an idea: the contacts' votes that are
// in force, newest first, and notes, the oldest of the newest first. Notes are for
// those who may read them.
func (r reads) StaffRecords(ctx context.Context, idea int64) (votes []domain.Recorded, notes []domain.Note, err error) {
	err = r.each(ctx, `SELECT * FROM (SELECT 0 AS kind, c.id, c.name, c.company, c.said_at, c.value, b.id AS by_id, b.name AS by_name,
			b.role, 0 AS at, 0 AS edited FROM contact_votes c JOIN members b ON b.id = c.by_id WHERE c.idea_id = $1 AND c.value <> 0
			ORDER BY c.id DESC LIMIT $2) v
		UNION ALL SELECT * FROM (SELECT 1 AS kind, n.id, n.html, '', '', 0, m.id, m.name, n.role, n.created_at, n.edited_at
			FROM notes n JOIN members m ON m.id = n.member_id WHERE n.idea_id = $1 ORDER BY n.id DESC LIMIT $3) w
		ORDER BY 1, 2`, []any{idea, domain.ContactsShown, notesMax}, func(rows *sql.Rows) error {
		var kind, at, edited int64
		var v domain.Recorded
		err := rows.Scan(&kind, &v.ID, &v.Contact.Name, &v.Contact.Company, &v.Contact.Said, &v.Vote, &v.By.ID, &v.By.Name,
			&v.By.Role, &at, &edited)
		if kind == 0 {
			votes = append(votes, v)
		} else {
			notes = append(notes, domain.Note{ID: v.ID, By: v.By, HTML: v.Contact.Name, Created: moment(at), Edited: moment(edited)})
		}
		return err
	})
	slices.Reverse(votes)
	return votes, notes, err
}
