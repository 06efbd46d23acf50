package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"groundswell/internal/domain"
	"groundswell/static"
)

// pageCache keeps the finished bytes of guests' pages: such a page is a pure
// function of address, language and data. An entry is good until this process
// commits something, and never longer than a second, which is how late a guest
// may see what another replica wrote.
type pageCache struct {
	pages *otter.Cache[string, *keptPage]
	gzips sync.Pool
}

type keptPage struct {
	status int
	header http.Header
	plain  []byte
	gzip   []byte
}

const (
	pageLife  = time.Second
	pageBytes = 64 << 20
)

func newPageCache() *pageCache {
	return &pageCache{
		pages: otter.Must(&otter.Options[string, *keptPage]{
			MaximumWeight:    pageBytes,
			Weigher:          func(_ string, p *keptPage) uint32 { return uint32(len(p.plain) + len(p.gzip) + 512) },
			ExpiryCalculator: otter.ExpiryCreating[string, *keptPage](pageLife),
		}),
		gzips: sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 6); return w }},
	}
}

// servePage answers a guest from the kept pages. Of many who ask for a page that
// is not kept, one draws it.
func (s *Server) servePage(r *request, rt route) error {
	key := fmt.Sprintf("%d %s %s", s.read.Changes(), r.lang.Code, r.Request().URL.RequestURI())
	page, err := s.pages.pages.Get(r.Request().Context(), key, otter.LoaderFunc[string, *keptPage](
		func(context.Context, string) (*keptPage, error) { return s.drawPage(r, rt) }))
	if err != nil {
		return err
	}
	h := r.Response().Header()
	for name, values := range page.header {
		h[name] = slices.Clone(values) // the page is shared, what is added to an answer is not
	}
	if page.gzip != nil && static.TakesGzip(r.Request().Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		r.Response().WriteHeader(page.status)
		_, err = r.Response().Write(page.gzip)
		return err
	}
	r.Response().WriteHeader(page.status)
	_, err = r.Response().Write(page.plain)
	return err
}

// drawPage runs the handler into memory.
func (s *Server) drawPage(r *request, rt route) (*keptPage, error) {
	memory := &memoryWriter{header: http.Header{}}
	req := r.Request().WithContext(context.WithoutCancel(r.Request().Context())) // others wait for it too
	c := s.echo.NewContext(req, memory)
	c.SetPath(r.Path())
	c.SetParamNames(r.ParamNames()...)
	c.SetParamValues(r.ParamValues()...)
	inner := *r
	inner.Context = c
	if err := rt.handle(s, &inner); err != nil {
		return nil, err
	}
	page := &keptPage{status: memory.status, header: memory.header, plain: memory.body.Bytes()}
	page.header.Set("Cache-Control", "private, no-cache")
	page.header.Add("Vary", "Accept-Encoding")
	if page.status == http.StatusOK {
		page.gzip = s.pages.compress(page.plain)
	}
	return page, nil
}

func (c *pageCache) compress(plain []byte) []byte {
	w := c.gzips.Get().(*gzip.Writer)
	defer c.gzips.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	w.Write(plain)
	w.Close()
	return out.Bytes()
}

// memoryWriter is a ResponseWriter into memory.
type memoryWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (m *memoryWriter) Header() http.Header         { return m.header }
func (m *memoryWriter) WriteHeader(status int)      { m.status = status }
func (m *memoryWriter) Write(b []byte) (int, error) { return m.body.Write(b) }

// guestLimits hold back a network that asks for guests' pages faster than people
// read.
type guestLimits struct {
	networks *otter.Cache[guestKey, *rate.Limiter]
}

// guestKey is a network under the settings in force.
type guestKey struct {
	network       netip.Prefix
	second, burst int64
}

func newGuestLimits() *guestLimits {
	return &guestLimits{networks: otter.Must(&otter.Options[guestKey, *rate.Limiter]{
		MaximumSize: 100_000, ExpiryCalculator: otter.ExpiryAccessing[guestKey, *rate.Limiter](10 * time.Minute),
	})}
}

func (g *guestLimits) take(r *request) error {
	settings := r.community.Settings
	key := guestKey{about(r.Request().Context()).network, settings.Number(domain.LimitPagesSecond), settings.Number(domain.LimitPagesBurst)}
	limiter, _ := g.networks.ComputeIfAbsent(key, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(rate.Limit(key.second), int(key.burst)), false
	})
	if !limiter.AllowN(r.server.now(), 1) {
		return &domain.Error{Kind: domain.TooMany, Key: "error.too_many", RetryAfter: time.Second}
	}
	return nil
}
