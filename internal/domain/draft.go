package domain

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// FormName is the form that a draft was typed in: what it is about and what it does
// with that, as the end of its address has it: "ideas/482/edit", "items/12/decide";
// "ideas" alone is the form of a new one.
type FormName string

// FormOf is the form that does something with the thing of a number.
func FormOf(things string, id int64, verb string) FormName {
	return FormName(things + "/" + strconv.FormatInt(id, 10) + "/" + verb)
}

// NewIdeaForm is the form of a new idea.
const NewIdeaForm FormName = "ideas"

// Limits of drafts.
const (
	DraftsMax   = 50                  // of one member: beyond it the oldest goes
	DraftBytes  = 64 << 10            // of the fields of one
	DraftFields = 30                  // fields of one
	DraftLife   = 30 * 24 * time.Hour // since it was saved last
)

// SavedDraft is what somebody typed in a form and has not sent.
type SavedDraft struct {
	Form   FormName
	Fields map[string]string // by the form's names
	Saved  time.Time
}

// Parts are the kind of thing that a form is about, the thing's number and what the form
// does; of NewIdeaForm the kind alone.
func (n FormName) Parts() (things string, id int64, verb string) {
	things, rest, _ := strings.Cut(string(n), "/")
	number, verb, _ := strings.Cut(rest, "/")
	id, _ = strconv.ParseInt(number, 10, 64)
	return things, id, verb
}

// OwnDraft is a draft in the list of its writer's own.
type OwnDraft struct {
	SavedDraft
	Words string // that were typed
	Title string // of what it is about
	Path  string // of that; "": it is gone, or no longer to be seen
}

var aForm = regexp.MustCompile(`^[a-z]{1,20}(/[1-9][0-9]{0,18}/[a-z]{1,20})?$`)

// CheckSavedDraft refuses what is longer than any form is.
func CheckSavedDraft(d SavedDraft) error {
	length := 0
	for name, value := range d.Fields {
		length += len(name) + len(value)
	}
	if !aForm.MatchString(string(d.Form)) || len(d.Fields) > DraftFields || length > DraftBytes {
		return Refuse(Invalid, "error.draft")
	}
	return nil
}

// Is reports whether a form is one that a pattern stands for: "items/:id/decide".
func (n FormName) Is(pattern string) bool {
	before, after, numbered := strings.Cut(pattern, ":id")
	if !numbered {
		return string(n) == pattern
	}
	rest, ok := strings.CutPrefix(string(n), before)
	number, fits := strings.CutSuffix(rest, after)
	id, err := strconv.ParseInt(number, 10, 64)
	return ok && fits && err == nil && id > 0 && strconv.FormatInt(id, 10) == number
}
