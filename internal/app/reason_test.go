package app_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// chips gives the world's space chips to tick, and returns their ids.
func (w *world) chips(names ...string) []int64 {
	w.t.Helper()
	var chips []domain.Chip
	for _, name := range names {
		chips = append(chips, domain.Chip{NameEN: name})
	}
	w.must(w.free.SetSpaceChips(w.t.Context(), w.staff[domain.Engineer], w.space, chips))
	kept, err := w.db.Reader().SpaceChips(w.t.Context(), w.space)
	w.must(err)
	var ids []int64
	for _, c := range kept {
		ids = append(ids, c.ID)
	}
	return ids
}

func (w *world) checkReasons() {
	w.t.Helper()
	wrong, err := w.db.Reader().CheckReasons(w.t.Context())
	w.must(err)
	for _, m := range wrong {
		w.t.Errorf("%s %d: %s", m.Of, m.ID, m.What)
	}
}

func (w *world) said(who domain.Actor, idea int64) domain.Reason {
	w.t.Helper()
	own, err := w.db.Reader().Votes(w.t.Context(), who.ID, []int64{idea})
	w.must(err)
	return own.Reasons[idea]
}

// A reason counts while its vote is a promote, and is still there when it is one again.
func TestAReasonHangsOnItsPromote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, who := t.Context(), w.members(1)[0]
		idea := w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		chips := w.chips("Noise at night", "Calls")
		reason := domain.Reason{Importance: domain.Critical, Chips: chips, Words: " It wakes the baby. ", Named: true}
		w.want(w.free.GiveReason(ctx, domain.Nobody, idea, reason), domain.SignInFirst, "a guest")
		w.want(w.free.GiveReason(ctx, who, idea, reason), domain.Conflict, "without a vote")
		w.vote(who, idea, domain.Promote)
		w.want(w.free.GiveReason(ctx, who, idea, domain.Reason{Importance: 4}), domain.Invalid, "no importance")
		w.want(w.free.GiveReason(ctx, who, idea, domain.Reason{Chips: []int64{1, 2, 3, 4}}), domain.Invalid, "four chips")
		w.want(w.free.GiveReason(ctx, who, idea, domain.Reason{Chips: []int64{999}}), domain.Invalid, "a chip that is none")
		for range 2 { // asked twice, counted once
			w.want(w.free.GiveReason(ctx, who, idea, reason), 0, "give")
		}
		counts := func(critical, ticks, words int64, when string) {
			t.Helper()
			got := w.read(who, idea).Reasons
			if got.Importances[domain.Critical] != critical || got.Chips[0].Ticked != ticks || got.InWords != words {
				t.Errorf("%s: %+v", when, got)
			}
			w.checkReasons()
		}
		counts(1, 1, 1, "given")
		for _, v := range []domain.Vote{domain.None, domain.Demote} {
			w.vote(who, idea, v)
			counts(0, 0, 0, "no promote")
			if quotes, err := db.Reader().Quotes(ctx, idea, 10); err != nil || len(quotes) != 0 {
				t.Errorf("quotes of no promote: %+v, %v", quotes, err)
			}
			w.vote(who, idea, domain.Promote)
			counts(1, 1, 1, "a promote again")
		}
		if got := w.said(who, idea); got.Words != "It wakes the baby." || len(got.Chips) != 2 || !got.Named {
			t.Errorf("kept %+v", got)
		}
		w.want(w.free.GiveReason(ctx, who, idea, domain.Reason{}), 0, "take back")
		counts(0, 0, 0, "taken back")
		w.want(w.free.Decide(ctx, w.staff[domain.Engineer], idea, domain.StatusDeclined, because), 0, "decline")
		w.want(w.free.GiveReason(ctx, who, idea, reason), domain.Conflict, "a closed idea")
		w.want(w.free.RemoveIdea(ctx, w.staff[domain.Moderator], idea), 0, "remove")
		w.want(w.free.GiveReason(ctx, who, idea, reason), domain.NotFound, "a removed idea")
		w.checkCounts()
	})
}

// The name stands beside the words of those who agreed, and of nobody else.
func TestQuotesNameWhoAgreed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		idea, people := w.idea(w.staff[domain.Customer], "A quieter fan for everyone"), w.members(2)
		for n, who := range people {
			w.vote(who, idea, domain.Promote)
			w.must(w.free.GiveReason(t.Context(), who, idea, domain.Reason{Words: fmt.Sprint("Words of ", n), Named: n == 1}))
		}
		quotes, err := db.Reader().Quotes(t.Context(), idea, 10)
		if err != nil || len(quotes) != 2 {
			t.Fatalf("%+v, %v", quotes, err)
		}
		for _, q := range quotes {
			if named := q.By.ID != 0; named != (q.Words == "Words of 1") || named != (q.By.Name != "") {
				t.Errorf("%q is by %+v", q.Words, q.By)
			}
		}
	})
}

