package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const memberColumns = `id, name, COALESCE(email, ''), new_email, role, language, theme, single_keys,
	created_at, confirmed_at, suspended_at, password, stamp, version`

func scanMember(rows *sql.Rows) (domain.Member, error) {
	var m domain.Member
	var created, confirmed, suspended int64
	err := rows.Scan(&m.ID, &m.Name, &m.Email, &m.NewEmail, &m.Role, &m.Language, &m.Theme, &m.SingleKeys,
		&created, &confirmed, &suspended, &m.Password, &m.Stamp, &m.Version)
	m.Created, m.Confirmed, m.Suspended = moment(created), moment(confirmed), moment(suspended)
	return m, err
}

func (r reads) oneMember(ctx context.Context, condition string, arg any) (domain.Member, error) {
	return one(ctx, r.handle, "SELECT "+memberColumns+" FROM members WHERE "+condition, []any{arg}, scanMember)
}

// Member finds an account by id.
func (r reads) Member(ctx context.Context, id int64) (domain.Member, error) {
	return r.oneMember(ctx, "id = $1", id)
}

// MemberByEmail finds an account by its normalised address.
func (r reads) MemberByEmail(ctx context.Context, email string) (domain.Member, error) {
	return r.oneMember(ctx, "email = $1", email)
}

// Members reads a page of accounts for admins, newest first.
func (r reads) Members(ctx context.Context, f domain.MemberFilter) (domain.Page[domain.Member], error) {
	var w where
	query := "SELECT " + memberColumns + " FROM members WHERE id > 0"
	if f.Role != "" {
		query += " AND role = " + w.arg(f.Role)
	}
	if !f.After.Zero() {
		query += " AND id < " + w.arg(f.After.ID)
	}
	query += " ORDER BY id DESC LIMIT " + w.arg(f.Limit+1)
	return readPage(ctx, r.handle, query, w.args, scanMember, f.Limit, func(m *domain.Member) domain.Cursor { return domain.Cursor{ID: m.ID} })
}

// Staff lists the accounts that speak for the company, at most 100.
func (r reads) Staff(ctx context.Context) ([]domain.Member, error) {
	return list(ctx, r.handle, "SELECT "+memberColumns+` FROM members
		WHERE role IN ('engineer', 'moderator', 'officer', 'admin') AND suspended_at = 0
		ORDER BY role, id LIMIT 100`, nil, scanMember)
}

// HasAdmin reports whether anybody can administer the installation.
func (r reads) HasAdmin(ctx context.Context) (bool, error) {
	found, err := list(ctx, r.handle,
		"SELECT id FROM members WHERE role = 'admin' AND suspended_at = 0 AND confirmed_at > 0 LIMIT 1", nil, scanID)
	return len(found) > 0, err
}

