package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Pages of Discover leave nothing out and show nothing twice, over midnight too; readers
// and days have orders of their own.
func TestDiscoverPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.Int64Range(1, 1_000_000), 0, 80, rapid.ID[int64]).Draw(t, "ideas")
		viewer, size := rapid.Int64Range(0, 9).Draw(t, "viewer"), rapid.IntRange(1, 30).Draw(t, "size")
		var seen []int64
		after, today := Cursor{}, int64(20_000)
		for {
			page := DiscoverPage(slices.Clone(ids), viewer, today, after, size)
			seen = append(seen, page.Items...)
			if after = ParseCursor(page.Next.String()); after.Zero() {
				break
			}
			today = 20_001
		}
		sorted := slices.Clone(seen)
		slices.Sort(sorted)
		slices.Sort(ids)
		if !slices.Equal(sorted, ids) {
			t.Fatalf("pages show %v of %v", seen, ids)
		}
	})
	ids := []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	order := func(viewer, day int64) []int64 {
		return DiscoverPage(slices.Clone(ids), viewer, day, Cursor{}, 12).Items
	}
	if slices.Equal(order(1, 1), order(2, 1)) || slices.Equal(order(1, 1), order(1, 2)) || !slices.Equal(order(1, 1), order(1, 1)) {
		t.Error("the order is not each reader's and day's own")
	}
}
