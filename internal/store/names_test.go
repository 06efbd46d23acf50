package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// at once runs so many writes at the same time.
func atOnce(t *testing.T, db *store.DB, n int, write func(q *store.Tx, i int) error) []error {
	t.Helper()
	var all sync.WaitGroup
	failed := make([]error, n)
	for i := range n {
		all.Go(func() {
			failed[i] = db.Tx(t.Context(), func(q *store.Tx) error { return write(q, i) })
		})
	}
	all.Wait()
	return failed
}

func wantNamesInOrder(t *testing.T, db *store.DB) {
	t.Helper()
	if wrong, err := db.Reader().CheckNames(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%+v, %v", wrong, err)
	}
}

// Names that share an address are kept apart, also when they come at once.
func TestNamesAtOnceGetAddressesOfTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, long := t.Context(), strings.Repeat("keyboard ", 6)
		family := int64(0)
		err := db.Tx(ctx, func(q *store.Tx) (err error) {
			family, err = q.EnsureFamily(ctx, "Keyboards", "keyboard")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for what, add := range map[string]func(q *store.Tx, i int) error{
			"space": func(q *store.Tx, i int) error {
				_, err := q.CreateSpace(ctx, domain.Space{Name: "A space" + strings.Repeat("!", i)}, noon)
				return err
			},
			"tag": func(q *store.Tx, i int) error {
				_, err := q.CreateTag(ctx, domain.Tag{Name: strings.Repeat("🙂", i+1)})
				return err
			},
			"family": func(q *store.Tx, i int) error {
				_, err := q.EnsureFamily(ctx, long+strings.Repeat("·", i+1), "dock")
				return err
			},
			"product": func(q *store.Tx, i int) error {
				_, err := q.CreateProductAt(ctx, domain.Product{Name: "One name", Family: domain.Family{ID: family}, Launch: noon},
					fmt.Sprint(long, "long handle ", i), noon)
				return err
			},
		} {
			if err := errors.Join(atOnce(t, db, 8, add)...); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		wantNamesInOrder(t, db)
		for address, find := range map[string]func(string) error{
			"a-space":                     func(s string) error { return has(db, ctx, s) },
			"tag":                         func(s string) error { _, err := db.Reader().TagBySlug(ctx, s); return err },
			slug.Of(long + "long handle"): func(s string) error { _, err := db.Reader().Product(ctx, s); return err },
		} {
			for n := int64(1); n <= 8; n++ {
				if err := find(slug.Numbered(address, n)); err != nil {
					t.Errorf("%s: %v", slug.Numbered(address, n), err)
				}
			}
		}
	})
}

func has(db *store.DB, ctx context.Context, address string) error {
	spaces, err := db.Reader().Spaces(ctx)
	if err == nil && !slices.ContainsFunc(spaces, func(s domain.Space) bool { return s.Slug == address }) {
		err = domain.ErrNotFound
	}
	return err
}

// The same name at once is one thing, for those who want it to be there, and refused
// to all but one of those who want to add it.
func TestOneNameAtOnceIsOneThing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		names := []string{"C#", "c#", " C# ", "C#", "c#", "C#", "c#", "C#"}
		refused := 0
		for _, err := range atOnce(t, db, 8,
			func(q *store.Tx, i int) error { _, err := q.CreateTag(ctx, domain.Tag{Name: names[i]}); return err }) {
			if domain.KindOf(err) == domain.Invalid {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if refused != 7 {
			t.Errorf("%d of 8 were refused", refused)
		}
		ids := make([]int64, 8)
		err := errors.Join(atOnce(t, db, 8, func(q *store.Tx, i int) (err error) {
			ids[i], _, err = q.EnsureSpace(ctx, names[i], noon)
			return err
		})...)
		if slices.Sort(ids); err != nil || len(slices.Compact(ids)) != 1 {
			t.Errorf("spaces %v, %v", ids, err)
		}
		wantNamesInOrder(t, db)
	})
}

