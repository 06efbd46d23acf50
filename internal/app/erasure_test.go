package app_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

func (w *world) erasureRow() domain.DeskRow {
	w.t.Helper()
	page, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: domain.DeskErasure})
	w.want(err, 0, "read the desk")
	return append(page.Items, domain.DeskRow{})[0]
}

// Where others voted, the desk decides what becomes of an idea: below ten promotes it may
// go, from ten on only the name; either comes back.
func TestAnAuthorAsksForDeletion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, author, moderator := t.Context(), w.staff[domain.Customer], w.staff[domain.Moderator]
		id := w.idea(author, "Regretted")
		w.want(w.free.AskErasure(ctx, author, id, ""), domain.Conflict, "what one can do alone")
		people := w.members(9)
		w.promote(people[0], id)
		_, err := w.free.AddComment(ctx, author, id, domain.CommentDraft{Body: "I did not mean it.", Nonce: "a"})
		w.want(err, 0, "comment")
		w.want(w.free.AskErasure(ctx, people[0], id, ""), domain.Forbidden, "another's")
		w.want(w.free.AskErasure(ctx, author, id, "It names my employer."), 0, "ask")
		w.want(w.free.AskErasure(ctx, author, id, "Please."), 0, "ask again")
		row := w.erasureRow()
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.DeleteIt, ""), 0, "delete")
		if i, err := db.Reader().IdeaFor(ctx, author, id, domain.Day(w.clock.now())); err != nil || !i.Removed {
			t.Errorf("the idea stands: %v", err)
		}
		w.want(w.free.UndoRow(ctx, moderator, row.ID), 0, "undo")
		for _, who := range people {
			w.promote(who, id)
		}
		row = w.erasureRow()
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.DeleteIt, ""), domain.Conflict, "delete what ten want")
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.TakeNameOff, ""), 0, "take the name off")
		i, err := db.Reader().IdeaFor(ctx, author, id, domain.Day(w.clock.now()))
		if w.want(err, 0, "read"); i.Author.Name != "" || i.Author.ID == author.ID || i.Removed || !i.OthersCommented {
			t.Errorf("afterwards %+v, removed %v, by others %v", i.Author, i.Removed, i.OthersCommented)
		}
		mine, err := db.Reader().Ideas(ctx, domain.IdeaFilter{AuthorID: author.ID, Limit: 10})
		if w.want(err, 0, "the author's"); len(mine.Items) != 0 {
			t.Error("the author's page still shows it")
		}
		w.checkCounts()
		w.want(w.free.UndoRow(ctx, moderator, row.ID), 0, "undo")
		if i, _ := db.Reader().IdeaFor(ctx, author, id, domain.Day(w.clock.now())); i.Author.ID != author.ID || i.OthersCommented {
			t.Errorf("the name did not come back: %+v", i.Author)
		}
		row = w.erasureRow()
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.KeepIt, ""), 0, "keep it")
		w.want(w.free.AskErasure(ctx, author, id, "Please."), 0, "ask once more")
		w.checkCounts()
	})
}
