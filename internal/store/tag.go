package store

import (
	"context"
	"database/sql"
	"fmt"

	"groundswell/internal/domain"
)

func scanTag(rows *sql.Rows) (domain.Tag, error) {
	var t domain.Tag
	return t, rows.Scan(&t.ID, &t.Slug, &t.Name, &t.Ideas)
}

// Tags reads a page of tags by word for admins. The place behind a tag that was
// deleted since is the start.
func (r reads) Tags(ctx context.Context, after domain.Cursor, limit int) (domain.Page[domain.Tag], error) {
	return readPage(ctx, r.handle, `SELECT id, slug, name, ideas FROM tags WHERE slug > COALESCE((SELECT slug FROM tags WHERE id = $1), '')
		ORDER BY slug LIMIT $2`, []any{after.ID, limit + 1}, scanTag, limit, func(t *domain.Tag) domain.Cursor { return domain.Cursor{ID: t.ID} })
}

// TagBySlug finds a tag by the word in its address.
func (r reads) TagBySlug(ctx context.Context, slug string) (domain.Tag, error) {
	var t domain.Tag
	err := r.get(ctx, "SELECT id, slug, name, ideas FROM tags WHERE slug = $1", []any{slug}, &t.ID, &t.Slug, &t.Name, &t.Ideas)
	return t, err
}

// TagByID finds a tag by id.
func (r reads) TagByID(ctx context.Context, id int64) (domain.Tag, error) {
	return one(ctx, r.handle, "SELECT id, slug, name, ideas FROM tags WHERE id = $1", []any{id}, scanTag)
}

// TagNamed finds a tag by its name, whatever the case of its letters, or by the word
// in its address.
func (r reads) TagNamed(ctx context.Context, name string) (domain.Tag, error) {
	id, err := r.namedOrAt(ctx, tagKind, name)
	if err != nil {
		return domain.Tag{}, err
	}
	return r.TagByID(ctx, id)
}

// TagsOf lists an idea's tags by word.
func (r reads) TagsOf(ctx context.Context, idea int64) ([]domain.Tag, error) {
	return list(ctx, r.handle, `SELECT t.id, t.slug, t.name, t.ideas FROM idea_tags i JOIN tags t ON t.id = i.tag_id
		WHERE i.idea_id = $1 ORDER BY t.slug`, []any{idea}, scanTag)
}

// SetTags makes tags the ones an idea carries; unknown ones are created, and
// the counts of all concerned move along.
func (q *Tx) SetTags(ctx context.Context, idea int64, tags []domain.Tag) error {
	if err := q.countInTags(ctx, idea, -1); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM idea_tags WHERE idea_id = $1", idea); err != nil {
		return err
	}
	carried := map[string]bool{}
	for _, t := range tags {
		if key := nameKey(t.Name); !carried[key] {
			carried[key] = true
			if err := q.addTag(ctx, idea, t.Name, key); err != nil {
				return err
			}
		}
	}
	return q.countInTags(ctx, idea, 1)
}

// inLists is the condition on a row of idea_counts under which lists show the
// idea unasked, and so the one under which counts count it: a number beside a
// link is what is found behind it, and tells of nothing that is hidden.
const inLists = "listed AND status <> 'archived' AND status <> 'merged'"

// countInTags adds step to the counts of an idea's tags, if lists show the idea.
func (q *Tx) countInTags(ctx context.Context, idea, step int64) error {
	_, err := q.exec(ctx, `UPDATE tags SET ideas = ideas + $2 WHERE id IN (SELECT tag_id FROM idea_tags WHERE idea_id = $1)
		AND EXISTS (SELECT 1 FROM idea_counts WHERE idea_id = $1 AND `+inLists+")", idea, step)
	return err
}

// tagOrder is what a tag keeps of each of its ideas, as idea_counts has it: where the
// idea stands in the lists of the tag.
const tagOrder = "listed, status, created_at, points, heat"

// orderInTags makes an idea's tags keep what idea_counts has. Votes move points and heat
// by themselves, see tally.
func (q *Tx) orderInTags(ctx context.Context, idea int64) error {
	_, err := q.exec(ctx, "UPDATE idea_tags SET ("+tagOrder+") = (SELECT "+tagOrder+
		" FROM idea_counts c WHERE c.idea_id = idea_tags.idea_id) WHERE idea_id = $1", idea)
	return err
}

// recounting runs a change after which lists may show an idea that they did not, or
// the other way round, or elsewhere, and keeps what its tags know of it true.
func (q *Tx) recounting(ctx context.Context, idea int64, change func() error) error {
	if err := q.countInTags(ctx, idea, -1); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	if err := q.orderInTags(ctx, idea); err != nil {
		return err
	}
	return q.countInTags(ctx, idea, 1)
}

// miscountedTags counts the ideas of every tag anew and returns the tags that say
// otherwise, at most 100.
func (r reads) miscountedTags(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, `SELECT t.id, t.ideas, COALESCE(k.n, 0) FROM tags t
		LEFT JOIN (SELECT i.tag_id, COUNT(*) AS n FROM idea_tags i
		JOIN (SELECT idea_id FROM idea_counts WHERE `+inLists+`) c ON c.idea_id = i.idea_id GROUP BY i.tag_id) k
		ON k.tag_id = t.id WHERE t.ideas <> COALESCE(k.n, 0) ORDER BY t.id LIMIT 100`, nil, func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: "tag"}
		var kept, counted int64
		err := rows.Scan(&m.ID, &kept, &counted)
		m.What = fmt.Sprintf("ideas %d, kept %d", counted, kept)
		return m, err
	})
}

