package app

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveTag adds a tag (ID 0) or renames one.
func (a *App) SaveTag(ctx context.Context, who domain.Actor, id int64, name string) error {
	if err := domain.Allow(who, domain.ManageTags); err != nil {
		return err
	}
	var p domain.Problems
	tags := domain.ParseTags(&p, text.Line(name))
	if len(tags) != 1 || p.Err() != nil {
		return domain.BadField("name", "error.tag", domain.Args{"Tag": name, "Max": domain.TagNameMax})
	}
	t := tags[0]
	t.ID = id
	return a.act(ctx, who, domain.ManageTags, func(q *store.Tx, who domain.Actor) (err error) {
		verb := "rename tag"
		if id == 0 {
			verb = "add tag"
			t.ID, err = q.CreateTag(ctx, t)
		} else {
			err = q.SetTag(ctx, t)
		}
		if err != nil {
			return err
		}
		return a.record(ctx, q, who, verb, "tag", t.ID, "")
	})
}

// DeleteTag takes a tag off every idea.
func (a *App) DeleteTag(ctx context.Context, who domain.Actor, id int64) error {
	return a.act(ctx, who, domain.ManageTags, func(q *store.Tx, who domain.Actor) error {
		if err := q.DeleteTag(ctx, id); err != nil {
			return err
		}
		return a.record(ctx, q, who, "delete tag", "tag", id, "")
	})
}
