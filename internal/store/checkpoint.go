package store

import "time"

// idleBeat is how long the writer must have been idle before its log is merged
// into the file, from another connection so that no write waits for it.
const idleBeat = 2 * time.Second

func (g *group) checkpointWhenIdle(stop <-chan struct{}) {
	beat := time.NewTicker(idleBeat)
	defer beat.Stop()
	var seen, merged int64
	for {
		select {
		case <-stop:
			return
		case <-beat.C:
		}
		now := g.commits.Load()
		if now == seen && now != merged {
			g.checkpoint()
			merged = now
		}
		seen = now
	}
}

// checkpoint merges what it can. Whatever goes wrong, even a panic, the next idle
// moment is another chance, and the writer has its own.
func (g *group) checkpoint() {
	defer func() {
		if v := recover(); v != nil {
			g.log.Error("checkpoint", "panic", v)
		}
	}()
	if _, err := g.db.ExecContext(g.plain.group, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		g.log.Warn("checkpoint", "error", err)
	}
}