// C, C# and C++ are three tags, whatever the case and the way of writing; an idea
// carries each once.
func TestTagsAreKnownByTheirNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var idea int64
		err := db.Tx(ctx, func(q *store.Tx) error {
			member, err := q.CreateMember(ctx, domain.Member{Name: "Ada", Role: domain.Customer, Created: noon})
			if err != nil {
				return err
			}
			space, _, err := q.EnsureSpace(ctx, "Languages", noon)
			if err != nil {
				return err
			}
			for _, typed := range [][]string{{"C", "C#", "C++"}, {"c", "c#", "Lu\u0308fter", "Lüfter", "LÜFTER"}} {
				n := store.NewIdea{Digest: []byte("x"),
					Idea: domain.Idea{Title: "An idea with tags", Space: domain.Space{ID: space}, Author: domain.MemberRef{ID: member},
						Status: domain.StatusNew, Created: noon}}
				for _, name := range typed {
					n.Tags = append(n.Tags, domain.Tag{Name: name})
				}
				if idea, err = q.CreateIdea(ctx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Reader().IdeaFor(ctx, domain.Actor{}, idea, 0)
		if err != nil || len(got.Tags) != 3 || got.Words != "an-idea-with-tags" {
			t.Errorf("%+v, %v", got, err)
		}
		for address, ideas := range map[string]int64{"c": 2, "c-sharp": 2, "c-plus-plus": 1, "luefter": 1} {
			if tag, err := db.Reader().TagBySlug(ctx, address); err != nil || tag.Ideas != ideas {
				t.Errorf("%s: %+v, %v", address, tag, err)
			}
		}
		wantNamesInOrder(t, db)
	})
}

// A new name changes the address only where its words do; the old address is kept
// for it and given to nothing else.
func TestRenaming(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		rename := func(id int64, name string) error {
			return db.Tx(ctx, func(q *store.Tx) error { return q.SetTag(ctx, domain.Tag{ID: id, Name: name}) })
		}
		ids := map[string]int64{}
		err := db.Tx(ctx, func(q *store.Tx) (err error) {
			for _, name := range []string{"Fan", "Fan!", "Lüfter"} {
				if ids[name], err = q.CreateTag(ctx, domain.Tag{Name: name}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct{ tag, name, address string }{
			{"Fan!", "FAN!", "fan-2"}, {"Fan", "fan", "fan"}, {"Fan", "Cooling", "cooling"}, {"Fan!", "Fan", "fan-2"},
			{"Fan", "fan?", "fan-3"}, {"Fan", "Ventilation", "ventilation"},
		} {
			if err := rename(ids[step.tag], step.name); err != nil {
				t.Errorf("%+v: %v", step, err)
			}
			if tag, err := db.Reader().TagBySlug(ctx, step.address); err != nil || tag.ID != ids[step.tag] || tag.Name != step.name {
				t.Errorf("%+v: %+v, %v", step, tag, err)
			}
		}
		for _, former := range []string{"fan", "cooling", "fan-3"} {
			if now, err := db.Reader().CurrentSlug(ctx, "tag", former); err != nil || now != "ventilation" {
				t.Errorf("%s leads to %s, %v", former, now, err)
			}
		}
		if err := rename(ids["Fan"], "lüfter"); domain.KindOf(err) != domain.Invalid {
			t.Errorf("the name of another tag: %v", err)
		}
		wantNamesInOrder(t, db)
		if err := db.Tamper(ctx, "UPDATE tags SET name_key = NULL, slug = 'Not One' WHERE name = 'Lüfter'"); err != nil {
			t.Fatal(err)
		}
		if wrong, err := db.Reader().CheckNames(ctx); err != nil || len(wrong) != 2 || wrong[0].ID != ids["Lüfter"] {
			t.Errorf("%+v, %v", wrong, err)
		}
	})
}

// A database from before names had keys gets them, by whichever replica is first.
func TestOldRowsGetTheKeysOfTheirNames(t *testing.T) {
	targets := map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "old.db") },
		"postgres": func() string { return storetest.EmptyPostgres(t) },
	}
	for engine, target := range targets {
		t.Run(engine, func(t *testing.T) { migrateOldNames(t, target(), engine == "postgres") })
	}
}

