package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
)

const routeQuery = `SELECT r.id, r.position, r.name, r.kind, r.points, r.top, r.days, r.version, q.id, q.slug, q.name,
	r.space_id, COALESCE(s.slug, ''), COALESCE(s.name, ''), r.product_id, COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(c.ideas, 0),
	r.tag_id, COALESCE(t.slug, ''), COALESCE(t.name, ''), COALESCE(t.ideas, 0)
	FROM queue_rules r JOIN queues q ON q.id = r.queue_id
	LEFT JOIN spaces s ON s.id = r.space_id
	LEFT JOIN products p ON p.id = r.product_id
	LEFT JOIN product_counts c ON c.product_id = r.product_id
	LEFT JOIN tags t ON t.id = r.tag_id `

func scanRoute(rows *sql.Rows) (domain.Route, error) {
	var r domain.Route
	return r, rows.Scan(&r.ID, &r.Position, &r.Name, &r.Kind, &r.Points, &r.Top, &r.Days, &r.Version,
		&r.Queue.ID, &r.Queue.Slug, &r.Queue.Name, &r.Space.ID, &r.Space.Slug, &r.Space.Name,
		&r.Product.ID, &r.Product.Slug, &r.Product.Name, &r.Product.Ideas,
		&r.Tag.ID, &r.Tag.Slug, &r.Tag.Name, &r.Tag.Ideas)
}

// Routes lists the rules of all queues in their order.
func (r reads) Routes(ctx context.Context) ([]domain.Route, error) {
	return list(ctx, r.handle, routeQuery+"ORDER BY r.position, r.id LIMIT $1", []any{domain.RoutesMax}, scanRoute)
}

// RouteByID finds a rule.
func (r reads) RouteByID(ctx context.Context, id int64) (domain.Route, error) {
	return one(ctx, r.handle, routeQuery+"WHERE r.id = $1", []any{id}, scanRoute)
}

