package demo

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"sync"
	"time"

	"groundswell/internal/domain"
)

// idea is an idea with what became of it.
type idea struct {
	title, body, space, product, tags string
	by                                string  // whose it is; empty: anybody's
	age                               float64 // days
	votes, against                    int     // how many have one in force, and how many of them demote
	recent                            float64 // share of the votes that came in the days before voting ended
	into                              string  // title of the one that it is merged into
	decisions                         []decision
}

// decision is a change of status with what was said about it.
type decision struct {
	to     domain.Status
	ago    float64 // days
	by     string
	reason string
}

// readIdeas reads the ideas of all spaces, the oldest first.
func readIdeas() ([]idea, error) {
	files, err := entriesOf("ideas", "product", "tags", "by", "age", "votes", "against", "recent", "into")
	if err != nil {
		return nil, err
	}
	var all []idea
	for space, entries := range files {
		for _, e := range entries {
			i := idea{
				title: e.title, body: e.words(), space: space, product: e.fields["product"], tags: e.fields["tags"],
				by: e.fields["by"], into: e.fields["into"],
				age: e.number("age", &err), recent: e.number("recent", &err) / 100,
				votes: int(e.number("votes", &err)), against: int(e.number("against", &err)),
			}
			for _, answer := range e.answers {
				made, wrong := readDecision(answer)
				err = errors.Join(err, wrong)
				i.decisions = append(i.decisions, made)
			}
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b idea) int { return cmp.Or(cmp.Compare(b.age, a.age), cmp.Compare(a.title, b.title)) })
	return all, err
}

// readDecision reads "status, days ago, name" and the reason below it.
func readDecision(e entry) (decision, error) {
	parts, err := e.parts(3)
	if err != nil {
		return decision{}, err
	}
	status, known := domain.ParseStatus(parts[0])
	if !known {
		return decision{}, fmt.Errorf("%s: %q is no status", e.at, parts[0])
	}
	e.fields = map[string]string{"ago": parts[1]}
	return decision{status, e.number("ago", &err), parts[2], e.words()}, err
}

// addIdeas submits every idea, lets people vote, and decides.
func (d *demo) addIdeas() error {
	ideas, err := readIdeas()
	if err != nil {
		return err
	}
	var ballots []ballot
	for n, i := range ideas { // one after another, so that numbers follow age
		if d.ideas[i.title], err = d.submit(n, i); err != nil {
			return fmt.Errorf("%s: %w", i.title, err)
		}
		ballots = append(ballots, d.ballots(i)...)
	}
	return d.live(ideas, ballots)
}

// live lets people vote and staff decide, in the order of time: what was routed before
// it was decided, and what after, tells the queues how long things took.
func (d *demo) live(ideas []idea, ballots []ballot) error {
	var decided []happening
	for _, i := range ideas {
		all, err := d.decisions(i)
		if err != nil {
			return fmt.Errorf("%s: %w", i.title, err)
		}
		decided = append(decided, all...)
	}
	slices.SortStableFunc(decided, func(a, b happening) int { return a.at.Compare(b.at) })
	slices.SortStableFunc(ballots, func(a, b ballot) int { return a.at.Compare(b.at) })
	for _, h := range decided {
		n, _ := slices.BinarySearchFunc(ballots, h.at, func(b ballot, at time.Time) int { return b.at.Compare(at) })
		if err := d.cast(ballots[:n]); err != nil {
			return err
		}
		if err := h.do(h.at); err != nil {
			return err
		}
		ballots = ballots[n:]
	}
	return d.cast(ballots)
}

// voters is how many vote at a time, so that they share commits.
const voters = 64

