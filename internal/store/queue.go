package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"groundswell/internal/domain"
)

const queueColumns = `q.id, q.slug, q.name, q.description_en, q.description_de, q.time_zone, q.days, q.soft_limit,
	q.weight_importance, q.weight_stars, q.weight_effort, q.version`

func scanQueue(rows *sql.Rows) (domain.Queue, error) {
	var q domain.Queue
	return q, rows.Scan(&q.ID, &q.Slug, &q.Name, &q.DescriptionEN, &q.DescriptionDE, &q.TimeZone, &q.Days, &q.SoftLimit,
		&q.Weights.Importance, &q.Weights.Stars, &q.Weights.Effort, &q.Version)
}

// Queues lists the queues by name, with their engineers and without what they cover:
// two queries.
func (r reads) Queues(ctx context.Context) ([]domain.Queue, error) {
	queues, err := list(ctx, r.handle, "SELECT "+queueColumns+" FROM queues q ORDER BY q.name, q.id LIMIT $1",
		[]any{domain.QueuesMax}, scanQueue)
	if err != nil || len(queues) == 0 {
		return nil, err
	}
	at := make(map[int64]int, len(queues))
	for i, q := range queues {
		at[q.ID] = i
	}
	err = r.engineers(ctx, "e.queue_id > 0", nil, func(queue int64, m domain.MemberRef) {
		if i, known := at[queue]; known {
			queues[i].Engineers = append(queues[i].Engineers, m)
		}
	})
	return queues, err
}

// QueueRefs names the queues, by name.
func (r reads) QueueRefs(ctx context.Context) ([]domain.QueueRef, error) {
	return list(ctx, r.handle, "SELECT id, slug, name FROM queues ORDER BY name, id LIMIT $1", []any{domain.QueuesMax},
		func(rows *sql.Rows) (domain.QueueRef, error) {
			var q domain.QueueRef
			return q, rows.Scan(&q.ID, &q.Slug, &q.Name)
		})
}

// engineers calls do for those of some queues who still are on the staff, each
// queue's by id.
func (r reads) engineers(ctx context.Context, condition string, args []any, do func(queue int64, m domain.MemberRef)) error {
	return r.each(ctx, `SELECT e.queue_id, m.id, m.name, m.role FROM queue_engineers e JOIN members m ON m.id = e.member_id
		WHERE `+condition+` AND m.suspended_at = 0 AND m.role <> 'member' ORDER BY e.queue_id, e.member_id`, args,
		func(rows *sql.Rows) error {
			var queue int64
			var m domain.MemberRef
			if err := rows.Scan(&queue, &m.ID, &m.Name, &m.Role); err != nil {
				return err
			}
			do(queue, m)
			return nil
		})
}

// Queue finds a queue by the word in its address.
func (r reads) Queue(ctx context.Context, slug string) (domain.Queue, error) {
	return r.oneQueue(ctx, "q.slug = $1", slug)
}

// QueueByID finds a queue by id.
func (r reads) QueueByID(ctx context.Context, id int64) (domain.Queue, error) {
	return r.oneQueue(ctx, "q.id = $1", id)
}

func (r reads) oneQueue(ctx context.Context, condition string, arg any) (domain.Queue, error) {
	q, err := one(ctx, r.handle, "SELECT "+queueColumns+" FROM queues q WHERE "+condition, []any{arg}, scanQueue)
	if err != nil {
		return q, err
	}
	err = r.engineers(ctx, "e.queue_id = $1", []any{q.ID}, func(_ int64, m domain.MemberRef) { q.Engineers = append(q.Engineers, m) })
	if err != nil {
		return q, err
	}
	q.Covers, err = r.covers(ctx, q.ID)
	return q, err
}

// coversQuery names what a queue answers for, kind by kind.
const coversQuery = `SELECT c.kind, c.object_id, COALESCE(s.slug, p.slug, t.slug, ''), COALESCE(s.name, p.name, t.name, '')
	FROM queue_covers c
	LEFT JOIN spaces s ON c.kind = 'space' AND s.id = c.object_id AND s.visibility = 'public'
	LEFT JOIN products p ON c.kind = 'product' AND p.id = c.object_id
	LEFT JOIN tags t ON c.kind = 'tag' AND t.id = c.object_id
	WHERE c.queue_id = $1 ORDER BY c.kind, 4, c.object_id`

