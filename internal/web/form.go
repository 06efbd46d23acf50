package web

import (
	"context"
	"errors"
	"maps"

	"groundswell/internal/domain"
	"groundswell/views"
)

// show draws the page that a form is on, with what was typed and what is wrong.
type show func(r *request, status int, form views.Form) error

// answer answers a form: it leads on to a page, which says what was done, or is shown
// again. done names a sentence; "" for nothing to say.
func (r *request) answer(err error, done, to, field string, form show) error {
	var held *domain.Held
	switch {
	case errors.As(err, &held):
		return r.done("done.held", held.Path())
	case err != nil:
		return r.again(err, field, form)
	}
	return r.done(done, to)
}

// keyed shows one of several forms of a page that have the same fields.
func keyed(key string, form show) show {
	return func(r *request, status int, f views.Form) error { return form(r, status, f.Keyed(key)) }
}

// again shows a form once more after a refusal that is about it, with everything
// that was typed and the sentences beside its fields. A refusal that names no field
// stands beside the one given. Other errors, and being sent to sign in, are no matter
// of the form and come back.
func (r *request) again(err error, field string, form show) error {
	var e *domain.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Kind {
	case domain.Invalid, domain.Conflict, domain.TooMany, domain.Unavailable:
	default:
		return err
	}
	if e.RetryAfter > 0 {
		retryAfter(r.Response().Header(), e.RetryAfter)
	}
	wrong := e.Fields
	if len(wrong) == 0 {
		args := domain.Args{"Wait": e.RetryAfter}
		maps.Copy(args, e.Args)
		wrong = []domain.FieldError{{Field: field, Key: e.Key, Args: args}}
	}
	r.keepTyped()
	return form(r, statuses[e.Kind], r.typed(wrong...))
}

// typed is the form to show again.
func (r *request) typed(wrong ...domain.FieldError) views.Form {
	return views.Form{Typed: r.form, Errors: wrong, Sent: true}
}

// act does a verb on the thing in the address and leads to a page that says so.
func (r *request) act(verb func(context.Context, domain.Actor, int64) error, done, to string) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := verb(r.ctx(), r.who, id); err != nil {
		return err
	}
	return r.done(done, to)
}