// misplacedInTags returns ideas that a tag has elsewhere in its lists than idea_counts
// says, at most 100.
func (r reads) misplacedInTags(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, `SELECT t.tag_id, t.idea_id FROM idea_tags t JOIN idea_counts c ON c.idea_id = t.idea_id
		WHERE (t.listed, t.status, t.created_at, t.points, t.heat) <> (c.listed, c.status, c.created_at, c.points, c.heat)
		ORDER BY t.tag_id, t.idea_id LIMIT 100`, nil, func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: "tag"}
		var idea int64
		err := rows.Scan(&m.ID, &idea)
		m.What = fmt.Sprintf("idea %d has another place in its lists", idea)
		return m, err
	})
}

// addTag makes an idea carry the tag of a name, which is created if there is none.
func (q *Tx) addTag(ctx context.Context, idea int64, name, key string) error {
	const hold = "UPDATE tags SET ideas = ideas WHERE name_key = $1 RETURNING id"
	id, err := q.firstID(ctx, hold, key)
	if err != nil {
		return err
	}
	if id == 0 {
		if _, err := q.add(ctx, newTag(domain.Tag{Name: name})); err != nil && err != errNameTaken { // taken: somebody else added it just now
			return err
		}
		if id, err = q.firstID(ctx, hold, key); err != nil {
			return err
		}
	}
	_, err = q.exec(ctx, "INSERT INTO idea_tags (tag_id, idea_id, "+tagOrder+") SELECT $1, idea_id, "+tagOrder+
		" FROM idea_counts WHERE idea_id = $2", id, idea)
	return err
}

func newTag(t domain.Tag) addressed {
	return addressed{kind: tagKind, words: t.Name, name: t.Name,
		insert: "INSERT INTO tags (slug, name_key, name) VALUES ($1, $2, $3)", args: []any{t.Name}}
}

// CreateTag adds a tag and returns its id.
func (q *Tx) CreateTag(ctx context.Context, t domain.Tag) (int64, error) {
	id, err := q.add(ctx, newTag(t))
	return id, tagKind.refused(err)
}

// SetTag renames a tag. Its address changes where the words in it do.
func (q *Tx) SetTag(ctx context.Context, t domain.Tag) error {
	now, err := q.rename(ctx, tagKind, t.ID, "", t.Name)
	if err == nil {
		err = q.changeOne(ctx, "UPDATE tags SET slug = $2, name_key = $3, name = $4 WHERE id = $1", t.ID, now.slug, now.key, t.Name)
	}
	return tagKind.refused(err)
}

// DeleteTag takes a tag off every idea and forgets it.
func (q *Tx) DeleteTag(ctx context.Context, id int64) error {
	if _, err := q.exec(ctx, "DELETE FROM idea_tags WHERE tag_id = $1", id); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM former_slugs WHERE kind = $1 AND object_id = $2", tagKind, id); err != nil {
		return err
	}
	return q.changeOne(ctx, "DELETE FROM tags WHERE id = $1", id)
}

// MergeTags lets the ideas that carry a tag carry another one instead, and forgets the
// first: its addresses lead to the other. It returns the ideas; domain.ErrNotFound when one
// of the tags is gone.
func (q *Tx) MergeTags(ctx context.Context, from, into int64) ([]int64, error) {
	for _, id := range []int64{min(from, into), max(from, into)} { // in one order, so that nobody waits for one another
		if err := q.changeOne(ctx, "UPDATE tags SET ideas = ideas WHERE id = $1", id); err != nil {
			return nil, err
		}
	}
	ideas, err := list(ctx, q.handle, "SELECT idea_id FROM idea_tags WHERE tag_id = $1 ORDER BY idea_id", []any{from}, scanID)
	if err != nil {
		return nil, err
	}
	return ideas, q.execAll(ctx,
		statement{"DELETE FROM idea_tags WHERE tag_id = $1 AND idea_id IN (SELECT idea_id FROM idea_tags WHERE tag_id = $2)", []any{from, into}},
		statement{"UPDATE idea_tags SET tag_id = $2 WHERE tag_id = $1", []any{from, into}},
		statement{"UPDATE tags SET ideas = (SELECT COUNT(*) FROM idea_tags WHERE tag_id = $1 AND " + inLists + ") WHERE id = $1", []any{into}},
		statement{"UPDATE queue_rules SET tag_id = $2 WHERE tag_id = $1", []any{from, into}},
		statement{`UPDATE queue_covers SET object_id = $2 WHERE kind = 'tag' AND object_id = $1
			AND NOT EXISTS (SELECT 1 FROM queue_covers c WHERE c.kind = 'tag' AND c.object_id = $2)`, []any{from, into}},
		statement{"DELETE FROM queue_covers WHERE kind = 'tag' AND object_id = $1", []any{from}},
		statement{"UPDATE former_slugs SET object_id = $3 WHERE kind = $1 AND object_id = $2", []any{tagKind, from, into}},
		statement{"INSERT INTO former_slugs (kind, slug, object_id) SELECT $1, slug, $3 FROM tags WHERE id = $2", []any{tagKind, from, into}},
		statement{"DELETE FROM tags WHERE id = $1", []any{from}},
	)
}
