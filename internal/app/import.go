package app

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Kinds of imported things, for telling their keys apart.
const (
	importIdea       = "idea"
	importAuthor     = "author"    // by name
	importAuthorByID = "author_id" // by the ID that a file gives
	importProduct    = "product"
	importReview     = "review"
	importComment    = "comment"
	importMissing    = "missing comment" // what a comment answers and no file has
)

// Prepared is a checked row of a file, ready to be written.
type Prepared interface {
	kind() string
	key() string
	content() domain.Content
	// before is the digest that the first version of the program made of the row;
	// nil where nobody can tell.
	before() []byte
}

// ImportBatch is how many rows one transaction takes: few, because on SQLite every
// other write waits for it.
const ImportBatch = 100

// batch is a part of a file, in its transaction.
type batch struct {
	a      *App
	q      *store.Tx
	source string
	count  *domain.ImportCount
}

// importRows writes the rows that are not there yet, ImportBatch in a transaction.
func importRows[P Prepared](ctx context.Context, a *App, who domain.Actor, source, what string, rows []P,
	write func(batch, []P) error) (domain.ImportCount, error) {
	var total domain.ImportCount
	if err := domain.Allow(who, domain.ImportData); err != nil {
		return total, err
	}
	for part := range slices.Chunk(rows, ImportBatch) {
		var count domain.ImportCount
		err := a.act(ctx, who, domain.ImportData, func(q *store.Tx, _ domain.Actor) error {
			known, err := known(ctx, q, source, part)
			if err != nil {
				return err
			}
			fresh, outdated := compare(known, part, &count)
			if err := q.RenewImported(ctx, part[0].kind(), source, outdated); err != nil || len(fresh) == 0 {
				return err
			}
			if err := write(batch{a, q, source, &count}, fresh); err != nil {
				return err
			}
			return a.record(ctx, q, who, "import "+what, part[0].kind(), 0, fmt.Sprint(len(fresh)))
		})
		if err != nil {
			return total, err
		}
		total.Add(count)
	}
	a.store.CommunityChanged()
	return total, nil
}

// imports tells what is known of imported rows.
type imports interface {
	Imported(ctx context.Context, kind, source string, keys []string) (map[string]store.Imported, error)
}

func known[P Prepared](ctx context.Context, from imports, source string, rows []P) (map[string]store.Imported, error) {
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = row.key()
	}
	return from.Imported(ctx, rows[0].kind(), source, keys)
}

// compare counts rows anew and returns those that are not there yet, and the ones
// whose content is recognised though its digest is of an earlier version.
func compare[P Prepared](known map[string]store.Imported, rows []P, count *domain.ImportCount) (fresh []P, outdated []store.Imported) {
	*count = domain.ImportCount{} // a transaction may run again
	for _, row := range rows {
		was, there := known[row.key()]
		switch digest := row.content().Digest; {
		case !there, len(was.Digest) == 0: // or was made by a row of another kind
			fresh = append(fresh, row)
			count.New++
		case bytes.Equal(was.Digest, digest):
			count.Same++
		case domain.OutdatedDigest(was.Digest) && (row.before() == nil || bytes.Equal(was.Digest, row.before())):
			count.Same++
			was.Digest = digest
			outdated = append(outdated, was)
		default:
			count.Differ++
		}
	}
	return fresh, outdated
}

// Compare counts what importing rows would do, without writing.
func Compare[P Prepared](ctx context.Context, a *App, source string, rows []P) (domain.ImportCount, error) {
	_, count, err := freshOf(ctx, a, source, rows)
	return count, err
}

// freshOf is Compare with the rows that are not there yet.
func freshOf[P Prepared](ctx context.Context, a *App, source string, rows []P) (fresh []P, count domain.ImportCount, err error) {
	for part := range slices.Chunk(rows, ImportBatch) {
		known, err := known(ctx, a.store.Reader(), source, part)
		if err != nil {
			return nil, count, err
		}
		var here domain.ImportCount
		missing, _ := compare(known, part, &here)
		count.Add(here)
		fresh = append(fresh, missing...)
	}
	return fresh, count, nil
}

// voice is somebody whom rows of a source name, as an account is known by.
type voice struct{ kind, key string }

// voiceOf is whose account a row belongs to; none where it is a voice of its own.
func voiceOf(a domain.ImportedAuthor) (voice, bool) {
	switch {
	case a.AuthorID != "":
		return voice{importAuthorByID, a.AuthorID}, true
	case a.ByName && a.Author != "":
		return voice{importAuthor, strings.ToLower(a.Author)}, true
	}
	return voice{}, false
}

// nobody is the one account that a source's ideas share whose authors have none.
var nobody = voice{kind: importAuthor}

// accounts finds or creates the accounts of those whom rows name: ones that nobody
// can sign in to.
func (b batch) accounts(ctx context.Context, names map[voice]string) (map[voice]int64, error) {
	keys := map[string][]string{}
	for v := range names {
		keys[v.kind] = append(keys[v.kind], v.key)
	}
	found := map[voice]int64{}
	for kind, keys := range keys {
		known, err := b.q.Imported(ctx, kind, b.source, keys)
		if err != nil {
			return nil, err
		}
		for key, was := range known {
			found[voice{kind, key}] = was.ID
		}
	}
	var missing []voice
	for v := range names {
		if found[v] == 0 {
			missing = append(missing, v)
		}
	}
	return found, b.newAccounts(ctx, names, missing, found)
}

func (b batch) newAccounts(ctx context.Context, names map[voice]string, missing []voice, found map[voice]int64) error {
	slices.SortFunc(missing, func(x, y voice) int { return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.key, y.key)) })
	members := make([]domain.Member, len(missing))
	for i, v := range missing {
		members[i] = domain.Member{Name: cmp.Or(names[v], b.source), Role: domain.Customer, Created: b.a.now()}
	}
	ids, err := b.q.CreateMembers(ctx, members)
	if err != nil {
		return err
	}
	became := map[string][]store.Imported{}
	for i, v := range missing {
		found[v] = ids[i]
		became[v.kind] = append(became[v.kind], store.Imported{Key: v.key, ID: ids[i]})
		b.count.Authors += one(v != nobody)
	}
	for kind, rows := range became {
		if err := b.q.SetImported(ctx, kind, b.source, rows); err != nil {
			return err
		}
	}
	return nil
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}
