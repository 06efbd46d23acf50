package web

import (
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"groundswell/internal/domain"
)

// Requests that are worked on at once; more are asked to come back. A network
// gets half, for many people may share one; an account a quarter, which is far
// above what its browsers ask for and leaves room for the others of its network.
const (
	maxOpen     = 1024
	networkOpen = 512
	memberOpen  = 256
	// busyWait is when those who are turned away may come back.
	busyWait = time.Second
)

// errBusy and errBusyForYou turn a request away for load: everybody's, or that
// of its own network or account.
var (
	errBusy       = &domain.Error{Kind: domain.Unavailable, Key: "error.busy", RetryAfter: busyWait}
	errBusyForYou = &domain.Error{Kind: domain.TooMany, Key: "error.busy_for_you", RetryAfter: busyWait}
)

// slots are the places for requests that are worked on.
type slots struct {
	open     atomic.Int64
	networks *shares[netip.Prefix]
	members  *shares[int64]
}

func newSlots() *slots {
	return &slots{networks: newShares[netip.Prefix](), members: newShares[int64]()}
}

// slot is one of the places, and the writer of the answer. It is given back with
// the answer's first bytes: what follows is as slow as its reader.
type slot struct {
	http.ResponseWriter
	of         *slots
	connection *connection
	network    netip.Prefix
	member     int64
	over       bool
}

// inSlot works on a request in a place, if there is one.
func (s *Server) inSlot(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		place := &slot{ResponseWriter: w, of: s.slots, connection: connectionOf(r.Context()), network: about(r.Context()).network}
		if !place.connection.begin() {
			return // it had to make room: nobody would hear an answer
		}
		if err := s.slots.take(place.network); err != nil {
			place.connection.end()
			turnAway(w, r, statuses[err.Kind], err)
			return
		}
		defer place.leave()
		next.ServeHTTP(place, r)
	})
}

func (s *slots) take(network netip.Prefix) *domain.Error {
	if s.open.Add(1) > maxOpen {
		s.open.Add(-1)
		return errBusy
	}
	if !s.networks.take(network, networkOpen) {
		s.open.Add(-1)
		return errBusyForYou
	}
	return nil
}

// leave gives the place back, once.
func (p *slot) leave() {
	if p.over {
		return
	}
	p.over = true
	p.of.open.Add(-1)
	p.of.networks.give(p.network)
	if p.member != 0 {
		p.of.members.give(p.member)
	}
	p.connection.end()
}

// Write leaves the place: the answer is there.
func (p *slot) Write(b []byte) (int, error) {
	p.leave()
	return p.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (p *slot) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// countMember counts a request for the account that sent it.
func (r *request) countMember() error {
	place, ok := r.Response().Writer.(*slot)
	if !ok || !r.who.SignedIn() || place.member != 0 {
		return nil
	}
	if !place.of.members.take(r.who.ID, memberOpen) {
		return errBusyForYou
	}
	place.member = r.who.ID
	return nil
}
