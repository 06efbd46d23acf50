package demo

// voice is a review of few words and no title.
type voice struct {
	revision int
	stars    int64
	says     string
}

// voices are the curt ones among the reviews, by product.
var voices = map[string][]voice{
	"arbor-14": {
		{0, 2, "Fan like a hair dryer."},
		{0, 3, "Webcam im Dunkeln unbrauchbar."},
		{0, 3, "Good keyboard, loud fan."},
		{1, 3, "I hear the fan in every call."},
		{1, 4, "Scharnier könnte straffer sein."},
		{1, 3, "The webcam is too dark after sunset."},
		{1, 2, "Lüfter dauernd an, sobald die Sonne scheint."},
		{2, 4, "Fan is fine now. Hinge still soft."},
		{2, 3, "Das Scharnier gibt nach."},
		{2, 4, "Webcam ok, nicht mehr."},
		{2, 3, "Still too loud for our library, but close."},
		{2, 4, "Mostly fine. Hinge."},
	},
	"arbor-16": {
		{0, 4, "Heavy but honest."},
		{0, 3, "Rucksack jetzt auch schwer."},
		{0, 4, "The power supply needs its own bag."},
		{0, 4, "Schnell. Netzteil riesig."},
		{0, 3, "Weighs what it weighs."},
	},
	"root-dock": {
		{0, 2, "The displays swap places."},
		{0, 1, "Bildschirme morgens vertauscht."},
		{0, 3, "gets hot"},
		{1, 4, "Wird warm. Stört mich nicht."},
		{1, 3, "Warm enough to dry gloves."},
		{1, 4, "No more puzzle in the morning."},
	},
	"moss-keyboard": {
		{1, 1, "Letters come twice."},
		{1, 2, "Tasten prellen seit der neuen Revision."},
		{1, 1, "Double e, double n, sent it back"},
		{0, 3, "Bluetooth bricht manchmal ab."},
		{0, 2, "Drops the connection when the microwave runs."},
	},
	"fern-mouse": {
		{0, 1, "The wheel jumps."},
		{0, 2, "Mausrad springt wie ein Frosch."},
		{0, 1, "It scrolls where it likes."},
		{0, 1, "Klickt doppelt."},
	},
	"canopy-27": {
		{0, 4, "Sensor aus, alles gut."},
		{0, 3, "Brightness jumps when I lean back."},
		{0, 4, "Stand too light for so much screen."},
		{0, 3, "Wackelt beim Tippen."},
		{0, 4, "Could be brighter at noon."},
	},
	"lichen-webcam": {
		{0, 1, "It freezes."},
		{0, 2, "Bild friert ein."},
		{0, 1, "The picture stops after twenty minutes."},
	},
	"sprout-11": {
		{0, 4, "Stift super, Halter fehlt."},
		{0, 3, "nice but dark"},
		{0, 2, "A second pen costs extra. You will need it."},
	},
	"bark-headset": {
		{0, 1, "It squeaks."},
		{0, 2, "Das Mikrofon rauscht."},
		{0, 1, "Thin microphone, thick cable."},
		{1, 4, "Mikrofon gut. Etwas eng."},
		{1, 3, "Presses on glasses."},
		{1, 5, "No more squeaking."},
	},
}
