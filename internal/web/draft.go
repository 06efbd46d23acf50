package web

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/text"
	"groundswell/views"
)

// What somebody types is not lost. What members type in a form is kept with the data
// until the form is sent: a script saves it while they type, and a form that is refused
// is saved too. What is sent without being signed in waits in a cookie of the same
// browser through signing in, signing up and the link of a mail; whoever signs in there
// has it as a draft.
const (
	draftField  = "draft" // of a form: its domain.FormName
	draftCookie = "draft"
	draftLife   = time.Hour // longer than the link of a mail
	draftMost   = 3800      // bytes of the cookie; browsers keep 4096 with its name
	draftTyped  = 1 << 16   // bytes of the form in it
)

// draftIn is what was typed in a form that keeps drafts, and the line that the form is
// sent to; nil for another form, and worded tells whether there is a word in it. A
// form's nonce is of one drawing and not kept.
func (s *Server) draftIn(form url.Values) (d domain.SavedDraft, line *route, worded bool) {
	d = domain.SavedDraft{Form: domain.FormName(form.Get(draftField)), Fields: map[string]string{}}
	for i := range s.drafted {
		pattern, words, _ := strings.Cut(s.drafted[i].draft, " ")
		if !d.Form.Is(pattern) {
			continue
		}
		line = &s.drafted[i]
		for word := range strings.FieldsSeq(words) {
			worded = worded || !domain.Blank(form.Get(word))
		}
	}
	for name := range form {
		if name != draftField && name != "nonce" {
			d.Fields[name] = form.Get(name)
		}
	}
	return d, line, worded
}

// saveDraft keeps what was typed in a form, which is in what is sent here; without a
// word it is forgotten. The script gets the sentence that says so. Whoever was signed
// out meanwhile may ask: then it waits in the browser.
func (s *Server) saveDraft(r *request) error {
	d, line, worded := s.draftIn(r.form)
	if line == nil {
		return domain.ErrNotFound
	}
	if !r.who.SignedIn() {
		return r.saveAside(d)
	}
	if err := domain.Allow(r.who, line.action); err != nil {
		return err
	}
	if !worded {
		if err := s.app.DiscardDraft(r.ctx(), r.who, d.Form); err != nil || !r.htmx() {
			return r.answered(err, "", "/")
		}
		return r.NoContent(http.StatusNoContent)
	}
	if err := s.app.SaveDraft(r.ctx(), r.who, d); err != nil || !r.htmx() {
		return r.answered(err, "done.draft_saved", "/")
	}
	return r.render(http.StatusOK, views.SavedDraft(r.page(""), d.Form, s.now()))
}

// saveAside is saveDraft for somebody who was signed out while typing.
func (r *request) saveAside(d domain.SavedDraft) error {
	sentence, back := "signin.waiting", r.cameFrom("/")
	if !r.keepDraft(d) {
		sentence = "error.signed_out"
	}
	if !r.htmx() {
		return r.redirect("/signin?return_to=" + url.QueryEscape(back))
	}
	return r.render(http.StatusOK, views.DraftAside(sentence, back))
}

// drafts lists what the reader typed and has not sent, with the way back to each form.
func (s *Server) drafts(r *request) error {
	drafts, err := s.read.OwnDrafts(r.ctx(), r.who)
	if err != nil {
		return err
	}
	for i := range drafts {
		drafts[i].Words = s.wordsOf(drafts[i].SavedDraft)
	}
	return r.render(http.StatusOK, views.Drafts(views.DraftsPage{Page: r.page(r.lang.T("drafts.title")), Drafts: drafts}))
}

// wordsOf is what somebody wrote in a form, by the fields that people write in.
func (s *Server) wordsOf(d domain.SavedDraft) string {
	var written []string
	for i := range s.drafted {
		pattern, words, _ := strings.Cut(s.drafted[i].draft, " ")
		for word := range strings.FieldsSeq(words) {
			if d.Form.Is(pattern) && !domain.Blank(d.Fields[word]) {
				written = append(written, d.Fields[word])
			}
		}
	}
	return strings.Join(written, "\n")
}

