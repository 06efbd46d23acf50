package web

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/static"
)

// pageCache keeps the finished bytes of guests' pages: such a page is a pure
// function of address, language and data. Commits that come one by one are seen at
// once; of those that come faster, guests see what they left once a second, or no
// page would be kept while people vote. An entry serves for the second it was drawn in,
// as what is read of the community does, so that a guest sees what another replica wrote
// within a second.
type pageCache struct {
	pages   *otter.Cache[pageKey, *keptPage]
	gzips   sync.Pool
	fresh   time.Duration // how long a version stands while commits come
	version atomic.Pointer[pageVersion]
}

// pageKey is what a guest's page depends on.
type pageKey struct {
	second, changes   int64
	language, address string
}

// pageVersion is what the pages that are kept now were drawn after: so many
// commits, and a moment.
type pageVersion struct {
	changes int64
	at      time.Time
}

// keptPage is kept as nearly every reader takes it: packed with gzip, which is a
// seventh of its size.
type keptPage struct {
	status int
	header http.Header
	packed []byte // nil for a page that only leads elsewhere
	length string // of packed, in bytes: with it an answer is not sent in chunks
}

const (
	pageLife  = time.Second
	pageBytes = 4 << 20
)

func newPageCache() *pageCache {
	return &pageCache{
		pages: otter.Must(&otter.Options[pageKey, *keptPage]{
			MaximumWeight:    pageBytes,
			Weigher:          func(_ pageKey, p *keptPage) uint32 { return uint32(len(p.packed) + 512) },
			ExpiryCalculator: otter.ExpiryCreating[pageKey, *keptPage](pageLife),
		}),
		gzips: sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 6); return w }},
		fresh: pageLife,
	}
}

// seen is how many commits a guest's page has to show when there were so many.
func (c *pageCache) seen(changes int64, now time.Time) int64 {
	v := c.version.Load()
	if v != nil && (v.changes == changes || now.Sub(v.at) >= 0 && now.Sub(v.at) < c.fresh) {
		return v.changes
	}
	next := &pageVersion{changes, now}
	if !c.version.CompareAndSwap(v, next) {
		next = c.version.Load() // somebody else's is as new
	}
	return next.changes
}

// pageKey is the key of the page that a guest asks for.
func (s *Server) pageKey(community *domain.Community, lang *i18n.Language, req *http.Request, now time.Time) pageKey {
	return pageKey{community.At.Unix(), s.pages.seen(s.read.Changes(), now), lang.Code, req.URL.RequestURI()}
}

// keptFirst answers guests whose page is kept before routes, forms and sessions are
// looked at, for such a page depends on none of them. Whoever sends a cookie, a body
// or anything but a plain question for a page goes the long way.
func (s *Server) keptFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := s.kept(r)
		if page == nil {
			next.ServeHTTP(w, r)
			return
		}
		at := connectionOf(r.Context())
		if !at.begin() {
			return // it had to make room: nobody would hear an answer
		}
		defer at.end()
		at.gather(len(page.packed))
		page.send(w, r) // a reader who has gone needs no error
	})
}

// kept is the page to answer with; nil where there is none, or where the network's
// limit has to say something.
func (s *Server) kept(r *http.Request) *keptPage {
	if r.Method != http.MethodGet || r.ContentLength != 0 || r.Header["Cookie"] != nil || r.Header["Hx-Request"] != nil {
		return nil
	}
	now := s.now()
	community, err := s.read.Community(r.Context(), now)
	if err != nil {
		return nil
	}
	lang := i18n.Match(r.Header.Get("Accept-Language"), community.Settings.Value(domain.Language))
	page, there := s.pages.pages.GetIfPresent(s.pageKey(community, lang, r, now))
	if !there || !s.guests.allow(about(r.Context()).network, community.Settings, now) {
		return nil
	}
	return page
}

// servePage answers a guest from the kept pages. Of many who ask for a page that
// is not kept, one draws it.
func (s *Server) servePage(r *request, rt route) error {
	key := s.pageKey(r.community, r.lang, r.Request(), s.now())
	page, err := s.pages.pages.Get(r.ctx(), key, otter.LoaderFunc[pageKey, *keptPage](
		func(context.Context, pageKey) (*keptPage, error) { return s.drawPage(r, rt) }))
	if err != nil {
		return err
	}
	return page.send(r.Response(), r.Request())
}

// send writes the page as the reader takes it. What is added to the headers of an
// answer does not reach the page: its values have no room.
func (p *keptPage) send(w http.ResponseWriter, r *http.Request) error {
	maps.Copy(w.Header(), p.header)
	if p.packed == nil {
		w.WriteHeader(p.status)
		return nil
	}
	if static.TakesGzip(r.Header.Get("Accept-Encoding")) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Length", p.length)
		w.WriteHeader(p.status)
		_, err := w.Write(p.packed)
		return err
	}
	plain, err := gzip.NewReader(bytes.NewReader(p.packed))
	if err != nil {
		return err
	}
	w.WriteHeader(p.status)
	_, err = io.Copy(w, plain)
	return err
}

// drawPage runs the handler into memory.
func (s *Server) drawPage(r *request, rt route) (*keptPage, error) {
	memory := &memoryWriter{header: http.Header{}}
	inner := *r
	inner.Context = s.anew(r, memory)
	if err := rt.handle(s, &inner); err != nil {
		return nil, err
	}
	page := &keptPage{status: memory.status, header: memory.header}
	if memory.body.Len() > 0 {
		page.packed = s.pages.compress(memory.body.Bytes())
		page.length = strconv.Itoa(len(page.packed))
	}
	page.header.Set("Cache-Control", "private, no-cache")
	for name, values := range page.header {
		page.header[name] = slices.Clip(values)
	}
	return page, nil
}

// anew is the request once more, to be answered into memory. It goes on when whoever
// asked has gone, for others wait for the answer too.
func (s *Server) anew(r *request, memory *memoryWriter) echo.Context {
	c := s.echo.NewContext(r.Request().WithContext(context.WithoutCancel(r.ctx())), memory)
	c.SetPath(r.Path())
	c.SetParamNames(r.ParamNames()...)
	c.SetParamValues(r.ParamValues()...)
	return c
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
