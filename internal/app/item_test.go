package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// queue adds one with an engineer and a rule for ideas with so many points.
func (w *world) queue(name string, points int64) domain.Queue {
	w.t.Helper()
	id, err := w.free.SaveQueue(w.t.Context(), domain.System, domain.Queue{
		Name: name, TimeZone: "Europe/Berlin", Days: 5, SoftLimit: 5, Weights: domain.PlainWeights,
		Engineers: []domain.MemberRef{{ID: w.staff[domain.Engineer].ID}},
	})
	w.want(err, 0, "save queue")
	if points > 0 {
		_, err = w.free.SaveRoute(w.t.Context(), domain.System,
			domain.Route{Queue: domain.QueueRef{ID: id}, Name: name + " top", Kind: domain.RoutePoints, Points: points})
		w.want(err, 0, "save rule")
	}
	queue, err := w.db.Reader().QueueByID(w.t.Context(), id)
	w.want(err, 0, "read queue")
	return queue
}

func (w *world) itemOf(idea int64) domain.Item {
	w.t.Helper()
	i, err := w.db.Reader().ItemOfIdea(w.t.Context(), idea)
	w.want(err, 0, "item of idea")
	return i
}

// Ideas that cross a rule's points are routed exactly once, into the queue of the
// first rule, in the vote that crosses it, however many vote at once, and through
// whichever of two replicas: whoever reads the idea meanwhile finds it in the queue if and
// only if it has the points.
func TestAnIdeaIsRoutedOnceByTheVoteThatCrosses(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		db := storetest.Open(t, target)
		w := newWorld(t, db)
		replicas := []*store.DB{db, storetest.Open(t, target)}
		apps := []*app.App{w.free, app.New(replicas[1], w.clock.now).Unlimited(w.clock.now)}
		first, _ := w.queue("Thermal", 20), w.queue("Audio", 10)
		_, err := w.free.SaveRoute(t.Context(), domain.System,
			domain.Route{Queue: first.Ref(), Name: "early", Kind: domain.RoutePoints, Points: 10})
		w.want(err, 0, "rule")
		w.want(w.free.MoveRoute(t.Context(), domain.System, 3, -2), 0, "move rule")
		idea := w.idea(w.staff[domain.Customer], "A quieter fan for everyone")
		var all, watching sync.WaitGroup
		voted := make(chan struct{})
		for _, replica := range replicas {
			watching.Go(func() { w.routedWithItsPoints(replica, idea, 10, voted) })
		}
		for n, m := range w.members(64) {
			all.Go(func() {
				_, err := apps[n%2].Vote(t.Context(), m, idea, domain.Promote)
				w.want(err, 0, "vote")
			})
		}
		all.Wait()
		close(voted)
		watching.Wait()
		i := w.itemOf(idea)
		events, err := db.Reader().ItemEvents(t.Context(), i.ID)
		if err != nil || len(events) != 1 || events[0].Act != domain.ActRouted {
			t.Errorf("what happened to it is %+v, %v", events, err)
		}
		if i.Queue.ID != first.ID || i.Rule.Name != "early" || i.Then != 10 || i.Status != domain.StatusUnderReview ||
			i.Cause != domain.CauseRoute {
			t.Errorf("routed as %+v", i)
		}
		page, err := db.Reader().Items(t.Context(), domain.ItemFilter{Queue: first.ID, Column: domain.Columns[0]})
		if err != nil || len(page.Items) != 1 || page.Items[0].Place.Rank != 65*1.5/2 {
			t.Errorf("the queue shows %+v, %v", page.Items, err)
		}
		w.checkCounts()
		w.checkQueues()
	})
}

// routedWithItsPoints reads an idea until all have voted: it is an item once it has so many
// points, and not before.
func (w *world) routedWithItsPoints(db *store.DB, idea, points int64, voted chan struct{}) {
	for done := false; !done; {
		select {
		case <-voted:
			done = true
		default:
		}
		i, err := db.Reader().IdeaFor(w.t.Context(), domain.Nobody, idea, domain.Day(w.clock.now()))
		if err != nil || (i.Place.Item != 0) != (i.Points() >= points) {
			w.t.Errorf("with %d points it is item %d, %v", i.Points(), i.Place.Item, err)
			return
		}
	}
}

func (w *world) checkQueues() {
	w.t.Helper()
	wrong, err := w.db.Reader().CheckQueues(w.t.Context())
	w.want(err, 0, "check queues")
	for _, m := range wrong {
		w.t.Errorf("%s %d: %s", m.Of, m.ID, m.What)
	}
}

// routed is an idea in a queue.
func (w *world) routed(queue domain.Queue, title string) domain.Item {
	w.t.Helper()
	idea := w.idea(w.staff[domain.Customer], title)
	w.want(w.free.TakeUp(w.t.Context(), w.staff[domain.Admin], idea, queue.ID), 0, "take up")
	return w.itemOf(idea)
}

