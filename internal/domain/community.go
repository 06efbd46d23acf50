package domain

import "time"

// Community is what nearly every page needs and hardly ever changes.
type Community struct {
	Settings Settings
	Spaces   []Space // the public ones, by name
	Figures  Figures
	Read     time.Time // when it was read
}

// Figures are the community's numbers on the feed, counted now and then.
type Figures struct {
	Ideas      int64
	People     int64
	Shipped    int64
	InProgress int64
	Promotes   []int64 // per UTC day, the last one today; FigureDays of them
}

// FigureDays is how many days the curve of the whole community shows.
const FigureDays = 30
