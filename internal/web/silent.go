package web

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// silentPatience is how long a connection may still say its first word when the
// server stops.
const silentPatience = 100 * time.Millisecond

// silent are the connections that never sent a byte, such as browsers open ahead.
// A server that stops waits for them for seconds: they could be about to ask.
type silent struct {
	mu      sync.Mutex
	all     map[net.Conn]bool
	closing bool
}

func newSilent() *silent { return &silent{all: map[net.Conn]bool{}} }

// note follows a connection from one state to the next.
func (s *silent) note(c net.Conn, state http.ConnState) {
	if state == http.StateIdle { // has asked long ago
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(s.all, c)
	case s.closing:
		c.Close()
	default:
		s.all[c] = true
	}
}

// close closes them, and those that still come.
func (s *silent) close() {
	s.mu.Lock()
	s.closing = true
	all := s.all
	s.all = map[net.Conn]bool{}
	s.mu.Unlock()
	for c := range all {
		c.Close()
	}
}
