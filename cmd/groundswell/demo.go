package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/store"
	"groundswell/internal/web"
)

// demoPassword opens the demo's accounts. Nothing but --demo creates an account
// with a known password.
const demoPassword = "a walk along the pier"

// demoAccounts are the people one can be in the demo; its maker of computers,
// Arbor, does not exist, and neither do they.
var demoAccounts = []struct {
	name, email string
	role        domain.Role
}{
	{"Demo Customer", "customer@demo.example.org", domain.Customer},
	{"Demo Engineer", "engineer@demo.example.org", domain.Engineer},
	{"Demo Moderator", "moderator@demo.example.org", domain.Moderator},
	{"Demo Officer", "officer@demo.example.org", domain.Officer},
	{"Demo Admin", "admin@demo.example.org", domain.Admin},
}

func printDemoAccounts(w io.Writer) {
	fmt.Fprintf(w, "\nSign in with the password %q as\n\n", demoPassword)
	for _, a := range demoAccounts {
		fmt.Fprintf(w, "  %-10s %s\n", a.role, a.email)
	}
	fmt.Fprintln(w)
}

// demoSignIn signs in as the demo's person of a role.
func demoSignIn(a *app.App) web.DemoSignIn {
	return func(ctx context.Context, from app.Origin, role domain.Role) (session string, err error) {
		for _, account := range demoAccounts {
			if account.role == role {
				return a.SignIn(ctx, from, account.email, demoPassword)
			}
		}
		return "", domain.ErrNotFound
	}
}

// demo fills an empty database. Everything goes through the verbs that people
// use, at the times at which it is to have happened.
type demo struct {
	ctx     context.Context
	db      *store.DB
	app     *app.App
	now     time.Time
	chance  *rand.Rand // seeded: the demo is the same each time
	staff   map[domain.Role]domain.Actor
	members []domain.Actor
	spaces  map[string]int64
	ideas   map[string]int64 // by title
}

// demoMembers is how many members vote.
const demoMembers = 320

// isDemo reports whether the database is a demo or can become one: its first
// account is a person of the demo, or it has none.
func isDemo(ctx context.Context, db *store.DB) (filled, is bool, err error) {
	_, err = db.Reader().MemberByEmail(ctx, demoAccounts[0].email)
	if !errors.Is(err, domain.ErrNotFound) {
		return true, true, err
	}
	known, err := db.Reader().Members(ctx, domain.MemberFilter{Limit: 1})
	return false, len(known.Items) == 0, err
}

// fillDemo fills a database that has no accounts, and leaves any other alone.
func fillDemo(env *environment, db *store.DB, a *app.App) error {
	fmt.Fprintln(env.out, "Filling the demo community …")
	d := &demo{
		ctx: env.ctx, db: db, app: a, now: env.now(), chance: rand.New(rand.NewPCG(2026, 7)),
		staff: map[domain.Role]domain.Actor{}, spaces: map[string]int64{}, ideas: map[string]int64{},
	}
	for _, step := range []func() error{d.addAccounts, d.addMembers, d.addSpaces, d.addProducts, d.addIdeas, d.rateProducts} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := a.SetSettings(env.ctx, domain.System, domain.Settings{domain.CommunityName: "Arbor"}); err != nil {
		return err
	}
	return a.CountFigures(env.ctx)
}

// at returns the app in the invented past, at a moment.
func (d *demo) at(t time.Time) *app.App { return d.app.Past(func() time.Time { return t }) }

func (d *demo) addAccounts() error {
	joined := d.now.AddDate(-1, 0, 0)
	for _, account := range demoAccounts {
		m := domain.Member{Name: account.name, Email: account.email, Role: account.role}
		id, err := d.at(joined).AddMember(d.ctx, domain.System, m, demoPassword)
		if err != nil {
			return err
		}
		d.staff[account.role] = domain.Actor{ID: id, Name: account.name, Role: account.role, Created: joined, System: true}
	}
	return nil
}

// addMembers adds members nobody can sign in as.
func (d *demo) addMembers() error {
	return d.db.Tx(d.ctx, func(q *store.Tx) error {
		d.members = nil
		for n := range demoMembers {
			first, letter := demoNames[n%len(demoNames)], 'A'+rune((n/len(demoNames)*7+n%5)%26)
			m := domain.Member{
				Name: fmt.Sprintf("%s %c.", first, letter), Email: fmt.Sprintf("member%d@demo.example.org", n+1), Role: domain.Customer,
				Created: d.now.AddDate(0, 0, -400+n), Confirmed: d.now.AddDate(0, 0, -400+n), SingleKeys: true,
			}
			id, err := q.CreateMember(d.ctx, m)
			if err != nil {
				return err
			}
			d.members = append(d.members, domain.Actor{ID: id, Name: m.Name, Role: m.Role, Created: m.Created, System: true})
		}
		return nil
	})
}

func (d *demo) addSpaces() error {
	for _, s := range demoSpaces {
		s.Slug = slug.Of(s.Name)
		s.Responsible.ID = d.staff[domain.Engineer].ID
		id, err := d.at(d.now.AddDate(-1, 0, 0)).SaveSpace(d.ctx, domain.System, s)
		if err != nil {
			return err
		}
		d.spaces[s.Slug] = id
	}
	return nil
}

