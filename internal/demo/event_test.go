package demo

import "groundswell/internal/domain"

// told has notifications for the customer, and no mail of them.
func (s *shown) told() {
	email := ""
	for _, a := range accounts {
		if a.role == domain.Customer {
			email = a.email
		}
	}
	customer, err := s.db.Reader().MemberByEmail(s.T.Context(), email)
	s.must(err)
	news, err := s.db.Reader().News(s.T.Context(), customer.ID, domain.Cursor{}, domain.NewsGroups)
	s.must(err)
	has := map[string]int{"groups": len(news.Items)}
	for _, g := range news.Items {
		for _, n := range g.News {
			has[string(n.Kind)]++
		}
	}
	s.atLeast(2, has, "groups", "decision")
	if letters, err := s.db.Reader().Letters(s.T.Context(), customer.ID, 1); err != nil || len(letters) > 0 {
		s.T.Errorf("mails are written of what never happened: %+v, %v", letters, err)
	}
	if left, err := s.db.Reader().UntoldEvents(s.T.Context(), 0, 1); err != nil || len(left) > 0 {
		s.T.Errorf("events wait: %v, %v", left, err)
	}
}