func (r reads) covers(ctx context.Context, queue int64) (domain.Covers, error) {
	var c domain.Covers
	err := r.each(ctx, coversQuery, []any{queue}, func(rows *sql.Rows) error {
		var of kind
		var id int64
		var slug, name string
		if err := rows.Scan(&of, &id, &slug, &name); err != nil || name == "" {
			return err
		}
		switch of {
		case spaceKind:
			c.Spaces = append(c.Spaces, domain.Space{ID: id, Slug: slug, Name: name})
		case productKind:
			c.Products = append(c.Products, domain.Product{ID: id, Slug: slug, Name: name})
		case tagKind:
			c.Tags = append(c.Tags, domain.Tag{ID: id, Slug: slug, Name: name})
		}
		return nil
	})
	return c, err
}

// CoveredByOthers lists what a queue is to answer for and another one does, the first
// of each kind.
func (r reads) CoveredByOthers(ctx context.Context, n domain.Queue) ([]domain.Covered, error) {
	var taken []domain.Covered
	spaces, products, tags := map[int64]string{}, map[int64]string{}, map[int64]string{}
	for _, s := range n.Covers.Spaces {
		spaces[s.ID] = s.Name
	}
	for _, p := range n.Covers.Products {
		products[p.ID] = p.Name
	}
	for _, t := range n.Covers.Tags {
		tags[t.ID] = t.Name
	}
	for _, of := range []struct {
		kind  kind
		field string
		named map[int64]string
	}{{spaceKind, "spaces", spaces}, {productKind, "products", products}, {tagKind, "tags", tags}} {
		found := domain.Covered{Field: of.field}
		err := eachOf(ctx, r.handle, `SELECT c.object_id, q.name FROM queue_covers c JOIN queues q ON q.id = c.queue_id
			WHERE c.kind = $1 AND c.queue_id <> $2 AND c.object_id IN`, []any{of.kind, n.ID}, slices.Sorted(maps.Keys(of.named)),
			func(rows *sql.Rows) error {
				var id int64
				var queue string
				err := rows.Scan(&id, &queue)
				if found.Queue == "" {
					found.Name, found.Queue = of.named[id], queue
				}
				return err
			})
		if err != nil {
			return nil, err
		}
		if found.Queue != "" {
			taken = append(taken, found)
		}
	}
	return taken, nil
}

// QueueOfProduct is the queue that answers for a product; ID 0 when none does.
func (r reads) QueueOfProduct(ctx context.Context, product int64) (domain.Queue, error) {
	q, err := one(ctx, r.handle, "SELECT "+queueColumns+` FROM queue_covers c JOIN queues q ON q.id = c.queue_id
		WHERE c.kind = $1 AND c.object_id = $2`, []any{productKind, product}, scanQueue)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	return q, err
}

// QueuesOf lists the queues that somebody is an engineer of, by name.
func (r reads) QueuesOf(ctx context.Context, member int64) ([]domain.Queue, error) {
	return list(ctx, r.handle, "SELECT "+queueColumns+` FROM queue_engineers e JOIN queues q ON q.id = e.queue_id
		WHERE e.member_id = $1 ORDER BY q.name, q.id LIMIT $2`, []any{member, domain.QueuesMax}, scanQueue)
}

