package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"groundswell/internal/domain"
)

// threadsQuery reads a page of an idea's threads, of each its beginning, and in front
// of them what is raised out of them: one query, and of a long thread no more than its
// beginning. %threads% are the first comments, in order.
const threadsQuery = `SELECT ` + commentColumns + `, f.part, f.thread
	FROM (SELECT c.id, 1 AS part, t.helpful AS helpful, t.id AS thread FROM (SELECT s.id, s.helpful,
			(SELECT p.branch FROM comments p WHERE p.root_id = s.id AND p.listed AND p.depth < %[2]d ORDER BY p.branch
			LIMIT 1 OFFSET %[3]d) AS upto FROM (%[1]s) s) t
		JOIN comments c ON c.root_id = t.id AND c.listed AND c.depth < %[2]d AND c.branch <= COALESCE(t.upto, $2)
		UNION ALL SELECT id, 0, 0, 0 FROM (SELECT id FROM comments WHERE idea_id = $1 AND gone = '' AND (official <> '' OR extended_at > 0)
			ORDER BY id DESC LIMIT %[4]d) raised) f
	JOIN comments c ON c.id = f.id` + commentJoins + ` ORDER BY f.part, %[5]s, c.branch`

// Conversation reads a page of the threads under an idea that the actor may see, and
// what is raised out of them.
func (r reads) Conversation(ctx context.Context, f domain.CommentFilter) (domain.Conversation, error) {
	w := where{args: []any{f.Idea, []byte{0xff}}}
	threads, order := threadsBy(&w, f)
	query := fmt.Sprintf(threadsQuery, threads, domain.ThreadLevels, domain.ThreadStart-1, domain.RaisedMax, order)
	var talk domain.Conversation
	var read []domain.Comment
	err := r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var part, thread int64
		c, err := scanComment(rows, &part, &thread)
		if part == 0 {
			talk.Raised = append(talk.Raised, c)
		} else {
			read = append(read, c)
		}
		return err
	})
	slices.SortFunc(talk.Raised, func(a, b domain.Comment) int { return cmp.Compare(b.ID, a.ID) })
	page := domain.Cut(domain.Grow(read), domain.ThreadsPage, func(n **domain.Node) domain.Cursor {
		return domain.ThreadCursor(f.Order, &(*n).Comment)
	})
	talk.Threads, talk.Next = page.Items, page.Next
	if err != nil {
		return talk, err
	}
	return talk, r.AddMentions(ctx, talk.Comments()...)
}

// threadsBy are the first comments of the threads behind a place, one more than a page
// has, and their order: of each idea one range of an index, or two.
func threadsBy(w *where, f domain.CommentFilter) (threads, order string) {
	limit := fmt.Sprintf(" LIMIT %d", domain.ThreadsPage+1)
	behind, sort := []string{""}, " ORDER BY helpful DESC, id"
	switch order = "f.helpful DESC, f.thread"; {
	case f.Order == domain.OldestFirst:
		behind, sort, order = []string{" AND id > " + w.arg(f.After.ID)}, " ORDER BY id", "f.thread"
	case f.Order == domain.NewestFirst:
		sort, order = " ORDER BY id DESC", "f.thread DESC"
		if !f.After.Zero() {
			behind = []string{" AND id < " + w.arg(f.After.ID)}
		}
	case !f.After.Zero():
		helpful := w.arg(int64(f.After.Key))
		behind = []string{" AND helpful = " + helpful + " AND id > " + w.arg(f.After.ID), " AND helpful < " + helpful}
	}
	var ranges []string
	for _, idea := range append([]int64{f.Idea}, f.Merged...) {
		of := w.arg(idea)
		for _, place := range behind {
			ranges = append(ranges, "SELECT id, helpful FROM comments WHERE idea_id = "+of+" AND listed AND depth = 0"+place+sort+limit)
		}
	}
	if len(ranges) == 1 { // as nearly always: it is in order already
		return ranges[0], order
	}
	for i, one := range ranges {
		ranges[i] = "SELECT * FROM (" + one + ") r" + letters(i)
	}
	return "SELECT * FROM (" + strings.Join(ranges, " UNION ALL ") + ") merged" + sort + limit, order
}

// Replies reads a page of what stands below a comment, as a thread is read, down to so
// many levels; after is the id of the last one on the page before.
func (r reads) Replies(ctx context.Context, to *domain.Comment, after int64) (domain.Page[domain.Comment], error) {
	w := where{args: []any{to.Root, []byte(to.Branch), []byte(to.Branch.End()), to.Branch.Depth() + domain.ThreadLevels,
		domain.RepliesPage + 1}}
	behind := ""
	if after != 0 {
		behind = " AND c.branch > COALESCE((SELECT branch FROM comments WHERE id = " + w.arg(after) + " AND root_id = $1), $2)"
	}
	return readPage(ctx, r.handle, "SELECT "+commentColumns+" FROM comments c"+commentJoins+
		" WHERE c.root_id = $1 AND c.listed AND c.branch > $2 AND c.branch < $3 AND c.depth < $4"+behind+" ORDER BY c.branch LIMIT $5",
		w.args, scanComments, domain.RepliesPage, func(c *domain.Comment) domain.Cursor { return domain.Cursor{ID: c.ID} })
}
