// Package language tells English and German texts from each other and from all
// others, by the small words that no sentence does without.
package language

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A text is in a language when so many of its words are small words of that
// language, and hardly any are those of another.
const (
	least      = 3   // hits
	share      = 0.2 // of all words
	shortLeast = 2   // hits of a short text, if
	shortShare = 0.4 // so many of its words are, and none is one of another language
	majority   = 2   // times as many as of any other language
)

// Enough is how much of a text tells its language, in bytes; what is behind it is
// not looked at.
const Enough = 2000

// Of names the language of a text, "en" or "de", or "" when that is not sure:
// too short, mixed, or in another language. A title alone is rarely enough.
func Of(text string) string {
	hits := make([]int, len(lists))
	words := 0
	for field := range strings.FieldsSeq(beginning(text)) {
		if strings.Contains(field, "://") || strings.Contains(field, "@") || strings.HasPrefix(field, "www.") {
			continue
		}
		words += count(field, hits)
	}
	for wanted := range told {
		if sure(hits, wanted, words) {
			return lists[wanted].language
		}
	}
	return ""
}

// beginning cuts a text that is longer than enough, between characters.
func beginning(text string) string {
	if len(text) <= Enough {
		return text
	}
	end := Enough
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// count returns how many words a field has, and adds the small ones to hits. It
// takes no memory: a long text has many fields.
func count(field string, hits []int) (words int) {
	var word [longest]byte
	n := 0 // bytes of the word so far; more than fit when it is not a small one
	end := func() {
		if n == 0 {
			return
		}
		words++
		if n <= longest {
			for _, language := range small[string(word[:n])] {
				hits[language]++
			}
		}
		n = 0
	}
	for _, c := range field {
		if !unicode.IsLetter(c) {
			end()
			continue
		}
		c = unicode.ToLower(c)
		if size := utf8.RuneLen(c); n+size <= longest {
			n += utf8.EncodeRune(word[n:], c)
		} else {
			n = longest + 1
		}
	}
	end()
	return words
}

func sure(hits []int, wanted, words int) bool {
	n, others := hits[wanted], 0
	for language, hits := range hits {
		if language != wanted {
			others = max(others, hits)
		}
	}
	part := float64(n) / float64(max(words, 1))
	return n >= least && part >= share && n >= majority*others || n >= shortLeast && part >= shortShare && others == 0
}

// told is how many of the lists are of languages that are told; they come first.
const told = 2

// lists have the small words that are frequent; a word of two languages stands in
// both.
var lists = []struct{ language, words string }{
	{"en", `the and to of is it this that with for you are was have not but they my i be at as very just would from when what which there will can
		should a in on we so if or an all has had were their our your me its been by do does don t s isn doesn didn am im he she his her them than
		then these those some more about out up no one get got also only after because who how where could much too into any other even both really
		people make made need want please without while over before being again still such each most many every must may us did never`},
	{"de", `und der die das ist nicht ein eine einen einem einer mit für auf den dem des ich sich auch es wird werden zu im von bei oder aber wenn
		kann sehr als nach noch wie man wir hier sind hat durch über so nur bitte zum zur in an am um aus dass daß da dort keine kein mehr sie er
		ihr war wurde wäre könnte sollte müssen muss sollten können haben habe vor bis unter zwischen alle immer wieder dann schon doch weil diese
		dieser dieses diesem ohne gegen vom beim was wo mir mich uns viel viele leider sein seine ihre nun ja gibt gut jetzt etwas andere anderen
		soll sowie da`},
	{"nl", `de het een en van is dat niet ik te op in zijn voor met die was aan er maar om ook als dan nog wel je hij ze wij we dit naar over bij uit
		heeft hebben door worden kan geen meer of of had me zo zou moet`},
	{"fr", `le la les de des du et est une un pour dans que qui je pas ne avec sur plus ce il elle nous vous en au aux par mais ou on se son sa ses
		cette très bien fait été être avoir sont ont si y a me tout comme leur`},
	{"es", `el la los las de del que en una un por con para es no se y a lo su al más como pero le muy me ha si sin sobre este esta son hay ya todo
		también ser tiene cuando o mi nos porque donde debe`},
	{"pt", `o a os as de do da dos das que em um uma para com não é e se por mais no na nos como mas ao seu sua foi ser muito eu me já está tem são`},
	{"it", `il la le lo gli i di del della che e è un una per non con in si sono da al alla ma come più anche mi ho ha questo questa molto se a o nel
		dei ci su`},
	{"sv", `och att det som är på en ett inte jag av för med till den har om men så var de kan vi ni mycket från eller när detta skulle ska i man`},
	{"da", `og at det er på en et ikke jeg af for med til den har om men så var de kan vi meget fra eller når der som i man skal dette ville være du`},
	{"pl", `nie się na jest to z do że w i jak ale po co tak za od dla ma by przez bardzo są już tylko o a jego być które`},
}

// longest is how long a small word may be, in bytes.
const longest = 16

// small are the lists that a word stands in, by their numbers.
var small = func() map[string][]int {
	all := map[string][]int{}
	for n, list := range lists {
		for word := range strings.FieldsSeq(list.words) {
			if !slices.Contains(all[word], n) {
				all[word] = append(all[word], n)
			}
		}
	}
	return all
}()
