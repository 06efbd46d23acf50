package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// In a thread with flags the same person's next reply waits, and the form says until when;
// other people and other threads go on, and so does the thread an hour later.
func TestHeatedThread(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		idea := s.idea(domain.Admin, "A quieter fan for everyone")
		s.accepted(domain.Customer, idea)
		first, other := s.say(domain.Engineer, idea, 0, "It was never loud at all."), s.say(domain.Engineer, idea, 0, "Which fan is it?")
		b := s.as(domain.Customer)
		reply := func(to int64, words string, status int, want ...string) *answer {
			t.Helper()
			s.forward(time.Minute)
			return b.post(commentPath(to, "reply"), "body", words).want(status, want...)
		}
		form := func() string { return b.get(commentPath(first, "")).want(http.StatusOK).body }
		reply(first, "It was so, every night.", http.StatusSeeOther)
		if strings.Contains(form(), "were flagged") {
			t.Error("a thread without flags is heated")
		}
		s.flags(domain.PartComment, first, domain.FlagHarass, domain.Officer, domain.Moderator)
		a := reply(first, "You know nothing of fans.", http.StatusTooManyRequests, "were flagged in the last hour (2)",
			"You know nothing of fans.</textarea>")
		goesOn := s.now().Add(3 * time.Minute).UTC().Format("15:04")
		for _, body := range []string{a.body, form()} {
			if !strings.Contains(body, goesOn) {
				t.Errorf("the form does not say %s", goesOn)
			}
		}
		reply(other, "The one at the back.", http.StatusSeeOther)
		s.as(domain.Officer).post(commentPath(first, "reply"), "body", "Please stay friendly.").want(http.StatusSeeOther)
		reply(first, "You know nothing of fans.", http.StatusTooManyRequests)
		reply(first, "You know little of fans.", http.StatusSeeOther)
		if !strings.Contains(form(), "you can reply again") {
			t.Error("the form does not say that it goes slowly")
		}
		s.forward(domain.HeatedMemory)
		reply(first, "This one comes soon.", http.StatusSeeOther)
		reply(first, "And this one as well.", http.StatusSeeOther)
	})
}
