package app_test

import (
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// flagged is an idea of somebody's that the whole staff flagged: a rule has hidden it.
func (w *world) flagged(author domain.Actor, title string) int64 {
	w.t.Helper()
	id := w.idea(author, title)
	for _, role := range []domain.Role{domain.Engineer, domain.Officer, domain.Moderator, domain.Admin} {
		if w.staff[role].ID != author.ID {
			w.must(w.free.Flag(w.t.Context(), w.staff[role], domain.PartIdea, id, domain.FlagDraft{Reason: domain.FlagSpam}))
		}
	}
	return id
}

func (w *world) state(id int64) domain.PostState {
	w.t.Helper()
	p, err := w.db.Reader().Post(w.t.Context(), domain.PartIdea, id)
	w.must(err)
	return p.State
}

// rowsOf are what waits of a kind.
func (w *world) rowsOf(kind domain.DeskKind) []domain.DeskRow {
	w.t.Helper()
	page, err := w.db.Reader().DeskRows(w.t.Context(), domain.DeskFilter{Kind: kind})
	w.must(err)
	return page.Items
}

// objects makes an objection to the newest restriction of an idea, and returns its row.
func (w *world) objects(author domain.Actor, idea int64) int64 {
	w.t.Helper()
	told, err := w.db.Reader().RestrictionOf(w.t.Context(), domain.PartIdea, idea, "")
	w.must(err)
	w.must(w.free.Object(w.t.Context(), author, told.ID, "I sell nothing; I only asked about it."))
	return w.rowsOf(domain.DeskObjection)[0].ID
}

// A decision and what it lifts are found by one moment, although time goes on between.
func TestADecisionIsTakenBackWhileTimeGoesOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		idea := w.flagged(w.staff[domain.Customer], "A quieter fan for everyone")
		ticking := w.app.Unlimited(func() time.Time { w.clock.forward(2 * time.Millisecond); return w.clock.now() })
		for what, a := range map[string]*app.App{"a clock that ticks": ticking, "one that stands": w.free} {
			row := w.rowsOf(domain.DeskFlag)[0].ID
			w.must(a.DecideRow(t.Context(), w.staff[domain.Moderator], row, domain.KeepIt, ""))
			if s := w.state(idea); s != domain.PostShown {
				t.Errorf("%s: kept, it is %q", what, s)
			}
			w.must(a.UndoRow(t.Context(), w.staff[domain.Moderator], row))
			if s := w.state(idea); s != domain.PostHidden {
				t.Errorf("%s: with the decision taken back it is %q", what, s)
			}
		}
	})
}

// What a rule hid and then a person is back when the objection is found right, and out of
// sight again when that is taken back.
func TestAnObjectionLiftsAllThatHidesAPost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		author := w.staff[domain.Customer]
		idea := w.flagged(author, "A quieter fan for everyone")
		w.must(w.free.DecideRow(t.Context(), w.staff[domain.Moderator], w.rowsOf(domain.DeskFlag)[0].ID, domain.HideIt, ""))
		row := w.objects(author, idea)
		w.must(w.free.DecideRow(t.Context(), w.staff[domain.Admin], row, domain.RestoreIt, ""))
		if s := w.state(idea); s != domain.PostShown {
			t.Errorf("the author was right and it is %q", s)
		}
		w.want(w.free.UndoRow(t.Context(), w.staff[domain.Moderator], row), domain.Conflict, "whoever hid it takes the answer back")
		w.must(w.free.UndoRow(t.Context(), w.staff[domain.Admin], row))
		if s := w.state(idea); s != domain.PostHidden {
			t.Errorf("with the answer taken back it is %q", s)
		}
	})
}

// Flags and reports of a post are decided together, and wait again together.
func TestFlagsAndReportsWaitAgainTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		idea := w.flagged(w.staff[domain.Customer], "A quieter fan for everyone")
		w.must(db.Tx(t.Context(), func(q *store.Tx) error {
			id, err := q.CreateReport(t.Context(), domain.Report{Part: domain.PartIdea, Subject: idea, Reason: domain.LawOther, At: w.clock.now()})
			if err != nil {
				return err
			}
			if err := q.ConfirmReport(t.Context(), id, w.clock.now()); err != nil {
				return err
			}
			_, err = q.OpenDeskRow(t.Context(), domain.DeskRow{Kind: domain.DeskReport, Part: domain.PartIdea, Subject: idea,
				Created: w.clock.now()})
			return err
		}))
		row := w.rowsOf(domain.DeskReport)[0].ID
		w.must(w.free.DecideRow(t.Context(), w.staff[domain.Moderator], row, domain.KeepIt, ""))
		if n := len(w.rowsOf(domain.DeskFlag)) + len(w.rowsOf(domain.DeskReport)); n != 0 {
			t.Errorf("%d rows wait of what is decided", n)
		}
		log, err := db.Reader().DeskRows(t.Context(), domain.DeskFilter{Decided: true})
		w.must(err)
		for _, r := range log.Items {
			if r.Undoable() != (r.ID == row) {
				t.Errorf("one decision, and of kind %q it can be taken back: %v", r.Kind, r.Undoable())
			}
		}
		w.must(w.free.UndoRow(t.Context(), w.staff[domain.Moderator], row))
		if flags, reports := len(w.rowsOf(domain.DeskFlag)), len(w.rowsOf(domain.DeskReport)); flags != 1 || reports != 1 {
			t.Errorf("%d rows of flags and %d of reports wait again", flags, reports)
		}
	})
}

// A moderator decides nothing about the own post while there is another, on no path.
func TestNobodyDecidesAboutTheOwnPost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, author, other := t.Context(), w.staff[domain.Moderator], w.staff[domain.Admin]
		idea := w.flagged(author, "A quieter fan for everyone")
		row := w.rowsOf(domain.DeskFlag)[0].ID
		w.want(w.free.DecideRow(ctx, author, row, domain.KeepIt, ""), domain.Conflict, "keep the own post")
		w.must(w.free.DecideRow(ctx, other, row, domain.RemoveIt, ""))
		w.want(w.free.UndoRow(ctx, author, row), domain.Conflict, "take back what was decided about the own post")
		w.want(w.free.RestoreIdea(ctx, author, idea), domain.Conflict, "restore the own post")
		comment, err := w.free.AddComment(ctx, author, w.idea(other, "Another wish of somebody"), domain.CommentDraft{Body: "Mine.", Nonce: "a"})
		w.must(err)
		w.must(w.free.RemoveComment(ctx, other, comment))
		w.want(w.free.RestoreComment(ctx, author, comment), domain.Conflict, "restore the own comment")
		w.must(w.free.SetRole(ctx, domain.System, author.ID, domain.Customer, "There is one who moderates from now on."))
		w.must(w.free.RestoreIdea(ctx, other, idea))
		alone := w.idea(other, "A wish of whoever is alone")
		w.must(w.free.RemoveIdea(ctx, other, alone))
		w.must(w.free.RestoreIdea(ctx, other, alone))
	})
}
