package web

import (
	"maps"
	"net/http"
	"slices"

	"groundswell/internal/domain"
	"groundswell/views"
)

// queues lists every queue with what is in it and who looks first this week.
func (s *Server) queues(r *request) error {
	rows, err := s.queueRows(r, func(domain.Queue) bool { return true })
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Queues(r.page(r.lang.T("queues.title")), rows))
}

// queueRows are those queues that fit, as the list of all shows them.
func (s *Server) queueRows(r *request, fits func(domain.Queue) bool) ([]views.QueueRow, error) {
	ctx := r.ctx()
	all, err := s.read.Queues(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(q domain.Queue) bool { return !fits(q) })
	loads, err := s.read.QueueLoads(ctx)
	if err != nil {
		return nil, err
	}
	duties, err := s.read.Duties(ctx, all, s.now())
	if err != nil {
		return nil, err
	}
	paces, err := s.read.QueuePaces(ctx, all, s.now())
	if err != nil {
		return nil, err
	}
	rows := make([]views.QueueRow, len(all))
	for i, q := range all {
		rows[i] = views.QueueRow{Queue: q, Load: loads[q.ID], Duty: duties[q.ID], Pace: paces[q.ID]}
	}
	return rows, nil
}

// queue shows a queue: what is under review first, or as the address asks for it.
func (s *Server) queue(r *request) error { return s.showQueue(r, http.StatusOK, views.Form{}) }

func (s *Server) showQueue(r *request, status int, form views.Form) error {
	page, err := s.queuePage(r)
	if err != nil {
		return err
	}
	page.Form = form
	return r.render(status, views.Queue(page))
}

// queuePage reads the page of a queue that the address asks for.
func (s *Server) queuePage(r *request) (views.QueuePage, error) {
	ctx, query := r.ctx(), r.Request().URL.Query()
	q, err := s.read.Queue(ctx, r.Param("slug"))
	if err != nil {
		return views.QueuePage{}, err
	}
	page := views.QueuePage{Page: r.page(q.Name), Queue: q, Zone: q.Zone(), View: views.View(query.Get("view"))}
	if page.Load, err = s.read.QueueLoad(ctx, q, s.now()); err != nil {
		return page, err
	}
	if page.Duty, err = s.read.Duty(ctx, q, domain.DutyWeek(s.now(), page.Zone)); err != nil {
		return page, err
	}
	if page.Works = page.May(domain.WorkQueue) && domain.CheckDecides(r.who, q) == nil; page.Works {
		if page.Queues, err = s.otherQueues(r, q.ID); err != nil {
			return page, err
		}
	}
	if page.Decided, err = s.justDecided(r); err != nil {
		return page, err
	}
	page.Column = domain.ColumnOf(query.Get("column"))
	if source, known := domain.ParseSource(query.Get("source")); known {
		page.Source = source
	}
	f := domain.ItemFilter{Queue: q.ID, Column: page.Column, Source: page.Source}
	if page.View == views.BoardView {
		f.Limit = views.BoardItems
		if page.Board, err = s.read.Board(ctx, f); err != nil {
			return page, err
		}
		return page, s.addReasons(r, slices.Collect(maps.Values(page.Board))...)
	}
	if page.View != views.TableView {
		page.View = views.ListView
	}
	if f.After = domain.ParseCursor(query.Get("after")); !f.After.Zero() {
		page.After = query.Get("after")
	}
	found, err := s.read.Items(ctx, f)
	if err != nil {
		return page, err
	}
	page.Items, page.Next = found.Items, found.Next.String()
	return page, s.addReasons(r, page.Items)
}

// addReasons gives the ideas among some items the chips that were ticked most.
func (s *Server) addReasons(r *request, columns ...[]domain.Item) error {
	var ids []int64
	for _, items := range columns {
		for _, i := range items {
			if i.Source == domain.SourceIdea && len(ids) < domain.ItemPage {
				ids = append(ids, i.Idea.ID)
			}
		}
	}
	chips, err := s.read.ChipsOf(r.ctx(), ids)
	for _, items := range columns {
		for n := range items {
			items[n].Idea.Reasons.Chips = chips[items[n].Idea.ID]
		}
	}
	return err
}
