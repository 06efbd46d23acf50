package domain

import "time"

// PastText is what a text said until it was replaced: an idea, a comment, a review or a
// note.
type PastText struct {
	Title    string // comments and notes have none
	Body     string // Markdown, as typed
	Stars    int64  // of a review; 0: it is none
	Replaced time.Time
}
