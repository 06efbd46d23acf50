package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// held are the columns of product_counts that changes of numbers decide on. Few,
// because every rating reads them: each column costs as much as finding the row.
const held = " RETURNING product_id, revision_id, state, n, sum, below_since, override_until, import_until, " +
	"themes_version, reviews, poor, poor_replied"

// LockProduct takes the row of a product's counts for the rest of the transaction
// and reads what the rule and the counts need of it: standing, counts and the
// current revision with its histogram. Everything that may change n or sum calls
// it first, so that on PostgreSQL too such changes follow one another.
func (q *Tx) LockProduct(ctx context.Context, id int64) (domain.Product, error) {
	return q.lockProduct(ctx, "UPDATE product_counts SET state = state WHERE product_id = $1"+held, id)
}

// LockDueProduct is LockProduct for the clock: it takes the row only while it
// still is due then and below since the moment that was seen; domain.ErrNotFound
// otherwise. So a transition happens once, however many clocks look.
func (q *Tx) LockDueProduct(ctx context.Context, due DueProduct, rule domain.Rule, now time.Time) (domain.Product, error) {
	return q.lockProduct(ctx, `UPDATE product_counts SET state = state WHERE product_id = $1 AND below_since = $2
		AND (due_at > 0 AND (due_at <= $3 OR due_at > $4) OR state = 'watch' AND below_since > $5 OR state = 'withdrawn'
		AND below_since > $6)`+held,
		append([]any{due.ID, millis(due.BelowSince)}, dueTimes(rule, now)...)...)
}

// dueTimes are the times between which nothing is due: now and the furthest end
// of an override; the moments behind which no watch that goes on may have begun, and
// none that is over.
func dueTimes(rule domain.Rule, now time.Time) []any {
	return []any{
		millis(now), millis(domain.FurthestHonest(now, max(domain.OverrideMax, rule.For))),
		millis(domain.NewestHonest(now)), millis(domain.NewestHonest(now).Add(-rule.For)),
	}
}

func (q *Tx) lockProduct(ctx context.Context, statement string, args ...any) (domain.Product, error) {
	var p domain.Product
	var since, until, waits int64
	err := q.get(ctx, statement, args, &p.ID, &p.Revision.ID, &p.State, &p.N, &p.Sum, &since, &until, &waits,
		&p.ThemesVersion, &p.Reviews, &p.Poor, &p.PoorReplied)
	if err != nil {
		return p, err
	}
	p.BelowSince, p.OverrideUntil, p.ImportUntil = moment(since), moment(until), moment(waits)
	h := &p.Revision.Histogram
	err = q.get(ctx, "SELECT number, name, note, s1, s2, s3, s4, s5 FROM revisions WHERE id = $1", []any{p.Revision.ID},
		&p.Revision.Number, &p.Revision.Name, &p.Revision.Note, &h[0], &h[1], &h[2], &h[3], &h[4])
	return p, err
}

// ProductToRate finds the id of a product and the version of its themes.
func (r reads) ProductToRate(ctx context.Context, slug string) (id, themes int64, err error) {
	err = r.get(ctx, "SELECT c.product_id, c.themes_version FROM products p JOIN product_counts c ON c.product_id = p.id WHERE p.slug = $1",
		[]any{slug}, &id, &themes)
	return id, themes, err
}

// DueProduct is a product that the clock must look at.
type DueProduct struct {
	ID         int64
	BelowSince time.Time
}

// DueProducts lists products at which time may change something, the longest
// due first. What a clock ahead of its time decided is due as well: an override or
// a watch beyond its length, a watch that ended before it was over.
func (r reads) DueProducts(ctx context.Context, rule domain.Rule, now time.Time, limit int) ([]DueProduct, error) {
	return list(ctx, r.handle, `SELECT product_id, below_since, due_at FROM product_counts WHERE due_at > 0 AND due_at <= $1
		UNION SELECT product_id, below_since, due_at FROM product_counts WHERE due_at > $2
		UNION SELECT product_id, below_since, due_at FROM product_counts WHERE state = 'watch' AND below_since > $3
		UNION SELECT product_id, below_since, due_at FROM product_counts WHERE state = 'withdrawn' AND below_since > $4
		ORDER BY 3, 1 LIMIT $5`,
		append(dueTimes(rule, now), limit), func(rows *sql.Rows) (DueProduct, error) {
			var d DueProduct
			var since, due int64
			err := rows.Scan(&d.ID, &since, &due)
			d.BelowSince = moment(since)
			return d, err
		})
}

