package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// team adds a queue that the engineer of the site answers for, with a rule for ideas of so
// many points where points are more than 0.
func (s *site) team(name string, points int64, engineers ...int64) domain.Queue {
	s.t.Helper()
	ctx := context.Background()
	q := domain.Queue{Name: name, DescriptionEN: "What " + name + " does.", TimeZone: "Europe/Berlin", Days: 5,
		SoftLimit: 5, Weights: domain.PlainWeights}
	for _, e := range engineers {
		q.Engineers = append(q.Engineers, domain.MemberRef{ID: e})
	}
	id, err := s.app.SaveQueue(ctx, domain.System, q)
	s.must(err)
	if points > 0 {
		_, err = s.app.SaveRoute(ctx, domain.System,
			domain.Route{Queue: domain.QueueRef{ID: id}, Name: name + " top", Kind: domain.RoutePoints, Points: points})
		s.must(err)
	}
	q, err = s.db.Reader().QueueByID(ctx, id)
	s.must(err)
	return q
}

// takeUp brings a new idea of the customer's into a queue.
func (s *site) takeUp(q domain.Queue, title string) domain.Item {
	s.t.Helper()
	idea := s.idea(domain.Customer, title)
	s.must(s.app.TakeUp(context.Background(), s.actor(domain.Admin), idea, q.ID))
	return s.itemOf(idea)
}

func (s *site) itemOf(idea int64) domain.Item {
	s.t.Helper()
	i, err := s.db.Reader().ItemOfIdea(context.Background(), idea)
	s.must(err)
	return i
}

func (s *site) itemByID(id int64) domain.Item {
	s.t.Helper()
	i, err := s.db.Reader().ItemByID(context.Background(), id)
	s.must(err)
	return i
}

// fillQueue adds a queue with an idea that a rule brought in, one that is late, one
// that is contested, one parked, one asked about, decided ones, and work by hand.
func (s *site) fillQueue() (q domain.Queue, items map[string]domain.Item) {
	s.t.Helper()
	ctx, engineer := context.Background(), s.actor(domain.Engineer)
	q = s.team("Thermal", 4, engineer.ID)
	items = map[string]domain.Item{}
	late := s.takeUp(q, "A fan that does not whistle at idle")
	s.forward(9 * 24 * time.Hour)
	s.must(s.app.WakeItems(ctx))
	items["late"] = s.itemByID(late.ID)
	routed := s.idea(domain.Customer, "Let the fan curve follow the lap sensor")
	for n, m := range s.crowd(8) {
		if n < 4 {
			_, err := s.app.Vote(ctx, m, routed, domain.Promote)
			s.must(err)
		}
	}
	items["routed"] = s.itemOf(routed)
	contested := s.takeUp(q, "Remove the fan in all the small models")
	for n, m := range s.crowd(9) {
		if n < 2 {
			_, err := s.app.Vote(ctx, m, contested.Idea.ID, domain.Demote)
			s.must(err)
		}
	}
	items["contested"] = s.itemByID(contested.ID)
	do := func(name string, verb func(i domain.Item) error) {
		i := s.takeUp(q, "A quieter fan, number "+name)
		s.must(verb(i))
		items[name] = s.itemByID(i.ID)
	}
	do("parked", func(i domain.Item) error {
		return s.app.Park(ctx, engineer, i.ID, i.Version, s.now().AddDate(0, 0, 20),
			"We measure the new fan until then.")
	})
	do("asked", func(i domain.Item) error {
		return s.app.Ask(ctx, engineer, i.ID, i.Version, "Which of the two fans do you mean?")
	})
	do("accepted", func(i domain.Item) error {
		return s.app.DecideItem(ctx, engineer, i.ID, i.Version,
			app.Verdict{To: domain.StatusAccepted, Target: s.now().AddDate(0, 2, 0)})
	})
	do("declined", func(i domain.Item) error {
		return s.app.DecideItem(ctx, engineer, i.ID, i.Version,
			app.Verdict{To: domain.StatusDeclined, Reason: "The case has no room left for a larger fan."})
	})
	hand, err := s.app.AddWork(ctx, engineer, q.ID, "Renew the wind tunnel's licence", "It runs out in May.")
	s.must(err)
	items["hand"] = s.itemByID(hand)
	return q, items
}

