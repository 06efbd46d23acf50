package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// CreateEvent writes down that something happened of which people hear, and returns its
// id.
func (q *Tx) CreateEvent(ctx context.Context, e domain.Event) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO events (kind, idea_id, product_id, object_id, member_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, []any{e.Kind, e.Idea, e.Product, e.Object, e.By, millis(e.At)}, &id)
	return id, err
}

// HoldEvent takes the row of an event, so that it is told by one job at a time.
func (q *Tx) HoldEvent(ctx context.Context, id int64) (domain.Event, error) {
	return one(ctx, q.handle, `UPDATE events SET stage = stage WHERE id = $1
		RETURNING id, kind, idea_id, product_id, object_id, member_id, created_at, stage, after_member, told_at`, []any{id},
		func(rows *sql.Rows) (domain.Event, error) {
			var e domain.Event
			var at, told int64
			err := rows.Scan(&e.ID, &e.Kind, &e.Idea, &e.Product, &e.Object, &e.By, &at, &e.Stage, &e.After, &told)
			e.At, e.Told = moment(at), moment(told)
			return e, err
		})
}

// SetEvent keeps how far an event is told.
func (q *Tx) SetEvent(ctx context.Context, e domain.Event) error {
	return q.changeOne(ctx, "UPDATE events SET stage = $2, after_member = $3, told_at = $4 WHERE id = $1", e.ID, e.Stage,
		e.After, millis(e.Told))
}

// UntoldEvents lists events behind an id that are not told yet, oldest first.
func (r reads) UntoldEvents(ctx context.Context, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, "SELECT id FROM events WHERE told_at = 0 AND id > $1 ORDER BY id LIMIT $2", []any{after, limit}, scanID)
}

// EventStands reports whether what an event tells of is still so: the decision was not
// taken back, the comment not removed.
func (r reads) EventStands(ctx context.Context, e domain.Event) (bool, error) {
	query := ""
	switch e.Kind {
	case domain.EventDecision:
		query = "SELECT id FROM decisions WHERE id = $1 AND undone_at = 0"
	case domain.EventAnswer, domain.EventComment:
		query = "SELECT id FROM comments WHERE id = $1 AND gone = ''"
	case domain.EventQuestion:
		query = "SELECT id FROM questions WHERE id = $1 AND answered_at = 0 AND closed_at = 0"
	default:
		return true, nil
	}
	found, err := list(ctx, r.handle, query, []any{e.Object}, scanID)
	return len(found) > 0, err
}

// NextStage is the next idea behind a stage whose followers hear what happens to another
// one, because it was merged into that one; 0: there is none.
func (r reads) NextStage(ctx context.Context, idea, stage int64) (next int64, err error) {
	err = r.get(ctx, "SELECT COALESCE(("+family("$1")+"SELECT MIN(id) FROM f WHERE id <> $1 AND id > $2), 0)", []any{idea, stage}, &next)
	return next, err
}

// arms are the ranges of indexes in which those are found who hear of an event, each in
// the order of members.
type arms struct {
	w           where
	after, most string
	all         []string
}

// add adds a range: table with its conditions, the column of the member, and whether the
// event is meant for those in it.
func (a *arms) add(member, direct, from string) {
	a.all = append(a.all, "SELECT * FROM (SELECT DISTINCT "+member+" AS member_id, "+direct+" AS direct FROM "+from+" AND "+
		member+" > "+a.after+
		" ORDER BY "+member+" LIMIT "+a.most+") r"+string(rune('a'+len(a.all))))
}

// following adds those who chose to follow something.
func (a *arms) following(s domain.Subject) {
	a.add("member_id", "0", "follows WHERE part = "+a.w.arg(s.Part)+" AND object_id = "+a.w.arg(s.ID)+" AND following")
}

// ofIdea adds those who follow an idea because they wrote, voted on or commented it.
func (a *arms) ofIdea(e domain.Event, idea int64) {
	i := a.w.arg(idea)
	a.following(domain.Subject{Part: domain.PartIdea, ID: idea})
	a.add("author_id", "0", "ideas WHERE id = "+i+" AND author_name = ''")
	a.add("author_id", "0", "comments WHERE idea_id = "+i+" AND author_name = '' AND gone = ''")
	if e.ToVoters() {
		a.add("member_id", "0", "votes WHERE idea_id = "+i+" AND value <> 0 AND NOT "+byMerge("votes.idea_id", "votes.member_id"))
	}
}

