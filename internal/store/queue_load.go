package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// upTo counts the items that meet a condition on queue_id, status and rank, up to most
// of each of the tables: in their indexes alone.
func upTo(most, condition string) string {
	counts := make([]string, len(columns))
	for i, c := range columns {
		counts[i] = "(SELECT COUNT(*) FROM (SELECT 1 AS one " + c.from + condition + " LIMIT " + most + ") n)"
	}
	return strings.Join(counts, " + ")
}

// CountQueue counts a queue's items by status, up to domain.CountMax of each.
func (r reads) CountQueue(ctx context.Context, queue int64) (domain.QueueCount, error) {
	var w where
	counts, err := r.counted(ctx, counts(&w, queue), w.args)
	return domain.QueueCount(counts), err
}

// counts are a queue's items by status, as queries of a word and a number each.
func counts(w *where, queue int64) []string {
	at, most := w.arg(queue), w.arg(domain.CountMax)
	var counts []string
	for _, column := range domain.Columns {
		for _, s := range column.Statuses {
			status := w.arg(s)
			counts = append(counts, "SELECT "+status+" AS status, "+upTo(most, "queue_id = "+at+" AND status = "+status))
		}
	}
	return counts
}

func (r reads) counted(ctx context.Context, queries []string, args []any) (map[domain.Status]int64, error) {
	count := map[domain.Status]int64{}
	err := r.each(ctx, strings.Join(queries, " UNION ALL "), args, func(rows *sql.Rows) error {
		var word domain.Status
		var n int64
		err := rows.Scan(&word, &n)
		count[word] = n
		return err
	})
	return count, err
}

// late, today and worth stand among the counts of a queue beside the statuses.
const late, today, worth domain.Status = "late", "today", "worth"

// QueueLoad counts what is in a queue, what of it is late, up to domain.CountMax of
// each, what is due before its day ends, and says what it is worth: one query.
func (r reads) QueueLoad(ctx context.Context, queue domain.Queue, now time.Time) (domain.QueueLoad, error) {
	var w where
	queries := counts(&w, queue.ID)
	at, status, rank, most := w.arg(queue.ID), w.arg(domain.StatusUnderReview), w.arg(domain.LateRank), w.arg(domain.CountMax)
	queries = append(queries, "SELECT "+w.arg(late)+" AS status, "+
		upTo(most, "queue_id = "+at+" AND status = "+status+" AND rank > "+rank))
	from, until := w.arg(millis(now)), w.arg(millis(domain.DayEnd(now, queue.Zone())))
	queries = append(queries, "SELECT "+w.arg(today)+` AS status, COUNT(*) AS n
		FROM items t LEFT JOIN idea_counts c ON c.idea_id = t.idea_id AND c.listed WHERE t.due_at > 0 AND NOT t.late
		AND t.due_at > `+from+" AND t.due_at <= "+until+" AND COALESCE(c.queue_id, t.queue_id) = "+at)
	queries = append(queries, "SELECT "+w.arg(worth)+" AS status, worth FROM ("+worths(&w)+") worths WHERE queue_id = "+at)
	counted, err := r.counted(ctx, queries, w.args)
	load := domain.QueueLoad{Late: counted[late], Today: counted[today], Worth: float64(counted[worth]) / worthParts}
	for _, beside := range []domain.Status{late, today, worth} {
		delete(counted, beside)
	}
	load.QueueCount = counted
	return load, err
}

// QueueLoads counts what waits in every queue, and what of it is late, up to
// domain.CountMax of each, and says what each is worth. What was closed is not counted.
func (r reads) QueueLoads(ctx context.Context) (map[int64]domain.QueueLoad, error) {
	var w where
	most := w.arg(domain.CountMax)
	counts := []string{"q.id"}
	for _, column := range domain.OpenColumns {
		counts = append(counts, upTo(most, "queue_id = q.id AND status = "+w.arg(column.Key)))
	}
	counts = append(counts, upTo(most, "queue_id = q.id AND status = "+w.arg(domain.StatusUnderReview)+
		" AND rank > "+w.arg(domain.LateRank)))
	loads := map[int64]domain.QueueLoad{}
	query := "SELECT " + strings.Join(counts, ", ") + ", COALESCE(v.worth, 0) FROM queues q LEFT JOIN (" + worths(&w) +
		") v ON v.queue_id = q.id"
	err := r.each(ctx, query, w.args, func(rows *sql.Rows) error {
		var queue, parts int64
		var n [len(domain.OpenColumns)]int64
		load := domain.QueueLoad{QueueCount: domain.QueueCount{}}
		err := rows.Scan(&queue, &n[0], &n[1], &n[2], &load.Late, &parts)
		load.Worth = float64(parts) / worthParts
		for i, column := range domain.OpenColumns {
			load.QueueCount[column.Key] = n[i]
		}
		loads[queue] = load
		return err
	})
	return loads, err
}

// worthMost and paceMost bound what is read of all queues: the dearest open items, the
// newest decisions.
const worthMost, paceMost = 2000, 2000

// worthParts are of a star, in which the database says what queues are worth.
const worthParts = 10_000

