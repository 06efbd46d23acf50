package web

import (
	"slices"
	"strconv"

	"groundswell/internal/domain"
	"groundswell/views"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// formsPage is how many rows that are forms a page shows.
const formsPage = 50

// behind is the part of a sorted list that follows the row with an id; from the start
// where no row has it.
func behind[T any](all []T, after domain.Cursor, id func(*T) int64) domain.Page[T] {
	start := 1 + slices.IndexFunc(all, func(row T) bool { return id(&row) == after.ID })
	return domain.Cut(all[start:min(len(all), start+formsPage+1)], formsPage, func(row *T) domain.Cursor { return domain.Cursor{ID: id(row)} })
}

// after is where the page of a list begins that the request shows or its form is on.
func (r *request) after() domain.Cursor { return domain.ParseCursor(r.field("after")) }

// toRow is the address of the page that a form is on, at the row that it changed.
func (r *request) toRow(name string, id int64) string {
	return views.RowURL(r.here(), r.after().String(), name, id)
}
