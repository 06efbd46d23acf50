package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
)

// PreparedComment is a checked row of a file of comments with its text as it will be
// stored.
type PreparedComment struct {
	row        domain.ImportedComment
	idea       int64
	body, html string
	language   string
}

func (p PreparedComment) kind() string            { return importComment }
func (p PreparedComment) key() string             { return p.row.Key }
func (p PreparedComment) content() domain.Content { return p.row.Content }
func (p PreparedComment) before() []byte          { return nil }

// gone is why a row has no words: they are gone already where it comes from.
func (p PreparedComment) gone() domain.Gone {
	if domain.Blank(p.body) {
		return domain.NeverCame
	}
	return ""
}

// PrepareComment makes a checked row ready to be written: idea is the one it is on,
// format what its body is written in.
func PrepareComment(row domain.ImportedComment, idea int64, format domain.TextFormat) (PreparedComment, error) {
	body, err := importedBody(row.Body, format)
	if err != nil {
		return PreparedComment{}, err
	}
	p := PreparedComment{row: row, idea: idea, body: body}
	p.html, p.language = rendered("", body)
	return p, nil
}

// IdeasOfSource are the ideas that an import brought, by their keys there. Without a
// source there must be one that brought ideas, and no second.
func (a *App) IdeasOfSource(ctx context.Context, source string) (map[string]int64, error) {
	read := a.store.Reader()
	if source == "" {
		sources, err := read.IdeaSources(ctx)
		switch {
		case err != nil:
			return nil, err
		case len(sources) != 1:
			return nil, &domain.Error{Kind: domain.Invalid, Key: "import.idea_sources", Args: domain.Args{"Sources": listed(sources)}}
		}
		source = sources[0]
	}
	return read.ImportedIdeas(ctx, source)
}

// listed are names as one sentence has them; "–" for none.
func listed(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	text := names[0]
	for _, name := range names[1:] {
		text += ", " + name
	}
	return text
}

// ImportComments writes rows that are not there yet, at most ImportBatch in one
// transaction. A row that answers one which comes later in the file waits and is
// counted so; one that answers what is missing there is kept under a tombstone. Nobody
// is told.
func (a *App) ImportComments(ctx context.Context, who domain.Actor, source string, rows []PreparedComment,
	missing func(key string) bool) (domain.ImportCount, error) {
	return importRows(ctx, a, who, source, "comments", rows, func(b batch, fresh []PreparedComment) error {
		return b.comments(ctx, fresh, missing)
	})
}

func (b batch) comments(ctx context.Context, rows []PreparedComment, missing func(string) bool) error {
	ideas, err := b.commentedIdeas(ctx, rows)
	if err != nil {
		return err
	}
	names := map[voice]string{nobody: ""}
	for _, r := range rows {
		if v := voiceOr(r.row.ImportedAuthor); v != nobody {
			names[v] = cmp.Or(names[v], r.row.Author) // as it was written first
		}
	}
	authors, err := b.accounts(ctx, names)
	if err != nil {
		return err
	}
	parents, err := b.answered(ctx, rows)
	if err != nil {
		return err
	}
	var became []store.Imported
	for waiting := rows; len(waiting) > 0; {
		var later []PreparedComment
		for _, r := range waiting {
			above, wait, err := b.above(ctx, r, ideas[r.idea], authors[nobody], parents, missing)
			if err != nil {
				return err
			}
			if wait {
				later = append(later, r)
				continue
			}
			v := voiceOr(r.row.ImportedAuthor)
			id, err := b.q.CreateComment(ctx, store.NewComment{
				Idea: ideas[r.idea], Above: above, Body: r.body, HTML: r.html, HTMLVersion: markdown.Version, Language: r.language,
				Author: domain.MemberRef{ID: authors[v], Name: r.row.Author, Named: v == nobody}, Created: r.row.Created, Gone: r.gone(),
			})
			if err != nil {
				return err
			}
			parents[r.row.Key] = id
			became = append(became, store.Imported{Key: r.row.Key, ID: id, Digest: r.row.Digest})
		}
		if len(later) == len(waiting) {
			b.count.New -= int64(len(later))
			b.count.Waiting += int64(len(later))
			break
		}
		waiting = later
	}
	said := make([]int64, len(became))
	for i, c := range became {
		said[i] = c.ID
	}
	if err := b.index(ctx, domain.FindComments, said); err != nil {
		return err
	}
	return b.q.SetImported(ctx, importComment, b.source, became)
}

// voiceOr is whose account a row belongs to; nobody's where it is a voice of its own.
func voiceOr(a domain.ImportedAuthor) voice {
	if v, known := voiceOf(a); known {
		return v
	}
	return nobody
}

// commentedIdeas holds the rows of the ideas that comments are on, always in one order.
func (b batch) commentedIdeas(ctx context.Context, rows []PreparedComment) (map[int64]domain.Idea, error) {
	ideas := map[int64]domain.Idea{}
	for _, r := range rows {
		ideas[r.idea] = domain.Idea{}
	}
	for _, id := range slices.Sorted(maps.Keys(ideas)) {
		idea, err := b.q.LockIdea(ctx, domain.System, id)
		if err != nil {
			return nil, err
		}
		ideas[id] = idea
	}
	return ideas, nil
}

// answered finds the comments that rows answer and that are there, by key.
func (b batch) answered(ctx context.Context, rows []PreparedComment) (map[string]int64, error) {
	var keys, gone []string
	for _, r := range rows {
		if r.row.Parent != "" {
			keys, gone = append(keys, r.row.Parent), append(gone, missingKey(r))
		}
	}
	found := map[string]int64{}
	for kind, keys := range map[string][]string{importComment: keys, importMissing: gone} {
		known, err := b.q.Imported(ctx, kind, b.source, keys)
		if err != nil {
			return nil, err
		}
		for key, was := range known {
			found[key] = was.ID
		}
	}
	return found, nil
}

// missingKey is the key of the tombstone in place of what a row answers. No row has it:
// keys have no line ends.
func missingKey(r PreparedComment) string { return strconv.FormatInt(r.idea, 10) + "\n" + r.row.Parent }

// above is the comment that a row answers, or a tombstone in its place: of what is
// missing, or stands under another idea. wait says that it comes later in the file.
func (b batch) above(ctx context.Context, r PreparedComment, idea domain.Idea, nobody int64, known map[string]int64,
	missing func(string) bool) (above domain.Comment, wait bool, err error) {
	if r.row.Parent == "" {
		return above, false, nil
	}
	if id := known[r.row.Parent]; id != 0 {
		if above, err = b.q.Comment(ctx, id); err != nil || above.Idea.ID == r.idea {
			return above, false, err
		}
	} else if !missing(r.row.Parent) {
		return above, true, nil
	}
	b.count.Orphans++
	if id := known[missingKey(r)]; id != 0 {
		above, err = b.q.Comment(ctx, id)
		return above, false, err
	}
	id, err := b.q.CreateComment(ctx, store.NewComment{Idea: idea, Author: domain.MemberRef{ID: nobody, Named: true},
		Gone: domain.NeverCame, HTMLVersion: markdown.Version, Created: r.row.Created})
	if err != nil {
		return above, false, err
	}
	known[missingKey(r)] = id
	if err := b.q.SetImported(ctx, importMissing, b.source, []store.Imported{{Key: missingKey(r), ID: id}}); err != nil {
		return above, false, err
	}
	above, err = b.q.Comment(ctx, id)
	return above, false, err
}
