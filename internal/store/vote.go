package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// LockIdea takes an idea's row for the rest of the transaction and reads the
// idea as it now is. Verbs that change votes or status call it first: on
// PostgreSQL whatever was read before could be out of date, and a vote could
// slip in behind a close.
func (q *Tx) LockIdea(ctx context.Context, who domain.Actor, id int64) (domain.Idea, error) {
	if err := q.changeOne(ctx, "UPDATE idea_counts SET open = open WHERE idea_id = $1", id); err != nil {
		return domain.Idea{}, err
	}
	return q.idea(ctx, who, id)
}

// lockForVote takes the row a vote decides on: the columns of the narrow table,
// whose idea it is, and the role of whoever votes. The member's row is only read:
// votes are too many for another statement, and a vote that has begun before a
// suspension is a vote from before it.
var lockForVote = `UPDATE idea_counts SET open = open WHERE idea_id = $1 AND listed
	RETURNING status, promotes, demotes, carried, space_id, product_id, item_id,
	(SELECT author_id FROM ideas WHERE id = idea_id), (SELECT title FROM ideas WHERE id = idea_id), ` +
	roleNow("$2", "$3", "$4")

// IdeaForVote takes the row that votes change and reads just what a vote and its
// box need: status, counts, author and title, and the actor as of now, who is
// domain.Nobody as HoldActor says. The first statement of the verb.
func (q *Tx) IdeaForVote(ctx context.Context, who domain.Actor, id int64) (domain.Idea, domain.Actor, error) {
	i := domain.Idea{ID: id}
	var role domain.Role
	err := q.get(ctx, lockForVote, []any{id, who.ID, who.SessionID, who.System},
		&i.Status, &i.Promotes, &i.Demotes, &i.Carried, &i.Space.ID, &i.Product.ID, &i.Place.Item,
		&i.Author.ID, &i.Title, &role)
	i.Words = slug.Of(i.Title)
	return i, actorNow(who, role), err
}

// SetVote makes v the member's vote on an idea whose row is held, and moves the
// idea's day, counters and heat with it. It returns the counts afterwards. A
// vote that is there already changes nothing.
func (q *Tx) SetVote(ctx context.Context, idea domain.Idea, member int64, v domain.Vote, now time.Time) (domain.Idea, error) {
	old, day, err := q.vote(ctx, idea.ID, member)
	if err != nil {
		return idea, err
	}
	if today := domain.Day(now); day > domain.NewestDay(now) { // a clock was wrong when it was first cast
		if err := q.moveVote(ctx, idea, member, old, day, today); err != nil {
			return idea, err
		}
		day = today
	} else if day == 0 {
		day = today
	}
	idea.Mine = v
	if old == v {
		return idea, nil
	}
	if _, err := q.exec(ctx, `INSERT INTO votes (idea_id, member_id, value, day, changed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (idea_id, member_id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
		idea.ID, member, v, day, millis(now)); err != nil {
		return idea, err
	}
	change := domain.Change(old, v)
	idea.Promotes += change.Promotes
	idea.Demotes += change.Demotes
	return idea, q.count(ctx, &idea, day, change)
}

// moveVote brings a vote from one day to another; counters stay.
func (q *Tx) moveVote(ctx context.Context, idea domain.Idea, member int64, v domain.Vote, from, to int64) error {
	if err := q.count(ctx, &idea, from, domain.Change(v, domain.None)); err != nil {
		return err
	}
	if err := q.count(ctx, &idea, to, domain.Change(domain.None, v)); err != nil {
		return err
	}
	_, err := q.exec(ctx, "UPDATE votes SET day = $3 WHERE idea_id = $1 AND member_id = $2", idea.ID, member, to)
	return err
}

// vote reads a member's vote and its day; day 0 when there never was one.
func (q *Tx) vote(ctx context.Context, idea, member int64) (v domain.Vote, day int64, err error) {
	err = q.get(ctx, "SELECT value, day FROM votes WHERE idea_id = $1 AND member_id = $2", []any{idea, member}, &v, &day)
	if err == errNoRow {
		err = nil
	}
	return v, day, err
}

// count adds a change to the idea's day and computes what follows from the
// days.
func (q *Tx) count(ctx context.Context, idea *domain.Idea, day int64, change domain.Tally) error {
	if _, err := q.exec(ctx, `INSERT INTO idea_days (idea_id, day, promotes, demotes) VALUES ($1, $2, $3, $4)
		ON CONFLICT (idea_id, day) DO UPDATE SET promotes = idea_days.promotes + excluded.promotes, demotes = idea_days.demotes + excluded.demotes`,
		idea.ID, day, change.Promotes, change.Demotes); err != nil {
		return err
	}
	days, err := q.weighingDays(ctx, idea.ID)
	if err != nil {
		return err
	}
	idea.Heat = domain.Heat(days)
	_, err = q.exec(ctx, setCounts, idea.ID, change.Promotes, change.Demotes, idea.Heat)
	return err
}

// setCounts moves an idea's counts, and its rank where it is open in a queue, as
// domain.Place.Ranked has it.
const setCounts = `UPDATE idea_counts SET promotes = promotes + $2, demotes = demotes + $3, points = points + $2 - $3, heat = $4,
	rank = CASE WHEN queue_id > 0 AND open
		THEN CASE WHEN promotes + $2 > demotes + $3 THEN promotes + $2 - demotes - $3 ELSE 0 END * factor + lift ELSE rank END
	WHERE idea_id = $1`

// weighingDays reads the days that Heat adds up, oldest first: the newest with a
// counted vote and those at most so many before it. An old idea has many more.
func (r reads) weighingDays(ctx context.Context, idea int64) ([]domain.DayTally, error) {
	return list(ctx, r.handle, `SELECT day, promotes, demotes FROM idea_days WHERE idea_id = $1
		AND day >= (SELECT day FROM idea_days WHERE idea_id = $1 AND (promotes <> 0 OR demotes <> 0) ORDER BY day DESC LIMIT 1) - $2 ORDER BY day`,
		[]any{idea, domain.HeatWindowDays}, scanDay)
}

// days reads every day of an idea, oldest first.
func (r reads) days(ctx context.Context, idea int64) ([]domain.DayTally, error) {
	return list(ctx, r.handle, "SELECT day, promotes, demotes FROM idea_days WHERE idea_id = $1 ORDER BY day", []any{idea}, scanDay)
}

func scanDay(rows *sql.Rows) (domain.DayTally, error) {
	var d domain.DayTally
	return d, rows.Scan(&d.Day, &d.Promotes, &d.Demotes)
}
