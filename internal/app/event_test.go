package app_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// tellOnce does the next job that tells people, and reports whether there was one. A worker
// that dies has told nobody, and its job is done again later.
func (w *world) tellOnce(dies bool) bool {
	w.t.Helper()
	job, found := w.lease(domain.BulkLane)
	if !found {
		return false
	}
	var tell domain.TellEvent
	if job.Kind != tell.Kind() {
		w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.FinishJob(w.t.Context(), job) }))
		return true
	}
	w.must(json.Unmarshal(job.Payload, &tell))
	if dies {
		w.must(w.db.Tx(w.t.Context(), func(q *store.Tx) error { return q.ReturnJob(w.t.Context(), job, w.clock.now()) }))
		return true
	}
	w.must(w.free.Tell(w.t.Context(), job, tell))
	if err := w.free.Tell(w.t.Context(), job, tell); domain.KindOf(err) != domain.NotFound {
		w.t.Errorf("a job that is begun twice tells twice: %v", err)
	}
	return true
}

// tellAll lets everybody hear of what happened.
func (w *world) tellAll() {
	w.t.Helper()
	w.clock.forward(domain.NewsAfter)
	for w.tellOnce(false) {
	}
}

// heard counts what a member heard of an idea.
func (w *world) heard(member, idea int64) (n int64) {
	w.t.Helper()
	page, err := w.db.Reader().News(w.t.Context(), member, domain.Cursor{}, domain.NewsGroups)
	w.must(err)
	for _, g := range page.Items {
		if g.Part == domain.PartIdea && g.ID == idea {
			n += int64(len(g.News)) + g.More
		}
	}
	return n
}

// reader is what the model knows of somebody.
type reader struct {
	who              domain.Actor
	voted, commented bool
	chose            map[bool]bool // at most one of them is true: follows, stopped
	heard            int64
}

func (r *reader) hears() bool {
	return !r.chose[false] && (r.chose[true] || r.voted || r.commented)
}

// In any order of votes, comments, follows, stops, decisions, undone decisions, workers that
// die and jobs that are done twice: everybody who should hear hears exactly once, and has
// one letter of it.
func TestEverybodyHearsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		people := w.members(6)
		made := 0
		rapid.Check(t, func(rt *rapid.T) {
			made++
			ctx, idea := t.Context(), w.idea(w.staff[domain.Admin], fmt.Sprintf("A quieter fan, number %d", made))
			engineer := w.staff[domain.Engineer]
			readers := make([]*reader, len(people))
			for i, p := range people {
				readers[i] = &reader{who: p, chose: map[bool]bool{}}
			}
			at := domain.StatusNew
			w.must(w.free.Decide(ctx, engineer, idea, domain.StatusUnderReview, ""))
			at = domain.StatusUnderReview
			pending := 0 // decisions that stand and are not told
			settle := func() {
				w.clock.forward(domain.NewsAfter)
				for n := 0; w.tellOnce(rapid.IntRange(0, 4).Draw(rt, "dies") == 0 && n < 5); n++ {
				}
				for _, r := range readers {
					if r.hears() {
						r.heard += int64(pending)
					}
				}
				pending = 0
			}
			for range rapid.IntRange(3, 14).Draw(rt, "acts") {
				r := readers[rapid.IntRange(0, len(readers)-1).Draw(rt, "who")]
				switch rapid.IntRange(0, 6).Draw(rt, "act") {
				case 0:
					w.vote(r.who, idea, domain.Promote)
					r.voted = true
				case 1:
					w.vote(r.who, idea, domain.None)
					r.voted = false
				case 2:
					follow := rapid.Bool().Draw(rt, "follow")
					w.must(w.free.Follow(ctx, r.who, domain.Subject{Part: domain.PartIdea, ID: idea}, follow))
					r.chose = map[bool]bool{follow: true}
				case 3:
					settle() // comments are told too: to those who follow by more than a vote
					w.comment(r.who, idea, 0, fmt.Sprint("It hums at night, ", rapid.Uint64().Draw(rt, "words")))
					r.commented = true
					w.clock.forward(domain.NewsAfter)
					for w.tellOnce(false) {
					}
					for _, o := range readers {
						if o != r && !o.chose[false] && (o.chose[true] || o.commented) {
							o.heard++
						}
					}
				case 4, 5:
					to := domain.StatusAccepted
					if at == domain.StatusAccepted {
						to = domain.StatusUnderReview
					}
					w.must(w.free.Decide(ctx, engineer, idea, to, fmt.Sprintf("Because of what is known of number %d.", idea)))
					if rapid.IntRange(0, 2).Draw(rt, "undo") == 0 {
						w.clock.forward(time.Second)
						w.must(db.Tx(ctx, func(q *store.Tx) error {
							if _, err := q.LockIdea(ctx, engineer, idea); err != nil {
								return err
							}
							return q.UndoStatus(ctx, idea, at, to, engineer.ID, w.clock.now())
						}))
					} else {
						at = to
						pending++
					}
				default:
					settle()
				}
			}
			settle()
			for i, r := range readers {
				if got := w.heard(r.who.ID, idea); got != r.heard {
					rt.Errorf("reader %d heard %d times, want %d: %+v", i, got, r.heard, r)
				}
			}
			if got := w.heard(engineer.ID, idea); got != 0 {
				rt.Errorf("who decided heard of it %d times", got)
			}
		})
	})
}

