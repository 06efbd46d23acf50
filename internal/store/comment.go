package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/search"
	"groundswell/internal/slug"
)

// commentColumns are what a page shows of a comment: c of comments, x its words, m its
// author and e who lifted it into the idea.
const commentColumns = `c.id, c.idea_id, c.root_id, COALESCE(c.parent_id, 0), c.branch, m.id, m.name, m.role, c.author_name,
	x.body, x.html, x.language, c.gone, c.replies, c.helpful, c.official, c.extended_at, COALESCE(e.id, 0), COALESCE(e.name, ''),
	COALESCE(e.role, ''), c.created_at, c.edited_at, c.version`

const commentJoins = ` JOIN comment_texts x ON x.id = c.id JOIN members m ON m.id = c.author_id
	LEFT JOIN members e ON e.id = c.extended_by`

func scanComment(rows *sql.Rows, also ...any) (domain.Comment, error) {
	var c domain.Comment
	var named string
	var official domain.Role
	var extended, created, edited int64
	err := rows.Scan(append([]any{&c.ID, &c.Idea.ID, &c.Root, &c.Parent, &c.Branch, &c.Author.ID, &c.Author.Name, &c.Author.Role, &named,
		&c.Body, &c.HTML, &c.Language, &c.Gone, &c.Replies, &c.Helpful, &official, &extended, &c.Lifted.ID, &c.Lifted.Name,
		&c.Lifted.Role, &created, &edited, &c.Version}, also...)...)
	c.Extended, c.Created, c.Edited = moment(extended), moment(created), moment(edited)
	setName(&c.Author, named)
	if c.Official = official != ""; c.Official {
		c.Author.Role = official
	}
	return c, err
}

func scanComments(rows *sql.Rows) (domain.Comment, error) { return scanComment(rows) }

// Comment reads a comment, gone or not. Whether somebody may know of it says its idea,
// and whether its words may be read Comment.ReadableBy.
func (r reads) Comment(ctx context.Context, id int64) (domain.Comment, error) {
	return one(ctx, r.handle, "SELECT "+commentColumns+" FROM comments c"+commentJoins+" WHERE c.id = $1", []any{id}, scanComments)
}

