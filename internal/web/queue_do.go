package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/views"
)

// addWork writes down work of a queue by hand and opens its card.
func (s *Server) addWork(r *request) error {
	q, err := s.read.Queue(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	id, err := s.app.AddWork(r.ctx(), r.who, q.ID, r.field("title"), r.field("note"))
	added := domain.Item{ID: id, Queue: q.Ref()}
	return r.answer(err, "done.saved", added.Path(), "title", s.showQueue)
}

// setDuty chooses who looks first this week, or the next one.
func (s *Server) setDuty(r *request) error {
	day := s.now()
	if r.field("week") == "1" {
		day = day.Add(7 * 24 * time.Hour)
	}
	err := s.app.SetDuty(r.ctx(), r.who, r.Param("slug"), day, r.number("member"))
	return r.answer(err, "done.saved", r.here(), "member", s.showQueue)
}

// bulk does one thing to several items of a queue and says of each what became of it.
func (s *Server) bulk(r *request) error {
	q, err := s.read.Queue(r.ctx(), r.Param("slug"))
	if err == nil {
		err = domain.CheckDecides(r.who, q)
	}
	if err != nil {
		return err
	}
	results, err := s.inBulk(r)
	if err != nil {
		return r.again(err, "bulk", s.showQueue)
	}
	page, err := s.queuePage(r)
	if err != nil {
		return err
	}
	page.Results = results
	return r.render(http.StatusOK, views.Queue(page))
}

// inBulk asks the verb for each item that was ticked. What it refuses is its result and
// keeps no other from being done.
func (s *Server) inBulk(r *request) ([]views.BulkResult, error) {
	verb, err := s.bulkVerb(r)
	if err != nil {
		return nil, err
	}
	ids := r.ticked("item-")
	switch {
	case len(ids) == 0:
		return nil, domain.BadField("bulk", "error.bulk_none", nil)
	case len(ids) > domain.BulkMax:
		return nil, domain.BadField("bulk", "error.bulk_many", domain.Args{"Max": domain.BulkMax})
	}
	var results []views.BulkResult
	for _, id := range ids {
		i, err := s.read.ItemByID(r.ctx(), id)
		if errors.Is(err, domain.ErrNotFound) {
			continue
		}
		if err == nil {
			err = verb(i, r.number("item-"+strconv.FormatInt(id, 10)))
		}
		var refusal *domain.Error
		switch {
		case errors.As(err, &refusal):
			results = append(results, views.BulkResult{Item: i, Refused: r.sentence(refusal)})
		case err != nil:
			return nil, err
		default:
			results = append(results, views.BulkResult{Item: i})
		}
	}
	return results, nil
}

// bulkVerb is what the form asks for: never a decision that needs a reason.
func (s *Server) bulkVerb(r *request) (func(i domain.Item, version int64) error, error) {
	ctx, change := r.ctx(), func(i domain.Item) app.ItemChange {
		return app.ItemChange{Engineer: i.Engineer.ID, Effort: i.Effort, Target: i.Target, Tracker: i.Tracker}
	}
	switch r.field("verb") {
	case "accept":
		return func(i domain.Item, version int64) error {
			return s.app.DecideItem(ctx, r.who, i.ID, version, app.Verdict{To: domain.StatusAccepted})
		}, nil
	case "effort":
		effort, known := domain.ParseEffort(r.field("effort"))
		if !known {
			return nil, domain.BadField("bulk", "error.effort", nil)
		}
		return func(i domain.Item, version int64) error {
			c := change(i)
			c.Effort = effort
			return s.app.ChangeItem(ctx, r.who, i.ID, version, c)
		}, nil
	case "engineer":
		return func(i domain.Item, version int64) error {
			c := change(i)
			c.Engineer = r.number("engineer")
			return s.app.ChangeItem(ctx, r.who, i.ID, version, c)
		}, nil
	case "move":
		if r.number("queue") == 0 {
			return nil, domain.BadField("bulk", "error.queue_unknown", nil)
		}
		return func(i domain.Item, version int64) error {
			return s.app.MoveItem(ctx, r.who, i.ID, version, r.number("queue"))
		}, nil
	}
	return nil, domain.BadField("bulk", "error.bulk_verb", nil)
}
