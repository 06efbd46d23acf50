package web

import "strings"

// SeeEveryCommit lets readers see every commit at once, also of many in a second:
// tests ask what a page says right after what they did.
func SeeEveryCommit(s *Server) { s.pages.fresh, s.sketches.life = 0, 0 }

// SeeOnceASecond is how servers are.
func SeeOnceASecond(s *Server) { s.pages.fresh, s.sketches.life = pageLife, pageLife }

// WithoutMail is how servers are that were told of no mail server.
func WithoutMail(s *Server) { s.config.SMTP = "" }

// FormsKeepingDrafts are the names of the forms that keep drafts, with ":id" for the
// number.
func FormsKeepingDrafts() (all []string) {
	for _, r := range routes {
		if form, _, keeps := strings.Cut(r.draft, " "); keeps {
			all = append(all, form)
		}
	}
	return all
}
