package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"groundswell/internal/domain"
)

// slowest are the upper ends of the classes in which the duration of requests is
// counted, in seconds.
var slowest = [...]float64{.001, .005, .025, .1, .5, 2.5, 10}

// served counts what was answered.
type served struct {
	statuses [6]atomic.Int64 // by the first digit
	within   [len(slowest) + 1]atomic.Int64
	micros   atomic.Int64 // all together
}

// note counts an answer.
func (s *served) note(status int, took time.Duration) {
	s.statuses[min(max(status/100, 0), 5)].Add(1)
	class := 0
	for class < len(slowest) && took.Seconds() > slowest[class] {
		class++
	}
	s.within[class].Add(1)
	s.micros.Add(took.Microseconds())
}

// Operators answers those who run the site, on an address that nobody else reaches:
// /metrics in the text format of Prometheus, and /debug/pprof.
func (s *Server) Operators() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// profileTimeout is how long an answer to operators may take: a profile is taken over
// half a minute.
const profileTimeout = 2 * time.Minute

// ServeOperators answers operators on a listener until ctx ends.
func (s *Server) ServeOperators(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.Operators(), ReadHeaderTimeout: readHeaderTimeout, WriteTimeout: profileTimeout, MaxHeaderBytes: maxHeader,
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// metrics writes what is known of this process, and what the database tells; without a
// database it says so and tells the rest.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m := meter{w: w}
	m.gauge("build_info", "The program.", 1, "version", s.program)
	m.process()
	m.served(s.served)
	t := s.read.Traffic()
	m.counter("writes_total", "Writes that were asked for.", float64(t.Writes))
	m.counter("commits_total", "Commits; writes per commit is how many share one.", float64(t.Commits))
	m.counter("busy_total", "Writes refused because the database did not take any.", float64(t.Busy))
	health, err := s.read.Health(r.Context(), s.now())
	up := 1.0
	if err != nil {
		up = 0
		s.log.Warn("metrics", "error", err)
	}
	m.gauge("database_up", "Whether the database answers.", up)
	if err == nil {
		m.health(health, s.now())
	}
}

// meter writes metrics.
type meter struct {
	w    io.Writer
	last string // name whose help was written
}

func (m *meter) write(kind, name, help string, value float64, labels []string) {
	name = "groundswell_" + name
	if m.last != name {
		fmt.Fprintf(m.w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
		m.last = name
	}
	pairs := make([]string, 0, len(labels)/2)
	for i := 0; i+1 < len(labels); i += 2 {
		pairs = append(pairs, fmt.Sprintf("%s=%q", labels[i], labels[i+1]))
	}
	text := ""
	if len(pairs) > 0 {
		text = "{" + strings.Join(pairs, ",") + "}"
	}
	fmt.Fprintf(m.w, "%s%s %v\n", name, text, value)
}

// labels are names and values in turn.
func (m *meter) gauge(name, help string, value float64, labels ...string) {
	m.write("gauge", name, help, value, labels)
}

func (m *meter) counter(name, help string, value float64, labels ...string) {
	m.write("counter", name, help, value, labels)
}

func (m *meter) process() {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	m.gauge("goroutines", "Goroutines.", float64(runtime.NumGoroutine()))
	m.gauge("heap_bytes", "Memory in use by Go.", float64(memory.HeapAlloc))
	m.gauge("system_bytes", "Memory taken from the system by Go.", float64(memory.Sys))
}

func (m *meter) served(s *served) {
	for class := range s.statuses {
		if class > 0 {
			m.counter("requests_total", "Answers by the first digit of their status.", float64(s.statuses[class].Load()),
				"status", fmt.Sprintf("%dxx", class))
		}
	}
	const name = "groundswell_request_seconds"
	fmt.Fprintf(m.w, "# HELP %s How long answers took.\n# TYPE %s histogram\n", name, name)
	var sum int64
	for class := range s.within {
		sum += s.within[class].Load()
		end := "+Inf"
		if class < len(slowest) {
			end = fmt.Sprint(slowest[class])
		}
		fmt.Fprintf(m.w, "%s_bucket{le=%q} %d\n", name, end, sum)
	}
	fmt.Fprintf(m.w, "%s_sum %v\n%s_count %d\n", name, float64(s.micros.Load())/1e6, name, sum)
}

func (m *meter) health(h domain.Health, now time.Time) {
	for _, l := range h.Lanes {
		m.gauge("jobs_due", "Jobs that are due, by lane.", float64(l.Due), "lane", string(l.Lane))
	}
	for _, l := range h.Lanes {
		age := 0.0
		if !l.Oldest.IsZero() {
			age = now.Sub(l.Oldest).Seconds()
		}
		m.gauge("jobs_oldest_seconds", "How long the first job that is due waits, by lane.", age, "lane", string(l.Lane))
	}
	m.gauge("jobs_failing", "Recurring work whose last turn failed.", float64(len(h.Failing)))
	m.gauge("jobs_dead", "Jobs that were given up.", float64(h.DeadJobs))
	m.gauge("mails_dead", "Mails that were given up.", float64(h.DeadMails))
	m.gauge("items_late", "Items that are under review for too long.", float64(h.LateItems))
	m.gauge("database_bytes", "Size of the database.", float64(h.Bytes))
	m.gauge("schema_version", "Number of the newest migration.", float64(h.Schema))
	const name, help = "backup_timestamp_seconds", "When a backup was last made, proven by a restore, and failed; 0: never."
	for _, b := range []struct {
		what string
		at   time.Time
	}{{"made", h.Backup.Made}, {"proven", h.Backup.Proven}, {"failed", h.Backup.Failed}} {
		seconds := 0.0
		if !b.at.IsZero() {
			seconds = float64(b.at.Unix())
		}
		m.gauge(name, help, seconds, "what", b.what)
	}
}
