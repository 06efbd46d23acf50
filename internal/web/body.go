package web

import (
	"bytes"
	"container/list"
	"errors"
	"hash/maphash"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"groundswell/internal/domain"
)

// maxBody is the largest form anybody sends, and maxFile the largest with a file: larger
// than files may be, so that most who send one that is too large are told beside its field.
const (
	maxBody = 256 << 10
	maxFile = 4 * domain.LogoMax
)

// Bodies that are awaited at once: 1,024 of 256 KB are the most memory that
// senders can hold. A network gets half, a session an eighth.
const (
	maxAwaited     = 1024
	networkAwaited = 512
	sessionAwaited = 128
	filesAwaited   = 8 // with a file
)

// bodyFirst reads what a request carries before anything else is done with it,
// so that no place is held and nobody is identified while a sender takes its
// time: rights are those of the moment after the last byte.
func (s *Server) bodyFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 {
			next.ServeHTTP(w, r)
			return
		}
		if r.Header.Get("Content-Encoding") != "" {
			turnAway(w, r, http.StatusUnsupportedMediaType, domain.Refuse(domain.Invalid, "error.compressed"))
			return
		}
		body, err := s.awaited.read(w, r, s.sessions.name, s.bringsFile(r))
		var refusal *domain.Error
		var large *http.MaxBytesError
		switch {
		case err == nil:
			r.Body = io.NopCloser(bytes.NewReader(body))
		case errors.As(err, &refusal):
			turnAway(w, r, statuses[refusal.Kind], refusal)
			return
		case errors.As(err, &large):
			r.Body = io.NopCloser(failing{err})
		default: // too slow, cut off, or not what the header said
			turnAway(w, r, http.StatusRequestTimeout, domain.Refuse(domain.Invalid, "error.cut_off"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bringsFile reports whether a request is a form with a file, sent to a line that takes
// one.
func (s *Server) bringsFile(r *http.Request) bool {
	if !isMultipart(r) {
		return false
	}
	c := s.echo.NewContext(r, nil)
	s.echo.Router().Find(r.Method, r.URL.Path, c)
	return slices.ContainsFunc(routes, func(line route) bool { return line.file != "" && line.method == r.Method && line.path == c.Path() })
}

// isMultipart reports whether a form is sent as those with files are.
func isMultipart(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// failing is a body that could not be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// bodies are the requests whose bodies are awaited. Where a share or all places
// are taken, the one that has been awaited longest is given up: bodies that
// arrive at all arrive soon, and whoever withholds theirs crowds out only those
// who do the same.
type bodies struct {
	seed maphash.Seed

	mu       sync.Mutex
	all      *list.List // of *body, oldest first
	files    *list.List // those with a file
	networks map[netip.Prefix]*list.List
	sessions map[uint64]*list.List
}

func newBodies() *bodies {
	return &bodies{seed: maphash.MakeSeed(), all: list.New(), files: list.New(), networks: map[netip.Prefix]*list.List{},
		sessions: map[uint64]*list.List{}}
}

// body is one of them.
type body struct {
	network netip.Prefix
	session uint64 // 0 without one
	file    bool
	giveUp  func() // makes its reader return
	refusal *domain.Error

	inAll, inNetwork, inSession, inFiles *list.Element
}

// read reads a request's body into memory.
func (b *bodies) read(w http.ResponseWriter, r *http.Request, cookie string, file bool) ([]byte, error) {
	one := &body{file: file, network: about(r.Context()).network, giveUp: func() {
		http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0)) // long ago
	}}
	if c, err := r.Cookie(cookie); err == nil {
		one.session = max(1, maphash.String(b.seed, c.Value))
	}
	b.enter(one)
	most := int64(maxBody)
	if file {
		most = maxFile
	}
	read, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if refusal := b.leave(one); refusal != nil {
		return nil, refusal
	}
	return read, err
}

// enter waits for a body, in place of another where there are too many.
func (b *bodies) enter(one *body) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one.session != 0 {
		b.makeRoom(b.sessions[one.session], sessionAwaited, errBusyForYou)
	}
	b.makeRoom(b.networks[one.network], networkAwaited, errBusyForYou)
	b.makeRoom(b.all, maxAwaited, errBusy)
	if one.file {
		b.makeRoom(b.files, filesAwaited, errBusy)
		one.inFiles = b.files.PushBack(one)
	}
	one.inAll = b.all.PushBack(one)
	one.inNetwork = listOf(b.networks, one.network).PushBack(one)
	if one.session != 0 {
		one.inSession = listOf(b.sessions, one.session).PushBack(one)
	}
}

// makeRoom gives up the oldest of a full list.
func (b *bodies) makeRoom(in *list.List, most int, why *domain.Error) {
	if in == nil || in.Len() < most {
		return
	}
	oldest := in.Front().Value.(*body)
	oldest.refusal = why
	b.forget(oldest)
	oldest.giveUp()
}

// leave ends the wait; the refusal when it was given up meanwhile.
func (b *bodies) leave(one *body) *domain.Error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one.refusal == nil {
		b.forget(one)
	}
	return one.refusal
}

// forget gives the places back; b.mu is held.
func (b *bodies) forget(one *body) {
	b.all.Remove(one.inAll)
	if one.file {
		b.files.Remove(one.inFiles)
	}
	dropFrom(b.networks, one.network, one.inNetwork)
	if one.session != 0 {
		dropFrom(b.sessions, one.session, one.inSession)
	}
}

func listOf[K comparable](all map[K]*list.List, who K) *list.List {
	l := all[who]
	if l == nil {
		l = list.New()
		all[who] = l
	}
	return l
}

func dropFrom[K comparable](all map[K]*list.List, who K, e *list.Element) {
	if l := all[who]; l != nil {
		if l.Remove(e); l.Len() == 0 {
			delete(all, who)
		}
	}
}
