package web

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"net/url"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/text"
	"groundswell/views"
)

// A rating that was typed without being signed in waits in a cookie of the same
// browser through signing in, signing up and the link of a mail, until it is published
// with one click. Nothing of it is kept here.
const (
	draftCookie = "rating"
	draftLife   = time.Hour // longer than the link of a mail
	draftMost   = 3800      // bytes of the cookie; browsers keep 4096 with its name
	draftTyped  = 1 << 16   // bytes of the form in it
)

// draftFields are the fields of the rating's form; product names the one that it is of.
var draftFields = []string{"product", "for_revision", "stars", "title", "body", "declared"}

// keepDraft gives the browser the form that was sent; false where it is too long to be
// carried.
func (r *request) keepDraft() bool {
	kept := url.Values{"product": {r.Param("slug")}}
	for _, name := range draftFields[1:] {
		kept.Set(name, r.field(name))
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

// keptDraft is the form that waits in the browser, with the name of its product; empty
// without one. What a browser sends is a form like any other: shown, and checked when
// it is published.
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
	sent, err := url.ParseQuery(string(typed))
	if err != nil {
		return nil
	}
	kept := url.Values{}
	for _, name := range draftFields {
		if value := sent.Get(name); text.Valid(value) {
			kept.Set(name, value)
		}
	}
	return kept
}

// draftWaits reports whether a rating waits in the browser.
func (r *request) draftWaits() bool { return r.keptDraft().Get("product") != "" }

// forgetDraft takes the rating away that was published, or whose writer signed out.
func (r *request) forgetDraft() {
	if r.draftWaits() {
		r.setCookie(draftCookie, "", -1)
	}
}

// draftOf is the form that waits for a product, or only the stars that the address
// carries through signing in; not for guests, who all get the same page.
func (r *request) draftOf(p *domain.Product) views.Form {
	if !r.who.SignedIn() {
		return views.Form{}
	}
	if kept := r.keptDraft(); kept.Get("product") == p.Slug {
		form := views.Form{Typed: kept, Waiting: true}
		if n := wholeNumber(kept.Get("for_revision")); n != 0 && n != p.Revision.ID {
			form.Errors = []domain.FieldError{{Field: "stars", Key: "error.revision_changed", Args: domain.Args{"Revision": p.Revision.Name}}}
		}
		return form
	}
	if n := r.number("rate"); n >= 1 && n <= domain.StarsMax {
		return views.Form{Typed: url.Values{"stars": {r.field("rate")}}, Waiting: true}
	}
	return views.Form{}
}
