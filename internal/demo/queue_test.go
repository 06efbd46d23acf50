package demo

import "groundswell/internal/domain"

// queues have items of every source and state that an engineer meets of a morning.
func (s *shown) queues() {
	queues, err := s.db.Reader().Queues(s.T.Context())
	s.must(err)
	has := map[string]int{}
	deciders := map[int64]bool{}
	said := map[string]map[int64]bool{}
	for _, q := range queues {
		has["queues"]++
		has["engineers"] += len(q.Engineers)
		for _, column := range domain.Columns {
			page, err := s.db.Reader().Items(s.T.Context(), domain.ItemFilter{Queue: q.ID, Column: column, Limit: 100})
			s.must(err)
			for _, i := range page.Items {
				s.count(has, i)
				deciders[i.Engineer.ID] = true
				s.reasons(i, said)
			}
		}
	}
	s.atLeast(3, has, "queues", "accepted", "in_progress", "shipped")
	s.atLeast(8, has, "engineers", "under_review")
	s.atLeast(1, has, "late", "parked", "asked", "contested", "idea", "theme", "hand", "recovery", "declined", "target",
		"partly_shipped", "already_offered")
	if len(deciders) < 5 {
		s.T.Errorf("%d engineers answer for all items", len(deciders))
	}
	if len(said["en"]) < 3 || len(said["de"]) < 2 {
		s.T.Errorf("by language, %v gave reasons", said)
	}
	wrong, err := s.db.Reader().CheckQueues(s.T.Context())
	s.must(err)
	for _, m := range wrong {
		s.T.Errorf("%s %d: %s", m.Of, m.ID, m.What)
	}
}

func (s *shown) count(has map[string]int, i domain.Item) {
	has[string(i.Source)]++
	has[string(i.Status)]++
	for state, is := range map[string]bool{
		"late": i.Late, "parked": !i.ParkedUntil.IsZero(), "asked": !i.AskedUntil.IsZero(),
		"contested": i.Idea.Contested(), "target": !i.Target.IsZero(),
	} {
		if is {
			has[state]++
		}
	}
}

// reasons notes who decided about an idea in a queue with a reason, by its language.
func (s *shown) reasons(i domain.Item, said map[string]map[int64]bool) {
	if i.Source != domain.SourceIdea {
		return
	}
	decisions, err := s.db.Reader().Decisions(s.T.Context(), i.Idea.ID)
	s.must(err)
	for _, d := range decisions {
		if d.Reason != "" && d.By.ID != 0 {
			if said[i.Idea.Language] == nil {
				said[i.Idea.Language] = map[int64]bool{}
			}
			said[i.Idea.Language][d.By.ID] = true
		}
	}
}
