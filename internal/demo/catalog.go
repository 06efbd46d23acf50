package demo

import "groundswell/internal/domain"

// families are what the company makes.
var families = []domain.Family{
	{Slug: "notebooks", Name: "Notebooks", Shape: "laptop"}, {Slug: "docks", Name: "Docks", Shape: "dock"},
	{Slug: "input", Name: "Input", Shape: "keyboard"}, {Slug: "displays", Name: "Displays", Shape: "monitor"},
	{Slug: "audio", Name: "Audio", Shape: "headset"}, {Slug: "video", Name: "Video", Shape: "webcam"},
	{Slug: "tablets", Name: "Tablets", Shape: "tablet"},
}

// products are what people rate: good ones, one that a new revision saved, one on
// watch, one withdrawn, one that a moderator keeps listed, one that nobody has rated.
var products = []product{
	{slug: "arbor-14", family: "notebooks", name: "Arbor 14", responsible: "Lena Ortmann", days: 611, answered: 45,
		description: "The small one: 14 inches, 1.2 kg, every part can be replaced with one screwdriver.",
		revisions: []revision{
			{"first", "", 611, [5]int{1, 2, 6, 13, 8}},
			{"B", "The battery no longer drains while the machine sleeps.", 268, [5]int{1, 1, 5, 20, 14}},
			{"C", "A new fan, and a webcam that sees something in the evening.", 73, [5]int{0, 2, 4, 19, 27}},
		},
		themes: []theme{
			{"Fan noise", "Lüftergeräusch", "fan, fans, loud, nois*", "lüfter*, laut, *geräusch",
				"Let the fan wait thirty seconds before it speeds up"},
			{"Hinge", "Scharnier", "hinge*, wobbl*", "scharnier*, wackel*", ""},
			{"Webcam in low light", "Webcam bei wenig Licht", "webcam, camera", "webcam, kamera*", ""},
			{"Battery in sleep", "Akku im Standby", "battery, sleep*, drain*", "akku*, standby, schlaf*",
				"Sleep that does not empty the battery over the weekend"},
		}},
	{slug: "arbor-16", family: "notebooks", name: "Arbor 16", responsible: "Miriam Tekbas", days: 322, answered: 60,
		description: "The large one: 16 inches, two disks, a keyboard with a number pad.",
		revisions:   []revision{{"first", "", 322, [5]int{1, 1, 3, 16, 34}}},
		themes: []theme{
			{"Weight", "Gewicht", "heavy, weigh*, shoulder", "schwer*, gewicht*", ""},
			{"Charger", "Netzteil", "charger, power supply", "netzteil*, ladegerät*", ""},
			{"Battery limit", "Ladegrenze", "charg* limit, eighty, 80 %", "ladegrenze, achtzig, 80 %",
				"Stop charging at eighty percent, in the firmware"},
		}},
	{slug: "root-dock", family: "docks", name: "Root Dock", responsible: "Jonas Weidling", days: 424, answered: 80,
		description: "One cable to the desk: two displays, network, power.",
		revisions: []revision{
			{"first", "", 424, [5]int{1, 2, 7, 9, 5}},
			{"B", "Displays come back in their places after sleep.", 152, [5]int{0, 2, 4, 19, 19}},
		},
		themes: []theme{
			{"Displays change places", "Bildschirme vertauscht", "swap*, puzzle, rearrang*", "vertausch*, reihenfolge",
				"Remember which monitor stands on the left"},
			{"Warmth", "Wärme", "hot, warm*", "heiß, warm*, wärme*", ""},
			{"Network", "Netzwerk", "network, ethernet", "netzwerk*, lan", ""},
		},
		bombed: &bomb{days: 24, by: "Carla Heimsoth",
			reason: "27 ratings of one star in just over three hours, all from accounts opened the day before, after a " +
				"video about the parking at our warehouse. None of them says anything about the dock.",
			voices: []string{
				"One star until you give the street back.", "Never owned it. You know why.", "Saw the video. Shame on you.",
				"Parkplatzräuber.",
			}}},
	{slug: "twig-hub", family: "docks", name: "Twig Hub", responsible: "Jonas Weidling", days: 6,
		description: "Four ports for the bag, and a cable one can replace.",
		revisions:   []revision{{"first", "", 6, [5]int{}}}},
	{slug: "moss-keyboard", family: "input", name: "Moss Keyboard", responsible: "Tove Brandis", days: 131, answered: 25,
		description: "Flat, wireless, with a row of keys one can label oneself.",
		revisions: []revision{
			{"first", "", 131, [5]int{2, 3, 8, 7, 2}},
			{"B", "A new radio that reaches through two walls.", 6, [5]int{3, 3, 1, 0, 0}},
		},
		themes: []theme{
			{"Keys repeat", "Tasten prellen", "repeat*, double*, twice", "prell*, doppelt*", ""},
			{"Connection", "Verbindung", "connect*, bluetooth, drops", "verbind*, bluetooth, abbr*", ""},
			{"Legends wear off", "Beschriftung verblasst", "worn, wear*, faded", "abgerieben, verblass*",
				"Sell single keycaps"},
		}},
	{slug: "fern-mouse", family: "input", name: "Fern Mouse", responsible: "Tove Brandis", days: 213, answered: 30,
		description: "A mouse without a cable and, it turned out, without patience.",
		revisions:   []revision{{"first", "", 213, [5]int{8, 5, 1, 1, 0}}},
		themes: []theme{
			{"Wheel", "Mausrad", "wheel, scroll*", "mausrad, rad, scroll*", ""},
			{"Clicks", "Klick", "click*", "klick*", ""},
		}},
	{slug: "canopy-27", family: "displays", name: "Canopy 27", responsible: "Ruben Alsdorf", days: 384, answered: 50,
		carried: 4.2, carriedN: 318,
		description: "27 inches, matte, with a light sensor one can switch off.",
		revisions:   []revision{{"first", "", 384, [5]int{1, 1, 3, 14, 15}}},
		themes: []theme{
			{"Brightness jumps", "Helligkeit springt", "bright*, sensor, flicker*", "hell*, sensor*, flacker*",
				"Let brightness go lower at night"},
			{"Stand", "Standfuß", "stand, wobbl*, height", "standfuß, wackel*, höhe*", ""},
		}},
	{slug: "lichen-webcam", family: "video", name: "Lichen Webcam", responsible: "Farah Nowitz", days: 11, answered: 40,
		description: "A camera with a lid, and a light that is wired to it.",
		revisions:   []revision{{"first", "", 11, [5]int{2, 2, 1, 1, 0}}},
		themes: []theme{
			{"Picture freezes", "Bild friert ein", "freez*, frozen, stops", "friert, eingefroren, hängt", ""},
			{"Colours", "Farben", "colour*, yellow, pale", "farb*, gelb*, blass", ""},
		},
		override: &override{days: 2, until: 26, by: "Carla Heimsoth",
			reason: "The freezing comes from another maker's driver, whose update is announced for the first of the month. " +
				"The camera stays listed until we have seen ratings with it."}},
	{slug: "sprout-11", family: "tablets", name: "Sprout 11", responsible: "Anselm Okoro", days: 19, answered: 50,
		description: "For reading and drawing. No feed, no shop, six weeks of standby.",
		revisions:   []revision{{"first", "", 19, [5]int{0, 0, 2, 3, 4}}},
		themes: []theme{
			{"Pen", "Stift", "pen, pencil, stylus", "stift*", "A slot for the pen inside the case"},
			{"Reading light", "Leselicht", "light, glow, dark", "licht*, dunkel*", ""},
		}},
	{slug: "bark-headset", family: "audio", name: "Bark Headset", responsible: "Anselm Okoro", days: 343, answered: 75,
		description: "Over the ear, with a cable that can be replaced.",
		revisions: []revision{
			{"first", "", 343, [5]int{4, 4, 2, 0, 0}},
			{"B", "A new microphone, and ear pads that do not squeak.", 62, [5]int{1, 0, 3, 11, 9}},
		},
		themes: []theme{
			{"Microphone", "Mikrofon", "microphone, mic, voice", "mikrofon*, stimme*", ""},
			{"Squeaks", "Quietscht", "squeak*, creak*", "quietsch*, knarz*", ""},
			{"Pressure", "Druck", "tight, pressure, clamp*", "drückt, druck, eng", ""},
		}},
}

// askings are what staff write to people who gave few stars and no words.
var askings = []string{
	"Two lines would help me more than the stars: what happened, and on which day? I read everything that comes in here.",
	"I cannot see from here what went wrong. If it is the fault that others describe, write to us and we repair it.",
	"Schade. Mögen Sie sagen, woran es lag? Auch ein halber Satz genügt, ich lese alles selbst.",
	"Without words I can only offer the usual: send the serial number, and we look up what that batch had.",
	"That is few stars. If it arrived damaged, the dealer exchanges it. If it disappoints you, I would like to know how.",
	"Ohne Worte kann ich nur raten. Unsere Werkstatt ist dienstags und donnerstags am Telefon, Durchwahl 14.",
	"I would have liked to answer something specific. The form keeps your stars and lets you add a sentence at any time.",
	"Was hätte besser sein müssen? Ihre Sterne zählen auch ohne Antwort, mir fehlt nur der Grund.",
	"Noted. If yours is one of the faults below, it is on our list already; if it is another, please name it.",
}