// A merge unites followers except who stopped following; taking it back parts them again.
func TestAMergeUnitesFollowers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		p := w.members(6)
		ctx := t.Context()
		source, target := w.idea(p[0], "The fan is far too loud"), w.idea(p[1], "A quieter fan for everyone")
		w.vote(p[2], source, domain.Promote)
		w.vote(p[3], source, domain.Promote)
		w.vote(p[4], target, domain.Promote)
		w.comment(p[5], source, 0, "It hums at night.")
		w.must(w.free.Follow(ctx, p[3], domain.Subject{Part: domain.PartIdea, ID: source}, false))
		w.must(w.free.Merge(ctx, w.staff[domain.Moderator], source, target, ""))
		w.tellAll()
		decide := func(to domain.Status, reason string, want ...int64) {
			t.Helper()
			before := make([]int64, len(p))
			for i := range p {
				before[i] = w.heard(p[i].ID, target)
			}
			w.must(w.free.Decide(ctx, w.staff[domain.Engineer], target, to, reason))
			w.tellAll()
			for i := range p {
				if got := w.heard(p[i].ID, target) - before[i]; got != want[i] {
					t.Errorf("%s: person %d heard of it %d times, want %d", to, i, got, want[i])
				}
				follows, err := db.Reader().Follows(ctx, domain.Subject{Part: domain.PartIdea, ID: target}, p[i].ID)
				if err != nil || follows != (want[i] == 1) {
					t.Errorf("%s: person %d is said to follow: %v, %v", to, i, follows, err)
				}
			}
		}
		w.must(w.free.Decide(ctx, w.staff[domain.Engineer], target, domain.StatusUnderReview, ""))
		decide(domain.StatusAccepted, "", 1, 1, 1, 0, 1, 1)
		w.must(w.free.Follow(ctx, p[5], domain.Subject{Part: domain.PartIdea, ID: target}, false))
		decide(domain.StatusInProgress, "", 1, 1, 1, 0, 1, 0)
		w.must(w.free.Unmerge(ctx, w.staff[domain.Moderator], source))
		w.tellAll()
		decide(domain.StatusShipped, "", 0, 1, 0, 0, 1, 0)
	})
}

