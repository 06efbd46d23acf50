package store

import (
	"context"
	"database/sql"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// outcomeColumns are what is shown of an idea i with its counts c and a decision d
// about it by b.
const outcomeColumns = `i.id, i.title, i.language, c.created_at, c.promotes, c.demotes, c.carried, s.id, s.slug, s.name,
	m.id, m.name, m.role, i.author_name, COALESCE(p.id, 0), COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(k.state, ''),
	COALESCE(d.id, 0), COALESCE(d.from_status, ''), COALESCE(d.to_status, c.status), COALESCE(d.reason, ''), COALESCE(d.created_at, 0),
	COALESCE(d.promotes, 0), COALESCE(d.wanted, 0), COALESCE(d.role, ''), COALESCE(b.id, 0), COALESCE(b.name, ''),
	COALESCE(v.id, 0), COALESCE(v.name, ''), COALESCE(v.again, 0), COALESCE(v.again_stars, 0), COALESCE(v.again_squares, 0)`

// decided are the columns of a decision d.
const decided = "id, idea_id, from_status, to_status, reason, created_at, promotes, wanted, role, member_id"

// outcomeJoins find them once i, c and d are there.
const outcomeJoins = `
	JOIN spaces s ON s.id = c.space_id
	JOIN members m ON m.id = i.author_id
	LEFT JOIN members b ON b.id = d.member_id
	LEFT JOIN products p ON p.id = i.product_id
	LEFT JOIN product_counts k ON k.product_id = i.product_id
	LEFT JOIN items t ON t.idea_id = i.id
	LEFT JOIN revisions v ON v.id = t.shipped_in `

func scanOutcome(rows *sql.Rows) (domain.Outcome, error) {
	var o domain.Outcome
	var created, at int64
	var named string
	i, d, g := &o.Idea, &o.Decision, &o.Revision.Regained
	err := rows.Scan(&i.ID, &i.Title, &i.Language, &created, &i.Promotes, &i.Demotes, &i.Carried, &i.Space.ID, &i.Space.Slug, &i.Space.Name,
		&i.Author.ID, &i.Author.Name, &i.Author.Role, &named, &i.Product.ID, &i.Product.Slug, &i.Product.Name, &i.Product.State,
		&d.ID, &d.From, &i.Status, &d.Reason, &at, &d.Promotes, &d.Wanted, &d.By.Role, &d.By.ID, &d.By.Name,
		&o.Revision.ID, &o.Revision.Name, &g.People, &g.Sum, &g.Squares)
	i.Created, i.Words, d.To, d.At = moment(created), slug.Of(i.Title), i.Status, moment(at)
	setName(&i.Author, named)
	return o, err
}

// Shipped reads one page of what was shipped, wholly or partly, newest first and last
// what an import brought so: one query, and a page's rows of an index for each status.
func (r reads) Shipped(ctx context.Context, after domain.Cursor, limit int) (domain.Page[domain.Outcome], error) {
	var w where
	behind := ""
	if !after.Zero() {
		behind = " AND (shipped_at, idea_id) < (" + w.arg(after.At) + ", " + w.arg(after.ID) + ")"
	}
	most := w.arg(limit + 1)
	span := func(status domain.Status, name string) string {
		return `SELECT * FROM (SELECT idea_id, shipped_at, status, created_at, promotes, demotes, carried, space_id FROM idea_counts
			WHERE listed AND NOT open AND status = ` + w.arg(status) + behind + " ORDER BY shipped_at DESC, idea_id DESC LIMIT " + most + ") " + name
	}
	query := "SELECT " + outcomeColumns + " FROM (" + span(domain.StatusShipped, "a") + " UNION ALL " + span(domain.StatusPartlyShipped, "b") +
		" ORDER BY shipped_at DESC, idea_id DESC LIMIT " + most + `) c
		JOIN ideas i ON i.id = c.idea_id
		LEFT JOIN decisions d ON d.id = (SELECT MAX(l.id) FROM decisions l WHERE l.idea_id = c.idea_id AND l.to_status = c.status AND l.undone_at = 0)` +
		outcomeJoins + "ORDER BY c.shipped_at DESC, c.idea_id DESC"
	return readPage(ctx, r.handle, query, w.args, scanOutcome, limit, func(o *domain.Outcome) domain.Cursor {
		return domain.Cursor{At: millis(o.Decision.At), ID: o.Idea.ID}
	})
}

// What people hear of: of an idea that lists show the last decision that stands, if it
// is an answer and the idea still is where it put it.
var (
	heard      = "undone_at = 0 AND to_status IN (" + quoted(domain.AnswerStatuses) + ")"
	heardJoins = `
		JOIN idea_counts c ON c.idea_id = d.idea_id AND c.listed AND c.status = d.to_status
		JOIN ideas i ON i.id = d.idea_id` + outcomeJoins
	lastHeard = "d.id = (SELECT MAX(l.id) FROM decisions l WHERE l.idea_id = d.idea_id AND l.undone_at = 0)"
)

// heardNow reads what people hear of, of the newest domain.HeardMost decisions, with
// the first line of each reason.
func (r reads) heardNow(ctx context.Context) (domain.Heard, error) {
	return list(ctx, r.handle, "SELECT "+outcomeColumns+" FROM (SELECT "+decided+" FROM decisions WHERE shown AND "+heard+
		" ORDER BY id DESC LIMIT $1) d"+heardJoins+"WHERE "+lastHeard+" ORDER BY d.id DESC",
		[]any{domain.HeardMost}, func(rows *sql.Rows) (domain.Outcome, error) {
			o, err := scanOutcome(rows)
			o.Decision.Reason, _, _ = strings.Cut(o.Decision.Reason, "\n")
			return o, err
		})
}

// heardMost is in how many of the newest decisions of all ideas people find what their
// votes led to.
const heardMost = 2000

// VotesLedTo lists what came lately of ideas that somebody promoted, newest first: of
// each idea the last decision since the vote, if it still stands. The join that SQLite
// does not turn round begins with the decisions: votes are many more.
func (r reads) VotesLedTo(ctx context.Context, member int64) ([]domain.Outcome, error) {
	return list(ctx, r.handle, "SELECT "+outcomeColumns+" FROM (SELECT "+decided+" FROM decisions WHERE "+heard+` ORDER BY id DESC LIMIT $2) d
		CROSS JOIN votes y`+heardJoins+`
		WHERE y.idea_id = d.idea_id AND y.member_id = $1 AND y.value = 1 AND y.changed_at < d.created_at
		AND `+lastHeard+" ORDER BY d.id DESC LIMIT $3",
		[]any{member, heardMost, domain.VotesLedTo}, scanOutcome)
}

// decidedMost is in how many of their newest decisions those to be shown of a member
// are found: some may be about ideas that are hidden now.
const decidedMost = 100

// DecidedBy lists the last decisions of a member about ideas that anybody may see,
// newest first.
func (r reads) DecidedBy(ctx context.Context, member int64) ([]domain.Outcome, error) {
	return list(ctx, r.handle, "SELECT "+outcomeColumns+" FROM (SELECT "+decided+` FROM decisions
		WHERE member_id = $1 AND undone_at = 0 ORDER BY id DESC LIMIT $2) d
		JOIN idea_counts c ON c.idea_id = d.idea_id AND c.listed
		JOIN ideas i ON i.id = d.idea_id`+outcomeJoins+"ORDER BY d.id DESC LIMIT $3",
		[]any{member, decidedMost, domain.DecidedByOne}, scanOutcome)
}

// shippedAt is when an idea was shipped as its ledger has it.
const shippedAt = `CASE WHEN c.status IN ('shipped', 'partly_shipped') THEN COALESCE((SELECT MAX(d.created_at) FROM decisions d
	WHERE d.idea_id = c.idea_id AND d.to_status = c.status AND d.undone_at = 0), 0) ELSE 0 END`

// setShipped makes when an idea was shipped what its ledger says.
func (q *Tx) setShipped(ctx context.Context, idea int64) error {
	return q.changeOne(ctx, "UPDATE idea_counts AS c SET shipped_at = "+shippedAt+" WHERE c.idea_id = $1", idea)
}

// misdated returns the ideas that are said to be shipped at another time than their
// ledgers say, at most 100.
func (r reads) misdated(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, "SELECT c.idea_id FROM idea_counts c WHERE c.shipped_at <> "+shippedAt+" ORDER BY c.idea_id LIMIT 100", nil,
		func(rows *sql.Rows) (Mismatch, error) {
			m := Mismatch{Of: "idea", What: "shipped at another time than its ledger says"}
			return m, rows.Scan(&m.ID)
		})
}
