package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

// itemQuery reads items whose places are c: of ideas from idea_counts, of all else
// from the items themselves.
const itemQuery = `SELECT t.id, t.source, t.watch_since, t.title, t.note, t.reach, c.status, c.queue_id, c.factor, c.lift, c.rank,
	COALESCE(q.slug, ''), COALESCE(q.name, ''),
	t.cause, t.rule_id, t.rule_name, t.rule_points, t.points_then, COALESCE(b.id, 0), COALESCE(b.name, ''), COALESCE(b.role, ''), t.routed_at,
	COALESCE(e.id, 0), COALESCE(e.name, ''), COALESCE(e.role, ''), t.effort, t.target_day, t.tracker, t.stars,
	t.entered_at, t.due_at, t.left_ms, t.late, t.parked_until, t.parked_points, t.park_note, t.asked_until, t.decided_at,
	t.closed_at, t.version,
	COALESCE(i.id, 0), COALESCE(i.title, ''), COALESCE(i.excerpt, ''), COALESCE(i.language, ''), COALESCE(k.created_at, 0),
	COALESCE(k.promotes, 0), COALESCE(k.demotes, 0), COALESCE(k.held, 0), COALESCE(k.carried, 0), COALESCE(k.wanted, 0), COALESCE(i.author_name, ''),
	COALESCE(n.nice, 0), COALESCE(n.important, 0), COALESCE(n.critical, 0), COALESCE(n.words, 0),
	COALESCE(s.id, 0), COALESCE(s.slug, ''), COALESCE(s.name, ''), COALESCE(m.id, 0), COALESCE(m.name, ''), COALESCE(m.role, ''),
	COALESCE(p.id, 0), COALESCE(p.slug, ''), COALESCE(p.name, ''), COALESCE(pc.state, ''), COALESCE(pc.n, 0),
	COALESCE(pc.sum, 0), COALESCE(pc.below_since, 0),
	COALESCE(h.id, 0), COALESCE(h.name_en, ''), COALESCE(h.name_de, ''), COALESCE(v.id, 0), COALESCE(v.name, ''),
	COALESCE(g.target_id, 0), COALESCE(gi.title, ''), COALESCE(gi.language, '')
	FROM (%places%) c
	JOIN items t ON t.id = c.item_id
	LEFT JOIN queues q ON q.id = c.queue_id
	LEFT JOIN ideas i ON i.id = t.idea_id
	LEFT JOIN idea_counts k ON k.idea_id = t.idea_id
	LEFT JOIN reason_counts n ON n.idea_id = t.idea_id
	LEFT JOIN spaces s ON s.id = k.space_id
	LEFT JOIN members m ON m.id = i.author_id
	LEFT JOIN products p ON p.id = COALESCE(t.product_id, i.product_id)
	LEFT JOIN product_counts pc ON pc.product_id = p.id
	LEFT JOIN themes h ON h.id = t.theme_id
	LEFT JOIN members e ON e.id = t.engineer_id
	LEFT JOIN members b ON b.id = t.by_id
	LEFT JOIN revisions v ON v.id = t.shipped_in
	LEFT JOIN merge_proposals g ON g.id = (SELECT MIN(o.id) FROM merge_proposals o
		JOIN idea_counts oc ON oc.idea_id = o.target_id WHERE o.source_id = t.idea_id AND o.outcome = '' AND oc.listed)
	LEFT JOIN ideas gi ON gi.id = g.target_id
	WHERE (t.idea_id IS NULL OR s.visibility = 'public') ORDER BY c.rank DESC, c.item_id DESC`

