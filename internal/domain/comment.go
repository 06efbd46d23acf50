package domain

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// CommentMax is the longest comment, in characters.
const CommentMax = 10_000

// Comment is what a page shows of a comment on an idea.
type Comment struct {
	ID       int64
	Idea     Idea  // its id; in lists of a member's comments its title too
	Root     int64 // the thread's first comment
	Parent   int64 // 0: it begins a thread
	Branch   Branch
	Author   MemberRef // of an official answer: with the role it was given in
	Body     string    // Markdown, as typed
	HTML     string    // Body, rendered and sanitised
	Language string
	Gone     Gone
	Replies  int64 // that stand below it, however deep
	Helpful  int64
	Official bool // an answer in the company's name
	Extended time.Time
	Lifted   MemberRef // who made it an extension
	Created  time.Time
	Edited   time.Time // zero if never
	Version  int64
	Mentions []Mention // who is named in HTML, as pages show it
}

// Path is the address of the comment's own page.
func (c *Comment) Path() string { return "/comments/" + strconv.FormatInt(c.ID, 10) }

// ReadableBy reports whether somebody may read the comment's words: those that
// moderators took away are for its author and for whoever may put them back, those
// that their author took away are for nobody.
func (c *Comment) ReadableBy(who Actor) bool {
	switch c.Gone {
	case NotGone:
		return true
	case RemovedByStaff, GoneHidden:
		return May(who.Role, RemoveComment) || c.WrittenBy(who)
	}
	return false
}

// WrittenBy reports whether the comment is somebody's own.
func (c *Comment) WrittenBy(who Actor) bool {
	return who.SignedIn() && !c.Author.Named && c.Author.ID == who.ID
}

// Gone says how a comment went away. One that went leaves a tombstone while replies
// stand below it.
type Gone string

// The ways to go.
const (
	NotGone         Gone = ""
	DeletedByAuthor Gone = "deleted"
	NeverCame       Gone = "missing" // from where the comments were imported
	RemovedByStaff  Gone = "removed"
	GoneHidden      Gone = "hidden" // its place says so, and it may come back
)

// Branch is where a comment stands in its thread: the ids from the first comment down
// to itself, each as its length and its bytes, so that branches sort as a thread is
// read, and what stands below a comment begins with its branch.
type Branch []byte

// BranchMax is the most ids in a branch. What answers a comment at its end stands
// beside it.
const BranchMax = 100

// With is the branch of a comment that answers the one this branch is of.
func (b Branch) With(id int64) Branch {
	longer := append(make(Branch, 0, len(b)+9), b...)
	var digits []byte
	for n := id; n > 0; n >>= 8 {
		digits = append([]byte{byte(n)}, digits...)
	}
	return append(append(longer, byte(len(digits))), digits...)
}

// IDs are the comments of a branch from the first to its own.
func (b Branch) IDs() []int64 {
	var ids []int64
	for len(b) > 0 {
		n := min(1+int(b[0]), len(b))
		var id int64
		for _, digit := range b[1:n] {
			id = id<<8 | int64(digit)
		}
		ids, b = append(ids, id), b[n:]
	}
	return ids
}

// Above are the comments that a branch's own stands below.
func (b Branch) Above() []int64 {
	ids := b.IDs()
	return ids[:max(len(ids)-1, 0)]
}

// Depth is how many comments a branch's own stands below.
func (b Branch) Depth() int64 { return int64(len(b.Above())) }

// End sorts behind all that stands below a comment, and before what follows.
func (b Branch) End() Branch { return append(append(Branch(nil), b...), 0xff) }

// Under is the branch that an answer to the comment continues, and its parent.
func (c *Comment) Under() (Branch, int64) {
	ids := c.Branch.IDs()
	if len(ids) < BranchMax {
		return c.Branch, c.ID
	}
	var up Branch
	for _, id := range ids[:BranchMax-1] {
		up = up.With(id)
	}
	return up, ids[BranchMax-2]
}

// CommentDraft is what a person posts or edits.
type CommentDraft struct {
	Body string
	// Official says that it is the company's answer.
	Official bool
	Nonce    string // one per form, so that sending it twice posts once
	Version  int64  // of the comment being edited
	Sent     Sending
}

// CheckComment notes what is wrong with the words of a comment or a note.
func CheckComment(p *Problems, body string) {
	switch n := utf8.RuneCountInString(body); {
	case Blank(body):
		p.Add("body", "error.comment_empty", nil)
	case n > CommentMax:
		p.Add("body", "error.body_long", Args{"Max": CommentMax, "Over": n - CommentMax})
	}
}

// CheckDiscuss refuses a comment on an idea that takes none. Closed ones do: people
// talk about what was decided. A merged one is talked about where it went.
func CheckDiscuss(idea *Idea) error {
	switch {
	case idea.Removed:
		return ErrNotFound
	case idea.Status == StatusMerged:
		return Refuse(Conflict, "error.comment_merged")
	}
	return nil
}

