package app

import (
	"context"
	"errors"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveRoute adds a rule behind all others (ID 0) or changes one that still is at
// r.Version. What it fits already is routed with the next vote, or at once by
// RouteNow.
func (a *App) SaveRoute(ctx context.Context, who domain.Actor, r domain.Route) (int64, error) {
	r.Name = text.Line(r.Name)
	var p domain.Problems
	if domain.CheckRoute(&p, r); p.Err() != nil {
		return 0, p.Err()
	}
	if r.Kind == domain.RoutePoints {
		r.Top, r.Days = 0, 0
	}
	err := a.act(ctx, who, domain.ManageQueues, func(q *store.Tx, who domain.Actor) (err error) {
		if err := a.checkSubjects(ctx, q, r); err != nil {
			return err
		}
		verb := "change rule"
		if r.ID == 0 {
			verb = "add rule"
			r.ID, err = a.addRoute(ctx, q, r)
		} else {
			err = q.SetRoute(ctx, r)
		}
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		if err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "rule", r.ID, "")
	})
	a.store.CommunityChanged()
	return r.ID, err
}

func (a *App) addRoute(ctx context.Context, q *store.Tx, r domain.Route) (int64, error) {
	have, err := q.Routes(ctx)
	if err != nil {
		return 0, err
	}
	if len(have) >= domain.RoutesMax {
		return 0, domain.BadField("rule_name", "error.routes_full", domain.Args{"Max": domain.RoutesMax})
	}
	return q.CreateRoute(ctx, r)
}

// checkSubjects lets a rule name only things that are there: one that can never
// match is a mistake.
func (a *App) checkSubjects(ctx context.Context, q *store.Tx, r domain.Route) error {
	var p domain.Problems
	find := func(field, key string, err error) error {
		if errors.Is(err, domain.ErrNotFound) {
			p.Add(field, key, nil)
			return nil
		}
		return err
	}
	var errs [4]error
	_, err := q.QueueByID(ctx, r.Queue.ID)
	errs[0] = find("queue", "error.queue_unknown", err)
	if r.Space.ID != 0 {
		_, err := q.Space(ctx, r.Space.ID)
		errs[1] = find("space", "error.route_subject", err)
	}
	if r.Product.ID != 0 {
		_, err := q.ProductByID(ctx, r.Product.ID)
		errs[2] = find("product", "error.route_subject", err)
	}
	if r.Tag.ID != 0 {
		_, err := q.TagByID(ctx, r.Tag.ID)
		errs[3] = find("tag", "error.route_subject", err)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	return p.Err()
}

// DeleteRoute forgets a rule. What it routed stays where it is.
func (a *App) DeleteRoute(ctx context.Context, who domain.Actor, id int64) error {
	err := a.act(ctx, who, domain.ManageQueues, func(q *store.Tx, who domain.Actor) error {
		if err := q.DeleteRoute(ctx, id); err != nil {
			return err
		}
		return a.record(ctx, q, who, "delete rule", "rule", id, "")
	})
	a.store.CommunityChanged()
	return err
}

// MoveRoute puts a rule so many places further down the order; up with a negative
// number.
func (a *App) MoveRoute(ctx context.Context, who domain.Actor, id int64, by int) error {
	err := a.act(ctx, who, domain.ManageQueues, func(q *store.Tx, who domain.Actor) error {
		routes, err := q.Routes(ctx)
		if err != nil {
			return err
		}
		from := slices.IndexFunc(routes, func(r domain.Route) bool { return r.ID == id })
		if from < 0 {
			return domain.ErrNotFound
		}
		to := min(max(from+by, 0), len(routes)-1)
		ids := make([]int64, len(routes))
		for i, r := range routes {
			ids[i] = r.ID
		}
		ids = slices.Insert(slices.Delete(ids, from, from+1), to, id)
		if err := q.SetRouteOrder(ctx, ids); err != nil {
			return err
		}
		return a.record(ctx, q, who, "move rule", "rule", id, "")
	})
	a.store.CommunityChanged()
	return err
}

// routeReached brings an idea whose row is held into the queue of the first of the
// rules in force whose points it has. Most ideas have those of none, which costs a
// few comparisons.
func (a *App) routeReached(ctx context.Context, q *store.Tx, rules []domain.Route, idea domain.Idea) (err error) {
	reached := domain.Reached(rules, &idea)
	if len(reached) == 0 {
		return nil
	}
	if reached[0].Tag.ID != 0 {
		if idea.Tags, err = q.TagsOf(ctx, idea.ID); err != nil {
			return err
		}
	}
	rule, found := domain.FirstTagged(reached, idea.Tags)
	if !found {
		return nil
	}
	return a.routeBy(ctx, q, rule, idea)
}

// routeBy brings an idea whose row is held into a rule's queue, unless it was routed
// before.
func (a *App) routeBy(ctx context.Context, q *store.Tx, rule domain.Route, idea domain.Idea) error {
	queue, err := q.QueueByID(ctx, rule.Queue.ID)
	if errors.Is(err, domain.ErrNotFound) {
		return nil // another replica forgot the rule a moment ago
	}
	if err != nil {
		return err
	}
	_, err = a.takeIn(ctx, q, queue, domain.Item{
		Source: domain.SourceIdea, Idea: idea, Cause: domain.CauseRoute, Rule: rule, Then: idea.Points(),
	})
	return err
}

// RouteTop asks the rules of a time, hourly, and routes what they find.
func (a *App) RouteTop(ctx context.Context) error {
	routes, err := a.store.Reader().Routes(ctx)
	if err != nil {
		return err
	}
	for _, rule := range routes {
		if rule.Kind != domain.RouteTop {
			continue
		}
		ids, err := a.store.Reader().TopOf(ctx, rule, domain.Day(a.now()))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := a.routeOne(ctx, rule, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// routeOne routes an idea by a rule that found it, if it still is open and was never
// routed.
func (a *App) routeOne(ctx context.Context, rule domain.Route, id int64) error {
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		idea, err := q.LockIdea(ctx, domain.System, id)
		if err != nil || idea.Removed || idea.Place.Item != 0 || idea.Status.Closed() {
			return err
		}
		return a.routeBy(ctx, q, rule, idea)
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	return err
}

// routeBatch is how many ideas one job routes.
const routeBatch = 100

// AskRouting promises to route at once what a rule fits already.
func (a *App) AskRouting(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.ManageQueues, func(q *store.Tx, who domain.Actor) error {
		if _, err := q.RouteByID(ctx, id); err != nil {
			return err
		}
		if err := q.Promise(ctx, domain.RouteIdeas{Rule: id}, a.now()); err != nil {
			return err
		}
		return a.record(ctx, q, who, "route now", "rule", id, "")
	})
}

// RouteIdeas routes the next ideas that have a rule's points, most first, and
// promises to go on behind the last one. Rules before it have their turn first.
func (a *App) RouteIdeas(ctx context.Context, t domain.RouteIdeas) error {
	rule, err := a.store.Reader().RouteByID(ctx, t.Rule)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil || rule.Kind == domain.RouteTop {
		return err
	}
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return err
	}
	page, err := a.store.Reader().Ideas(ctx, rule.Ideas(t.After, routeBatch, domain.Day(a.now())))
	if err != nil {
		return err
	}
	for _, i := range page.Items {
		if i.Points() < rule.Points {
			return nil
		}
		if err := a.routeIfReached(ctx, community.Routes, i.ID); err != nil {
			return err
		}
	}
	if page.Next.Zero() {
		return nil
	}
	t.After = page.Next
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.Promise(ctx, t, a.now()) })
}

