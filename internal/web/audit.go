package web

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/views"
)

// adminAudit shows who of the staff did what, newest first.
func (s *Server) adminAudit(r *request) error {
	filter, err := s.auditFilter(r)
	if err != nil {
		return r.again(err, "who", s.auditRefused)
	}
	page, err := s.auditPage(r, r.typed())
	if err != nil {
		return err
	}
	found, err := s.read.AuditLog(r.ctx(), filter)
	if err != nil {
		return err
	}
	page.Lines, page.Next = found.Items, found.Next.String()
	return r.render(http.StatusOK, views.AdminAudit(page))
}

// auditRefused shows the filter with what is wrong with it, and nothing that it did not
// ask for.
func (s *Server) auditRefused(r *request, status int, form views.Form) error {
	page, err := s.auditPage(r, form)
	if err != nil {
		return err
	}
	return r.render(status, views.AdminAudit(page))
}

func (s *Server) auditPage(r *request, form views.Form) (views.AuditPage, error) {
	page := views.AuditPage{Page: r.page(r.lang.T("admin.audit")), Form: form, After: r.after().String()}
	var err error
	if page.Actions, err = s.read.AuditActions(r.ctx()); err != nil {
		return page, err
	}
	page.Head, err = s.read.AuditHead(r.ctx())
	return page, err
}

// auditFilter reads what the log is to be narrowed to.
func (s *Server) auditFilter(r *request) (f domain.AuditFilter, err error) {
	f = domain.AuditFilter{Action: r.field("action"), Object: r.field("object"), ObjectID: r.number("of"), After: r.after()}
	if f.From, err = r.day("from"); err != nil {
		return f, err
	}
	if f.Until, err = r.day("until"); err != nil {
		return f, err
	}
	if !f.Until.IsZero() {
		f.Until = f.Until.AddDate(0, 0, 1) // to the end of that day
	}
	f.Actor, f.System, err = s.auditActor(r, strings.TrimSpace(r.field("who")))
	return f, err
}

// auditActor finds who is meant by a name or a number; 0 is the community itself.
func (s *Server) auditActor(r *request, typed string) (id int64, system bool, err error) {
	if typed == "" {
		return 0, false, nil
	}
	if n, err := strconv.ParseInt(typed, 10, 64); err == nil && n >= 0 {
		return n, n == 0, nil
	}
	named, err := s.read.MembersNamed(r.ctx(), []string{typed})
	if err != nil {
		return 0, false, err
	}
	if named[typed].ID == 0 {
		return 0, false, domain.BadField("who", "error.audit_who", nil)
	}
	return named[typed].ID, false, nil
}

// auditFile sends the log as CSV, with ids only. It is gathered first: half a log is never
// sent.
func (s *Server) auditFile(r *request) error {
	filter, err := s.auditFilter(r)
	if err != nil {
		return r.again(err, "who", s.auditRefused)
	}
	filter.Limit = auditRead
	var all bytes.Buffer
	out := csv.NewWriter(&all)
	out.Write([]string{"id", "at", "actor_id", "action", "object", "object_id", "detail", "hash"})
	for wrote := 0; wrote < domain.AuditExport; wrote += auditRead {
		found, err := s.read.AuditLog(r.ctx(), filter)
		if err != nil {
			return err
		}
		for i := range found.Items {
			out.Write(auditCells(&found.Items[i].AuditEntry))
		}
		if filter.After = found.Next; filter.After.Zero() {
			break
		}
	}
	if out.Flush(); out.Error() != nil {
		return out.Error()
	}
	r.Response().Header().Set("Content-Disposition", `attachment; filename="audit-log.csv"`)
	return r.Blob(http.StatusOK, "text/csv; charset=utf-8", all.Bytes())
}

// auditRead is how many entries are read at a time for a file.
const auditRead = 1000

func auditCells(e *domain.AuditEntry) []string {
	return []string{
		strconv.FormatInt(e.ID, 10), e.At.UTC().Format(time.RFC3339), strconv.FormatInt(e.Actor, 10), cell(e.Action), cell(e.Object),
		strconv.FormatInt(e.ObjectID, 10), cell(e.Detail), hex.EncodeToString(e.Hash),
	}
}

// cell is a text that no table program takes for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
