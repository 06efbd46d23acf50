package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/static"
)

// contentPolicy lets pages load from here and nothing else, and run no inline
// script or style.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers gives every answer the headers of security. They are made once: a value that
// is set later takes the place of one of them in its answer alone.
func (s *Server) headers(next http.Handler) http.Handler {
	all := http.Header{}
	all.Set("Content-Security-Policy", contentPolicy)
	all.Set("X-Content-Type-Options", "nosniff")
	all.Set("Cross-Origin-Opener-Policy", "same-origin")
	all.Set("Cross-Origin-Resource-Policy", "same-origin")
	all.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	all.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if s.config.Secure() {
		all.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), all)
		next.ServeHTTP(w, r)
	})
}

// requestAbout is what is known of a request from the first moment.
type requestAbout struct {
	id      string
	network netip.Prefix
}

type aboutKey struct{}

func about(ctx context.Context) requestAbout {
	a, _ := ctx.Value(aboutKey{}).(requestAbout)
	return a
}

func requestID(ctx context.Context) string { return about(ctx).id }

// logged writes one line a request, with how many queries it took.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.now()
		var id [8]byte
		rand.Read(id[:])
		ctx := context.WithValue(r.Context(), aboutKey{}, requestAbout{id: hex.EncodeToString(id[:]), network: network(s.clients.address(r))})
		ctx, queries := s.read.CountQueries(ctx)
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r.WithContext(ctx))
		end := s.now()
		s.served.note(rec.status, end.Sub(start))
		if !strings.HasPrefix(r.URL.Path, static.Prefix) && s.log.Enabled(ctx, slog.LevelInfo) {
			line := slog.NewRecord(end.Local(), slog.LevelInfo, "request", 0)
			line.AddAttrs(slog.String("id", requestID(ctx)), slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", rec.status), slog.Int("bytes", rec.bytes), slog.Int64("ms", end.Sub(start).Milliseconds()),
				slog.Int64("queries", queries.Load()))
			s.log.Handler().Handle(ctx, line) // as Info does, without asking where it was called
		}
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
}

// WriteHeader also says when to come back, wherever a server that is busy did
// not: this is the one place that all answers pass.
func (r *recorder) WriteHeader(status int) {
	r.status = status
	if h := r.Header(); status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		retryAfter(h, busyWait)
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// recovered turns a panic outside the handlers into a plain 500.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				s.log.Error("panic", "id", requestID(r.Context()), "value", fmt.Sprint(v), "stack", string(debug.Stack()))
				turnAway(w, r, http.StatusInternalServerError, &domain.Error{Key: "error.internal"})
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// probed answers operators' probes before anything that load, hosts or limits
// could say to them.
func (s *Server) probed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/healthz":
			io.WriteString(w, "ok\n")
		case "/readyz":
			s.readiness(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// withStatic answers for static files, which cost nothing worth counting.
func withStatic(next http.Handler) http.Handler {
	files := static.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, static.Prefix) || static.AtRoot(r.URL.Path) {
			files.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// knownHost refuses requests for another host: links are made from the base
// URL, never from what a request says. The port that the scheme implies may be
// said.
func (s *Server) knownHost(next http.Handler) http.Handler {
	own := s.config.Host()
	implied := ":80"
	if s.config.Secure() {
		implied = ":443"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != own && !strings.EqualFold(strings.TrimSuffix(r.Host, implied), own) {
			turnAway(w, r, http.StatusMisdirectedRequest, &domain.Error{Key: "error.other_host", Args: domain.Args{"Host": own}})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// canonical sends readers to the one address that a page has: no slash at the
// end, none twice, no capitals. It only ever names a path of this host.
func canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if path := canonicalPath(r.URL.Path); path != r.URL.Path {
				to := url.URL{Path: path, RawQuery: r.URL.RawQuery}
				w.Header().Set("Location", to.String())
				w.WriteHeader(http.StatusMovedPermanently)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// canonicalPath is a path as the routes write it. Letters beyond ASCII are left
// alone: no address of ours has any.
func canonicalPath(path string) string {
	odd := strings.ContainsFunc(path, func(c rune) bool { return 'A' <= c && c <= 'Z' })
	if !odd && !strings.Contains(path, "//") && (path == "/" || !strings.HasSuffix(path, "/")) {
		return path
	}
	plain := make([]byte, 0, len(path)+1)
	for i := range len(path) {
		c := path[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != '/' || len(plain) == 0 || plain[len(plain)-1] != '/' {
			plain = append(plain, c)
		}
	}
	return "/" + strings.Trim(string(plain), "/")
}

// sameOrigin refuses unsafe requests that another site made a browser send. A
// cookie without any word of where the request comes from is refused too.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	refuse := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		turnAway(w, r, http.StatusForbidden, domain.Refuse(domain.Forbidden, "error.forged"))
	})
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(refuse)
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if safe(r.Method) {
			next.ServeHTTP(w, r)
			return
		}
		origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
		silent := origin == "" && site == "" && r.Header.Get("Cookie") != ""
		if origin == "null" && site == "same-origin" {
			origin = "" // a form on a page whose address is kept out of Referer: only browsers write the other word
		}
		if silent || origin != "" && origin != s.config.BaseURL {
			refuse(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// headAsGet answers HEAD as GET; the connection leaves the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// retryAfter tells a client in whole seconds when to come back.
func retryAfter(h http.Header, wait time.Duration) {
	h.Set("Retry-After", fmt.Sprint(max(1, int64((wait+time.Second-1)/time.Second))))
}

var errTooLarge = &domain.Error{Kind: domain.Invalid, Key: "error.too_large"}