// What comes back weighs, stops at four, and is forgiven; each letter comes back once. A
// complaint ends the mails to whoever complained, and too many end all.
func TestWhatComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, p := t.Context(), w.members(4)
		sent := func(who domain.Actor) domain.Letter {
			t.Helper()
			idea := w.idea(who, fmt.Sprintf("A quieter fan, number %d", w.clock.now().UnixNano()))
			w.must(w.free.Decide(ctx, w.staff[domain.Engineer], idea, domain.StatusDeclined, fmt.Sprintf("There is no room, as of %d.", idea)))
			w.tellAll()
			hosts, err := db.Reader().LetterHosts(ctx, w.clock.now(), 10)
			w.must(err)
			for _, host := range hosts {
				letters, err := w.free.TakeLetters(ctx, host, 20)
				w.must(err)
				for _, l := range letters {
					w.must(w.free.LetterSent(ctx, l, domain.LetterSent))
				}
			}
			all, err := db.Reader().Letters(ctx, who.ID, 1)
			if err != nil || len(all) != 1 || all[0].Outcome != domain.LetterSent {
				t.Fatalf("no letter was sent: %+v, %v", all, err)
			}
			return all[0]
		}
		score := func(who domain.Actor, want int64) {
			t.Helper()
			_, b, err := db.Reader().MailWish(ctx, who.ID)
			if err != nil || b.Score != want || b.Stopped(w.clock.now()) != (want >= domain.BouncesStop) {
				t.Errorf("%+v, %v; want a score of %d", b, err, want)
			}
		}
		back := func(l domain.Letter, kind domain.ReturnKind) {
			t.Helper()
			w.must(w.free.Returned(ctx, domain.Returned{Token: l.Token, Kind: kind, Said: "550 nobody here"}))
		}
		l := sent(p[0])
		back(l, domain.ReturnSoft)
		back(l, domain.ReturnHard)
		score(p[0], 1)
		back(sent(p[0]), domain.ReturnHard)
		score(p[0], 3)
		back(sent(p[0]), domain.ReturnSoft)
		score(p[0], 4)
		w.clock.forward(domain.BouncesLife)
		back(sent(p[0]), domain.ReturnSoft)
		score(p[0], 1)
		w.must(db.Tx(ctx, func(q *store.Tx) error { return q.SetEmail(ctx, p[0].ID, "moved@example.org") }))
		score(p[0], 0)
		w.must(w.free.Returned(ctx, domain.Returned{Token: "nobodys", Kind: domain.ReturnHard}))
		first, second := sent(p[1]), sent(p[1])
		for i, who := range p[1:] {
			back(sent(who), domain.ReturnComplaint)
			if i == 0 { // again and again counts as one
				back(first, domain.ReturnComplaint)
				back(second, domain.ReturnComplaint)
			}
			settings, err := db.Reader().Settings(ctx)
			if stopped := settings.Value(domain.MailLetters) == "off"; err != nil || stopped != (i == 2) {
				t.Errorf("after %d complaints letters are stopped: %v, %v", i+1, stopped, err)
			}
			if wish, _, err := db.Reader().MailWish(ctx, who.ID); err != nil || wish.Level != domain.MailNone {
				t.Errorf("%+v, %v", wish, err)
			}
		}
	})
}

// A letter that could not be tried goes back also when there is news for the next one
// already, which waits for it.
func TestLettersGoBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		idea := w.idea(w.members(1)[0], "A quieter fan for everyone")
		decide := func(to domain.Status) {
			t.Helper()
			w.must(w.free.Decide(ctx, w.staff[domain.Engineer], idea, to, "There may be room for it, or there is none."))
			w.tellAll()
		}
		take := func(after time.Duration, want int) []domain.Letter {
			t.Helper()
			w.clock.forward(after)
			letters, err := w.free.TakeLetters(ctx, "example.org", 20)
			if err != nil || len(letters) != want {
				t.Fatalf("%d letters leave, %v; want %d", len(letters), err, want)
			}
			return letters
		}
		decide(domain.StatusDeclined)
		letters := take(0, 1)
		decide(domain.StatusUnderReview)
		w.must(w.free.GiveBackLetters(ctx, letters))
		again := take(domain.LetterRest, 1)
		if again[0].LetterID != letters[0].LetterID || again[0].Attempts != 1 {
			t.Errorf("%+v leaves, want %+v", again, letters)
		}
		w.must(w.free.LetterSent(ctx, again[0], domain.LetterSent))
		take(time.Minute, 0)
		take(domain.LetterEvery, 1)
	})
}
