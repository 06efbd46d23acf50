package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// why is what people who promote ideas of a space tick, and what some of them say.
type why struct {
	en, de string
	words  []string
}

var whys = map[string][]why{
	"quiet-computing": {
		{"Noise at night", "Lärm bei Nacht", []string{
			"The bedroom is next door, and the walls are thin.",
			"My son wakes up when it starts.",
			"I write when the house sleeps, and it does not.",
		}},
		{"Calls", "Telefonate", []string{
			"People ask me whether I am on a train.",
			"I mute myself between two sentences.",
			"The fan is louder than my customers.",
		}},
		{"Concentration", "Konzentration", []string{
			"I read proofs all day; every howl costs me the sentence.",
			"I count the seconds until it stops.",
			"I wear ear defenders to read.",
		}},
		{"Shared rooms", "Geteilte Räume", []string{
			"Four of us share an office, and four fans never agree.",
			"In the library they look at me, not at the fan.",
			"We open the window so that the street is louder.",
		}},
	},
	"docks-ports": {
		{"Changing desks", "Wechselnde Plätze", []string{
			"I sit at another desk each day and set up the monitors by hand.",
			"Nobody's desk has the same dock here.",
			"Ten minutes every morning, and I am the fast one.",
		}},
		{"One cable", "Ein Kabel", []string{
			"I carry two adapters because of this.",
			"My bag has more cables than paper.",
			"The cable lies behind the cupboard, and so do I.",
		}},
		{"Presentations", "Präsentationen", []string{
			"It always happens in front of customers.",
			"I end up holding the laptop towards the room.",
			"We begin every meeting five minutes late.",
		}},
	},
	"repair-lifespan": {
		{"Money", "Kosten", []string{
			"A new machine for a broken hinge is hard to explain to my boss.",
			"The quote for the repair was four hundred euros.",
			"We are a club and have no budget for new ones.",
		}},
		{"Less waste", "Weniger Müll", []string{
			"The rest of it would last five more years.",
			"I have a drawer of machines that lack one part.",
			"It is two screws, and it went to the scrap yard.",
		}},
		{"No workshop nearby", "Keine Werkstatt in der Nähe", []string{
			"The next workshop is ninety kilometres away.",
			"I am on an island, and the post takes a week.",
			"Ours closed last year.",
		}},
		{"Passed on", "Wird weitergegeben", []string{
			"My old machine goes to a school.",
			"My daughter has it next.",
			"I refurbish ten a month for people without one.",
		}},
	},
	"displays": {
		{"Eyes at night", "Augen bei Nacht", []string{
			"I work late and see it for an hour after closing the lid.",
			"My eyes water from nine o'clock on.",
			"I put a cloth over half of it.",
		}},
		{"Colour work", "Farbarbeit", []string{
			"I print what I see, or I should.",
			"A client sent a whole edition back.",
			"I keep an old screen only for this.",
		}},
		{"Sunlight", "Sonnenlicht", []string{
			"From April on I cannot sit at the window.",
			"On the train I see myself and no text.",
			"I measure outdoors and carry an umbrella for it.",
		}},
	},
	"software-firmware": {
		{"Security", "Sicherheit", []string{
			"Our insurance asks for it in writing.",
			"I hold patients' data, and it keeps me awake.",
			"The auditor has asked twice.",
		}},
		{"Lost work", "Verlorene Arbeit", []string{
			"It restarted in the middle of an export.",
			"Three hours of measurements, gone.",
			"I now save every four minutes, by hand.",
		}},
		{"Battery", "Akku", []string{
			"Two hours less since the last update.",
			"I no longer leave without the charger.",
			"It reached the end of a flight, once.",
		}},
		{"Many machines", "Viele Rechner", []string{
			"I look after sixty of them by myself.",
			"I walk through three floors with a stick.",
			"Every one of them asks me on a different day.",
		}},
	},
	"kleine-betriebe": {
		{"Saves time", "Spart Zeit", []string{
			"Das macht bei uns die Chefin selbst, abends.",
			"Jeden Monat ein halber Tag.",
			"Das wären zwei Kunden mehr in der Woche.",
		}},
		{"No IT staff", "Keine IT", []string{
			"Wir sind neun Leute und keiner davon ist Informatiker.",
			"Bei uns fragt jeder den Lehrling.",
			"Unser Techniker kommt nur donnerstags.",
		}},
		{"Bookkeeping", "Buchhaltung", []string{
			"Das Steuerbüro will jeden Beleg einzeln.",
			"Ich tippe die Nummern ab.",
			"Zwei Rechnungen waren schon doppelt bezahlt.",
		}},
	},
	"tastatur-eingabe": {
		{"Pain", "Schmerzen", []string{
			"Nach zwei Stunden tut mir das Handgelenk weh.",
			"Meine Ärztin hat es mir verboten.",
			"Ich schreibe nur noch vormittags.",
		}},
		{"Typing blind", "Blind tippen", []string{
			"Ich treffe seit Monaten die falsche Taste.",
			"Ich sehe schlecht und taste mich vor.",
			"Ich habe mir Punkte aus Nagellack gemacht.",
		}},
		{"Two languages", "Zwei Sprachen", []string{
			"Ich schreibe deutsch und englisch im Wechsel.",
			"Meine Kundschaft sitzt in Basel und in Bristol.",
			"Ich stelle zwanzigmal am Tag um.",
		}},
		{"One hand", "Mit einer Hand", []string{
			"Ich bediene alles mit links.",
			"Die andere Hand hält das Kind.",
			"Seit dem Unfall geht es nur mit einer.",
		}},
	},
}

// addChips gives each space the reasons that its people tick.
func (d *demo) addChips() error {
	for _, s := range spaces {
		var chips []domain.Chip
		for _, w := range whys[s.slug] {
			chips = append(chips, domain.Chip{NameEN: w.en, NameDE: w.de})
		}
		if err := d.at(d.ago(crowdAge-1)).SetSpaceChips(d.ctx, domain.System, d.spaces[s.slug], chips); err != nil {
			return fmt.Errorf("chips of %s: %w", s.slug, err)
		}
		var err error
		if d.chips[s.slug], err = d.db.Reader().SpaceChips(d.ctx, d.spaces[s.slug]); err != nil {
			return err
		}
	}
	return nil
}

// explain lets some who promote say why, the same ones each time: a third, every fourth
// of them in their own words, and half of these by name.
func (d *demo) explain(b ballot) error {
	h := fnv.New32a()
	fmt.Fprint(h, b.idea, " ", b.who.ID)
	n := int(h.Sum32() >> 8)
	chips := d.chips[b.space]
	if b.v != domain.Promote || n%3 > 0 || len(chips) == 0 {
		return nil
	}
	n /= 3
	first, second := (int(b.idea)+n%2*(n/2))%len(chips), n/16%len(chips)
	r := domain.Reason{Importance: domain.Importance(1 + n/7%3), Chips: []int64{chips[first].ID}, Named: n%8 == 0}
	if second != first {
		r.Chips = append(r.Chips, chips[second].ID)
	}
	if n%4 == 0 {
		said := slices.Concat(whys[b.space][first].words, whys[b.space][second].words)
		r.Words = said[n/4%len(said)]
	}
	return d.at(b.at.Add(time.Second)).GiveReason(d.ctx, b.who, b.idea, r)
}
