package app

import (
	"context"
	"fmt"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// Mornings promises the mail of the morning to every engineer of each queue in whose
// time zone it has come, once a working day.
func (a *App) Mornings(ctx context.Context) error {
	queues, err := a.store.Reader().Queues(ctx)
	if err != nil {
		return err
	}
	for _, queue := range queues {
		day, due := queue.Morning(a.now())
		if !due {
			continue
		}
		err := a.store.Tx(ctx, func(q *store.Tx) error {
			first, err := q.MarkDay(ctx, fmt.Sprint("morning:", queue.ID), day)
			if err != nil || !first || a.past {
				return err
			}
			for _, m := range queue.Engineers {
				task := domain.SendMorning{Queue: queue.ID, Member: m.ID, Day: day}
				if err := q.Promise(ctx, task, a.now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
