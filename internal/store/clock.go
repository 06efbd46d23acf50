package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// Clock reads what the sweeps have seen of the clock.
func (r reads) Clock(ctx context.Context) (domain.Clock, error) {
	var c domain.Clock
	fields := clockFields(&c)
	err := r.each(ctx, "SELECT name, at FROM marks", nil, func(rows *sql.Rows) error {
		var name string
		var at int64
		if err := rows.Scan(&name, &at); err != nil {
			return err
		}
		if field := fields[name]; field != nil {
			*field = moment(at)
		}
		return nil
	})
	return c, err
}

// SetClock keeps what the sweeps have seen of the clock.
func (q *Tx) SetClock(ctx context.Context, c domain.Clock) error {
	for name, at := range clockFields(&c) {
		if err := q.SetMark(ctx, name, *at); err != nil {
			return err
		}
	}
	return nil
}

func clockFields(c *domain.Clock) map[string]*time.Time {
	return map[string]*time.Time{"seen": &c.Seen, "since": &c.Since, "sure": &c.Sure, "swept": &c.Swept}
}

// IdeasOfTheFuture lists ideas that were voted on behind the last day there may be,
// or submitted behind the last moment.
func (r reads) IdeasOfTheFuture(ctx context.Context, newest time.Time, limit int) ([]int64, error) {
	w := where{args: []any{domain.NewestDay(newest), millis(domain.NewestHonest(newest)), limit}}
	statuses := make([]string, len(domain.Statuses)) // named, so that the index of New serves
	for i, s := range domain.Statuses {
		statuses[i] = w.arg(s)
	}
	return list(ctx, r.handle, `SELECT idea_id FROM idea_days WHERE day > $1
		UNION SELECT idea_id FROM idea_counts WHERE listed
		AND status IN (`+strings.Join(statuses, ", ")+`) AND created_at > $2 LIMIT $3`, w.args, scanID)
}

// MendIdea brings what a wrong clock wrote about an idea back to now: votes behind
// the last day there may be become today's, and the idea was submitted now if it
// was submitted behind the last moment. Heat follows from the days.
func (q *Tx) MendIdea(ctx context.Context, id int64, newest, now time.Time) error {
	if err := q.changeOne(ctx, "UPDATE idea_counts SET open = open WHERE idea_id = $1", id); err != nil {
		return err
	}
	days, err := q.days(ctx, id)
	if err != nil {
		return err
	}
	last, today := domain.NewestDay(newest), domain.Day(now)
	var moved []domain.DayTally
	for _, d := range days {
		if d.Day > last {
			moved = append(moved, domain.DayTally{Day: d.Day, Tally: domain.Tally{Promotes: -d.Promotes, Demotes: -d.Demotes}},
				domain.DayTally{Day: today, Tally: d.Tally})
		}
	}
	_, _, counted := tally(id, days, moved, gain{}, true, today)
	if err := q.execAll(ctx, counted...); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM idea_days WHERE idea_id = $1 AND day > $2", id, last); err != nil {
		return err
	}
	for _, votes := range []string{"votes", "contact_votes"} {
		if _, err := q.exec(ctx, "UPDATE "+votes+" SET day = $3 WHERE idea_id = $1 AND day > $2", id, last, today); err != nil {
			return err
		}
	}
	for _, idea := range []string{"ideas SET created_at = $2 WHERE id", "idea_counts SET created_at = $2 WHERE idea_id"} {
		if _, err := q.exec(ctx, "UPDATE "+idea+" = $1 AND created_at > $3", id, millis(now), millis(domain.NewestHonest(newest))); err != nil {
			return err
		}
	}
	return q.orderInTags(ctx, id)
}

// MarkDay notes that the work of a day was begun and reports whether nobody had begun
// it: of several replicas, one does it.
func (q *Tx) MarkDay(ctx context.Context, name string, day int64) (first bool, err error) {
	n, err := q.exec(ctx, `INSERT INTO marks (name, at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE marks.at < excluded.at`, name, day)
	return n > 0, err
}

