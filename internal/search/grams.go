package search

import "math"

// grams counts where in words their n-grams stand, for cutting a compound between
// words that nobody knows (CharSplit): a good place has an ending before it, a
// beginning behind it, and is rarely inside a word.
type grams struct {
	counts map[uint64]gramCount
}

type gramCount struct{ begins, inside, ends uint16 }

// The n-grams that are counted, in letters; mostGrams bounds their number.
const (
	shortestGram = 3
	longestGram  = 8
	mostGrams    = 400_000
)

func newGrams() *grams { return &grams{counts: map[uint64]gramCount{}} }

// add counts the n-grams of a folded word.
func (g *grams) add(word string) {
	if !allLetters(word) || len(word) < leastPart {
		return
	}
	for n := shortestGram; n <= longestGram && n <= len(word); n++ {
		for i := 0; i+n <= len(word); i++ {
			g.count(word[i:i+n], i == 0, i+n == len(word))
		}
	}
}

func (g *grams) count(gram string, begins, ends bool) {
	key := packed(gram)
	c, known := g.counts[key]
	if !known && len(g.counts) >= mostGrams {
		return
	}
	switch {
	case begins:
		c.begins = more(c.begins)
	case ends:
		c.ends = more(c.ends)
	}
	if !begins && !ends {
		c.inside = more(c.inside)
	}
	if begins && ends {
		c.ends = more(c.ends)
	}
	g.counts[key] = c
}

func more(n uint16) uint16 { return min(n, math.MaxUint16-1) + 1 }

// packed writes small letters with five bits each.
func packed(gram string) uint64 {
	var key uint64
	for i := range len(gram) {
		key = key<<5 | uint64(gram[i]-'a'+1)
	}
	return key
}

// unlinked drops the s of ts, gs, ks, hls and ns, as CharSplit does.
func unlinked(head string) string {
	n := len(head)
	if n > leastPart && head[n-1] == 's' {
		switch head[n-2] {
		case 't', 'g', 'k', 'n':
			return head[:n-1]
		}
	}
	return head
}

// ends is how likely a word ends as this one does, by its longest known ending.
func (g *grams) ends(word string) float64 {
	for n := min(longestGram, len(word)); n >= shortestGram; n-- {
		if c, ok := g.counts[packed(word[len(word)-n:])]; ok && c.ends > 0 {
			return float64(c.ends) / float64(int(c.begins)+int(c.inside)+int(c.ends))
		}
	}
	return -1
}

// begins is how likely a word begins as this one does.
func (g *grams) begins(word string) float64 {
	for n := min(longestGram, len(word)); n >= shortestGram; n-- {
		if c, ok := g.counts[packed(word[:n])]; ok && c.begins > 0 {
			return float64(c.begins) / float64(int(c.begins)+int(c.inside)+int(c.ends))
		}
	}
	return -1
}

// inside is how likely the beginning of a word is in the middle of one.
func (g *grams) inside(word string) float64 {
	least := 1.0
	for n := shortestGram; n <= longestGram && n <= len(word); n++ {
		if c, ok := g.counts[packed(word[:n])]; ok && c.inside > 0 {
			least = min(least, float64(c.inside)/float64(int(c.begins)+int(c.inside)+int(c.ends)))
		}
	}
	return least
}
