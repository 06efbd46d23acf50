package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/text"
)

// parseForm reads what was sent and refuses what no form or link of ours sends:
// fields given twice, bytes that are not UTF-8, NUL, more fields than any form has.
func (r *request) parseForm() error {
	req := r.Request()
	query := req.URL.Query()
	if err := r.checkAddress(query); err != nil {
		return err
	}
	if safe(req.Method) {
		r.form = query
		return nil
	}
	if r.route.file != "" && isMultipart(req) {
		return r.parseFile()
	}
	if err := req.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return errTooLarge
		}
		return domain.Refuse(domain.Invalid, "error.form")
	}
	return r.take(req.PostForm)
}

// parseFile is parseForm for a form that may bring a file. One that is too large is no
// damage of the form: it is told beside the field.
func (r *request) parseFile() error {
	req := r.Request()
	if err := req.ParseMultipartForm(maxFile); err != nil {
		var large *http.MaxBytesError
		if !errors.As(err, &large) {
			return domain.Refuse(domain.Invalid, "error.form")
		}
		r.form, r.large = url.Values{}, true
		return nil
	}
	return r.take(req.MultipartForm.Value)
}

// file is the file that came with the form; an error that names its field where none did.
func (r *request) file() ([]byte, error) {
	field := r.route.file
	if r.large {
		return nil, domain.BadField(field, "error.logo_bytes", domain.Args{"Max": int64(domain.LogoMax >> 20)})
	}
	found := r.Request().MultipartForm
	if found == nil || len(found.File[field]) != 1 {
		return nil, domain.BadField(field, "error.file_missing", nil)
	}
	file, err := found.File[field][0].Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// take keeps the fields of a form that has none of what no form of ours sends.
func (r *request) take(form url.Values) error {
	r.form = form
	if len(r.form) > maxFields {
		return domain.Refuse(domain.Invalid, "error.form")
	}
	for name, values := range r.form {
		if len(values) > 1 || !text.Valid(name) || !text.Valid(values[0]) {
			return domain.Refuse(domain.Invalid, "error.form")
		}
	}
	return nil
}

// Limits of what is read. The settings are the form with the most fields.
const (
	maxFields = 200
	maxWord   = 4096 // bytes of one part of a path or one value in an address
)

// checkAddress refuses words in an address that are no text, before any of them is
// looked up or kept: what the path names is not there then, and a query is damaged.
func (r *request) checkAddress(query url.Values) error {
	for _, word := range r.ParamValues() {
		if !text.Valid(word) || len(word) > maxWord {
			return domain.ErrNotFound
		}
	}
	if len(query) > maxFields {
		return domain.Refuse(domain.Invalid, "error.address")
	}
	for name, values := range query {
		for _, value := range append(values, name) {
			if !text.Valid(value) || len(value) > maxWord {
				return domain.Refuse(domain.Invalid, "error.address")
			}
		}
	}
	return nil
}

// field is what was typed in a form field or given in the address.
func (r *request) field(name string) string { return r.form.Get(name) }

// number is a field that holds an id or a version; 0 when it is neither.
func (r *request) number(name string) int64 { return wholeNumber(r.field(name)) }

// count is a number that somebody typed: 0 for an empty field, −1 for what is none.
func (r *request) count(name string) int64 {
	typed := strings.TrimSpace(r.field(name))
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// day is a field that holds a day; the zero time when it is empty, an error that names
// the field when it holds something else.
func (r *request) day(name string) (time.Time, error) {
	if r.field(name) == "" {
		return time.Time{}, nil
	}
	day, ok := domain.ParseDay(r.field(name))
	if !ok {
		return day, domain.BadField(name, "error.day", nil)
	}
	return day, nil
}

func wholeNumber(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// idOrNew is the number in the address; 0 where the address names no thing but makes
// a new one.
func (r *request) idOrNew() (int64, error) {
	if r.Param("id") == "" {
		return 0, nil
	}
	return r.id()
}

// id is the number in the address; whatever follows it in words is for people.
func (r *request) id() (int64, error) {
	return numbered(r.Param("id"))
}

func numbered(word string) (int64, error) {
	digits, _, _ := strings.Cut(word, "-")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 {
		return 0, domain.ErrNotFound
	}
	return n, nil
}
