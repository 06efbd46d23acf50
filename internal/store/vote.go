package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
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

// Ballot is what a vote on an idea decides on.
type Ballot struct {
	Idea  domain.Idea  // what a box and the places beside it show, place, space, product, author, and Mine
	Voter domain.Actor // as of now; domain.Nobody as HoldActor says
	day   int64        // of the vote there is; 0 where there never was one
	days  []domain.DayTally
	tags  bool // whether the idea has any
	held  bool // the vote there is does not count
	// suspected: the voter's votes do not count from now on
	suspected bool
	said      domain.Reason // with the vote there is, whatever that is now
}

// counted is what the vote there is counts for.
func (b Ballot) counted() domain.Vote { return b.Idea.Mine.Counted(b.held) }

// Counts reports whether a vote of the voter counts at once.
func (b Ballot) Counts() bool { return !b.suspected }

// Reasoned reports whether something was said with the vote, which counts or no longer
// counts once the vote becomes v.
func (b Ballot) Reasoned(v domain.Vote) bool {
	return !b.said.Empty() && (b.counted() == domain.Promote) != (v.Counted(b.suspected) == domain.Promote)
}

// ballotQuery reads the idea, the voter, and in one text the days that Heat adds up: of
// the two newest with a counted vote one may lose its last, and at most so many days
// before the other weigh. An old idea has many more. A row for each day would cost more
// than all the rest.
//
// The member's row is only read, not taken: a vote that has begun before a suspension
// is a vote from before it.
var ballotQuery = `SELECT c.status, c.promotes, c.demotes, c.held, c.carried, c.carried_promotes, c.carried_demotes, c.heat,
	c.space_id, c.product_id, c.item_id, i.author_id, i.title, ` + roleNow("$2", "$3", "$4") + `,
	COALESCE(v.value, 0), COALESCE(v.day, 0), EXISTS (SELECT 1 FROM idea_tags t WHERE t.idea_id = c.idea_id),
	COALESCE(v.held, FALSE), EXISTS (SELECT 1 FROM members s WHERE s.id = $2 AND s.suspected > 0),
	COALESCE((SELECT string_agg(day || ' ' || promotes || ' ' || demotes, ',') FROM idea_days
		WHERE idea_id = $1 AND day >= (SELECT MIN(day) FROM (SELECT day FROM idea_days
			WHERE idea_id = $1 AND (promotes <> 0 OR demotes <> 0) ORDER BY day DESC LIMIT 2) newest) - $5), ''),
	` + reasonColumns + `
	FROM idea_counts c JOIN ideas i ON i.id = c.idea_id LEFT JOIN votes v ON v.idea_id = c.idea_id AND v.member_id = $2
	LEFT JOIN reasons w ON w.idea_id = c.idea_id AND w.member_id = $2
	WHERE c.idea_id = $1 AND c.listed`

// Ballot reads what a vote and its box need of an idea whose row is held, by TxOnIdea
// or because the idea was made here. domain.ErrNotFound when no list shows the idea.
func (q *Tx) Ballot(ctx context.Context, who domain.Actor, id int64) (Ballot, error) {
	b := Ballot{Idea: domain.Idea{ID: id}, Voter: domain.Nobody}
	i := &b.Idea
	var role domain.Role
	var days string
	var said keptReason
	fields := append([]any{&i.Status, &i.Promotes, &i.Demotes, &i.Held, &i.Carried,
		&i.CarriedTally.Promotes, &i.CarriedTally.Demotes, &i.Heat, &i.Space.ID, &i.Product.ID, &i.Place.Item,
		&i.Author.ID, &i.Title, &role, &i.Mine, &b.day, &b.tags, &b.held, &b.suspected, &days}, said.fields()...)
	waiting := q.gathered
	if waiting != nil && waiting.voters[who.ID] {
		if err := q.writeGathered(ctx); err != nil {
			return b, err
		}
	}
	read := q.handle
	read.gathered = nil // those that wait are added below
	err := read.get(ctx, ballotQuery, []any{id, who.ID, who.SessionID, who.System, domain.HeatWindowDays}, fields...)
	if err != nil {
		return b, err
	}
	b.Voter, b.said = actorNow(who, role), said.reason()
	if b.days, err = parseDays(days); err == nil && waiting != nil {
		waiting.onto(&b)
	}
	return b, err
}

// parseDays reads the days of ballotQuery and returns them oldest first.
func parseDays(packed string) ([]domain.DayTally, error) {
	if packed == "" {
		return nil, nil
	}
	all := make([]domain.DayTally, 0, 1+strings.Count(packed, ","))
	for one := range strings.SplitSeq(packed, ",") {
		day, tally, _ := strings.Cut(one, " ")
		promotes, demotes, _ := strings.Cut(tally, " ")
		var d domain.DayTally
		var errs [3]error
		d.Day, errs[0] = strconv.ParseInt(day, 10, 64)
		d.Promotes, errs[1] = strconv.ParseInt(promotes, 10, 64)
		d.Demotes, errs[2] = strconv.ParseInt(demotes, 10, 64)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(x, y domain.DayTally) int { return cmp.Compare(x.Day, y.Day) })
	return all, nil
}

