// Package spam invents spam to measure moderation with: campaigns of several families
// in English and German, the same for the same seed. Nothing in it was copied from real
// spam, and every host ends in a name that belongs to nobody.
package spam

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"
)

// Family is a way to spam.
type Family string

// The families. Thresholds are set on Known; what is reported of Unseen says how the
// signals do with what they were not made for.
const (
	LinkDrops Family = "link drops"        // an address and few words
	Template  Family = "template"          // one text with changed words
	Flood     Family = "flood"             // one text, nearly the same each time
	Gibberish Family = "gibberish"         // keys struck at random
	Praise    Family = "praise with link"  // kind words about the post before, and an address
	SEO       Family = "search paragraphs" // a paragraph around words that are searched for
	Copied    Family = "copied with link"  // a real post again, with an address in it
)

// Known and Unseen are the families that the signals were made with; those of Blind are not.
var (
	Known  = []Family{LinkDrops, Template, Flood, Gibberish}
	Unseen = []Family{Praise, SEO, Copied}
	Called = []Family{Hotline} // by which the signals of numbers were made
)

// Post is one of a campaign.
type Post struct {
	Family   Family
	Campaign int
	Account  int // within the campaign
	Network  int // within the campaign; below 0: one of its own
	Title    string
	Body     string
	Typed    time.Duration // how long the form was open
	After    time.Duration // since the campaign began
}

// Source invents campaigns.
type Source struct {
	rng       *rand.Rand
	campaigns int
}

// New makes a source.
func New(seed uint64) *Source { return &Source{rng: rand.New(rand.NewPCG(seed, 17))} }

// Campaign invents the next campaign of a family: 6 to 16 posts by 3 to 8 accounts
// within one to five days. Two of three campaigns share a few networks; three of five
// posts are sent by a machine that does not wait. Originals are what Copied copies.
func (s *Source) Campaign(f Family, originals []string) []Post {
	s.campaigns++
	language := s.pick2("en", "de")
	accounts, networks := 3+s.rng.IntN(6), 0
	if s.rng.IntN(3) > 0 {
		networks = 1 + s.rng.IntN(2)
	}
	length := time.Duration(1+s.rng.IntN(5)) * 24 * time.Hour
	write := s.writer(f, language, originals)
	posts := make([]Post, 6+s.rng.IntN(11))
	for i := range posts {
		title, body := write()
		p := Post{
			Family: f, Campaign: s.campaigns, Account: s.rng.IntN(accounts), Network: -1, Title: title, Body: body,
			Typed: s.typed(body), After: time.Duration(float64(length) * float64(i) / float64(len(posts))),
		}
		if networks > 0 {
			p.Network = p.Account % networks
		}
		posts[i] = p
	}
	return posts
}

// typed is how long a form was open: a second or three by a machine in a hurry, as long
// as a person needs by one that waits.
func (s *Source) typed(body string) time.Duration {
	if s.rng.IntN(5) < 3 {
		return time.Duration(500+s.rng.IntN(2500)) * time.Millisecond
	}
	return time.Duration(float64(len(body))/(2+6*s.rng.Float64())*float64(time.Second)) + 5*time.Second
}

// writer is what writes the posts of one campaign.
func (s *Source) writer(f Family, language string, originals []string) func() (title, body string) {
	w := words[language]
	host := s.host()
	switch f {
	case LinkDrops:
		return func() (string, string) {
			return s.fill(s.one(w.hooks), w), s.fill(s.one(w.drops), w) + " " + s.address(host)
		}
	case Template:
		return s.template(w, host)
	case Flood:
		return s.flood(w)
	case Gibberish:
		return func() (string, string) { return s.mash(3), s.mash(12 + s.rng.IntN(25)) }
	case Praise:
		return func() (string, string) {
			return s.fill(s.one(w.praises), w), s.fill(s.one(w.praises)+" "+s.one(w.praises)+" "+s.one(w.asides), w) + " " + s.address(host)
		}
	case SEO:
		return s.paragraph(w, host)
	case Hotline:
		return s.hotline(called[language])
	case Lender:
		return s.lender(language)
	case Testimony:
		return s.testimony(called[language])
	}
	return func() (string, string) { return s.copy(s.one(originals), host) }
}

