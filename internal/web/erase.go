package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/views"
)

// ownData sends everything that is about a member, as JSON. It is gathered first: a slow
// reader keeps no row of the database waiting, and half of one's data is never sent.
func (s *Server) ownData(r *request) error {
	var all bytes.Buffer
	out := &dataWriter{w: &all}
	if err := s.read.OwnData(r.ctx(), r.who.ID, out.row); err != nil {
		return err
	}
	out.end()
	r.Response().Header().Set("Content-Disposition", `attachment; filename="my-data.json"`)
	return r.Blob(http.StatusOK, "application/json; charset=utf-8", all.Bytes())
}

// dataWriter writes rows as lists of objects, by the name of their table.
type dataWriter struct {
	w     *bytes.Buffer
	table string
}

func (d *dataWriter) row(table string, columns []string, values []any) error {
	switch d.table {
	case "":
		d.w.WriteString("{\n" + quoted(table) + ": [\n")
	case table:
		d.w.WriteString(",\n")
	default:
		d.w.WriteString("\n],\n" + quoted(table) + ": [\n")
	}
	d.table = table
	for i, column := range columns {
		value, err := json.Marshal(readable(column, values[i]))
		if err != nil {
			return err
		}
		start := ", "
		if i == 0 {
			start = "{"
		}
		d.w.WriteString(start + quoted(column) + ": ")
		d.w.Write(value)
	}
	return d.w.WriteByte('}')
}

// end closes what stands open: a member has a row of their own, so something does.
func (d *dataWriter) end() { d.w.WriteString("\n]\n}\n") }

func quoted(s string) string { return `"` + s + `"` }

// readable writes times and days as people do; null for none.
func readable(column string, value any) any {
	n, number := value.(int64)
	switch {
	case !number:
		return value
	case column == "day" || strings.HasSuffix(column, "_day"):
		return domain.DayStart(n).Format(time.DateOnly)
	case strings.HasSuffix(column, "_at") && n == 0:
		return nil
	case strings.HasSuffix(column, "_at"):
		return time.UnixMilli(n).UTC()
	}
	return value
}

// eraseForm asks before an account is erased.
func (s *Server) eraseForm(r *request) error {
	return s.showErase(r, http.StatusOK, views.Form{Typed: url.Values{}})
}

func (s *Server) showErase(r *request, status int, form views.Form) error {
	return r.render(status, views.Erase(views.ErasePage{Page: r.page(r.lang.T("account.erase")), Form: form}))
}

// eraseAccount erases the account and leads to the feed, signed out.
func (s *Server) eraseAccount(r *request) error {
	err := s.app.EraseAccount(r.ctx(), r.who, r.field("erase_password"), r.field("texts") == "1")
	if err == nil {
		r.forgetHere()
		err = s.sessions.end(r)
	}
	return r.answer(err, "done.erased", "/", "erase_password", s.showErase)
}
