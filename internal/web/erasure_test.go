package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// An author who wants an idea deleted hears once what was decided and by whom: not of a
// decision that was taken back before the letter left.
func TestAnAuthorHearsWhatBecameOfTheirWish(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea, moderator := s.idea(domain.Customer, "A quieter fan for everyone"), s.as(domain.Moderator)
		s.as(domain.Engineer).post("/ideas/"+itoa(idea)+"/vote", "value", "1").want(http.StatusSeeOther)
		author := s.as(domain.Customer)
		author.get("/ideas/"+itoa(idea)+"-a-quieter-fan-for-everyone").want(200, "Ask the moderators to delete it")
		author.post("/ideas/"+itoa(idea)+"/erasure", "words", "It names my employer.").want(http.StatusSeeOther)
		s.inbox.Take()
		s.decides(moderator, domain.DeskErasure, string(domain.DeleteIt), "").want(http.StatusSeeOther)
		s.forward(domain.DeskUndo / 2)
		moderator.post("/moderation/rows/1/undo").want(http.StatusSeeOther)
		s.decides(moderator, domain.DeskErasure, string(domain.KeepIt), "").want(http.StatusSeeOther)
		s.forward(domain.DeskUndo + time.Second)
		s.must(s.jobs.RunDue(t.Context()))
		mail := s.theMail()
		if mail.To != "member@example.org" || mail.Subject != "Your request to delete “A quieter fan for everyone”" ||
			!strings.Contains(mail.Text, "stays as it is") || !strings.Contains(mail.Text, "(Moderator)") ||
			!strings.Contains(mail.Link(), "/ideas/"+itoa(idea)) {
			t.Errorf("%+v", mail)
		}
		moderator.post("/moderation/rows/2/undo").want(http.StatusSeeOther)
		s.must(s.jobs.RunDue(t.Context()))
		if mail = s.theMail(); mail.To != "member@example.org" || !strings.Contains(mail.Text, "waits for the moderators again") {
			t.Errorf("%+v", mail)
		}
	})
}