// cast lets everybody vote, in the order of time but for those who vote at a time.
func (d *demo) cast(ballots []ballot) error {
	errs := make(chan error, len(ballots))
	turns := make(chan struct{}, voters)
	var running sync.WaitGroup
	for _, b := range ballots {
		turns <- struct{}{}
		running.Go(func() {
			defer func() { <-turns }()
			_, err := d.at(b.at).Vote(d.ctx, b.who, b.idea, b.v)
			if err == nil {
				err = d.explain(b)
			}
			if domain.KindOf(err) != domain.Conflict { // the author, against the own idea
				errs <- err
			}
		})
	}
	running.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// born is when an idea was submitted: not all at the time of day at which the demo
// is made.
func (d *demo) born(i idea) time.Time {
	h := fnv.New32a()
	h.Write([]byte(i.title))
	return d.ago(i.age).Add(-time.Duration(h.Sum32()%600) * time.Minute)
}

// author is whose an idea is.
func (d *demo) author(n int, i idea) (domain.Actor, error) {
	if i.by != "" {
		return d.named(i.by)
	}
	there := d.joined(d.born(i))
	return there[(n*37+11)%len(there)], nil
}

func (d *demo) submit(n int, i idea) (int64, error) {
	space, ok := d.spaces[i.space]
	if !ok {
		return 0, fmt.Errorf("no space %q", i.space)
	}
	author, err := d.author(n, i)
	if err != nil {
		return 0, err
	}
	var p domain.Problems
	tags := domain.ParseTags(&p, i.tags)
	if p.Err() != nil {
		return 0, p.Err()
	}
	return d.at(d.born(i)).SubmitIdea(d.ctx, author, domain.Draft{
		Title: i.title, Body: i.body, SpaceID: space, Product: i.product, Tags: tags, Nonce: fmt.Sprintf("demo-%024d", n),
	})
}

// ended is when voting ended: at the decision that closed the idea, or not yet.
func (d *demo) ended(i idea) time.Time {
	if n := len(i.decisions); n > 0 && i.decisions[n-1].to.Closed() {
		return d.ago(i.decisions[n-1].ago)
	}
	return d.now
}

// ballot is one member's vote on an idea at a moment.
type ballot struct {
	idea  int64
	space string
	who   domain.Actor
	v     domain.Vote
	at    time.Time
}

// ballots draws who votes on an idea, what and when. The customer whom one can be
// votes on many of them. The author's own vote is one of those in force.
func (d *demo) ballots(i idea) []ballot {
	from, to := d.born(i).Add(time.Minute), d.ended(i).Add(-time.Minute)
	there := slices.Clone(d.joined(to))
	d.chance.Shuffle(len(there), func(a, b int) { there[a], there[b] = there[b], there[a] })
	if d.chance.IntN(4) == 0 {
		there[0] = d.people[accounts[0].name]
	}
	all := make([]ballot, 0, i.votes)
	for _, who := range there[:min(i.votes, len(there))] {
		v := domain.Promote
		if len(all) < i.against {
			v = domain.Demote
		}
		all = append(all, ballot{d.ideas[i.title], i.space, who, v, d.voted(from, to, i.recent)})
	}
	return all
}

// voted draws when somebody votes: soon after the idea appeared, in some week later
// when it was shared somewhere, or, so often as recent says, in the last days. Fewer
// do on Saturdays and Sundays.
func (d *demo) voted(from, to time.Time, recent float64) time.Time {
	for {
		days := to.Sub(from).Hours() / 24
		var at float64
		switch {
		case d.chance.Float64() < recent:
			at = days - d.chance.ExpFloat64()*8
		case d.chance.IntN(3) > 0:
			at = d.chance.ExpFloat64() * 4
		default:
			at = days * (0.3 + 0.1*math.Abs(d.chance.NormFloat64()))
		}
		moment := from.Add(time.Duration(at * float64(24*time.Hour)))
		weekend := moment.Weekday() == time.Saturday || moment.Weekday() == time.Sunday
		if at >= 0 && moment.Before(to) && (!weekend || d.chance.IntN(2) == 0) {
			return moment
		}
	}
}

// decisions are what staff decide about an idea, with the steps on the way.
func (d *demo) decisions(i idea) ([]happening, error) {
	var all []happening
	status, since := domain.StatusNew, d.born(i)
	for _, made := range i.decisions {
		steps, err := d.stepsOf(i, made, status, since)
		if err != nil {
			return nil, err
		}
		all = append(all, steps...)
		status, since = made.to, d.ago(made.ago)
	}
	return all, nil
}

// stepsOf takes an idea to a status, through those on the way, the reason last.
func (d *demo) stepsOf(i idea, made decision, from domain.Status, since time.Time) ([]happening, error) {
	who, err := d.named(made.by)
	if err != nil {
		return nil, err
	}
	id, until := d.ideas[i.title], d.ago(made.ago)
	if made.to == domain.StatusMerged {
		return []happening{{until, func(at time.Time) error {
			return d.at(at).Merge(d.ctx, who, id, d.ideas[i.into], made.reason)
		}}}, nil
	}
	var all []happening
	steps := way(from, made.to)
	for n, to := range steps {
		reason := ""
		if n == len(steps)-1 {
			reason = made.reason
		}
		at := since.Add(until.Sub(since) * time.Duration(n+1) / time.Duration(len(steps)))
		all = append(all, happening{at, func(at time.Time) error {
			if err := d.at(at).Decide(d.ctx, who, id, to, reason); err != nil {
				return fmt.Errorf("%s, %s: %w", i.title, to, err)
			}
			return nil
		}})
	}
	return all, nil
}

// way are the steps from one status to another.
func way(from, to domain.Status) []domain.Status {
	if allowed, _ := from.CanBecome(to); allowed || from == to {
		return []domain.Status{to}
	}
	before := map[domain.Status]domain.Status{
		domain.StatusAccepted: domain.StatusUnderReview, domain.StatusInProgress: domain.StatusAccepted,
		domain.StatusShipped: domain.StatusInProgress, domain.StatusPartlyShipped: domain.StatusInProgress,
	}
	if last, known := before[to]; known {
		return append(way(from, last), to)
	}
	return []domain.Status{to} // which is refused
}
