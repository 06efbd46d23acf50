package domain

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of refusal an Error is; the web layer turns it into a
// status code and the command line into an exit.
type Kind int

// The kinds, with the HTTP status each one becomes.
const (
	Invalid     Kind = iota + 1 // 422: the input needs another look; see Fields
	SignInFirst                 // 401: a guest asked for something members do
	Forbidden                   // 403: the role may not do this
	NotFound                    // 404: it does not exist, or the asker may not know that it does
	Conflict                    // 409: the thing changed or is closed
	TooMany                     // 429: a limit was reached; see RetryAfter
	Unavailable                 // 503: try again later
)

// Args fill the placeholders of a message; i18n makes the sentence.
type Args map[string]any

// Error is a refusal that a person can be told about. Key names a sentence in
// both catalogues.
type Error struct {
	Kind       Kind
	Key        string
	Args       Args
	Fields     []FieldError
	RetryAfter time.Duration
}

// FieldError is what is wrong with one form field, named as in the form.
type FieldError struct {
	Field string
	Key   string
	Args  Args
}

// Error gives the key and fields for logs; people read the sentence of i18n.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Field, f.Key)
	}
	return b.String()
}

// Refuse makes an Error of the given kind.
func Refuse(kind Kind, key string) *Error { return &Error{Kind: kind, Key: key} }

// KindOf returns the kind of the first *Error in err's chain, or 0.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// ErrNotFound is the plain "there is no such thing".
var ErrNotFound = Refuse(NotFound, "error.not_found")

// Problems collects field errors while input is checked.
type Problems struct{ fields []FieldError }

// Add notes that a field is wrong.
func (p *Problems) Add(field, key string, args Args) {
	p.fields = append(p.fields, FieldError{Field: field, Key: key, Args: args})
}

// Err returns nil, or one Invalid error with every field noted, in the order
// in which they were added.
func (p *Problems) Err() error {
	if len(p.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: p.fields}
}

// BadField is an Invalid error about a single field.
func BadField(field, key string, args Args) error {
	var p Problems
	p.Add(field, key, args)
	return p.Err()
}
