package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
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

// CountDrafts counts what a member typed and has not sent.
func (r reads) CountDrafts(ctx context.Context, member int64) (n int64, err error) {
	err = r.get(ctx, "SELECT COUNT(*) FROM drafts WHERE member_id = $1", []any{member}, &n)
	return n, err
}

// OwnDrafts reads all that somebody typed and has not sent, the last saved first, with
// what it is about as far as they may see that: two queries.
func (r reads) OwnDrafts(ctx context.Context, who domain.Actor) ([]domain.OwnDraft, error) {
	drafts, err := list(ctx, r.handle, "SELECT form, fields, saved_at FROM drafts WHERE member_id = $1 ORDER BY saved_at DESC, form LIMIT $2",
		[]any{who.ID, domain.DraftsMax}, func(rows *sql.Rows) (domain.OwnDraft, error) {
			d, err := scanDraft(rows)
			return domain.OwnDraft{SavedDraft: d}, err
		})
	if err != nil || len(drafts) == 0 {
		return drafts, err
	}
	return drafts, r.addSubjects(ctx, who, drafts)
}

// draftSubjects read what drafts are about: kind, number, path in two parts and title. A
// path that ends with a slash goes on with the number. %seen% stands for what of an idea
// somebody may see.
var draftSubjects = map[string]string{
	"ideas": `SELECT 'ideas', i.id, '', '', i.title FROM ideas i JOIN spaces s ON s.id = i.space_id
		WHERE %seen% AND i.id IN (%ids%)`,
	"comments": `SELECT 'comments', c.id, '/comments/', '', i.title FROM comments c JOIN ideas i ON i.id = c.idea_id
		JOIN spaces s ON s.id = i.space_id WHERE %seen% AND i.removed_at = 0 AND c.id IN (%ids%)`,
	"notes": `SELECT 'notes', n.id, '/notes/', '', i.title FROM notes n JOIN ideas i ON i.id = n.idea_id
		JOIN spaces s ON s.id = i.space_id WHERE %seen% AND n.id IN (%ids%)`,
	"items": `SELECT 'items', t.id, '/queues/', COALESCE(q.slug, '-') || '/items/', COALESCE(i.title, p.name, t.title) FROM items t
		LEFT JOIN idea_counts k ON k.idea_id = t.idea_id LEFT JOIN ideas i ON i.id = t.idea_id
		LEFT JOIN spaces s ON s.id = i.space_id LEFT JOIN products p ON p.id = t.product_id
		LEFT JOIN queues q ON q.id = COALESCE(k.queue_id, t.queue_id) WHERE (i.id IS NULL OR %seen%) AND t.id IN (%ids%)`,
	"reviews": `SELECT 'reviews', r.id, '/reviews/', '', p.name FROM ratings r JOIN products p ON p.id = r.product_id
		WHERE NOT r.removed AND r.id IN (%ids%)`,
	"products": "SELECT 'products', id, '/products/', slug, name FROM products WHERE id IN (%ids%)",
	"queues":   "SELECT 'queues', id, '/queues/', slug, name FROM queues WHERE id IN (%ids%)",
	"members":  "SELECT 'members', id, '/members/', '', name FROM members WHERE id IN (%ids%)",
}

// addSubjects says what drafts are about.
func (r reads) addSubjects(ctx context.Context, who domain.Actor, drafts []domain.OwnDraft) error {
	ids, at := map[string][]int64{}, map[string]map[int64][]int{}
	for n, d := range drafts {
		things, id, _ := d.Form.Parts()
		if draftSubjects[things] == "" || id == 0 {
			continue
		}
		if at[things] == nil {
			at[things] = map[int64][]int{}
		}
		ids[things], at[things][id] = append(ids[things], id), append(at[things][id], n)
	}
	var w where
	var parts []string
	for _, things := range slices.Sorted(maps.Keys(ids)) {
		query, seen := draftSubjects[things], "s.visibility = 'public'"
		if strings.Contains(query, "%seen%") && !who.Role.Staff() {
			seen += " AND (i.removed_at = 0 OR i.author_id = " + w.arg(who.ID) + ")"
		}
		parts = append(parts, strings.NewReplacer("%seen%", seen, "%ids%", w.ids(ids[things], domain.DraftsMax)).Replace(query))
	}
	if len(parts) == 0 {
		return nil
	}
	return r.each(ctx, strings.Join(parts, " UNION ALL "), w.args, func(rows *sql.Rows) error {
		var things, base, rest, title string
		var id int64
		if err := rows.Scan(&things, &id, &base, &rest, &title); err != nil {
			return err
		}
		for _, n := range at[things][id] {
			drafts[n].Title, drafts[n].Path = title, base+rest
			if things == "ideas" {
				drafts[n].Path = (&domain.Idea{ID: id, Words: slug.Of(title)}).Path()
			} else if strings.HasSuffix(drafts[n].Path, "/") {
				drafts[n].Path += strconv.FormatInt(id, 10)
			}
		}
		return nil
	})
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
