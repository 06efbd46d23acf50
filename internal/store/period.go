package store

import (
	"context"
	"database/sql"
	"fmt"

	"groundswell/internal/domain"
)

// The marks of what ideas won in the periods: the day that it is being brought up to,
// and the one as of which all of it was.
const (
	netsBegun = "nets"
	netsDone  = "nets_done"
)

// netColumns are where idea_counts keeps what an idea won in each period.
var netColumns = map[int64]string{7: "net_7", 30: "net_30", 365: "net_365"}

// TurnDay notes that a day began and returns the one that was noted before: the same
// one when somebody else was first, 0 when none ever was.
func (q *Tx) TurnDay(ctx context.Context, today int64) (from int64, err error) {
	_, err = q.exec(ctx, "INSERT INTO marks (name, at) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING", netsBegun)
	if err != nil {
		return 0, err
	}
	if _, err := q.exec(ctx, "UPDATE marks SET at = at WHERE name = $1", netsBegun); err != nil { // holds it
		return 0, err
	}
	if from, err = q.mark(ctx, netsBegun); err != nil || from == today {
		return from, err
	}
	if from > today { // a clock was ahead: some of it may be as of then
		if err := q.setMark(ctx, netsDone, from); err != nil {
			return from, err
		}
	}
	return from, q.changeOne(ctx, "UPDATE marks SET at = $2 WHERE name = $1", netsBegun, today)
}

func (r reads) mark(ctx context.Context, name string) (at int64, err error) {
	return at, r.get(ctx, "SELECT COALESCE((SELECT at FROM marks WHERE name = $1), 0)", []any{name}, &at)
}

// NetsCounted notes that what every idea won is as of a day, or later; unless another
// day began meanwhile, which is noted when it is done.
func (q *Tx) NetsCounted(ctx context.Context, day int64) error {
	begun, err := q.mark(ctx, netsBegun)
	if err != nil || begun != day {
		return err
	}
	return q.setMark(ctx, netsDone, day)
}

// VotedOn lists the ids of ideas with votes of a day, behind one.
func (r reads) VotedOn(ctx context.Context, day, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, "SELECT idea_id FROM idea_days WHERE day = $1 AND idea_id > $2 ORDER BY idea_id LIMIT $3",
		[]any{day, after, limit}, scanID)
}

// IdeasBehind lists the ids of all ideas behind one.
func (r reads) IdeasBehind(ctx context.Context, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, "SELECT idea_id FROM idea_counts WHERE idea_id > $1 ORDER BY idea_id LIMIT $2",
		[]any{after, limit}, scanID)
}

// CountNets adds up what some ideas won in the periods that end with a day. The rows are
// held before their days are read: a vote is in what is read, or counts itself.
func (q *Tx) CountNets(ctx context.Context, ideas []int64, today int64) error {
	return inSteps(ideas, func(part []int64) error {
		var held where
		hold := "UPDATE idea_counts SET open = open WHERE idea_id IN (" + held.ids(part, 0) + ")"
		if _, err := q.exec(ctx, hold, held.args...); err != nil {
			return err
		}
		var w where
		sums := ""
		for i, length := range domain.Periods {
			if i > 0 {
				sums += ", "
			}
			sums += netColumns[length] + " = COALESCE((SELECT SUM(d.promotes - d.demotes) FROM idea_days d " +
				"WHERE d.idea_id = idea_counts.idea_id AND d.day > " + w.arg(today-length) + "), 0)"
		}
		_, err := q.exec(ctx, "UPDATE idea_counts SET "+sums+" WHERE idea_id IN ("+w.ids(part, 0)+")", w.args...)
		return err
	})
}

// CheckNets adds up what every idea won in the periods and returns those that say
// otherwise, at most 100. While a day is turning, what was right on a day since the last
// one that is done is right. It reads everything: for the operator and for tests, not
// for pages.
func (r *Reader) CheckNets(ctx context.Context, today int64) ([]Mismatch, error) {
	slow := r.handle
	slow.deadline = 10 * JobDeadline
	done, err := reads{slow}.mark(ctx, netsDone)
	if err != nil || done == 0 {
		return nil, err // never counted: an installation of a minute ago
	}
	begun, err := reads{slow}.mark(ctx, netsBegun)
	if err != nil {
		return nil, err
	}
	days, err := countDays(ctx, slow, "SELECT idea_id, day, promotes, demotes FROM idea_days ORDER BY idea_id, day")
	if err != nil {
		return nil, err
	}
	var wrong []Mismatch
	const all = "SELECT idea_id, net_7, net_30, net_365 FROM idea_counts ORDER BY idea_id"
	err = slow.each(ctx, all, nil, func(rows *sql.Rows) error {
		var id int64
		var kept domain.Nets
		if err := rows.Scan(&id, &kept[0], &kept[1], &kept[2]); err != nil {
			return err
		}
		right := kept == domain.NetsOf(days[id], done) || kept == domain.NetsOf(days[id], begun) // as a clock had it that was ahead
		for day := min(done, today); day <= today && !right; day++ {
			right = kept == domain.NetsOf(days[id], day)
		}
		if !right && len(wrong) < 100 {
			what := fmt.Sprintf("counted %v, kept %v", domain.NetsOf(days[id], today), kept)
			wrong = append(wrong, Mismatch{"nets of idea", id, what})
		}
		return nil
	})
	return wrong, err
}