// CommentByNonce finds the comment that the author's form already posted, or 0.
func (r reads) CommentByNonce(ctx context.Context, author int64, nonce string) (int64, error) {
	found, err := list(ctx, r.handle, "SELECT id FROM comments WHERE nonce = $1 AND author_id = $2", []any{nonce, author}, scanID)
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// NewComment is what is written when a comment is posted or imported.
type NewComment struct {
	Idea        domain.Idea    // its id and author
	Above       domain.Comment // the one that is answered; ID 0: none, a thread begins
	Author      domain.MemberRef
	Body        string
	HTML        string
	HTMLVersion int64
	Language    string
	Official    domain.Role // "": it is none
	Gone        domain.Gone
	Nonce       string // empty for imports
	Created     time.Time
	Terms       []search.Token // of its words; none where they are made later
}

// CreateComment adds a comment to an idea whose row is held and returns its id.
func (q *Tx) CreateComment(ctx context.Context, n NewComment) (int64, error) {
	var id int64
	err := q.get(ctx, "INSERT INTO comment_texts (body, html, html_version, language) VALUES ($1, $2, $3, $4) RETURNING id",
		[]any{n.Body, n.HTML, n.HTMLVersion, n.Language}, &id)
	if err != nil {
		return 0, err
	}
	above, parent := n.Above.Under()
	branch, root := above.With(id), id
	if ids := above.IDs(); len(ids) > 0 {
		root = ids[0]
	}
	_, err = q.exec(ctx, `INSERT INTO comments (id, idea_id, root_id, parent_id, branch, depth, author_id, author_name, nonce,
		official, gone, listed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, n.Idea.ID, root, orNoID(parent), []byte(branch), branch.Depth(), n.Author.ID, n.Author.NameOnly(), orNull(n.Nonce),
		n.Official, n.Gone, n.Gone == domain.NotGone, millis(n.Created))
	if err != nil {
		return 0, err
	}
	_, err = q.exec(ctx, "UPDATE idea_counts SET last_comment = $2 WHERE "+countedAt+" AND last_comment < $2", n.Idea.ID, id)
	if err != nil || n.Gone != domain.NotGone {
		return id, err
	}
	if len(n.Terms) > 0 {
		if err := q.createCommentDoc(ctx, id, n.Idea.ID, n.Terms); err != nil {
			return 0, err
		}
	}
	return id, q.countComment(ctx, domain.Comment{ID: id, Idea: n.Idea, Branch: branch, Author: n.Author}, 1)
}

// countComment adds step to what counts a comment that came to stand or went: those
// above it, and its idea.
func (q *Tx) countComment(ctx context.Context, c domain.Comment, step int64) error {
	if above := c.Branch.Above(); len(above) > 0 {
		w := where{args: []any{step}}
		_, err := q.exec(ctx, `UPDATE comments SET replies = replies + $1, listed = (gone = '' OR replies + $1 > 0)
			WHERE id IN (`+w.ids(above, branchPlaces(len(above)))+")", w.args...)
		if err != nil {
			return err
		}
	}
	byAuthor := !c.Author.Named && c.Author.ID == c.Idea.Author.ID
	_, err := q.exec(ctx, `UPDATE idea_counts SET comments = comments + $2,
		comments_others = comments_others + CASE WHEN idea_id = $1 THEN $3 ELSE 0 END WHERE `+countedAt, c.Idea.ID, step, step*count(!byAuthor))
	return err
}

// branchPlaces is for how many ids a statement about a branch has room: few numbers
// keep the different texts few.
func branchPlaces(ids int) int {
	places := 4
	for places < ids {
		places *= 2
	}
	return places
}

// SetGone lets a comment of an idea whose row is held go, or stand again. c.Idea names
// the idea's author; terms are by what it is found when it stands again.
func (q *Tx) SetGone(ctx context.Context, c domain.Comment, gone domain.Gone, terms []search.Token) error {
	err := q.changeOne(ctx, "UPDATE comments SET gone = $2, listed = $3 OR replies > 0 WHERE id = $1", c.ID, gone, gone == domain.NotGone)
	if err != nil {
		return err
	}
	if err := q.setCommentDoc(ctx, &c, terms); err != nil || (c.Gone == domain.NotGone) == (gone == domain.NotGone) {
		return err
	}
	if gone == domain.NotGone {
		return q.countComment(ctx, c, 1)
	}
	return q.countComment(ctx, c, -1)
}

// SetComment changes the words of a comment that still is at c.Version, and keeps
// those it had; domain.ErrNotFound otherwise. By terms it is found from now on.
func (q *Tx) SetComment(ctx context.Context, c domain.Comment, htmlVersion int64, terms []search.Token, now time.Time) error {
	err := q.changeOne(ctx, "UPDATE comments SET edited_at = $3, version = version + 1 WHERE id = $1 AND version = $2 AND gone IN ('', 'hidden')",
		c.ID, c.Version, millis(now))
	if err != nil {
		return err
	}
	_, err = q.exec(ctx, "INSERT INTO comment_history (comment_id, body, replaced_at) SELECT id, body, $2 FROM comment_texts WHERE id = $1",
		c.ID, millis(now))
	if err != nil {
		return err
	}
	err = q.changeOne(ctx, "UPDATE comment_texts SET body = $2, html = $3, html_version = $4, language = $5 WHERE id = $1",
		c.ID, c.Body, c.HTML, htmlVersion, c.Language)
	if err != nil {
		return err
	}
	return q.setCommentDoc(ctx, &c, terms)
}

// SetOfficial makes a comment an answer in the company's name, by somebody of a role,
// or with "" a comment like any other.
func (q *Tx) SetOfficial(ctx context.Context, comment int64, role domain.Role) error {
	return q.changeOne(ctx, "UPDATE comments SET official = $2 WHERE id = $1", comment, role)
}

// SetExtension lifts a comment into its idea, or takes it back with nobody.
func (q *Tx) SetExtension(ctx context.Context, comment, by int64, at time.Time) error {
	return q.changeOne(ctx, "UPDATE comments SET extended_at = $2, extended_by = $3 WHERE id = $1", comment, millis(at), orNoID(by))
}

// SetCommentHelpful makes a member's word that a comment helped the wanted one and
// returns how many say so; domain.ErrNotFound when it no longer stands.
func (q *Tx) SetCommentHelpful(ctx context.Context, comment, member int64, wanted bool) (helpful int64, err error) {
	statement, step := "DELETE FROM comment_helpful WHERE comment_id = $1 AND member_id = $2", int64(-1)
	if wanted {
		statement, step = "INSERT INTO comment_helpful (comment_id, member_id) VALUES ($1, $2) ON CONFLICT (comment_id, member_id) DO NOTHING", 1
	}
	changed, err := q.exec(ctx, statement, comment, member)
	if err != nil {
		return 0, err
	}
	err = q.get(ctx, "UPDATE comments SET helpful = helpful + $2 WHERE id = $1 AND gone = '' RETURNING helpful",
		[]any{comment, step * changed}, &helpful)
	return helpful, err
}

// saidOn reads comments with the ideas at which they are shown, whose counts are k: what
// is said on a merged idea is headed by the one that it went into. Where that is stands
// in the comment's document; one without a document yet is on its own idea.
var saidOn = "SELECT " + commentColumns + ", i.id, i.title FROM comments c" + commentJoins +
	fmt.Sprintf(" LEFT JOIN search_docs d ON d.id = c.id + %d", docID(domain.FindComments, 0)) +
	" JOIN idea_counts k ON k.idea_id = COALESCE(d.idea_id, c.idea_id) JOIN ideas i ON i.id = k.idea_id WHERE "

func scanSaid(rows *sql.Rows) (domain.Comment, error) {
	var shown int64
	var title string
	c, err := scanComment(rows, &shown, &title)
	c.Idea.ID = shown
	c.Idea.Title, c.Idea.Words = title, slug.Of(title)
	return c, err
}

// MemberComments reads a page of a member's standing comments, newest first, with the
// ideas they are on. What is archived or merged is in no list of others.
func (r reads) MemberComments(ctx context.Context, member int64, after domain.Cursor, own bool,
	limit int) (domain.Page[domain.Comment], error) {
	var w where
	query := saidOn + "c.author_id = " + w.arg(member) + " AND c.author_name = '' AND c.gone = '' AND k.listed"
	if !own {
		query += " AND k.status <> " + w.arg(domain.StatusArchived) + " AND k.status <> " + w.arg(domain.StatusMerged)
	}
	if !after.Zero() {
		query += " AND c.id < " + w.arg(after.ID)
	}
	return readPage(ctx, r.handle, query+" ORDER BY c.id DESC LIMIT "+w.arg(limit+1), w.args, scanSaid, limit,
		func(c *domain.Comment) domain.Cursor { return domain.Cursor{ID: c.ID} })
}

// CommentsOf reads comments as a list of hits shows them, with the ideas at which they are
// shown, and the same scope as IdeasOf.
func (r reads) CommentsOf(ctx context.Context, ids []int64) ([]domain.Comment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w where
	query := saidOn + "c.id IN (" + w.ids(ids, domain.PageSize) + ") AND c.gone = '' AND k.listed"
	comments, err := list(ctx, r.handle, query, w.args, scanSaid)
	return inOrder(comments, ids, func(c *domain.Comment) int64 { return c.ID }), err
}
