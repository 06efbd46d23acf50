package store

import (
	"context"
	"database/sql"
	"errors"

	"golang.org/x/text/unicode/norm"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// kind is a kind of things that have a name and an address.
type kind string

const (
	tagKind     kind = "tag"
	spaceKind   kind = "space"
	familyKind  kind = "family"
	productKind kind = "product"
	queueKind   kind = "queue"
)

// tables are where the kinds are kept; each has id, slug, name and name_key.
var tables = map[kind]string{tagKind: "tags", spaceKind: "spaces", familyKind: "families", productKind: "products", queueKind: "queues"}

// The two ways in which a new name or address can be somebody else's.
var (
	errNameTaken = errors.New("the name is taken")
	errSlugTaken = errors.New("the address is taken")
)

// refusals say which field of a form is somebody else's.
var refusals = map[kind]struct{ name, slug error }{
	tagKind:     {name: domain.BadField("name", "error.tag_taken", nil)},
	spaceKind:   {domain.BadField("name", "error.space_taken", nil), domain.BadField("slug", "error.slug_taken", nil)},
	familyKind:  {domain.BadField("name", "error.family_name_taken", nil), domain.BadField("slug", "error.family_taken", nil)},
	productKind: {slug: domain.BadField("slug", "error.product_slug_taken", nil)},
	queueKind:   {domain.BadField("name", "error.queue_taken", nil), domain.BadField("slug", "error.slug_taken", nil)},
}

// refused is err as a form shows it.
func (k kind) refused(err error) error {
	switch {
	case err == errNameTaken:
		return refusals[k].name
	case err == errSlugTaken, isDuplicate(err) && refusals[k].slug != nil: // a rename at the same moment
		return refusals[k].slug
	case isDuplicate(err):
		return refusals[k].name
	}
	return err
}

// nameKey is what a name is known by, however its accents are written.
func nameKey(name string) string { return domain.NameKey(norm.NFC.String(name)) }

// named returns the id of what has a name, 0 for nothing.
func (r reads) named(ctx context.Context, k kind, name string) (int64, error) {
	return r.firstID(ctx, "SELECT id FROM "+tables[k]+" WHERE name_key = $1", nameKey(name))
}

// namedOrAt returns the id of what has a name, or else that word in its address, 0
// for nothing.
func (r reads) namedOrAt(ctx context.Context, k kind, name string) (int64, error) {
	id, err := r.named(ctx, k, name)
	if err != nil || id != 0 {
		return id, err
	}
	return r.firstID(ctx, "SELECT id FROM "+tables[k]+" WHERE slug = $1", name)
}

func (r reads) firstID(ctx context.Context, query string, args ...any) (int64, error) {
	found, err := list(ctx, r.handle, query, args, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// addressed is a row to be added.
type addressed struct {
	kind  kind
	slug  string // as somebody typed it; empty: to be made
	words string // what an address is made of
	name  string
	// insert adds the row, or nothing where it would break a unique key: $1 is the
	// slug, $2 the key of the name, the others are args. It returns the id.
	insert string
	args   []any
}

// add adds a row and returns its id. It fails with errNameTaken or, where the slug
// was typed, with errSlugTaken.
//
// Nothing here breaks a unique key, because on PostgreSQL that would end the
// transaction: a row that is in the way is met by another try.
func (q *Tx) add(ctx context.Context, a addressed) (int64, error) {
	for {
		free := a.slug
		if free == "" {
			var err error
			if free, err = q.freeSlug(ctx, a.kind, a.words); err != nil {
				return 0, err
			}
		}
		id, err := q.firstID(ctx, a.insert+" ON CONFLICT DO NOTHING RETURNING id", append([]any{free, nameKey(a.name)}, a.args...)...)
		if err != nil {
			return 0, err
		}
		if id != 0 {
			return id, q.forgetFormer(ctx, a.kind, free)
		}
		if a.kind != productKind {
			if id, err = q.named(ctx, a.kind, a.name); err != nil {
				return 0, err
			}
		}
		switch {
		case id != 0:
			return 0, errNameTaken
		case a.slug != "":
			return 0, errSlugTaken
		}
	}
}

// slugsAtOnce is how many addresses are looked up in one query.
const slugsAtOnce = 16

// freeSlug returns the first address made of words that no other thing of the kind
// has or had: words, words-2, words-3. It asks once where fewer than slugsAtOnce
// are taken, and a few times more for each power of it.
func (q *Tx) freeSlug(ctx context.Context, k kind, words string) (string, error) {
	if words = slug.Of(words); words == "" {
		words = string(k)
	}
	for last, step := int64(0), int64(1); ; { // the address with the number last is taken
		taken, err := q.takenSlugs(ctx, k, words, last, step)
		if err != nil {
			return "", err
		}
		first := int64(1)
		for ; first <= slugsAtOnce && taken[slug.Numbered(words, last+first*step)]; first++ {
		}
		switch {
		case first > slugsAtOnce:
			last, step = last+slugsAtOnce*step, step*slugsAtOnce
		case step > 1:
			last, step = last+(first-1)*step, step/slugsAtOnce
		default:
			return slug.Numbered(words, last+first), nil
		}
	}
}

// takenSlugs are those of slugsAtOnce numbered addresses that cannot be given away.
func (q *Tx) takenSlugs(ctx context.Context, k kind, words string, last, step int64) (map[string]bool, error) {
	taken := map[string]bool{}
	if last == 0 && domain.ReservedSlug(words) {
		taken[words] = true
	}
	var w where
	marks := ""
	for i := int64(1); i <= slugsAtOnce; i++ {
		if marks != "" {
			marks += ", "
		}
		marks += w.arg(slug.Numbered(words, last+i*step))
	}
	query := "SELECT slug FROM " + tables[k] + " WHERE slug IN (" + marks + ") UNION ALL SELECT slug FROM former_slugs WHERE kind = " +
		w.arg(k) + " AND slug IN (" + marks + ")"
	return taken, q.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		taken[s] = true
		return err
	})
}

// renamed is a row that is about to get another name or address.
type renamed struct{ slug, key string }

// rename finds the address and the key that a thing has once it is called name: the
// address that was typed, otherwise the one it has while that still is made of its
// name, otherwise a new one. Where the address changes, the old one will lead to it.
// It fails with domain.ErrNotFound, errNameTaken or errSlugTaken.
func (q *Tx) rename(ctx context.Context, k kind, id int64, typed, name string) (renamed, error) {
	var was, now renamed
	var oldName string
	const query = "SELECT slug, name, COALESCE(name_key, '') FROM "
	if err := q.get(ctx, query+tables[k]+" WHERE id = $1", []any{id}, &was.slug, &oldName, &was.key); err != nil {
		return now, err
	}
	if now.key = nameKey(name); now.key == nameKey(oldName) && was.key != "" {
		now.key = was.key // which may have a number behind it
	}
	if k != productKind && now.key != was.key {
		switch other, err := q.named(ctx, k, name); {
		case err != nil:
			return now, err
		case other != 0 && other != id:
			return now, errNameTaken
		}
	}
	var err error
	switch now.slug = typed; {
	case typed == was.slug, typed == "" && slug.Of(name) == slug.Of(oldName):
		now.slug = was.slug
		return now, nil
	case typed == "":
		now.slug, err = q.freeSlug(ctx, k, name)
	default:
		var other int64
		if other, err = q.firstID(ctx, "SELECT id FROM "+tables[k]+" WHERE slug = $1", typed); other != 0 {
			return now, errSlugTaken
		}
	}
	if err != nil {
		return now, err
	}
	if err := q.forgetFormer(ctx, k, now.slug); err != nil {
		return now, err
	}
	_, err = q.exec(ctx, `INSERT INTO former_slugs (kind, slug, object_id) VALUES ($1, $2, $3)
		ON CONFLICT (kind, slug) DO UPDATE SET object_id = excluded.object_id`, k, was.slug, id)
	return now, err
}

// forgetFormer gives a former address to whoever has it now.
func (q *Tx) forgetFormer(ctx context.Context, k kind, slug string) error {
	_, err := q.exec(ctx, "DELETE FROM former_slugs WHERE kind = $1 AND slug = $2", k, slug)
	return err
}

// CurrentSlug finds the word in the address of what once had another one;
// domain.ErrNotFound when nothing that everybody may see had it. of is space, tag,
// product or family.
func (r reads) CurrentSlug(ctx context.Context, of, former string) (string, error) {
	k := kind(of)
	table, ok := tables[k]
	if !ok {
		return "", errNoRow
	}
	query := "SELECT t.slug FROM former_slugs f JOIN " + table + " t ON t.id = f.object_id WHERE f.kind = $1 AND f.slug = $2"
	if k == spaceKind {
		query += " AND t.visibility = 'public'"
	}
	var now string
	err := r.get(ctx, query, []any{k, former}, &now)
	return now, err
}
