package main

import (
	"context"
	"testing"
	"time"

	"groundswell/internal/store/storetest"
)

// The primary is killed while members vote, and its standby is promoted: every vote that
// was answered is there, and those of which nobody knew, cast again, count once. The server
// finds the new primary by itself. It takes about ten seconds: two PostgreSQL servers and
// one of ours are started.
func TestThePrimaryIsKilledAndItsStandbyPromoted(t *testing.T) {
	primary := storetest.NewMortal(t)
	tokens, _, ideas := voters(t, primary.Target, 24)
	standby := primary.Standby()
	target := primary.With(standby)
	server := startServer(t, target)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	s := newStorm(t, tokens[1:], ideas)
	s.at(server)
	ended := s.begin(ctx)
	s.wait(ctx, len(ideas)*len(tokens)/4)
	primary.Die()
	standby.Promote()
	server.becomesReady(ctx)
	<-ended
	s.allThere(ctx, open(t, target))
}
