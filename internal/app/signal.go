package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/signal"
	"groundswell/internal/store"
)

// secret is the key of the installation, read once. What it makes can be told from what
// others make, and tells nobody what went in.
type secret struct {
	mu  sync.Mutex
	key []byte
}

func (a *App) secretKey(ctx context.Context) (key []byte, err error) {
	a.secret.mu.Lock()
	defer a.secret.mu.Unlock()
	if a.secret.key != nil {
		return a.secret.key, nil
	}
	err = a.store.Tx(ctx, func(q *store.Tx) (err error) {
		key, err = q.Secret(ctx, "forms")
		return err
	})
	if err == nil {
		a.secret.key = key
	}
	return key, err
}

// keyed is a short hash of words that nobody without the key can make.
func keyed(key []byte, words ...string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(strings.Join(words, "\x00")))
	return h.Sum(nil)[:16]
}

// sent is a post as it came, with what can be made of it before its transaction.
type sent struct {
	kind     domain.Part
	said     signal.Text
	leads    []string      // to which hosts and numbers
	typed    time.Duration // how long the form was open; 0: not known
	network  []byte
	settings domain.Settings
	subject  int64 // what it is an edit of; 0: it is new
	instead  int64 // the weighed post that was rejected and is sent again; 0: none
}

// before reports whether another post is an earlier state of this one.
func (p *sent) before(other *domain.Weighed) bool {
	return other.ID == p.instead || p.subject != 0 && other.Subject == p.subject && other.Kind == p.kind
}

// hostsMax is how many hosts of a post are looked at, and how many numbers.
const hostsMax = 5

func (a *App) sent(ctx context.Context, kind domain.Part, text string, s domain.Sending) (sent, error) {
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil {
		return sent{}, err
	}
	key, err := a.secretKey(ctx)
	if err != nil {
		return sent{}, err
	}
	p := sent{kind: kind, said: signal.Read(text, community.Watched), settings: community.Settings}
	p.leads = slices.Clone(p.said.Hosts[:min(len(p.said.Hosts), hostsMax)])
	for _, number := range p.said.Numbers[:min(len(p.said.Numbers), hostsMax)] {
		p.leads = append(p.leads, signal.AsHost(keyed(key, "number", number)))
	}
	if s.Network != "" {
		p.network = keyed(key, "network", s.Network)
	}
	if !s.Opened.IsZero() {
		p.typed = max(a.now().Sub(s.Opened), time.Millisecond)
	}
	return p, nil
}

// weighing is what the signals say of a post, and what follows.
type weighing struct {
	domain.Weighed
	trust domain.Trust
	hold  domain.HeldFor // "": the post need not wait
	alike []int64        // weighed posts of other new accounts that are nearly the same
	off   bool           // nothing is kept: the post is by staff, or of an invented past
}

// newcomer reports whether the tighter limits are the author's.
func (w *weighing) newcomer() bool { return !w.off && w.trust == domain.TrustNew }

// weigh asks the signals about a post by a member whose row is held. space is where it
// shall stand; 0: in none.
func (a *App) weigh(ctx context.Context, q *store.Tx, who domain.Actor, p sent, space int64) (w weighing, err error) {
	if who.Role.Staff() || a.past {
		return weighing{off: true}, nil
	}
	now := a.now()
	silenced, err := q.RestrictionOf(ctx, domain.PartMember, who.ID, domain.Silenced)
	if err != nil {
		return w, err
	}
	if silenced.ID != 0 && silenced.InForce(now) {
		return w, domain.Refuse(domain.Forbidden, "error.silenced")
	}
	reputation, err := q.Reputation(ctx, who.ID, now)
	if err != nil {
		return w, err
	}
	w.trust = reputation.Level(p.settings, now)
	w.Weighed = domain.Weighed{
		Kind: p.kind, By: domain.MemberRef{ID: who.ID}, Fresh: reputation.Fresh(), Network: p.network, Sketch: p.said.Sketch,
		Hosts: p.leads, At: now,
	}
	asked := signal.Post{Text: p.said, Kind: p.kind, Typed: p.typed, Fresh: w.Fresh}
	if err := a.lookAtHosts(ctx, q, p.leads, &asked); err != nil {
		return w, err
	}
	if err := a.likeOthers(ctx, q, p, &w, &asked); err != nil {
		return w, err
	}
	if asked.Neighbours, err = q.FreshNeighbours(ctx, p.network, who.ID, now.Add(-domain.NetworkMemory)); err != nil {
		return w, err
	}
	list := domain.Weight(p.settings.Number(domain.SignalList))
	w.Found = domain.WithTogether(signal.Weigh(asked), list)
	w.Score = domain.Score(w.Found)
	return w, a.toHold(ctx, q, p, &w, reputation, space)
}