// What the list of all queues counts is what the page of each does; it counts nothing
// closed.
func TestAllQueuesCountWhatEachDoes(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q, _ := s.fillQueue()
		s.team("Acoustics", 0)
		loads, err := s.db.Reader().QueueLoads(t.Context())
		s.must(err)
		count, err := s.db.Reader().QueueLoad(t.Context(), q, s.now())
		s.must(err)
		for _, c := range domain.OpenColumns {
			if n := loads[q.ID].In(c); n != count.In(c) || n == 0 && c.Key == domain.StatusUnderReview {
				t.Errorf("%s: all count %d, the queue %d", c.Key, n, count.In(c))
			}
		}
		if count.In(domain.ColumnOf("declined")) == 0 || loads[q.ID].In(domain.ColumnOf("declined")) != 0 {
			t.Errorf("of the queue %v are counted, of all %v", count, loads[q.ID])
		}
		if count.Late != 1 || loads[q.ID].Late != 1 || len(loads) != 2 {
			t.Errorf("%d are late, among all %+v", count.Late, loads)
		}
	})
}

// The list of all queues says what the open items of each could give back, of a product
// no more than it has lost, and the median of the days that its decisions took.
func TestQueuesSayWhatTheyAreWorth(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, engineer := t.Context(), s.actor(domain.Engineer)
		q := s.team("Thermal", 0, engineer.ID)
		s.team("Acoustics", 0)
		p := s.product("Moss Keyboard")
		q.Covers.Products = []domain.Product{p}
		_, err := s.app.SaveQueue(ctx, domain.System, q)
		s.must(err)
		s.must(s.app.SaveTheme(ctx, engineer, p.Slug, domain.Theme{NameEN: "Repeating keys", WordsEN: "repeat*"}))
		s.rateAll(p, s.crowd(10), "The keys repeat themselves all the time", 1, 1, 1, 1, 1, 1, 1, 1, 2, 5) // a recovery: 3.5
		_, err = s.app.WorkOnTheme(ctx, engineer, p.Slug, 1, q.ID)                                         // 3.5 of the same stars
		s.must(err)
		for n, days := range []int{1, 1, 8} {
			i := s.takeUp(q, fmt.Sprintf("A quieter fan, number %d of three", n))
			s.forward(time.Duration(days) * 24 * time.Hour)
			s.must(s.app.DecideItem(ctx, engineer, i.ID, s.itemByID(i.ID).Version, app.Verdict{To: domain.StatusAccepted}))
		}
		b := s.as(domain.Officer)
		b.get("/queues").want(200, "Stars possible", "+3.50", "1 of 5 days")
		b.get("/queues/thermal").want(200, "worth up to +3.50 stars")
		if a := b.get("/queues/acoustics").want(200); strings.Contains(a.text(), "worth up to") {
			t.Error("a queue with nothing in it is worth stars")
		}
	})
}

// Staff read the queues; customers and guests do not.
func TestQueuesAreReadByStaff(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q, items := s.fillQueue()
		s.must(s.app.SetDuty(t.Context(), s.actor(domain.Engineer), q.Slug, s.now(), s.members[domain.Engineer]))
		for _, role := range []domain.Role{domain.Engineer, domain.Moderator, domain.Officer, domain.Admin} {
			b := s.as(role)
			b.get("/").want(200, `href="/queues"`)
			b.get("/queues").want(200, "Thermal", "What Thermal does.", "6/5", "The engineer")
			b.get("/queues/thermal").want(200, "7 open", "1 late", "On duty this week: The engineer",
				"4 points ≥ 4, rule “Thermal top”, 19 Mar 2026", "contested",
				"parked until 8 Apr 2026", "waits for an answer", "2 days late", "due 26 Mar 2026", "brought in by The admin")
			b.get("/queues/thermal?view=board").want(200, "6/5", "in 1 of 5 days", "All 6")
			b.get("/queues/thermal?view=table&column=declined").want(200, "number declined")
			b.get("/queues/thermal?source=hand").want(200, "Renew the wind tunnel")
			for name, i := range items {
				b.get(i.Path()).want(200, i.Title("en"), "What happened")
				if name == "parked" {
					b.get(i.Path()).want(200, "We measure the new fan until then.", "The engineer parked it")
				}
			}
		}
		if a := s.as(domain.Customer).get("/").want(200); strings.Contains(a.body, `href="/queues"`) {
			t.Error("a customer is shown the way to the queues")
		}
		for _, path := range []string{"/queues", "/queues/thermal", items["late"].Path()} {
			s.as(domain.Customer).get(path).want(http.StatusForbidden)
			if a := s.browser().get(path).want(http.StatusSeeOther); !strings.HasPrefix(a.location, "/signin") {
				t.Errorf("a guest is led to %s", a.location)
			}
		}
	})
}