// Chips begin with the space's and go their own way; what was ticked is retired and
// keeps its count; two who edit at once do not overwrite one another.
func TestChipsOfAnIdea(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, engineer, people := t.Context(), w.staff[domain.Engineer], w.members(2)
		idea := w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		chips := w.chips("Noise at night", "Calls")
		for _, who := range people {
			w.vote(who, idea, domain.Promote)
		}
		w.must(w.free.GiveReason(ctx, people[0], idea, domain.Reason{Chips: chips[:1]}))
		own, err := db.Reader().Chips(ctx, idea)
		if err != nil || len(own) != 2 || own[0].CopyOf != chips[0] || own[0].Ticked != 1 {
			t.Fatalf("begun as %+v, %v", own, err)
		}
		w.want(w.free.SetIdeaChips(ctx, w.staff[domain.Moderator], idea, own), domain.Forbidden, "a moderator")
		edited := slices.Clone(own)
		edited[0].NameEN, edited[1].NameEN = "", ""
		w.must(w.free.SetIdeaChips(ctx, engineer, idea, append(edited, domain.Chip{NameEN: "Heat", NameDE: "Hitze"})))
		w.want(w.free.SetIdeaChips(ctx, engineer, idea, own), domain.Conflict, "from before")
		now, err := db.Reader().Chips(ctx, idea)
		if err != nil || len(now) != 2 || !now[0].Retired || now[0].NameEN != "Noise at night" || now[1].NameDE != "Hitze" {
			t.Fatalf("edited to %+v, %v", now, err)
		}
		w.want(w.free.GiveReason(ctx, people[1], idea, domain.Reason{Chips: chips[:1]}), domain.Invalid, "a retired chip")
		w.must(w.free.GiveReason(ctx, people[0], idea, domain.Reason{Chips: []int64{now[0].ID, now[1].ID}}))
		many := slices.Repeat([]domain.Chip{{}}, domain.ChipsMax+1)
		for n := range many {
			many[n].NameEN = fmt.Sprint("Chip ", n)
		}
		w.want(w.free.SetSpaceChips(ctx, engineer, w.space, many), domain.Invalid, "too many")
		other := w.queue("Audio", 0)
		stranger := w.member("A stranger", "stranger@example.org", domain.Engineer)
		w.must(w.free.TakeUp(ctx, w.staff[domain.Admin], idea, other.ID))
		w.want(w.free.SetIdeaChips(ctx, stranger, idea, now), domain.Forbidden, "an engineer of another queue")
		w.checkReasons()
	})
}

// Whatever people vote and say, take back and change, counts are those of the promotes
// there are, and the idea stands in its queue where their mean has it.
func TestReasonsAreCountedExactly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, people, queue := t.Context(), w.members(5), w.queue("Thermal", 0)
		chips := w.chips("Noise at night", "Calls", "Heat", "Battery")
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			idea := w.routed(queue, fmt.Sprintf("A quieter fan, number %d", n)).Idea.ID
			votes, said := map[int64]domain.Vote{}, map[int64]domain.Importance{}
			for range rapid.IntRange(1, 12).Draw(rt, "acts") {
				who := rapid.SampledFrom(people).Draw(rt, "who")
				if rapid.Bool().Draw(rt, "votes") {
					v := rapid.SampledFrom([]domain.Vote{domain.Promote, domain.Promote, domain.None, domain.Demote}).Draw(rt, "vote")
					w.vote(who, idea, v)
					votes[who.ID] = v
					continue
				}
				r := domain.Reason{
					Importance: domain.Importance(rapid.IntRange(0, 3).Draw(rt, "importance")),
					Chips:      rapid.SliceOfNDistinct(rapid.SampledFrom(chips), 0, 3, rapid.ID[int64]).Draw(rt, "chips"),
					Words:      rapid.SampledFrom([]string{"", "Because."}).Draw(rt, "words"),
				}
				err := w.free.GiveReason(ctx, who, idea, r)
				if (err == nil) != (votes[who.ID] == domain.Promote) {
					rt.Fatalf("with a vote of %d: %v", votes[who.ID], err)
				}
				if err == nil {
					said[who.ID] = r.Importance
				}
			}
			var want domain.Importances
			for who, level := range said {
				if votes[who] == domain.Promote && level != domain.ImportanceUnsaid {
					want[level]++
				}
			}
			i := w.itemOf(idea)
			factors := i.Factors()
			factors.Importance = want.Mean()
			if i.Idea.Reasons.Importances != want || i.Place.Factor != queue.Weights.Factor(factors) {
				rt.Fatalf("counted %v, want %v; factor %v", i.Idea.Reasons.Importances, want, i.Place.Factor)
			}
		})
		w.checkReasons()
		w.checkQueues()
		w.checkCounts()
	})
}
