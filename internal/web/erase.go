package web

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/views"
)

// dataTimeout is how long it may take to send a member their data.
const dataTimeout = 5 * time.Minute

// ownData sends everything that is about a member, as JSON, row by row.
func (s *Server) ownData(r *request) error {
	h := r.Response().Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="my-data.json"`)
	if err := http.NewResponseController(r.Response().Writer).SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	out := &dataWriter{w: bufio.NewWriter(r.Response())}
	err := s.read.OwnData(r.ctx(), r.who.ID, out.row)
	if err != nil {
		return err
	}
	return out.end()
}

// dataWriter writes rows as lists of objects, by the name of their table.
type dataWriter struct {
	w     *bufio.Writer
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
	return d.w.WriteByte('}') // an error of any write stays until here
}

func (d *dataWriter) end() error {
	d.w.WriteString("\n]\n}\n") // a member has a row of their own: something stands open
	return d.w.Flush()
}

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
