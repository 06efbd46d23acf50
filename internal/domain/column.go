package domain

import "slices"

// Column is a column of the board.
type Column struct {
	Key      Status // it is called by
	Statuses []Status
}

// Columns are the board's, as work goes through them.
var Columns = []Column{
	{StatusUnderReview, []Status{StatusUnderReview}},
	{StatusAccepted, []Status{StatusAccepted}},
	{StatusInProgress, []Status{StatusInProgress}},
	{StatusShipped, []Status{StatusShipped, StatusPartlyShipped}},
	{StatusDeclined, []Status{StatusDeclined, StatusAlreadyOffered}},
}

// OpenColumns are those whose items still wait for something.
var OpenColumns = [...]Column{Columns[0], Columns[1], Columns[2]}

// ColumnOf finds a column by its key; the first for a key nobody knows.
func ColumnOf(key string) Column {
	at := slices.IndexFunc(Columns, func(c Column) bool { return string(c.Key) == key })
	return Columns[max(at, 0)]
}

// ColumnOfStatus finds the column that items with a status stand in; the first for one
// that none has.
func ColumnOfStatus(s Status) Column {
	at := slices.IndexFunc(Columns, func(c Column) bool { return slices.Contains(c.Statuses, s) })
	return Columns[max(at, 0)]
}

// ItemFilter asks for one page of a column.
type ItemFilter struct {
	Queue  int64
	Column Column
	Source Source // "": all
	After  Cursor
	Limit  int
}

// ItemPage is how many items a list shows.
const ItemPage = 30

// BulkMax is to how many items something is done at once.
const BulkMax = ItemPage

// ItemCursor is the place of an item in its column.
func ItemCursor(i *Item) Cursor { return Cursor{Key: i.Place.Rank, ID: i.ID} }

// QueueCount is how many items of a queue have a status. CountMax bounds what is
// counted: beyond it a number tells nothing more.
type QueueCount map[Status]int64

// CountMax is up to how many items of a status are counted.
const CountMax = 1000

// Open is the number of those that are not closed.
func (c QueueCount) Open() int64 {
	n := int64(0)
	for _, s := range OpenStatuses {
		n += c[s]
	}
	return n
}

// In is the number in a column.
func (c QueueCount) In(column Column) int64 {
	n := int64(0)
	for _, s := range column.Statuses {
		n += c[s]
	}
	return n
}