// futures are the columns that no honest clock fills with a time to come, by table.
// Days are whole days, the others unix milliseconds.
var futures = []struct {
	table, column string
	length        time.Duration // how far ahead it may be
}{
	{"members", "created_at", 0}, {"members", "visit_at", 0}, {"members", "visit_seen_at", 0}, {"members", "visit_before_at", 0}, {"visits", "visit_at", 0},
	{"sessions", "created_at", 0}, {"sessions", "seen_at", 0}, {"links", "expires_at", domain.LinkLife},
	{"invitations", "created_at", 0}, {"invitations", "expires_at", domain.InvitationLife},
	{"limits", "expires_at", LimitWindowMax}, {"jobs", "set_at", 0}, {"ideas", "created_at", 0}, {"ideas", "edited_at", 0},
	{"votes", "changed_at", 0}, {"decisions", "created_at", 0}, {"audit", "at", 0}, {"settings", "changed_at", 0},
	{"product_counts", "below_since", 0}, {"product_counts", "override_until", domain.OverrideMax}, {"products", "created_at", 0},
	{"revisions", "released_at", 0}, {"ratings", "rated_at", 0}, {"ratings", "created_at", 0}, {"ratings", "edited_at", 0},
	{"rating_history", "replaced_at", 0}, {"replies", "created_at", 0}, {"replies", "edited_at", 0}, {"owners", "created_at", 0},
	{"exclusions", "created_at", 0}, {"product_events", "at", 0}, {"queues", "created_at", 0}, {"items", "routed_at", 0},
	{"items", "entered_at", 0},
	{"items", "decided_at", 0}, {"items", "closed_at", 0}, {"items", "parked_until", domain.ParkFor}, {"items", "asked_until", domain.AskFor},
	{"item_events", "at", 0}, {"questions", "asked_at", 0}, {"questions", "answered_at", 0}, {"wants", "created_at", 0},
	{"follows", "changed_at", 0}, {"events", "created_at", 0}, {"events", "told_at", 0}, {"letters", "created_at", 0},
	{"letters", "sent_at", 0}, {"members", "bounced_at", 0},
	{"contact_votes", "changed_at", 0}, {"member_decisions", "created_at", 0},
	{"drafts", "saved_at", 0}, {"synonyms", "created_at", 0}, {"reasons", "changed_at", 0},
	{"comments", "created_at", 0}, {"comments", "edited_at", 0}, {"comments", "extended_at", 0}, {"comment_history", "replaced_at", 0},
	{"legal_texts", "saved_at", 0}, {"consents", "agreed_at", 0}, {"notes", "created_at", 0}, {"notes", "edited_at", 0},
	{"note_history", "replaced_at", 0}, {"idea_history", "replaced_at", 0},
	{"vote_groups", "found_at", 0}, {"vote_groups", "decided_at", 0}, {"vote_suspects", "voted_at", 0}, {"account_networks", "seen_at", 0},
	{"bombs", "found_at", 0}, {"erasures", "created_at", 0}, {"ideas", "fresh_at", 0},
	{"merges", "created_at", 0}, {"merges", "parted_at", 0}, {"merge_proposals", "created_at", 0}, {"merge_proposals", "decided_at", 0},
	{"desk_rows", "created_at", 0}, {"desk_rows", "claimed_at", 0}, {"desk_rows", "closed_at", 0}, {"desk_rows", "undone_at", 0},
	{"desk_seen", "at", 0}, {"member_notes", "created_at", 0}, {"removals", "created_at", 0}, {"removals", "done_at", 0},
	{"removals", "undone_at", 0}, {"restrictions", "created_at", 0}, {"restrictions", "ends_at", domain.RestrictMax},
	{"restrictions", "edited_at", 0}, {"restrictions", "lifted_at", 0}, {"objections", "created_at", 0}, {"objections", "decided_at", 0},
	{"flags", "created_at", 0}, {"reports", "created_at", 0}, {"reports", "confirmed_at", 0}, {"reports", "decided_at", 0},
	{"weighed", "created_at", 0}, {"held_posts", "created_at", 0}, {"held_posts", "decided_at", 0}, {"members", "trusted_at", 0},
}

// CheckClock returns which tables hold rows of the future, as sentences for the
// operator.
func (r *Reader) CheckClock(ctx context.Context, now time.Time) ([]string, error) {
	slow := r.handle
	slow.deadline = 10 * JobDeadline
	var wrong []string
	count := func(table, column string, newest int64) error {
		var n int64
		err := slow.get(ctx, fmt.Sprintf("SELECT COUNT(*) FROM %s WHERE %s > $1", table, column), []any{newest}, &n)
		if n > 0 {
			wrong = append(wrong, fmt.Sprintf("table %s has %d rows whose %s lies in the future: a clock was wrong", table, n, column))
		}
		return err
	}
	for _, f := range futures {
		if err := count(f.table, f.column, millis(domain.FurthestHonest(now, f.length))); err != nil {
			return nil, err
		}
	}
	for _, table := range []string{"votes", "contact_votes", "idea_days"} {
		if err := count(table, "day", domain.NewestDay(now)); err != nil {
			return nil, err
		}
	}
	return wrong, nil
}
