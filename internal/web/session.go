package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/sessions"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// sessionStore is gorilla's Store over the sessions table: the cookie carries a
// random token and nothing else, the table its hash.
type sessionStore struct {
	server  *Server
	options sessions.Options
	name    string
}

// On https the name's prefix makes browsers insist on Secure, Path=/ and no
// Domain; on this machine there is no TLS to insist on.
const (
	secureCookie = "__Host-sid"
	localCookie  = "sid"
)

func newSessionStore(s *Server) *sessionStore {
	name := localCookie
	if s.config.Secure() {
		name = secureCookie
	}
	return &sessionStore{server: s, name: name, options: sessions.Options{
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
	cookie, err := r.Cookie(name)
	if err != nil || cookie.Value == "" {
		return session, nil
	}
	who, created, seen, err := st.server.read.SessionActor(r.Context(), app.HashToken(cookie.Value))
	if errors.Is(err, domain.ErrNotFound) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	now := st.server.now()
	if !domain.SessionAlive(who.Role, created, seen, now) {
		return session, nil
	}
	session.ID, session.IsNew, session.Values[actorKey] = cookie.Value, false, who
	if now.Sub(seen) >= domain.SessionTouch {
		return session, st.server.app.TouchSession(r.Context(), who.SessionID)
	}
	return session, nil
}

// Save sends the cookie; the row is written by the verbs of signing in and out.
func (st *sessionStore) Save(_ *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	http.SetCookie(w, sessions.NewCookie(s.Name(), s.ID, s.Options))
	return nil
}

// actor is who sent the request.
func (st *sessionStore) actor(r *request) (domain.Actor, error) {
	session, err := st.Get(r.Request(), st.name)
	if err != nil {
		return domain.Nobody, err
	}
	if who, ok := session.Values[actorKey].(domain.Actor); ok {
		return who, nil
	}
	return domain.Nobody, nil
}

// open gives the browser the token of a session that was just made.
func (st *sessionStore) open(r *request, token string) error {
	session := sessions.NewSession(st, st.name)
	options := st.options
	session.Options, session.ID = &options, token
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
