package language

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		// English
		"I bought it for my daughter and she loves it, but the zip broke after a week.":                            "en",
		"The fan should follow the load. It is too loud when nobody needs it.":                                     "en",
		"Great size, soft material, true to colour. I would buy it again in another colour if they had it.":        "en",
		"In the office we have a printer that is out of paper most of the time. Please let us see it on the page.": "en",
		// German
		"Der Lüfter ist zu laut, auch wenn man gar nichts macht. Bitte lasst ihn der Last folgen.":         "de",
		"An dieser Kreuzung fehlt ein Radweg, und die Autos fahren viel zu schnell an den Kindern vorbei.": "de",
		"Die App war nach dem Update so langsam, dass ich sie gelöscht habe. In der alten ging alles.":     "de",
		// neither, or not sure
		"Let the fan curve follow the load":  "",
		"Neue Radwege in der Innenstadt":     "",
		"Great!":                             "",
		"":                                   "",
		"Apple iPhone 6s 64GB Gold Unlocked": "",
		"https://example.org/the/and/of/is/it/this/that":                                                                            "",
		"El carril bici no llega a la escuela y los coches no respetan a nadie, me parece que hay que hacer algo con esto.":         "",
		"Le vélo est pour moi la seule façon de me rendre au travail, on a besoin de plus de pistes dans cette ville.":              "",
		"La pista ciclabile non arriva alla scuola e le macchine vanno troppo forte, ma nessuno fa niente per i bambini.":           "",
		"Het fietspad is te smal en de auto's rijden hier veel te hard, dat was vroeger niet zo en we hebben er last van.":          "",
		"Cykelvägen är för smal och bilarna kör för fort här, det var inte så förr och vi har problem med det.":                     "",
		"A ciclovia não chega à escola e os carros passam muito depressa, é preciso fazer mais para as crianças.":                   "",
		"Ścieżka rowerowa jest za wąska i nie ma jej do szkoły, a samochody są tu bardzo szybkie.":                                  "",
		"Велодорожка слишком узкая, а машины едут слишком быстро.":                                                                  "",
		"自転車道が狭すぎます。車が速すぎます。":                                                                                                       "",
		"The button is too small. Der Knopf ist zu klein und man sieht ihn nicht. I can not see it at all. Bitte macht ihn größer.": "",
	} {
		if got := Of(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Long texts are told by how they begin, and cost no memory by their length.
func TestOfLongTexts(t *testing.T) {
	english, german := "The fan should follow the load, and it is too loud. ", "Der Lüfter ist zu laut, auch wenn man gar nichts macht. "
	for text, want := range map[string]string{
		strings.Repeat(english, 2000):                                 "en",
		strings.Repeat(german, 2000):                                  "de",
		strings.Repeat(english, 50) + strings.Repeat(german, 2000):    "en",
		strings.Repeat(english+german, 1000):                          "",
		strings.Repeat("ü", Enough) + strings.Repeat(" "+german, 100): "", // one word fills what is looked at
		strings.Repeat("a", Enough-1) + "ü":                           "",
	} {
		if got := Of(text); got != want {
			t.Errorf("%d bytes, %.60q: got %q, want %q", len(text), text, got, want)
		}
		if allocs := testing.AllocsPerRun(10, func() { Of(text) }); allocs > 1 {
			t.Errorf("%d bytes, %.60q: %v allocations", len(text), text, allocs)
		}
	}
}

func TestNoSmallWordIsTooLong(t *testing.T) {
	for word := range small {
		if len(word) > longest {
			t.Errorf("%q is never found: it has more than %d bytes", word, longest)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	for name, n := range map[string]int{"short": 2, "long": 2000} {
		text := strings.Repeat("Der Lüfter ist zu laut, auch wenn man gar nichts macht. ", n)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Of(text)
			}
		})
	}
}
