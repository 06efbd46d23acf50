package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// logEvery is how long a line of the log may wait for others; a warning waits for none.
const (
	logEvery = 100 * time.Millisecond
	logRoom  = 64 << 10 // bytes
)

// logTo writes the log as lines of text for a person at a terminal, and as JSON for
// everything else, there many lines at a time: a busy server answers ten thousand
// requests a second, and each has its line.
func (env *environment) logTo(w io.Writer, terminal bool) {
	if !terminal {
		lines := &gathered{out: bufio.NewWriterSize(w, logRoom)}
		env.log = slog.New(gathering{slog.NewJSONHandler(lines, nil), lines})
		env.flush = lines.flush
		return
	}
	var level slog.LevelVar
	env.log = slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: &level}))
	env.quiet = func() { level.Set(slog.LevelWarn) }
	env.flush = func() {}
}

// gathered are lines on their way, which go together.
type gathered struct {
	mu      sync.Mutex
	out     *bufio.Writer
	waiting bool // for the timer that sends them
}

func (g *gathered) Write(line []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.waiting {
		g.waiting = true
		time.AfterFunc(logEvery, g.flush)
	}
	return g.out.Write(line)
}

func (g *gathered) flush() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = false
	g.out.Flush() // a log that cannot be written has nobody to be told
}

// gathering is a handler whose lines are gathered, until one is a warning.
type gathering struct {
	slog.Handler
	lines *gathered
}

func (h gathering) Handle(ctx context.Context, r slog.Record) error {
	err := h.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		h.lines.flush()
	}
	return err
}

func (h gathering) WithAttrs(attrs []slog.Attr) slog.Handler {
	return gathering{h.Handler.WithAttrs(attrs), h.lines}
}

func (h gathering) WithGroup(name string) slog.Handler {
	return gathering{h.Handler.WithGroup(name), h.lines}
}
