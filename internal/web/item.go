package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"groundswell/internal/app"
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
	return s.drawItem(r, http.StatusOK, i, views.Form{})
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

// whole stands in a refusal for the item itself, where no field of a form is wrong.
const whole = "item"

// showItem shows the card as it now is with a form that was refused: its fields are
// called as the form's key and their own name.
func (s *Server) showItem(r *request, status int, form views.Form) error {
	i, err := s.itemFor(r)
	if err != nil {
		return err
	}
	for n, wrong := range form.Errors {
		if wrong.Field != whole {
			form.Errors[n].Field = r.field("do") + "-" + wrong.Field
		}
	}
	return s.drawItem(r, status, i, form)
}

// itemQuotes and itemProposals are how many quotes and proposed merges an item's card shows.
const itemQuotes, itemProposals = 3, 3

func (s *Server) drawItem(r *request, status int, i domain.Item, form views.Form) error {
	ctx := r.ctx()
	page := views.ItemPage{
		Page: r.page(i.Title(r.lang.Code)), Item: i, Queue: domain.Queue{Days: domain.DefaultQueueDays,
			Weights: domain.PlainWeights},
		Form: form, Do: r.field("do"),
	}
	var err error
	if i.Queue.ID != 0 {
		if page.Queue, err = s.read.QueueByID(ctx, i.Queue.ID); err != nil {
			return err
		}
	}
	page.Zone = page.Queue.Zone()
	if i.Source == domain.SourceIdea {
		if err := s.addIdea(r, &page); err != nil {
			return err
		}
	}
	if err := s.placeItem(r, &page); err != nil {
		return err
	}
	if err := s.addChoices(r, &page); err != nil {
		return err
	}
	if page.Events, err = s.read.ItemEvents(ctx, i.ID); err != nil {
		return err
	}
	if page.Questions, err = s.read.Questions(ctx, i.ID); err != nil {
		return err
	}
	if i.ShippedIn.ID != 0 {
		if page.Regained, err = s.read.RegainedBy(ctx, i); err != nil {
			return err
		}
	}
	return r.render(status, views.Item(page))
}

