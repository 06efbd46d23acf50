package search

import "strings"

// isStop reports whether a folded word says nothing about what a text is about. A
// word that means something in the other language stays when the language is not
// known.
func isStop(word, language string) bool {
	switch language {
	case "en":
		return stopEnglish[word]
	case "de":
		return stopGerman[word]
	}
	return (stopEnglish[word] || stopGerman[word]) && !stopOfOne[word]
}

// stopOfOne are small words of one language and words of the other.
var stopOfOne = wordSet(`war hat arm art bin`)

var stopEnglish = wordSet(`a about above after again against all also although always am an and any anybody anyone anything are arent as at
	be because been before being below between both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each
	else even ever every everybody everyone everything few for from further get gets getting give go goes going got had hadnt has hasnt have
	havent having he her here hers herself hi him himself his how however i id if ill im in instead into is isnt it its itself ive just lets
	let like lot lots make makes making many may maybe me might mine more most much must my myself need needs neither never no nobody none nor
	not nothing now of off often on once one ones only onto or other others otherwise ought our ours ourselves out over own per perhaps please
	put quite rather really s same shall she should shouldnt since so some somebody somehow someone something sometimes somewhere still such
	t than thank thanks that thats the their theirs them themselves then there theres therefore these they theyre thing things this those though
	through thus to together too toward towards under until up upon us use used using very via want wants was wasnt way ways we well were werent
	weve what whatever when whenever where whether which while who whole whom whose why will wish with within without wont would wouldnt yes yet
	you youd your youre yours yourself youve able allow allows add ability option possible possibility better nice great good would idea ideas
	suggestion feature request hello hey etc eg ie`)

var stopGerman = wordSet(`aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus ausserdem
	bei beim beide beiden beispielsweise bereits besser bessere bin bis bisher bitte bzw da dabei dadurch dafur dagegen daher dahin damit danach
	daneben dann daran darauf daraus darf darin daruber darum darunter das dass dasselbe davon davor dazu dein deine deinem deinen deiner dem
	demselben den denen denn der deren derselbe des deshalb dessen deswegen die dies diese dieselbe diesem diesen dieser dieses dir doch dort
	du durch durfen ebenfalls ebenso eben ein eine einem einen einer eines einfach einige einigen einiger einiges einmal er es etwa etwas euch
	euer eure fast fur ganz ganze ganzen gar geben gegeben gegen gehen gehort geht gern gerne gibt ggf habe haben hallo hat hatte hatten hatte
	her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem innen ins insbesondere ist ja je jede jedem jeden jeder jedes
	jedoch jemand jene jenem jenen jener jenes jetzt kann kannst kaum kein keine keinem keinen keiner konnen konnt konnte konnten lassen lasst
	leider lieber machen macht man manche manchem manchen mancher manchmal mehr mein meine meinem meinen meiner meist mich mir mit mochte
	mochten moglich moglichkeit musse mussen muss musste mussten nach nachdem nein nicht nichts nie niemand noch nun nur ob oben oder oft ohne
	pro schon sehr sei seid sein seine seinem seinen seiner seit selber selbst sich sie sind so sobald sogar solche solchem solchen solcher
	soll sollen sollte sollten somit sondern sonst sowie sowohl statt trotz trotzdem uber uberhaupt um und uns unser unsere unserem unseren
	unserer unter usw vom von vor was wann war waren warst warum weder wegen weil weiter weitere weiteren welche welchem welchen welcher
	welches wenn wer werde werden wenig weniger wenigstens wie wieder will wir wird wirklich wo wobei wodurch wollen wollt wollte wollten worden
	wunsche wunsch wunschen ware waren wurde wurden zb zu zudem zum zumindest zur zusatzlich zwar zwischen schon toll gut bekommen konntet
	vorschlag idee ideen bitte danke hilfreich sinnvoll eigentlich mal sowas irgendwie gerade`)

// isWeak reports whether a folded word says little: many different texts have it.
func isWeak(word string) bool { return weak[word] }

var weak = wordSet(`allow allows allowing create provide enable improve improved improving improvement change changes changing support
	supporting make show let stop end start take bring keep set increase require requires give new old big small long short full more less
	real right now people time day days year years way number work works working need needed available without use user users fix problem
	issue please remove delete select choose automatic automatically different several multiple single same first last next
	stehen steht stehend liegen liegt fahren fahrt bauen schalten fehlt fehlen fehlende bessere besserer besseres verbessern verbesserung
	verbesserungen neu neue neuer neues neuen alt alte setzen stellen nehmen bringen bleiben bleibt kommen kommt halten erlauben ermoglichen
	schaffen zeigen anzeigen nutzen nutzung andern anderung anpassen grosser grosse grosses klein kleiner kleine lang langer kurz kurzer
	erste ersten letzte letzten nachste verschiedene mehrere einzelne automatisch problem probleme jahr jahre zeit tag tage leute menschen
	bitte schlecht schlechte fehlend sinn teil stelle stellen bereich situation thema`)

func wordSet(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}
