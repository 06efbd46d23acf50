package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// A guest reports a post, confirms the address, and hears what became of it.
func TestGuestsReport(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Engineer, "A quieter fan for everyone")
		comment := s.say(domain.Customer, idea, 0, "Somebody lives at 12 Numbat Road")
		of, guest, moderator := "comment-"+itoa(comment), s.browser(), s.as(domain.Moderator)
		guest.get("/report?of="+of).want(200, "12 Numbat Road", "Which law")
		guest.get("/report?of=comment-77").want(404)
		guest.post("/report", "of", of, "reason", "rule:spam", "words", "short", "name", "", "email", "odd").want(422,
			"Choose a law", "Use at least 20 characters", "Use at least 2 characters", ">short</textarea>")
		why := "This is where somebody I know lives."
		guest.post("/report", "of", of, "reason", "law:privacy", "words", why, "name", "A neighbour", "email", "neighbour@example.org").
			want(200, "Look into your mailbox")
		moderator.get("/moderation").want(200, "Nothing waits")
		mail := s.theMail()
		if mail.To != "neighbour@example.org" || !strings.Contains(mail.Link(), "/report/confirm?token=") {
			t.Fatalf("%+v", mail)
		}
		link, err := url.Parse(mail.Link())
		s.must(err)
		token := link.Query().Get("token")
		guest.get(mail.Link()).want(200, "With this button")
		guest.post("/report/confirm", "token", "odd").want(404, "used up")
		guest.post("/report/confirm", "token", token).want(200, "with the moderators")
		guest.post("/report/confirm", "token", token).want(404, "used up")
		if mail = s.theMail(); mail.Subject != "We have your report" {
			t.Errorf("%+v", mail)
		}
		moderator.get("/moderation").want(200, "12 Numbat Road", why, "A neighbour", "Private data of others")
		s.decides(moderator, domain.DeskReport, "hide", "").want(http.StatusSeeOther)
		s.must(s.jobs.RunDue(t.Context()))
		if mails := s.inbox.Take(); len(mails) > 0 {
			t.Errorf("letters left before the decision can no longer be taken back: %v", mails)
		}
		s.forward(domain.DeskUndo + time.Second)
		s.must(s.jobs.RunDue(t.Context()))
		told := map[string]string{}
		for _, m := range s.inbox.Take() {
			told[m.To] = m.Text
		}
		if !strings.Contains(told["neighbour@example.org"], "is hidden now") || !strings.Contains(told["member@example.org"],
			"private data of others") {
			t.Errorf("%v", told)
		}
		s.as(domain.Customer).get("/account/restrictions").want(200, "private data of others", "Decided by a moderator")
	})
}

// Reports that were decided are forgotten half a year later, with who made them; not before.
func TestDecidedReportsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := int64(0)
		s.must(s.db.Tx(t.Context(), func(q *store.Tx) (err error) {
			id, err = q.CreateReport(t.Context(), domain.Report{Part: domain.PartIdea, Subject: 1, Reason: domain.LawOther,
				Words: "It is all against the law.", Name: "A neighbour", Email: "neighbour@example.org", At: s.now()})
			if err != nil {
				return err
			}
			if err := q.ConfirmReport(t.Context(), id, s.now()); err != nil {
				return err
			}
			_, err = q.DecideReports(t.Context(), domain.PartIdea, 1, domain.HideIt, 0, s.now())
			return err
		}))
		s.forward(domain.ReportKept - 24*time.Hour)
		for _, there := range []bool{true, false} {
			s.forward(12*time.Hour + time.Minute)
			s.must(s.db.Tx(t.Context(), func(q *store.Tx) error { // a clock that is believed
				return q.SetClock(t.Context(), domain.Clock{Seen: s.now(), Since: s.now().AddDate(0, -6, 0), Sure: s.now(), Swept: s.now()})
			}))
			s.must(s.app.Sweep(t.Context()))
			if _, err := s.db.Reader().Report(t.Context(), id); (err == nil) != there {
				t.Errorf("the report is there: %v, want %v", err, there)
			}
		}
	})
}

// Unconfirmed reports are forgotten.
func TestReportsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Engineer, "A quieter fan for everyone")
		s.browser().post("/report", "of", "idea-"+itoa(idea), "reason", "law:other", "words", "It is all against the law.", "name", "A neighbour",
			"email", "neighbour@example.org").want(200)
		for hours := time.Duration(0); hours <= domain.ReportLife+domain.SweepEvery; hours += domain.SweepEvery {
			s.must(s.app.Sweep(t.Context()))
			s.forward(domain.SweepEvery)
		}
		if _, err := s.db.Reader().Report(t.Context(), 1); domain.KindOf(err) != domain.NotFound {
			t.Errorf("the report is still there: %v", err)
		}
	})
}
