package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// PreparedIdea is a checked row with its text as it will be stored.
type PreparedIdea struct {
	row domain.ImportedIdea
	new store.NewIdea
}

func (p PreparedIdea) kind() string            { return importIdea }
func (p PreparedIdea) key() string             { return p.row.Key }
func (p PreparedIdea) content() domain.Content { return p.row.Content }

// before digests as the first version did, which saw neither dates nor points
// below zero.
func (p PreparedIdea) before() []byte {
	r := p.row
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []any{
		r.Title, r.Body, r.Author, r.Created.UnixMilli(), r.Points, r.Promotes, r.Demotes, r.Space, domain.TagNames(r.Tags), r.Status, r.URL,
	}))
	return sum[:]
}

// PrepareIdea turns a checked row into what is written: its body, in the format
// of the file, becomes Markdown, and that is rendered. Its work is done before
// the transaction.
func PrepareIdea(row domain.ImportedIdea, format domain.TextFormat) (PreparedIdea, error) {
	body, err := importedBody(row.Body, format)
	if err != nil {
		return PreparedIdea{}, err
	}
	n := written(domain.Draft{Title: row.Title, Body: body, Tags: row.Tags})
	n.Status, n.Created, n.SourceURL = row.Status, row.Created, row.URL
	n.Carried, n.CarriedPromotes, n.CarriedDemotes = row.Points, row.Promotes, row.Demotes
	return PreparedIdea{row: row, new: n}, nil
}

// ImportIdeas writes rows that are not there yet, at most ImportBatch in one
// transaction. Nobody is told and nothing is routed; carried-over points have no
// day and no heat.
func (a *App) ImportIdeas(ctx context.Context, who domain.Actor, source string, rows []PreparedIdea) (domain.ImportCount, error) {
	return importRows(ctx, a, who, source, "ideas", rows, func(b batch, fresh []PreparedIdea) error { return b.ideas(ctx, fresh) })
}

func (b batch) ideas(ctx context.Context, rows []PreparedIdea) error {
	spaces, err := b.spaces(ctx, rows)
	if err != nil {
		return err
	}
	names := map[voice]string{}
	for _, r := range rows {
		if v := ideaVoice(r); v == nobody {
			names[v] = ""
		} else {
			names[v] = cmp.Or(names[v], r.row.Author) // as it was written first
		}
	}
	authors, err := b.accounts(ctx, names)
	if err != nil {
		return err
	}
	products, err := b.aboutProducts(ctx, rows)
	if err != nil {
		return err
	}
	ideas := make([]store.NewIdea, len(rows))
	for i, r := range rows {
		n := r.new
		n.Space, n.Product.ID = spaces[r.row.Space], products[r.row.Product]
		b.count.Aboutless += one(r.row.Product != "" && n.Product.ID == 0)
		n.Author = domain.MemberRef{ID: authors[ideaVoice(r)], Name: r.row.Author, Named: ideaVoice(r) == nobody}
		n.Imported = b.a.now()
		ideas[i] = n
	}
	ids, err := b.q.CreateIdeas(ctx, ideas)
	if err != nil {
		return err
	}
	if err := b.index(ctx, domain.FindIdeas, ids); err != nil {
		return err
	}
	became := make([]store.Imported, len(rows))
	for i, r := range rows {
		became[i] = store.Imported{Key: r.row.Key, ID: ids[i], Digest: r.row.Digest}
	}
	return b.q.SetImported(ctx, importIdea, b.source, became)
}

// aboutProducts finds the products that ideas are about, by key or name; it creates
// none.
func (b batch) aboutProducts(ctx context.Context, rows []PreparedIdea) (map[string]int64, error) {
	var keys []string
	for _, r := range rows {
		if r.row.Product != "" && !slices.Contains(keys, r.row.Product) {
			keys = append(keys, r.row.Product)
		}
	}
	return b.q.ProductsByKey(ctx, b.source, keys)
}

// ideaVoice is whose account an idea belongs to.
func ideaVoice(p PreparedIdea) voice {
	if v, known := voiceOf(p.row.ImportedAuthor); known {
		return v
	}
	return nobody
}

// spaces finds or creates the spaces that rows name.
func (b batch) spaces(ctx context.Context, rows []PreparedIdea) (map[string]domain.Space, error) {
	spaces := map[string]domain.Space{}
	for _, r := range rows {
		name := r.row.Space
		if _, known := spaces[name]; known {
			continue
		}
		space, created, err := b.space(ctx, name)
		if err != nil {
			return nil, err
		}
		spaces[name] = space
		b.count.Spaces += one(created)
	}
	return spaces, nil
}

// space finds or creates the space that a row names; without a name it is the
// installation's first.
func (b batch) space(ctx context.Context, name string) (space domain.Space, created bool, err error) {
	if name == "" {
		space.ID, created, err = b.a.firstSpace(ctx, b.q)
	} else {
		space.ID, created, err = b.q.EnsureSpace(ctx, name, b.a.now())
	}
	if err == nil {
		space.Visibility, err = b.q.SpaceVisibility(ctx, space.ID)
	}
	return space, created, err
}

// CompareIdeas is Compare, and counts the rows that a rule by points would route.
func (a *App) CompareIdeas(ctx context.Context, source string, rows []PreparedIdea) (domain.ImportCount, error) {
	fresh, count, err := freshOf(ctx, a, source, rows)
	if err != nil {
		return count, err
	}
	routes, err := a.store.Reader().Routes(ctx)
	if err != nil || len(routes) == 0 {
		return count, err
	}
	for _, row := range fresh {
		routed, err := a.wouldRoute(ctx, source, routes, row.row)
		if err != nil {
			return count, err
		}
		count.Routable += one(routed)
	}
	return count, nil
}

// wouldRoute reports whether one of the rules routes a row once it is imported. What it
// names is looked for only where it has the points of a rule.
func (a *App) wouldRoute(ctx context.Context, source string, routes []domain.Route, row domain.ImportedIdea) (bool, error) {
	idea := domain.Idea{Status: row.Status, Carried: row.Points}
	anywhere := func(r domain.Route) bool {
		return r.Kind == domain.RoutePoints && !idea.Status.Closed() && idea.Points() >= r.Points
	}
	if !slices.ContainsFunc(routes, anywhere) {
		return false, nil
	}
	read := a.store.Reader()
	space, err := read.ImportSpace(ctx, row.Space)
	if err != nil || space.ID != 0 && space.Visibility != domain.Public {
		return false, err
	}
	products, err := read.ProductsByKey(ctx, source, []string{row.Product})
	if err != nil {
		return false, err
	}
	for _, t := range row.Tags {
		tag, err := read.TagNamed(ctx, t.Name)
		if err != nil && !errors.Is(err, domain.ErrNotFound) {
			return false, err
		}
		idea.Tags = append(idea.Tags, tag)
	}
	idea.Space, idea.Product.ID = space, products[row.Product]
	_, routed := domain.FirstTagged(domain.Reached(routes, &idea), idea.Tags)
	return routed, nil
}