// Deciding in the queue is deciding about the idea, and the other way round; the
// clock stands while the item is decided, parked or asked about.
func TestAnItemAndItsIdeaAreDecidedTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, engineer := t.Context(), w.staff[domain.Engineer]
		queue := w.queue("Thermal", 0)
		i := w.routed(queue, "A quieter fan for everyone")
		w.want(w.free.DecideItem(ctx, engineer, i.ID, i.Version-1, app.Verdict{To: domain.StatusAccepted}), domain.Conflict, "an old version")
		w.want(w.free.DecideItem(ctx, engineer, i.ID, i.Version, app.Verdict{To: domain.StatusDeclined, Reason: "No."}),
			domain.Invalid, "a short reason")
		w.clock.forward(24 * time.Hour)
		w.want(w.free.DecideItem(ctx, engineer, i.ID, i.Version,
			app.Verdict{To: domain.StatusAccepted, Target: w.clock.now().AddDate(0, 2, 0)}), 0, "accept")
		i = w.itemOf(i.Idea.ID)
		if i.Status != domain.StatusAccepted || i.Engineer.ID != engineer.ID || i.Target.IsZero() || i.Deadline.Running() ||
			i.Used(queue) != 24*time.Hour {
			t.Errorf("accepted as %+v", i)
		}
		w.want(w.free.UndoDecision(ctx, engineer, i.ID, i.Version), 0, "undo")
		i = w.itemOf(i.Idea.ID)
		if i.Status != domain.StatusUnderReview || !i.Deadline.Running() || w.read(engineer, i.Idea.ID).Status != domain.StatusUnderReview {
			t.Errorf("undone to %+v", i)
		}
		w.want(w.free.Decide(ctx, engineer, i.Idea.ID, domain.StatusDeclined, "The case has no room left for a larger one."),
			0, "decline by the idea's page")
		w.clock.forward(domain.UndoFor + time.Second)
		i = w.itemOf(i.Idea.ID)
		w.want(w.free.UndoDecision(ctx, engineer, i.ID, i.Version), domain.Conflict, "undo too late")
		if count, err := db.Reader().CountQueue(ctx, queue.ID); err != nil || count[domain.StatusDeclined] != 1 ||
			count[domain.StatusUnderReview] != 0 {
			t.Errorf("counted %v, %v", count, err)
		}
		w.checkQueues()
		w.checkCounts()
	})
}

// An engineer who is suspended is out of a queue meanwhile, and in it again afterwards
// though the queue was changed.
func TestASuspendedEngineerComesBackIntoTheQueue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		queue, engineer := w.queue("Thermal", 0), w.staff[domain.Engineer]
		w.want(w.free.Suspend(t.Context(), w.staff[domain.Admin], engineer.ID,
			domain.Sanction{Reason: "Left the company for good, it seemed."}), 0, "suspend")
		queue, err := db.Reader().QueueByID(t.Context(), queue.ID)
		if err != nil || len(queue.Engineers) != 0 {
			t.Errorf("a suspended engineer is shown: %+v, %v", queue.Engineers, err)
		}
		queue.Days = 3
		_, err = w.free.SaveQueue(t.Context(), domain.System, queue)
		w.want(err, 0, "change the queue")
		w.want(w.free.Reinstate(t.Context(), w.staff[domain.Admin], engineer.ID), 0, "reinstate")
		if queue, err = db.Reader().QueueByID(t.Context(), queue.ID); err != nil || !queue.Has(engineer.ID) || queue.Days != 3 {
			t.Errorf("afterwards %+v, %v", queue, err)
		}
	})
}

// Only a queue's own engineers decide in it.
func TestOnlyTheQueuesEngineersDecide(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		i := w.routed(w.queue("Thermal", 0), "A quieter fan for everyone")
		other := w.member("Another engineer", "other@example.org", domain.Engineer)
		w.want(w.free.DecideItem(t.Context(), other, i.ID, i.Version, app.Verdict{To: domain.StatusAccepted}),
			domain.Forbidden, "an item of others")
		w.want(w.free.Decide(t.Context(), other, i.Idea.ID, domain.StatusAccepted, ""), domain.Forbidden, "an idea of others")
		w.want(w.free.Park(t.Context(), other, i.ID, i.Version, w.clock.now().AddDate(0, 0, 3),
			"We measure the new fan until then."), domain.Forbidden, "parking")
		w.want(w.free.DecideItem(t.Context(), w.staff[domain.Admin], i.ID, i.Version, app.Verdict{To: domain.StatusAccepted}), 0, "an admin")
	})
}