// toHold decides whether a post waits: for it is one of its author's first where these
// do, or because a signal holds on its record.
func (a *App) toHold(ctx context.Context, q *store.Tx, p sent, w *weighing, r domain.Reputation, space int64) error {
	records, err := q.Records(ctx)
	if err != nil {
		return err
	}
	decisions, percent := p.settings.Number(domain.SignalHoldDecisions), p.settings.Number(domain.SignalHoldPercent)
	if len(records.Holding(w.Found, decisions, percent)) > 0 {
		w.hold = domain.HeldBySignals
		return nil
	}
	if space == 0 {
		return nil
	}
	first, err := q.FirstPosts(ctx, space)
	if err == nil && r.WaitsIn(first, w.trust) {
		w.hold = domain.HeldAsFirst
	}
	return err
}

// lookAtHosts finds the hosts and numbers that nobody vouches for, and one that a rejected post linked
// to.
func (a *App) lookAtHosts(ctx context.Context, q *store.Tx, hosts []string, asked *signal.Post) error {
	for _, host := range hosts {
		posts, err := q.Linkings(ctx, host, a.now().Add(-domain.TextMemory))
		if err != nil {
			return err
		}
		if signal.WellKnown(host) || domain.Vouched(posts, a.now()) {
			continue
		}
		asked.Unknown = append(asked.Unknown, signal.LinkedHost{Host: host, Others: domain.FreshLinking(posts)})
		if slices.ContainsFunc(posts, func(l domain.Linking) bool { return l.Verdict == domain.SpamPost }) {
			asked.RejectedHost = host
		}
	}
	return nil
}

// ownRepeats is how often somebody may say in two places what they said in one.
const ownRepeats = 2

// likeOthers finds what a post is most like, of what stands and of what was rejected.
func (a *App) likeOthers(ctx context.Context, q *store.Tx, p sent, w *weighing, asked *signal.Post) error {
	found, err := q.Alike(ctx, p.said.Sketch)
	own := 0
	for _, other := range found {
		like := signal.Likeness{Resemblance: signal.Resemblance(p.said.Sketch, other.Sketch), Path: other.Path()}
		switch {
		case p.before(&other) || like.Resemblance < signal.AlikeFrom:
			continue
		case other.Verdict == domain.SpamPost:
			if like.Resemblance > asked.Rejected.Resemblance {
				asked.Rejected = like
			}
			continue
		case other.By.ID == w.By.ID:
			if own++; own < ownRepeats {
				continue
			}
		case other.Fresh:
			w.alike = append(w.alike, other.ID)
		}
		if like.Resemblance > asked.Alike.Resemblance {
			asked.Alike = like
		}
	}
	return err
}

// listed reports whether people are asked about the post.
func (w *weighing) listed() bool {
	return w.hold != "" || w.has(domain.SignalTogether)
}

// keep keeps what the signals said of a post that became something, or waits with
// subject 0. A post that people are asked about joins a case on the desk.
func (a *App) keep(ctx context.Context, q *store.Tx, w *weighing, subject int64) (err error) {
	if w.off {
		return nil
	}
	w.Subject = subject
	if w.listed() {
		w.Lot = w.lot()
		if err := a.caseFor(ctx, q, w); err != nil {
			return err
		}
	}
	if w.ID, err = q.CreateWeighed(ctx, w.Weighed); err != nil || w.Case == 0 {
		return err
	}
	if w.Case == domain.OwnCase {
		w.Case = w.ID
	}
	if err := a.gather(ctx, q, w); err != nil {
		return err
	}
	return a.raiseCase(ctx, q, w.Case)
}

