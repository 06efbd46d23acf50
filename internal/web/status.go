package web

import "groundswell/internal/domain"

// decide changes the status; a reason that is none comes back with the form.
func (s *Server) decide(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	to, ok := domain.ParseStatus(r.field("status"))
	if !ok {
		return domain.BadField("status", "error.status", nil)
	}
	err = s.app.Decide(r.ctx(), r.who, id, to, r.field("reason"))
	return r.answer(err, "done.decided", r.here(), "status", s.showIdea)
}

func statusFilter(asked string) ([]domain.Status, error) {
	switch asked {
	case "":
		return nil, nil
	case "open":
		return domain.OpenStatuses, nil
	case "closed":
		return domain.ClosedStatuses, nil
	}
	status, ok := domain.ParseStatus(asked)
	if !ok {
		return nil, domain.ErrNotFound
	}
	return []domain.Status{status}, nil
}
