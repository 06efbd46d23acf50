package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/spam"
	"groundswell/internal/store"
)

// BenchmarkModeration replays all real texts with spam and copies between them, and a
// moderator who looks every other day and is always right, and says what that person had to
// decide, what of the spam they saw, and what waited of the real posts. The bounds of the
// signals were set on spam.Known; what is reported of spam.Unseen is what counts, and of each
// of spam.Blind alone how much of spam of a new kind is seen. What was changed for spam.Called
// was set with other seeds than those here.
func BenchmarkModeration(b *testing.B) {
	data := sharedData()
	if data == "" {
		b.Skip("there are no real texts in ../shared/data: the load of moderation is not measured")
	}
	small := asked(b).ideas[0] == scale["s"].ideas[0] // one mixture shows that all of it runs
	for range b.N {
		all := []mixture{{"unseen", 8, spam.Unseen}, {"unseen-again", 9, spam.Unseen}, {"known", 7, spam.Known}}
		for n, f := range slices.Concat(spam.Called, spam.Blind) {
			all = append(all, mixture{"alone-" + strings.ReplaceAll(string(f), " ", "-"), uint64(21 + n), []spam.Family{f}})
		}
		if small {
			all = all[:1]
		}
		for _, m := range all {
			replay := newReplay(b)
			replay.play(mixed(m.seed, realPosts(b, data), m.families))
			replay.report(m.name)
		}
	}
}

// mixture is real posts with spam of some families between them.
type mixture struct {
	name     string
	seed     uint64
	families []spam.Family
}

// replay is a community in which posts are written and decided about.
type replay struct {
	b         *testing.B
	db        *store.DB
	app       *app.App
	now       time.Time
	moderator domain.Actor
	space     int64
	family    domain.Family
	members   map[string]domain.Actor
	ideas     map[string]int64 // by what they are known as; "" is the newest
	products  map[string]string

	truth     map[string]*outcome // by kind and number, or "held" and number
	outcomes  []*outcome
	looked    time.Time
	decisions int
	of        map[domain.DeskDo]int // how many of the decisions were which
}

// outcome is a post with what became of it.
type outcome struct {
	posting
	held    bool
	listed  bool
	refused bool // its author writes no more
}

func newReplay(b *testing.B) *replay {
	b.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "trust.db"), store.Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	_, err = db.Migrate(ctx)
	must(b, err)
	r := &replay{
		b: b, db: db, now: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), members: map[string]domain.Actor{},
		ideas: map[string]int64{}, products: map[string]string{}, truth: map[string]*outcome{}, of: map[domain.DeskDo]int{},
	}
	clock := func() time.Time { return r.now }
	r.app = app.New(db, clock).Unlimited(clock)
	r.moderator = r.member("the moderator", domain.Moderator)
	r.space, err = r.app.SaveSpace(ctx, domain.System, domain.Space{Name: "Everything"})
	must(b, err)
	r.family.ID, err = r.app.SaveFamily(ctx, domain.System, domain.Family{Name: "All", Shape: domain.Shapes[0]})
	must(b, err)
	return r
}

func (r *replay) member(name string, role domain.Role) domain.Actor {
	m := domain.Member{Name: name, Email: fmt.Sprintf("%x@example.org", name), Role: role, Created: r.now, Confirmed: r.now}
	must(r.b, r.db.Tx(r.b.Context(), func(q *store.Tx) (err error) {
		m.ID, err = q.CreateMember(r.b.Context(), m)
		return err
	}))
	return domain.Actor{ID: m.ID, Role: role, Created: r.now, System: true}
}

func (r *replay) author(p *posting) domain.Actor {
	if who, known := r.members[p.author]; known {
		return who
	}
	at := r.now
	r.now = p.at.Add(-p.joined)
	r.members[p.author] = r.member(p.author, domain.Customer)
	r.now = at
	return r.members[p.author]
}

// play writes all posts in their time.
func (r *replay) play(posts []posting) {
	for i := range posts {
		r.moderate(posts[i].at)
		r.now = posts[i].at
		r.write(&posts[i])
	}
	r.moderate(r.now.Add(lookEvery))
	r.b.Logf("%d posts", len(posts))
}

func (r *replay) write(p *posting) {
	ctx, who := r.b.Context(), r.author(p)
	sent := domain.Sending{Network: p.network, Opened: r.now.Add(-p.typed)}
	nonce := fmt.Sprintf("%020d", len(r.outcomes))
	o := &outcome{posting: *p}
	var id int64
	var err error
	kind := p.kind
	if kind == domain.PartComment && r.idea(p.about) == 0 {
		kind, p.title = domain.PartIdea, first("A comment: "+p.body, 60)
	}
	switch kind {
	case domain.PartIdea:
		id, err = r.app.SubmitIdea(ctx, who, domain.Draft{Title: p.title, Body: p.body, SpaceID: r.space, Nonce: nonce, Sent: sent})
		if err == nil && p.family == "" { // what is spam goes, and nobody can comment on it
			r.ideas[p.about], r.ideas[""] = id, id
		}
	case domain.PartComment:
		id, err = r.app.AddComment(ctx, who, r.idea(p.about), domain.CommentDraft{Body: p.body, Nonce: nonce, Sent: sent})
	case domain.PartReview:
		slug := r.product(p.about)
		err = r.app.Rate(ctx, who, slug, domain.RatingDraft{Stars: 3, Title: p.title, Body: p.body, Sent: sent})
		if err == nil {
			id = r.rating(slug, who.ID)
		}
	}
	var held *domain.Held
	switch {
	case errors.As(err, &held):
		o.held = true
		r.truth[fmt.Sprint("held", held.ID)] = o
	case domain.KindOf(err) == domain.Forbidden:
		o.refused = true
	case err != nil:
		r.b.Fatalf("%v: %q %q: %v", p.kind, p.title, p.body, err)
	default:
		r.truth[fmt.Sprint(kind, id)] = o
	}
	r.outcomes = append(r.outcomes, o)
}