// CreateQueue adds a queue and returns its id. Its address is q.Slug, or made of its
// name.
func (q *Tx) CreateQueue(ctx context.Context, n domain.Queue, now time.Time) (int64, error) {
	id, err := q.add(ctx, addressed{
		kind: queueKind, slug: n.Slug, words: n.Name, name: n.Name,
		insert: `INSERT INTO queues (slug, name_key, name, description_en, description_de, time_zone, days, soft_limit,
			weight_importance, weight_stars, weight_effort, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		args: []any{n.Name, n.DescriptionEN, n.DescriptionDE, n.TimeZone, n.Days, n.SoftLimit,
			n.Weights.Importance, n.Weights.Stars, n.Weights.Effort, millis(now)},
	})
	if err != nil {
		return 0, queueKind.refused(err)
	}
	n.ID = id
	return id, q.setQueueMembers(ctx, n)
}

// SetQueue changes a queue that still is at n.Version; domain.ErrNotFound otherwise.
// Where n.Slug is empty the address follows the name.
func (q *Tx) SetQueue(ctx context.Context, n domain.Queue) error {
	now, err := q.rename(ctx, queueKind, n.ID, n.Slug, n.Name)
	if err == nil {
		err = q.changeOne(ctx, `UPDATE queues SET slug = $3, name_key = $4, name = $5, description_en = $6, description_de = $7,
			time_zone = $8, days = $9, soft_limit = $10, weight_importance = $11, weight_stars = $12, weight_effort = $13,
			version = version + 1 WHERE id = $1 AND version = $2`,
			n.ID, n.Version, now.slug, now.key, n.Name, n.DescriptionEN, n.DescriptionDE, n.TimeZone, n.Days, n.SoftLimit,
			n.Weights.Importance, n.Weights.Stars, n.Weights.Effort)
	}
	if err != nil {
		return queueKind.refused(err)
	}
	return q.setQueueMembers(ctx, n)
}

// setQueueMembers makes engineers and covers those of n. Engineers who are suspended
// are shown to nobody and stay. What another queue answers for is refused by the
// table's key.
func (q *Tx) setQueueMembers(ctx context.Context, n domain.Queue) error {
	if _, err := q.exec(ctx, `DELETE FROM queue_engineers WHERE queue_id = $1
		AND member_id IN (SELECT id FROM members WHERE suspended_at = 0)`, n.ID); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM queue_covers WHERE queue_id = $1", n.ID); err != nil {
		return err
	}
	var engineers, covers [][]any
	for _, m := range n.Engineers {
		engineers = append(engineers, []any{n.ID, m.ID})
	}
	for _, s := range n.Covers.Spaces {
		covers = append(covers, []any{spaceKind, s.ID, n.ID})
	}
	for _, p := range n.Covers.Products {
		covers = append(covers, []any{productKind, p.ID, n.ID})
	}
	for _, t := range n.Covers.Tags {
		covers = append(covers, []any{tagKind, t.ID, n.ID})
	}
	if err := q.insertRows(ctx, "INSERT INTO queue_engineers (queue_id, member_id)", "ON CONFLICT DO NOTHING", engineers); err != nil {
		return err
	}
	err := q.insertRows(ctx, "INSERT INTO queue_covers (kind, object_id, queue_id)", "", covers)
	if isDuplicate(err) {
		return domain.BadField("covers", "error.covered", nil)
	}
	return err
}

// Duty is who has a queue's duty in a week: whom somebody chose, or whose turn it is.
func (r reads) Duty(ctx context.Context, queue domain.Queue, week int64) (domain.MemberRef, error) {
	chosen, err := list(ctx, r.handle, `SELECT m.id, m.name, m.role FROM duties d JOIN members m ON m.id = d.member_id
		WHERE d.queue_id = $1 AND d.week = $2 AND m.suspended_at = 0 AND m.role <> 'member'`, []any{queue.ID, week}, scanMemberRef)
	if err != nil || len(chosen) == 0 {
		return queue.OnDuty(week), err
	}
	return chosen[0], nil
}

// Duties is who has the duty of some queues this week, by queue: one query.
func (r reads) Duties(ctx context.Context, queues []domain.Queue, now time.Time) (map[int64]domain.MemberRef, error) {
	duties, weeks := map[int64]domain.MemberRef{}, map[int64]int64{}
	if len(queues) == 0 {
		return duties, nil
	}
	first := domain.DutyWeek(now, time.UTC) - 1
	for _, q := range queues {
		weeks[q.ID] = domain.DutyWeek(now, q.Zone())
		duties[q.ID] = q.OnDuty(weeks[q.ID])
	}
	err := r.each(ctx, `SELECT d.queue_id, d.week, m.id, m.name, m.role FROM duties d JOIN members m ON m.id = d.member_id
		WHERE d.week >= $1 AND m.suspended_at = 0 AND m.role <> 'member'`, []any{first}, func(rows *sql.Rows) error {
		var queue, week int64
		var m domain.MemberRef
		if err := rows.Scan(&queue, &week, &m.ID, &m.Name, &m.Role); err != nil {
			return err
		}
		if weeks[queue] == week {
			duties[queue] = m
		}
		return nil
	})
	return duties, err
}

// SetDuty chooses who has a queue's duty in a week.
func (q *Tx) SetDuty(ctx context.Context, queue, week, member int64) error {
	_, err := q.exec(ctx, `INSERT INTO duties (queue_id, week, member_id) VALUES ($1, $2, $3)
		ON CONFLICT (queue_id, week) DO UPDATE SET member_id = excluded.member_id`, queue, week, member)
	return err
}

func scanMemberRef(rows *sql.Rows) (domain.MemberRef, error) {
	var m domain.MemberRef
	return m, rows.Scan(&m.ID, &m.Name, &m.Role)
}