// addIdea reads the idea behind an item, why people want it, and what is like it.
func (s *Server) addIdea(r *request, page *views.ItemPage) (err error) {
	if page.Idea, err = s.read.IdeaFor(r.ctx(), r.who, page.Item.Idea.ID, r.today()); err != nil {
		return err
	}
	if page.Quotes, err = s.read.Quotes(r.ctx(), page.Idea.ID, itemQuotes); err != nil || page.Idea.Removed {
		return err
	}
	if page.Proposals, err = s.read.ProposalsFrom(r.ctx(), page.Idea.ID, itemProposals); err != nil {
		return err
	}
	page.Similar, err = s.read.SimilarTo(r.ctx(), &page.Idea, r.community)
	return err
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

// addChoices finds what the viewer may do with the item.
func (s *Server) addChoices(r *request, page *views.ItemPage) (err error) {
	if page.Decided, err = s.justDecided(r); err != nil {
		return err
	}
	if page.Works = page.May(domain.WorkQueue) && domain.CheckDecides(r.who, page.Queue) == nil; !page.Works {
		return nil
	}
	page.Choices = page.Item.ItemChoices(r.who)
	if page.Carries() {
		product, err := s.read.ProductByID(r.ctx(), page.Item.Product.ID)
		if err != nil {
			return err
		}
		page.Out = product.Revision
	}
	page.Queues, err = s.otherQueues(r, page.Item.Queue.ID)
	return err
}

// otherQueues are those that an item of a queue can be moved into.
func (s *Server) otherQueues(r *request, queue int64) ([]domain.QueueRef, error) {
	refs, err := s.read.QueueRefs(r.ctx())
	return slices.DeleteFunc(refs, func(q domain.QueueRef) bool { return q.ID == queue }), err
}

// decidedField is how an address names the item that was decided before.
const decidedField = "decided"

// justDecided is the item that the address names, if the viewer decided about it a
// moment ago and can still take that back.
func (s *Server) justDecided(r *request) (*views.Decided, error) {
	id := wholeNumber(r.Request().URL.Query().Get(decidedField))
	if id == 0 {
		return nil, nil
	}
	i, err := s.read.ItemByID(r.ctx(), id)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	last, err := s.read.LastDecision(r.ctx(), id)
	if err != nil || !last.Undoable(r.who, i, s.now()) {
		return nil, err
	}
	return &views.Decided{Item: i}, nil
}

// onItem does something to the item in the address and tells how it was before. A
// refusal shows the card as it now is.
func (s *Server) onItem(r *request, do func(id, version int64) error) (before domain.Item, again bool, err error) {
	if before, err = s.itemFor(r); err != nil {
		return before, false, err
	}
	if err := do(before.ID, r.number("version")); err != nil {
		return before, true, r.again(err, whole, s.showItem)
	}
	return before, false, nil
}

// decideItem decides about an item, after which the next one opens, or the list that
// the decision was made in.
func (s *Server) decideItem(r *request) error {
	before, again, err := s.onItem(r, func(id, version int64) error {
		to, known := domain.ParseStatus(r.field("status"))
		if !known {
			return domain.BadField("status", "error.status", nil)
		}
		target, err := r.day("target")
		if err != nil {
			return err
		}
		err = s.app.DecideItem(r.ctx(), r.who, id, version, app.Verdict{To: to, Reason: r.field("reason"),
			Target: target, Revision: r.field("revision")})
		return s.unlessDone(r, id, to, err)
	})
	if err != nil || again {
		return err
	}
	to := before.Queue.Path()
	switch {
	case r.field("from") == "list":
		to = r.cameFrom(to)
	case r.field("status") != string(before.Status): // else it was sent twice, and nobody knows what was behind it
		if to, err = s.behind(r, before); err != nil {
			return err
		}
	}
	return r.redirect(withDecided(to, before.ID))
}

// unlessDone is a refusal of a decision, but for one that the viewer made a moment ago:
// a form that was sent twice is done once.
func (s *Server) unlessDone(r *request, id int64, to domain.Status, refusal error) error {
	if domain.KindOf(refusal) != domain.Conflict {
		return refusal
	}
	i, err := s.read.ItemByID(r.ctx(), id)
	if err != nil {
		return err
	}
	last, err := s.read.LastDecision(r.ctx(), id)
	if err != nil || i.Status == to && last.Undoable(r.who, i, s.now()) {
		return err
	}
	return refusal
}

// withDecided is an address that also names the item decided before.
func withDecided(to string, item int64) string {
	path, query, _ := strings.Cut(to, "?")
	values, _ := url.ParseQuery(query) // what is no query is left out
	values.Set(decidedField, strconv.FormatInt(item, 10))
	return path + "?" + values.Encode()
}

// behind is the card of the item that stood behind one that is dealt with, the first
// one behind the last; the queue's page where nothing is left to do.
func (s *Server) behind(r *request, i domain.Item) (string, error) {
	if i.Queue.ID == 0 {
		return i.Path(), nil
	}
	f := domain.ItemFilter{Queue: i.Queue.ID, Column: domain.ColumnOfStatus(i.Status), Limit: 1}
	for _, f.After = range []domain.Cursor{domain.ItemCursor(&i), {}} {
		found, err := s.read.Items(r.ctx(), f)
		if err != nil {
			return "", err
		}
		if len(found.Items) > 0 && found.Items[0].ID != i.ID && !found.Items[0].Waits() {
			return found.Items[0].Path(), nil
		}
	}
	return i.Queue.Path(), nil
}

// dealt answers a form after which the next item opens.
func (s *Server) dealt(r *request, done string, do func(id, version int64) error) error {
	before, again, err := s.onItem(r, do)
	if err != nil || again {
		return err
	}
	to, err := s.behind(r, before)
	if err != nil {
		return err
	}
	return r.done(done, to)
}

// stays answers a form after which the item's own card is shown again.
func (s *Server) stays(r *request, done string, do func(id, version int64) error) error {
	before, again, err := s.onItem(r, do)
	if err != nil || again {
		return err
	}
	return r.done(done, before.Path())
}

// undoDecision takes a decision back.
func (s *Server) undoDecision(r *request) error {
	return s.stays(r, "done.undone", func(id, version int64) error {
		return s.app.UndoDecision(r.ctx(), r.who, id,
			version)
	})
}

// parkItem puts an item off until a day.
func (s *Server) parkItem(r *request) error {
	return s.dealt(r, "done.parked", func(id, version int64) error {
		until, err := r.day("until")
		if err != nil {
			return err
		}
		return s.app.Park(r.ctx(), r.who, id, version, until, r.field("reason"))
	})
}

// unparkItem takes an item up before its day.
func (s *Server) unparkItem(r *request) error {
	return s.stays(r, "done.saved", func(id, version int64) error { return s.app.Unpark(r.ctx(), r.who, id, version) })
}

// askAuthor asks an idea's author something in public.
func (s *Server) askAuthor(r *request) error {
	return s.dealt(r, "done.asked", func(id, version int64) error {
		return s.app.Ask(r.ctx(), r.who, id, version,
			r.field("question"))
	})
}

// changeItem sets engineer, effort, target date and link.
func (s *Server) changeItem(r *request) error {
	return s.stays(r, "done.saved", func(id, version int64) error {
		target, err := r.day("target")
		if err != nil {
			return err
		}
		effort, known := domain.ParseEffort(r.field("effort"))
		if !known {
			return domain.BadField("effort", "error.effort", nil)
		}
		c := app.ItemChange{Engineer: r.number("engineer"), Effort: effort, Target: target, Tracker: r.field("tracker")}
		return s.app.ChangeItem(r.ctx(), r.who, id, version, c)
	})
}

// releaseFor releases the revision that is to bring a product back.
func (s *Server) releaseFor(r *request) error {
	return s.stays(r, "done.released", func(id, version int64) error {
		return s.app.ReleaseFor(r.ctx(), r.who, id, version, r.field("revision"), r.field("reason"))
	})
}

// moveItem moves an item to another queue, or out of all.
func (s *Server) moveItem(r *request) error {
	return s.dealt(r, "done.moved", func(id, version int64) error {
		return s.app.MoveItem(r.ctx(), r.who, id, version, r.number("queue"))
	})
}