// addIdeas submits every idea, lets the members vote, and decides. Ideas are
// independent of each other, so several go on at a time and share commits.
func (d *demo) addIdeas() error {
	for n, idea := range demoIdeas { // one after another, so that numbers follow age
		id, err := d.submit(n, idea)
		if err != nil {
			return fmt.Errorf("%s: %w", idea.title, err)
		}
		d.ideas[idea.title] = id
	}
	errs := make(chan error, len(demoIdeas))
	var running sync.WaitGroup
	turns := make(chan struct{}, 16)
	for _, idea := range demoIdeas {
		ballots := d.ballots(idea)
		running.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if err := d.live(d.ideas[idea.title], idea, ballots); err != nil {
				errs <- fmt.Errorf("%s: %w", idea.title, err)
			}
		})
	}
	running.Wait()
	close(errs)
	return <-errs
}

func (d *demo) submit(n int, i demoIdea) (int64, error) {
	space, ok := d.spaces[i.space]
	if !ok {
		return 0, fmt.Errorf("no space %q", i.space)
	}
	product := demoSubjects[i.space]
	if i.pull < 20 { // the rest are about no product in particular
		product = ""
	}
	var p domain.Problems
	return d.at(d.born(i)).SubmitIdea(d.ctx, d.members[(n*37)%len(d.members)], domain.Draft{
		Title: i.title, Body: i.body, SpaceID: space, Product: product, Tags: domain.ParseTags(&p, i.tags), Nonce: fmt.Sprintf("demo-%024d", n),
	})
}

func (d *demo) born(i demoIdea) time.Time {
	return d.now.AddDate(0, 0, -i.days).Add(-time.Duration(len(i.title)*7) * time.Minute)
}

// closed is when voting ended: a third of the idea's life before now for those
// that are decided.
func (d *demo) closed(i demoIdea) time.Time {
	if i.status.Closed() {
		return d.now.Add(-d.now.Sub(d.born(i)) / 3)
	}
	return d.now
}

// ballot is one member's vote at a moment.
type ballot struct {
	who domain.Actor
	v   domain.Vote
	at  time.Time
}

// ballots draws who votes on an idea, what and when: pull of 100 members, most
// of them soon after it appeared or, for a rising idea, lately.
func (d *demo) ballots(i demoIdea) []ballot {
	from, to := d.born(i).Add(time.Minute), d.closed(i)
	var all []ballot
	for _, n := range d.chance.Perm(len(d.members))[:len(d.members)*i.pull/100] {
		share := d.chance.Float64()
		if i.rising {
			share = 1 - share*share
		} else {
			share *= share
		}
		v := domain.Promote
		if d.chance.IntN(100) < i.against {
			v = domain.Demote
		}
		all = append(all, ballot{d.members[n], v, from.Add(time.Duration(share * float64(to.Sub(from))))})
	}
	return all
}

// live votes on an idea and takes it to its status.
func (d *demo) live(id int64, i demoIdea, ballots []ballot) error {
	for _, b := range ballots {
		_, err := d.at(b.at).Vote(d.ctx, b.who, id, b.v)
		if domain.KindOf(err) == domain.Conflict {
			continue // the author, against the own idea
		}
		if err != nil {
			return err
		}
	}
	return d.decide(id, i)
}

// demoPaths are the steps that lead to each status.
var demoPaths = map[domain.Status][]domain.Status{
	domain.StatusUnderReview:    {domain.StatusUnderReview},
	domain.StatusAccepted:       {domain.StatusUnderReview, domain.StatusAccepted},
	domain.StatusInProgress:     {domain.StatusUnderReview, domain.StatusAccepted, domain.StatusInProgress},
	domain.StatusShipped:        {domain.StatusUnderReview, domain.StatusAccepted, domain.StatusInProgress, domain.StatusShipped},
	domain.StatusPartlyShipped:  {domain.StatusUnderReview, domain.StatusAccepted, domain.StatusInProgress, domain.StatusPartlyShipped},
	domain.StatusDeclined:       {domain.StatusUnderReview, domain.StatusDeclined},
	domain.StatusAlreadyOffered: {domain.StatusAlreadyOffered},
	domain.StatusArchived:       {domain.StatusArchived},
}

func (d *demo) decide(id int64, i demoIdea) error {
	if i.status == domain.StatusMerged {
		return d.markMerged(id, i)
	}
	path := demoPaths[i.status]
	from, to := d.born(i), d.closed(i)
	for n, status := range path {
		who := d.staff[domain.Engineer]
		if domain.DecisionAction(domain.StatusNew, status) == domain.ArchiveIdea {
			who = d.staff[domain.Moderator]
		}
		reason := ""
		if n == len(path)-1 {
			reason = i.reason
		}
		at := from.Add(to.Sub(from) * time.Duration(n+1) / time.Duration(len(path)+1))
		if n == len(path)-1 && i.status.Closed() {
			at = to
		}
		if err := d.at(at).Decide(d.ctx, who, id, status, reason); err != nil {
			return err
		}
	}
	return nil
}

// markMerged shows what a merged idea looks like; the verb that merges comes
// with its own feature.
func (d *demo) markMerged(id int64, i demoIdea) error {
	return d.db.Tx(d.ctx, func(q *store.Tx) error {
		idea, err := q.LockIdea(d.ctx, domain.System, id)
		if err != nil {
			return err
		}
		if err := q.SetMergedInto(d.ctx, id, d.ideas[demoMerges[i.title]]); err != nil {
			return err
		}
		return q.SetStatus(d.ctx, idea, domain.StatusMerged, d.staff[domain.Moderator], strings.TrimSpace(i.reason), d.closed(i))
	})
}
