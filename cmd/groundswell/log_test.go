package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
)

// A person at a terminal reads lines of text, everything else JSON.
func TestTheLogIsTextOnATerminal(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var out bytes.Buffer
		env := &environment{}
		env.logTo(&out, terminal)
		env.log.Info("request", "path", "/ideas")
		env.flush()
		if json.Valid(out.Bytes()) == terminal || !strings.Contains(out.String(), "/ideas") {
			t.Errorf("terminal %v: %s", terminal, out.String())
		}
		if (env.quiet != nil) != terminal {
			t.Errorf("terminal %v: whether it can be quiet is wrong", terminal)
		}
		if env.quiet == nil {
			continue
		}
		out.Reset()
		env.quiet()
		env.log.Info("request")
		env.log.Warn("not ready")
		if said := out.String(); strings.Contains(said, "request") || !strings.Contains(said, "not ready") {
			t.Errorf("quiet, it says: %s", said)
		}
	}
}

// slow is what a log is written to, and how often.
type slow struct {
	mu     sync.Mutex
	said   strings.Builder
	writes int
}

func (s *slow) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	return s.said.Write(b)
}

func (s *slow) is() (said string, writes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String(), s.writes
}

// Lines go together, by themselves; a warning takes along what was said before it, in
// order, and none is lost at the end.
func TestTheLogIsGathered(t *testing.T) {
	var out slow
	env := &environment{}
	env.logTo(&out, false)
	for range 100 {
		env.log.With("id", 7).Info("request")
	}
	for end := time.After(10 * time.Second); ; {
		if said, _ := out.is(); strings.Count(said, "request") == 100 {
			break
		}
		select {
		case <-end:
			t.Fatal("the lines did not come by themselves")
		case <-time.After(time.Millisecond):
		}
	}
	if _, writes := out.is(); writes > 20 {
		t.Errorf("a hundred lines took %d writes", writes)
	}
	env.log.Info("before")
	env.log.WithGroup("of").Warn("not ready", "a", 1)
	if said, _ := out.is(); !strings.Contains(said, "before") || strings.Index(said, "before") > strings.Index(said, "not ready") {
		t.Errorf("after a warning the log says %s", said)
	}
	env.log.Info("last")
	env.flush()
	if said, _ := out.is(); !strings.Contains(said, "last") {
		t.Error("the last line is missing")
	}
}