// CheckAnswered refuses a reply to what is no longer there.
func CheckAnswered(c *Comment) error {
	if c.Gone != NotGone {
		return Refuse(Conflict, "error.comment_gone")
	}
	return nil
}

// CheckOwnComment lets nobody but its author change or delete a comment, and only
// while it stands.
func CheckOwnComment(who Actor, c *Comment) error {
	if !c.WrittenBy(who) {
		return Refuse(Forbidden, "error.not_yours")
	}
	return CheckAnswered(c)
}

// CheckEditComment is CheckOwnComment for an edit: the author may mend a hidden one.
func CheckEditComment(who Actor, c *Comment) error {
	if c.WrittenBy(who) && c.Gone == GoneHidden {
		return nil
	}
	return CheckOwnComment(who, c)
}

// CheckExtend lets the author of the idea and moderators decide what belongs to it.
func CheckExtend(who Actor, idea *Idea) error {
	if May(who.Role, RemoveComment) || idea.Author.ID == who.ID && !idea.Author.Named {
		return nil
	}
	return Refuse(Forbidden, "error.not_yours")
}

// CheckOfficial lets only staff's own words be an official answer, and only where
// their role may give one.
func CheckOfficial(who Actor, c *Comment) error {
	if !c.WrittenBy(who) {
		return Refuse(Forbidden, "error.not_yours")
	}
	return nil
}

// CommentOrder is how the threads under an idea are sorted; replies follow one another
// as they came.
type CommentOrder string

// The orders of threads.
const (
	MostHelpful CommentOrder = "helpful"
	OldestFirst CommentOrder = "oldest"
	NewestFirst CommentOrder = "newest"
)

// CommentOrders lists them as they are offered.
var CommentOrders = []CommentOrder{MostHelpful, OldestFirst, NewestFirst}

// ParseCommentOrder accepts an order by name; anything else is MostHelpful.
func ParseCommentOrder(s string) CommentOrder {
	for _, o := range CommentOrders {
		if string(o) == s {
			return o
		}
	}
	return MostHelpful
}

// How much of a conversation a page shows.
const (
	ThreadsPage  = 20  // threads under an idea
	ThreadStart  = 11  // comments of each of them, its first one included
	RepliesPage  = 100 // replies on a comment's own page
	ThreadLevels = 6   // levels of replies before one asks for more
	RaisedMax    = 30  // official answers and extensions together

	MemberCommentsPage = 20 // a member's comments
)

// CommentFilter asks for one page of the threads under an idea.
type CommentFilter struct {
	Idea   int64
	Merged []int64 // ideas that went into it, whose threads are shown with its own
	Order  CommentOrder
	After  Cursor
}

// ThreadCursor is the place of a thread in an order, by its first comment.
func ThreadCursor(o CommentOrder, c *Comment) Cursor {
	if o == MostHelpful {
		return Cursor{Key: float64(c.Helpful), ID: c.ID}
	}
	return Cursor{ID: c.ID}
}

// Conversation is what an idea's page shows of its comments.
type Conversation struct {
	Threads []*Node
	Next    Cursor
	Raised  []Comment // official answers and extensions, newest first
}

// Node is a comment with those replies to it that a page shows.
type Node struct {
	Comment
	Below []*Node
	// Hidden is how many of the replies below it are not on the page.
	Hidden int64
	// Loose says that what it answers is on a page before.
	Loose bool
}

// All are the comment and the replies below it that a page shows.
func (n *Node) All() []*Comment {
	all := []*Comment{&n.Comment}
	for _, b := range n.Below {
		all = append(all, b.All()...)
	}
	return all
}

// Comments are all that a page shows; what is raised is there twice.
func (c *Conversation) Comments() (all []*Comment) {
	for i := range c.Raised {
		all = append(all, &c.Raised[i])
	}
	for _, n := range c.Threads {
		all = append(all, n.All()...)
	}
	return all
}

// Grow makes trees of comments that are in the order in which they are read.
func Grow(read []Comment) []*Node {
	var tops []*Node
	nodes := make(map[int64]*Node, len(read))
	for i := range read {
		n := &Node{Comment: read[i], Hidden: read[i].Replies}
		nodes[n.ID] = n
		up := nodes[n.Parent]
		if up == nil {
			n.Loose = n.Parent != 0
			tops = append(tops, n)
			continue
		}
		up.Below = append(up.Below, n)
		if n.Gone == NotGone {
			for ; up != nil; up = nodes[up.Parent] {
				up.Hidden--
			}
		}
	}
	return tops
}

// Folded is how many replies are hidden below the lowest comments that a page shows,
// for those are asked for there.
func (n *Node) Folded() int64 {
	if len(n.Below) == 0 {
		return n.Hidden
	}
	var folded int64
	for _, b := range n.Below {
		folded += b.Folded()
	}
	return folded
}

// NeverSeen is what somebody has seen of an idea who was never there before.
const NeverSeen = -1
