package web

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"groundswell/internal/domain"
	"groundswell/views"
)

// sketches keep what members are shown of the pages that are read most: drawn once
// for all who are alike, with places that are filled for each reader. Whoever acted
// is shown nothing from before the end of that act; of what others do, members see
// what guests see: commits that come one by one at once, faster ones once a second.
// What others did at another replica is seen within a second.
type sketches struct {
	kept    *otter.Cache[sketchKey, sketched]
	life    time.Duration // how long a turn stands while commits come
	replica string        // this one's name among others

	mu      sync.Mutex
	turn    int64 // raised whenever what is kept is too old for somebody
	changes int64 // when the turn began, there were so many commits
	began   time.Time
	acts    map[int64]int // members who acted in this turn, and how many of their acts are under way
}

// sketchKey is all that a sketch depends on. Who asks is told by Actor.Alike alone, so
// that what is drawn cannot know more of the reader than what it is kept under.
type sketchKey struct {
	second, turn      int64
	alike             domain.Actor
	language, address string
}

// sketched is a page that is drawn but not filled.
type sketched struct {
	status int
	page   *views.Sketch
	packed *packed // parts of it as gzip sends them, for a page that is kept
}

// sketchBytes bounds what is kept, in bytes.
const sketchBytes = 4 << 20

func newSketches() *sketches {
	return &sketches{
		kept: otter.Must(&otter.Options[sketchKey, sketched]{
			MaximumWeight:    sketchBytes,
			Weigher:          func(_ sketchKey, s sketched) uint32 { return uint32(s.page.Size() + packedBytes(s.page) + 512) },
			ExpiryCalculator: otter.ExpiryCreating[sketchKey, sketched](pageLife),
		}),
		life: pageLife, replica: rand.Text(), acts: map[int64]int{},
	}
}

// act notes that a member's act begins; the function it returns, that it has ended.
func (s *sketches) act(member int64) (end func()) {
	s.count(member, 1)
	return func() { s.count(member, -1) }
}

func (s *sketches) count(member int64, step int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acts[member] += step
}

// turnFor is the turn whose sketches are new enough for a member, who may have acted
// elsewhere; none while an act of theirs is under way, which nobody knows the end of.
func (s *sketches) turnFor(member int64, elsewhere bool, changes int64, now time.Time) (turn int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	underWay, acted := s.acts[member]
	if underWay > 0 {
		return 0, false
	}
	age := now.Sub(s.began)
	if acted || elsewhere || s.changes != changes && (age < 0 || age >= s.life) || s.turn == 0 {
		s.turn, s.changes, s.began = s.turn+1, changes, now
		maps.DeleteFunc(s.acts, func(_ int64, underWay int) bool { return underWay == 0 })
	}
	return s.turn, true
}

// The browser of a member who acts says so to the other replicas, for as long as what
// they keep may be from before.
const (
	actedCookie = "acted"
	actedLife   = 2 * pageLife
)

// act does what a member asks for. Whoever is not signed in has no pages kept, and what
// is quiet is in none.
func (s *Server) act(r *request, rt route) error {
	if !r.who.SignedIn() || rt.quiet {
		return rt.handle(s, r)
	}
	defer s.sketches.act(r.who.ID)()
	http.SetCookie(r.Response(), &http.Cookie{
		Name: cookieName(s.config, actedCookie), Value: s.sketches.replica, Path: "/", MaxAge: int(actedLife.Seconds()),
		HttpOnly: true, Secure: s.config.Secure(), SameSite: http.SameSiteLaxMode,
	})
	return rt.handle(s, r)
}

// actedElsewhere reports whether the member acted at another replica just now.
func (r *request) actedElsewhere() bool {
	cookie, err := r.Request().Cookie(cookieName(r.server.config, actedCookie))
	return err == nil && cookie.Value != r.server.sketches.replica
}

// errOwn means that a page is not the same for all who are alike.
var errOwn = errors.New("the page is its reader's own")

// serveMember answers a member who reads. What cannot be drawn for all who are alike,
// such as a refusal, is the reader's own.
func (s *Server) serveMember(r *request, rt route) error {
	if !rt.alike || !r.who.SignedIn() || r.htmx() || r.notice != "" {
		return rt.handle(s, r)
	}
	turn, ok := s.sketches.turnFor(r.who.ID, r.actedElsewhere(), s.read.Changes(), s.now())
	if !ok {
		return rt.handle(s, r)
	}
	key := sketchKey{r.community.At.Unix(), turn, r.who.Alike(), r.lang.Code, r.Request().URL.RequestURI()}
	found, err := s.sketches.kept.Get(r.ctx(), key, otter.LoaderFunc[sketchKey, sketched](
		func(context.Context, sketchKey) (sketched, error) { return s.sketch(r, rt) }))
	if err != nil {
		return rt.handle(s, r)
	}
	return r.fillKept(found)
}

// sketch draws a page for all who are alike. The handler knows nothing of the one who
// happens to ask first: neither who they are nor what their browser sent.
func (s *Server) sketch(r *request, rt route) (sketched, error) {
	var drawn sketched
	inner := *r
	inner.who, inner.sketched = r.who.Alike(), &drawn
	inner.Context = s.anew(r, &memoryWriter{header: http.Header{}})
	inner.Request().Header = http.Header{}
	if err := rt.handle(s, &inner); err != nil {
		return drawn, err
	}
	if drawn.page == nil || drawn.status != http.StatusOK {
		return drawn, errOwn
	}
	drawn.packed = &packed{room: packedBytes(drawn.page), parts: map[string][]byte{}}
	return drawn, nil
}
