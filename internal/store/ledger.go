package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// quoted lists statuses in a query.
func quoted(statuses []domain.Status) string {
	names := make([]string, len(statuses))
	for i, s := range statuses {
		names[i] = "'" + string(s) + "'"
	}
	return strings.Join(names, ", ")
}

// inLedger is the condition of the indexes that the ledger of all decisions is read
// from: lines that anybody may see and that nobody took back at once.
const inLedger = "shown AND undone_at = 0"

// Ledger reads one page of decisions about all ideas, newest first: one query. It walks
// an index of one of the things that the list is narrowed to.
func (r reads) Ledger(ctx context.Context, f domain.LedgerFilter) (domain.Page[domain.Outcome], error) {
	var w where
	condition := inLedger
	narrow := func(column string, id int64) {
		if id != 0 {
			condition += " AND " + column + " = " + w.arg(id)
		}
	}
	narrow("space_id", f.SpaceID)
	narrow("product_id", f.ProductID)
	narrow("queue_id", f.QueueID)
	narrow("member_id", f.MemberID)
	if f.ProductID != 0 {
		condition += " AND product_id > 0"
	}
	if f.QueueID != 0 {
		condition += " AND queue_id > 0"
	}
	if f.Outcome != "" {
		condition += " AND to_status = " + w.arg(f.Outcome)
	}
	if !f.After.Zero() {
		condition += " AND id < " + w.arg(f.After.ID)
	}
	size := pageSize(f.Limit, domain.LedgerPage)
	query := "SELECT " + outcomeColumns + " FROM (SELECT " + decided + " FROM decisions WHERE " + condition +
		" ORDER BY id DESC LIMIT " + w.arg(size+1) + `) d
		JOIN idea_counts c ON c.idea_id = d.idea_id
		JOIN ideas i ON i.id = d.idea_id` + outcomeJoins + "ORDER BY d.id DESC"
	return readPage(ctx, r.handle, query, w.args, scanOutcome, size, func(o *domain.Outcome) domain.Cursor {
		return domain.Cursor{ID: o.Decision.ID}
	})
}

// answersColumn is whether a decision d is the first answer of its idea.
var answersColumn = `d.id = COALESCE((SELECT MIN(f.id) FROM decisions f WHERE f.idea_id = d.idea_id AND f.undone_at = 0
	AND f.to_status IN (` + quoted(domain.AnswerStatuses) + ")), 0)"

// shownColumn is whether the ledger shows a decision d.
const shownColumn = `NOT (d.from_status = 'new' AND d.to_status = 'under_review')
	AND COALESCE((SELECT c.listed FROM idea_counts c WHERE c.idea_id = d.idea_id), FALSE)`

// ofIdea is a column of the idea of a decision d.
func ofIdea(column string) string {
	return "(SELECT c." + column + " FROM idea_counts c WHERE c.idea_id = d.idea_id)"
}

// keepLedger makes the lines of an idea say where it belongs, whether anybody may see
// them, which of them answers it, and when it was shipped.
func (q *Tx) keepLedger(ctx context.Context, idea int64) error {
	_, err := q.exec(ctx, "UPDATE decisions AS d SET space_id = "+ofIdea("space_id")+", product_id = "+ofIdea("product_id")+
		", shown = "+shownColumn+", answers = "+answersColumn+" WHERE d.idea_id = $1", idea)
	if err != nil {
		return err
	}
	return q.setShipped(ctx, idea)
}

// mislaid returns the ideas whose lines in the ledger are not what keepLedger makes
// them, at most 100.
func (r reads) mislaid(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, "SELECT DISTINCT d.idea_id FROM decisions d WHERE d.space_id <> "+ofIdea("space_id")+
		" OR d.product_id <> "+ofIdea("product_id")+" OR d.shown <> ("+shownColumn+") OR d.answers <> ("+answersColumn+
		") ORDER BY d.idea_id LIMIT 100", nil,
		func(rows *sql.Rows) (Mismatch, error) {
			m := Mismatch{Of: "idea", What: "stands in the ledger otherwise than it should"}
			return m, rows.Scan(&m.ID)
		})
}

