package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// pgcpu is the CPU of all processes in our own tree but us.
func pgcpu() time.Duration {
	me := os.Getpid()
	parents := map[int]int{}
	spent := map[int]int64{}
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range all {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		s := string(b)
		pid, _ := strconv.Atoi(s[:strings.IndexByte(s, ' ')])
		fields := strings.Fields(s[strings.LastIndexByte(s, ')')+1:])
		parents[pid], _ = strconv.Atoi(fields[1])
		u, _ := strconv.ParseInt(fields[11], 10, 64)
		k, _ := strconv.ParseInt(fields[12], 10, 64)
		spent[pid] = u + k
	}
	var sum int64
	for pid := range spent {
		for p := parents[pid]; p > 1; p = parents[p] {
			if p == me {
				sum += spent[pid]
				break
			}
		}
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

func zzself() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkZPG(b *testing.B) {
	b.Cleanup(storetest.Stop)
	target := storetest.Postgres(b)
	makeDurable(b, target)
	s := seeded(b, target, 2000)
	open := func() *app.App {
		db, err := store.Open(context.Background(), target, store.Options{})
		must(b, err)
		b.Cleanup(func() { db.Close() })
		clock := func() time.Time { return time.Now().UTC() }
		return app.New(db, clock).Unlimited(clock)
	}
	one, two := open(), open()
	run := func(name string, vote func(w int) error) {
		var n atomic.Int64
		var all sync.WaitGroup
		p0, c0, start := pgcpu(), zzself(), time.Now()
		for w := range 64 {
			all.Go(func() {
				for time.Since(start) < 2*time.Second {
					if err := vote(w); err != nil {
						b.Error(err)
						return
					}
					n.Add(1)
				}
			})
		}
		all.Wait()
		took := time.Since(start)
		p, c := pgcpu()-p0, zzself()-c0
		per := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(n.Load()) }
		fmt.Printf("%-14s %7.0f/s  postgres %6.0f µs  ours %6.0f µs\n", name, float64(n.Load())/took.Seconds(), per(p), per(c))
	}
	cast := func(a *app.App, w int, idea int64) error {
		_, err := a.Vote(context.Background(), s.who[w], idea, domain.Vote(rand.IntN(2)))
		return err
	}
	for range 3 {
		run("hot", func(w int) error { return cast(one, w, 1) })
		run("cold", func(w int) error { return cast(one, w, 1+9*int64(rand.IntN(s.size/9))) })
		run("cold two", func(w int) error {
			return cast([]*app.App{one, two}[w%2], w, 1+9*int64(rand.IntN(s.size/9)))
		})
	}
}
