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
	products := make([]int64, 0, len(found))
	for _, b := range found {
		products = append(products, b.Product)
	}
	rated, err := s.read.ProductsByID(r.ctx(), products)
	if err != nil {
		return err
	}
	changes, err := s.read.BombChanges(r.ctx(), ids)
	if err != nil {
		return err
	}
	rule := domain.RuleOf(r.community.Settings)
	for _, c := range cases {
		b := found[c.Subject]
		p := rated[b.Product]
		c.Bomb = views.BombCase{Bomb: b, Product: p, Rule: rule, Then: rule.Foresee(p, changes[b.ID], s.now())}
	}
	return nil
}
