package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"groundswell/internal/domain"
)

// CreateMembers adds accounts that nobody can sign in to and returns their ids.
func (q *Tx) CreateMembers(ctx context.Context, members []domain.Member) ([]int64, error) {
	rows := make([][]any, len(members))
	for i, m := range members {
		rows[i] = []any{m.Name, m.Role, millis(m.Created)}
	}
	return q.insertIDs(ctx, "INSERT INTO members (name, role, created_at)", rows)
}

// CreateIdeas adds ideas without votes and returns their ids. Their spaces say
// whether they are public.
func (q *Tx) CreateIdeas(ctx context.Context, ideas []NewIdea) ([]int64, error) {
	rows := make([][]any, len(ideas))
	for i, n := range ideas {
		rows[i] = []any{n.Title, n.Body, n.HTML, n.HTMLVersion, n.Excerpt, n.Language, n.Space.ID, n.Author.ID, n.Author.NameOnly(), n.SourceURL,
			millis(n.Created), n.Digest, orNoID(n.Product.ID), millis(n.Imported)}
	}
	ids, err := q.insertIDs(ctx, `INSERT INTO ideas (title, body, html, html_version, excerpt, language, space_id,
		author_id, author_name, source_url,
		created_at, last_text, product_id, fresh_at)`, rows)
	if err != nil {
		return nil, err
	}
	for i, n := range ideas {
		rows[i] = []any{ids[i], n.Space.ID, n.Status, n.Space.Visibility == domain.Public, !n.Status.Closed(), millis(n.Created),
			n.Carried, n.CarriedPromotes, n.CarriedDemotes, n.Carried, n.Product.ID}
	}
	if err := q.insertRows(ctx, `INSERT INTO idea_counts (idea_id, space_id, status, listed, open, created_at,
		carried, carried_promotes, carried_demotes, points, product_id)`, "", rows); err != nil {
		return nil, err
	}
	if err := q.countAbout(ctx, ideas); err != nil {
		return nil, err
	}
	return ids, q.tagIdeas(ctx, ids, ideas)
}

// inLists is what the condition of that name says of a new idea.
func (n *NewIdea) inLists() bool {
	return n.Space.Visibility == domain.Public && n.Status != domain.StatusArchived && n.Status != domain.StatusMerged
}

// countAbout adds new ideas to the counts of the products that they are about.
func (q *Tx) countAbout(ctx context.Context, ideas []NewIdea) error {
	more := map[int64]int64{}
	for _, n := range ideas {
		if n.Product.ID != 0 && n.inLists() {
			more[n.Product.ID]++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(more)) {
		if _, err := q.exec(ctx, "UPDATE product_counts SET ideas = ideas + $2 WHERE product_id = $1", id, more[id]); err != nil {
			return err
		}
	}
	return nil
}

// tagIdeas gives new ideas their tags; unknown ones are created.
func (q *Tx) tagIdeas(ctx context.Context, ids []int64, ideas []NewIdea) error {
	names := map[string]string{} // by name key
	for _, n := range ideas {
		for _, t := range n.Tags {
			names[nameKey(t.Name)] = t.Name
		}
	}
	tags, err := q.ensureTags(ctx, names)
	if err != nil {
		return err
	}
	uses := map[int64]int64{}
	var pairs [][]any
	for i, n := range ideas {
		carried := map[int64]bool{}
		for _, t := range n.Tags {
			if tag := tags[nameKey(t.Name)]; !carried[tag] {
				carried[tag] = true
				pairs = append(pairs, []any{tag, ids[i], n.Space.Visibility == domain.Public, n.Status, millis(n.Created), n.Carried, 0})
				uses[tag] += count(n.inLists())
			}
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(uses)) { // held, so that nobody deletes it meanwhile
		if err := q.changeOne(ctx, "UPDATE tags SET ideas = ideas + $2 WHERE id = $1", tag, uses[tag]); err != nil {
			return err
		}
	}
	return q.insertRows(ctx, "INSERT INTO idea_tags (tag_id, idea_id, "+tagOrder+")", "", pairs)
}

// ensureTags finds or creates tags by their name keys.
func (q *Tx) ensureTags(ctx context.Context, names map[string]string) (map[string]int64, error) {
	keys := slices.Sorted(maps.Keys(names))
	tags := make(map[string]int64, len(names))
	find := func() error {
		return eachOf(ctx, q.handle, "SELECT name_key, id FROM tags WHERE name_key IN", nil, keys, func(rows *sql.Rows) error {
			var key string
			var id int64
			err := rows.Scan(&key, &id)
			tags[key] = id
			return err
		})
	}
	if err := find(); err != nil || len(tags) == len(keys) {
		return tags, err
	}
	for _, key := range keys {
		if tags[key] == 0 {
			if _, err := q.add(ctx, newTag(domain.Tag{Name: names[key]})); err != nil && err != errNameTaken {
				return nil, err
			}
		}
	}
	return tags, find()
}
