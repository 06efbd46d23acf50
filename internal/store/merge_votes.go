package store

import (
	"context"
	"database/sql"
	"strings"

	"groundswell/internal/domain"
)

// voters are those of one of the two tables of votes.
type voters struct {
	table   string
	key     string // whom a row is of
	columns string // that belong to the voter and not to the vote
	held    string // whether a vote counts nothing; of s, as of any other
	also    string // what a copy has of the vote besides
	first   any    // less than every key
}

// Members are known by their id, contacts by a key of name and company.
var (
	memberVotes  = voters{"votes", "member_id", "member_id, held", "COALESCE(s.held, FALSE)", "held = excluded.held, ", int64(0)}
	contactVotes = voters{"contact_votes", "name_key", "name_key, name, company", "FALSE", "", ""}
)

// votersCast is somebody who voted on the source of a merge, and what they voted on its
// target.
type votersCast struct {
	member  int64 // 0: a contact
	contact string
	source  domain.Cast
	had     bool
	target  domain.Cast
	by      int64 // who recorded the vote on the target, and where it was said
	said    string
}

// who is the key of whoever voted.
func (v votersCast) who() any {
	if v.member != 0 {
		return v.member
	}
	return v.contact
}

// casts reads the votes in force on a source behind a key, with those on the target.
func (r reads) casts(ctx context.Context, of voters, source, target int64, after any, limit int) ([]votersCast, error) {
	return list(ctx, r.handle, "SELECT s."+of.key+`, s.value, s.day, s.changed_at, t.day IS NOT NULL, COALESCE(t.value, 0),
		COALESCE(t.day, 0), COALESCE(t.changed_at, 0), COALESCE(t.by_id, 0), COALESCE(t.said_at, ''), `+of.held+", "+of.heldAs("t")+`
		FROM `+of.table+" s LEFT JOIN "+of.table+" t ON t.idea_id = $2 AND t."+of.key+" = s."+of.key+`
		WHERE s.idea_id = $1 AND s.value <> 0 AND s.`+of.key+" > $3 ORDER BY s."+of.key+" LIMIT $4",
		[]any{source, target, after, limit}, func(rows *sql.Rows) (votersCast, error) {
			var v votersCast
			err := rows.Scan(v.scanned(of), &v.source.Value, &v.source.Day, &v.source.Changed, &v.had, &v.target.Value, &v.target.Day,
				&v.target.Changed, &v.by, &v.said, &v.source.Held, &v.target.Held)
			return v, err
		})
}

// heldAs is held of another name of the table.
func (v voters) heldAs(name string) string { return strings.Replace(v.held, "s.", name+".", 1) }

// scanned is where the key of a voter is read into.
func (v *votersCast) scanned(of voters) any {
	if of == memberVotes {
		return &v.member
	}
	return &v.contact
}

// CarryVotes carries over the next votes of a merge to its target, whose row is held: at
// most so many members' votes, and with the last of them those of contacts. It moves the
// target's days, counts and heat with them, and says whether that was all.
func (q *Tx) CarryVotes(ctx context.Context, m *domain.Merge, author, today int64, limit int) (all bool, err error) {
	found, err := q.casts(ctx, memberVotes, m.Source, m.Target, m.After, limit)
	if err != nil {
		return false, err
	}
	all = len(found) < limit
	if len(found) > 0 {
		m.After = found[len(found)-1].member
	}
	var moved moves
	if err := q.copyVotes(ctx, memberVotes, *m, author, found, &moved); err != nil {
		return false, err
	}
	if all {
		if found, err = q.casts(ctx, contactVotes, m.Source, m.Target, contactVotes.first, contactsMost); err != nil {
			return false, err
		}
		if err := q.copyVotes(ctx, contactVotes, *m, 0, found, &moved); err != nil {
			return false, err
		}
	}
	return all, q.countMoves(ctx, m.Target, moved, today)
}

