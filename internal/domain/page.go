package domain

import (
	"strconv"
	"strings"
)

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	Next  Cursor // where the next page starts; zero on the last
}

// Cut makes a page of at most size items from what was read: one item more than
// that tells that there is a next page, which starts behind the last one shown.
func Cut[T any](read []T, size int, at func(*T) Cursor) Page[T] {
	if len(read) <= size {
		return Page[T]{Items: read}
	}
	return Page[T]{Items: read[:size], Next: at(&read[size-1])}
}

// Cursor is the place in a list after which the next page starts: the keys of the
// last row shown, as far as the list is sorted by them. The zero cursor is the start.
type Cursor struct {
	Key float64 // what the order is called after: heat, points, stars …
	At  int64   // unix milliseconds
	ID  int64
}

// Zero reports whether the cursor is the start.
func (c Cursor) Zero() bool { return c.ID == 0 }

// String writes the cursor for an address; "" for the start.
func (c Cursor) String() string {
	if c.Zero() {
		return ""
	}
	key := strconv.FormatFloat(c.Key, 'x', -1, 64) // exact: a rounded key would skip or repeat rows
	return strings.Join([]string{key, strconv.FormatInt(c.At, 36), strconv.FormatInt(c.ID, 36)}, "_")
}

// ParseCursor reads a cursor from an address; anything malformed is the start.
func ParseCursor(s string) Cursor {
	parts := strings.Split(s, "_")
	if len(parts) != 3 {
		return Cursor{}
	}
	key, err1 := strconv.ParseFloat(parts[0], 64)
	at, err2 := strconv.ParseInt(parts[1], 36, 64)
	id, err3 := strconv.ParseInt(parts[2], 36, 64)
	if err1 != nil || err2 != nil || err3 != nil || key != key || id < 0 {
		return Cursor{}
	}
	return Cursor{Key: key, At: at, ID: id}
}
