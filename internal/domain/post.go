package domain

import (
	"strconv"
	"strings"
	"time"
)

// PostState is whether a post can be read.
type PostState string

// The states. What its author deleted is nobody's to bring back here.
const (
	PostShown   PostState = ""
	PostHidden  PostState = "hidden"
	PostRemoved PostState = "removed"
	PostDeleted PostState = "deleted"
)

// Post is somebody's text as flags, reports and restrictions see it.
type Post struct {
	Part     Part
	ID       int64
	Author   MemberRef // Named, or ID 0: of no account
	Title    string    // its own, or of what it is said about
	Words    string    // plain, a beginning
	Language string
	Space    Space
	Idea     int64 // that it is, or is said on; 0 for a review
	Promotes int64 // of a comment or a review: who found it helpful
	Official bool  // it is the company's, or has its answer
	State    PostState
	Created  time.Time
}

// PostKey names a post.
type PostKey struct {
	Part Part
	ID   int64
}

// Key is the name of the post among others.
func (p *Post) Key() PostKey { return PostKey{p.Part, p.ID} }

// PostWords is how much of a post its words show, in characters.
const PostWords = 280

// Path is the address of the post.
func (p *Post) Path() string {
	switch p.Part {
	case PartComment:
		return (&Comment{ID: p.ID}).Path()
	case PartReview:
		return (&Rating{ID: p.ID}).Path()
	}
	return IdeaPath(p.ID)
}

// ByAccount is the account that wrote the post; 0 for none.
func (p *Post) ByAccount() int64 {
	if p.Author.Named {
		return 0
	}
	return p.Author.ID
}

// Name is how addresses call the post.
func (p *Post) Name() string { return string(p.Part) + "-" + strconv.FormatInt(p.ID, 10) }

// ParsePostName reads what Name wrote; false for anything else.
func ParsePostName(s string) (Part, int64, bool) {
	part, digits, _ := strings.Cut(s, "-")
	id, err := strconv.ParseInt(digits, 10, 64)
	switch Part(part) {
	case PartIdea, PartComment, PartReview:
		return Part(part), id, err == nil && id > 0
	}
	return "", 0, false
}