// worths are up to how many parts of a star the open items of each queue could give
// back: of a product no more than it has lost, however many items answer that.
func worths(w *where) string {
	return `SELECT queue_id, CAST(SUM(CASE WHEN stars < lost THEN stars ELSE lost END) * ` + w.arg(worthParts) + ` AS BIGINT) AS worth FROM (
		SELECT COALESCE(c.queue_id, t.queue_id) AS queue_id, SUM(t.stars) AS stars, 5 - MAX(p.sum) * 1.0 / MAX(p.n) AS lost
		FROM (SELECT idea_id, product_id, queue_id, stars FROM items WHERE stars > 0 AND closed_at = 0
			ORDER BY stars DESC, id DESC LIMIT ` + w.arg(worthMost) + `) t
		LEFT JOIN idea_counts c ON c.idea_id = t.idea_id
		JOIN product_counts p ON p.product_id = COALESCE(t.product_id, c.product_id)
		WHERE COALESCE(c.queue_id, t.queue_id) > 0 AND p.n > 0 AND (c.idea_id IS NULL OR c.listed)
		GROUP BY COALESCE(c.queue_id, t.queue_id), p.product_id) products GROUP BY queue_id`
}

// QueuePaces is how fast some queues decided within domain.PaceOver.
func (r reads) QueuePaces(ctx context.Context, queues []domain.Queue, now time.Time) (map[int64]domain.Pace, error) {
	left := map[int64][]time.Duration{}
	err := r.each(ctx, `SELECT COALESCE(c.queue_id, t.queue_id), t.left_ms
		FROM (SELECT idea_id, queue_id, left_ms FROM items WHERE decided_at > 0 AND decided_at > $1 ORDER BY decided_at DESC, id DESC LIMIT $2) t
		LEFT JOIN idea_counts c ON c.idea_id = t.idea_id`, []any{millis(now.Add(-domain.PaceOver)), paceMost}, func(rows *sql.Rows) error {
		var queue, ms int64
		err := rows.Scan(&queue, &ms)
		left[queue] = append(left[queue], time.Duration(ms)*time.Millisecond)
		return err
	})
	paces := make(map[int64]domain.Pace, len(queues))
	for _, q := range queues {
		paces[q.ID] = q.PaceOf(left[q.ID])
	}
	return paces, err
}

// Board reads the first items of each column of a queue, f.Limit of each: one query.
func (r reads) Board(ctx context.Context, f domain.ItemFilter) (map[domain.Status][]domain.Item, error) {
	var w where
	limit := w.arg(f.Limit)
	var ranges []string
	for _, f.Column = range domain.Columns {
		ranges = append(ranges, columnRanges(&w, f, limit)...)
	}
	items, err := list(ctx, r.handle, strings.Replace(itemQuery, "%places%", strings.Join(ranges, " UNION ALL "), 1),
		w.args, scanItem)
	board := map[domain.Status][]domain.Item{}
	for _, i := range items {
		if column := domain.ColumnOfStatus(i.Status).Key; len(board[column]) < f.Limit {
			board[column] = append(board[column], i)
		}
	}
	return board, err
}

// Position is the place of an item in its column, 1 for the first; 0 when more than
// domain.CountMax stand before it, or it stands in no queue.
func (r reads) Position(ctx context.Context, i domain.Item) (int64, error) {
	if i.Queue.ID == 0 {
		return 0, nil
	}
	ahead := make([]string, len(columns))
	for n, c := range columns {
		ahead[n] = "SELECT * FROM (SELECT 1 AS one " + c.from + "queue_id = $1 AND status = $2 AND (rank, " + c.id +
			") > ($3, $4) LIMIT $5) c" + string(rune('a'+n))
	}
	var n int64
	err := r.get(ctx, "SELECT COUNT(*) FROM ("+strings.Join(ahead, " UNION ALL ")+") ahead",
		[]any{i.Queue.ID, i.Status, i.Place.Rank, i.ID, domain.CountMax + 1}, &n)
	if n++; n > domain.CountMax {
		n = 0
	}
	return n, err
}

// Beside finds the items before and behind one that have its status; 0 where it is the
// first or the last.
func (r reads) Beside(ctx context.Context, i domain.Item) (before, behind int64, err error) {
	nearest := func(sign, order string) string {
		ends := make([]string, len(columns))
		for n, c := range columns {
			ends[n] = "SELECT * FROM (SELECT " + c.id + " AS item_id, rank " + c.from + "queue_id = $1 AND status = $2 AND (rank, " +
				c.id + ") " + sign + " ($3, $4) ORDER BY rank " + order + ", " + c.id + " " + order + " LIMIT 1) n"
		}
		return "(SELECT item_id FROM (" + strings.Join(ends, " UNION ALL ") + ") near ORDER BY rank " + order +
			", item_id " + order + " LIMIT 1)"
	}
	if i.Queue.ID == 0 {
		return 0, 0, nil
	}
	err = r.get(ctx, "SELECT COALESCE("+nearest(">", "ASC")+", 0), COALESCE("+nearest("<", "DESC")+", 0)",
		[]any{i.Queue.ID, i.Status, i.Place.Rank, i.ID}, &before, &behind)
	return before, behind, err
}
