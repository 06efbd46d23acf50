package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// deskQuery reads rows of the desk: c who claimed one, b who closed it, u who took that
// back.
const deskQuery = `SELECT d.id, d.kind, d.part, d.subject, d.harm, d.created_at, d.version, d.claimed_at, COALESCE(c.id, 0),
	COALESCE(c.name, ''), COALESCE(c.role, ''), d.closed_at, COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), d.decision,
	d.undone_at, COALESCE(u.id, 0), COALESCE(u.name, ''), COALESCE(u.role, ''), COALESCE(s.id, 0), COALESCE(s.slug, ''), COALESCE(s.name, '')
	FROM desk_rows d LEFT JOIN members c ON c.id = d.claimed_by LEFT JOIN members b ON b.id = d.closed_by
	LEFT JOIN members u ON u.id = d.undone_by LEFT JOIN spaces s ON s.id = d.space_id WHERE `

func scanDeskRow(rows *sql.Rows) (domain.DeskRow, error) {
	var r domain.DeskRow
	var created, claimed, closed, undone int64
	err := rows.Scan(&r.ID, &r.Kind, &r.Part, &r.Subject, &r.Harm, &created, &r.Version, &claimed, &r.Claimed.ID,
		&r.Claimed.Name, &r.Claimed.Role, &closed, &r.ClosedBy.ID, &r.ClosedBy.Name, &r.ClosedBy.Role, &r.Decision,
		&undone, &r.UndoneBy.ID, &r.UndoneBy.Name, &r.UndoneBy.Role, &r.Space.ID, &r.Space.Slug, &r.Space.Name)
	r.Created, r.ClaimAt, r.Closed, r.Undone = moment(created), moment(claimed), moment(closed), moment(undone)
	return r, err
}

// DeskRow reads a row of the desk, decided or not.
func (r reads) DeskRow(ctx context.Context, id int64) (domain.DeskRow, error) {
	return one(ctx, r.handle, deskQuery+"d.id = $1", []any{id}, scanDeskRow)
}

// DeskRows reads a page of the desk with who has seen each row: what waits, the most
// harmful first, or what was decided, the newest first. Two queries, each of them of a
// page's worth of rows of an index.
func (r reads) DeskRows(ctx context.Context, f domain.DeskFilter) (domain.Page[domain.DeskRow], error) {
	var w where
	var ids string
	if f.Decided {
		ids = decidedIDs(&w, f)
	} else {
		ids = openIDs(&w, f)
	}
	order := "d.harm DESC, d.id DESC"
	if f.Decided {
		order = "d.closed_at DESC, d.id DESC"
	}
	page, err := readPage(ctx, r.handle, deskQuery+"d.id IN ("+ids+") ORDER BY "+order, w.args, scanDeskRow, domain.DeskPage,
		(*domain.DeskRow).Cursor)
	if err != nil || len(page.Items) == 0 {
		return page, err
	}
	return page, r.addDeskSeen(ctx, page.Items)
}

// openIDs are the rows of a page of what waits, one more than it shows. Each of several
// spaces is a short range of its own.
func openIDs(w *where, f domain.DeskFilter) string {
	condition := "closed_at = 0"
	if f.Kind != "" {
		condition += " AND kind = " + w.arg(f.Kind)
	}
	if !f.After.Zero() {
		condition += " AND (harm, id) < (" + w.arg(int64(f.After.Key)) + ", " + w.arg(f.After.ID) + ")"
	}
	limit := " ORDER BY harm DESC, id DESC LIMIT " + w.arg(domain.DeskPage+1)
	if len(f.Spaces) == 0 {
		return "SELECT id FROM desk_rows WHERE " + condition + limit
	}
	var ranges []string
	for i, space := range f.Spaces {
		ranges = append(ranges, "SELECT * FROM (SELECT id, harm FROM desk_rows WHERE "+condition+" AND space_id = "+w.arg(space)+limit+
			") s"+string(rune('a'+i)))
	}
	return "SELECT id FROM (" + strings.Join(ranges, " UNION ALL ") + ") of_spaces" + limit
}

func decidedIDs(w *where, f domain.DeskFilter) string {
	condition := "closed_at > 0"
	if f.Kind != "" {
		condition += " AND kind = " + w.arg(f.Kind)
	}
	if !f.After.Zero() {
		condition += " AND (closed_at, id) < (" + w.arg(f.After.At) + ", " + w.arg(f.After.ID) + ")"
	}
	return "SELECT id FROM desk_rows WHERE " + condition + " ORDER BY closed_at DESC, id DESC LIMIT " + w.arg(domain.DeskPage+1)
}

