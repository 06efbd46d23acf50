package domain

// TextKind says where a rendered text belongs.
type TextKind string

// The kinds of rendered texts.
const (
	IdeaTexts   TextKind = "ideas"
	ReviewTexts TextKind = "reviews"
	ReplyTexts  TextKind = "replies"

	CommentTexts TextKind = "comments"
	NoteTexts    TextKind = "notes"
	LegalTexts   TextKind = "legal"
)

// TextKinds lists them in the order in which they are rendered anew.
var TextKinds = []TextKind{IdeaTexts, ReviewTexts, ReplyTexts, CommentTexts, NoteTexts, LegalTexts}

// Written is a text that is kept beside its HTML.
type Written struct {
	ID       int64
	Title    string
	Body     string // Markdown
	Language string
	Rendered int64 // version of the renderer that made the HTML kept
	HTML     string
	Excerpt  string // of ideas
}
