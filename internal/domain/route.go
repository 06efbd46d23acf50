package domain

import (
	"cmp"
	"slices"
	"time"
)

// RouteKind is how a rule finds ideas.
type RouteKind string

// The kinds of rules.
const (
	RoutePoints RouteKind = "points" // an idea has at least so many points: asked with every vote
	RouteTop    RouteKind = "top"    // the first of a time by the points it won: asked by the clock each hour
)

// Route is a rule that brings ideas into a queue. It names a space, a product, a
// tag, some of them or none; all that it names must fit.
type Route struct {
	ID       int64
	Queue    QueueRef
	Position int64 // over all queues: the first that fits routes
	Name     string
	Kind     RouteKind
	Space    Space   // ID 0: any
	Product  Product // ID 0: any
	Tag      Tag     // ID 0: any
	Points   int64   // at least so many
	Top      int64   // of RouteTop: the first so many
	Days     int64   // of RouteTop: of so many UTC days, today among them
	Version  int64
}

// Limits of rules.
const (
	RoutesMax      = 200       // of an installation
	RouteNameMax   = 60        // characters
	RoutePointsMax = 1_000_000 // points
	RouteTopMax    = 100
	RouteDaysMax   = 90
)

// Fits reports whether the rule is about an idea, tags aside.
func (r Route) Fits(idea *Idea) bool {
	return (r.Space.ID == 0 || r.Space.ID == idea.Space.ID) && (r.Product.ID == 0 || r.Product.ID == idea.Product.ID)
}

// Reached reports whether the rule routes, tags aside, an idea that has its points
// of now. Only open ideas that were never in a queue are routed.
func (r Route) Reached(idea *Idea) bool {
	return r.Kind == RoutePoints && idea.Points() >= r.Points && r.Fits(idea)
}

// Tagged reports whether the rule's tag is among an idea's.
func (r Route) Tagged(tags []Tag) bool {
	return r.Tag.ID == 0 || slices.ContainsFunc(tags, func(t Tag) bool { return t.ID == r.Tag.ID })
}

// Reached finds the rules, first one first, that route an idea if its tags fit.
func Reached(routes []Route, idea *Idea) []Route {
	if idea.Place.Item != 0 || idea.Status.Closed() {
		return nil
	}
	var reached []Route
	for _, r := range routes {
		if r.Reached(idea) {
			reached = append(reached, r)
			if r.Tag.ID == 0 {
				break // nothing behind it has a turn
			}
		}
	}
	return reached
}

// FirstTagged finds the first of some rules that fits an idea's tags.
func FirstTagged(routes []Route, tags []Tag) (Route, bool) {
	for _, r := range routes {
		if r.Tagged(tags) {
			return r, true
		}
	}
	return Route{}, false
}

// NearestRoute is the rule by points that an idea is nearest to; false when there is
// none ahead of it, or it was routed already.
func NearestRoute(routes []Route, idea *Idea) (Route, bool) {
	nearest, found := Route{}, false
	if idea.Place.Item != 0 || idea.Status.Closed() {
		return nearest, false
	}
	for _, r := range routes {
		if r.Kind == RoutePoints && r.Fits(idea) && r.Tagged(idea.Tags) && (!found || r.Points < nearest.Points) {
			nearest, found = r, true
		}
	}
	return nearest, found
}

// covers reports whether all that another rule is about, this one is about too.
func (r Route) covers(o Route) bool {
	return (r.Space.ID == 0 || r.Space.ID == o.Space.ID) && (r.Product.ID == 0 || r.Product.ID == o.Product.ID) &&
		(r.Tag.ID == 0 || r.Tag.ID == o.Tag.ID)
}

// takes reports whether a rule leaves another one nothing to route. before says that
// it is asked first where both would.
func (r Route) takes(o Route, before bool) bool {
	switch {
	case !r.covers(o):
		return false
	case r.Kind == RoutePoints && o.Kind == RoutePoints:
		return r.Points < o.Points || before && r.Points == o.Points
	case r.Kind == RoutePoints: // what won so many points has as many, or was below zero before
		return r.Points <= o.Points
	}
	return o.Kind == RouteTop && before && o.covers(r) && r.Days == o.Days && r.Top >= o.Top && r.Points <= o.Points
}

// Taken finds the rule that leaves another one nothing to route, among all rules in
// their order. One that is not among them would stand behind them.
func Taken(routes []Route, r Route) (by Route, found bool) {
	before := true
	for _, other := range routes {
		if other.ID == r.ID {
			before = false
		} else if other.takes(r, before) {
			return other, true
		}
	}
	return Route{}, false
}