// What is late comes first, what waits comes last, and each list shows what it was
// asked for and nothing else.
func TestTheListIsInOrder(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, items := s.fillQueue()
		b := s.as(domain.Officer)
		titles := func(path string) []string {
			var all []string
			for _, h := range b.get(path).want(200).doc().Find(".items h2").EachIter() {
				all = append(all, h.Text())
			}
			return all
		}
		got := titles("/queues/thermal")
		if len(got) != 6 || got[0] != items["late"].Title("en") || got[1] != items["routed"].Title("en") {
			t.Errorf("the list is %q", got)
		}
		if last := got[len(got)-2:]; !strings.Contains(strings.Join(last, "|"), "number parked") ||
			!strings.Contains(strings.Join(last, "|"), "number asked") {
			t.Errorf("what waits does not stand last: %q", got)
		}
		if got := titles("/queues/thermal?column=accepted"); len(got) != 1 || got[0] != items["accepted"].Title("en") {
			t.Errorf("accepted are %q", got)
		}
		if got := titles("/queues/thermal?source=hand"); len(got) != 1 || got[0] != items["hand"].Title("en") {
			t.Errorf("by hand are %q", got)
		}
		b.get("/queues/thermal?column=shipped").want(200, "Nothing in this column")
		b.get("/queues/odd").want(http.StatusNotFound)
		b.get("/queues/thermal/items/999").want(http.StatusNotFound)
	})
}

// A removed idea is in no list of a queue; its card is there for staff and says so.
func TestARemovedIdeaIsInNoQueue(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, items := s.fillQueue()
		s.as(domain.Moderator).post(ideaPath(items["late"].Idea.ID, "remove")).want(http.StatusSeeOther)
		b := s.as(domain.Engineer)
		for _, path := range []string{"/queues", "/queues/thermal", "/queues/thermal?view=board",
			"/queues/thermal?view=table", items["routed"].Path()} {
			if a := b.get(path).want(200); strings.Contains(a.body, "does not whistle") || strings.Contains(a.text(), "1 late") {
				t.Errorf("%s tells of a removed idea", path)
			}
		}
		b.get(items["late"].Path()).want(200, "This idea was removed")
	})
}

// An item that moved is found in its new queue, a queue under its new name.
func TestItemsAndQueuesAreFoundAgain(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q, items := s.fillQueue()
		other := s.team("Audio", 0)
		i := items["routed"]
		s.must(s.app.MoveItem(t.Context(), s.actor(domain.Admin), i.ID, i.Version, other.ID))
		b := s.as(domain.Engineer)
		if a := b.get(i.Path()).want(http.StatusSeeOther); a.location != "/queues/audio/items/"+itoa(i.ID) {
			t.Errorf("it leads to %s", a.location)
		}
		i = s.itemByID(i.ID)
		s.must(s.app.MoveItem(t.Context(), s.actor(domain.Admin), i.ID, i.Version, 0))
		b.get(s.itemByID(i.ID).Path()).want(200, "It is in no queue", "The admin took it out of Audio")
		q.Name, q.Slug = "Cooling", ""
		_, err := s.app.SaveQueue(t.Context(), domain.System, q)
		s.must(err)
		if a := b.get("/queues/thermal?view=board").want(http.StatusPermanentRedirect); a.location != "/queues/cooling?view=board" {
			t.Errorf("the queue is sought at %s", a.location)
		}
	})
}

// Lists page by what they are ordered by, and read as much of 70 items as of 7.
func TestQueuesReadAsMuchOfManyAsOfFew(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q := s.team("Thermal", 0, s.members[domain.Engineer])
		for n := range 65 {
			_, err := s.app.AddWork(t.Context(), s.actor(domain.Engineer), q.ID,
				fmt.Sprintf("Work that is number %d", n), "")
			s.must(err)
		}
		b := s.as(domain.Engineer)
		seen := map[string]bool{}
		path := "/queues/thermal"
		for pages := 0; path != "" && pages < 5; pages++ {
			doc := b.get(path).want(200).doc()
			for _, h := range doc.Find(".items h2").EachIter() {
				seen[h.Text()] = true
			}
			path, _ = doc.Find(`a[rel="next"]`).Attr("href")
		}
		if len(seen) != 65 {
			t.Errorf("the pages show %d of 65", len(seen))
		}
		b.get("/queues/thermal?view=board").want(200, "All 65")
		b.get("/queues")
		b.get("/queues") // the last line is sure to be written
		for _, line := range s.log.requests(t) {
			if strings.HasPrefix(line.Path, "/queues") && line.Queries > 8 {
				t.Errorf("%s took %d queries", line.Path, line.Queries)
			}
		}
	})
}

