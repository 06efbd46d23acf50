package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// Kinds of imported things, for telling their keys apart.
const (
	importIdea    = "idea"
	importAuthor  = "author"
	importProduct = "product"
	importReview  = "review"
)

// PreparedIdea is a checked row with its text as it will be stored.
type PreparedIdea struct {
	row    domain.ImportedIdea
	new    store.NewIdea
	digest []byte
}

// PrepareIdea turns a checked row into what is written: its body, in the format
// of the file, becomes Markdown, and that is rendered. Its work is done before
// the transaction.
func PrepareIdea(row domain.ImportedIdea, format domain.TextFormat) (PreparedIdea, error) {
	body, err := markdown.FromFile(row.Body, format)
	if err != nil {
		return PreparedIdea{}, domain.BadField("body", "import.html", domain.Args{"Error": err.Error()})
	}
	body = text.Body(body) // what the format spelled out is cleaned too
	if n := utf8.RuneCountInString(body); n > domain.ImportedBodyMax {
		return PreparedIdea{}, domain.BadField("body", "error.body_long", domain.Args{"Max": domain.ImportedBodyMax, "Over": n - domain.ImportedBodyMax})
	}
	n := written(domain.Draft{Title: row.Title, Body: body, Tags: row.Tags})
	n.Status, n.Created, n.SourceURL = row.Status, row.Created, row.URL
	n.Carried, n.CarriedPromotes, n.CarriedDemotes = row.Points, row.Promotes, row.Demotes
	return PreparedIdea{row: row, new: n, digest: contentOf(row)}, nil
}

// contentOf hashes what a row says, so that a changed row can be told.
func contentOf(r domain.ImportedIdea) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []any{
		r.Title, r.Body, r.Author, r.Created.UnixMilli(), r.Points, r.Promotes, r.Demotes, r.Space, domain.TagNames(r.Tags), r.Status, r.URL,
	}))
	return sum[:]
}

// ImportBatch is how many rows one transaction takes.
const ImportBatch = 200

// ImportIdeas writes rows that are not there yet, at most ImportBatch in one
// transaction. Nobody is told and nothing is routed; carried-over points have no
// day and no heat.
func (a *App) ImportIdeas(ctx context.Context, who domain.Actor, source string, rows []PreparedIdea) (domain.ImportCount, error) {
	return a.inBatches(ctx, who, len(rows), func(q *store.Tx, from, to int) (domain.ImportCount, error) {
		fresh, count, err := compare(ctx, q, source, rows[from:to])
		if err != nil || len(fresh) == 0 {
			return count, err
		}
		for _, row := range fresh {
			if err := a.importOne(ctx, q, source, row, &count); err != nil {
				return count, err
			}
		}
		return count, a.record(ctx, q, who, "import ideas", "idea", 0, fmt.Sprint(len(fresh)))
	})
}

// inBatches imports so many rows, ImportBatch in a transaction.
func (a *App) inBatches(ctx context.Context, who domain.Actor, rows int, do func(q *store.Tx, from, to int) (domain.ImportCount, error)) (domain.ImportCount, error) {
	var total domain.ImportCount
	if err := domain.Allow(who, domain.ImportData, nil); err != nil {
		return total, err
	}
	for from := 0; from < rows; from += ImportBatch {
		var count domain.ImportCount
		err := a.act(ctx, who, domain.ImportData, func(q *store.Tx, _ domain.Actor) (err error) {
			count, err = do(q, from, min(from+ImportBatch, rows))
			return err
		})
		if err != nil {
			return total, err
		}
		total.Add(count)
	}
	a.store.CommunityChanged()
	return total, nil
}

func (a *App) importOne(ctx context.Context, q *store.Tx, source string, row PreparedIdea, count *domain.ImportCount) error {
	space, created, err := a.importedSpace(ctx, q, row.row.Space)
	if err != nil {
		return err
	}
	count.Spaces += one(created)
	author, created, err := a.importedAuthor(ctx, q, source, row.row.Author)
	if err != nil {
		return err
	}
	count.Authors += one(created)
	n := row.new
	n.Space.ID, n.Author.ID = space, author
	id, err := q.CreateIdea(ctx, n)
	if err != nil {
		return err
	}
	return q.SetImported(ctx, importIdea, source, row.row.Key, id, row.digest)
}

// importedSpace finds or creates the space that a row names; without a name it is
// the installation's first.
func (a *App) importedSpace(ctx context.Context, q *store.Tx, name string) (id int64, created bool, err error) {
	if name == "" {
		return a.firstSpace(ctx, q)
	}
	return q.EnsureSpace(ctx, name, a.now())
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// importedAuthor finds or creates the account of somebody whom a file names:
// one that nobody can sign in to. Rows without a name share one per source.
func (a *App) importedAuthor(ctx context.Context, q *store.Tx, source, name string) (id int64, created bool, err error) {
	key := strings.ToLower(name)
	if id, _, err = q.Imported(ctx, importAuthor, source, key); err != nil || id != 0 {
		return id, false, err
	}
	if name == "" {
		name = source
	}
	if id, err = q.CreateMember(ctx, domain.Member{Name: name, Role: domain.Customer, Created: a.now()}); err != nil {
		return 0, false, err
	}
	return id, true, q.SetImported(ctx, importAuthor, source, key, id, []byte{})
}

// Prepared is a checked row of a file, ready to be written.
type Prepared interface {
	kind() string
	key() string
	content() []byte // a hash of what the row says
}

func (p PreparedIdea) kind() string    { return importIdea }
func (p PreparedIdea) key() string     { return p.row.Key }
func (p PreparedIdea) content() []byte { return p.digest }

// imports tells what is known of an imported row.
type imports interface {
	Imported(ctx context.Context, kind, source, key string) (id int64, digest []byte, err error)
}

// compare finds the rows that are not there yet, and counts all.
func compare[P Prepared](ctx context.Context, known imports, source string, rows []P) (fresh []P, count domain.ImportCount, err error) {
	for _, row := range rows {
		id, digest, err := known.Imported(ctx, row.kind(), source, row.key())
		switch {
		case err != nil:
			return nil, count, err
		case id == 0:
			fresh = append(fresh, row)
			count.New++
		case string(digest) == string(row.content()):
			count.Same++
		default:
			count.Differ++
		}
	}
	return fresh, count, nil
}

// Compare counts what importing rows would do, without writing.
func Compare[P Prepared](ctx context.Context, a *App, source string, rows []P) (domain.ImportCount, error) {
	_, count, err := compare(ctx, a.store.Reader(), source, rows)
	return count, err
}