// CreateMember adds an account and returns its id.
func (q *Tx) CreateMember(ctx context.Context, m domain.Member) (int64, error) {
	var id int64
	err := q.get(ctx, `INSERT INTO members (name, email, role, language, theme, single_keys, password, created_at, confirmed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		[]any{m.Name, orNull(m.Email), m.Role, m.Language, m.Theme, m.SingleKeys, m.Password, millis(m.Created), millis(m.Confirmed)}, &id)
	if isDuplicate(err) {
		return 0, domain.BadField("email", "error.email_taken", nil)
	}
	if err != nil || m.Email == "" {
		return id, err // nobody can sign in
	}
	return id, q.setMemberName(ctx, id, m.Name)
}

// SetConfirmed notes that the account's address is its owner's.
func (q *Tx) SetConfirmed(ctx context.Context, id int64, at time.Time) error {
	return q.changeOne(ctx, "UPDATE members SET confirmed_at = $2 WHERE id = $1", id, millis(at))
}

// SetName changes the display name.
func (q *Tx) SetName(ctx context.Context, id int64, name string) error {
	if err := q.changeOne(ctx, "UPDATE members SET name = $2, version = version + 1 WHERE id = $1", id, name); err != nil {
		return err
	}
	return q.setMemberName(ctx, id, name)
}

// SetNewEmail notes the address that waits to be confirmed.
func (q *Tx) SetNewEmail(ctx context.Context, id int64, email string) error {
	return q.changeOne(ctx, "UPDATE members SET new_email = $2 WHERE id = $1", id, email)
}

// SetEmail makes a confirmed address the account's own and ends all access. What came back
// came from the one before.
func (q *Tx) SetEmail(ctx context.Context, id int64, email string) error {
	err := q.changeAccess(ctx, "UPDATE members SET email = $2, new_email = '', bounces = 0, bounced_at = 0 WHERE id = $1", id, email)
	if isDuplicate(err) {
		return domain.BadField("email", "error.email_taken", nil)
	}
	return err
}

// SetPassword changes the hash and ends all access.
func (q *Tx) SetPassword(ctx context.Context, id int64, hash string) error {
	return q.changeAccess(ctx, "UPDATE members SET password = $2 WHERE id = $1", id, hash)
}

// SetPreferences changes what a person chose about the pages.
func (q *Tx) SetPreferences(ctx context.Context, id int64, language string, theme domain.ColorTheme, singleKeys bool) error {
	return q.changeOne(ctx, "UPDATE members SET language = $2, theme = $3, single_keys = $4 WHERE id = $1",
		id, language, theme, singleKeys)
}

// SetRole changes the role and ends all access.
func (q *Tx) SetRole(ctx context.Context, id int64, role domain.Role) error {
	return q.changeAccess(ctx, "UPDATE members SET role = $2 WHERE id = $1", id, role)
}

// SetSuspended suspends at a time, or reinstates with the zero time, and ends
// all access.
func (q *Tx) SetSuspended(ctx context.Context, id int64, at time.Time) error {
	return q.changeAccess(ctx, "UPDATE members SET suspended_at = $2 WHERE id = $1", id, millis(at))
}

// HoldMember takes an account's row and reads the account as it now is. Verbs
// that change what an account may do call it first, so that of two changes the
// second one knows the first.
func (q *Tx) HoldMember(ctx context.Context, id int64) (domain.Member, error) {
	return one(ctx, q.handle, "UPDATE members SET version = version WHERE id = $1 RETURNING "+memberColumns, []any{id}, scanMember)
}

// OtherAdmins counts the admins besides one who can sign in; it takes their
// rows, so that two admins cannot both leave at once.
func (q *Tx) OtherAdmins(ctx context.Context, besides int64) (int64, error) {
	return q.exec(ctx, "UPDATE members SET version = version WHERE role = 'admin' AND suspended_at = 0 AND confirmed_at > 0 AND id <> $1", besides)
}

// changeAccess is changeOne for what an account may do or how its owner gets
// in: whatever was opened before ends with it.
func (q *Tx) changeAccess(ctx context.Context, query string, id int64, value any) error {
	if err := q.changeOne(ctx, query, id, value); err != nil {
		return err
	}
	return q.DeleteSessions(ctx, id)
}

// CreateMemberDecision keeps what somebody decided about a member.
func (q *Tx) CreateMemberDecision(ctx context.Context, member int64, d domain.MemberDecision) error {
	_, err := q.exec(ctx, `INSERT INTO member_decisions (member_id, kind, given, by_id, role, reason, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, member, d.Act, d.Given, orNoID(d.By.ID), d.By.Role, d.Reason, millis(d.At))
	return err
}

// memberDecisionsMax bounds what a member's page shows of what was decided.
const memberDecisionsMax = 20

// MemberDecisions reads what was last decided about a member, newest first.
func (r reads) MemberDecisions(ctx context.Context, member int64) ([]domain.MemberDecision, error) {
	return list(ctx, r.handle, `SELECT d.kind, d.given, d.reason, d.created_at, d.role, COALESCE(m.id, 0), COALESCE(m.name, '')
		FROM member_decisions d LEFT JOIN members m ON m.id = d.by_id WHERE d.member_id = $1 ORDER BY d.id DESC LIMIT $2`,
		[]any{member, memberDecisionsMax}, func(rows *sql.Rows) (domain.MemberDecision, error) {
			var d domain.MemberDecision
			var at int64
			err := rows.Scan(&d.Act, &d.Given, &d.Reason, &at, &d.By.Role, &d.By.ID, &d.By.Name)
			d.At = moment(at)
			return d, err
		})
}

// MemberTotals counts what a member has said.
func (r reads) MemberTotals(ctx context.Context, member int64) (t domain.MemberTotals, err error) {
	err = r.get(ctx, `SELECT (SELECT COUNT(*) FROM ratings WHERE member_id = $1 AND NOT removed),
		(SELECT COUNT(*) FROM ideas WHERE author_id = $1 AND removed_at = 0)`, []any{member}, &t.Ratings, &t.Ideas)
	return t, err
}