// Several items are accepted, estimated, given and moved at once; of each it is said
// what became of it, and one that is refused keeps no other from being done.
func TestSeveralItemsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		q, other := s.team("Thermal", 0, s.members[domain.Engineer]), s.team("Audio", 0)
		var items []domain.Item
		for n := range 4 {
			items = append(items, s.takeUp(q, fmt.Sprintf("A quieter fan, number %d", n)))
		}
		b, bulk := s.as(domain.Engineer), q.Ref().Path()+"/bulk"
		ticked := func(pairs ...string) []string {
			for n, i := range items {
				pairs = append(pairs, "item-"+itoa(i.ID),
					itoa(s.itemByID(i.ID).Version-int64(n/3))) // the last as it was before
			}
			return pairs
		}
		b.post(bulk, ticked("verb", "effort", "effort", "l")...).want(200, "3 of 4 done",
			"A quieter fan, number 0: done", "A quieter fan, number 3: Somebody changed this")
		b.post(bulk, ticked("verb", "engineer", "engineer", itoa(s.members[domain.Engineer]))...).want(200,
			"3 of 4 done")
		b.post(bulk, ticked("verb", "accept")...).want(200, "3 of 4 done")
		if i := s.itemByID(items[2].ID); i.Status != domain.StatusAccepted || i.Effort != domain.EffortL ||
			i.Engineer.ID != s.members[domain.Engineer] {
			t.Errorf("it became %+v", i)
		}
		if i := s.itemByID(items[3].ID); i.Version != items[3].Version {
			t.Errorf("the refused one became %+v", i)
		}
		in := bulk + "?column=accepted"
		s.must(s.app.DecideItem(t.Context(), s.actor(domain.Engineer), items[0].ID, s.itemByID(items[0].ID).Version,
			app.Verdict{To: domain.StatusInProgress}))
		b.post(in, "verb", "accept", "item-"+itoa(items[0].ID), itoa(s.itemByID(items[0].ID).Version)).want(200,
			"0 of 1 done", "Give a reason")
		b.post(in, ticked("verb", "move", "queue", itoa(other.ID))...).want(200, "3 of 4 done")
		if got := s.itemByID(items[1].ID).Queue.ID; got != other.ID {
			t.Errorf("it is in queue %d", got)
		}
		b.post(bulk, "verb", "accept").want(http.StatusUnprocessableEntity, "Tick at least one item")
		b.post(bulk, "verb", "decline", "item-4", "1").want(http.StatusUnprocessableEntity,
			"Choose what to do with them")
		b.post(bulk, "verb", "effort", "effort", "odd", "item-4", "1").want(http.StatusUnprocessableEntity,
			"Choose an effort")
		many := []string{"verb", "accept"}
		for n := range domain.BulkMax + 1 {
			many = append(many, fmt.Sprintf("item-%d", n+1), "1")
		}
		b.post(bulk, many...).want(http.StatusUnprocessableEntity, "Tick at most 30 items")
		s.engineer("Another engineer", "other@example.org")
		s.asMember("other@example.org").post(bulk, ticked("verb", "accept")...).want(http.StatusForbidden,
			"This is decided by Thermal")
		s.as(domain.Officer).post(bulk, "verb", "accept").want(http.StatusForbidden)
	})
}

// Work is written down by hand, and the duty is changed, by the queue's own engineers.
func TestWorkByHandAndDuty(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		second := s.engineer("Second engineer", "second@example.org")
		q := s.team("Thermal", 0, s.members[domain.Engineer], second)
		s.engineer("Another engineer", "other@example.org")
		b, other, path := s.as(domain.Engineer), s.asMember("other@example.org"), q.Ref().Path()
		b.get(path).want(200, "Add work by hand", "Change the duty")
		b.post(path+"/items", "title", "short", "note", "It runs out in May.").want(http.StatusUnprocessableEntity,
			"Too short to tell", `value="short"`, ">It runs out in May.</textarea>")
		a := b.post(path+"/items", "title", "Renew the wind tunnel's licence", "note",
			"It runs out in May.").want(http.StatusSeeOther)
		b.get(a.location).want(200, "Renew the wind tunnel", "It runs out in May.", "added by The engineer")
		other.post(path+"/items", "title", "Renew the wind tunnel's licence").want(http.StatusForbidden)
		for _, id := range []int64{second, s.members[domain.Engineer]} {
			b.post(path+"/duty", "member", itoa(id), "week", "0").want(http.StatusSeeOther)
			m, err := s.db.Reader().Member(t.Context(), id)
			s.must(err)
			b.get(path).want(200, "On duty this week: "+m.Name)
			b.get("/queues").want(200, m.Name)
		}
		b.post(path+"/duty", "member", itoa(second), "week", "1").want(http.StatusSeeOther)
		b.get(path).want(200, "On duty this week: The engineer")
		b.post(path+"/duty", "member", itoa(s.members[domain.Admin])).want(http.StatusUnprocessableEntity,
			"Choose one of the queue’s engineers")
		other.post(path+"/duty", "member", itoa(second)).want(http.StatusForbidden)
		s.forward(7 * 24 * time.Hour)
		s.as(domain.Officer).get(path).want(200, "On duty this week: Second engineer")
	})
}
