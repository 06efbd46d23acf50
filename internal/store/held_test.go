package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// ring makes a group of some of the members.
func (p *pair) ring(of []int64) (group int64) {
	g := domain.VoteGroup{Ground: domain.SameIdeas, Found: p.at}
	for _, id := range of {
		g.Suspects = append(g.Suspects, domain.Suspect{Member: domain.MemberRef{ID: id}, Idea: domain.Idea{ID: p.source}, Voted: p.at})
	}
	p.tx(func(q *store.Tx) (err error) {
		group, err = q.CreateVoteGroup(p.Context(), g)
		return err
	})
	return group
}

func (p *pair) suspect(group int64, suspected bool) {
	p.tx(func(q *store.Tx) error { return q.Suspect(p.Context(), group, suspected) })
}

// settle brings so many votes of a group along on each idea, and says whether any were left.
func (p *pair) settle(group int64, limit int) bool {
	ideas, err := p.db.Reader().UnsettledIdeas(p.Context(), group, 10)
	if err != nil {
		p.rt.Fatal(err)
	}
	for _, id := range ideas {
		p.tx(func(q *store.Tx) error {
			if _, err := q.LockIdea(p.Context(), domain.System, id); err != nil {
				return err
			}
			_, err := q.SettleHeld(p.Context(), group, id, domain.Day(p.at), limit)
			return err
		})
	}
	return len(ideas) > 0
}

// held is how many votes of members on ideas are held, by what the ideas keep.
func (p *pair) held() (n int64) {
	for _, id := range []int64{p.source, p.target} {
		i, err := p.db.Reader().IdeaFor(p.Context(), domain.System, id, domain.Day(p.at))
		if err != nil {
			p.rt.Fatal(err)
		}
		n += i.Held
	}
	return n
}

// In any order of voting, saying why, holding, clearing, merging and taking that back the
// counters are those of a recount, and what was cleared counts as if it had never been held.
// Fifty histories on each engine take a while.
func TestHeldVotesAreCountedInAnyOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, first := seed(t, db, "ada", "ben", "cid", "dot", "eve", "fay", "gus", "hal", "ida", "jon")
		space := spaceOf(t, db, first)
		addChips(t, db, space)
		rapid.Check(t, func(rt *rapid.T) {
			p := newPair(t, rt, db, members, space)
			group := p.ring(members[rapid.IntRange(0, 5).Draw(rt, "from"):8])
			one := func() {
				switch rapid.SampledFrom([]string{"vote", "vote", "vote", "hold", "clear", "settle", "settle"}).Draw(rt, "act") {
				case "vote":
					p.vote(rapid.SampledFrom([]int64{p.source, p.target}).Draw(rt, "idea"), "voter")
				case "hold":
					p.suspect(group, true)
				case "clear":
					p.suspect(group, false)
				default:
					p.settle(group, rapid.IntRange(1, 4).Draw(rt, "some"))
				}
			}
			several := func() {
				for range rapid.IntRange(0, 8).Draw(rt, "acts") {
					one()
				}
				p.wrong()
			}
			several()
			for range rapid.IntRange(0, 2).Draw(rt, "merges") {
				m := p.merge(several)
				several()
				p.part(m, several)
				m.State = domain.Parted
				p.tx(func(q *store.Tx) error { return q.SetMerge(p.Context(), m) })
				several()
			}
			p.suspect(group, false)
			for p.settle(group, 3) {
			}
			p.wrong()
			if n := p.held(); n != 0 {
				rt.Fatalf("%d votes are held of accounts that nobody suspects", n)
			}
		})
	})
}

// Holding and clearing leaves an idea as it was, to the last bit of its heat.
func TestClearedVotesCountAsBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, first := seed(t, db, "ada", "ben", "cid", "dot", "eve", "fay")
		space := spaceOf(t, db, first)
		addChips(t, db, space)
		rapid.Check(t, func(rt *rapid.T) {
			p := newPair(t, rt, db, members, space)
			for range rapid.IntRange(0, 20).Draw(rt, "votes") {
				p.vote(p.target, "voter")
			}
			before := p.rows(p.target)
			group := p.ring(members[2:])
			p.suspect(group, true)
			for p.settle(group, 2) {
			}
			p.wrong()
			p.suspect(group, false)
			for p.settle(group, 2) {
			}
			for what, rows := range p.rows(p.target) {
				if len(rows) != len(before[what]) || len(rows) > 0 && rows[0] != before[what][0] {
					rt.Fatalf("%s: %v, before %v", what, rows, before[what])
				}
			}
		})
	})
}
