package bench

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/internal/spam"
)

// posting is one post of the replay.
type posting struct {
	kind    domain.Part
	author  string
	joined  time.Duration // how long before its first post the account was opened
	network string
	typed   time.Duration
	at      time.Time
	about   string // the product of a review, the proposal of a comment; "": any that is there
	title   string
	body    string
	family  spam.Family // "": it is real
	twice   bool        // it is a copy of a real one
}

// sharedData is where real texts are, beside the repository; "" where there are none.
func sharedData() string {
	at := cmp.Or(os.Getenv("SHARED"), filepath.Join("..", "..", "..", "shared"))
	if _, err := os.Stat(filepath.Join(at, "data")); err != nil {
		return ""
	}
	return filepath.Join(at, "data")
}

// table reads a file with a line of names as maps.
func table(b *testing.B, path ...string) []map[string]string {
	b.Helper()
	file, err := os.Open(filepath.Join(path...))
	must(b, err)
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	must(b, err)
	rows := make([]map[string]string, 0, len(lines))
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			if i < len(line) {
				row[strings.TrimPrefix(name, "\ufeff")] = line[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// realPosts are all ideas, comments and reviews of the shared data in their time. Texts
// without a time are spread evenly over 45 days, and where nobody knows who wrote them
// each has an author of its own: the hardest case, for everybody is new.
func realPosts(b *testing.B, data string) []posting {
	var all []posting
	add := func(p posting) {
		if strings.TrimSpace(p.title+p.body) != "" {
			all = append(all, p)
		}
	}
	for i, r := range table(b, data, "cimt_german_citizen_ideas", "ideas_de.csv") {
		add(posting{kind: domain.PartIdea, author: fmt.Sprint("cimt", i), at: spread(2017, i, 4100), title: r["title"], body: r["text"]})
	}
	for i, r := range table(b, data, "wethepeople_petitions", "petitions.csv") {
		at, err := time.Parse(time.DateTime, r["created"])
		must(b, err)
		add(posting{kind: domain.PartIdea, author: fmt.Sprint("petition", i), at: at, title: r["title"], body: r["body"]})
	}
	for _, r := range table(b, data, "decide_madrid_2019", "proposals.csv") {
		add(posting{kind: domain.PartIdea, author: "madrid" + r["userId"], at: day(b, r["date"]), about: r["id"],
			title: r["title"], body: r["summary"] + "\n\n" + r["text"]})
	}
	for _, r := range table(b, data, "decide_madrid_2019", "comments.csv") {
		_, clock, _ := strings.Cut(r["time"], "days ")
		at, err := time.Parse("15:04:05", clock)
		must(b, err)
		within := at.Sub(at.Truncate(24 * time.Hour))
		add(posting{kind: domain.PartComment, author: "madrid" + r["userId"], at: day(b, r["date"]).Add(within),
			about: r["proposalId"], body: r["text"]})
	}
	for _, r := range table(b, data, "amazon_fine_food_1k", "reviews.csv") {
		seconds, err := strconv.ParseInt(r["Time"], 10, 64)
		must(b, err)
		add(posting{kind: domain.PartReview, author: "food" + r["UserId"], at: time.Unix(seconds, 0).UTC(), about: "food " + r["ProductId"],
			title: r["Summary"], body: r["Text"]})
	}
	for i, r := range table(b, data, "womens_clothing_reviews", "reviews.csv") {
		add(posting{kind: domain.PartReview, author: fmt.Sprint("clothing", i), at: spread(2018, i, 1500), about: "dress " + r["ClothingID"],
			title: r["Title"], body: r["ReviewText"]})
	}
	return all
}

func spread(year, i, of int) time.Time {
	return time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 45 * 24 * time.Hour / time.Duration(of))
}

func day(b *testing.B, s string) time.Time {
	at, err := time.Parse(time.DateOnly, s)
	must(b, err)
	return at
}

// The mix of the replay, of 1,000 real posts.
const (
	spamPerMille  = 80
	twicePerMille = 10
)

// mixed is the replay: the real posts, spam of the families in equal parts, and copies of
// real posts by people who did not look. Real people have signed up at any time before,
// half of them on the day; one of twelve pastes what was written elsewhere; one of ten
// shares a network with many.
func mixed(seed uint64, posts []posting, families []spam.Family) []posting {
	rng := rand.New(rand.NewPCG(seed, 23))
	slices.SortStableFunc(posts, func(a, b posting) int { return a.at.Compare(b.at) })
	for i := range posts {
		fit(&posts[i])
		posts[i].lived(rng)
	}
	source := spam.New(seed)
	real := slices.Clone(posts)
	for n := 0; n < twicePerMille*len(real)/1000; n++ {
		p := real[rng.IntN(len(real))]
		if len(strings.Fields(p.body)) < 12 {
			continue
		}
		p.author, p.twice, p.body = fmt.Sprint("again", n), true, source.NearCopy(p.body)
		p.at = p.at.Add(time.Duration(rng.Float64() * float64(60*24*time.Hour)))
		p.lived(rng)
		posts = append(posts, p)
	}
	for n, sent := 0, 0; sent < spamPerMille*len(real)/1000; n++ {
		begins := rng.IntN(len(real))
		network := fmt.Sprintf("203.0.%d.%d", n/250, n%250)
		kinds := []domain.Part{domain.PartIdea, domain.PartComment, domain.PartComment, domain.PartReview}
		kind := kinds[rng.IntN(len(kinds))]
		for _, s := range source.Campaign(families[n%len(families)], textsBefore(real, begins)) {
			p := posting{
				kind: kind, author: fmt.Sprint("spam", n, "-", s.Account), joined: time.Duration(rng.Float64() * float64(36*time.Hour)),
				typed: s.Typed, at: real[begins].at.Add(s.After), title: s.Title, body: s.Body, family: s.Family,
			}
			if p.network = fmt.Sprintf("198.18.%d.%d", sent/250, sent%250); s.Network >= 0 {
				p.network = fmt.Sprint(network, "/", s.Network)
			}
			fit(&p)
			posts = append(posts, p)
			sent++
		}
	}
	slices.SortStableFunc(posts, func(a, b posting) int { return a.at.Compare(b.at) })
	return posts
}

// textsBefore are the texts of a few posts that were there before one, long enough to be
// copied.
func textsBefore(real []posting, before int) []string {
	var texts []string
	for i := before; i >= 0 && len(texts) < 50; i-- {
		if len(real[i].body) > 120 {
			texts = append(texts, real[i].title+"\n"+real[i].body)
		}
	}
	return texts
}

// lived gives a real post what no data tell: when its author signed up, how it was typed
// and from where.
func (p *posting) lived(rng *rand.Rand) {
	p.joined = time.Duration(rng.Float64() * float64(2*time.Hour))
	if rng.IntN(2) == 0 {
		p.joined += time.Duration(rng.Float64() * 400 * float64(24*time.Hour))
	}
	p.typed = time.Duration(float64(len(p.body))/(2+5*rng.Float64())*float64(time.Second)) + 8*time.Second
	if rng.IntN(12) == 0 {
		p.typed = time.Duration(3+rng.IntN(12)) * time.Second
	}
	p.network = "own " + p.author
	if rng.IntN(10) == 0 {
		p.network = fmt.Sprint("company ", rng.IntN(20))
	}
}

// fit makes a post acceptable: a title of its text where it has none, and no more than
// the limits.
func fit(p *posting) {
	if p.body = strings.TrimSpace(p.body); p.body == "" {
		p.body = p.title
	}
	p.body = first(p.body, domain.CommentMax)
	if p.kind == domain.PartIdea && utf8.RuneCountInString(p.title) < domain.TitleMin {
		p.title += " " + first(p.body, 60)
	}
	p.title = first(strings.Join(strings.Fields(p.title), " "), domain.ReviewTitleMax)
	for p.kind == domain.PartIdea && domain.Seen(p.title) < domain.TitleMin {
		p.title += " (idea)"
	}
}

func first(s string, most int) string {
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}