// ofPage runs a query about the rows of a page of the desk, or about one, and calls scan for
// what it reads. Where its text has %s the list of their ids stands.
func (r reads) ofPage(ctx context.Context, query string, ids []int64, scan func(*sql.Rows) error) error {
	if len(ids) == 0 {
		return nil
	}
	var w where
	list := "(" + w.ids(ids, places(ids, domain.DeskPage, domain.DeskPage)) + ")"
	return r.each(ctx, strings.ReplaceAll(query, "%s", list), w.args, scan)
}

// deskSeenMax bounds how many people are named of those who have seen a page.
const deskSeenMax = 200

func (r reads) addDeskSeen(ctx context.Context, all []domain.DeskRow) error {
	var w where
	at := map[int64]*domain.DeskRow{}
	ids := make([]int64, len(all))
	for i := range all {
		ids[i], at[all[i].ID] = all[i].ID, &all[i]
	}
	query := "SELECT s.row_id, m.id, m.name, m.role FROM desk_seen s JOIN members m ON m.id = s.member_id WHERE s.row_id IN (" +
		w.ids(ids, domain.DeskPage) + ") ORDER BY s.row_id, s.at DESC LIMIT " + w.arg(deskSeenMax)
	return r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var row int64
		var m domain.MemberRef
		err := rows.Scan(&row, &m.ID, &m.Name, &m.Role)
		if at[row] != nil {
			at[row].Seen = append(at[row].Seen, m)
		}
		return err
	})
}

// DeskCounts counts what waits of each kind in some spaces, or without spaces in all, up to
// domain.DeskCountMax.
func (r reads) DeskCounts(ctx context.Context, spaces []int64) ([]domain.DeskCount, error) {
	var w where
	var parts []string
	limit, in := w.arg(domain.DeskCountMax), ""
	if len(spaces) > 0 {
		in = " AND space_id IN (" + w.ids(spaces, 0) + ")"
	}
	for _, k := range domain.DeskKinds {
		parts = append(parts, fmt.Sprintf("SELECT '%s' AS kind, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM desk_rows"+
			" WHERE closed_at = 0 AND kind = '%[1]s'%s LIMIT %s) k) AS n", k, in, limit))
	}
	return list(ctx, r.handle, strings.Join(parts, " UNION ALL "), w.args, func(rows *sql.Rows) (domain.DeskCount, error) {
		var c domain.DeskCount
		err := rows.Scan(&c.Kind, &c.N)
		return c, err
	})
}

// deskLoadMax bounds how many decisions the counter reads.
const deskLoadMax = 10_000

// DeskLoad counts what waits for too long and what people decided of late, up to
// deskLoadMax decisions.
func (r reads) DeskLoad(ctx context.Context, now time.Time) (l domain.DeskLoad, err error) {
	var spent int64
	err = r.get(ctx, `SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM desk_rows WHERE closed_at = 0 AND created_at <= $1 LIMIT $2) late),
		COUNT(*), CAST(COALESCE(SUM(CASE WHEN claimed_at = 0 OR closed_at - claimed_at > $3 THEN 0 ELSE closed_at - claimed_at END), 0) AS BIGINT)
		FROM (SELECT closed_at, claimed_at FROM desk_rows WHERE closed_at > 0 AND closed_at > $4 AND closed_by IS NOT NULL
		ORDER BY closed_at DESC LIMIT $5) decided`,
		[]any{millis(now.Add(-domain.DeskLate)), domain.DeskCountMax, domain.DeskClaim.Milliseconds(), millis(now.Add(-domain.DeskSpan)),
			deskLoadMax}, &l.Late, &l.Decisions, &spent)
	l.Minutes = (spent + time.Minute.Milliseconds()/2) / time.Minute.Milliseconds()
	return l, err
}

// OpenDeskRow brings something to the desk: kind, part, subject, harm, space and the time.
// What is there already stays and at most rises. It returns the open row's id.
func (q *Tx) OpenDeskRow(ctx context.Context, r domain.DeskRow) (id int64, err error) {
	err = q.get(ctx, `INSERT INTO desk_rows (kind, part, subject, harm, space_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kind, part, subject) WHERE closed_at = 0 DO UPDATE SET version = desk_rows.version + 1,
		harm = CASE WHEN excluded.harm > desk_rows.harm THEN excluded.harm ELSE desk_rows.harm END RETURNING id`,
		[]any{r.Kind, r.Part, r.Subject, r.Harm, orNoID(r.Space.ID), millis(r.Created)}, &id)
	return id, err
}

