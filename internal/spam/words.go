package spam

// vocabulary is what spam in one language is made of. In sentences stand {good}, {thing},
// {sum} and, in paragraphs, {searched}.
type vocabulary struct {
	hooks, drops, sentences, praises, asides, headings, paragraphs []string
	goods, things, sums, searched                                  []string
}

var hostWords = []string{"best", "cheap", "deal", "prime", "luxe", "fast", "vita", "gold", "play", "bonus", "slim", "home", "smart", "trade", "loan",
	"repair", "market", "style", "lucky", "star"}

var words = map[string]vocabulary{
	"en": {
		hooks: []string{"You have to see this {thing}", "{good} offer for everybody here", "Only today: {thing} for {sum}", "Look at this {good} page",
			"This changed everything for me"},
		drops: []string{"Click here:", "{good} {thing}, look:", "More about it at", "For {sum} only at", "I found it here:", "Just try:"},
		sentences: []string{
			"I was in debt for years until my neighbour told me about this {good} system that pays every single week.",
			"You only need a phone and ten minutes a day, and the {good} team does all the rest for you.",
			"Last month alone I took home {sum} and I have never had to leave my own house for it.",
			"There are only a few places left for new partners, so write to them before the end of this {good} week.",
			"Nobody believed me at first, but then my whole family bought the {thing} and now all of us are happy.",
			"The {thing} was tested by doctors in twelve countries and there is not one known side effect of any kind.",
			"If it does not work for you they send back the whole {sum} without a single question, that is a promise.",
			"My skin, my sleep and my weight are better since I take the {thing} every morning after breakfast.",
		},
		praises: []string{"What a {good} post, I have read it twice already.", "You explain this in such a {good} way.", "I share your opinion completely.",
			"Thank you for writing about this subject.", "This is exactly what I was looking for all week.", "Really {good} points here, please keep on writing.",
			"I did not know half of this before today."},
		asides:   []string{"I wrote something similar on my own page:", "My friends liked this too:", "There is more about it here:", "You may like this as well:"},
		headings: []string{"{searched}: what you should know", "Why {searched} matters today", "How to find {searched}", "The truth about {searched}"},
		paragraphs: []string{
			"When you look for {searched}, you want a {good} partner near you.",
			"Our {searched} is known for {good} prices and quick answers.",
			"More and more people choose {searched} over everything else.",
			"With {searched} you save time, money and nerves.",
			"Compare {searched} offers before you decide on a {thing}.",
			"Experts say that {searched} will be even more important next year.",
			"Ask us about {searched} today and get a {good} discount of {sum}.",
			"There is no better place for {searched} in the whole region.",
		},
		goods:    []string{"great", "amazing", "incredible", "fantastic", "wonderful", "superb", "perfect", "brilliant"},
		things:   []string{"watch", "course", "cream", "supplement", "trading tool", "phone case", "mattress", "garden lamp"},
		sums:     []string{"$49", "$499", "$1,250", "$3,700", "$8,000", "19 dollars"},
		searched: []string{"emergency plumber service", "cheap essay writing", "used car export", "solar panel cleaning", "dental implants abroad"},
	},
	"de": {
		hooks: []string{"Das müsst ihr sehen: {thing}", "Ein {good} Angebot für alle", "Nur heute: {thing} für {sum}", "Schaut euch diese Seite an",
			"Das hat mein Leben verändert"},
		drops: []string{"Hier klicken:", "{good}, seht selbst:", "Mehr dazu unter", "Für nur {sum} bei", "Habe ich hier gefunden:", "Einfach probieren:"},
		sentences: []string{
			"Ich hatte jahrelang Schulden, bis mir meine Nachbarin von diesem Programm erzählte, das {good} jede Woche Geld auszahlt.",
			"Man braucht nur ein Telefon und zehn Minuten am Tag, den ganzen Rest erledigt das Team für einen, und zwar {good}.",
			"Allein im letzten Monat habe ich {sum} verdient und musste dafür nicht ein einziges Mal aus dem Haus gehen.",
			"Es gibt nur noch wenige freie Plätze für neue Partner, also schreibt ihnen noch vor dem Ende dieser Woche, {good}.",
			"Am Anfang hat mir keiner geglaubt, aber dann hat meine ganze Familie {thing} gekauft und jetzt sind alle zufrieden.",
			"Von Ärzten in zwölf Ländern wurde {thing} geprüft, und es ist keine einzige Nebenwirkung irgendeiner Art bekannt.",
			"Wenn es bei euch nicht wirkt, bekommt ihr die vollen {sum} ohne eine einzige Frage zurück, das ist versprochen.",
			"Meine Haut, mein Schlaf und mein Gewicht sind besser, seit ich {thing} jeden Morgen nach dem Frühstück nehme.",
		},
		praises: []string{"Ein {good} geschriebener Beitrag, ich habe ihn gleich zweimal gelesen.", "Das ist wirklich {good} erklärt.",
			"Ich teile deine Meinung vollkommen.", "Danke, dass du über dieses Thema schreibst.", "Genau danach habe ich die ganze Woche gesucht.",
			"Das sind {good} gewählte Punkte, bitte weiter so.", "Die Hälfte davon wusste ich bis heute nicht."},
		asides: []string{"Auf meiner eigenen Seite steht etwas Ähnliches:", "Meinen Freunden hat auch das gefallen:", "Hier steht mehr darüber:",
			"Das könnte euch auch gefallen:"},
		headings: []string{"{searched}: was man wissen sollte", "Warum {searched} heute wichtig ist", "So findet man {searched}", "Die Wahrheit über {searched}"},
		paragraphs: []string{
			"Wer {searched} sucht, will einen Partner in der Nähe, der {good} arbeitet.",
			"Unser {searched} ist bekannt für faire Preise und schnelle Antworten.",
			"Immer mehr Menschen entscheiden sich für {searched} statt für etwas anderes.",
			"Mit {searched} spart man Zeit, Geld und Nerven.",
			"Vergleichen Sie {searched} in Ruhe, bevor Sie sich entscheiden.",
			"Fachleute sagen, dass {searched} im nächsten Jahr noch wichtiger wird.",
			"Fragen Sie heute nach {searched} und sparen Sie {sum}, {good} und ohne Risiko.",
			"In der ganzen Region gibt es für {searched} keine bessere Adresse.",
		},
		goods:    []string{"großartig", "unglaublich", "fantastisch", "wunderbar", "perfekt", "einmalig", "hervorragend", "genial"},
		things:   []string{"diese Uhr", "diesen Kurs", "diese Creme", "dieses Pulver", "dieses Handelsprogramm", "diese Hülle", "diese Matratze"},
		sums:     []string{"49 €", "499 €", "1.250 €", "3.700 €", "8.000 €", "19 Euro"},
		searched: []string{"Schlüsseldienst Notruf", "Umzug günstig", "Autoankauf Export", "Photovoltaik Reinigung", "Zahnersatz Ausland"},
	},
}