// template writes one text of four sentences; each has one or two words that change.
func (s *Source) template(w vocabulary, host string) func() (string, string) {
	chosen := s.some(w.sentences, 4)
	return func() (string, string) {
		text := s.fill(strings.Join(chosen, " "), w)
		if s.rng.IntN(2) == 0 {
			text += " " + s.address(host)
		}
		return s.fill(s.one(w.hooks), w), text
	}
}

// flood writes one text again and again: as it is, with a word more, in capitals, with
// other points, without its last sentence.
func (s *Source) flood(w vocabulary) func() (string, string) {
	title, text := s.fill(s.one(w.hooks), w), s.fill(strings.Join(s.some(w.sentences, 5), " "), w)
	return func() (string, string) {
		switch s.rng.IntN(5) {
		case 0:
			return title, strings.ToUpper(text)
		case 1:
			return title, strings.ReplaceAll(text, ".", "!!")
		case 2:
			return title, s.one(w.goods) + ": " + text
		case 3:
			return title, text[:strings.LastIndex(strings.TrimSuffix(text, "."), ".")+1]
		}
		return title, text
	}
}

// paragraph writes around words that are searched for.
func (s *Source) paragraph(w vocabulary, host string) func() (string, string) {
	w.searched = []string{s.one(w.searched)}
	return func() (string, string) {
		body := s.fill(strings.Join(s.some(w.paragraphs, 5), " "), w)
		if s.rng.IntN(3) > 0 {
			body += " " + s.address(host)
		}
		return s.fill(s.one(w.headings), w), body
	}
}

// copy takes a real post and puts an address into it.
func (s *Source) copy(original, host string) (title, body string) {
	title, body, split := strings.Cut(original, "\n")
	if !split || body == "" {
		title, body = cut(original, 60), original
	}
	return title, body + " " + s.address(host)
}

func cut(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

func (s *Source) host() string {
	return fmt.Sprintf("%s-%s%d.example", s.one(hostWords), s.one(hostWords), s.rng.IntN(1000))
}

func (s *Source) address(host string) string {
	switch s.rng.IntN(3) {
	case 0:
		return "https://" + host
	case 1:
		return "www." + host + "/" + s.one(hostWords)
	}
	return fmt.Sprintf("https://%s/%s?id=%d", host, s.one(hostWords), s.rng.IntN(100_000))
}

// mash strikes keys at random.
func (s *Source) mash(n int) string {
	const keys = "asdfjklghqwertyuiopzxcvbnm"
	all := make([]string, n)
	for i := range all {
		word := make([]byte, 3+s.rng.IntN(7))
		for j := range word {
			word[j] = keys[s.rng.IntN(len(keys))]
		}
		all[i] = string(word)
	}
	return strings.Join(all, " ")
}

// fill puts words into the places of a sentence.
func (s *Source) fill(sentence string, w vocabulary) string {
	places := map[string][]string{"{good}": w.goods, "{thing}": w.things, "{sum}": w.sums, "{searched}": w.searched}
	return place.ReplaceAllStringFunc(sentence, func(at string) string { return s.one(places[at]) })
}

var place = regexp.MustCompile(`\{[a-z]+\}`)

func (s *Source) one(of []string) string { return of[s.rng.IntN(len(of))] }

func (s *Source) pick2(a, b string) string {
	if s.rng.IntN(2) == 0 {
		return a
	}
	return b
}

// some are n of them in a new order.
func (s *Source) some(of []string, n int) []string {
	chosen := make([]string, n)
	for i, at := range s.rng.Perm(len(of))[:n] {
		chosen[i] = of[at]
	}
	return chosen
}

// NearCopy is what somebody posts who posts a text again: as it is, with small changes
// in points and capitals, with two words left out, or with a sentence before it.
func (s *Source) NearCopy(text string) string {
	switch s.rng.IntN(4) {
	case 0:
		return text
	case 1:
		return strings.ToLower(strings.ReplaceAll(text, ",", ""))
	case 2:
		fields := strings.Fields(text)
		for range 2 {
			at := s.rng.IntN(len(fields))
			fields = append(fields[:at:at], fields[at+1:]...)
		}
		return strings.Join(fields, " ")
	}
	return s.pick2("I asked for this before and still want it.", "Das habe ich schon einmal gefragt.") + " " + text
}