// CloseDeskRow closes the open row of a kind about something, if there is one: by a
// person, or with 0 by a rule.
func (q *Tx) CloseDeskRow(ctx context.Context, kind domain.DeskKind, part domain.Part, subject, by int64, decision domain.DeskDo,
	now time.Time) error {
	_, err := q.exec(ctx, `UPDATE desk_rows SET closed_at = $6, closed_by = $4, decision = $5
		WHERE kind = $1 AND part = $2 AND subject = $3 AND closed_at = 0`, kind, part, subject, orNoID(by), decision, millis(now))
	return err
}

// RowOnPost is the open row of flags of a post, else of reports; 0: none.
func (r reads) RowOnPost(ctx context.Context, part domain.Part, id int64) (int64, error) {
	found, err := list(ctx, r.handle, `SELECT id FROM desk_rows
		WHERE kind IN ('flag', 'report') AND part = $1 AND subject = $2 AND closed_at = 0 ORDER BY kind LIMIT 1`, []any{part, id}, scanID)
	return append(found, 0)[0], err
}

// DecideDeskRow closes an open row for whoever decides it; domain.ErrNotFound when it is
// closed already.
func (q *Tx) DecideDeskRow(ctx context.Context, id, by int64, decision domain.DeskDo, now time.Time) error {
	return q.changeOne(ctx, "UPDATE desk_rows SET closed_at = $4, closed_by = $2, decision = $3 WHERE id = $1 AND closed_at = 0",
		id, orNoID(by), decision, millis(now))
}

// UndoDeskRow notes that a decision was taken back; domain.ErrNotFound when it was
// already, or is none. What waits again is opened by whoever takes it back.
func (q *Tx) UndoDeskRow(ctx context.Context, id, by int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE desk_rows SET undone_at = $3, undone_by = $2 WHERE id = $1 AND closed_at > 0 AND undone_at = 0",
		id, orNoID(by), millis(now))
}

// ClaimDeskRow gives an open row to somebody from now on, or with 0 to nobody.
func (q *Tx) ClaimDeskRow(ctx context.Context, id, by int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE desk_rows SET claimed_by = $2, claimed_at = $3 WHERE id = $1 AND closed_at = 0",
		id, orNoID(by), millis(now))
}

// SeeDeskRow notes that somebody has seen a row.
func (q *Tx) SeeDeskRow(ctx context.Context, id, member int64, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO desk_seen (row_id, member_id, at) SELECT id, $2, $3 FROM desk_rows WHERE id = $1
		ON CONFLICT (row_id, member_id) DO UPDATE SET at = excluded.at`, id, member, millis(now))
	return err
}

// ModeratedSpaces are the spaces that name a member as one of their moderators.
func (r reads) ModeratedSpaces(ctx context.Context, member int64) ([]int64, error) {
	return list(ctx, r.handle, "SELECT space_id FROM space_moderators WHERE member_id = $1 ORDER BY space_id LIMIT $2",
		[]any{member, moderatedMax}, scanID)
}

// moderatedMax is how many spaces of one's own the desk can be narrowed to.
const moderatedMax = 20

// ForgetDeskRows deletes rows that were closed before a time, most at once, with who had
// seen them; what was decided on them stays and names them no more. It reports whether there
// may be more.
func (q *Tx) ForgetDeskRows(ctx context.Context, before time.Time, most int) (more bool, err error) {
	old, err := list(ctx, q.handle,
		"SELECT id FROM desk_rows WHERE closed_at > 0 AND closed_at < $1 ORDER BY closed_at LIMIT $2",
		[]any{millis(before), most}, scanID)
	if err != nil {
		return false, err
	}
	return len(old) == most, inSteps(old, func(part []int64) error {
		var w where
		in := " IN (" + w.ids(part, 0) + ")"
		for _, statement := range []string{
			"UPDATE flags SET row_id = NULL WHERE row_id", "UPDATE reports SET row_id = NULL WHERE row_id",
			"UPDATE restrictions SET row_id = NULL WHERE row_id",
			"DELETE FROM desk_seen WHERE row_id", "DELETE FROM desk_rows WHERE id",
		} {
			if _, err := q.exec(ctx, statement+in, w.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
