package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const legalQuery = "SELECT id, page, language, version, body, html, asks, saved_at FROM legal_texts "

func scanLegal(rows *sql.Rows) (domain.LegalText, error) {
	var t domain.LegalText
	var saved int64
	err := rows.Scan(&t.ID, &t.Page, &t.Language, &t.Version, &t.Body, &t.HTML, &t.Asks, &saved)
	t.Saved = moment(saved)
	return t, err
}

// LegalText is the newest version of a page in a language; domain.ErrNotFound when nobody
// has saved one.
func (r reads) LegalText(ctx context.Context, page domain.LegalPage, language string) (domain.LegalText, error) {
	return one(ctx, r.handle, legalQuery+"WHERE page = $1 AND language = $2 ORDER BY version DESC LIMIT 1",
		[]any{page, language}, scanLegal)
}

// LegalVersions lists the versions of a page in a language, newest first, below a
// version; 0: from the newest.
func (r reads) LegalVersions(ctx context.Context, page domain.LegalPage, language string, below int64,
	limit int) ([]domain.LegalText, error) {
	if below == 0 {
		below = 1 << 40
	}
	return list(ctx, r.handle, legalQuery+"WHERE page = $1 AND language = $2 AND version < $3 ORDER BY version DESC LIMIT $4",
		[]any{page, language, below, limit}, scanLegal)
}

// LegalNow lists the newest version of every page in every language.
func (r reads) LegalNow(ctx context.Context) ([]domain.LegalText, error) {
	return list(ctx, r.handle, legalQuery+`WHERE version = (SELECT MAX(t.version) FROM legal_texts t
		WHERE t.page = legal_texts.page AND t.language = legal_texts.language) ORDER BY id`, nil, scanLegal)
}

// TermsNow tells which terms hold.
func (r reads) TermsNow(ctx context.Context) (domain.TermsState, error) {
	var s domain.TermsState
	var at int64
	err := r.get(ctx, `SELECT COALESCE(MAX(version), 0), COALESCE(MAX(CASE WHEN asks THEN version ELSE 0 END), 0),
		COALESCE(MAX(CASE WHEN asks THEN saved_at ELSE 0 END), 0) FROM legal_texts WHERE page = $1`,
		[]any{domain.Terms}, &s.Version, &s.Asked, &at)
	s.AskedAt = moment(at)
	return s, err
}

// CreateLegalText keeps a version; a domain.Conflict where there is one of that number.
func (q *Tx) CreateLegalText(ctx context.Context, t domain.LegalText, renderer, member int64) error {
	_, err := q.exec(ctx, `INSERT INTO legal_texts (page, language, version, body, html, html_version, asks, member_id, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.Page, t.Language, t.Version, t.Body, t.HTML, renderer, t.Asks, orNoID(member), millis(t.Saved))
	if isDuplicate(err) {
		return domain.Refuse(domain.Conflict, "error.changed")
	}
	return err
}

// agreedTo is an expression for the newest terms that a member agreed to.
func agreedTo(member string) string {
	return "COALESCE((SELECT MAX(c.version) FROM consents c WHERE c.member_id = " + member + "), 0)"
}

// AgreedTo is the newest version of the terms that a member agreed to, 0 for none.
func (r reads) AgreedTo(ctx context.Context, member int64) (version int64, err error) {
	err = r.get(ctx, "SELECT "+agreedTo("$1"), []any{member}, &version)
	return version, err
}

// SetConsent notes that a member agreed to a version of the terms; it stays as it was
// where that is known.
func (q *Tx) SetConsent(ctx context.Context, member, version int64, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO consents (member_id, version, agreed_at) VALUES ($1, $2, $3)
		ON CONFLICT (member_id, version) DO NOTHING`, member, version, millis(now))
	return err
}
