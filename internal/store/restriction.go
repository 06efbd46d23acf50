package store

import (
	"context"
	"database/sql"
	"time"

	"groundswell/internal/domain"
)

// restrictionQuery reads restrictions: m whom, b who decided, l who lifted one, o the
// objection and d who decided about that.
const restrictionQuery = `SELECT r.id, m.id, m.name, m.role, r.part, r.subject, r.what, r.ground, r.words, r.note, COALESCE(b.id, 0),
	COALESCE(b.name, ''), r.role, COALESCE(r.row_id, 0), r.created_at, r.ends_at, r.edited_at, r.lifted_at, COALESCE(l.id, 0),
	COALESCE(l.name, ''), COALESCE(l.role, ''), COALESCE(o.id, 0), COALESCE(o.words, ''), COALESCE(o.created_at, 0),
	COALESCE(o.outcome, ''), COALESCE(o.answer, ''), COALESCE(o.decided_at, 0), COALESCE(d.id, 0), COALESCE(d.name, ''), COALESCE(d.role, '')
	FROM restrictions r JOIN members m ON m.id = r.member_id LEFT JOIN members b ON b.id = r.by_id
	LEFT JOIN members l ON l.id = r.lifted_by LEFT JOIN objections o ON o.restriction_id = r.id
	LEFT JOIN members d ON d.id = o.decided_by WHERE `

func scanRestriction(rows *sql.Rows) (domain.Restriction, error) {
	var r domain.Restriction
	var at, ends, edited, lifted, objected, decided int64
	o := &r.Objection
	err := rows.Scan(&r.ID, &r.Whom.ID, &r.Whom.Name, &r.Whom.Role, &r.Part, &r.Subject, &r.What, &r.Ground, &r.Words, &r.Note, &r.By.ID,
		&r.By.Name, &r.By.Role, &r.Row, &at, &ends, &edited, &lifted, &r.LiftedBy.ID, &r.LiftedBy.Name, &r.LiftedBy.Role,
		&o.ID, &o.Words, &objected, &o.Outcome, &o.Answer, &decided, &o.By.ID, &o.By.Name, &o.By.Role)
	r.At, r.Ends, r.Edited, r.Lifted = moment(at), moment(ends), moment(edited), moment(lifted)
	o.At, o.Decided = moment(objected), moment(decided)
	return r, err
}

// Restriction reads a restriction with the objection to it.
func (r reads) Restriction(ctx context.Context, id int64) (domain.Restriction, error) {
	return one(ctx, r.handle, restrictionQuery+"r.id = $1", []any{id}, scanRestriction)
}

// RestrictionOf reads the newest restriction of something that is in force, of one kind or
// with "" of any; ID 0 for none.
func (r reads) RestrictionOf(ctx context.Context, part domain.Part, subject int64, what domain.Restricted) (domain.Restriction, error) {
	query, args := restrictionQuery+"r.part = $1 AND r.subject = $2 AND r.lifted_at = 0", []any{part, subject}
	if what != "" {
		query, args = query+" AND r.what = $3", append(args, what)
	}
	found, err := list(ctx, r.handle, query+" ORDER BY r.id DESC LIMIT 1", args, scanRestriction)
	return append(found, domain.Restriction{})[0], err
}

// RestrictionsOf reads a page of what a member was told, newest first.
func (r reads) RestrictionsOf(ctx context.Context, member int64, after domain.Cursor) (domain.Page[domain.Restriction], error) {
	w := where{args: []any{member}}
	query := restrictionQuery + "r.member_id = $1"
	if !after.Zero() {
		query += " AND r.id < " + w.arg(after.ID)
	}
	return readPage(ctx, r.handle, query+" ORDER BY r.id DESC LIMIT "+w.arg(domain.RestrictionPage+1), w.args, scanRestriction,
		domain.RestrictionPage, func(r *domain.Restriction) domain.Cursor { return domain.Cursor{ID: r.ID} })
}

// RestrictionsByID reads restrictions for the rows of a page of the desk.
func (r reads) RestrictionsByID(ctx context.Context, ids []int64) (map[int64]domain.Restriction, error) {
	found := map[int64]domain.Restriction{}
	return found, r.ofPage(ctx, restrictionQuery+"r.id IN %s", ids, func(rows *sql.Rows) error {
		one, err := scanRestriction(rows)
		found[one.ID] = one
		return err
	})
}

// CreateRestriction keeps a restriction and returns its id.
func (q *Tx) CreateRestriction(ctx context.Context, r domain.Restriction) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO restrictions (member_id, part, subject, what, ground, words, note, by_id, role, row_id, created_at, ends_at,
		removal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		[]any{r.Whom.ID, r.Part, r.Subject, r.What, r.Ground, r.Words, r.Note, orNoID(r.By.ID), r.By.Role, orNoID(r.Row),
			millis(r.At), millis(r.Ends), orNoID(r.Removal)}, &id)
	return id, err
}

// LiftRestriction ends a restriction that is in force, by a person or with 0 by a rule;
// domain.ErrNotFound when it is lifted already.
func (q *Tx) LiftRestriction(ctx context.Context, id, by int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE restrictions SET lifted_at = $3, lifted_by = $2 WHERE id = $1 AND lifted_at = 0",
		id, orNoID(by), millis(now))
}

// SetRestrictionEdited notes that the author mended what was hidden; domain.ErrNotFound
// when that happened before.
func (q *Tx) SetRestrictionEdited(ctx context.Context, id int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE restrictions SET edited_at = $2 WHERE id = $1 AND edited_at = 0 AND lifted_at = 0", id, millis(now))
}

// RestrictionsOn reads what restricts something now, at most deskSeenMax.
func (r reads) RestrictionsOn(ctx context.Context, part domain.Part, subject int64) ([]domain.Restriction, error) {
	return list(ctx, r.handle, restrictionQuery+"r.part = $1 AND r.subject = $2 AND r.lifted_at = 0 ORDER BY r.id LIMIT $3",
		[]any{part, subject, restrictionsMax}, scanRestriction)
}

// restrictionsMax bounds what is in force about one thing.
const restrictionsMax = 100

// MendedAt is when the author last mended a hidden post; the zero time for never.
func (r reads) MendedAt(ctx context.Context, part domain.Part, subject int64) (time.Time, error) {
	var at int64
	err := r.get(ctx, "SELECT COALESCE(MAX(edited_at), 0) FROM restrictions WHERE part = $1 AND subject = $2", []any{part, subject}, &at)
	return moment(at), err
}

// ReviveRestrictions puts those in force again that somebody lifted at a moment.
func (q *Tx) ReviveRestrictions(ctx context.Context, part domain.Part, subject, by int64, at time.Time) error {
	_, err := q.exec(ctx, `UPDATE restrictions SET lifted_at = 0, lifted_by = NULL
		WHERE part = $1 AND subject = $2 AND lifted_by = $3 AND lifted_at = $4`, part, subject, by, millis(at))
	return err
}
