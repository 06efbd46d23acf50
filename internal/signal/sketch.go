package signal

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
)

// A sketch is what of a text is kept to find others like it: the smallest hashes of
// all runs of five words. Two texts have as many of them in common as they have runs.
const (
	shingleWords = 5
	SketchMax    = 16
	// shinglesLeast is how many runs a text must have; "I agree with all of this" is
	// written by many.
	shinglesLeast = 4
)

// sketchOf returns at most SketchMax hashes, the smallest first; none for a text too short
// to be told from others.
func sketchOf(words []string) []int64 {
	if len(words) < shingleWords+shinglesLeast-1 {
		return nil
	}
	hashes := make([]int64, 0, len(words))
	for i := 0; i+shingleWords <= len(words); i++ {
		h := fnv.New64a()
		h.Write([]byte(strings.Join(words[i:i+shingleWords], " ")))
		hashes = append(hashes, int64(mixed(h.Sum64())>>1)) // not below 0, so that engines order alike
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	if len(hashes) < shinglesLeast {
		return nil
	}
	return slices.Clone(hashes[:min(len(hashes), SketchMax)])
}

// mixed spreads a hash: FNV of texts that end alike differs in few bits.
func mixed(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// Resemblance estimates how many of all runs of two texts both have.
func Resemblance(a, b []int64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	smallest := slices.Compact(all)
	if len(a) == SketchMax || len(b) == SketchMax {
		smallest = smallest[:min(len(smallest), SketchMax)]
	}
	both := 0
	for _, h := range smallest {
		_, inA := slices.BinarySearch(a, h)
		_, inB := slices.BinarySearch(b, h)
		if inA && inB {
			both++
		}
	}
	return float64(both) / float64(len(smallest))
}

// Pack and Unpack keep a sketch as bytes.
func Pack(sketch []int64) []byte {
	packed := make([]byte, 0, 8*len(sketch))
	for _, h := range sketch {
		packed = binary.BigEndian.AppendUint64(packed, uint64(h))
	}
	return packed
}

// Unpack reads what Pack wrote; the end of damaged bytes is left out.
func Unpack(packed []byte) []int64 {
	sketch := make([]int64, 0, len(packed)/8)
	for ; len(packed) >= 8; packed = packed[8:] {
		sketch = append(sketch, int64(binary.BigEndian.Uint64(packed)))
	}
	return sketch
}
