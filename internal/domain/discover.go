package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// What Discover shows (product.md §2, Tabs): open ideas that are new and few voted on,
// so that they are seen before the rich get richer.
const (
	DiscoverDays  = 14
	DiscoverVotes = 10   // that no idea in it has
	DiscoverMost  = 1000 // of the newest open ideas are looked at
)

// discoverPlace is where an idea stands in somebody's order of a day; viewer 0 is every
// guest. Nobody can choose an idea's number so that it comes first.
func discoverPlace(viewer, day, idea int64) int64 {
	var key [24]byte
	binary.BigEndian.PutUint64(key[:8], uint64(viewer))
	binary.BigEndian.PutUint64(key[8:16], uint64(day))
	binary.BigEndian.PutUint64(key[16:], uint64(idea))
	sum := sha256.Sum256(key[:])
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// DiscoverPage puts ideas into somebody's order of a day and cuts the page behind a
// place. The place holds the day, so that pages fit together over midnight.
func DiscoverPage(ideas []int64, viewer, today int64, after Cursor, size int) Page[int64] {
	day := today
	if !after.Zero() && int64(after.Key) == today-1 {
		day = today - 1
	}
	places := make([]Cursor, 0, len(ideas))
	for _, id := range ideas {
		place := Cursor{Key: float64(day), At: discoverPlace(viewer, day, id), ID: id}
		if after.Zero() || inDiscover(place, after) > 0 {
			places = append(places, place)
		}
	}
	slices.SortFunc(places, inDiscover)
	cut := Cut(places[:min(len(places), size+1)], size, func(c *Cursor) Cursor { return *c })
	page := Page[int64]{Next: cut.Next}
	for _, c := range cut.Items {
		page.Items = append(page.Items, c.ID)
	}
	return page
}

// inDiscover orders places of one day.
func inDiscover(a, b Cursor) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) }
