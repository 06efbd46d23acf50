package main

import "groundswell/internal/domain"

// demoProduct is one product of the demo with what people say of it.
type demoProduct struct {
	family, name string
	description  string
	days         int // since its launch
	revisions    []demoRevision
	themes       []demoTheme
	reviews      []demoReview
	carried      float64 // mean brought along from elsewhere
	carriedN     int64
	voices       []string // short words that many of those with four stars or fewer leave
	bombed       bool     // a wave of one-star ratings on one day, excluded later
	overridden   bool     // a moderator keeps it listed
}

// demoRevision is a revision and how it is rated: so many ratings for each number
// of stars, beside those of the reviews.
type demoRevision struct {
	name, note string
	days       int // since its release
	stars      [5]int
}

// demoTheme is a theme and, by its title, the idea that answers it.
type demoTheme struct{ en, de, wordsEN, wordsDE, idea string }

// demoReview is a rating with words.
type demoReview struct {
	revision int // index
	stars    int64
	title    string
	body     string
	reply    string
	owner    bool // verified by serial number
	declared bool
	again    int64 // stars of the same person for the revision before
}

var demoFamilies = []domain.Family{
	{Name: "Notebooks", Shape: "laptop"}, {Name: "Docks", Shape: "dock"}, {Name: "Input", Shape: "keyboard"},
	{Name: "Displays", Shape: "monitor"}, {Name: "Audio", Shape: "headset"}, {Name: "Video", Shape: "webcam"}, {Name: "Tablets", Shape: "tablet"},
}

