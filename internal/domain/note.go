package domain

import (
	"strconv"
	"time"
)

// Note is what staff write to one another about an idea.
type Note struct {
	ID      int64
	Idea    int64
	By      MemberRef // with the role at that time
	Body    string    // Markdown, as typed; lists leave it empty
	HTML    string
	Created time.Time
	Edited  time.Time // zero if never
	Version int64
}

// Path is the address of the note's own page.
func (n *Note) Path() string { return "/notes/" + strconv.FormatInt(n.ID, 10) }

// CheckOwnNote lets nobody but its writer change a note.
func CheckOwnNote(who Actor, n *Note) error {
	if n.By.ID != who.ID {
		return Refuse(Forbidden, "error.not_yours")
	}
	return nil
}
