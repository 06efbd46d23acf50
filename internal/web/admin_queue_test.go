package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// queueFor adds one with the engineer in it.
func (s *site) queueFor(name string, covers domain.Covers) domain.Queue {
	s.t.Helper()
	id, err := s.app.SaveQueue(s.t.Context(), domain.System, domain.Queue{
		Name: name, TimeZone: "Europe/Berlin", Days: 5, Weights: domain.PlainWeights, Covers: covers,
		Engineers: []domain.MemberRef{{ID: s.members[domain.Engineer]}},
	})
	s.must(err)
	queue, err := s.db.Reader().QueueByID(s.t.Context(), id)
	s.must(err)
	return queue
}

// rule adds one behind all others.
func (s *site) rule(r domain.Route) domain.Route {
	s.t.Helper()
	id, err := s.app.SaveRoute(s.t.Context(), domain.System, r)
	s.must(err)
	r, err = s.db.Reader().RouteByID(s.t.Context(), id)
	s.must(err)
	return r
}

// Admins add queues and change them; what is wrong stands beside its field, with what
// was typed.
func TestAdminsKeepQueues(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b, engineer, space := s.as(domain.Admin), itoa(s.members[domain.Engineer]), "space-"+itoa(s.spaces[0].ID)
		s.product("Moss Keyboard")
		s.idea(domain.Customer, "A quieter fan for everyone") // with the tag Fan
		b.get("/admin/queues").want(http.StatusOK, "New queue", "Europe/Berlin", "The engineer")
		good := []string{
			"name", "Thermal Engineering", "slug", "", "description_en", "Heat and noise.", "description_de", "Wärme und Lärm.",
			"time_zone", "Europe/Berlin",
			"days", "3", "soft_limit", "5", "weight_importance", "1,5", "weight_stars", "0", "weight_effort", "1", "engineer-" +
				engineer, "1", space, "1",
			"products", "moss keyboard\nMoss Keyboard\n", "tags", " fan ",
		}
		with := func(changes ...string) []string {
			form := slices.Clone(good)
			for i := 0; i < len(changes); i += 2 {
				if at := slices.Index(form, changes[i]); at >= 0 {
					form[at+1] = changes[i+1]
				} else {
					form = append(form, changes[i], changes[i+1])
				}
			}
			return form
		}
		for _, c := range []struct {
			change []string
			want   string
		}{
			{[]string{"name", "T"}, "Use at least 2 characters"},
			{[]string{"time_zone", "Berlin"}, "Choose a time zone by its name"},
			{[]string{"days", "0"}, "Between 1 and 60 working days"},
			{[]string{"soft_limit", "-3"}, "Between 0, which is no limit, and 1,000"},
			{[]string{"weight_stars", "much"}, "Each weight lies between 0 and"},
			{[]string{"products", "Moss Keyboard\nNo such thing"}, "Nothing is called “No such thing”"},
			{[]string{"tags", "Nonsense"}, "Nothing is called “Nonsense”"},
			{[]string{"space-999", "1"}, "Nothing is called “999”"},
			{[]string{"engineer-" + itoa(s.members[domain.Customer]), "1"}, "Only people with the role Engineer or Admin"},
		} {
			b.post("/admin/queues", with(c.change...)...).want(http.StatusUnprocessableEntity, c.want, `value="1,5"`, ">Wärme und Lärm.</textarea>")
		}
		b.post("/admin/queues", good...).want(http.StatusSeeOther)
		queue, err := s.db.Reader().Queue(t.Context(), "thermal-engineering")
		s.must(err)
		if queue.Weights != (domain.Weights{Importance: 15, Stars: 0, Effort: 10}) || queue.Days != 3 ||
			queue.SoftLimit != 5 || len(queue.Engineers) != 1 ||
			len(queue.Covers.Spaces) != 1 || len(queue.Covers.Products) != 1 || len(queue.Covers.Tags) != 1 {
			t.Errorf("kept as %+v", queue)
		}
		b.post("/admin/queues", with("name", "Audio")...).want(http.StatusUnprocessableEntity, "3 things still need a change",
			"Thermal Engineering answers for “Gaming” already", "Thermal Engineering answers for “Moss Keyboard” already",
			"Thermal Engineering answers for “Fan” already")
		path := "/admin/queues/" + itoa(queue.ID)
		b.get("/admin/queues").want(http.StatusOK, "Thermal Engineering", "Heat and noise.", `href="`+path+`"`)
		b.get(path).want(http.StatusOK, ">Moss Keyboard</textarea>", `name="`+space+`" value="1" checked`, `value="1.5"`)
		b.post(path, with("version", itoa(queue.Version), "tags", "")...).want(http.StatusSeeOther)
		b.post(path, with("version", itoa(queue.Version))...).want(http.StatusConflict, `value="Thermal Engineering"`)
		if queue, err = s.db.Reader().QueueByID(t.Context(), queue.ID); err != nil || len(queue.Covers.Tags) != 0 {
			t.Errorf("changed to %+v, %v", queue, err)
		}
		b.accept = "de"
		b.get(path).want(http.StatusOK, "Wer darin entscheidet", `value="1,5"`)
	})
}

