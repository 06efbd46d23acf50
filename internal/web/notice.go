package web

import (
	"net/http"
	"strings"
	"time"
)

// A notice says once what was just done. The redirect after it gives the browser a
// cookie with the name of a sentence, and the page that says it takes it away.
const (
	noticeKeys   = "done." // the sentences that a notice may be
	noticeCookie = "notice"
	noticeLife   = time.Minute
)

// done leads on to a page, which says what was done: the key of a sentence, or "" for
// nothing. Where the address names a part of the page, it is said there too.
func (r *request) done(key, to string) error {
	if key != "" {
		said := strings.TrimPrefix(key, noticeKeys)
		if _, part, named := strings.Cut(to, "#"); named {
			said += "." + part
		}
		r.setNotice(said, int(noticeLife.Seconds()))
	}
	return r.redirect(to)
}

func (r *request) setNotice(name string, seconds int) { r.setCookie(noticeCookie, name, seconds) }

// setCookie gives the browser a cookie of ours for so many seconds; -1 takes it away.
func (r *request) setCookie(name, value string, seconds int) {
	config := r.server.config
	http.SetCookie(r.Response(), &http.Cookie{
		Name: cookieName(config, name), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: config.Secure(), SameSite: http.SameSiteLaxMode,
	})
}

// noticeBrought is the key of the sentence that this request may be told, and the part
// of the page that it is about; "" for none. What a browser sends only chooses among
// the sentences and parts there are. Forms and parts of a page leave it to the next
// page.
func (r *request) noticeBrought() (key, part string) {
	if !safe(r.Request().Method) || r.htmx() {
		return "", ""
	}
	cookie, err := r.Request().Cookie(cookieName(r.server.config, noticeCookie))
	if err != nil {
		return "", ""
	}
	name, part, _ := strings.Cut(cookie.Value, ".")
	if !r.lang.Has(noticeKeys + name) {
		return "", ""
	}
	return noticeKeys + name, part
}