func scanItem(rows *sql.Rows) (domain.Item, error) {
	var i domain.Item
	var watch, routed, target, entered, due, left, parked, asked, decided, closed, created, below int64
	var named string
	err := rows.Scan(&i.ID, &i.Source, &watch, &i.Own, &i.Note, &i.Reach, &i.Status, &i.Place.Queue, &i.Place.Factor,
		&i.Place.Lift, &i.Place.Rank,
		&i.Queue.Slug, &i.Queue.Name,
		&i.Cause, &i.Rule.ID, &i.Rule.Name, &i.Rule.Points, &i.Then, &i.By.ID, &i.By.Name, &i.By.Role, &routed,
		&i.Engineer.ID, &i.Engineer.Name, &i.Engineer.Role, &i.Effort, &target, &i.Tracker, &i.Stars,
		&entered, &due, &left, &i.Late, &parked, &i.ParkedPoints, &i.ParkNote, &asked, &decided, &closed, &i.Version,
		&i.Idea.ID, &i.Idea.Title, &i.Idea.Excerpt, &i.Idea.Language, &created,
		&i.Idea.Promotes, &i.Idea.Demotes, &i.Idea.Held, &i.Idea.Carried, &i.Idea.Wanted, &named,
		&i.Idea.Reasons.Importances[domain.NiceToHave], &i.Idea.Reasons.Importances[domain.Important],
		&i.Idea.Reasons.Importances[domain.Critical], &i.Idea.Reasons.InWords,
		&i.Idea.Space.ID, &i.Idea.Space.Slug, &i.Idea.Space.Name, &i.Idea.Author.ID, &i.Idea.Author.Name, &i.Idea.Author.Role,
		&i.Product.ID, &i.Product.Slug, &i.Product.Name, &i.Product.State, &i.Product.N, &i.Product.Sum, &below,
		&i.Theme.ID, &i.Theme.NameEN, &i.Theme.NameDE, &i.ShippedIn.ID, &i.ShippedIn.Name,
		&i.Proposed.ID, &i.Proposed.Title, &i.Proposed.Language)
	i.Queue.ID, i.Place.Item = i.Place.Queue, i.ID
	i.Watch, i.Routed, i.Entered, i.Decided, i.Closed = moment(watch), moment(routed), moment(entered), moment(decided), moment(closed)
	i.ParkedUntil, i.AskedUntil, i.Product.BelowSince = moment(parked), moment(asked), moment(below)
	i.Deadline = domain.Deadline{Due: moment(due), Left: time.Duration(left) * time.Millisecond}
	i.Target = launched(target)
	i.Idea.Created, i.Idea.Words, i.Idea.Status, i.Idea.Product, i.Idea.Place = moment(created), slug.Of(i.Idea.Title),
		i.Status, i.Product, i.Place
	setName(&i.Idea.Author, named)
	return i, err
}

const placeColumns = ", status, queue_id, factor, lift, rank "

// ideaPlaces and itemPlaces are where items stand, from the two tables that say so.
const (
	ideaPlaces = "SELECT item_id" + placeColumns + "FROM idea_counts WHERE "
	itemPlaces = "SELECT id AS item_id" + placeColumns + "FROM items WHERE source <> 'idea' AND "
)

// columns are the same ones as counts read them: in the indexes alone.
var columns = []struct{ from, id string }{
	{"FROM idea_counts WHERE queue_id > 0 AND listed AND ", "item_id"},
	{"FROM items WHERE queue_id > 0 AND ", "id"},
}

// Items reads one page of a queue's column, what is most urgent first: one query,
// and a page's rows of an index for each status and source.
func (r reads) Items(ctx context.Context, f domain.ItemFilter) (domain.Page[domain.Item], error) {
	f.Limit = pageSize(f.Limit, domain.ItemPage)
	var w where
	limit := w.arg(f.Limit + 1)
	places := "SELECT * FROM (" + strings.Join(columnRanges(&w, f, limit), " UNION ALL ") +
		") merged ORDER BY rank DESC, item_id DESC LIMIT " + limit
	query := strings.Replace(itemQuery, "%places%", places, 1)
	return readPage(ctx, r.handle, query, w.args, scanItem, f.Limit, domain.ItemCursor)
}

