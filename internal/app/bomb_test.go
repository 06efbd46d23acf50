package app_test

import (
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// bombRow does the hourly work and returns the row of the desk; ID 0 for none.
func (w *world) bombRow() domain.DeskRow {
	w.t.Helper()
	w.want(w.free.FindBombs(w.t.Context()), 0, "look for bombs")
	page, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: domain.DeskBomb})
	w.want(err, 0, "read the desk")
	if len(page.Items) > 1 {
		w.t.Fatalf("%d rows", len(page.Items))
	}
	return append(page.Items, domain.DeskRow{})[0]
}

func (w *world) rateAll(p domain.Product, people []domain.Actor, stars int64) {
	w.t.Helper()
	for _, who := range people {
		w.want(w.free.Rate(w.t.Context(), who, p.Slug, domain.RatingDraft{Stars: stars}), 0, "rate")
	}
}

// Ten of one star within an hour come to the desk; a person leaves the day out with a
// reason, through what excluding always does, and takes it back. Five stars do not come.
func TestABombComesToTheDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, moderator := t.Context(), w.staff[domain.Moderator]
		p, people := w.product("Moss Keyboard"), w.members(30)
		w.rateAll(p, people[:10], 5)
		if row := w.bombRow(); row.ID != 0 {
			t.Errorf("content people are a bomb: %+v", row)
		}
		w.clock.forward(40 * 24 * time.Hour)
		w.rateAll(p, people[10:20], 1)
		row := w.bombRow()
		if row.ID == 0 {
			t.Fatal("nothing came to the desk")
		}
		if again := w.bombRow(); again.Version != row.Version {
			t.Error("the next hour changed the row")
		}
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.LeaveOut, "Spam."), domain.Invalid, "no reason")
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.LeaveOut, "They all came from one video."), 0, "leave out")
		if now := w.productNow(p.ID); now.N != 10 || now.Sum != 50 {
			t.Errorf("afterwards %d ratings count, %d stars", now.N, now.Sum)
		}
		if again := w.bombRow(); again.ID != 0 {
			t.Error("what was left out came back")
		}
		w.want(w.free.UndoRow(ctx, moderator, row.ID), 0, "undo")
		if now := w.productNow(p.ID); now.N != 20 {
			t.Errorf("after that was taken back %d ratings count", now.N)
		}
		row = w.bombRow()
		w.want(w.free.DecideRow(ctx, moderator, row.ID, domain.CountRatings, ""), 0, "count them")
		if again := w.bombRow(); again.ID != 0 {
			t.Error("what somebody counted came back")
		}
	})
}

// Who excludes the days on the product's page settles the row of the desk.
func TestExcludingSettlesTheBomb(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p := w.product("Moss Keyboard")
		w.rateAll(p, w.members(10), 1)
		if row := w.bombRow(); row.ID == 0 {
			t.Fatal("nothing came to the desk")
		}
		today := domain.Day(w.clock.now())
		w.want(w.free.Exclude(t.Context(), w.staff[domain.Admin], p.Slug, domain.Exclusion{From: domain.DayStart(today),
			To: domain.DayStart(today + 1), Reason: "They all came from one video."}), 0, "exclude")
		if row := w.bombRow(); row.ID != 0 {
			t.Errorf("the row still waits: %+v", row)
		}
	})
}