// Other weights are shown as the order that they would make, and nothing is saved.
func TestWeightsArePreviewed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		queue := s.queueFor("Thermal", domain.Covers{})
		var ideas []int64
		for n, title := range []string{"A large one that many want", "A small one that few want"} {
			id := s.idea(domain.Customer, title)
			ideas = append(ideas, id)
			for _, m := range s.crowd(6 - 3*n) {
				_, err := s.app.Vote(t.Context(), m, id, domain.Promote)
				s.must(err)
			}
			s.must(s.app.TakeUp(t.Context(), s.actor(domain.Admin), id, queue.ID))
			item, err := s.db.Reader().ItemOfIdea(t.Context(), id)
			s.must(err)
			s.must(s.app.ChangeItem(t.Context(), s.actor(domain.Engineer), item.ID, item.Version,
				app.ItemChange{Effort: []domain.Effort{domain.EffortL, domain.EffortS}[n]}))
		}
		b, path := s.as(domain.Admin), "/admin/queues/"+itoa(queue.ID)
		form := func(effort string, more ...string) []string {
			return append([]string{"name", "Thermal", "time_zone", "Europe/Berlin", "days", "5", "weight_importance", "1",
				"weight_stars", "1", "weight_effort", effort}, more...)
		}
		order := func(a *answer) string {
			return strings.Join(a.doc().Find("[role=status] td").Map(func(_ int, cell *goquery.Selection) string { return cell.Text() }), " ")
		}
		if got := order(b.post(path, form("0", "preview", "1")...).want(http.StatusOK, "not saved yet",
			`value="0"`)); got != "2 1 A large one that many want 1 2 A small one that few want" {
			t.Errorf("without effort: %s", got)
		}
		for n := range 500 {
			_, err := s.app.AddWork(t.Context(), s.actor(domain.Admin), queue.ID, fmt.Sprintf("Work that is number %d", n), "")
			s.must(err)
		}
		b.post(path, form("0", "preview", "1")...).want(http.StatusOK, "Of the 500 most urgent ones; there are more.")
		b.post(path, form("-1", "preview", "1")...).want(http.StatusUnprocessableEntity, "Each weight lies between 0 and")
		if now, err := s.db.Reader().QueueByID(t.Context(), queue.ID); err != nil || now.Weights != domain.PlainWeights ||
			now.Version != queue.Version {
			t.Errorf("saved as %+v, %v", now, err)
		}
		page, err := s.db.Reader().Items(t.Context(), domain.ItemFilter{Queue: queue.ID, Column: domain.Columns[0]})
		s.must(err)
		if page.Items[0].Idea.ID != ideas[1] {
			t.Errorf("the queue begins with %+v", page.Items[0])
		}
	})
}

// Rules are written, tried before they are kept, moved and deleted.
func TestAdminsKeepRules(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Admin)
		b.get("/admin/queues/rules").want(http.StatusOK, "No queue yet")
		queue := s.queueFor("Thermal", domain.Covers{})
		good := map[string]string{"rule_name": "Gaming top", "queue": itoa(queue.ID), "kind": "points", "points": "100",
			"space": itoa(s.spaces[0].ID)}
		post := func(path string, changes ...string) *answer {
			form := url.Values{}
			for name, value := range good {
				form.Set(name, value)
			}
			for i := 0; i < len(changes); i += 2 {
				form.Set(changes[i], changes[i+1])
			}
			return b.do(http.MethodPost, path, form)
		}
		for _, try := range []string{"", "1"} {
			for _, c := range []struct {
				change     []string
				want, kept string
			}{
				{[]string{"rule_name", "G"}, "Use at least 2 characters", "G"},
				{[]string{"points", "0"}, "A number of points between 1 and", "0"},
				{[]string{"points", "-5"}, "A number of points between 1 and", "-5"},
				{[]string{"points", "many"}, "A number of points between 1 and", "many"},
				{[]string{"kind", "top", "top", "0", "days", "30"}, "Between 1 and 100 ideas", "top"},
				{[]string{"kind", "top", "top", "3", "days", "91"}, "Between 1 and 90 days", "top"},
				{[]string{"kind", "odd"}, "Choose what the rule asks for", "Gaming top"},
				{[]string{"queue", "0"}, "Choose a queue from the list", "Gaming top"},
				{[]string{"product", "No such thing"}, "Nothing has this name", "No such thing"},
				{[]string{"tag", "No such thing"}, "Nothing has this name", "No such thing"},
			} {
				post("/admin/queues/rules", append(c.change, "try", try)...).want(http.StatusUnprocessableEntity, c.want, `value="`+c.kept+`"`)
			}
		}
		post("/admin/queues/rules", "try", "1").want(http.StatusOK, "Ideas in Gaming that reach 100 points go to Thermal.",
			"it would have routed no idea", `value="Gaming top"`)
		if rules, err := s.db.Reader().Routes(t.Context()); err != nil || len(rules) != 0 {
			t.Fatalf("trying kept %+v, %v", rules, err)
		}
		post("/admin/queues/rules").want(http.StatusSeeOther)
		post("/admin/queues/rules", "rule_name", "Gaming later", "points", "200", "try", "1").want(http.StatusOK,
			"“Gaming top” takes every idea that this rule would")
		post("/admin/queues/rules", "rule_name", "First of the month", "kind", "top", "top", "3", "days", "30", "points",
			"10").want(http.StatusSeeOther)
		b.get("/admin/queues/rules").want(http.StatusOK,
			"Every hour the 3 ideas in Gaming with the most points won in 30 days go to Thermal: at least 10 points each.",
			"It has routed nothing so far.")
		b.post("/admin/queues/rules/2/move", "way", "up").want(http.StatusSeeOther)
		rules, err := s.db.Reader().Routes(t.Context())
		if err != nil || len(rules) != 2 || rules[0].Name != "First of the month" {
			t.Errorf("moved to %+v, %v", rules, err)
		}
		b.post("/admin/queues/rules/1/delete").want(http.StatusSeeOther)
		b.get("/admin/queues/rules/1").want(http.StatusNotFound)
		b.accept = "de"
		b.get("/admin/queues/rules/2").want(http.StatusOK,
			"Jede Stunde kommen die 3 Ideen im Bereich Gaming zu Thermal, die in 30 Tagen am meisten Punkte gewonnen haben: je mindestens 10 Punkte.")
	})
}