func migrateOldNames(t *testing.T, target string, replicas bool) {
	ctx := t.Context()
	db := storetest.Open(t, target)
	if err := db.MigrateTo(ctx, 2); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO tags (id, slug, name) VALUES (1, 'c', 'C++'), (2, 'r', 'Ő'), (3, 'luefter', 'Lu\u0308fter')",
		"INSERT INTO spaces (id, slug, name, description, visibility, created_at) VALUES (1, 'general', 'General', '', " +
			"'public', 1), (2, 'all', 'general', '', 'public', 1)",
		"INSERT INTO families (id, slug, name, shape) VALUES (1, 'docks', 'Docks', 'dock')",
		"INSERT INTO products (id, slug, name, family_id, description, launch_day, created_at) VALUES (1, 'hp-100', " +
			"'Őrült HP', 1, '', 1, 1), (2, 'hp-200', 'HP-200', 1, '', 1, 1)",
		"INSERT INTO revisions (id, product_id, number, name, note, released_at) VALUES (1, 1, 1, 'first', '', 1), (2, 2, 1, 'first', '', 1)",
		"INSERT INTO product_counts (product_id, family_id, revision_id, state, launch_day) VALUES (1, 1, 1, 'unrated', " +
			"1), (2, 1, 2, 'unrated', 1)",
		"INSERT INTO imports (kind, source, key, object_id, digest) VALUES ('product', 'shop', 'HP-100', 1, 'x')",
		"INSERT INTO members (id, name, role, created_at) VALUES (1, 'ada', 'customer', 1)",
		"INSERT INTO ideas (id, title, body, html, html_version, excerpt, language, space_id, author_id, created_at, last_text) " +
			"VALUES (1, 'A fan', '', '', 1, '', '', 1, 1, 7, 'x')",
		"INSERT INTO idea_counts (idea_id, space_id, status, listed, open, created_at, carried, points) VALUES (1, 1, 'new', TRUE, TRUE, 7, 3, 3)",
		"INSERT INTO idea_tags (tag_id, idea_id) VALUES (1, 1)",
	} {
		if err := db.Tamper(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	others := 1
	if replicas {
		others = 4
	}
	var all sync.WaitGroup
	for range others {
		replica := storetest.Open(t, target)
		all.Go(func() {
			if _, err := replica.Migrate(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	wantNamesInOrder(t, db)
	checkCounts(t, db)
	for key, want := range map[string]int64{"hp-100": 1, "HP-100": 1, "őrült hp": 1, "HP-200": 2, "HP-100+": 0} {
		if found, err := db.Reader().ProductsByKey(ctx, "reviews", []string{key}); found[key] != want || err != nil {
			t.Errorf("%s: %v, %v", key, found, err)
		}
	}
	if found, err := db.Reader().Products(ctx, domain.ProductFilter{Words: slug.Words("Őrü")}); err != nil || len(found.Items) != 1 {
		t.Errorf("%v, %v", found, err)
	}
	err := db.Tx(ctx, func(q *store.Tx) error {
		id, created, err := q.EnsureSpace(ctx, "GENERAL", noon)
		if id != 1 || created || err != nil {
			t.Errorf("space %d, %v, %v", id, created, err)
		}
		return q.SetSpace(ctx, domain.Space{ID: 2, Name: "general", Slug: "all", Description: "The second of the name."})
	})
	if err != nil {
		t.Errorf("a change that leaves a doubled name as it is: %v", err)
	}
	wantNamesInOrder(t, db)
}
