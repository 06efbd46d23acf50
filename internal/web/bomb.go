package web

import (
	"groundswell/internal/domain"
	"groundswell/views"
)

// addBombs reads the bombs of a page of the desk, each with where its product stands and
// would stand without the days.
func (s *Server) addBombs(r *request, cases []*views.DeskCase) error {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.Subject
	}
	found, err := s.read.Bombs(r.ctx(), ids)
	if err != nil {
		return err
	}
	rule := domain.RuleOf(r.community.Settings)
	for _, c := range cases {
		b := found[c.Subject]
		p, err := s.read.ProductByID(r.ctx(), b.Product)
		if err != nil {
			return err
		}
		change, err := s.read.ExclusionChange(r.ctx(), p, b.Window())
		if err != nil {
			return err
		}
		c.Bomb = views.BombCase{Bomb: b, Product: p, Rule: rule, Then: rule.Foresee(p, change, s.now())}
	}
	return nil
}
