package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

const invitationColumns = "id, email, role, language, by_id, created_at, expires_at"

func scanInvitation(rows *sql.Rows) (domain.Invitation, error) {
	var i domain.Invitation
	var created, expires int64
	err := rows.Scan(&i.ID, &i.Email, &i.Role, &i.Language, &i.By.ID, &created, &expires)
	i.Created, i.Expires = moment(created), moment(expires)
	return i, err
}

// SetInvitation keeps the one invitation of an address and returns its id; what link there
// was before works no longer. tokenHash is that of the new link, nil for none yet.
func (q *Tx) SetInvitation(ctx context.Context, i domain.Invitation, tokenHash []byte) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO invitations (email, role, language, by_id, created_at, expires_at, token_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (email) DO UPDATE SET role = excluded.role, language = excluded.language, by_id = excluded.by_id,
			created_at = excluded.created_at, expires_at = excluded.expires_at, token_hash = excluded.token_hash
		RETURNING id`,
		[]any{i.Email, i.Role, i.Language, i.By.ID, millis(i.Created), millis(i.Expires), tokenHash}, &id)
	return id, err
}

// SetInvitationLink makes tokenHash the one link of an invitation; domain.ErrNotFound when
// it was taken back.
func (q *Tx) SetInvitationLink(ctx context.Context, id int64, tokenHash []byte, expires time.Time) error {
	return q.changeOne(ctx, "UPDATE invitations SET token_hash = $2, expires_at = $3 WHERE id = $1", id, tokenHash, millis(expires))
}

// Invitation finds one by number.
func (r reads) Invitation(ctx context.Context, id int64) (domain.Invitation, error) {
	return one(ctx, r.handle, "SELECT "+invitationColumns+" FROM invitations WHERE id = $1", []any{id}, scanInvitation)
}

// InvitationByLink finds whose link still works.
func (r reads) InvitationByLink(ctx context.Context, tokenHash []byte, now time.Time) (domain.Invitation, error) {
	return one(ctx, r.handle, "SELECT "+invitationColumns+" FROM invitations WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3",
		[]any{tokenHash, millis(now), millis(domain.FurthestHonest(now, domain.InvitationLife))}, scanInvitation)
}

// TakeInvitation uses an invitation's link up; domain.ErrNotFound as TakeLink says.
func (q *Tx) TakeInvitation(ctx context.Context, tokenHash []byte, now time.Time) (domain.Invitation, error) {
	return one(ctx, q.handle,
		"DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3 RETURNING "+invitationColumns,
		[]any{tokenHash, millis(now), millis(domain.FurthestHonest(now, domain.InvitationLife))}, scanInvitation)
}

// Invitations lists those that hold at a time, newest first, with the names of who made
// them; at most so many.
func (r reads) Invitations(ctx context.Context, now time.Time, limit int) ([]domain.Invitation, error) {
	return list(ctx, r.handle, `SELECT i.id, i.email, i.role, i.created_at, i.expires_at, m.id, m.name, m.role
		FROM invitations i JOIN members m ON m.id = i.by_id WHERE i.expires_at > $1 ORDER BY i.id DESC LIMIT $2`,
		[]any{millis(now), limit}, func(rows *sql.Rows) (domain.Invitation, error) {
			var i domain.Invitation
			var created, expires int64
			err := rows.Scan(&i.ID, &i.Email, &i.Role, &created, &expires, &i.By.ID, &i.By.Name, &i.By.Role)
			i.Created, i.Expires = moment(created), moment(expires)
			return i, err
		})
}

// DeleteInvitation takes one back; domain.ErrNotFound when it is gone.
func (q *Tx) DeleteInvitation(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "DELETE FROM invitations WHERE id = $1", id)
}

// DeleteInvitationOf forgets the invitation of an address that has its owner.
func (q *Tx) DeleteInvitationOf(ctx context.Context, email string) error {
	_, err := q.exec(ctx, "DELETE FROM invitations WHERE email = $1", email)
	return err
}

// DeleteInvitationsExpired forgets those that ended before a time, and those that were made
// behind the newest time there may be.
func (q *Tx) DeleteInvitationsExpired(ctx context.Context, until, newest time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM invitations WHERE expires_at <= $1 OR expires_at > $2", millis(until),
		millis(domain.FurthestHonest(newest, domain.InvitationLife)))
	return err
}
