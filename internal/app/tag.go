package app

import (
	"context"
	"errors"
	"slices"
	"strconv"

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

// MergeTags makes one tag of two: ideas that carry the first carry the other, once, and the
// address of the first leads there. What queues cover and rules ask for goes with it. It
// cannot be taken back, for nobody knows afterwards which idea carried which.
func (a *App) MergeTags(ctx context.Context, who domain.Actor, id int64, into string) error {
	err := a.act(ctx, who, domain.ManageTags, func(q *store.Tx, who domain.Actor) error {
		target, err := q.TagNamed(ctx, text.Line(into))
		switch {
		case errors.Is(err, domain.ErrNotFound):
			return domain.BadField("into", "error.tag_unknown", nil)
		case err != nil:
			return err
		case target.ID == id:
			return domain.BadField("into", "error.tag_same", nil)
		}
		ideas, err := q.MergeTags(ctx, id, target.ID)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(ideas, tagChunk) {
			if err := q.StaleSearchDocs(ctx, domain.FindIdeas, some); err != nil {
				return err
			}
			if err := q.Promise(ctx, domain.IndexTexts{Of: domain.FindIdeas, IDs: some}, a.now()); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, "merge tag", "tag", id, strconv.FormatInt(target.ID, 10))
	})
	a.store.CommunityChanged() // rules name tags
	return err
}

// tagChunk is how many ideas one job makes findable by their tag anew.
const tagChunk = 1000
