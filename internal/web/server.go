// Package web is the site over HTTP: routes.go has the one table of addresses,
// server.go the order in which a request passes through the house, and each
// resource a file with its handlers, which parse, call and render.
package web

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Server answers requests.
type Server struct {
	drafted  []route // the lines of forms that keep drafts
	app      *app.App
	read     *store.Reader
	config   config.Serve
	now      func() time.Time
	log      *slog.Logger
	echo     *echo.Echo
	sessions *sessionStore
	pages    *pageCache
	sketches *sketches
	cards    *cards
	guests   *guestLimits
	orders   orders
	clients  *clients
	awaited  *bodies
	slots    *slots
	demo     DemoSignIn                                 // nil but in a demo
	tryMail  func(context.Context, domain.Member) error // sends one at once
	served   *served
	program  string        // its version
	stopping chan struct{} // closed when the server begins to stop
}

// New makes a server. It refuses to start with a route whose action the policy
// does not know.
func New(a *app.App, read *store.Reader, c config.Serve, now func() time.Time, log *slog.Logger) (*Server, error) {
	proxies, err := c.Proxies()
	if err != nil {
		return nil, err
	}
	s := &Server{
		app: a, read: read, config: c, now: now, log: log, served: &served{}, pages: newPageCache(), sketches: newSketches(), cards: newCards(),
		guests: newGuestLimits(), orders: newOrders(),
		clients: &clients{proxies: proxies, log: log}, awaited: newBodies(), slots: newSlots(), stopping: make(chan struct{}),
	}
	s.sessions = newSessionStore(s)
	s.echo = echo.New()
	s.echo.HTTPErrorHandler = func(err error, c echo.Context) { s.nowhere(c, err) }
	s.echo.IPExtractor = func(r *http.Request) string { return s.clients.address(r).String() }
	if err := s.register(routes); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) register(table []route) error {
	for _, r := range table {
		if !domain.Known(r.action) {
			return fmt.Errorf("%s %s: the policy has no row for %q", r.method, r.path, r.action)
		}
		r.page = pageOf(table, cmp.Or(r.on, r.path))
		if r.draft != "" {
			s.drafted = append(s.drafted, r)
		}
		s.echo.Add(r.method, r.path, func(c echo.Context) error { return s.serve(c, r) })
	}
	return nil
}

// readiness tells a load balancer whether to send requests here: not while
// stopping, and not while the database does not answer or takes nothing.
func (s *Server) readiness(w http.ResponseWriter, r *http.Request) {
	select {
	case <-s.stopping:
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "stopping\n")
		return
	default:
	}
	if err := s.read.Ping(r.Context()); err != nil {
		s.log.Warn("not ready", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "the database does not answer, takes nothing, or needs a newer program\n")
		return
	}
	io.WriteString(w, "ready\n")
}

// Handler is the whole house, outermost first.
func (s *Server) Handler() http.Handler {
	var h http.Handler = s.echo
	h = headAsGet(h)
	h = s.inSlot(h)
	h = compress(h)
	h = s.bodyFirst(h)
	h = canonical(h)
	h = s.sameOrigin(h)
	h = s.keptFirst(h)
	h = withStatic(h)
	h = s.knownHost(h)
	h = s.probed(h)
	h = s.headers(h)
	return s.logged(s.recovered(h))
}

// How pages of members are compressed, which are drawn anew each time: at a level whose
// last tenth of size would cost more than drawing them, and not where an answer, such
// as the box after a vote, is a few packets either way.
const (
	personalLevel = 3
	personalSize  = 4000 // bytes
)

func compress(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(personalSize), gzhttp.CompressionLevel(personalLevel),
		gzhttp.ExceptContentTypes([]string{"text/event-stream", "font/woff2"}))
	if err != nil {
		panic(err) // the options are fixed
	}
	return wrap(h)
}

// Limits of a connection (security.md 28).
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 60 * time.Second
	maxHeader         = 16 << 10
	// drain is how long requests under way may take once the server stops.
	drain = 20 * time.Second
)

// Serve answers on a listener until ctx ends, then stops taking requests, lets
// those under way finish, and returns.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnContext: withConnection, Protocols: new(http.Protocols),
	}
	silent := newSilent()
	server.ConnState = silent.note
	server.RegisterOnShutdown(func() { time.AfterFunc(silentPatience, silent.close) })
	server.Protocols.SetHTTP1(true) // one request at a time on a connection: shares count on it
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		close(s.stopping)
		limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		stopped <- server.Shutdown(limit)
	})
	err := server.Serve(newConnections(l, s.clients.trusts, maxConnections, networkConnections))
	if stop() || err != http.ErrServerClosed {
		return err // it failed by itself
	}
	return <-stopped
}