// routeIfReached routes an idea by the first of the rules whose points it has, if any,
// unless it is hidden, closed or was routed before.
func (a *App) routeIfReached(ctx context.Context, routes []domain.Route, id int64) error {
	err := a.store.Tx(ctx, func(q *store.Tx) error {
		idea, err := q.LockIdea(ctx, domain.System, id)
		if err != nil || idea.Removed {
			return err
		}
		return a.routeReached(ctx, q, routes, idea)
	})
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	return err
}

// CountImported counts what was imported from a source and has the points of a rule.
func (a *App) CountImported(ctx context.Context, source string) (count domain.ImportCount, err error) {
	_, ids, err := a.imported(ctx, source)
	count.Routable = int64(len(ids))
	return count, err
}

// RouteImported routes what was imported from a source and has the points of a rule.
func (a *App) RouteImported(ctx context.Context, who domain.Actor, source string) (domain.ImportCount, error) {
	var count domain.ImportCount
	err := a.act(ctx, who, domain.ImportData, func(q *store.Tx, who domain.Actor) error {
		return a.record(ctx, q, who, "route imported ideas", "idea", 0, "")
	})
	if err != nil {
		return count, err
	}
	routes, ids, err := a.imported(ctx, source)
	if err != nil {
		return count, err
	}
	for _, id := range ids {
		if err := a.routeIfReached(ctx, routes, id); err != nil {
			return count, err
		}
		count.Routed++
	}
	return count, nil
}

// imported finds what was imported from a source and has the points of a rule.
func (a *App) imported(ctx context.Context, source string) (routes []domain.Route, ids []int64, err error) {
	if routes, err = a.store.Reader().Routes(ctx); err != nil {
		return nil, nil, err
	}
	ids, err = a.store.Reader().ImportedToRoute(ctx, source, routes)
	return routes, ids, err
}
