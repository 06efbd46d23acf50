package domain

import "time"

// Community is what nearly every page needs and hardly ever changes.
type Community struct {
	At       time.Time // in the second that it was read in and serves for
	Settings Settings
	Spaces   []Space // the public ones, by name
	Families []Family
	Products []Product // name and slug of those in the catalog, by name; nil when there are more than PickerMax
	Routes   []Route   // the rules of all queues, in their order
	Figures  Figures
	Staff    []MemberRef // who answer, at most 100
	Synonyms [][]string  // words that mean the same
	Watched  WatchLists  // words and hosts that staff list
	Heard    Heard       // of ideas that lists show
	Terms    TermsState
	Face     Face
}

// Figures are the community's numbers on the feed, counted now and then.
type Figures struct {
	Ideas           int64 // that lists show
	People          int64 // with a confirmed account, or named by an import
	Shipped         int64
	InProgress      int64
	Unexplained     int64   // declined without a reason, as imports bring them
	Products        int64   // in the catalog
	Poor            int64   // ratings with at most PoorStars, none in an excluded window
	Replied         int64   // of these with a public reply
	ImportedRatings int64   // 1 if any rating came from elsewhere
	Promotes        []int64 // per UTC day, the last one today; FigureDays of them
}

// FigureDays is how many days the curve of the whole community shows.
const FigureDays = 30

// PickerMax is up to how many products a form offers as a list; beyond it one
// types the name.
const PickerMax = 200
