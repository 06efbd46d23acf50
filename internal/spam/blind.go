package spam

import (
	"fmt"
	"strings"
)

// Families without an address in them. No signal, bound or list was ever set with those of
// Blind at hand: what is reported of them is what a community meets that spam of a new kind
// comes to. Hotline was one of them until the signals of numbers were made for what it showed.
const (
	Hotline   Family = "support numbers"      // the name of a service and a number to call
	Testimony Family = "testimony for a name" // a story of luck, and the name of whom to write to
	Lender    Family = "lenders"              // money at once, and a number to write to in disguise
)

// Blind are families to measure with, never to set anything by.
var Blind = []Family{Testimony, Lender}

// calls is what Hotline and Testimony are made of in one language. In the sentences stand
// {service}, {number}, {who}, {sum} and {way}.
type calls struct {
	titles, openings, pleas             []string
	stories, losses, turns, endings     []string
	services, sums, names, trades, ways []string
}

var called = map[string]calls{
	"en": {
		titles: []string{"{service} support number {number}", "How to reach {service}?",
			"{service} problem solved {number}", "{service} helpdesk"},
		openings: []string{"Does your {service} not answer any more?",
			"Many people ask how to talk to {service} on the phone.",
			"{service} shows an error again and again?"},
		pleas: []string{"Dial {number}, day and night.",
			"The trained staff at {number} solve it within minutes.",
			"Just call {number} and ask for a person.", "Number: {number}"},
		stories: []string{"Two years ago I trusted a stranger with my savings.",
			"After the loss of my job I tried to make something of what was left.",
			"My sister warned me, and I did not listen.", "I am a nurse and know little of these things."},
		losses: []string{"In one night {sum} were gone.", "I had put in {sum} and could not take anything out.",
			"They closed the account with {sum} in it."},
		turns: []string{"Then a friend from church gave me the name of {who}.", "By luck I read about {who}.",
			"A colleague had been helped by {who} before.",
			"Only {who} took the time to listen to me."},
		endings: []string{"Within three days everything was back, and I still cannot believe it. You find this person by {way}.",
			"Whoever is in the same place should write there, by {way}.",
			"I promised to tell others about it: ask for the name, by {way}."},
		services: []string{"Norvel antivirus", "Bluefinch mail", "Kestrel airline", "Pomelo wallet",
			"Tamarin printer"},
		sums:   []string{"$14,000", "$7,350", "all of 22,000 dollars", "half of my pension", "$61,000"},
		names:  []string{"Quillon", "Averdene", "Maravic", "Tolberry", "Osterhaze"},
		trades: []string{"the analyst", "Mrs", "the recovery expert", "Doctor", "Mr"},
		ways:   []string{"the green messenger", "a message on the photo network", "the usual chat"},
	},
	"de": {
		titles: []string{"{service} Hotline {number}", "Wie erreicht man {service}?",
			"{service} Problem gelöst {number}", "{service} Kundendienst"},
		openings: []string{"Antwortet {service} nicht mehr?",
			"Viele fragen, wie man bei {service} jemanden ans Telefon bekommt.",
			"{service} meldet immer wieder einen Fehler?"},
		pleas: []string{"Wählen Sie {number}, Tag und Nacht.",
			"Das geschulte Personal unter {number} löst es in Minuten.",
			"Einfach {number} anrufen und nach einem Menschen fragen.", "Nummer: {number}"},
		stories: []string{"Vor zwei Jahren habe ich einem Fremden meine Ersparnisse anvertraut.",
			"Nach der Kündigung wollte ich aus dem Rest etwas machen.",
			"Meine Schwester hat mich gewarnt, und ich habe nicht gehört.",
			"Ich arbeite in der Pflege und verstehe wenig von diesen Dingen."},
		losses: []string{"In einer Nacht war {sum} weg.",
			"Ich hatte {sum} eingezahlt und bekam nichts mehr heraus.",
			"Sie haben das Konto geschlossen, mit {sum} darauf."},
		turns: []string{"Dann nannte mir eine Freundin aus dem Chor den Namen von {who}.",
			"Zum Glück las ich von {who}.", "Einem Kollegen hatte {who} schon einmal geholfen.",
			"Nur {who} nahm sich Zeit für mich."},
		endings: []string{"Nach drei Tagen war alles wieder da, ich kann es noch immer nicht glauben. Man erreicht diese Person über {way}.",
			"Wer in derselben Lage ist, soll dorthin schreiben, über {way}.",
			"Ich habe versprochen, es weiterzusagen: Fragt nach dem Namen, über {way}."},
		services: []string{"Norvel Virenschutz", "Bluefinch Post", "Kestrel Fluglinie", "Pomelo Geldbörse",
			"Tamarin Drucker"},
		sums:   []string{"14.000 €", "7.350 €", "alles, 22.000 Euro,", "die halbe Rente", "61.000 €"},
		names:  []string{"Quillon", "Averdene", "Maravic", "Tolberry", "Osterhaze"},
		trades: []string{"der Analystin", "Frau", "der Fachkraft", "Doktor", "Herrn"},
		ways:   []string{"den grünen Messenger", "eine Nachricht im Fotonetz", "den üblichen Chat"},
	},
}

