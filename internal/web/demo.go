package web

import (
	"context"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// DemoSignIn opens a session of the demo's person of a role and returns its token:
// domain.ErrNotFound for a role that nobody has.
type DemoSignIn func(ctx context.Context, from app.Origin, role domain.Role) (session string, err error)

// OfferDemo says on every page that the data is invented, and lets everybody sign
// in as the person of a role with one click. Call it before Serve.
func (s *Server) OfferDemo(signIn DemoSignIn) { s.demo = signIn }

// demoPath is where the banner's forms go.
const demoPath = "/demo/signin"

// signInDemo signs in as somebody of the demo, in place of whoever was signed in.
func (s *Server) signInDemo(r *request) error {
	ctx := r.ctx()
	token, err := s.demo(ctx, r.origin(), domain.Role(r.field("role")))
	if err != nil {
		return err
	}
	if r.who.SignedIn() {
		if err := s.app.SignOut(ctx, r.who); err != nil {
			return err
		}
	}
	if err := s.sessions.open(r, token); err != nil {
		return err
	}
	return r.redirect(r.here())
}