// columnRanges are a page's rows of each index that holds items of a column.
func columnRanges(w *where, f domain.ItemFilter, limit string) []string {
	queue := w.arg(f.Queue)
	var ranges []string
	add := func(places, id, also string) {
		if !f.After.Zero() {
			also += " AND (rank, " + id + ") < (" + w.arg(f.After.Key) + ", " + w.arg(f.After.ID) + ")"
		}
		for _, s := range f.Column.Statuses {
			ranges = append(ranges, "SELECT * FROM ("+places+"queue_id > 0 AND queue_id = "+queue+
				" AND status = "+w.arg(s)+also+" ORDER BY rank DESC, "+id+" DESC LIMIT "+limit+") r")
		}
	}
	if f.Source == "" || f.Source == domain.SourceIdea {
		add(ideaPlaces, "item_id", " AND listed")
	}
	switch f.Source {
	case "":
		add(itemPlaces, "id", "")
	case domain.SourceIdea:
	default:
		add(itemPlaces, "id", " AND source = "+w.arg(f.Source))
	}
	return ranges
}

// ItemByID finds an item.
func (r reads) ItemByID(ctx context.Context, id int64) (domain.Item, error) {
	places := ideaPlaces + "idea_id = (SELECT idea_id FROM items WHERE id = $1) UNION ALL " + itemPlaces + "id = $1"
	return one(ctx, r.handle, strings.Replace(itemQuery, "%places%", places, 1), []any{id}, scanItem)
}

// ItemOfIdea finds the item that an idea is; ID 0 where it never was one.
func (r reads) ItemOfIdea(ctx context.Context, idea int64) (domain.Item, error) {
	return r.itemIf(ctx, ideaPlaces+"idea_id = $1 AND item_id > 0", idea)
}

// ItemOfTheme finds the item that works on a theme; ID 0 where none does.
func (r reads) ItemOfTheme(ctx context.Context, theme int64) (domain.Item, error) {
	return r.itemIf(ctx, itemPlaces+"source = 'theme' AND theme_id = $1", theme)
}

// RecoveryOf finds the newest recovery of a product; ID 0 where it never was on
// watch in a queue.
func (r reads) RecoveryOf(ctx context.Context, product int64) (domain.Item, error) {
	return r.itemIf(ctx, itemPlaces+"id = (SELECT MAX(id) FROM items WHERE source = 'recovery' AND product_id = $1)", product)
}

// WorksOn lists the work on a product's themes, and the newest recovery of it.
func (r reads) WorksOn(ctx context.Context, product int64) ([]domain.Item, error) {
	places := itemPlaces + "source = 'theme' AND theme_id IN (SELECT id FROM themes WHERE product_id = $1) UNION ALL " +
		"SELECT * FROM (" + itemPlaces + "source = 'recovery' AND product_id = $1 ORDER BY watch_since DESC LIMIT 1) r"
	return list(ctx, r.handle, strings.Replace(itemQuery, "%places%", places, 1), []any{product}, scanItem)
}

func (r reads) itemIf(ctx context.Context, places string, args ...any) (domain.Item, error) {
	i, err := one(ctx, r.handle, strings.Replace(itemQuery, "%places%", places, 1), args, scanItem)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return i, err
}

// LockItem takes the rows an item stands on for the rest of the transaction, that of its
// idea or product first, and reads it as it now is.
func (q *Tx) LockItem(ctx context.Context, id int64) (domain.Item, error) {
	var idea, product int64
	err := q.get(ctx, "SELECT COALESCE(idea_id, 0), COALESCE(product_id, 0) FROM items WHERE id = $1", []any{id}, &idea, &product)
	if err != nil {
		return domain.Item{}, err
	}
	if product != 0 {
		if err := q.changeOne(ctx, "UPDATE product_counts SET state = state WHERE product_id = $1", product); err != nil {
			return domain.Item{}, err
		}
	}
	if idea != 0 {
		if err := q.changeOne(ctx, "UPDATE idea_counts SET open = open WHERE idea_id = $1", idea); err != nil {
			return domain.Item{}, err
		}
	}
	if err := q.changeOne(ctx, "UPDATE items SET version = version WHERE id = $1", id); err != nil {
		return domain.Item{}, err
	}
	return q.ItemByID(ctx, id)
}

