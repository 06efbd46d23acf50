package views

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// The keys of forms on an idea's page that have the same fields.
const (
	CommentForm = "comment"
	NoteForm    = "note"
)

// Talk is the page that a comment is drawn on, and the idea that it is about.
type Talk struct {
	Page
	Idea   domain.Idea // id, author and title
	Pinned map[int64]bool
	Merged []domain.Idea // that went into the idea, whose threads are shown with its own
}

// from is the idea that a comment was written on, where that went into the one of the
// page.
func (t Talk) from(c *domain.Comment) *domain.Idea {
	for i := range t.Merged {
		if t.Merged[i].ID == c.Idea.ID {
			return &t.Merged[i]
		}
	}
	return nil
}

// Answers are the official answers that are pinned under the idea, the newest ones.
func (p IdeaPage) Answers() []domain.Comment {
	var answers []domain.Comment
	for _, c := range p.Talk.Raised {
		if c.Official {
			answers = append(answers, c)
		}
	}
	return answers[:min(len(answers), pinnedMax)]
}

// pinnedMax is how many official answers stand under an idea; the others stand in
// their threads.
const pinnedMax = 3

// Extensions are the comments that were lifted into the idea, oldest first.
func (p IdeaPage) Extensions() []domain.Comment {
	var lifted []domain.Comment
	for _, c := range p.Talk.Raised {
		if !c.Extended.IsZero() {
			lifted = append(lifted, c)
		}
	}
	slices.Reverse(lifted)
	return lifted
}

func (p IdeaPage) talk() Talk {
	t := Talk{Page: p.Page, Idea: p.Idea, Pinned: map[int64]bool{}, Merged: p.Merged}
	t.Idea.Body, t.Idea.HTML = "", "" // places hold on to it
	for _, c := range p.Answers() {
		t.Pinned[c.ID] = true
	}
	return t
}

// Wrote reports whether a comment is the viewer's own.
func (t Talk) Wrote(c *domain.Comment) bool { return c.WrittenBy(t.Viewer) }

// byAuthor reports whether a comment is by the author of the idea.
func (t Talk) byAuthor(c *domain.Comment) bool {
	return !c.Author.Named && !t.Idea.Author.Named && c.Author.ID == t.Idea.Author.ID
}

// rest is how many replies of a thread are neither on the page nor asked for at one of
// its lowest comments.
func rest(n *domain.Node) int64 { return n.Hidden - n.Folded() }

// last is the comment of a thread that a page shows at its end.
func last(n *domain.Node) int64 {
	for len(n.Below) > 0 {
		n = n.Below[len(n.Below)-1]
	}
	return n.ID
}

func commentAnchor(comment int64) string { return "comment-" + id(comment) }

// Composer is a form in which something is written about an idea.
type Composer struct {
	To       string // where it is sent
	Name     domain.FormName
	Label    string
	Button   string
	Hint     string
	Form     Form
	Official bool // it may be an official answer
}

// replyHint is what stands beside the field of a reply: in a thread with flags, when whoever
// replies may do it.
func replyHint(ctx context.Context, p Page, heated domain.Heated) string {
	switch {
	case heated.Flags == 0:
		return t(ctx, "comment.hint")
	case domain.CheckHeated(heated, p.Now) != nil:
		return t(ctx, "comment.heated_until", "At", heated.GoesOn()) + " " + t(ctx, "comment.hint")
	}
	return t(ctx, "comment.heated", "Wait", heated.Gap()) + " " + t(ctx, "comment.hint")
}

// composer is the form of a comment with its reader's draft and a key of its own for
// each reader. Guests are led to sign in.
func composer(p Page, c Composer) templ.Component {
	if !p.Viewer.SignedIn() {
		return signInToWrite(p)
	}
	return ownPart(func(n *Needs) { n.Nonce, n.Drafts = true, append(n.Drafts, c.Name) }, func(r Reader) templ.Component {
		mine, page := c, p
		page.Viewer, mine.Form = r.Viewer, c.Form.kept(c.Name, r.Drafts).With("nonce", r.Nonce)
		return composerForm(page, mine)
	})
}

// never is a face that nobody sees.
var never = templ.NopComponent

// newMark says of a comment that it came since the reader's last visit.
func newMark(t Talk, c *domain.Comment) templ.Component {
	if !t.Viewer.SignedIn() {
		return never
	}
	comment, by, idea := c.ID, c.Author.ID, t.Idea.ID
	return ownFace(func(n *Needs) { n.Talk = idea }, []templ.Component{never, isNew()}, func(r Reader) int {
		if r.Seen != domain.NeverSeen && comment > r.Seen && r.Viewer.ID != by {
			return 1
		}
		return 0
	})
}

// ownWords lead the writer of a comment to where it is changed.
func ownWords(t Talk, c *domain.Comment) templ.Component {
	if !t.Viewer.SignedIn() || c.Author.Named {
		return never
	}
	by := c.Author.ID
	return ownFace(func(*Needs) {}, []templ.Component{never, editLink(c)}, func(r Reader) int {
		if r.Viewer.ID == by {
			return 1
		}
		return 0
	})
}

