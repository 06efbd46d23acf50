package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/text"
	"groundswell/views"
)

// request is one request as handlers see it: who asks, in which language, and
// what the community is.
type request struct {
	echo.Context
	server    *Server
	route     route
	who       domain.Actor
	lang      *i18n.Language
	community *domain.Community
	form      url.Values
	large     bool      // a file was too large to be read
	notice    string    // key of a sentence that the page says, "" for none
	noticed   string    // id of the part of the page that it is about
	sketched  *sketched // set while a page is drawn that is to be kept for others too
}

func (r *request) ctx() context.Context { return r.Request().Context() }

// serve takes a request through the policy to its handler. A panic becomes the
// error page.
func (s *Server) serve(c echo.Context, rt route) (err error) {
	if rt.demo && s.demo == nil {
		s.nowhere(c, domain.ErrNotFound)
		return nil
	}
	r := s.bare(c)
	r.route = rt
	defer func() {
		if v := recover(); v != nil {
			err = nil
			s.fail(r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	switch err = s.admit(r, rt); {
	case err != nil:
	case rt.shared && !r.who.SignedIn() && r.notice == "":
		err = s.servePage(r, rt)
	case safe(r.Request().Method):
		r.Response().Header().Set("Cache-Control", "no-store")
		err = s.serveMember(r, rt)
	default:
		r.Response().Header().Set("Cache-Control", "no-store")
		err = s.act(r, rt)
	}
	if domain.KindOf(err) == domain.SignInFirst {
		r.who = domain.Nobody // also who was signed in when the request came, and is no longer
		if r.typedWords() {
			err = s.keepSignedOut(r)
		}
	} else if err != nil {
		r.keepTyped()
	}
	if err != nil {
		s.fail(r, err)
	}
	return nil
}

// identify finds out who asks, where, and in which language.
func (s *Server) identify(r *request) error {
	community, err := s.read.Community(r.ctx(), s.now())
	if err != nil {
		return err
	}
	r.community = community
	r.lang = i18n.Match(r.Request().Header.Get("Accept-Language"), community.Settings.Value(domain.Language))
	if r.who, err = s.sessions.actor(r); err != nil {
		return err
	}
	if r.who.Language != "" {
		r.lang = i18n.For(r.who.Language)
	}
	r.community = s.orders.in(r.lang, community)
	return nil
}

// nowhere answers an address that no route has, or a method it does not take.
// Drawing that answer costs what a page costs, so that it is limited as one.
func (s *Server) nowhere(c echo.Context, err error) {
	r := s.bare(c)
	if failure := s.meet(r); failure != nil {
		err = failure
	}
	s.fail(r, err)
}

// meet identifies whoever asks and counts the request for them.
func (s *Server) meet(r *request) error {
	if err := s.identify(r); err != nil {
		return err
	}
	if r.who.SignedIn() {
		return r.countMember()
	}
	return s.guests.take(r)
}

// admit parses what was sent, all of which is here by now, and lets in whom limits
// and policy let in. A damaged form says so only to those.
func (s *Server) admit(r *request, rt route) error {
	damaged := r.parseForm()
	if err := s.meet(r); err != nil {
		return err
	}
	if damaged != nil {
		return damaged
	}
	return domain.Allow(r.who, rt.action)
}

// bare is a request about which nothing is known yet.
func (s *Server) bare(c echo.Context) *request {
	r := &request{
		Context: c, server: s, route: noRoute, who: domain.Nobody, community: &domain.Community{},
		lang: i18n.Match(c.Request().Header.Get("Accept-Language"), ""),
	}
	r.notice, r.noticed = r.noticeBrought()
	return r
}

// maxAgent is how much of a browser's own name is kept, in characters.
const maxAgent = 200

// origin is where the request comes from.
func (r *request) origin() app.Origin {
	agent := text.Cut(text.Line(text.Mend(r.Request().UserAgent())), maxAgent)
	if agent == "" {
		agent = "–"
	}
	from := app.Origin{Network: about(r.ctx()).network.String(), UserAgent: agent}
	if r.route.action == domain.SignIn && r.here() != "/" {
		from.ReturnTo = r.here()
	}
	return from
}

// htmx reports whether only a part of the page is asked for.
func (r *request) htmx() bool { return r.Request().Header.Get("HX-Request") == "true" }

// page is the frame of a page with a title from the catalogues.
func (r *request) page(title string) views.Page {
	p := views.Page{
		Title: title, Community: r.community.Settings.Value(domain.CommunityName), Viewer: r.who, Path: r.here(),
		Now: r.server.now(), Demo: r.server.demo != nil, Base: r.server.config.BaseURL,
		Terms: r.community.Terms, Face: r.community.Face, Nav: r.route.page.nav, NoIndex: r.route.noindex || r.route.action != domain.Read,
	}
	if r.notice != "" {
		p.Notice, p.Noticed = r.lang.T(r.notice), r.noticed
	}
	return p
}

// render draws a page into memory first, so that an error can still become an error
// page, and answers with it.
func (r *request) render(status int, page templ.Component) error {
	sketch, err := views.Draw(i18n.With(r.ctx(), r.lang), page)
	if err != nil {
		return err
	}
	if r.sketched != nil {
		*r.sketched = sketched{status: status, page: sketch}
		return nil
	}
	return r.fill(status, sketch)
}

// fill completes a page with what is its reader's own and sends it.
func (r *request) fill(status int, sketch *views.Sketch) error {
	var page bytes.Buffer
	page.Grow(2 * sketch.Length())
	if _, err := r.complete(&page, sketch); err != nil {
		return err
	}
	return r.HTMLBlob(status, page.Bytes())
}

// complete writes a page with what is its reader's own, and sets the headers of one.
func (r *request) complete(page *bytes.Buffer, sketch *views.Sketch) ([]views.Part, error) {
	reader, err := r.reader(sketch.Needs)
	if err != nil {
		return nil, err
	}
	parts, err := sketch.Fill(i18n.With(r.ctx(), r.lang), page, reader)
	if err != nil {
		return nil, err
	}
	h := r.Response().Header()
	h.Set("Vary", "Cookie, Accept-Language, HX-Request, Accept-Encoding")
	h.Set("Content-Language", r.lang.Code)
	if r.notice != "" {
		r.setNotice("", -1) // it has been said
	}
	return parts, nil
}

// reader is who asks, with what a page needs to know of them: as it is now, however
// long the page was kept.
func (r *request) reader(needs views.Needs) (reader views.Reader, err error) {
	reader.Viewer = r.who
	ctx, read := r.ctx(), r.server.read
	changed := needs.Heard.Since(r.who.Visit.Before)
	asked := needs.Asked
	asked.Votes = changed.Ideas(asked.Votes)
	if !asked.Nothing() {
		if reader.Mine, err = read.Mine(ctx, r.who.ID, asked); err != nil {
			return reader, err
		}
	}
	reader.Changed = changed.Promoted(reader.OwnVotes)
	if needs.Nonce {
		if reader.Nonce, err = r.server.app.OpenForm(ctx, r.who.ID); err != nil {
			return reader, err
		}
	}
	if needs.Want != 0 {
		if reader.Wants, err = read.Wants(ctx, needs.Want, r.who.ID); err != nil {
			return reader, err
		}
	}
	if needs.Own != nil {
		if reader.Own, err = read.OwnRating(ctx, *needs.Own, r.who.ID); err != nil {
			return reader, err
		}
	}
	if len(needs.Drafts) > 0 && r.who.Drafts {
		if reader.Drafts, err = read.Drafts(ctx, r.who.ID, needs.Drafts); err != nil {
			return reader, err
		}
	}
	if own := reader.Own.Rating.ID; needs.Pinned && own != 0 {
		reader.Pinned, err = read.Rating(ctx, own)
		if errors.Is(err, domain.ErrNotFound) {
			err = nil // taken back just now
		}
	}
	return reader, err
}

// redirect answers a form with the page to go to. to is made of our own routes
// or checked by returnTo.
func (r *request) redirect(to string) error {
	if r.htmx() {
		r.Response().Header().Set("HX-Redirect", to)
		return r.NoContent(http.StatusNoContent)
	}
	return r.Redirect(http.StatusSeeOther, to)
}

// here is the address of the page that the request is about: the one it asks for, or
// the one that its form is on. Pages of signing in are nowhere to come back to: what
// they were opened for is.
func (r *request) here() string {
	asked := r.Request().URL
	switch {
	case r.route.action == domain.SignIn:
		return returnTo(r.field("return_to"))
	case safe(r.Request().Method):
		return returnTo(asked.RequestURI())
	case r.route.on != "":
		return r.route.on
	}
	parts := strings.SplitAfter(asked.EscapedPath(), "/")
	n := strings.Count(r.route.page.path, "/") + 1
	return returnTo(strings.TrimRight(strings.Join(parts[:min(n, len(parts))], ""), "/"))
}

// maxResumed is the longest value of a form that is asked for again after signing in.
const maxResumed = 20

// resume is where to go after signing in: here, with what was asked for.
func (r *request) resume() string {
	name, rest, carries := strings.Cut(r.route.resume, "=:")
	field, _, _ := strings.Cut(rest, "#")
	value := r.field(field)
	if !carries || value == "" || len(value) > maxResumed {
		return r.here()
	}
	return r.here() + "?" + url.Values{name: {value}}.Encode() + rest[len(field):]
}

// toSignIn leads to the page of signing in, and from there back.
func (r *request) toSignIn() error {
	return r.redirect("/signin?return_to=" + url.QueryEscape(r.resume()))
}

// cameFrom is the page of ours that a form was on, or another one.
func (r *request) cameFrom(otherwise string) string {
	path, ok := strings.CutPrefix(r.Request().Referer(), r.server.config.BaseURL)
	if !ok || path == "" || strings.Contains(path, "vote=") {
		return otherwise
	}
	return returnTo(path)
}

// maxReturn is the longest address to come back to, in bytes: mails carry it too.
const maxReturn = 1000

// returnTo is the page somebody wanted before signing in: an address on this
// site, or the feed.
func returnTo(asked string) string {
	if len(asked) > maxReturn || !strings.HasPrefix(asked, "/") || strings.HasPrefix(asked, "//") || strings.ContainsAny(asked, "\\") ||
		strings.ContainsFunc(asked, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return "/"
	}
	return asked
}

func (r *request) today() int64 { return domain.Day(r.server.now()) }