// CreateItem adds an item and returns its id, 0 when what it is about is an item
// already: nothing is routed twice.
func (q *Tx) CreateItem(ctx context.Context, i domain.Item) (int64, error) {
	ids, err := list(ctx, q.handle, `INSERT INTO items (source, idea_id, product_id, watch_since, theme_id, title, note, status, reach,
		cause, rule_id, rule_name, rule_points, points_then, by_id, routed_at, stars, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16) ON CONFLICT DO NOTHING RETURNING id`,
		[]any{i.Source, orNoID(i.Idea.ID), orNoID(productOfItem(i)), millis(i.Watch), orNoID(i.Theme.ID), i.Own, i.Note, ownStatus(i), i.Reach,
			i.Cause, i.Rule.ID, i.Rule.Name, i.Rule.Points, i.Then, orNoID(i.By.ID), millis(i.Routed), i.Stars}, scanID)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// productOfItem is the product that an item names itself: that of an idea is the
// idea's.
func productOfItem(i domain.Item) int64 {
	if i.Source == domain.SourceIdea {
		return 0
	}
	return i.Product.ID
}

// ownStatus is the status that an item keeps itself: that of an idea is the idea's.
func ownStatus(i domain.Item) domain.Status {
	if i.Source == domain.SourceIdea {
		return ""
	}
	return i.Status
}

// SetItem writes an item whose rows are held: where it stands, its clock and what
// people say of it. The status of an idea is SetStatus's.
func (q *Tx) SetItem(ctx context.Context, i domain.Item) error {
	err := q.changeOne(ctx, `UPDATE items SET title = $2, note = $3, status = $4, reach = $5, engineer_id = $6, effort = $7, target_day = $8,
		tracker = $9, stars = $10, shipped_in = $11, entered_at = $12, due_at = $13, left_ms = $14, late = $15, parked_until = $16,
		parked_points = $17, park_note = $18, asked_until = $19, decided_at = $20, closed_at = $21,
		watch_since = $22, version = version + 1 WHERE id = $1`,
		i.ID, i.Own, i.Note, ownStatus(i), i.Reach, orNoID(i.Engineer.ID), i.Effort, dayOrNone(i.Target),
		i.Tracker, i.Stars, orNoID(i.ShippedIn.ID), millis(i.Entered), millis(i.Deadline.Due), i.Deadline.Left.Milliseconds(),
		i.Late, millis(i.ParkedUntil),
		i.ParkedPoints, i.ParkNote, millis(i.AskedUntil), millis(i.Decided), millis(i.Closed), millis(i.Watch))
	if err != nil {
		return err
	}
	return q.SetPlace(ctx, i)
}

// SetPlace writes where an item stands, there where it is kept.
func (q *Tx) SetPlace(ctx context.Context, i domain.Item) error {
	table, key, id := "items", "id", i.ID
	if i.Source == domain.SourceIdea {
		table, key, id = "idea_counts", "idea_id", i.Idea.ID
		if err := q.changeOne(ctx, "UPDATE idea_counts SET item_id = $2 WHERE idea_id = $1", id, i.ID); err != nil {
			return err
		}
	}
	return q.changeOne(ctx, "UPDATE "+table+" SET queue_id = $2, factor = $3, lift = $4, rank = $5 WHERE "+key+" = $1",
		id, i.Queue.ID, i.Place.Factor, i.Place.Lift, i.Place.Rank)
}

func dayOrNone(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return domain.Day(t)
}

// CreateItemEvent writes down what happened to an item.
func (q *Tx) CreateItemEvent(ctx context.Context, item int64, e domain.ItemEvent) error {
	key := ""
	if e.Act == domain.ActDecided && e.Words != "" {
		key = domain.SameReason(e.Words)
	}
	_, err := q.exec(ctx, `INSERT INTO item_events (item_id, at, act, from_status, to_status, member_id, role, words, reason_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, item, millis(e.At), e.Act, e.From, e.To, orNoID(e.By.ID), e.By.Role, e.Words, key)
	return err
}

// itemEventsMax bounds what an item's card shows of what happened to it.
const itemEventsMax = 100

// ItemEvents lists what happened to an item, newest first.
func (r reads) ItemEvents(ctx context.Context, item int64) ([]domain.ItemEvent, error) {
	return list(ctx, r.handle, `SELECT e.id, e.act, e.from_status, e.to_status, COALESCE(m.id, 0), COALESCE(m.name, ''),
		e.role, e.words, e.at, e.undone_at
		FROM item_events e LEFT JOIN members m ON m.id = e.member_id WHERE e.item_id = $1 ORDER BY e.id DESC LIMIT $2`,
		[]any{item, itemEventsMax}, func(rows *sql.Rows) (domain.ItemEvent, error) {
			var e domain.ItemEvent
			var at, undone int64
			err := rows.Scan(&e.ID, &e.Act, &e.From, &e.To, &e.By.ID, &e.By.Name, &e.By.Role, &e.Words, &at, &undone)
			e.At, e.Undone = moment(at), moment(undone)
			return e, err
		})
}

// UndoItemEvent notes that a decision about an item was taken back.
func (q *Tx) UndoItemEvent(ctx context.Context, id int64, now time.Time) error {
	return q.changeOne(ctx, "UPDATE item_events SET undone_at = $2 WHERE id = $1 AND undone_at = 0", id, millis(now))
}

// ItemsToWake lists items at which time may change something: late ones, parked
// ones whose day has come, unanswered questions, and what a clock ahead of its time
// put off.
func (r reads) ItemsToWake(ctx context.Context, now time.Time, limit int) ([]int64, error) {
	return list(ctx, r.handle, `SELECT id FROM (
		SELECT id FROM (SELECT id FROM items WHERE due_at > 0 AND NOT late AND due_at <= $1 ORDER BY due_at, id LIMIT $2) a UNION
		SELECT id FROM (SELECT id FROM items WHERE parked_until > 0 AND parked_until <= $1 ORDER BY parked_until, id LIMIT $2) b UNION
		SELECT id FROM (SELECT id FROM items WHERE parked_until > 0 AND parked_until > $3 ORDER BY parked_until, id LIMIT $2) c UNION
		SELECT id FROM (SELECT id FROM items WHERE asked_until > 0 AND asked_until <= $1 ORDER BY asked_until, id LIMIT $2) d UNION
		SELECT id FROM (SELECT id FROM items WHERE asked_until > 0 AND asked_until > $4 ORDER BY asked_until, id LIMIT $2) e) found
		ORDER BY id LIMIT $2`,
		[]any{millis(now), limit, millis(domain.FurthestHonest(now, domain.ParkFor)), millis(domain.FurthestHonest(now, domain.AskFor))}, scanID)
}

// ParkedThatGrew lists parked ideas whose points grew by half since.
func (r reads) ParkedThatGrew(ctx context.Context, limit int) ([]int64, error) {
	return list(ctx, r.handle, `SELECT t.id FROM items t JOIN idea_counts c ON c.idea_id = t.idea_id
		WHERE t.parked_until > 0 AND t.parked_points > 0 AND 2 * c.points >= 3 * t.parked_points ORDER BY t.id LIMIT $1`, []any{limit}, scanID)
}

// OpenItems lists ids of a queue's open items behind one, for walking all of them.
func (r reads) OpenItems(ctx context.Context, queue, after int64, limit int) ([]int64, error) {
	var w where
	from, at, most := w.arg(after), w.arg(queue), w.arg(limit)
	open := make([]string, len(domain.OpenStatuses))
	for i, s := range domain.OpenStatuses {
		open[i] = w.arg(s)
	}
	statuses := strings.Join(open, ", ")
	return list(ctx, r.handle, `SELECT item_id FROM (
		SELECT item_id FROM idea_counts WHERE queue_id > 0 AND listed
		AND queue_id = `+at+` AND status IN (`+statuses+`) AND item_id > `+from+` UNION ALL
		SELECT id AS item_id FROM items WHERE queue_id > 0 AND queue_id = `+at+` AND status IN (`+statuses+`) AND id > `+from+`) open_items
		ORDER BY item_id LIMIT `+most, w.args, scanID)
}

// StarsLostToIdea is what the themes that an idea answers cost its product's current
// revision, in stars for each rating (product.md §4, star impact).
func (r reads) StarsLostToIdea(ctx context.Context, idea int64) (float64, error) {
	lost, _, err := r.starsLost(ctx, "idea_id", idea)
	return lost, err
}

// StarsLostToTheme is what one theme costs, and how many reviews carry it.
func (r reads) StarsLostToTheme(ctx context.Context, theme int64) (lost float64, reviews int64, err error) {
	return r.starsLost(ctx, "id", theme)
}

func (r reads) starsLost(ctx context.Context, column string, id int64) (stars float64, reviews int64, err error) {
	var lost, n int64
	err = r.get(ctx, `SELECT COALESCE(SUM(tc.lost), 0), COALESCE(SUM(tc.reviews), 0), COALESCE(MAX(pc.n), 0) FROM themes h
		JOIN product_counts pc ON pc.product_id = h.product_id
		JOIN theme_counts tc ON tc.theme_id = h.id AND tc.revision_id = pc.revision_id WHERE h.`+column+` = $1`, []any{id}, &lost, &reviews, &n)
	return domain.Road{N: n}.Stars(lost), reviews, err
}

// SetMeasure writes what an item costs and reaches today, and the place that follows.
// Its version stays: nobody's decision is out of date because of it.
func (q *Tx) SetMeasure(ctx context.Context, i domain.Item) error {
	if err := q.changeOne(ctx, "UPDATE items SET stars = $2, reach = $3 WHERE id = $1", i.ID, i.Stars, i.Reach); err != nil {
		return err
	}
	return q.SetPlace(ctx, i)
}

// WorkReasonUses is ReasonUses for decisions about what is no idea.
func (r reads) WorkReasonUses(ctx context.Context, item int64, reason string) (n int64, err error) {
	err = r.get(ctx, `SELECT COUNT(*) FROM (SELECT DISTINCT item_id FROM item_events
		WHERE reason_key <> '' AND reason_key = $1 AND item_id <> $2 LIMIT $3) used`,
		[]any{domain.SameReason(reason), item, domain.ReasonUses}, &n)
	return n, err
}

// LastDecision is the newest decision about an item that was not taken back; the
// zero event when there is none.
func (r reads) LastDecision(ctx context.Context, item int64) (domain.ItemEvent, error) {
	events, err := r.ItemEvents(ctx, item)
	for _, e := range events {
		if e.Act == domain.ActDecided && e.Undone.IsZero() {
			return e, err
		}
	}
	return domain.ItemEvent{}, err
}

// SameWork finds work that somebody wrote down in a queue under a title since a time;
// 0 when there is none.
func (r reads) SameWork(ctx context.Context, queue, by int64, title string, since time.Time) (int64, error) {
	return r.firstID(ctx, `SELECT id FROM items WHERE queue_id > 0 AND queue_id = $1 AND status = $2 AND source = $3
		AND by_id = $4 AND title = $5 AND routed_at >= $6`, queue, domain.StatusUnderReview, domain.SourceHand, by, title, millis(since))
}