// CreateRoute adds a rule behind all others and returns its id.
func (q *Tx) CreateRoute(ctx context.Context, n domain.Route) (int64, error) {
	var id int64
	err := q.get(ctx, `INSERT INTO queue_rules (queue_id, position, name, kind, space_id, product_id, tag_id, points, top, days)
		VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM queue_rules), $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		[]any{n.Queue.ID, n.Name, n.Kind, n.Space.ID, n.Product.ID, n.Tag.ID, n.Points, n.Top, n.Days}, &id)
	return id, err
}

// SetRoute changes a rule that still is at n.Version; domain.ErrNotFound otherwise.
func (q *Tx) SetRoute(ctx context.Context, n domain.Route) error {
	return q.changeOne(ctx, `UPDATE queue_rules SET queue_id = $3, name = $4, kind = $5, space_id = $6, product_id = $7, tag_id = $8,
		points = $9, top = $10, days = $11, version = version + 1 WHERE id = $1 AND version = $2`,
		n.ID, n.Version, n.Queue.ID, n.Name, n.Kind, n.Space.ID, n.Product.ID, n.Tag.ID, n.Points, n.Top, n.Days)
}

// DeleteRoute forgets a rule; what it routed stays.
func (q *Tx) DeleteRoute(ctx context.Context, id int64) error {
	return q.changeOne(ctx, "DELETE FROM queue_rules WHERE id = $1", id)
}

// SetRouteOrder puts the rules into an order of ids. Rules that are not named keep
// their places behind them.
func (q *Tx) SetRouteOrder(ctx context.Context, ids []int64) error {
	for i, id := range ids {
		if _, err := q.exec(ctx, "UPDATE queue_rules SET position = $2 WHERE id = $1", id, i+1); err != nil {
			return err
		}
	}
	return nil
}

// TopOf lists the ids of the open ideas that won most points in a rule's days, up to
// its number, those in queues among them.
func (r reads) TopOf(ctx context.Context, rule domain.Route, today int64) ([]int64, error) {
	var w where
	condition := "d.day > " + w.arg(today-rule.Days) + " AND c.listed AND c.open" + w.subject(rule)
	return list(ctx, r.handle, `SELECT d.idea_id FROM idea_days d JOIN idea_counts c ON c.idea_id = d.idea_id WHERE `+condition+`
		GROUP BY d.idea_id HAVING SUM(d.promotes - d.demotes) >= `+w.arg(rule.Points)+`
		ORDER BY SUM(d.promotes - d.demotes) DESC, d.idea_id DESC LIMIT `+w.arg(rule.Top), w.args, scanID)
}

// ImportedToRoute lists the imported ideas of a source that a rule by points would
// route: open ones that were never in a queue. It reads every idea of the source: for
// the command that imports, not for pages.
func (r *Reader) ImportedToRoute(ctx context.Context, source string, routes []domain.Route) ([]int64, error) {
	var w where
	from := w.arg(source)
	var reached []string
	for _, rule := range routes {
		if rule.Kind == domain.RoutePoints {
			reached = append(reached, "c.points >= "+w.arg(rule.Points)+w.subject(rule))
		}
	}
	if len(reached) == 0 {
		return nil, nil
	}
	slow := r.handle
	slow.deadline = 10 * JobDeadline
	return list(ctx, slow, `SELECT c.idea_id FROM imports i JOIN idea_counts c ON c.idea_id = i.object_id
		WHERE i.kind = 'idea' AND i.source = `+from+` AND c.item_id = 0 AND c.listed AND c.open
		AND (`+strings.Join(reached, " OR ")+`) ORDER BY c.idea_id`, w.args, scanID)
}

// subject is what a rule is about, as conditions on a row c of idea_counts.
func (w *where) subject(rule domain.Route) string {
	condition := ""
	if rule.Space.ID != 0 {
		condition += " AND c.space_id = " + w.arg(rule.Space.ID)
	}
	if rule.Product.ID != 0 {
		condition += " AND c.product_id = " + w.arg(rule.Product.ID)
	}
	if rule.Tag.ID != 0 {
		condition += " AND EXISTS (SELECT 1 FROM idea_tags t WHERE t.tag_id = " + w.arg(rule.Tag.ID) + " AND t.idea_id = c.idea_id)"
	}
	return condition
}

// NetSince reads how many points each idea won since a day, that day not counted.
func (r reads) NetSince(ctx context.Context, ideas []int64, day int64) (map[int64]int64, error) {
	net := make(map[int64]int64, len(ideas))
	err := inSteps(ideas, func(part []int64) error {
		var w where
		from := w.arg(day)
		return r.each(ctx, "SELECT idea_id, SUM(promotes - demotes) FROM idea_days WHERE day > "+from+" AND idea_id IN ("+
			w.ids(part, 0)+") GROUP BY idea_id",
			w.args, func(rows *sql.Rows) error {
				var id, n int64
				err := rows.Scan(&id, &n)
				net[id] = n
				return err
			})
	})
	return net, err
}

// dryMost is how many ideas a rule is tried on at most.
const dryMost = 500

// DryRun tries a rule on the last domain.DryDays: the ideas that came to have its
// points within them and have them still, or, for a rule of a time, those that it
// would have found at the end of each day.
func (r reads) DryRun(ctx context.Context, rule domain.Route, today int64) (domain.DryRun, error) {
	var run domain.DryRun
	var found []domain.Idea
	var err error
	if rule.Kind == domain.RouteTop {
		found, run.Now, err = r.topIdeas(ctx, rule, today)
	} else {
		found, run.More, err = r.ideasAbove(ctx, rule, today)
	}
	run.Count, run.Ideas = int64(len(found)), found[:min(len(found), 10)]
	run.More = run.More || len(found) == dryMost
	for _, i := range found {
		if i.Status.Closed() {
			run.Closed++
		}
		if i.Place.Item != 0 {
			run.Queued++
		}
	}
	return run, err
}

// dryRows is how many days of ideas a rule of a time is tried on at most.
const dryRows = 100_000

// topIdeas finds what a rule of a time would have found; where more happened than
// dryRows, what it finds now.
func (r reads) topIdeas(ctx context.Context, rule domain.Route, today int64) (found []domain.Idea, now bool, err error) {
	var w where
	won, err := list(ctx, r.handle, `SELECT d.day, d.idea_id, d.promotes - d.demotes FROM idea_days d JOIN idea_counts c ON c.idea_id = d.idea_id
		WHERE d.day > `+w.arg(today-domain.DryDays-rule.Days)+" AND c.listed"+w.subject(rule)+" ORDER BY d.day LIMIT "+w.arg(dryRows+1), w.args,
		func(rows *sql.Rows) (domain.DayNet, error) {
			var n domain.DayNet
			return n, rows.Scan(&n.Day, &n.Idea, &n.Net)
		})
	if err != nil {
		return nil, false, err
	}
	ids := rule.FirstOfEach(won, today-domain.DryDays, today)
	if now = len(won) > dryRows; now {
		if ids, err = r.TopOf(ctx, rule, today); err != nil {
			return nil, now, err
		}
	}
	found, err = r.routable(ctx, ids[:min(len(ids), dryMost)])
	return found, now, err
}

// ideasAbove finds ideas that crossed a rule's points in the last days, among the dryMost
// with most points; more: others have as many.
func (r reads) ideasAbove(ctx context.Context, rule domain.Route, today int64) (found []domain.Idea, more bool, err error) {
	f := rule.Ideas(domain.Cursor{}, pageMax, today)
	f.Statuses = domain.ListedStatuses
	var ids []int64
	points := map[int64]int64{}
	for len(ids) < dryMost {
		page, err := r.Ideas(ctx, f)
		if err != nil {
			return nil, false, err
		}
		for _, i := range page.Items {
			if i.Points() >= rule.Points && len(ids) < dryMost {
				ids = append(ids, i.ID)
				points[i.ID] = i.Points()
			}
		}
		last := len(page.Items) - 1
		if page.Next.Zero() || page.Items[last].Points() < rule.Points {
			break
		}
		f.After = page.Next
	}
	net, err := r.NetSince(ctx, ids, today-domain.DryDays)
	if err != nil {
		return nil, false, err
	}
	more = len(ids) == dryMost
	ids = slices.DeleteFunc(ids, func(id int64) bool { return points[id]-net[id] >= rule.Points })
	found, err = r.routable(ctx, ids)
	return found, more, err
}

// routable reads what rules ask of ideas, in the order of the ids.
func (r reads) routable(ctx context.Context, ids []int64) ([]domain.Idea, error) {
	at := map[int64]domain.Idea{}
	err := eachOf(ctx, r.handle, `SELECT c.idea_id, i.title, c.status, c.promotes, c.demotes, c.carried, c.space_id,
		c.product_id, c.queue_id, c.item_id
		FROM idea_counts c JOIN ideas i ON i.id = c.idea_id WHERE c.listed AND c.idea_id IN`, nil, ids, func(rows *sql.Rows) error {
		var i domain.Idea
		err := rows.Scan(&i.ID, &i.Title, &i.Status, &i.Promotes, &i.Demotes, &i.Carried, &i.Space.ID, &i.Product.ID,
			&i.Place.Queue, &i.Place.Item)
		at[i.ID] = i
		return err
	})
	var ideas []domain.Idea
	for _, id := range ids {
		if i, there := at[id]; there {
			ideas = append(ideas, i)
		}
	}
	return ideas, err
}

// yieldMost is how many items of a rule, the newest, its yield is made of.
const yieldMost = 1000

// Yields is what became of what each rule routed last, by the id of the rule.
func (r reads) Yields(ctx context.Context, rules []domain.Route) (map[int64]domain.RouteYield, error) {
	yields := make(map[int64]domain.RouteYield, len(rules))
	waits := map[int64][]time.Duration{}
	err := inSteps(rules, func(part []domain.Route) error {
		var w where
		most := w.arg(yieldMost)
		ranges := make([]string, len(part))
		for n, rule := range part {
			ranges[n] = "SELECT * FROM (SELECT rule_id, idea_id, routed_at, decided_at FROM items WHERE rule_id > 0 AND rule_id = " +
				w.arg(rule.ID) + " ORDER BY id DESC LIMIT " + most + ") r" + strconv.Itoa(n)
		}
		return r.each(ctx, "SELECT t.rule_id, c.status, t.routed_at, t.decided_at FROM ("+strings.Join(ranges, " UNION ALL ")+
			") t JOIN idea_counts c ON c.idea_id = t.idea_id", w.args, func(rows *sql.Rows) error {
			var rule, routed, decided int64
			var status domain.Status
			err := rows.Scan(&rule, &status, &routed, &decided)
			y := yields[rule]
			y.Add(status)
			yields[rule] = y
			if decided > 0 {
				waits[rule] = append(waits[rule], moment(decided).Sub(moment(routed)))
			}
			return err
		})
	})
	for rule, all := range waits {
		slices.Sort(all)
		y := yields[rule]
		y.Decided, y.Median = int64(len(all)), all[len(all)/2]
		yields[rule] = y
	}
	return yields, err
}
