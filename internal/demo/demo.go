// Package demo is a community that never was: a maker of computers, its people,
// and what they have said to each other in two years. It is there to be looked at,
// and every part of it was made by the verbs that people use, at the times at which
// it is to have happened.
//
// What people write stands in content, one file for a space's ideas or a product's
// reviews; who they are and what there is to talk about stands in people.go,
// space.go and catalog.go.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// company is whose community it is.
const company = "Arbor"

// demo is the community while it is being made.
type demo struct {
	ctx        context.Context
	db         *store.DB
	app        *app.App
	now        time.Time
	chance     *rand.Rand // seeded: the demo is the same each time
	people     map[string]domain.Actor
	crowd      []domain.Actor   // customers in the order in which they joined
	mobbers    []domain.Actor   // those who joined for one day
	low, asked int              // how many rated a product low without words, and how many of all those were asked why
	spaces     map[string]int64 // by address
	chips      map[string][]domain.Chip
	ideas      map[string]int64 // by title
	products   map[string]int64 // by address
}

// Open reports whether the database is a demo's, and fills one that has no accounts.
// A community of people's own is no demo: Open leaves it alone.
func Open(ctx context.Context, out io.Writer, db *store.DB, a *app.App, now time.Time) (is bool, err error) {
	_, err = db.Reader().MemberByEmail(ctx, accounts[0].email)
	if !errors.Is(err, domain.ErrNotFound) {
		return err == nil, err
	}
	known, err := db.Reader().Members(ctx, domain.MemberFilter{Limit: 1})
	if err != nil || len(known.Items) > 0 {
		return false, err
	}
	fmt.Fprintln(out, "Filling the demo community …")
	return true, fill(ctx, db, a, now)
}

// fill makes the community in an empty database.
func fill(ctx context.Context, db *store.DB, a *app.App, now time.Time) error {
	d := &demo{
		ctx: ctx, db: db, app: a, now: now, chance: rand.New(rand.NewPCG(2026, 7)), people: map[string]domain.Actor{},
		spaces: map[string]int64{}, chips: map[string][]domain.Chip{}, ideas: map[string]int64{}, products: map[string]int64{},
	}
	for _, step := range []func() error{d.addPeople, d.addSpaces, d.addChips, d.addProducts, d.addQueues, d.addIdeas,
		d.addThemes, d.rateProducts, d.workQueues, d.byHand, d.wakeItems, d.addComments, d.proposeMerges,
		d.voteAsOne, d.askDeletion, d.flagPosts, d.awaitModerators, d.wereHere} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := a.TellPast(ctx, d.ago(toldDays)); err != nil {
		return err
	}
	if err := a.SetSettings(ctx, domain.System, domain.Settings{domain.CommunityName: company}); err != nil {
		return err
	}
	past := d.at(now) // in which today's mails have left
	for _, do := range []func(context.Context) error{past.Mornings, past.TellAdmins, a.CountAnswers, a.CountFairness, a.CountFigures} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lastHere is how many days ago the customer whom one can be was last there.
const lastHere = 6

// wereHere lets the customer have been there before, so that the feed begins with what
// happened since.
func (d *demo) wereHere() error {
	nele, err := d.named(accounts[0].name)
	if err != nil {
		return err
	}
	return d.at(d.ago(lastHere)).TouchSession(d.ctx, nele.ID, 0)
}

// toldDays is how many days back people still find what they heard.
const toldDays = 60

// at returns the app in the invented past, at a moment.
func (d *demo) at(t time.Time) *app.App { return d.app.Past(func() time.Time { return t }) }

// ago is a moment so many days before now.
func (d *demo) ago(days float64) time.Time {
	return d.now.Add(-time.Duration(days * float64(24*time.Hour)))
}

// named finds somebody by name.
func (d *demo) named(name string) (domain.Actor, error) {
	who, ok := d.people[name]
	if !ok {
		return who, fmt.Errorf("nobody is called %q", name)
	}
	return who, nil
}

// joined are the customers who were there at a moment.
func (d *demo) joined(at time.Time) []domain.Actor {
	n := 0
	for n < len(d.crowd) && d.crowd[n].Created.Before(at) {
		n++
	}
	return d.crowd[:n]
}
