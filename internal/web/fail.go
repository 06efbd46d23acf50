package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/views"
)

// statuses are what the kinds of refusal become.
var statuses = map[domain.Kind]int{
	domain.Invalid: http.StatusUnprocessableEntity, domain.SignInFirst: http.StatusUnauthorized, domain.Forbidden: http.StatusForbidden,
	domain.NotFound: http.StatusNotFound, domain.Conflict: http.StatusConflict, domain.TooMany: http.StatusTooManyRequests,
	domain.Unavailable: http.StatusServiceUnavailable,
}

// fail is the one place that turns an error into an answer: a page, or for a
// part of a page a sentence. What is not a refusal is logged once and told as
// no more than a request id.
func (s *Server) fail(r *request, err error) {
	if r.Response().Committed {
		s.log.Error("after the answer began", "id", requestID(r.ctx()), "error", err)
		return
	}
	refusal := s.refusal(err)
	status := statuses[refusal.Kind]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if status >= 500 {
		s.log.Error("request failed", "id", requestID(r.ctx()), "method", r.Request().Method, "path", r.Request().URL.Path, "error", err)
	}
	if to := s.moved(r, status); to != "" {
		r.Response().Header().Set("Cache-Control", "no-cache") // it may move again, and back
		err = r.Redirect(http.StatusPermanentRedirect, to)
	} else if status == http.StatusUnauthorized {
		err = r.toSignIn()
	} else {
		err = r.refuse(status, refusal)
	}
	if err != nil {
		s.log.Error("the error page failed", "id", requestID(r.ctx()), "error", err)
	}
}

// refusal is the error as something people can be told.
func (s *Server) refusal(err error) *domain.Error {
	var refusal *domain.Error
	var routing *echo.HTTPError
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.As(err, &routing) && routing.Code < 500:
		return domain.ErrNotFound
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return domain.Refuse(domain.Unavailable, "error.unavailable")
	}
	return &domain.Error{Key: "error.internal"}
}

// sentence is a refusal in one sentence: about the first field, where it is about some.
func (r *request) sentence(e *domain.Error) string {
	if len(e.Fields) > 0 {
		return r.lang.FieldError(e.Fields[0])
	}
	return r.lang.Error(e)
}

func (r *request) refuse(status int, e *domain.Error) error {
	h := r.Response().Header()
	h.Set("Cache-Control", "no-store")
	if e.RetryAfter > 0 {
		retryAfter(h, e.RetryAfter)
	}
	sentence := r.sentence(e)
	if r.htmx() {
		return r.render(status, views.Toast(sentence))
	}
	p := views.ErrorPage{Page: r.page(r.lang.T("error.title." + strconv.Itoa(status))), Status: status, Sentence: sentence}
	p.NoIndex = true
	if status >= 500 {
		p.RequestID = requestID(r.ctx())
	}
	return r.render(status, views.Error(p))
}

// turnAway answers before anything is known of who asks: one plain sentence. A
// body that was not read is not waited for.
func turnAway(w http.ResponseWriter, r *http.Request, status int, e *domain.Error) {
	h := w.Header()
	if r.ContentLength != 0 {
		h.Set("Connection", "close")
	}
	if e.RetryAfter > 0 {
		retryAfter(h, e.RetryAfter)
	}
	h.Set("Cache-Control", "no-store")
	http.Error(w, i18n.Match(r.Header.Get("Accept-Language"), "").Error(e), status)
}