func (r *replay) idea(about string) int64 {
	if id, known := r.ideas[about]; known {
		return id
	}
	return r.ideas[""]
}

func (r *replay) product(name string) string {
	if slug, known := r.products[name]; known {
		return slug
	}
	slug := fmt.Sprint("product-", len(r.products))
	_, err := r.app.SaveProduct(r.b.Context(), domain.System, domain.Product{
		Name: "Product " + fmt.Sprint(len(r.products)), Slug: slug, Family: r.family, Launch: time.Date(1998, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	must(r.b, err)
	r.products[name] = slug
	return slug
}

func (r *replay) rating(slug string, member int64) int64 {
	p, err := r.db.Reader().Product(r.b.Context(), slug)
	must(r.b, err)
	own, err := r.db.Reader().OwnRating(r.b.Context(), p, member)
	must(r.b, err)
	return own.Rating.ID
}

// lookEvery is how often the moderator looks at the desk: as seldom as its alarm allows.
const lookEvery = 48 * time.Hour

// moderate decides all that waits, if it is time to look.
func (r *replay) moderate(now time.Time) {
	if now.Sub(r.looked) < lookEvery {
		return
	}
	if now.Month() != r.looked.Month() {
		r.forget()
	}
	r.looked, r.now = now, now
	for {
		rows, err := r.db.Reader().DeskRows(r.b.Context(), domain.DeskFilter{Kind: domain.DeskApproval})
		must(r.b, err)
		if len(rows.Items) == 0 {
			return
		}
		for _, row := range rows.Items {
			r.decide(row)
		}
	}
}

// forget forgets what a sweep does, by the clock of the replay.
func (r *replay) forget() {
	const step = 500
	for more := true; more; {
		must(r.b, r.db.Tx(r.b.Context(), func(q *store.Tx) (err error) {
			more, err = q.ForgetWeighed(r.b.Context(), r.now.Add(-domain.NetworkMemory), r.now.Add(-domain.TextMemory), step)
			return err
		}))
	}
}

// decide decides a case: one post after the other is let in that is no spam, if others
// are; then the rest at once.
func (r *replay) decide(row domain.DeskRow) {
	posts, err := r.db.Reader().Undecided(r.b.Context(), row.Subject, domain.CaseDecides)
	must(r.b, err)
	spamSeen := 0
	for _, p := range posts {
		o := r.outcomeOf(&p)
		o.listed = true
		if o.family != "" {
			spamSeen++
		}
	}
	do := domain.LetIn
	if spamSeen > 0 {
		do = domain.CallSpam
		for _, p := range posts {
			if r.outcomeOf(&p).family == "" {
				must(r.b, r.app.LetPostIn(r.b.Context(), r.moderator, p.ID))
				r.decisions++
			}
		}
	}
	must(r.b, r.app.DecideRow(r.b.Context(), r.moderator, row.ID, do, ""))
	r.of[do]++
	r.decisions++
	for _, p := range posts {
		if o := r.outcomeOf(&p); p.Held != 0 && o.family == "" {
			h, err := r.db.Reader().Held(r.b.Context(), p.Held)
			must(r.b, err)
			r.truth[fmt.Sprint(p.Kind, h.Posted)] = o
		}
	}
}

func (r *replay) outcomeOf(p *domain.CasePost) *outcome {
	if p.Held != 0 {
		return r.truth[fmt.Sprint("held", p.Held)]
	}
	return r.truth[fmt.Sprint(p.Kind, p.Subject)]
}

// report says what the moderator had to do, and what was found.
func (r *replay) report(name string) {
	var spamAll, spamSeen, twiceAll, twiceSeen, realAll, realSeen, realHeld float64
	seen, all := map[spam.Family]int{}, map[spam.Family]int{}
	for _, o := range r.outcomes {
		switch {
		case o.family != "":
			spamAll++
			all[o.family]++
			if o.listed || o.refused {
				spamSeen++
				seen[o.family]++
			}
		case o.twice:
			twiceAll++
			if o.listed {
				twiceSeen++
			}
		default:
			realAll++
			if o.listed {
				realSeen++
			}
			if o.held {
				realHeld++
			}
		}
	}
	decisions := 1000 * float64(r.decisions) / float64(len(r.outcomes))
	r.b.Logf("%s: %d posts, %.0f of them spam, %.0f copies; %.1f decisions per 1,000 posts; of spam %.3f seen, of copies %.3f; of real posts %.4f held, %.4f listed",
		name, len(r.outcomes), spamAll, twiceAll, decisions, spamSeen/spamAll, twiceSeen/twiceAll, realHeld/realAll, realSeen/realAll)
	r.b.Logf("%s: %v decisions about rows, %d in all", name, r.of, r.decisions)
	for f, n := range all {
		r.b.Logf("%s: %s %.3f of %d", name, f, float64(seen[f])/float64(n), n)
	}
	records, err := r.db.Reader().Records(r.b.Context())
	must(r.b, err)
	for _, s := range domain.Signals {
		if rec, known := records[s.Name]; known {
			r.b.Logf("%s: signal %s right %d of %d", name, s.Name, rec.Right, rec.Decided)
		}
	}
	r.b.ReportMetric(decisions, name+"-decisions/1000")
	r.b.ReportMetric(spamSeen/spamAll, name+"-spam")
	r.b.ReportMetric(twiceSeen/twiceAll, name+"-copies")
	r.b.ReportMetric(realHeld/realAll, name+"-real-held")
}
