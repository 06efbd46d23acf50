package demo

import (
	"strings"

	"groundswell/internal/i18n"
)

// recorded has an audit log every act of which can be said.
func (s *shown) recorded() {
	acts, err := s.db.Reader().AuditActions(s.T.Context())
	s.must(err)
	if len(acts) < 20 {
		s.T.Errorf("the log knows %v", acts)
	}
	for _, act := range acts {
		if !i18n.For("de").Has("audit.do." + strings.ReplaceAll(act, " ", "_")) {
			s.T.Errorf("nothing says %q", act)
		}
	}
}