// Parked and asked items sink, their clocks stand, and they come back by their day, by
// their points or by an answer.
func TestParkedAndAskedItemsWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, engineer := t.Context(), w.staff[domain.Engineer]
		queue := w.queue("Thermal", 0)
		i := w.routed(queue, "A quieter fan for everyone")
		w.want(w.free.Park(ctx, engineer, i.ID, i.Version, w.clock.now().AddDate(0, 0, 91),
			"We measure the new fan until then."), domain.Invalid, "too long")
		w.want(w.free.Park(ctx, engineer, i.ID, i.Version, domain.DayStart(domain.Day(w.clock.now())+7),
			"We measure the new fan until then."), 0, "park")
		i = w.itemOf(i.Idea.ID)
		if i.Deadline.Running() || i.Deadline.Left != 5*domain.WorkingDay || i.Place.Rank > 0 {
			t.Errorf("parked as %+v", i)
		}
		w.clock.forward(8 * 24 * time.Hour)
		w.want(w.free.WakeItems(ctx), 0, "wake")
		if i = w.itemOf(i.Idea.ID); !i.Deadline.Running() || i.Waits() {
			t.Errorf("back as %+v", i)
		}
		w.want(w.free.Ask(ctx, engineer, i.ID, i.Version, "Which of the two fans do you mean?"), 0, "ask")
		w.want(w.free.AnswerQuestion(ctx, engineer, i.Idea.ID, "The large one."), domain.Forbidden, "not the author")
		w.want(w.free.AnswerQuestion(ctx, w.staff[domain.Customer], i.Idea.ID, "The large one."), 0, "answer")
		if i = w.itemOf(i.Idea.ID); !i.Deadline.Running() {
			t.Errorf("answered as %+v", i)
		}
		w.clock.forward(8 * 24 * time.Hour)
		w.want(w.free.WakeItems(ctx), 0, "wake")
		if i = w.itemOf(i.Idea.ID); !i.Late || i.Place.Lift <= 0 {
			t.Errorf("late as %+v", i)
		}
		w.checkQueues()
	})
}

// A product that comes to be on watch is work of its queue, once for each watch, and
// the rule ships it when the product is listed again.
func TestARecoveryIsOpenedAndShippedByTheRule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		ctx, engineer := t.Context(), w.staff[domain.Engineer]
		p := w.product("Wave Dock")
		queue := w.queue("Docks", 0)
		queue.Covers.Products = []domain.Product{p}
		_, err := w.free.SaveQueue(ctx, domain.System, queue)
		w.want(err, 0, "cover")
		voters := w.members(24)
		for _, m := range voters[:10] {
			w.want(w.free.Rate(ctx, m, p.Slug, domain.RatingDraft{Stars: 1}), 0, "rate")
		}
		i, err := db.Reader().RecoveryOf(ctx, p.ID)
		if err != nil || i.Queue.ID != queue.ID || i.Status != domain.StatusUnderReview || i.Stars != 4 {
			t.Fatalf("recovery %+v, %v", i, err)
		}
		w.want(w.free.DecideItem(ctx, engineer, i.ID, i.Version,
			app.Verdict{To: domain.StatusDeclined, Reason: "We do not want to do this at all."}), domain.Conflict, "declining a recovery")
		w.want(w.free.DecideItem(ctx, engineer, i.ID, i.Version, app.Verdict{To: domain.StatusAccepted}), 0, "accept")
		for _, m := range voters[10:] {
			w.want(w.free.Rate(ctx, m, p.Slug, domain.RatingDraft{Stars: 5}), 0, "rate")
		}
		if i, err = db.Reader().RecoveryOf(ctx, p.ID); err != nil || i.Status != domain.StatusShipped {
			t.Errorf("after it is listed again %+v, %v", i, err)
		}
		w.checkQueues()
	})
}

// The rules of a time take the first of it, once.
func TestRoutingByTheClockTakesTheTopOfATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		queue := w.queue("Thermal", 0)
		_, err := w.free.SaveRoute(t.Context(), domain.System, domain.Route{
			Queue: queue.Ref(), Name: "Of the week", Kind: domain.RouteTop, Points: 2, Top: 2, Days: 7, Space: domain.Space{ID: w.space},
		})
		w.want(err, 0, "rule")
		var ideas []int64
		for n := range 4 {
			ideas = append(ideas, w.idea(w.staff[domain.Customer], fmt.Sprintf("A quieter fan, number %d", n)))
		}
		for n, m := range w.members(3) {
			for _, idea := range ideas[:3-n] {
				_, err := w.free.Vote(t.Context(), m, idea, domain.Promote)
				w.want(err, 0, "vote")
			}
		}
		for range 2 {
			w.want(w.free.RouteTop(t.Context()), 0, "route")
		}
		for n, idea := range ideas {
			if got := w.itemOf(idea).ID != 0; got != (n < 2) {
				t.Errorf("idea %d is routed: %v", n, got)
			}
		}
		w.checkQueues()
	})
}

// Work that is written down twice by one form is there once; the same words a while
// later are new work.
func TestWorkSentTwiceIsAddedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		queue := w.queue("Thermal", 0)
		add := func() int64 {
			id, err := w.free.AddWork(t.Context(), w.staff[domain.Engineer], queue.ID, "Measure the new fan", "At 25 degrees.")
			w.want(err, 0, "add work")
			return id
		}
		first := add()
		if again := add(); again != first {
			t.Errorf("sent twice it is %d and %d", first, again)
		}
		w.clock.forward(time.Hour)
		if later := add(); later == first {
			t.Error("an hour later it is taken for the same")
		}
	})
}
