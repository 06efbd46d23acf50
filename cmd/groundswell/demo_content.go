package main

import "groundswell/internal/domain"

// demoIdea is one idea of the demo and what became of it.
type demoIdea struct {
	space   string // slug
	days    int    // how old it is
	pull    int    // percent of the members who vote on it
	against int    // percent of those who demote
	rising  bool   // most votes came lately
	status  domain.Status
	tags    string
	title   string
	body    string
	reason  string // of the last decision
}

// demoMerges are the merged ideas with those they went into, by title.
var demoMerges = map[string]string{"Dock forgets my screens after lunch": "Remember which monitor stands on the left"}

// demoNames are first names; with a letter behind them they name the members.
var demoNames = []string{
	"Aylin", "Bruno", "Clara", "Deniz", "Edda", "Fiete", "Gesa", "Hugo", "Ines", "Jasper", "Kaya", "Leonie", "Milo", "Nele", "Oskar",
	"Paula", "Quinn", "Rieke", "Sami", "Tilda", "Umut", "Vera", "Wanda", "Xenia", "Yunus", "Zoe", "Anton", "Britta", "Cem", "Dora",
	"Emil", "Frieda", "Gregor", "Hanna", "Ivo", "Jule", "Kofi", "Lotte", "Marek", "Nora",
}

var demoSpaces = []domain.Space{
	{Name: "Quiet computing", Description: "Fans, coils, keyboards: everything that can be heard."},
	{Name: "Docks & ports", Description: "Plugging in, charging, monitors that come back where they were."},
	{Name: "Repair & lifespan", Description: "Parts, manuals, screws, and how long a machine lasts."},
	{Name: "Displays", Description: "Panels, colours, brightness, eyes at night."},
	{Name: "Software & firmware", Description: "What ships on the machine and what runs beneath it."},
	{Name: "Kleine Betriebe", Description: "Zehn Rechner, keine IT-Abteilung: was das Arbeiten leichter macht."},
	{Name: "Tastatur & Eingabe", Description: "Tasten, Touchpad, Stift, Layouts."},
}

const (
	quiet    = "quiet-computing"
	docks    = "docks-ports"
	repair   = "repair-lifespan"
	displays = "displays"
	firmware = "software-firmware"
	betriebe = "kleine-betriebe"
	tastatur = "tastatur-eingabe"
)

