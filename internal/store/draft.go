package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"groundswell/internal/domain"
)

// draftSteps are how many forms one query about drafts takes.
var draftSteps = []int{1, 4, 16, 64}

// Drafts reads what a member typed in some forms and has not sent. It looks at as many
// forms as the last of draftSteps says.
func (r reads) Drafts(ctx context.Context, member int64, forms []domain.FormName) (map[domain.FormName]domain.SavedDraft, error) {
	found := map[domain.FormName]domain.SavedDraft{}
	w := where{args: []any{member}}
	marks := make([]any, draftSteps[len(draftSteps)-1])
	for i := range marks {
		marks[i] = "" // no form's
		if i < len(forms) {
			marks[i] = forms[i]
		}
	}
	for _, step := range draftSteps {
		if len(forms) <= step {
			marks = marks[:step]
			break
		}
	}
	return found, r.each(ctx, "SELECT form, fields, saved_at FROM drafts WHERE member_id = $1 AND form IN ("+w.list(marks)+")",
		w.args, func(rows *sql.Rows) error {
			d, err := scanDraft(rows)
			found[d.Form] = d
			return err
		})
}

func scanDraft(rows *sql.Rows) (d domain.SavedDraft, err error) {
	var fields []byte
	var saved int64
	if err := rows.Scan(&d.Form, &fields, &saved); err != nil {
		return d, err
	}
	d.Saved = moment(saved)
	return d, json.Unmarshal(fields, &d.Fields)
}

// SetDraft keeps what a member whose row is held typed in a form. Beyond
// domain.DraftsMax the oldest go.
func (q *Tx) SetDraft(ctx context.Context, member int64, d domain.SavedDraft, now time.Time) error {
	fields, err := json.Marshal(d.Fields)
	if err != nil {
		return err
	}
	if _, err := q.exec(ctx, `INSERT INTO drafts (member_id, form, fields, saved_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (member_id, form) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at`,
		member, d.Form, string(fields), millis(now)); err != nil {
		return err
	}
	_, err = q.exec(ctx, `DELETE FROM drafts WHERE member_id = $1 AND form <> $2 AND form NOT IN (
		SELECT form FROM drafts WHERE member_id = $1 AND form <> $2 ORDER BY saved_at DESC, form LIMIT $3)`,
		member, d.Form, domain.DraftsMax-1)
	return err
}

// DeleteDraft forgets what a member typed in a form: it is sent, or discarded.
func (q *Tx) DeleteDraft(ctx context.Context, member int64, form domain.FormName) error {
	_, err := q.exec(ctx, "DELETE FROM drafts WHERE member_id = $1 AND form = $2", member, form)
	return err
}

// DeleteDrafts forgets what was saved before a time, or after another one that has not
// come.
func (q *Tx) DeleteDrafts(ctx context.Context, before, after time.Time) error {
	_, err := q.exec(ctx, "DELETE FROM drafts WHERE saved_at < $1 OR saved_at > $2", millis(before), millis(after))
	return err
}
