package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"groundswell/internal/domain"
)

// CheckQueues recounts where items stand and whether their clocks run as they must;
// it returns those that differ, at most 100. It reads everything: for the operator
// and for tests, not for pages.
func (r *Reader) CheckQueues(ctx context.Context) ([]Mismatch, error) {
	slow := reads{r.handle}
	slow.deadline = 10 * JobDeadline
	queues, err := slow.Queues(ctx)
	if err != nil {
		return nil, err
	}
	weights := map[int64]domain.Weights{}
	for _, q := range queues {
		weights[q.ID] = q.Weights
	}
	places := ideaPlaces + "item_id > 0 UNION ALL " + itemPlaces + "TRUE"
	items, err := list(ctx, slow.handle, strings.Replace(itemQuery, "%places%", places, 1), nil, scanItem)
	if err != nil {
		return nil, err
	}
	var wrong []Mismatch
	for _, i := range items {
		w, known := weights[i.Queue.ID]
		if !known && i.Queue.ID != 0 {
			wrong = append(wrong, Mismatch{"item", i.ID, fmt.Sprintf("stands in queue %d, which is not there", i.Queue.ID)})
		}
		if what := itemDiffers(i, w); what != "" {
			wrong = append(wrong, Mismatch{"item", i.ID, what})
		}
	}
	lost, err := slow.lostItems(ctx)
	wrong = append(wrong, lost...)
	return wrong[:min(len(wrong), 100)], err
}

// itemDiffers says what of an item is not as its status, votes and clock have it.
func itemDiffers(i domain.Item, w domain.Weights) string {
	var wrong []string
	if want := i.Placed(w).Place; i.Queue.ID != 0 && want != i.Place {
		wrong = append(wrong, fmt.Sprintf("place %+v, kept %+v", want, i.Place))
	}
	if runs := i.Status == domain.StatusUnderReview && !i.Waits(); runs != i.Deadline.Running() {
		wrong = append(wrong, fmt.Sprintf("its clock should run: %v", runs))
	}
	if i.Status.Closed() == i.Closed.IsZero() && i.Status.Closed() {
		wrong = append(wrong, "it is closed since never")
	}
	return strings.Join(wrong, "; ")
}

// lostItems finds items and ideas that do not know of one another.
func (r reads) lostItems(ctx context.Context) ([]Mismatch, error) {
	return list(ctx, r.handle, `SELECT t.id, 'its idea does not know of it' FROM items t JOIN idea_counts c ON c.idea_id = t.idea_id WHERE c.item_id <> t.id
		UNION ALL SELECT c.item_id, 'idea ' || CAST(c.idea_id AS TEXT) || ' takes it for its item' FROM idea_counts c
		LEFT JOIN items t ON t.id = c.item_id
		WHERE c.item_id > 0 AND (t.id IS NULL OR t.idea_id <> c.idea_id)`, nil, func(rows *sql.Rows) (Mismatch, error) {
		m := Mismatch{Of: "item"}
		return m, rows.Scan(&m.ID, &m.What)
	})
}