var demoIdeas = []demoIdea{
	{quiet, 58, 61, 5, false, domain.StatusShipped, "fan, firmware", "Let the fan wait thirty seconds before it speeds up",
		"Opening one heavy page makes the fan howl for a second and stop again. A short delay would spare everyone in the room, and the chip can take the heat that long.",
		"Firmware 2.4 waits 25 seconds below 85 degrees. Measured on sixty machines: no throttling in office work."},
	{quiet, 54, 44, 8, false, domain.StatusInProgress, "fan, night", "A night profile that never goes above 26 decibels",
		"I work when the children sleep. Give me one switch that caps fan, speaker and key clicks, even if compiling takes longer.\n\n- one key to turn it on\n- off again in the morning",
		"The cap works in the lab. We are fitting it into the power menu now, target is the spring firmware."},
	{quiet, 50, 33, 12, false, domain.StatusAccepted, "coil whine", "Tell us which units were tested for coil whine",
		"Some machines whine at 60 Hz scrolling, some do not. If you test for it, print the result on the box. If you do not test, please start.", ""},
	{quiet, 47, 18, 22, false, domain.StatusDeclined, "fanless", "Sell the big Arbor without any fan",
		"Remove the fan, make the case thicker, let it run slow. Libraries and studios would buy it at once.",
		"Without a fan the sixteen-inch board falls to a third of its speed after four minutes. We would rather make the fan quiet than sell a machine that feels broken."},
	{quiet, 9, 47, 4, true, domain.StatusUnderReview, "fan, lap", "Notice when the laptop lies on a blanket",
		"The intake is blocked, the fan panics, the battery cooks. The motion sensor knows that I am not at a desk. Lower the power a little and tell me why.", ""},
	{quiet, 6, 39, 5, true, domain.StatusNew, "lüfter, anzeige", "Lüfterdrehzahl in der Taskleiste anzeigen",
		"Ich möchte sehen, welches Programm den Lüfter hochtreibt. Eine kleine Zahl neben der Uhr würde reichen, auf Klick eine Liste der drei größten Verbraucher.", ""},
	{quiet, 3, 24, 6, true, domain.StatusNew, "webcam, meeting", "Keep the fan low while the microphone is on",
		"In calls everyone hears my laptop before they hear me. When the microphone is open, slow down everything that is not the call.", ""},
	{quiet, 1, 9, 5, true, domain.StatusNew, "speakers", "A hardware key that mutes speakers for good",
		"The soft mute comes back after an update or a dock. I want a key whose state survives everything but my finger.", ""},
	{quiet, 190, 6, 30, false, domain.StatusArchived, "keys", "Felt under the space bar from the factory",
		"Three layers of felt make the space bar sound like a book being closed. Do it at the factory.", ""},

	{docks, 57, 52, 4, false, domain.StatusShipped, "dock, monitors", "Remember which monitor stands on the left",
		"Every Monday the dock swaps my two screens. Store the order with the serial numbers of the panels, in the dock, so that it survives another laptop.",
		"Dock firmware 1.9 keeps the arrangement of up to six panels. It needs no driver."},
	{docks, 52, 37, 6, false, domain.StatusPartlyShipped, "dock, charging", "Charge at full speed through the dock",
		"The dock gives 65 watts, the laptop wants 100 under load, so the battery empties at my desk.",
		"The Pier dock delivers 96 watts since revision C. Older docks cannot: their power supply is too small, and we will not pretend otherwise."},
	{docks, 44, 29, 9, false, domain.StatusAlreadyOffered, "ethernet", "An Ethernet port that folds into the case",
		"I carry an adapter for the one hotel a year that has a socket and no wireless.",
		"The Arbor 14 Pro has a folding socket on the left, behind the second cover. We now show it in the pictures too."},
	{docks, 38, 31, 5, false, domain.StatusAccepted, "usb-c", "Ports on both sides, charging on both sides",
		"My desk has its outlet on the right, the cable always lies across the notebook. Two charging ports, one left, one right, please.", ""},
	{docks, 21, 26, 7, false, domain.StatusUnderReview, "usb-c, beschriftung", "Buchsen so beschriften, dass man sie im Dunkeln erkennt",
		"Alle Anschlüsse sehen gleich aus und können Verschiedenes. Ein tastbarer Punkt an der schnellen Buchse, mehr braucht es nicht.", ""},
	{docks, 12, 34, 4, true, domain.StatusNew, "dock, wake", "Wake the laptop from the dock's keyboard",
		"With the lid closed I have to open it, press power, close it again. The dock could pass the first key on.", ""},
	{docks, 8, 19, 15, true, domain.StatusNew, "magnet", "A charging cable that lets go when someone trips",
		"One child, one cable, one cracked display. A magnet would have been cheaper for everyone.", ""},
	{docks, 5, 22, 3, true, domain.StatusNew, "sd card", "Bring back the full-size card slot",
		"Photographers still use cards every day. The adapter hangs out like a tongue and breaks.", ""},
	{docks, 2, 12, 4, true, domain.StatusNew, "netzteil", "Ein Netzteil, das an der Wand nicht die Nachbardose verdeckt",
		"Das Gehäuse ist so breit, dass in der Leiste daneben nichts mehr passt. Hochkant gedreht wäre es kein Problem.", ""},
	{docks, 30, 8, 40, false, domain.StatusDeclined, "hdmi", "Remove HDMI, nobody uses it",
		"One port less, one millimetre thinner.",
		"Two thirds of meeting rooms we asked still offer nothing but HDMI. Until that changes the port stays."},
	{docks, 27, 14, 3, false, domain.StatusMerged, "dock, monitors", "Dock forgets my screens after lunch",
		"Left is right and right is left, every single day after standby.",
		"Merged into “Remember which monitor stands on the left”: same cause, same fix."},

	{repair, 59, 66, 2, false, domain.StatusShipped, "battery, screws", "Screws instead of glue for the battery",
		"A battery is a wearing part. Four screws and a pull tab would let anyone change it in five minutes.",
		"Since the 2026 boards the battery is held by five screws. The guide has eleven pictures and takes eight minutes."},
	{repair, 55, 48, 3, false, domain.StatusInProgress, "parts, prices", "Publish parts and prices for seven years",
		"Hinges, keyboards, fans: list them with number and price, and promise how long. Two of my neighbours gave up good laptops because of a thirty-euro hinge.",
		"The list exists for three model years. We are negotiating the older ones with the makers of the parts."},
	{repair, 49, 41, 4, false, domain.StatusAccepted, "keyboard", "Sell single keycaps",
		"One broken letter should not cost a whole keyboard.", ""},
	{repair, 33, 36, 4, false, domain.StatusUnderReview, "anleitung, werkstatt", "Reparaturanleitungen auch für Werkstätten auf Deutsch",
		"Die englischen Anleitungen sind gut. Meine Auszubildenden brauchen sie auf Deutsch, mit denselben Bildern und Drehmomenten.", ""},
	{repair, 16, 43, 3, true, domain.StatusNew, "battery, limit", "Stop charging at eighty percent, in the firmware",
		"The software limit is forgotten after every update. Put it where updates cannot reach it.", ""},
	{repair, 11, 21, 8, true, domain.StatusNew, "hinge", "A hinge one can tighten from outside",
		"After three years the lid falls. A small screw under the rubber foot would make it new again.", ""},
	{repair, 7, 28, 2, true, domain.StatusNew, "ersatzteile", "Gebrauchte Ersatzteile von Arbor selbst",
		"Aus zurückgegebenen Geräten ließen sich Tastaturen und Deckel prüfen und günstig verkaufen. Ich würde sie sofort nehmen.", ""},
	{repair, 4, 16, 5, true, domain.StatusNew, "waste", "Take the old machine back when the new one arrives",
		"The courier stands at my door with an empty car. Let him take the old laptop along.", ""},
	{repair, 41, 12, 35, false, domain.StatusDeclined, "glue", "Use more glue, make it waterproof",
		"I do not care about repair, I care about coffee.",
		"Glue would undo the battery change that most of you asked for. A spill tray under the keyboard follows in the next board instead."},
	{repair, 200, 5, 20, false, domain.StatusArchived, "colour", "Spare feet in other colours",
		"Black feet leave marks on my white desk.", ""},
	{repair, 36, 23, 6, false, domain.StatusAlreadyOffered, "memory", "Memory that can be replaced",
		"Soldered memory makes a machine old before its time.",
		"All 15 and 16 inch models have two sockets behind the same cover as the battery. The 13 inch one has none, and its page says so."},

	{displays, 56, 39, 7, false, domain.StatusShipped, "brightness", "Let brightness go lower at night",
		"The lowest step still lights the ceiling. Half of it would be right.",
		"Firmware 2.2 adds four steps below the old minimum, down to two candela per square metre."},
	{displays, 46, 27, 10, false, domain.StatusInProgress, "matte", "Matte glass for the sixteen inch model",
		"I see my window in every dark theme. A matte option, even as a paid extra.",
		"Samples of two coatings are with twenty members of this community. Yours may be one of them."},
	{displays, 40, 15, 28, false, domain.StatusDeclined, "60 hz", "Offer a plain 60 Hz panel again",
		"Not everyone needs 120. Give the money to the battery.",
		"The 120 Hz panel uses less power at 60 than the old one did, and one panel keeps spare parts simple."},
	{displays, 24, 30, 4, false, domain.StatusUnderReview, "augen, flimmern", "Bildschirm ohne Flimmern bei niedriger Helligkeit",
		"Unter dreißig Prozent bekomme ich nach einer Stunde Kopfschmerzen. Andere Hersteller dimmen ohne Pulsweiten.", ""},
	{displays, 14, 25, 6, true, domain.StatusNew, "colour profile", "Ship the measured colour profile of my own panel",
		"You measure every panel anyway. Put the file on the disk, with the serial number in its name.", ""},
	{displays, 10, 33, 5, true, domain.StatusNew, "hdr", "An HDR switch that applies only to video",
		"Windows become grey when I turn it on for a film. Limit it to the player.", ""},
	{displays, 5, 18, 7, true, domain.StatusNew, "privacy", "A privacy filter one can turn on with a key",
		"On trains I stop working because of the seat behind me.", ""},
	{displays, 1, 6, 10, true, domain.StatusNew, "blickwinkel", "Blickwinkel im Datenblatt mit Bildern zeigen",
		"Eine Gradzahl sagt mir nichts. Vier Fotos aus vier Richtungen sagen alles.", ""},

	{firmware, 60, 35, 5, false, domain.StatusShipped, "linux, firmware", "Firmware updates without Windows",
		"I keep a second disk only for updates. The update service that Linux uses would do.",
		"All models since 2024 update through the common Linux service. The signing keys are on the support page."},
	{firmware, 53, 42, 3, false, domain.StatusPartlyShipped, "preinstalled", "No trial software on business models",
		"The first hour with a new laptop is spent removing things.",
		"Business models ship clean since March. Consumer models keep one trial, which can be refused at the first start."},
	{firmware, 45, 24, 6, false, domain.StatusAccepted, "changelog", "Say what an update changes before it is installed",
		"“Improves stability” is not a changelog. Name the fault and the machines.", ""},
	{firmware, 34, 20, 9, false, domain.StatusUnderReview, "bios, passwort", "BIOS-Passwort per Sicherheitsschlüssel",
		"Auf zwanzig Rechnern pflege ich zwanzig Passwörter. Ein Schlüssel am Bund wäre sicherer und schneller.", ""},
	{firmware, 18, 45, 4, true, domain.StatusUnderReview, "standby, battery", "Sleep that does not empty the battery over the weekend",
		"Closed on Friday with 80 percent, dead on Monday. Go to real sleep after four hours and keep the session on disk.", ""},
	{firmware, 13, 17, 5, true, domain.StatusNew, "logs", "A button that writes a support report I can read",
		"I want to see what I send. Plain text, no serial numbers of other people's devices.", ""},
	{firmware, 9, 29, 3, true, domain.StatusNew, "webcam", "Show which program last used the camera",
		"The light goes on and off too fast. A list of the last ten uses would be enough.", ""},
	{firmware, 4, 13, 12, true, domain.StatusNew, "boot", "Boot menu that waits for a Bluetooth keyboard",
		"My desk has no cable keyboard left, and the menu is gone before the radio wakes.", ""},
	{firmware, 26, 10, 45, false, domain.StatusDeclined, "telemetry", "Turn on usage statistics by default",
		"You could fix faults sooner if everyone sent data.",
		"Asking first costs us data and keeps your trust. We stay with asking."},
	{firmware, 210, 4, 10, false, domain.StatusArchived, "wallpaper", "A new wallpaper every season",
		"The default picture has been the same for years.", ""},

	{betriebe, 51, 32, 3, false, domain.StatusInProgress, "garantie", "Garantie für zehn Geräte in einer Liste",
		"Ich suche für jeden Rechner die Seriennummer und tippe sie einzeln ein. Eine Tabelle mit allen Geräten und ihrem Ablaufdatum würde mir jeden Monat eine Stunde sparen.",
		"Die Liste läuft bei zwölf Betrieben zur Probe. Im Frühjahr bekommt sie jedes Firmenkonto."},
	{betriebe, 43, 27, 4, false, domain.StatusAccepted, "leihgerät", "Ein Leihgerät während der Reparatur",
		"Fünf Tage ohne Rechner sind für einen Handwerksbetrieb fünf Tage ohne Angebote. Ein einfaches Gerät im Voraus, gegen Pfand.", ""},
	{betriebe, 29, 22, 6, false, domain.StatusUnderReview, "einrichtung", "Neue Rechner wie den alten einrichten",
		"Programme, Drucker, Lesezeichen: einmal zusammenstellen, zehnmal aufspielen. Ohne Server, ohne Fachmann.", ""},
	{betriebe, 17, 31, 3, true, domain.StatusNew, "rechnung", "Eine Rechnung für die ganze Bestellung",
		"Drei Lieferungen, drei Rechnungen, drei Rückfragen vom Steuerbüro. Bitte eine.", ""},
	{betriebe, 8, 20, 4, true, domain.StatusNew, "telefon", "Ein Mensch am Telefon, der den Fall schon kennt",
		"Beim dritten Anruf möchte ich nicht wieder von vorn anfangen. Eine Fallnummer, die wirklich zum Fall führt.", ""},
	{betriebe, 3, 15, 5, true, domain.StatusNew, "standby server", "A small always-on box for ten laptops",
		"Backups, printer, shared folder. Quiet, in the broom cupboard, no subscription.", ""},
	{betriebe, 37, 11, 18, false, domain.StatusDeclined, "miete", "Alle Geräte nur noch mieten",
		"Mieten statt kaufen, dann ist immer alles neu.",
		"Miete bieten unsere Händler an. Als einzige Wahl würde sie die ausschließen, die ihre Geräte zehn Jahre nutzen."},
	{betriebe, 48, 19, 5, false, domain.StatusAlreadyOffered, "asset tags", "Print our own asset number on the lid",
		"We glue labels, they peel off.",
		"From five machines on the shop engraves a number or name for free. Choose “marking” in the basket."},

	{tastatur, 50, 38, 6, false, domain.StatusShipped, "layout", "Order any layout with any colour",
		"Silver comes in English only. People write in more than one language.",
		"All nine layouts can be ordered in both colours since September. Delivery takes four days longer for the rare ones."},
	{tastatur, 39, 26, 9, false, domain.StatusAccepted, "touchpad", "Touchpad-Tasten aus Metall als Option",
		"Zwei echte Tasten über dem Touchpad. Wer zeichnet oder Tabellen baut, weiß warum.", ""},
	{tastatur, 31, 23, 5, false, domain.StatusUnderReview, "keys", "Put Home, End and Page keys back on the right",
		"They moved to the arrow keys and need three fingers now. There is a thumb of room on the right.", ""},
	{tastatur, 15, 37, 4, true, domain.StatusNew, "backlight", "Tastaturlicht, das nicht ausgeht, während ich lese",
		"Zehn Sekunden ohne Tippen, und es ist dunkel. Bitte eine Einstellung, die auch „immer“ kennt.", ""},
	{tastatur, 10, 14, 11, true, domain.StatusNew, "pen", "A slot for the pen inside the case",
		"The magnet loses it in every bag.", ""},
	{tastatur, 6, 27, 5, true, domain.StatusNew, "mute key", "A microphone key with a light one can see in daylight",
		"The orange dot is invisible by the window. Make the whole key glow.", ""},
	{tastatur, 2, 8, 6, true, domain.StatusNew, "braille", "Fühlbare Markierungen auf allen Funktionstasten",
		"F und J haben sie. Auf F4, F8 und F12 würden sie mir ersparen, die Reihe jedes Mal von links abzutasten.", ""},
	{tastatur, 35, 9, 50, false, domain.StatusDeclined, "touchbar", "Replace the function keys with a strip of glass",
		"A display can show whatever the program needs.",
		"Keys one can find without looking won every test we ran, by a wide margin and at every age."},
}
