package demo

import (
	"fmt"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

// queue is a team with what it answers for.
type queue struct {
	slug, name, en, de string
	engineers          []string
	spaces, products   []string // by address
	rules              []rule
}

// rule routes the ideas of a space, "" for every space, that have so many points.
type rule struct {
	name, space string
	points      int64
}

var queues = []queue{
	{
		slug: "thermal", name: "Thermal & Acoustics",
		en: "Fans, heat and everything one can hear.", de: "Lüfter, Wärme und alles, was man hört.",
		engineers: []string{"Lena Ortmann", "Ruben Alsdorf", "Anselm Okoro", "Miriam Tekbas"}, spaces: []string{"quiet-computing", "displays"},
		products: []string{"arbor-14", "arbor-16", "canopy-27", "sprout-11"},
		rules:    []rule{{"Loud enough", "quiet-computing", 60}, {"Seen by many", "displays", 70}},
	},
	{
		slug: "docks-input", name: "Docks & Input",
		en: "What one plugs in, and what one types on.", de: "Was man einsteckt und worauf man tippt.",
		engineers: []string{"Jonas Weidling", "Tove Brandis", "Miriam Tekbas", "Lena Ortmann"},
		spaces:    []string{"docks-ports", "tastatur-eingabe"},
		products:  []string{"root-dock", "twig-hub", "moss-keyboard", "fern-mouse", "bark-headset"},
		rules:     []rule{{"Docks that matter", "docks-ports", 80}, {"Tasten", "tastatur-eingabe", 60}},
	},
	{
		slug: "firmware-service", name: "Firmware & Service",
		en: "What runs beneath, and how long a machine lives.", de: "Was darunter läuft und wie lange ein Gerät hält.",
		engineers: []string{"Farah Nowitz", "Miriam Tekbas", "Silke Pahl", "Anselm Okoro", "Tove Brandis"},
		spaces:    []string{"software-firmware", "repair-lifespan", "kleine-betriebe"}, products: []string{"lichen-webcam"},
		rules: []rule{{"Firmware top", "software-firmware", 75}, {"Repair", "repair-lifespan", 90}, {"Kleine Betriebe", "kleine-betriebe", 60}},
	},
}

// addQueues adds the queues with their rules, before anybody votes.
func (d *demo) addQueues() error {
	begin := d.at(d.ago(crowdAge - 3))
	for _, made := range queues {
		id, err := begin.SaveQueue(d.ctx, domain.System, d.queueOf(made))
		if err != nil {
			return fmt.Errorf("%s: %w", made.name, err)
		}
		for _, r := range made.rules {
			_, err := begin.SaveRoute(d.ctx, domain.System, domain.Route{
				Queue: domain.QueueRef{ID: id}, Name: r.name, Kind: domain.RoutePoints, Points: r.points, Space: domain.Space{ID: d.spaces[r.space]},
			})
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	return nil
}

func (d *demo) queueOf(made queue) domain.Queue {
	q := domain.Queue{
		Slug: made.slug, Name: made.name, DescriptionEN: made.en, DescriptionDE: made.de, TimeZone: "Europe/Berlin",
		Days: domain.DefaultQueueDays, SoftLimit: 6, Weights: domain.PlainWeights,
	}
	for _, name := range made.engineers {
		q.Engineers = append(q.Engineers, domain.MemberRef{ID: d.people[name].ID})
	}
	for _, slug := range made.spaces {
		q.Covers.Spaces = append(q.Covers.Spaces, domain.Space{ID: d.spaces[slug]})
	}
	for _, slug := range made.products {
		q.Covers.Products = append(q.Covers.Products, domain.Product{ID: d.products[slug]})
	}
	return q
}

// works are what engineers did with items, the longest ago first.
var works = []work{
	{"Publish parts and prices for seven years", 120, "Miriam Tekbas", plan(domain.EffortXL, 118, "https://tracker.example.org/SVC-212")},
	{"Garantie für zehn Geräte in einer Liste", 85, "Silke Pahl", plan(domain.EffortM, 24, "https://tracker.example.org/SVC-230")},
	{"A night profile that never goes above 26 decibels", 80, "Lena Ortmann", plan(domain.EffortL, 40, "https://tracker.example.org/ACO-77")},
	{"Ports on both sides, charging on both sides", 45, "Jonas Weidling", plan(domain.EffortXL, 0, "")},
	{"Sell single keycaps", 38, "Miriam Tekbas", plan(domain.EffortS, 52, "")},
	{"Ein Leihgerät während der Reparatur", 27, "Silke Pahl", plan(domain.EffortM, 66, "")},
	{"Notice when the laptop lies on a blanket", 8, "Lena Ortmann", plan(domain.EffortM, 31, "https://tracker.example.org/ACO-91")},
	{"Matte glass for the sixteen inch model", 6, "Ruben Alsdorf", plan(domain.EffortL, 95, "")},
	{"Sleep that does not empty the battery over the weekend", 3, "Farah Nowitz",
		plan(domain.EffortL, 75, "https://tracker.example.org/FW-118")},
	{"Lüfterdrehzahl in der Taskleiste anzeigen", 2.2, "Lena Ortmann",
		ask("Reicht Ihnen die Drehzahl, oder geht es um das Programm, das den Lüfter hochtreibt? Das zweite wäre die größere Arbeit.")},
	{"Keep the fan low while the microphone is on", 1.3, "Lena Ortmann", plan(domain.EffortS, 12, "")},
	{"Lüfterdrehzahl in der Taskleiste anzeigen", 1.1, "Lena Ortmann",
		answered("Das Programm. Die Drehzahl höre ich selbst.")},
	{"Show which program last used the camera", 1, "Farah Nowitz",
		park(19, "The next system version brings a list of its own. We look at it first and say here whether it is enough.")},
	{"Wake the laptop from the dock's keyboard", 0.6, "Jonas Weidling",
		ask("Which key do you press, and is the lid closed or only dark? The dock can pass on one key and not all of them.")},
	{"A microphone key with a light one can see in daylight", 0.3, "Tove Brandis", plan(domain.EffortS, 0, "")},
}

// work is what an engineer did with an item, by the title of its idea.
type work struct {
	idea string
	days float64 // ago
	by   string
	do   func(a *app.App, d *demo, who domain.Actor, i domain.Item) error
}

func ask(question string) func(*app.App, *demo, domain.Actor, domain.Item) error {
	return func(a *app.App, d *demo, who domain.Actor, i domain.Item) error {
		return a.Ask(d.ctx, who, i.ID, i.Version, question)
	}
}

// answered is the author's.
func answered(words string) func(*app.App, *demo, domain.Actor, domain.Item) error {
	return func(a *app.App, d *demo, _ domain.Actor, i domain.Item) error {
		author := domain.Actor{ID: i.Idea.Author.ID, Role: i.Idea.Author.Role, System: true}
		return a.AnswerQuestion(d.ctx, author, i.Idea.ID, words)
	}
}

func park(days int, note string) func(*app.App, *demo, domain.Actor, domain.Item) error {
	return func(a *app.App, d *demo, who domain.Actor, i domain.Item) error {
		return a.Park(d.ctx, who, i.ID, i.Version, domain.DayStart(domain.Day(d.now)+int64(days)), note)
	}
}

// plan sets how much work it is, who does it, and, in days from now, until when.
func plan(effort domain.Effort, days int, tracker string) func(*app.App, *demo, domain.Actor, domain.Item) error {
	return func(a *app.App, d *demo, who domain.Actor, i domain.Item) error {
		c := app.ItemChange{Engineer: who.ID, Effort: effort, Tracker: tracker}
		if days > 0 {
			c.Target = domain.DayStart(domain.Day(d.now) + int64(days))
		}
		return a.ChangeItem(d.ctx, who, i.ID, i.Version, c)
	}
}

// workQueues lets the engineers work, the longest ago first.
func (d *demo) workQueues() error {
	for _, w := range works {
		if err := d.workOn(w); err != nil {
			return fmt.Errorf("%s: %w", w.idea, err)
		}
	}
	return nil
}

func (d *demo) workOn(w work) error {
	who, err := d.named(w.by)
	if err != nil {
		return err
	}
	i, err := d.db.Reader().ItemOfIdea(d.ctx, d.ideas[w.idea])
	if err != nil {
		return err
	}
	if i.ID == 0 {
		return fmt.Errorf("it is in no queue")
	}
	return w.do(d.at(d.ago(w.days)), d, who, i)
}

// byHand is work that engineers wrote down or took up besides ideas.
func (d *demo) byHand() error {
	thermal, err := d.db.Reader().Queue(d.ctx, queues[0].slug)
	if err != nil {
		return err
	}
	lena := d.people["Lena Ortmann"]
	_, err = d.at(d.ago(3)).AddWork(d.ctx, lena, thermal.ID, "Measure the new fan at 25 and at 35 degrees",
		"The supplier's sheet stops at 30. We need our own curve before we answer anybody about noise.")
	if err != nil {
		return err
	}
	if err := d.acceptRecovery("fern-mouse", "Tove Brandis"); err != nil {
		return err
	}
	dearest, err := d.dearestTheme("arbor-14")
	if err != nil {
		return err
	}
	_, err = d.at(d.ago(2)).WorkOnTheme(d.ctx, lena, "arbor-14", dearest, thermal.ID)
	return err
}

// acceptRecovery lets somebody take up a product two days after it came to be on watch.
func (d *demo) acceptRecovery(slug, by string) error {
	i, err := d.db.Reader().RecoveryOf(d.ctx, d.products[slug])
	if err != nil {
		return err
	}
	return d.at(i.Entered.AddDate(0, 0, 2)).DecideItem(d.ctx, d.people[by], i.ID, i.Version, app.Verdict{To: domain.StatusAccepted})
}

// dearestTheme is the theme that costs a product most and that no idea answers.
func (d *demo) dearestTheme(slug string) (dearest int64, err error) {
	themes, err := d.db.Reader().Themes(d.ctx, d.products[slug])
	most := -1.0
	for _, t := range themes {
		lost, _, err := d.db.Reader().StarsLostToTheme(d.ctx, t.ID)
		if err != nil {
			return 0, err
		}
		if t.Idea == nil && lost > most {
			dearest, most = t.ID, lost
		}
	}
	return dearest, err
}

// wakeItems lets what is late by now rise.
func (d *demo) wakeItems() error { return d.at(d.now).WakeItems(d.ctx) }