// ProductIDs lists ids of products behind one, for walking all of them.
func (r reads) ProductIDs(ctx context.Context, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, "SELECT product_id FROM product_counts WHERE product_id > $1 ORDER BY product_id LIMIT $2",
		[]any{after, limit}, scanID)
}

// SetStanding writes the numbers, state and moments of a product whose row is
// held.
func (q *Tx) SetStanding(ctx context.Context, p domain.Product, due time.Time) error {
	return q.changeOne(ctx, `UPDATE product_counts SET revision_id = $2, state = $3, n = $4, sum = $5, below_since = $6,
		override_until = $7, due_at = $8,
		low = $9, reviews = $10, poor = $11, poor_replied = $12, import_until = $13 WHERE product_id = $1`,
		p.ID, p.Revision.ID, p.State, p.N, p.Sum, millis(p.BelowSince), millis(p.OverrideUntil), millis(due),
		p.Revision.SortKey(), p.Reviews, p.Poor, p.PoorReplied, millis(p.ImportUntil))
}

// CreateProductEvent writes a line of a product's log. by.ID 0 is the rule
// itself, or a customer, whom the log does not name.
func (q *Tx) CreateProductEvent(ctx context.Context, p domain.Product, e domain.ProductEvent) error {
	_, err := q.exec(ctx, `INSERT INTO product_events (product_id, revision_id, at, cause, from_state, to_state, n, sum,
		since, until, member_id, role, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		p.ID, p.Revision.ID, millis(e.At), e.Cause, e.From, e.To, e.N, e.Sum, millis(e.Since), millis(e.Until),
		orNoID(e.By.ID), e.By.Role, e.Reason)
	return err
}

// eventsMax bounds what a product's page shows of its log.
const eventsMax = 50

// ProductEvents reads a product's log, newest first.
func (r reads) ProductEvents(ctx context.Context, product int64) ([]domain.ProductEvent, error) {
	return list(ctx, r.handle, `SELECT e.at, e.cause, e.from_state, e.to_state, e.n, e.sum, e.since, e.until, e.role, e.reason, v.name,
		COALESCE(m.id, 0), COALESCE(m.name, '')
		FROM product_events e JOIN revisions v ON v.id = e.revision_id LEFT JOIN members m ON m.id = e.member_id
		WHERE e.product_id = $1 ORDER BY e.id DESC LIMIT $2`, []any{product, eventsMax}, func(rows *sql.Rows) (domain.ProductEvent, error) {
		var e domain.ProductEvent
		var at, since, until int64
		err := rows.Scan(&at, &e.Cause, &e.From, &e.To, &e.N, &e.Sum, &since, &until, &e.By.Role, &e.Reason, &e.Revision, &e.By.ID, &e.By.Name)
		e.At, e.Since, e.Until = moment(at), moment(since), moment(until)
		return e, err
	})
}

// WatchRecipients lists whom a product's watch concerns, behind an id: moderators,
// admins and the responsible engineer, as far as they can sign in.
func (r reads) WatchRecipients(ctx context.Context, product, after int64, limit int) ([]int64, error) {
	return list(ctx, r.handle, `SELECT id FROM (
			SELECT id, role, suspended_at, confirmed_at, email FROM members WHERE role IN ('moderator', 'admin') AND id > $2
			UNION SELECT id, role, suspended_at, confirmed_at, email FROM members WHERE id = (SELECT responsible_id
			FROM products WHERE id = $1) AND role <> 'member'
		) concerned WHERE id > $2 AND suspended_at = 0 AND confirmed_at > 0 AND email IS NOT NULL
		ORDER BY id LIMIT $3`, []any{product, after, limit}, scanID)
}