// Hearers reads the next people who hear of an event at its stage, at most so many, and
// the last member that was looked at: 0 behind the last one. Whoever stopped following is
// passed over, and so are the one who did it, and who is suspended or has no account.
func (r reads) Hearers(ctx context.Context, e domain.Event, most int) (hear []domain.Hearer, last int64, err error) {
	a := &arms{}
	a.after, a.most = a.w.arg(e.After), a.w.arg(most)
	r.addArms(a, e)
	stops := "FALSE"
	if e.Idea != 0 {
		stops = stopped(a.w.arg(e.Idea), "m.id")
	}
	if e.Stage != 0 {
		stops += " OR " + stopped(a.w.arg(e.Stage), "m.id")
	}
	if e.Product != 0 && e.Idea == 0 {
		stops = "EXISTS (SELECT 1 FROM follows z WHERE z.part = 'product' AND z.object_id = " + a.w.arg(e.Product) +
			" AND z.member_id = m.id AND NOT z.following)"
	}
	seen := 0
	err = r.each(ctx, "SELECT m.id, x.direct, m.mail_level, m.mail_weekly, m.mail_ratings, COALESCE(m.email, ''), m.suspended_at = 0 AND m.email IS NOT NULL AND m.id <> "+a.w.arg(e.By)+" AND NOT ("+stops+
		") FROM (SELECT member_id, MAX(direct) AS direct FROM ("+strings.Join(a.all, " UNION ALL ")+
		") u GROUP BY member_id ORDER BY member_id LIMIT "+a.most+") x JOIN members m ON m.id = x.member_id ORDER BY m.id", a.w.args,
		func(rows *sql.Rows) error {
			var h domain.Hearer
			var direct int64
			var hears bool
			var email string
			err := rows.Scan(&h.Member, &direct, &h.Wish.Level, &h.Wish.Weekly, &h.Wish.Ratings, &email, &hears)
			if err != nil {
				return err
			}
			h.Host = email[strings.LastIndexByte(email, '@')+1:]
			seen++
			last, h.Direct = h.Member, direct != 0
			if hears {
				hear = append(hear, h)
			}
			return nil
		})
	if seen < most {
		last = 0
	}
	return hear, last, err
}

func (r reads) addArms(a *arms, e domain.Event) {
	object := func() string { return a.w.arg(e.Object) }
	switch {
	case e.Stage != 0:
		a.ofIdea(e, e.Stage)
		return
	case e.Kind == domain.EventQuestion:
		a.add("author_id", "1", "ideas WHERE id = "+a.w.arg(e.Idea)+" AND author_name = ''")
		return
	case e.Kind == domain.EventRelease:
		a.add("member_id", "1", `ratings WHERE NOT removed AND revision_id = (SELECT b.id FROM revisions v
			JOIN revisions b ON b.product_id = v.product_id AND b.number = v.number - 1 WHERE v.id = `+object()+")")
	case e.Kind != domain.EventIdea:
		a.ofIdea(e, e.Idea)
	}
	if e.Kind == domain.EventAnswer || e.Kind == domain.EventComment {
		a.add("p.author_id", "1", "comments k JOIN comments p ON p.id = k.parent_id AND p.author_name = '' WHERE k.id = "+object())
		a.add("member_id", "1", "mentions WHERE comment_id = "+object())
	}
	if e.Product != 0 && e.Kind != domain.EventComment {
		a.following(domain.Subject{Part: domain.PartProduct, ID: e.Product})
	}
	if e.Idea != 0 && e.Kind != domain.EventComment {
		a.add("member_id", "0", "follows WHERE part = 'space' AND object_id = (SELECT space_id FROM idea_counts WHERE idea_id = "+
			a.w.arg(e.Idea)+") AND following")
	}
	if e.By != 0 {
		a.following(domain.Subject{Part: domain.PartMember, ID: e.By})
	}
}

// CreateNotifications writes down that people hear of an event, and returns those of
// them who had not heard of it.
func (q *Tx) CreateNotifications(ctx context.Context, e domain.Event, hear []domain.Hearer) (news []domain.Hearer, err error) {
	about := e.Subject()
	err = inSteps(hear, func(part []domain.Hearer) error {
		rows := make([][]any, len(part))
		for i, h := range part {
			rows[i] = []any{e.ID, h.Member, about.Part, about.ID, h.Direct}
		}
		var w where
		return q.each(ctx, "INSERT INTO notifications (event_id, member_id, part, object_id, direct) VALUES "+w.values(rows)+
			" ON CONFLICT (event_id, member_id) DO NOTHING RETURNING member_id", w.args, func(rows *sql.Rows) error {
			var member int64
			err := rows.Scan(&member)
			at := slices.IndexFunc(part, func(h domain.Hearer) bool { return h.Member == member })
			news = append(news, part[at])
			return err
		})
	})
	return news, err
}

// forgetEvents is how many of the oldest events are looked at in one go.
const forgetEvents = 100

// ForgetEvents deletes what was told before a time, of the oldest events, and who heard of
// it: so many of these at most. It reports whether there may be more.
func (q *Tx) ForgetEvents(ctx context.Context, before time.Time, most int64) (more bool, err error) {
	old, err := list(ctx, q.handle, `SELECT id FROM (SELECT id, created_at, told_at FROM events ORDER BY id LIMIT $2) e
		WHERE created_at < $1 AND told_at > 0`, []any{millis(before), forgetEvents}, scanID)
	if err != nil || len(old) == 0 {
		return false, err
	}
	var heard where
	in := heard.ids(old, forgetEvents)
	n, err := q.exec(ctx, "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE event_id IN ("+in+
		") LIMIT "+heard.arg(most)+")", heard.args...)
	if err != nil || n == most {
		return true, err
	}
	var w where
	_, err = q.exec(ctx, "DELETE FROM events WHERE id IN ("+w.ids(old, forgetEvents)+")", w.args...)
	return len(old) == forgetEvents, err
}
