package web

import (
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/views"
)

// deskOf finds where an idea lies: in its queue, or before the rule it is nearest to.
// It asks nothing of the reader.
func (s *Server) deskOf(r *request, idea domain.Idea) (views.Desk, error) {
	var d views.Desk
	if idea.Place.Item == 0 {
		d.Nearest, d.Near = domain.NearestRoute(r.community.Routes, &idea)
		return d, nil
	}
	ctx := r.ctx()
	var err error
	if d.Item, err = s.read.ItemByID(ctx, idea.Place.Item); err != nil {
		return d, err
	}
	if d.Questions, err = s.read.Questions(ctx, d.Item.ID); err != nil || d.Item.Queue.ID == 0 {
		return d, err
	}
	if d.Queue, err = s.read.QueueByID(ctx, d.Item.Queue.ID); err != nil {
		return d, err
	}
	d.Zone = d.Queue.Zone()
	if d.Item.Engineer.ID == 0 {
		if d.Duty, err = s.read.Duty(ctx, d.Queue, domain.DutyWeek(s.now(), d.Zone)); err != nil {
			return d, err
		}
	}
	d.Place, err = s.read.Position(ctx, d.Item)
	return d, err
}

// ownQueues are those that somebody may put work into.
func (s *Server) ownQueues(r *request) ([]domain.Queue, error) {
	all, err := s.read.Queues(r.ctx())
	return slices.DeleteFunc(all, func(q domain.Queue) bool { return domain.CheckDecides(r.who, q) != nil }), err
}

// takeUpForm asks into which queue an idea comes.
func (s *Server) takeUpForm(r *request) error { return s.showTakeUp(r, http.StatusOK, views.Form{}) }

func (s *Server) showTakeUp(r *request, status int, form views.Form) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	page := views.TakeUpPage{Page: r.page(r.lang.T("take_up.idea")), Idea: idea, Form: form}
	if page.Queues, err = s.ownQueues(r); err != nil {
		return err
	}
	return r.render(status, views.TakeUp(page))
}

// takeUp brings an idea into a queue by hand.
func (s *Server) takeUp(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	err = s.app.TakeUp(r.ctx(), r.who, idea.ID, r.number("queue"))
	return r.answer(err, "done.taken_up", idea.Path(), "queue", s.showTakeUp)
}

// answerQuestion is the author's answer to what the team asked.
func (s *Server) answerQuestion(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.AnswerQuestion(r.ctx(), r.who, id, r.field("answer"))
	return r.answer(err, "done.answered", r.here(), "answer", s.showIdea)
}

// workForm asks into which queue a theme of a product comes.
func (s *Server) workForm(r *request) error { return s.showWork(r, http.StatusOK, views.Form{}) }

func (s *Server) showWork(r *request, status int, form views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	page := views.TakeUpPage{Page: r.page(r.lang.T("take_up.theme")), Form: form}
	if page.Product, err = s.read.Product(r.ctx(), r.Param("slug")); err != nil {
		return err
	}
	if page.Theme, err = s.read.Theme(r.ctx(), page.Product.ID, id); err != nil {
		return err
	}
	if page.Queues, err = s.ownQueues(r); err != nil {
		return err
	}
	return r.render(status, views.TakeUp(page))
}

// workOnTheme makes a theme of a product work of a queue and opens its card.
func (s *Server) workOnTheme(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	item, err := s.app.WorkOnTheme(r.ctx(), r.who, r.Param("slug"), id, r.number("queue"))
	if err != nil {
		return r.again(err, "queue", s.showWork)
	}
	if item == 0 { // somebody else made it work a moment ago
		have, err := s.read.ItemOfTheme(r.ctx(), id)
		if err != nil {
			return err
		}
		return r.redirect(have.Path())
	}
	i, err := s.read.ItemByID(r.ctx(), item)
	if err != nil {
		return err
	}
	return r.done("done.saved", i.Path())
}
