package demo

import (
	"fmt"
	"hash/fnv"
	"time"

	"groundswell/internal/domain"
)

// why is what people who promote ideas of a space tick, and what some of them say.
type why struct{ en, de, words string }

var whys = map[string][]why{
	"quiet-computing": {
		{"Noise at night", "Lärm bei Nacht", "The bedroom is next door, and the walls are thin."},
		{"Calls", "Telefonate", "People ask me whether I am on a train."},
		{"Concentration", "Konzentration", "I read proofs all day; every howl costs me the sentence."},
		{"Shared rooms", "Geteilte Räume", "Four of us share an office, and four fans never agree."},
	},
	"docks-ports": {
		{"Changing desks", "Wechselnde Plätze", "I sit at another desk each day and set up the monitors by hand."},
		{"One cable", "Ein Kabel", "I carry two adapters because of this."},
		{"Presentations", "Präsentationen", "It always happens in front of customers."},
	},
	"repair-lifespan": {
		{"Money", "Kosten", "A new machine for a broken hinge is hard to explain to my boss."},
		{"Less waste", "Weniger Müll", "The rest of it would last five more years."},
		{"No workshop nearby", "Keine Werkstatt in der Nähe", "The next workshop is ninety kilometres away."},
		{"Passed on", "Wird weitergegeben", "My old machine goes to a school."},
	},
	"displays": {
		{"Eyes at night", "Augen bei Nacht", "I work late and see it for an hour after closing the lid."},
		{"Colour work", "Farbarbeit", "I print what I see, or I should."},
		{"Sunlight", "Sonnenlicht", "From April on I cannot sit at the window."},
	},
	"software-firmware": {
		{"Security", "Sicherheit", "Our insurance asks for it in writing."},
		{"Lost work", "Verlorene Arbeit", "It restarted in the middle of an export."},
		{"Battery", "Akku", "Two hours less since the last update."},
		{"Many machines", "Viele Rechner", "I look after sixty of them by myself."},
	},
	"kleine-betriebe": {
		{"Saves time", "Spart Zeit", "Das macht bei uns die Chefin selbst, abends."},
		{"No IT staff", "Keine IT", "Wir sind neun Leute und keiner davon ist Informatiker."},
		{"Bookkeeping", "Buchhaltung", "Das Steuerbüro will jeden Beleg einzeln."},
	},
	"tastatur-eingabe": {
		{"Pain", "Schmerzen", "Nach zwei Stunden tut mir das Handgelenk weh."},
		{"Typing blind", "Blind tippen", "Ich treffe seit Monaten die falsche Taste."},
		{"Two languages", "Zwei Sprachen", "Ich schreibe deutsch und englisch im Wechsel."},
		{"One hand", "Mit einer Hand", "Ich bediene alles mit links."},
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
		r.Words = whys[b.space][first].words
	}
	return d.at(b.at.Add(time.Second)).GiveReason(d.ctx, b.who, b.idea, r)
}
