package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// Admins and their monitoring are told the same: what is due, what was given up, and
// when a backup was last proven.
func TestHealthIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var server *web.Server
		s := newSite(t, db, func(made *web.Server) { server = made })
		admin := s.as(domain.Admin)
		metrics := func() string {
			answer := httptest.NewRecorder()
			server.Operators().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
			return answer.Body.String()
		}
		admin.get("/admin/status").want(200, "This server makes no backups", "nothing is due")
		s.as(domain.Moderator).get("/admin/status").want(403)
		s.inbox.Refuse(true)
		s.browser().post("/reset", "email", "member@example.org").want(200)
		s.must(db.Tx(t.Context(), func(q *store.Tx) error {
			for _, name := range []string{domain.BackupMade, domain.BackupProven} {
				if err := q.SetMark(t.Context(), name, s.now()); err != nil {
					return err
				}
			}
			return nil
		}))
		s.forward(2 * time.Hour)
		said := admin.get("/admin/status").want(200, "1 job is due", "Last restored as a test and counted").body
		if strings.Contains(said, "was not restored as a test in time") {
			t.Error("it worries about a backup that is two hours old")
		}
		for _, want := range []string{`groundswell_jobs_due{lane="mail"} 1`, `groundswell_jobs_oldest_seconds{lane="mail"} 7200`,
			"groundswell_database_up 1", `groundswell_requests_total{status="4xx"} 1`, `groundswell_backup_timestamp_seconds{what="proven"} `,
			`groundswell_request_seconds_bucket{le="+Inf"} `, "groundswell_commits_total "} {
			if !strings.Contains(metrics(), want) {
				t.Errorf("the metrics do not say %s:\n%s", want, metrics())
			}
		}
		s.forward(48 * time.Hour)
		admin = s.as(domain.Admin)
		admin.get("/admin/status").want(200, "was not restored as a test in time")
	})
}

// Nobody reaches the metrics by the address of the site.
func TestMetricsAreForOperators(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, path := range []string{"/metrics", "/debug/pprof"} {
			s.as(domain.Admin).get(path).want(404)
		}
	})
}