// CheckRoute notes what is wrong with a rule as an admin typed it. A product or tag
// that nobody knows has a name and no id.
func CheckRoute(p *Problems, r Route) {
	switch n, bad := Seen(r.Name), badLetters(r.Name); {
	case bad != "":
		p.Add("rule_name", bad, nil)
	case n < NameMin:
		p.Add("rule_name", "error.name_short", Args{"Min": NameMin})
	case n > RouteNameMax:
		p.Add("rule_name", "error.name_long", Args{"Max": RouteNameMax})
	}
	if r.Points < 1 || r.Points > RoutePointsMax {
		p.Add("points", "error.route_points", Args{"Max": RoutePointsMax})
	}
	switch r.Kind {
	case RoutePoints:
	case RouteTop:
		if r.Top < 1 || r.Top > RouteTopMax {
			p.Add("top", "error.route_top", Args{"Max": RouteTopMax})
		}
		if r.Days < 1 || r.Days > RouteDaysMax {
			p.Add("days", "error.route_days", Args{"Max": RouteDaysMax})
		}
	default:
		p.Add("kind", "error.route_kind", nil)
	}
	if r.Product.ID == 0 && r.Product.Name != "" {
		p.Add("product", "error.route_subject", nil)
	}
	if r.Tag.ID == 0 && r.Tag.Name != "" {
		p.Add("tag", "error.route_subject", nil)
	}
}

// DryDays is how far back a rule is tried before it is saved.
const DryDays = 90

// DayNet is how many points an idea won on a UTC day.
type DayNet struct{ Day, Idea, Net int64 }

// FirstOfEach lists the ideas that a rule of a time would have found if it had been
// asked at the end of each day after one, up to another; won goes by day and begins
// early enough for the first. The earliest found come first.
func (r Route) FirstOfEach(won []DayNet, after, to int64) []int64 {
	net, found := map[int64]int64{}, map[int64]bool{}
	var ids []int64
	in, out := 0, 0
	for day := after + 1; day <= to; day++ {
		for ; in < len(won) && won[in].Day <= day; in++ {
			net[won[in].Idea] += won[in].Net
		}
		for ; out < in && won[out].Day <= day-r.Days; out++ {
			if net[won[out].Idea] -= won[out].Net; net[won[out].Idea] == 0 {
				delete(net, won[out].Idea)
			}
		}
		for _, w := range r.first(net) {
			if !found[w.Idea] {
				found[w.Idea] = true
				ids = append(ids, w.Idea)
			}
		}
	}
	return ids
}

// first are the ideas of a time that the rule takes, by what each won.
func (r Route) first(net map[int64]int64) []DayNet {
	var enough []DayNet
	for idea, n := range net {
		if n >= r.Points {
			enough = append(enough, DayNet{Idea: idea, Net: n})
		}
	}
	slices.SortFunc(enough, func(a, b DayNet) int { return cmp.Or(cmp.Compare(b.Net, a.Net), cmp.Compare(b.Idea, a.Idea)) })
	return enough[:min(int64(len(enough)), r.Top)]
}

// DryRun is what a rule would have routed in the last DryDays.
type DryRun struct {
	Ideas  []Idea // the first of them, id, title, status and points
	Count  int64
	More   bool  // there are more than were counted
	Now    bool  // a rule of a time was asked for now alone: too much happened to go through
	Closed int64 // of the counted ones that are closed now
	Queued int64 // of the counted ones that are in a queue already
}

// RouteYield is what became of what a rule routed.
type RouteYield struct {
	Routed, Accepted, Declined int64
	Median                     time.Duration // from routing to the first decision; 0 without one
	Decided                    int64
}

// Add counts an item that has a status now.
func (y *RouteYield) Add(s Status) {
	y.Routed++
	switch s {
	case StatusAccepted, StatusInProgress, StatusShipped, StatusPartlyShipped:
		y.Accepted++
	case StatusDeclined, StatusAlreadyOffered:
		y.Declined++
	}
}

// Ideas asks for the open ideas that a rule is about, most points first.
func (r Route) Ideas(after Cursor, limit int, today int64) IdeaFilter {
	f := IdeaFilter{Order: Top, Statuses: OpenStatuses, SpaceID: r.Space.ID, After: after, Limit: limit, Today: today}
	if r.Product.ID != 0 {
		f.Product = &r.Product
	}
	if r.Tag.ID != 0 {
		f.Tag = &r.Tag
	}
	return f
}