// A rule is tried on the last 90 days: what came to have its points within them, what
// of it is closed and what is in a queue. Afterwards it tells what became of what it
// routed.
func TestARuleIsTriedAndTellsItsYield(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, people := t.Context(), s.crowd(12)
		queue := s.queueFor("Thermal", domain.Covers{})
		promoted := func(title string, by int) int64 {
			id := s.idea(domain.Customer, title)
			for _, m := range people[:by] {
				_, err := s.app.Vote(ctx, m, id, domain.Promote)
				s.must(err)
			}
			return id
		}
		promoted("Long ago it had them all", 12)
		s.forward(100 * 24 * time.Hour)
		promoted("It has them since lately", 10)
		declined := promoted("It was declined since then", 9)
		s.must(s.app.Decide(ctx, s.actor(domain.Engineer), declined, domain.StatusDeclined, "The case has no room left for a larger one."))
		taken := promoted("It is in a queue already", 9)
		s.must(s.app.TakeUp(ctx, s.actor(domain.Admin), taken, queue.ID))
		promoted("It does not have enough of them", 5)
		b := s.as(domain.Admin)
		try := []string{"rule_name", "Ten", "queue", itoa(queue.ID), "kind", "points", "points", "10", "try", "1"}
		page := b.post("/admin/queues/rules", try...).want(http.StatusOK,
			"In the last 90 days: 3 ideas. 1 of them is closed now. 1 is in a queue already.")
		for title, there := range map[string]bool{"Long ago it had them all": false, "It has them since lately": true,
			"It was declined since then": true, "It does not have enough": false} {
			if strings.Contains(page.doc().Find("[role=status]").Text(), title) != there {
				t.Errorf("it names %q: want %v", title, there)
			}
		}
		b.post("/admin/queues/rules", "rule_name", "First", "queue", itoa(queue.ID), "kind", "top", "top", "2", "days", "5",
			"points", "3", "try", "1").
			want(http.StatusOK, "In the last 90 days: 2 ideas. 1 is in a queue already.", "It has them since lately", "It is in a queue already")
		rule := s.rule(domain.Route{Name: "Ten", Queue: queue.Ref(), Kind: domain.RoutePoints, Points: 10})
		path := "/admin/queues/rules/" + itoa(rule.ID)
		b.get(path).want(http.StatusOK, "In the last 90 days: 3 ideas", "It has routed nothing so far.")
		b.post(path + "/route").want(http.StatusSeeOther)
		s.must(s.app.RouteIdeas(ctx, domain.RouteIdeas{Rule: rule.ID}))
		s.forward(48 * time.Hour)
		items, err := s.db.Reader().Items(ctx, domain.ItemFilter{Queue: queue.ID, Column: domain.Columns[0]})
		s.must(err)
		for _, i := range items.Items {
			if i.Rule.ID == rule.ID && i.Idea.Title == "It has them since lately" {
				s.must(s.app.Decide(ctx, s.actor(domain.Engineer), i.Idea.ID, domain.StatusAccepted, ""))
			}
		}
		b = s.as(domain.Admin) // the session ran out
		for _, page := range []string{path, "/admin/queues/rules"} {
			b.get(page).want(http.StatusOK, "2 ideas routed: 1 accepted, 0 declined. Half of them were decided within 48 hours.")
		}
	})
}