// discardDraft forgets what was typed in a form.
func (s *Server) discardDraft(r *request) error {
	err := s.app.DiscardDraft(r.ctx(), r.who, domain.FormName(r.field(draftField)))
	return r.answered(err, "done.draft_discarded", "/")
}

// answered leads back to the page of ours that a form was on.
func (r *request) answered(err error, done, otherwise string) error {
	if err != nil {
		return err
	}
	return r.done(done, r.cameFrom(otherwise))
}

// keepTyped saves what a member typed in a form that was refused. That this cannot be
// done is no reason to refuse it in another way.
func (r *request) keepTyped() {
	s := r.server
	d, line, worded := s.draftIn(r.form)
	if line == nil || line.path != r.route.path || !worded || !r.who.SignedIn() {
		return
	}
	if err := s.app.SaveDraft(r.ctx(), r.who, d); err != nil {
		s.log.Warn("what was typed is not saved", "id", requestID(r.ctx()), "error", err)
	}
}

// typedWords reports whether the request's form has words that would be lost.
func (r *request) typedWords() bool {
	_, words, _ := strings.Cut(r.route.draft, " ")
	for word := range strings.FieldsSeq(words) {
		if !domain.Blank(r.field(word)) {
			return true
		}
	}
	return false
}

// keepSignedOut lets what somebody typed without being signed in wait in the browser;
// what is too long for that stays in a form.
func (s *Server) keepSignedOut(r *request) error {
	if d, line, _ := s.draftIn(r.form); line != nil && line.path == r.route.path && r.keepDraft(d) {
		return r.toSignIn()
	}
	_, words, _ := strings.Cut(r.route.draft, " ")
	page := r.page(r.lang.T("signed_out.title"))
	return r.render(http.StatusUnauthorized, views.SignedOut(page, r.Request().URL.Path, r.form, strings.Fields(words)))
}

// keepDraft gives the browser what was typed; false where it is too long to be carried.
func (r *request) keepDraft(d domain.SavedDraft) bool {
	kept := url.Values{draftField: {string(d.Form)}}
	for name, value := range d.Fields {
		kept.Set(name, value)
	}
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	io.WriteString(w, kept.Encode())
	w.Close()
	value := base64.RawURLEncoding.EncodeToString(packed.Bytes())
	if len(value) > draftMost {
		return false
	}
	r.setCookie(draftCookie, value, int(draftLife.Seconds()))
	return true
}

// keptDraft is the form that waits in the browser; empty without one. What a browser
// sends is a form like any other: shown, and checked when it is published.
func (r *request) keptDraft() url.Values {
	cookie, err := r.Request().Cookie(cookieName(r.server.config, draftCookie))
	if err != nil || len(cookie.Value) > draftMost {
		return nil
	}
	packed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return nil
	}
	typed, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), draftTyped))
	if err != nil {
		return nil
	}
	kept, err := url.ParseQuery(string(typed))
	if err != nil {
		return nil
	}
	for name, values := range kept {
		if !text.Valid(name) || len(values) > 1 || !text.Valid(values[0]) {
			return nil
		}
	}
	return kept
}

// draftWaits reports whether something that was typed waits in the browser.
func (r *request) draftWaits() bool {
	_, line, worded := r.server.draftIn(r.keptDraft())
	return line != nil && worded
}

// forgetDraft takes away what waits, for its writer signed out or has it now.
func (r *request) forgetDraft() {
	if r.keptDraft() != nil {
		r.setCookie(draftCookie, "", -1)
	}
}

// takeDraft gives what waits in the browser to whoever just signed in there. It waits
// on where that cannot be done now.
func (s *Server) takeDraft(r *request, token string) {
	d, line, worded := s.draftIn(r.keptDraft())
	if line == nil || !worded {
		return
	}
	who, _, err := s.sessions.find(r.ctx(), token)
	if err == nil {
		err = domain.Allow(who, line.action)
	}
	if err == nil {
		err = s.app.SaveDraft(r.ctx(), who, d)
	}
	if err != nil && domain.KindOf(err) == 0 {
		s.log.Warn("what was typed waits on", "id", requestID(r.ctx()), "error", err)
		return
	}
	r.forgetDraft()
}