// SetVote makes v the vote of a ballot, and moves the idea's days, counters, heat and
// places in lists with it. A reason counts while its vote is a promote, and stays for
// when it is one again. It returns the idea as it is afterwards, with the days of
// its curve. A vote that is there already changes nothing; one of somebody suspected is
// held, and counts when that is cleared.
func (q *Tx) SetVote(ctx context.Context, b Ballot, v domain.Vote, now time.Time) (domain.Idea, error) {
	idea, today := b.Idea, domain.Day(now)
	old, counts := b.counted(), v.Counted(b.suspected)
	idea.Mine = v
	day := b.day
	moved := []domain.DayTally{{Day: day, Tally: domain.Change(old, counts)}}
	switch {
	case day > domain.NewestDay(now): // a clock was wrong when it was first cast
		moved = []domain.DayTally{{Day: day, Tally: domain.Change(old, domain.None)}, {Day: today, Tally: domain.Change(domain.None, counts)}}
		day = today
	case b.Idea.Mine == v:
		idea.Days = swell(b.days, today)
		return idea, nil
	case day == 0:
		moved[0].Day, day = today, today
	}
	own := []statement{{`INSERT INTO votes (idea_id, member_id, value, day, changed_at, held) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (idea_id, member_id) DO UPDATE SET value = excluded.value, day = excluded.day, changed_at = excluded.changed_at,
		held = excluded.held, by_id = NULL, said_at = ''`,
		[]any{idea.ID, b.Voter.ID, v, day, millis(now), b.suspected}}}
	change := changeOf(domain.Cast{Value: b.Idea.Mine, Held: b.held}, domain.Cast{Value: v, Held: b.suspected})
	idea.Promotes += change.Promotes
	idea.Demotes += change.Demotes
	idea.Held += change.held
	if b.Reasoned(v) {
		own = append(own, countReason(idea.ID, b.said, change.Promotes)...)
	}
	waiting := q.gathered
	if waiting != nil {
		waiting.gather(b, moved, change, own, today)
	}
	days, heat, counted := tally(idea.ID, b.days, moved, change, b.tags, today)
	idea.Heat, idea.Days = heat, swell(days, today)
	if waiting == nil {
		return idea, q.execAll(ctx, append(own, counted...)...)
	}
	q.touch()
	waiting.idea = idea
	if waiting.thin() {
		return idea, q.writeGathered(ctx)
	}
	return idea, nil
}

// gain is what an idea's counts gain: of votes that count, and of those that are held.
type gain struct {
	domain.Tally
	held int64
}

func (g *gain) add(o gain) {
	g.Promotes += o.Promotes
	g.Demotes += o.Demotes
	g.held += o.held
}

// changeOf is what an idea's counts gain when one vote comes in the place of another.
func changeOf(old, now domain.Cast) gain {
	held := func(c domain.Cast) int64 { return count(c.Held && c.Value != domain.None) }
	return gain{domain.Change(old.Counted(), now.Counted()), held(now) - held(old)}
}

// tally adds what moved to an idea's days, of which those that weigh are given, and
// the change to its counters and, where it has tags, to its places in their lists. It
// returns the days and the heat that follow, and how they are written.
func tally(idea int64, days, moved []domain.DayTally, change gain, tags bool, today int64) (
	after []domain.DayTally, heat float64, all []statement) {
	for _, m := range moved {
		days = domain.AddDay(days, m)
		all = append(all, statement{`INSERT INTO idea_days (idea_id, day, promotes, demotes) VALUES ($1, $2, $3, $4)
			ON CONFLICT (idea_id, day) DO UPDATE SET promotes = idea_days.promotes + excluded.promotes,
			demotes = idea_days.demotes + excluded.demotes`,
			[]any{idea, m.Day, m.Promotes, m.Demotes}})
	}
	heat = domain.Heat(days)
	won := domain.NetsOf(days, today) // those that weigh reach further back than any period
	all = append(all, statement{setCounts, []any{idea, change.Promotes, change.Demotes, heat, won[0], won[1], won[2], change.held}})
	if tags {
		all = append(all, statement{"UPDATE idea_tags SET points = points + $2, heat = $3 WHERE idea_id = $1",
			[]any{idea, change.Net(), heat}})
	}
	return days, heat, all
}

// swell leaves of an idea's days those of its curve.
func swell(days []domain.DayTally, today int64) []domain.DayTally {
	return slices.DeleteFunc(days, func(d domain.DayTally) bool { return d.Day <= today-domain.SwellDays })
}

// setCounts moves an idea's counts, and its rank where it is open in a queue, as
// domain.Place.Ranked has it.
const setCounts = `UPDATE idea_counts SET promotes = promotes + $2, demotes = demotes + $3, points = points + $2 - $3, heat = $4,
	net_7 = $5, net_30 = $6, net_365 = $7, held = held + $8,
	rank = CASE WHEN queue_id > 0 AND open
		THEN CASE WHEN promotes + $2 > demotes + $3 THEN promotes + $2 - demotes - $3 ELSE 0 END * factor + lift ELSE rank END
	WHERE idea_id = $1`

// days reads every day of an idea, oldest first.
func (r reads) days(ctx context.Context, idea int64) ([]domain.DayTally, error) {
	return list(ctx, r.handle, "SELECT day, promotes, demotes FROM idea_days WHERE idea_id = $1 ORDER BY day", []any{idea}, scanDay)
}

func scanDay(rows *sql.Rows) (domain.DayTally, error) {
	var d domain.DayTally
	return d, rows.Scan(&d.Day, &d.Promotes, &d.Demotes)
}
