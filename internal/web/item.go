package web

import (
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/views"
)

// item shows an item's card. One that moved to another queue is found there.
func (s *Server) item(r *request) error {
	i, err := s.itemFor(r)
	if err != nil {
		return err
	}
	if to := i.Path(); r.Request().URL.Path != to {
		if query := r.Request().URL.RawQuery; query != "" {
			to += "?" + query
		}
		return r.Redirect(http.StatusSeeOther, to)
	}
	return s.drawItem(r, http.StatusOK, i)
}

// itemFor is the item in the address, whose card asks whether the idea behind it may be
// seen.
func (s *Server) itemFor(r *request) (domain.Item, error) {
	id, err := r.id()
	if err != nil {
		return domain.Item{}, err
	}
	return s.read.ItemByID(r.ctx(), id)
}

func (s *Server) drawItem(r *request, status int, i domain.Item) error {
	ctx := r.ctx()
	page := views.ItemPage{Page: r.page(i.Title(r.lang.Code)), Item: i, Queue: domain.Queue{Days: domain.DefaultQueueDays, Weights: domain.PlainWeights}}
	var err error
	if i.Queue.ID != 0 {
		if page.Queue, err = s.read.QueueByID(ctx, i.Queue.ID); err != nil {
			return err
		}
	}
	page.Zone = page.Queue.Zone()
	if i.Source == domain.SourceIdea {
		if page.Idea, err = s.read.IdeaFor(ctx, r.who, i.Idea.ID, r.today()); err != nil {
			return err
		}
	}
	if err := s.placeItem(r, &page); err != nil {
		return err
	}
	if page.Events, err = s.read.ItemEvents(ctx, i.ID); err != nil {
		return err
	}
	if page.Questions, err = s.read.Questions(ctx, i.ID); err != nil {
		return err
	}
	if i.ShippedIn.ID != 0 {
		revisions, err := s.read.Revisions(ctx, i.Product.ID)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(revisions, func(v domain.Revision) bool { return v.ID == i.ShippedIn.ID }); at >= 0 {
			page.Carried = revisions[at]
		}
	}
	return r.render(status, views.Item(page))
}

// placeItem finds where the item stands among those with its status.
func (s *Server) placeItem(r *request, page *views.ItemPage) error {
	if page.Queue.ID == 0 {
		return nil
	}
	var err error
	if page.Place, err = s.read.Position(r.ctx(), page.Item); err != nil {
		return err
	}
	count, err := s.read.CountQueue(r.ctx(), page.Queue.ID)
	if err != nil {
		return err
	}
	page.Of = count[page.Item.Status]
	page.Before, page.Behind, err = s.read.Beside(r.ctx(), page.Item)
	return err
}
