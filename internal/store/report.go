package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const reportQuery = `SELECT id, part, subject, reason, words, name, email, language, created_at, confirmed_at, outcome FROM reports WHERE `

func scanReport(rows *sql.Rows) (domain.Report, error) {
	var r domain.Report
	var at, confirmed int64
	err := rows.Scan(&r.ID, &r.Part, &r.Subject, &r.Reason, &r.Words, &r.Name, &r.Email, &r.Language, &at, &confirmed, &r.Outcome)
	r.At, r.Confirmed = moment(at), moment(confirmed)
	return r, err
}

// Report reads a report, confirmed or not.
func (r reads) Report(ctx context.Context, id int64) (domain.Report, error) {
	return one(ctx, r.handle, reportQuery+"id = $1", []any{id}, scanReport)
}

// ReportByToken finds the report that a link confirms.
func (r reads) ReportByToken(ctx context.Context, hash []byte) (domain.Report, error) {
	return one(ctx, r.handle, reportQuery+"token = $1 AND confirmed_at = 0", []any{hash}, scanReport)
}

// ReportsOf reads the newest confirmed reports of posts.
func (r reads) ReportsOf(ctx context.Context, posts ...domain.PostKey) (map[domain.PostKey][]domain.Report, error) {
	var w where
	found := map[domain.PostKey][]domain.Report{}
	query := reportQuery + "confirmed_at > 0 AND " + w.posts("reports", posts) + " ORDER BY part, subject, id DESC LIMIT " +
		w.arg(domain.DeskPage*domain.ReportsShown)
	return found, r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		one, err := scanReport(rows)
		key := domain.PostKey{Part: one.Part, ID: one.Subject}
		if len(found[key]) < domain.ReportsShown {
			found[key] = append(found[key], one)
		}
		return err
	})
}

// CreateReport keeps a report whose address waits to be confirmed.
func (q *Tx) CreateReport(ctx context.Context, r domain.Report) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO reports (part, subject, reason, words, name, email, language, token, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		[]any{r.Part, r.Subject, r.Reason, r.Words, r.Name, r.Email, r.Language, []byte{}, millis(r.At)}, &id)
	return id, err
}

// SetReportToken keeps the hash of the link that confirms a report; domain.ErrNotFound
// when it is confirmed already, or gone.
func (q *Tx) SetReportToken(ctx context.Context, id int64, hash []byte) error {
	return q.changeOne(ctx, "UPDATE reports SET token = $2 WHERE id = $1 AND confirmed_at = 0", id, hash)
}

// ConfirmReport notes that the address is its owner's; domain.ErrNotFound when that
// happened before.
func (q *Tx) ConfirmReport(ctx context.Context, id int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE reports SET confirmed_at = $2, token = $3 WHERE id = $1 AND confirmed_at = 0", id, millis(now), []byte{})
}

// DecideReports says what became of the reports of a post that wait, and returns them.
func (q *Tx) DecideReports(ctx context.Context, part domain.Part, subject int64, outcome domain.DeskDo, row int64,
	now time.Time) ([]int64, error) {
	return list(ctx, q.handle, `UPDATE reports SET outcome = $3, row_id = $4, decided_at = $5
		WHERE part = $1 AND subject = $2 AND outcome = '' AND confirmed_at > 0 RETURNING id`,
		[]any{part, subject, outcome, orNoID(row), millis(now)}, scanID)
}

// ReopenReports lets those reports wait again that were decided on a row, and reports
// whether there were any.
func (q *Tx) ReopenReports(ctx context.Context, part domain.Part, subject, row int64) (bool, error) {
	n, err := q.exec(ctx, "UPDATE reports SET outcome = '', row_id = NULL, decided_at = 0 WHERE part = $1 AND subject = $2 AND row_id = $3",
		part, subject, row)
	return n > 0, err
}

// DeleteDecidedReports forgets reports that were decided before a time, and by whom they
// were.
func (q *Tx) DeleteDecidedReports(ctx context.Context, before time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM reports WHERE decided_at > 0 AND decided_at < $1", millis(before))
	return err
}

// DeleteUnconfirmedReports forgets reports older than a time whose address nobody
// confirmed.
func (q *Tx) DeleteUnconfirmedReports(ctx context.Context, before time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM reports WHERE confirmed_at = 0 AND created_at < $1", millis(before))
	return err
}