// extend is the button that lifts a comment into the idea, for the idea's author and
// for moderators.
func extend(t Talk, c *domain.Comment) templ.Component {
	switch {
	case t.from(c) != nil:
		return never // it extends the idea that it was written on
	case t.May(domain.RemoveComment):
		return extendButton(c)
	case !t.Viewer.SignedIn() || t.Idea.Author.Named:
		return never
	}
	author := t.Idea.Author.ID
	return ownFace(func(*Needs) {}, []templ.Component{never, extendButton(c)}, func(r Reader) int {
		if r.Viewer.ID == author {
			return 1
		}
		return 0
	})
}

// commentHelped is the button of a comment as its reader pressed it.
func commentHelped(t Talk, c *domain.Comment) templ.Component {
	idea, comment, by := t.Idea.ID, c.ID, c.Author.ID
	if c.Author.Named {
		by = 0
	}
	return helped(t.Page, HelpfulComment(c, false), by, func(n *Needs) { n.Talk, n.Comments = idea, append(n.Comments, comment) },
		func(r Reader) bool { return r.Helped[comment] })
}

// HelpfulComment is the button of a comment; mine is whether the reader pressed it.
func HelpfulComment(c *domain.Comment, mine bool) Helpful {
	return Helpful{To: commentURL(c, "helpful"), Found: c.Helpful, Mine: mine}
}

// visit says what is new since the reader's last visit, and notes this one: by itself
// where a script runs, with a button where none does. As long as something on the page is
// new, the button says that it is read.
func visit(p IdeaPage) templ.Component {
	if !p.Viewer.SignedIn() {
		return never
	}
	idea, newest := p.Idea.ID, p.Idea.LastComment
	shown := commentsOf(p.Talk.Threads)
	return ownPart(func(n *Needs) { n.Talk = idea }, func(r Reader) templ.Component {
		seen := r.Seen
		var fresh int64
		for _, c := range shown {
			if seen != domain.NeverSeen && c.id > seen && c.by != r.Viewer.ID {
				fresh++
			}
		}
		if fresh == 0 && r.Noted >= newest {
			return never
		}
		return visitForm(idea, newest, fresh, r.Noted < newest)
	})
}

// notedByItself lets the script send a visit that is not noted yet.
func notedByItself(idea int64, note bool) templ.Attributes {
	if !note {
		return nil
	}
	return templ.Attributes{"hx-post": ideaURL(idea, "seen"), "hx-trigger": "load delay:1s", "hx-swap": "outerHTML"}
}

// shownComment is what a kept page remembers of a comment on it.
type shownComment struct{ id, by int64 }

func commentsOf(nodes []*domain.Node) []shownComment {
	var all []shownComment
	for _, n := range nodes {
		if n.Gone == domain.NotGone {
			all = append(all, shownComment{n.ID, n.Author.ID})
		}
		all = append(all, commentsOf(n.Below)...)
	}
	return all
}

// CommentPage is one comment with what it answers and what answers it.
type CommentPage struct {
	Page
	Idea    domain.Idea // that it was said on
	At      domain.Idea // that it is shown at: another one where that was merged
	Comment domain.Comment
	Above   *domain.Comment // what it answers; nil: it begins a thread
	Replies []*domain.Node
	After   string
	Next    string
	History []domain.PastText
	Heated  domain.Heated // the thread, for whoever reads
	Form    Form
}

func (p CommentPage) talk() Talk { return Talk{Page: p.Page, Idea: p.Idea} }

// node is the comment of the page as one of a thread, without its replies.
func (p CommentPage) node() *domain.Node { return &domain.Node{Comment: p.Comment} }

// EditCommentPage is the form in which one's own comment is changed.
type EditCommentPage struct {
	Page
	Comment domain.Comment
	Form    Form
	Theirs  string // the words as they now are, when they changed meanwhile
}

// TitleOfComment is what a page about a comment is called.
func TitleOfComment(ctx context.Context, c *domain.Comment, idea *domain.Idea) string {
	return t(ctx, "comment.of", "Name", nameOf(ctx, c.Author), "Title", idea.Title)
}

// commentLabel is what a comment is called where it is listened to.
func commentLabel(ctx context.Context, c *domain.Comment) string {
	if c.Gone != domain.NotGone {
		return t(ctx, "comment.gone."+string(c.Gone))
	}
	return t(ctx, "comment.by", "Name", nameOf(ctx, c.Author))
}

// enhancedReply brings the form of a reply to where the comment stands.
func enhancedReply(p Page, c *domain.Comment) templ.Attributes {
	if !p.Enhanced() {
		return nil
	}
	return templ.Attributes{"hx-get": commentURL(c, "reply"), "hx-target": "#reply-" + id(c.ID), "hx-swap": "innerHTML"}
}
