package web

import (
	"hash/maphash"
	"sync"
)

// shares counts how many places each of many holds at once. Counts lie in
// shards, so that requests do not queue for one lock.
type shares[K comparable] struct {
	seed   maphash.Seed
	shards [64]struct {
		mu   sync.Mutex
		held map[K]int
	}
}

func newShares[K comparable]() *shares[K] { return &shares[K]{seed: maphash.MakeSeed()} }

// take takes a place, unless so many are held already.
func (s *shares[K]) take(who K, most int) bool {
	shard := &s.shards[maphash.Comparable(s.seed, who)%uint64(len(s.shards))]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if shard.held[who] >= most {
		return false
	}
	if shard.held == nil {
		shard.held = map[K]int{}
	}
	shard.held[who]++
	return true
}

// give gives a place back.
func (s *shares[K]) give(who K) {
	shard := &s.shards[maphash.Comparable(s.seed, who)%uint64(len(s.shards))]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if shard.held[who]--; shard.held[who] == 0 {
		delete(shard.held, who)
	}
}
