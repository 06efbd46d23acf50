package signal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

const plain = "The fan of my dock is louder than the notebook itself, and in the evening everybody in the room hears it. " +
	"Please let me choose a curve that begins later."

func names(found []domain.Finding) []domain.Signal {
	var all []domain.Signal
	for _, f := range found {
		all = append(all, f.Signal)
	}
	return all
}

// The same number is the same however it is written, and what is no number to call is none.
func TestNumbersToCall(t *testing.T) {
	for _, text := range []string{
		"Call 1-805-555-0199 now", "1.805.555.0199", "1 - 805 - 555 - 0199", "18055550199", "+1 (805) 555-0199, day and night",
		"Dial 805/555/0199.", "write to +1805555O199", "１８０５５５５０１９９", "8 0 5 5 5 5 01 99", "text 80-5555-0l99",
	} {
		if got := Read(text, domain.WatchLists{}).Numbers; !slices.Equal(got, []string{"055550199"}) {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, text := range []string{
		"Since 2007-08-12 or 12.08.2007 it is so", "In 2005, 2006, 2007, 2008",
		"It costs 1.000.000.000", "A loan of 125.000 €",
		"12345678", "https://shop.example/p/18055550199", "From 1939 to 1945 and 1989 to 1991", "Model 14-2200, 16 GB, 512 GB",
		"1234567890123456789",
	} {
		if got := Read(text, domain.WatchLists{}).Numbers; len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestEachSignalAnswersItsQuestion(t *testing.T) {
	lists := domain.WatchLists{Words: []string{"magic bean*", "online casino"}, Hosts: []string{"bad.example"}}
	unknown, called := []LinkedHost{{Host: "new.example"}}, []LinkedHost{{Host: "tel:055550199"}}
	for _, c := range []struct {
		what string
		post Post
		want []domain.Signal
	}{
		{"a plain text", Post{Text: Read(plain, lists), Fresh: true, Typed: time.Minute}, nil},
		{"a watched host", Post{Text: Read("See https://shop.bad.example/x", lists)}, []domain.Signal{domain.SignalHosts}},
		{"a host that ends alike", Post{Text: Read("See https://notbad.example/x", lists)}, nil},
		{"words with another ending", Post{Text: Read("These MAGIC beans, really.", lists)}, []domain.Signal{domain.SignalWords}},
		{"words with an ending that is not open", Post{Text: Read("All online casinos.", lists)}, nil},
		{"a new account's link", Post{Text: Read(plain, lists), Fresh: true, Unknown: unknown}, []domain.Signal{domain.SignalLinks}},
		{"the same link of somebody known", Post{Text: Read(plain, lists), Unknown: unknown}, nil},
		{"a link that others passed on", Post{Text: Read(plain, lists), Fresh: true, Unknown: []LinkedHost{{"new.example", 2}}},
			[]domain.Signal{domain.SignalSpread, domain.SignalLinks}},
		{"a new account's number", Post{Text: Read(plain, lists), Fresh: true, Unknown: called},
			[]domain.Signal{domain.SignalNumbers}},
		{"the same number of somebody known", Post{Text: Read(plain, lists), Unknown: called}, nil},
		{"a number that others passed on", Post{Text: Read(plain, lists), Fresh: true,
			Unknown: []LinkedHost{{Host: called[0].Host, Others: 1}}},
			[]domain.Signal{domain.SignalCalled, domain.SignalNumbers}},
		{"like a text", Post{Text: Read(plain, lists), Fresh: true, Alike: Likeness{Resemblance: .5}}, []domain.Signal{domain.SignalAlike}},
		{"hardly like a text", Post{Text: Read(plain, lists), Fresh: true, Alike: Likeness{Resemblance: .2}}, nil},
		{"the same comment by somebody known", Post{Kind: domain.PartComment, Text: Read(plain, lists), Alike: Likeness{Resemblance: 1}}, nil},
		{"the same idea by somebody known", Post{Kind: domain.PartIdea, Text: Read(plain, lists),
			Alike: Likeness{Resemblance: 1}}, []domain.Signal{domain.SignalAlike}},
		{"like a rejected text", Post{Text: Read(plain, lists), Rejected: Likeness{Resemblance: .9}}, []domain.Signal{domain.SignalRejected}},
		{"a host that was rejected", Post{Text: Read(plain, lists), RejectedHost: "new.example"}, []domain.Signal{domain.SignalRejected}},
		{"too fast", Post{Text: Read(plain, lists), Typed: 2 * time.Second}, []domain.Signal{domain.SignalSpeed}},
		{"short and fast", Post{Text: Read("Yes, please.", lists), Typed: time.Millisecond}, nil},
		{"neighbours", Post{Text: Read(plain, lists), Fresh: true, Neighbours: 2}, []domain.Signal{domain.SignalNetwork}},
		{"one neighbour", Post{Text: Read(plain, lists), Fresh: true, Neighbours: 1}, nil},
		{"keys struck at random", Post{Text: Read("qwdjk xvbn zzqk hjkl pqwx vbnm kjhg qzxj", lists)}, []domain.Signal{domain.SignalLetters}},
		{"a long German word", Post{Text: Read("Rechtsschutzversicherungsgesellschaften und Angstschweiß am Straßenbahnhaltestellenhäuschen", lists)}, nil},
		{"the same words over and over", Post{Text: Read(strings.Repeat("cheap garden lamps for you, ", 6), lists)},
			[]domain.Signal{domain.SignalRepeated}},
	} {
		if got := names(Weigh(c.post)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestHosts(t *testing.T) {
	for text, want := range map[string][]string{
		"nothing":                       nil,
		"The end.Next one begins":       nil,
		"at 3.com or so":                {"3.com"},
		"https://WWW.Example.org:8080/": {"example.org"},
		"(see http://a.example/x?b=c), www.b.example and http://a.example/y": {"a.example", "b.example"},
		"[x](https://c.example)": {"c.example"},
	} {
		if got := Read(text, domain.WatchLists{}).Hosts; !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestResemblance(t *testing.T) {
	sketch := func(text string) []int64 { return Read(text, domain.WatchLists{}).Sketch }
	long := strings.Repeat(plain+" ", 3)
	for _, c := range []struct {
		what        string
		a, b        string
		least, most float64
	}{
		{"the same", plain, plain, 1, 1},
		{"other points and capitals", plain, strings.ToUpper(strings.ReplaceAll(plain, ",", " –")), 1, 1},
		{"a word more", plain, plain + " Thanks.", .8, 1},
		{"a word changed", plain, strings.Replace(plain, "evening", "morning", 1), .5, .95},
		{"twice as long", plain, long, .3, 1},
		{"something else", plain, "I would like to have two of the docks on one desk, beside one another and without a gap.", 0, 0},
		{"too short to say", "I agree with it.", "I agree with it.", 0, 0},
	} {
		if got := Resemblance(sketch(c.a), sketch(c.b)); got < c.least || got > c.most {
			t.Errorf("%s: %.2f, want %.2f to %.2f", c.what, got, c.least, c.most)
		}
	}
	if s := sketch(plain); !slices.Equal(Unpack(Pack(s)), s) {
		t.Error("a sketch is another one after it was kept")
	}
}

func TestListsAreTidied(t *testing.T) {
	var p domain.Problems
	lists := TidyLists(&p, domain.WatchLists{Words: []string{" Magic  Beans* ", "magic beans*", "", "ß"},
		Hosts: []string{"https://WWW.Bad.example/x", "bad.example"}})
	if p.Err() != nil || !slices.Equal(lists.Words, []string{"magic beans*", "ß"}) || !slices.Equal(lists.Hosts, []string{"bad.example"}) {
		t.Errorf("%v, %v", lists, p.Err())
	}
	for _, bad := range []domain.WatchLists{{Words: []string{"!?"}}, {Hosts: []string{"no host"}},
		{Words: []string{strings.Repeat("x", 100)}}} {
		var p domain.Problems
		if TidyLists(&p, bad); p.Err() == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func TestRehearsal(t *testing.T) {
	post := func(text string, v domain.Verdict, found ...domain.Signal) domain.CasePost {
		p := domain.CasePost{Text: text}
		p.Verdict = v
		for _, f := range found {
			p.Found = append(p.Found, domain.Finding{Signal: f})
		}
		return p
	}
	posts := []domain.CasePost{
		post("Buy magic beans", domain.SpamPost, domain.SignalLinks, domain.SignalTogether),
		post("I grow magic beans", domain.Undecided, domain.SignalSpeed),
		post("Nothing", domain.Undecided),
	}
	records := domain.Records{domain.SignalWords: {Decided: 40, Right: 40}}
	r := Rehearse(posts, domain.WatchLists{Words: []string{"magic beans"}}, records, domain.Settings{})
	if r.Of != 3 || r.Listed != 2 || r.Held != 2 || r.Wrong != 1 {
		t.Errorf("%+v", r)
	}
	if r := Rehearse(posts, domain.WatchLists{}, records, domain.Settings{}); r.Listed != 0 {
		t.Errorf("without the list: %+v", r)
	}
}
