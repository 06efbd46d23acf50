package web

import (
	"sync/atomic"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// orders keeps, for each language, the lists that nearly every page shows in the
// order of its alphabet. They are sorted once for each time they are read.
type orders map[string]*atomic.Pointer[ordered]

type ordered struct{ of, sorted *domain.Community }

func newOrders() orders {
	o := orders{}
	for _, code := range i18n.Codes {
		o[code] = &atomic.Pointer[ordered]{}
	}
	return o
}

// in is the community with its lists in the order of a language.
func (o orders) in(l *i18n.Language, c *domain.Community) *domain.Community {
	if kept := o[l.Code].Load(); kept != nil && kept.of == c {
		return kept.sorted
	}
	sorted := *c
	sorted.Spaces, sorted.Families = spacesByName(l, c.Spaces), familiesByName(l, c.Families)
	sorted.Products = i18n.SortByName(l, c.Products, func(p domain.Product) string { return p.Name })
	o[l.Code].Store(&ordered{c, &sorted})
	return &sorted
}

func spacesByName(l *i18n.Language, all []domain.Space) []domain.Space {
	return i18n.SortByName(l, all, func(s domain.Space) string { return s.Name })
}

func familiesByName(l *i18n.Language, all []domain.Family) []domain.Family {
	return i18n.SortByName(l, all, func(f domain.Family) string { return f.Name })
}

func membersByName(l *i18n.Language, all []domain.Member) []domain.Member {
	return i18n.SortByName(l, all, func(m domain.Member) string { return m.Name })
}

func themesByName(l *i18n.Language, all []domain.Theme) []domain.Theme {
	return i18n.SortByName(l, all, func(t domain.Theme) string { return t.Name(l.Code) })
}
