package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const applicantColumns = "id, email, name, password, language, terms, created_at"

func scanApplicant(rows *sql.Rows) (domain.Applicant, error) {
	var a domain.Applicant
	var created int64
	err := rows.Scan(&a.ID, &a.Email, &a.Name, &a.Password, &a.Language, &a.Terms, &created)
	a.Created = moment(created)
	return a, err
}

// CreateApplicant notes who asks for an account and returns the id. Beyond
// domain.ApplicantsMax for one address the oldest are forgotten.
func (q *Tx) CreateApplicant(ctx context.Context, a domain.Applicant) (int64, error) {
	var id int64
	err := q.get(ctx, "INSERT INTO applicants (email, name, password, language, terms, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		[]any{a.Email, a.Name, a.Password, a.Language, a.Terms, millis(a.Created)}, &id)
	if err != nil {
		return 0, err
	}
	_, err = q.exec(ctx, `DELETE FROM applicants WHERE email = $1
		AND id NOT IN (SELECT id FROM applicants WHERE email = $1 ORDER BY id DESC LIMIT $2)`, a.Email, domain.ApplicantsMax)
	return id, err
}

// Applicant finds who asked for an account by number.
func (r reads) Applicant(ctx context.Context, id int64) (domain.Applicant, error) {
	return one(ctx, r.handle, "SELECT "+applicantColumns+" FROM applicants WHERE id = $1", []any{id}, scanApplicant)
}

// Applicants lists who waits to be confirmed at a normalised address, newest first,
// at most domain.ApplicantsMax.
func (r reads) Applicants(ctx context.Context, email string) ([]domain.Applicant, error) {
	return list(ctx, r.handle, "SELECT "+applicantColumns+" FROM applicants WHERE email = $1 ORDER BY id DESC LIMIT $2",
		[]any{email, domain.ApplicantsMax}, scanApplicant)
}

// SetApplicantLink makes tokenHash the one link that works for an applicant;
// domain.ErrNotFound when nobody waits under that number any more.
func (q *Tx) SetApplicantLink(ctx context.Context, id int64, tokenHash []byte, expires time.Time) error {
	return q.changeOne(ctx, "UPDATE applicants SET token_hash = $2, expires_at = $3 WHERE id = $1", id, tokenHash, millis(expires))
}

// ApplicantByLink finds whose link still works.
func (r reads) ApplicantByLink(ctx context.Context, tokenHash []byte, now time.Time) (domain.Applicant, error) {
	return one(ctx, r.handle, "SELECT "+applicantColumns+" FROM applicants WHERE token_hash = $1 AND expires_at > $2",
		[]any{tokenHash, millis(now)}, scanApplicant)
}

// TakeApplicant uses an applicant's link up; domain.ErrNotFound as TakeLink says.
func (q *Tx) TakeApplicant(ctx context.Context, tokenHash []byte, now time.Time) (domain.Applicant, error) {
	return one(ctx, q.handle, "DELETE FROM applicants WHERE token_hash = $1 AND expires_at > $2 RETURNING "+applicantColumns,
		[]any{tokenHash, millis(now)}, scanApplicant)
}

// DeleteApplicantsOf forgets whoever else waits at an address that has its owner.
func (q *Tx) DeleteApplicantsOf(ctx context.Context, email string) error {
	_, err := q.exec(ctx, "DELETE FROM applicants WHERE email = $1", email)
	return err
}

// DeleteApplicants forgets who asked before a time, or after another one that has
// not come.
func (q *Tx) DeleteApplicants(ctx context.Context, before, after time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM applicants WHERE created_at < $1 OR created_at > $2", millis(before), millis(after))
	return err
}

// SetApplicant gives an unconfirmed account what an applicant chose, and confirms
// it; domain.ErrNotFound when it is confirmed already, or suspended.
func (q *Tx) SetApplicant(ctx context.Context, member int64, a domain.Applicant, at time.Time) error {
	err := q.changeOne(ctx, `UPDATE members SET name = $2, language = $3, confirmed_at = $4
		WHERE id = $1 AND confirmed_at = 0 AND suspended_at = 0`, member, a.Name, a.Language, millis(at))
	if err != nil {
		return err
	}
	if err := q.setMemberName(ctx, member, a.Name); err != nil {
		return err
	}
	return q.SetPassword(ctx, member, a.Password)
}

// ForgetUnconfirmed takes name and address from accounts made before a time that
// nobody ever confirmed: such an account has done nothing.
func (q *Tx) ForgetUnconfirmed(ctx context.Context, before time.Time) error {
	const never = "confirmed_at = 0 AND email IS NOT NULL AND created_at < $1 AND role = 'member'"
	_, err := q.exec(ctx, "DELETE FROM member_names WHERE member_id IN (SELECT id FROM members WHERE "+never+")", millis(before))
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, "UPDATE members SET name = '', email = NULL, new_email = '' WHERE "+never, millis(before))
	return err
}