// contactsMost bounds the contacts of an idea, whose votes people on the staff typed one
// by one.
const contactsMost = 10_000

// copyVotes writes the copies of votes that carry, and what stood in their places.
func (q *Tx) copyVotes(ctx context.Context, of voters, m domain.Merge, author int64, found []votersCast, moved *moves) error {
	var kept [][]any
	var keys []any
	var carried []votersCast
	promotes := false
	for _, v := range found {
		own := v.member == author && author != 0
		value, carries := domain.CarryVote(v.source, v.target, own, millis(m.At))
		if !carries {
			continue
		}
		promotes = promotes || own
		v.source.Value = value
		carried = append(carried, v)
		keys = append(keys, v.who())
		kept = append(kept, []any{m.ID, v.contact, v.member, value, v.source.Changed, v.had, v.target.Value, v.target.Day,
			v.target.Changed, v.by, v.said})
		moved.vote(v.target, domain.Cast{Value: value, Day: v.source.Day, Held: v.source.Held})
	}
	err := q.insertRows(ctx, `INSERT INTO merged_votes (merge_id, contact, member_id, value, changed_at, had, old_value, old_day,
		old_changed_at, old_by_id, old_said_at)`, "", kept)
	if err != nil {
		return err
	}
	err = inSteps(keys, func(part []any) error {
		w := where{args: []any{m.Target, m.Source}}
		_, err := q.exec(ctx, "INSERT INTO "+of.table+" (idea_id, "+of.columns+", value, day, changed_at, by_id, said_at) SELECT $1, "+
			of.columns+", value, day, changed_at, by_id, said_at FROM "+of.table+" WHERE idea_id = $2 AND "+of.key+" IN ("+w.list(part)+
			") ON CONFLICT (idea_id, "+of.key+") DO UPDATE SET "+of.also+`value = excluded.value, day = excluded.day,
			changed_at = excluded.changed_at, by_id = excluded.by_id, said_at = excluded.said_at`, w.args...)
		return err
	})
	if err != nil {
		return err
	}
	if promotes {
		if err := q.changeOne(ctx, "UPDATE votes SET value = $3 WHERE idea_id = $1 AND member_id = $2", m.Target, author,
			domain.Promote); err != nil {
			return err
		}
	}
	if of == contactVotes {
		return nil // of whom nobody asks for reasons
	}
	return q.carryReasons(ctx, m, carried)
}

// copied is a copy with what stood in its place, and the vote that stands there now.
type copied struct {
	votersCast             // source is the copy as it was made, target the vote of before
	now        domain.Cast // the vote that stands there
	there      bool
	spoken     bool // somebody gave another reason with it since
}

// changed reports whether somebody did something to the copy.
func (c copied) changed() bool {
	return !c.there || c.spoken || c.now.Value != c.source.Value || c.now.Changed != c.source.Changed
}

// ReturnVotes takes the next copies of a merge away from its target, whose row is held,
// at most so many, and puts back what stood in their places, unless somebody changed the
// copy. It says whether those were the last.
func (q *Tx) ReturnVotes(ctx context.Context, m domain.Merge, today int64, limit int) (all bool, err error) {
	var moved moves
	left := limit
	for _, of := range []voters{contactVotes, memberVotes} {
		found, err := q.copies(ctx, of, m, left)
		if err != nil {
			return false, err
		}
		left -= len(found)
		if err := q.returnVotes(ctx, of, m, found, &moved); err != nil {
			return false, err
		}
	}
	return left > 0, q.countMoves(ctx, m.Target, moved, today)
}