// Answers reads how some part of the community was answered, as of the last count.
func (r reads) Answers(ctx context.Context, of domain.AnswersOf) (domain.Answers, error) {
	a := domain.Answers{Of: of}
	err := r.each(ctx, `SELECT asked_week, within_week, asked_month, within_month, answered, median_days, decided, declined
		FROM answers WHERE part = $1 AND object_id = $2`, []any{of.Part, of.ID}, func(rows *sql.Rows) error {
		return rows.Scan(&a.AskedWeek, &a.WithinWeek, &a.AskedMonth, &a.WithinMonth, &a.Answered, &a.MedianDays, &a.Decided, &a.Declined)
	})
	return a, err
}

// decidersMost bounds how many people the ledger can be narrowed to.
const decidersMost = 200

// Answerers lists who answers ideas, by name: every team, and who decided about ideas in
// the year before the last count. One query.
func (r reads) Answerers(ctx context.Context) (teams []domain.QueueRef, people []domain.MemberRef, err error) {
	err = r.each(ctx, `SELECT slug, id, name, '' FROM (SELECT slug, id, name FROM queues ORDER BY name, id LIMIT $1) teams
		UNION ALL SELECT '', id, name, role FROM (SELECT m.id, m.name, m.role FROM answers a JOIN members m ON m.id = a.object_id
		WHERE a.part = 'member' ORDER BY m.name, m.id LIMIT $2) people`, []any{domain.QueuesMax, decidersMost}, func(rows *sql.Rows) error {
		var slug string
		var m domain.MemberRef
		if err := rows.Scan(&slug, &m.ID, &m.Name, &m.Role); err != nil {
			return err
		}
		if slug != "" {
			teams = append(teams, domain.QueueRef{ID: m.ID, Slug: slug, Name: m.Name})
		} else {
			people = append(people, m)
		}
		return nil
	})
	return teams, people, err
}

// CountAnswers counts anew how ideas were answered in the year before now. It reads the
// narrow row of each idea of that time: for the clock's job, not for pages.
func (r *Reader) CountAnswers(ctx context.Context, now time.Time) ([]domain.Answers, error) {
	slow := r.handle
	slow.deadline = JobDeadline
	tally := answerTally{}
	since, week, month := millis(now.AddDate(0, 0, -domain.AnswerYear)), millis(now.AddDate(0, 0, -domain.Week)),
		millis(now.AddDate(0, 0, -domain.Month))
	for _, count := range []func(context.Context, handle, int64, int64, int64) error{tally.waiting, tally.answers, tally.decisions} {
		if err := count(ctx, slow, since, week, month); err != nil {
			return nil, err
		}
	}
	return tally.all(), nil
}

// answerTally counts answers by what they are of.
type answerTally map[domain.AnswersOf]*answerCount

type answerCount struct {
	domain.Answers
	days map[int64]int64 // first answers, by the whole days they took
}

// of are the counts of everything and of each thing given that is one.
func (t answerTally) of(things ...domain.AnswersOf) []*answerCount {
	var found []*answerCount
	for _, thing := range append(things, domain.AnswersOf{}) {
		if thing.Part != "" && thing.ID == 0 {
			continue
		}
		if t[thing] == nil {
			t[thing] = &answerCount{Answers: domain.Answers{Of: thing}, days: map[int64]int64{}}
		}
		found = append(found, t[thing])
	}
	return found
}

// waiting counts the ideas that have no answer and should have one.
func (t answerTally) waiting(ctx context.Context, h handle, since, week, month int64) error {
	return h.each(ctx, `SELECT c.space_id, c.product_id, SUM(CASE WHEN c.created_at <= $2 THEN 1 ELSE 0 END),
		SUM(CASE WHEN c.created_at <= $3 THEN 1 ELSE 0 END)
		FROM idea_counts c WHERE c.listed AND c.status IN ('new', 'under_review', 'archived') AND c.created_at > $1
		AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.idea_id = c.idea_id AND d.answers)
		GROUP BY c.space_id, c.product_id`, []any{since, week, month}, func(rows *sql.Rows) error {
		var space, product, weekly, monthly int64
		if err := rows.Scan(&space, &product, &weekly, &monthly); err != nil {
			return err
		}
		for _, a := range t.of(domain.AnswersOf{Part: domain.InSpace, ID: space}, domain.AnswersOf{Part: domain.AboutProduct, ID: product}) {
			a.AskedWeek += weekly
			a.AskedMonth += monthly
		}
		return nil
	})
}

