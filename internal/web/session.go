package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/sessions"
	"github.com/maypok86/otter/v2"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
)

// sessionStore is gorilla's Store over the sessions table: the cookie carries a
// random token and nothing else, the table its hash.
type sessionStore struct {
	server  *Server
	options sessions.Options
	name    string
	recent  *otter.Cache[string, found] // by token
}

// found is who was found signed in, and when.
type found struct {
	who domain.Actor
	at  time.Time
}

// recentLife is how long it may have been found where a verb asks again in its
// transaction, and recentMost how many are remembered.
const (
	recentLife = time.Second
	recentMost = 10_000
)

const sessionCookie = "sid"

// cookieName is how a cookie of ours is called. On https the prefix makes browsers
// insist on Secure, Path=/ and no Domain; on this machine there is no TLS to insist on.
func cookieName(c config.Serve, name string) string {
	if c.Secure() {
		return "__Host-" + name
	}
	return name
}

func newSessionStore(s *Server) *sessionStore {
	recent := otter.Must(&otter.Options[string, found]{MaximumSize: recentMost,
		ExpiryCalculator: otter.ExpiryWriting[string, found](recentLife)})
	return &sessionStore{server: s, recent: recent, name: cookieName(s.config, sessionCookie), options: sessions.Options{
		Path: "/", MaxAge: int(domain.SessionAbsolute.Seconds()), HttpOnly: true, Secure: s.config.Secure(), SameSite: http.SameSiteLaxMode,
	}}
}

// actorKey is where a session keeps who is signed in.
const actorKey = "actor"

// Get returns the request's session, loading it once.
func (st *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New loads the session that the cookie names. Without a good cookie the
// session is new and nobody is signed in.
func (st *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(st, name)
	options := st.options
	session.Options, session.IsNew = &options, true
	for n, cookie := range r.CookiesNamed(name) {
		if n == maxCookies {
			break
		}
		who, seen, err := st.find(r.Context(), cookie.Value)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return session, err
		}
		session.ID, session.IsNew, session.Values[actorKey] = cookie.Value, false, who
		st.touch(r.Context(), who, seen)
		st.recent.Set(cookie.Value, found{who, st.server.now()})
		break
	}
	return session, nil
}

// maxCookies is how many cookies of our name are looked at in one request. Without
// TLS a neighbour on the same host may set some; the good one counts.
const maxCookies = 8

// find tells who is signed in with a token, and when the session was last seen.
func (st *sessionStore) find(ctx context.Context, token string) (domain.Actor, time.Time, error) {
	if token == "" {
		return domain.Nobody, time.Time{}, domain.ErrNotFound
	}
	who, created, seen, err := st.server.read.SessionActor(ctx, app.HashToken(token))
	if err == nil && !domain.SessionAlive(who.Role, created, seen, st.server.now()) {
		err = domain.ErrNotFound
	}
	who.Visit = who.Visit.On(st.server.now()) // also before it is written down
	return who, seen, err
}

// touchPatience is how long a request waits for its visit to be written down.
const touchPatience = time.Second

// touch writes a visit down when that is due. A database that takes no writes now
// must not keep people from reading: the next visit tries again.
func (st *sessionStore) touch(ctx context.Context, who domain.Actor, seen time.Time) {
	if st.server.now().Sub(seen) < domain.SessionTouch {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, touchPatience)
	defer cancel()
	if err := st.server.app.TouchSession(ctx, who.ID, who.SessionID); err != nil {
		st.server.log.Warn("a visit was not written down", "error", err)
	}
}

// Save sends the cookie; the row is written by the verbs of signing in and out.
func (st *sessionStore) Save(_ *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	http.SetCookie(w, sessions.NewCookie(s.Name(), s.ID, s.Options))
	return nil
}

// actor is who sent the request.
func (st *sessionStore) actor(r *request) (domain.Actor, error) {
	if r.route.recent {
		if who, there := st.recently(r.Request()); there {
			return who, nil
		}
	}
	session, err := st.Get(r.Request(), st.name)
	if err != nil {
		return domain.Nobody, err
	}
	if who, ok := session.Values[actorKey].(domain.Actor); ok {
		return who, nil
	}
	return domain.Nobody, nil
}

// recently is who was found signed in with the request's cookie a moment ago.
func (st *sessionStore) recently(r *http.Request) (who domain.Actor, there bool) {
	cookie, err := r.Cookie(st.name)
	if err != nil {
		return domain.Nobody, false
	}
	last, there := st.recent.GetIfPresent(cookie.Value)
	age := st.server.now().Sub(last.at)
	return last.who, there && age >= 0 && age < recentLife
}

// open gives the browser the token of a session that was just made.
func (st *sessionStore) open(r *request, token string) error {
	session := sessions.NewSession(st, st.name)
	options := st.options
	session.Options, session.ID = &options, token
	st.server.takeDraft(r, token)
	return st.Save(r.Request(), r.Response(), session)
}

// end takes the cookie away.
func (st *sessionStore) end(r *request) error {
	session := sessions.NewSession(st, st.name)
	options := st.options
	options.MaxAge = -1
	session.Options = &options
	return st.Save(r.Request(), r.Response(), session)
}