var demoProducts = []demoProduct{
	{family: "notebooks", name: "Arbor 14", days: 600, description: "The small one: 14 inches, 1.2 kg, every part can be replaced with one screwdriver.",
		revisions: []demoRevision{
			{"first", "", 600, [5]int{6, 9, 11, 12, 6}},
			{"B", "The battery no longer drains while the machine sleeps.", 260, [5]int{4, 6, 12, 18, 12}},
			{"C", "A new fan, and a webcam that sees something in the evening.", 70, [5]int{2, 4, 9, 22, 24}},
		},
		themes: []demoTheme{
			{"Fan noise", "Lüftergeräusch", "fan, fans, loud, nois*", "lüfter*, laut, *geräusch", "Let the fan wait thirty seconds before it speeds up"},
			{"Hinge", "Scharnier", "hinge*, wobbl*", "scharnier*, wackel*", ""},
			{"Webcam in low light", "Webcam bei wenig Licht", "webcam, camera", "webcam, kamera*", ""},
			{"Battery in sleep", "Akku im Standby", "battery, sleep*, drain*", "akku*, standby, schlaf*", ""},
		},
		voices: []string{
			"The fan is too loud for a shared room.", "Der Lüfter springt zu oft an.", "Good machine, loud fan.", "I hear the fan in every call.",
			"The hinge is too soft.", "Das Scharnier gibt nach.", "The webcam is too dark after sunset.", "Abends ist die Webcam nur Rauschen.",
			"Der Lüfter ist im Sommer dauernd an.", "The hinge wobbles on the train.", "Mostly fine.",
		},
		reviews: []demoReview{
			{0, 2, "Empty by morning", "It sleeps with 80 % and wakes with 55. The battery should not drain in a closed bag.", "Measured on your log: the radio stayed awake. Revision B turns it off in sleep. Please rate again then, whatever comes of it.", true, false, 0},
			{0, 3, "Gutes Gerät, müder Akku", "Tastatur und Bildschirm sind ausgezeichnet. Im Standby verliert der Akku über Nacht ein Viertel.", "Das war das Funkmodul. Mit Revision B bleibt es im Schlaf aus.", true, false, 0},
			{1, 4, "Sleeps now, still loud", "The battery holds over night since B. In meetings I still hear the fan when somebody shares a screen.", "", true, false, 2},
			{1, 3, "Das Scharnier wackelt", "Nach einem Jahr im Zug kippt der Deckel bei jeder Weiche nach hinten. Sonst zufrieden.", "Bitte schicken Sie uns ein Foto der linken Seite; das Scharnier lässt sich nachziehen, die Anleitung liegt bei.", false, false, 0},
			{2, 5, "Quiet at last", "The new fan is the difference. I forget that it is there, and so does my desk neighbour.", "", true, false, 4},
			{2, 4, "Almost all I want", "Light, quiet, repairable. The webcam is usable in the evening now, though colours are still pale.", "", true, false, 3},
			{2, 2, "Hinge again", "Second machine, same hinge. It wobbles on my knees, and on the desk when I type with force.", "We found a batch with washers that are too thin. Yours is one of them; a repair kit is on the way, without a question asked.", true, false, 0},
			{2, 4, "Für die Bahn gebaut", "Passt auf den Klapptisch, hält von Hamburg bis Basel. Beim Kompilieren wird der Lüfter hörbar, aber nicht mehr schrill.", "", false, false, 3},
			{2, 1, "Loud where it matters", "I record interviews. The fan starts in the first minute, and the microphone hears it before I do.", "", false, false, 0},
			{2, 5, "Mine was a gift of the dealer", "I got it for a talk at their fair. It is a good machine all the same.", "", false, true, 0},
		}},
	{family: "notebooks", name: "Arbor 16", days: 320, description: "The large one: 16 inches, two disks, a keyboard with a number pad.",
		revisions: []demoRevision{{"first", "", 320, [5]int{1, 2, 4, 19, 31}}},
		themes: []demoTheme{
			{"Weight", "Gewicht", "heavy, weigh*", "schwer*, gewicht*", ""},
			{"Charger", "Netzteil", "charger, power supply", "netzteil*, ladegerät*", ""},
		},
		reviews: []demoReview{
			{0, 5, "A desktop that folds", "Four months of video work and it never throttled once. Heavy, and I knew that.", "", true, false, 0},
			{0, 4, "Das Netzteil ist ein Ziegelstein", "Rechner ausgezeichnet. Das Netzteil wiegt fast so viel wie mein Tablet.", "Ein kleineres ist in Arbeit; es wird auch zu Ihrem Gerät passen.", true, false, 0},
			{0, 3, "Too heavy for every day", "Fast and quiet, but my shoulder votes against it.", "", false, false, 0},
		}},
	{family: "docks", name: "Root Dock", days: 420, description: "One cable to the desk: two displays, network, power.", bombed: true,
		revisions: []demoRevision{
			{"first", "", 420, [5]int{5, 6, 8, 9, 5}},
			{"B", "Displays come back in their places after sleep.", 150, [5]int{2, 3, 7, 20, 18}},
		},
		themes: []demoTheme{
			{"Displays change places", "Bildschirme vertauscht", "swap*, places, rearrang*", "vertausch*, reihenfolge", ""},
			{"Warmth", "Wärme", "hot, warm*", "heiß, warm*, wärme*", ""},
		},
		voices: []string{"It gets hot.", "Wird sehr warm.", "The displays swap places.", "Die Bildschirme sind morgens vertauscht.", "Works."},
		reviews: []demoReview{
			{0, 2, "Every morning the same puzzle", "After sleep the two displays swap and all windows lie on the wrong one.", "Reproduced with your cable order. Revision B remembers each display by its serial number.", true, false, 0},
			{1, 5, "The puzzle is solved", "Since B my displays stay where they are. I rated it two before and take that back gladly.", "", true, false, 2},
			{1, 4, "Wird warm, tut aber alles", "Unter dem Schreibtisch wird das Gehäuse sehr warm. Sonst genau, was ich wollte.", "Bis 50 Grad am Gehäuse sind in Ordnung, die Elektronik darin bleibt unter 70.", false, false, 0},
			{1, 3, "Hot under the desk", "Works, but so warm that the cat moved in.", "", false, false, 0},
		}},
	{family: "docks", name: "Twig Hub", days: 6, description: "Four ports for the bag.", revisions: []demoRevision{{"first", "", 6, [5]int{}}}},
	{family: "input", name: "Moss Keyboard", days: 130, description: "Flat, wireless, with a row of keys one can label oneself.",
		revisions: []demoRevision{
			{"first", "", 130, [5]int{3, 5, 9, 6, 1}},
			{"B", "A new radio that reaches through two walls.", 6, [5]int{7, 6, 1, 0, 0}},
		},
		voices: []string{"Letters come twice.", "Tasten prellen.", "Doppelte Buchstaben seit der neuen Revision.", "It drops the connection.", "Bluetooth bricht ab."},
		themes: []demoTheme{
			{"Keys repeat", "Tasten prellen", "repeat*, double*", "prell*, doppelt*", ""},
			{"Connection", "Verbindung", "connect*, bluetooth, drops", "verbind*, bluetooth, abbr*", ""},
		},
		reviews: []demoReview{
			{1, 1, "It writes twice what I mean", "Every tenth letter is doubled. I correct more than I write.", "It is the debounce time of the controller. A firmware that waits two milliseconds longer is being tested with twelve of you; we release it as revision B or take the keyboard back.", true, false, 0},
			{1, 2, "Prellt", "Die Tasten E und N kommen doppelt. Schade, denn sie schreibt sich sonst angenehm.", "", true, false, 0},
			{1, 1, "Verbindung bricht ab", "Im Großraumbüro verliert sie alle paar Minuten die Verbindung und verschluckt ganze Sätze.", "", false, false, 0},
			{0, 3, "Good when it works", "I like the flat keys. Twice a day it does not connect after lunch.", "", false, false, 0},
		}},
	{family: "input", name: "Fern Mouse", days: 210, description: "A mouse without a cable and, it turned out, without patience.",
		revisions: []demoRevision{{"first", "", 210, [5]int{14, 8, 1, 1, 0}}},
		themes:    []demoTheme{{"Wheel", "Mausrad", "wheel, scroll*", "mausrad, rad, scroll*", ""}},
		voices:    []string{"The wheel jumps.", "Das Mausrad springt.", "It scrolls back."},
		reviews: []demoReview{
			{0, 1, "The wheel scrolls back", "Two notches down, one up. Reading a page with it is like arguing with somebody.", "The encoder in the wheel wears out after weeks. We stopped making it; everybody gets the money back.", true, false, 0},
			{0, 1, "Das Rad hat eigene Pläne", "Nach sechs Wochen scrollt das Mausrad in beide Richtungen zugleich.", "Der Drehgeber verschleißt. Wir bauen sie nicht mehr und erstatten den Preis.", true, false, 0},
			{0, 2, "Nice shape", "It fits the hand. That is all it does.", "", false, false, 0},
		}},
	{family: "displays", name: "Canopy 27", days: 380, description: "27 inches, matte, with a light sensor one can switch off.", carried: 4.2, carriedN: 318,
		revisions: []demoRevision{{"first", "", 380, [5]int{2, 3, 6, 15, 12}}},
		themes: []demoTheme{
			{"Brightness jumps", "Helligkeit springt", "bright*, sensor, flicker*", "hell*, sensor*, flacker*", "Let brightness go lower at night"},
			{"Stand", "Standfuß", "stand, wobbl*, height", "standfuß, wackel*, höhe*", ""},
		},
		reviews: []demoReview{
			{0, 5, "Paper, nearly", "After a week I turned the brightness down to a third and have not touched it since.", "", true, false, 0},
			{0, 3, "Der Sensor flackert", "Wenn eine Wolke vorbeizieht, wird das Bild sichtbar dunkler und wieder heller. Ausgeschaltet ist es gut.", "Die nächste Firmware ändert die Helligkeit über zehn Sekunden statt sofort.", true, false, 0},
			{0, 4, "Good panel, light stand", "Colours match my prints. The stand wobbles when I lean on the desk.", "", false, false, 0},
		}},
	{family: "video", name: "Lichen Webcam", days: 9, description: "A camera with a lid.", overridden: true,
		revisions: []demoRevision{{"first", "", 9, [5]int{8, 5, 2, 1, 0}}},
		themes:    []demoTheme{{"Picture freezes", "Bild friert ein", "freez*, frozen, stops", "friert, eingefroren, hängt", ""}},
		voices:    []string{"It freezes.", "Bild friert ein.", "The picture stops after twenty minutes."},
		reviews: []demoReview{
			{0, 1, "Frozen every second call", "The picture stops, the light stays on, and everybody waits for me to say something.", "A driver of another maker takes the camera away. The fix is theirs and comes with their update on the first; until then our page says how to unload it.", true, false, 0},
			{0, 2, "Bild hängt", "Nach etwa zwanzig Minuten friert das Bild ein. Ausstecken hilft.", "", false, false, 0},
		}},
	{family: "tablets", name: "Sprout 11", days: 12, description: "For reading and drawing.", revisions: []demoRevision{{"first", "", 12, [5]int{0, 0, 1, 1, 0}}},
		reviews: []demoReview{{0, 4, "Draws like a pencil", "The first tablet on which my hand may rest. I miss a loop for the pen.", "", true, false, 0}}},
	{family: "audio", name: "Bark Headset", days: 340, description: "Over the ear, with a cable that can be replaced.",
		revisions: []demoRevision{
			{"first", "", 340, [5]int{13, 7, 3, 0, 0}},
			{"B", "A new microphone, and ear pads that do not squeak.", 60, [5]int{1, 2, 5, 11, 9}},
		},
		themes: []demoTheme{
			{"Microphone", "Mikrofon", "microphone, mic, voice", "mikrofon*, stimme*", ""},
			{"Squeaks", "Quietscht", "squeak*, creak*", "quietsch*, knarz*", ""},
		},
		voices: []string{"It squeaks.", "Es knarzt.", "The microphone is thin.", "Das Mikrofon rauscht."},
		reviews: []demoReview{
			{0, 1, "I sound like a tin", "The microphone makes my voice thin, and every nod squeaks.", "You are right on both. Revision B has another microphone and other pads; whoever bought the first gets it in exchange.", true, false, 0},
			{0, 2, "Knarzt", "Bei jeder Kopfbewegung knarzt der Bügel, das Mikrofon überträgt es.", "Mit Revision B behoben; der Umtausch kostet nichts.", true, false, 0},
			{1, 5, "Exchanged, and glad of it", "No squeak, and my mother says that she understands me again.", "", true, false, 1},
			{1, 4, "Deutlich besser", "Das Mikrofon ist jetzt gut, der Bügel still. Der Umtausch dauerte vier Tage.", "", true, false, 2},
			{1, 3, "Fine, a bit tight", "The microphone is good now. After two hours I feel where it sits.", "", false, false, 0},
		}},
}
