// Package signal tells what about a post speaks for spam. Each signal is one plain
// question with yes or no; a yes is a finding with its evidence in words that can be
// shown to people. What a finding weighs, and whether it may do anything, is decided
// elsewhere: nothing here hides or rejects.
package signal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// Post is what the signals look at.
type Post struct {
	Text
	Kind  domain.Part
	Typed time.Duration // from the opening of the form to its sending; 0: not known
	Fresh bool          // little of its author was accepted so far
	// Unknown are hosts and numbers in the text that nobody vouches for yet, with how many
	// posts of fresh accounts link to them or name them.
	Unknown []LinkedHost
	// Alike is the most similar text there is; Rejected the most similar that was
	// rejected. Resemblance 0: none.
	Alike, Rejected Likeness
	// RejectedHost is one that a rejected post linked to, or a number; "" for none.
	RejectedHost string
	// Neighbours are the other fresh accounts that posted from the same network.
	Neighbours int64
}

// LinkedHost is a host with how many posts of fresh accounts link to it.
type LinkedHost struct {
	Host   string
	Others int64
}

// Likeness is how much another post resembles one: 1 is the same words.
type Likeness struct {
	Resemblance float64
	Path        string // its address; "" where it has none
}

// Bounds of what is asked. Each is set on the families of spam that the benchmark
// names for that, and on real posts.
const (
	AlikeFrom      = 0.3  // resemblance of texts that are nearly the same
	lettersFrom    = 0.08 // pairs of letters that no language here has
	repeatedTimes  = 4    // how often two words follow one another
	repeatedShare  = 0.12 // of all words
	charsPerSecond = 25.0 // nobody types that fast
	typedLeast     = 40   // characters; less is written at once
	neighboursFrom = 2
	othersFrom     = 1
)

// Weigh asks every signal about a post. Findings come in the order of domain.Signals.
func Weigh(p Post) []domain.Finding {
	var found []domain.Finding
	for _, s := range asked {
		if evidence := s.ask(&p); evidence != "" {
			found = append(found, domain.Finding{Signal: s.name, Evidence: evidence})
		}
	}
	return found
}

// asked are the questions: the evidence of each, or "" for no.
var asked = []struct {
	name domain.Signal
	ask  func(*Post) string
}{
	{domain.SignalHosts, func(p *Post) string { return p.watchedHost }},
	{domain.SignalWords, func(p *Post) string { return p.watchedWord }},
	{domain.SignalRejected, func(p *Post) string { return cmp.Or(likeness(p.Rejected), p.RejectedHost) }},
	{domain.SignalAlike, again},
	{domain.SignalSpread, func(p *Post) string { return spread(p, isHost) }},
	{domain.SignalLinks, func(p *Post) string { return first(p, isHost) }},
	{domain.SignalCalled, func(p *Post) string { return spread(p, isNumber) }},
	{domain.SignalNumbers, func(p *Post) string { return first(p, isNumber) }},
	{domain.SignalLetters, func(p *Post) string { return p.unlikely }},
	{domain.SignalRepeated, func(p *Post) string { return p.repeated }},
	{domain.SignalSpeed, tooFast},
	{domain.SignalNetwork, crowded},
}

// Listed asks the lists alone: what changes when staff change them.
func Listed(text string, lists domain.WatchLists) []domain.Finding {
	return Weigh(Post{Text: Read(text, lists)})
}

// again finds what is there already: an idea always, other texts where their author is
// fresh, for people say the same in several places.
func again(p *Post) string {
	if !p.Fresh && p.Kind != domain.PartIdea {
		return ""
	}
	return likeness(p.Alike)
}

func likeness(l Likeness) string {
	if l.Resemblance < AlikeFrom {
		return ""
	}
	return strings.TrimSpace(strconv.Itoa(int(l.Resemblance*100)) + " % " + l.Path)
}

func isHost(h LinkedHost) bool   { return !IsNumber(h.Host) }
func isNumber(h LinkedHost) bool { return IsNumber(h.Host) }

// spread finds a host, or a number, that fresh accounts pass on.
func spread(p *Post, which func(LinkedHost) bool) string {
	return first(p, func(h LinkedHost) bool { return which(h) && h.Others >= othersFrom })
}

// first finds one that nobody vouches for, where a fresh account passes it on.
func first(p *Post, which func(LinkedHost) bool) string {
	if i := slices.IndexFunc(p.Unknown, which); p.Fresh && i >= 0 {
		return p.Unknown[i].Host
	}
	return ""
}

func tooFast(p *Post) string {
	chars := float64(p.chars)
	if p.Typed <= 0 || chars < typedLeast || chars/p.Typed.Seconds() < charsPerSecond {
		return ""
	}
	return strconv.Itoa(int(chars)) + ", " + p.Typed.Round(100*time.Millisecond).String()
}

func crowded(p *Post) string {
	if !p.Fresh || p.Neighbours < neighboursFrom {
		return ""
	}
	return strconv.FormatInt(p.Neighbours, 10)
}

// watchedHost finds a host that is on the list, or below one that is.
func watchedHost(hosts, list []string) string {
	for _, h := range hosts {
		for _, watched := range list {
			if h == watched || strings.HasSuffix(h, "."+watched) {
				return h
			}
		}
	}
	return ""
}

// watchedWord finds a phrase of the list, as TidyLists writes it, in words.
func watchedWord(words, list []string) string {
	said := " " + strings.Join(words, " ") + " "
	for _, watched := range list {
		phrase, open := strings.CutSuffix(watched, "*")
		phrase = " " + phrase
		if !open {
			phrase += " "
		}
		if strings.Contains(said, phrase) {
			return watched
		}
	}
	return ""
}

// repeated finds two words that follow one another so often that the text is about
// being found.
func repeated(words []string) string {
	if len(words) < 20 {
		return ""
	}
	times := map[string]int{}
	most, best := 0, ""
	for i := 1; i < len(words); i++ {
		if len(words[i-1]) < 4 || len(words[i]) < 4 {
			continue
		}
		pair := words[i-1] + " " + words[i]
		if times[pair]++; times[pair] > most {
			most, best = times[pair], pair
		}
	}
	if most < repeatedTimes || float64(2*most) < repeatedShare*float64(len(words)) {
		return ""
	}
	return best + " × " + strconv.Itoa(most)
}