func (q *Tx) copies(ctx context.Context, of voters, m domain.Merge, limit int) ([]copied, error) {
	key, only := "k.member_id", " AND k.contact = ''"
	if of == contactVotes {
		key, only = "k.contact", " AND k.contact > ''"
	}
	return list(ctx, q.handle, `SELECT k.contact, k.member_id, k.value, k.changed_at, k.had, k.old_value, k.old_day, k.old_changed_at,
		k.old_by_id, k.old_said_at, t.day IS NOT NULL, COALESCE(t.value, 0), COALESCE(t.day, 0), COALESCE(t.changed_at, 0), `+of.heldAs("t")+`
		FROM merged_votes k LEFT JOIN `+of.table+" t ON t.idea_id = $2 AND t."+of.key+" = "+key+`
		WHERE k.merge_id = $1`+only+" ORDER BY k.contact, k.member_id LIMIT $3", []any{m.ID, m.Target, limit},
		func(rows *sql.Rows) (copied, error) {
			var c copied
			err := rows.Scan(&c.contact, &c.member, &c.source.Value, &c.source.Changed, &c.had, &c.target.Value, &c.target.Day,
				&c.target.Changed, &c.by, &c.said, &c.there, &c.now.Value, &c.now.Day, &c.now.Changed, &c.now.Held)
			c.target.Held = c.now.Held // both are the account's
			return c, err
		})
}

func (q *Tx) returnVotes(ctx context.Context, of voters, m domain.Merge, found []copied, moved *moves) error {
	if of == memberVotes {
		var err error
		if found, err = q.returnReasons(ctx, m, found); err != nil {
			return err
		}
	}
	var gone, done []any
	for _, c := range found {
		done = append(done, c.who())
		if c.changed() {
			continue // what happened here stays here
		}
		moved.vote(c.now, c.target)
		if !c.had {
			gone = append(gone, c.who())
			continue
		}
		if err := q.changeOne(ctx, "UPDATE "+of.table+" SET value = $3, day = $4, changed_at = $5, by_id = $6, said_at = $7 WHERE idea_id = $1 AND "+
			of.key+" = $2", m.Target, c.who(), c.target.Value, c.target.Day, c.target.Changed, orNoID(c.by), c.said); err != nil {
			return err
		}
	}
	if err := q.deleteOf(ctx, "DELETE FROM "+of.table+" WHERE idea_id = $1 AND "+of.key+" IN", m.Target, gone); err != nil {
		return err
	}
	key := "contact = '' AND member_id"
	if of == contactVotes {
		key = "contact"
	}
	return q.deleteOf(ctx, "DELETE FROM merged_votes WHERE merge_id = $1 AND "+key+" IN", m.ID, done)
}

// deleteOf deletes the rows of a thing that have some keys.
func (q *Tx) deleteOf(ctx context.Context, query string, of int64, keys []any) error {
	return inSteps(keys, func(part []any) error {
		w := where{args: []any{of}}
		_, err := q.exec(ctx, query+" ("+w.list(part)+")", w.args...)
		return err
	})
}

// moves are what changes of an idea's days and counts.
type moves struct {
	days   []domain.DayTally
	change gain
}

// vote takes in that one vote comes in the place of another.
func (m *moves) vote(old, now domain.Cast) {
	m.days = domain.AddDay(m.days, domain.DayTally{Day: old.Day, Tally: domain.Change(old.Counted(), domain.None)})
	m.days = domain.AddDay(m.days, domain.DayTally{Day: now.Day, Tally: domain.Change(domain.None, now.Counted())})
	m.change.add(changeOf(old, now))
}

// countMoves moves the days, counts and heat of an idea whose row is held, and its places
// in lists.
func (q *Tx) countMoves(ctx context.Context, idea int64, m moves, today int64) error {
	var moved []domain.DayTally
	for _, d := range m.days {
		if !d.Zero() {
			moved = append(moved, d)
		}
	}
	if len(moved) == 0 && m.change == (gain{}) {
		return nil
	}
	days, err := q.days(ctx, idea)
	if err != nil {
		return err
	}
	_, _, counted := tally(idea, days, moved, m.change, true, today)
	return q.execAll(ctx, counted...)
}