// hotline writes around one service and its number, which is written differently each time.
func (s *Source) hotline(w calls) func() (string, string) {
	service, digits := s.one(w.services), fmt.Sprintf("8%02d555%04d", s.rng.IntN(100), s.rng.IntN(10_000))
	fill := func(text string) string {
		return strings.NewReplacer("{service}", service, "{number}", s.spaced(digits)).Replace(text)
	}
	return func() (string, string) {
		body := []string{s.one(w.openings)}
		for range 1 + s.rng.IntN(3) {
			body = append(body, s.one(w.pleas))
		}
		return fill(s.one(w.titles)), fill(strings.Join(body, " "))
	}
}

// spaced is a number as people write it to be found and not to be matched.
func (s *Source) spaced(digits string) string {
	between := []string{"-", " ", ".", " - ", "", "/"}[s.rng.IntN(6)]
	return strings.Join([]string{"1", digits[:3], digits[3:6], digits[6:]}, between)
}

// lending is what Lender is made of: {sum} and {number} stand in the sentences.
var lending = map[string]struct{ titles, offers, pleas []string }{
	"en": {
		titles: []string{"Money for whoever the bank sends away", "{sum} by tomorrow", "A private lender helps"},
		offers: []string{"I lend {sum} and more, at two percent a year, to serious people.",
			"No papers, no questions, the money is there on the same day.",
			"Whoever is in debt need not be ashamed: I help where others say no."},
		pleas: []string{"Write on the green messenger: {number}", "Only by message to {number} please",
			"{number} is mine, I answer at night as well."},
	},
	"de": {
		titles: []string{"Geld für alle, die die Bank wegschickt", "{sum} bis morgen", "Privater Geldgeber hilft"},
		offers: []string{"Ich verleihe {sum} und mehr zu zwei Prozent im Jahr, an ernsthafte Menschen.",
			"Keine Papiere, keine Fragen, das Geld ist am selben Tag da.",
			"Wer Schulden hat, muss sich nicht schämen: Ich helfe, wo andere absagen."},
		pleas: []string{"Schreiben Sie über den grünen Messenger: {number}", "Nur per Nachricht an {number} bitte",
			"{number} gehört mir, ich antworte auch nachts."},
	},
}

// lender offers money around one number, disguised in another way each time.
func (s *Source) lender(language string) func() (string, string) {
	w, digits := lending[language], fmt.Sprintf("447%09d", s.rng.IntN(1_000_000_000))
	return func() (string, string) {
		fill := strings.NewReplacer("{sum}", s.one(called[language].sums), "{number}", s.disguised(digits))
		return fill.Replace(s.one(w.titles)), fill.Replace(s.one(w.offers) + " " + s.one(w.offers) + " " + s.one(w.pleas))
	}
}

// disguised is a number as those write it who know that numbers are looked for: one of six
// ways is in words, which nobody need see.
func (s *Source) disguised(digits string) string {
	switch s.rng.IntN(6) {
	case 0:
		return strings.Join(strings.Split(digits, ""), " ")
	case 1:
		return "+" + digits[:2] + " (0) " + digits[2:5] + " " + digits[5:]
	case 2:
		return strings.ReplaceAll(digits, "0", "O")
	case 3:
		return digits[:2] + "*" + digits[2:5] + "*" + digits[5:8] + "*" + digits[8:]
	case 4:
		return "(+" + digits[:2] + ")" + digits[2:]
	}
	return strings.NewReplacer("0", "zero ", "1", "one ", "2", "two ", "3", "three ",
		"4", "four ", "5", "five ", "6", "six ", "7", "seven ", "8", "eight ", "9", "nine ").Replace(digits)
}

// testimony tells one story of luck with changing words.
func (s *Source) testimony(w calls) func() (string, string) {
	who, way := s.one(w.trades)+" "+s.one(w.names), s.one(w.ways)
	return func() (string, string) {
		fill := strings.NewReplacer("{who}", who, "{way}", way, "{sum}", s.one(w.sums))
		body := []string{s.one(w.stories), s.one(w.losses), s.one(w.turns), s.one(w.endings)}
		return cut(fill.Replace(s.one(w.stories)), 60), fill.Replace(strings.Join(body, " "))
	}
}