// answers counts first answers, and the ideas that they answered.
func (t answerTally) answers(ctx context.Context, h handle, since, week, month int64) error {
	const took = "(d.created_at - c.created_at) / 86400000"
	return h.each(ctx, `SELECT d.space_id, d.product_id, d.queue_id, COALESCE(d.member_id, 0), `+took+`, COUNT(*),
		SUM(CASE WHEN c.created_at > $1 AND c.created_at <= $2 THEN 1 ELSE 0 END),
		SUM(CASE WHEN c.created_at > $1 AND c.created_at <= $3 THEN 1 ELSE 0 END)
		FROM decisions d JOIN idea_counts c ON c.idea_id = d.idea_id
		WHERE d.answers AND d.shown AND d.undone_at = 0 AND d.created_at > $1
		GROUP BY 1, 2, 3, 4, 5`, []any{since, week, month}, func(rows *sql.Rows) error {
		var space, product, queue, member, days, n, weekly, monthly int64
		if err := rows.Scan(&space, &product, &queue, &member, &days, &n, &weekly, &monthly); err != nil {
			return err
		}
		for _, a := range t.of(domain.AnswersOf{Part: domain.InSpace, ID: space}, domain.AnswersOf{Part: domain.AboutProduct, ID: product}) {
			a.asked(days, weekly, monthly)
			a.took(days, n)
		}
		for _, a := range t.people(queue, member) {
			a.took(days, n)
		}
		return nil
	})
}

// people are the counts of a team and of a person, without that of everything.
func (t answerTally) people(queue, member int64) []*answerCount {
	found := t.of(domain.AnswersOf{Part: domain.ByQueue, ID: queue}, domain.AnswersOf{Part: domain.ByMember, ID: member})
	return found[:len(found)-1]
}

// asked counts ideas that were answered after so many days.
func (a *answerCount) asked(days, weekly, monthly int64) {
	a.AskedWeek += weekly
	a.AskedMonth += monthly
	if days < domain.Week {
		a.WithinWeek += weekly
	}
	if days < domain.Month {
		a.WithinMonth += monthly
	}
}

func (a *answerCount) took(days, n int64) {
	a.Answered += n
	a.days[days] += n
}

// decisions counts how often ideas were taken on or declined.
func (t answerTally) decisions(ctx context.Context, h handle, since, _, _ int64) error {
	return h.each(ctx, `SELECT space_id, product_id, queue_id, COALESCE(member_id, 0), to_status, COUNT(*) FROM decisions
		WHERE `+inLedger+` AND created_at > $1 AND to_status IN (`+quoted(domain.AnswerStatuses)+`)
		GROUP BY 1, 2, 3, 4, 5`, []any{since}, func(rows *sql.Rows) error {
		var space, product, queue, member, n int64
		var to domain.Status
		if err := rows.Scan(&space, &product, &queue, &member, &to, &n); err != nil {
			return err
		}
		everybody := t.of(domain.AnswersOf{Part: domain.InSpace, ID: space}, domain.AnswersOf{Part: domain.AboutProduct, ID: product})
		for _, a := range append(everybody, t.people(queue, member)...) {
			a.Decided += n
			if to == domain.StatusDeclined {
				a.Declined += n
			}
		}
		return nil
	})
}

func (t answerTally) all() []domain.Answers {
	all := make([]domain.Answers, 0, len(t))
	for _, a := range t {
		a.MedianDays = domain.Median(a.days)
		all = append(all, a.Answers)
	}
	return all
}

// SetAnswers keeps what CountAnswers counted.
func (q *Tx) SetAnswers(ctx context.Context, counted []domain.Answers) error {
	if _, err := q.exec(ctx, "DELETE FROM answers"); err != nil {
		return err
	}
	rows := make([][]any, len(counted))
	for i, a := range counted {
		rows[i] = []any{a.Of.Part, a.Of.ID, a.AskedWeek, a.WithinWeek, a.AskedMonth, a.WithinMonth, a.Answered,
			a.MedianDays, a.Decided, a.Declined}
	}
	return q.insertRows(ctx, `INSERT INTO answers (part, object_id, asked_week, within_week, asked_month, within_month, answered,
		median_days, decided, declined)`, "", rows)
}