// keepEdit weighs the new words of a post that is public. They may be listed; they do not
// wait, for what they replaced was public too.
func (a *App) keepEdit(ctx context.Context, q *store.Tx, who domain.Actor, p sent, subject int64) error {
	p.subject = subject
	w, err := a.weigh(ctx, q, who, p, 0)
	if err != nil {
		return err
	}
	w.hold = ""
	return a.keep(ctx, q, &w, subject)
}

// floodFrom is from how many like it by other new accounts on a post is part of a flood,
// which the earlier ones then belong to.
const floodFrom = 2

// lot is of which sort a post is that people are asked about.
func (w *weighing) lot() domain.Lot {
	switch {
	case w.hold == domain.HeldBySignals:
		return domain.HeldLot
	case w.hold != "":
		return domain.NoLot
	case w.alone(domain.SignalAlike):
		return domain.RepeatLot
	case w.alone(domain.SignalLetters):
		return domain.LettersLot
	}
	return domain.NoLot
}

// alone reports whether a signal found something in the post and hardly anything else did.
func (w *weighing) alone(s domain.Signal) bool {
	return w.has(s) && w.Score < domain.WeightOf(s)+domain.Medium
}

func (w *weighing) has(s domain.Signal) bool {
	return slices.ContainsFunc(w.Found, func(f domain.Finding) bool { return f.Signal == s })
}

// caseFor finds the open case that a post belongs to, or has it open one, and puts earlier
// posts into it that belong there too.
func (a *App) caseFor(ctx context.Context, q *store.Tx, w *weighing) error {
	unsure := w.suspicious()
	look := []func() (int64, error){func() (int64, error) { return q.OpenCaseOf(ctx, w.By.ID) }}
	if w.Lot != domain.NoLot {
		look = append(look, func() (int64, error) { return q.OpenCaseOfLot(ctx, w.Lot) })
	}
	if w.has(domain.SignalNetwork) {
		look = append(look, func() (int64, error) { return q.OpenCaseOfNetwork(ctx, w.Network) })
	}
	for _, host := range unsure {
		look = append(look, func() (int64, error) { return q.OpenCaseOfHost(ctx, host) })
	}
	if len(w.alike) > 0 {
		look = append(look, func() (int64, error) { return q.OpenCaseWith(ctx, w.alike) })
	}
	for _, find := range look {
		id, err := find()
		if err != nil {
			return err
		}
		if id != 0 {
			w.Case = id
			return nil
		}
	}
	w.Case = domain.OwnCase
	return nil
}

// gather puts earlier posts into a case that belong to the same host or flood.
func (a *App) gather(ctx context.Context, q *store.Tx, w *weighing) error {
	for _, host := range w.suspicious() {
		if err := q.JoinCaseByHost(ctx, w.Case, host, a.now().Add(-domain.NetworkMemory)); err != nil {
			return err
		}
	}
	if len(w.alike) < floodFrom {
		return nil
	}
	return q.JoinCase(ctx, w.Case, w.alike)
}

// suspicious are the hosts and numbers that the signals found in a post.
func (w *weighing) suspicious() []string {
	var hosts []string
	for _, f := range w.Found {
		switch f.Signal {
		case domain.SignalHosts, domain.SignalSpread, domain.SignalLinks, domain.SignalCalled, domain.SignalNumbers:
			if !slices.Contains(hosts, f.Evidence) {
				hosts = append(hosts, f.Evidence)
			}
		}
	}
	return hosts
}

// SetSignals keeps what staff watch for and what signals need to list and to hold; either
// all is kept or nothing.
func (a *App) SetSignals(ctx context.Context, who domain.Actor, lists domain.WatchLists, values domain.Settings) error {
	if err := domain.Allow(who, domain.ManageSettings); err != nil {
		return err
	}
	var p domain.Problems
	lists = signal.TidyLists(&p, lists)
	checkSettings(&p, values)
	if p.Err() != nil {
		return p.Err()
	}
	err := a.act(ctx, who, domain.ManageSettings, func(q *store.Tx, who domain.Actor) error {
		if err := q.SetWatched(ctx, lists); err != nil {
			return err
		}
		if err := a.setSettings(ctx, q, who, values); err != nil {
			return err
		}
		return a.record(ctx, q, who, "set watch lists", "setting", 0, "")
	})
	a.store.CommunityChanged()
	return err
}
