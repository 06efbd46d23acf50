package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// pair is two ideas, one to go into the other, with those who may vote on them.
type pair struct {
	*testing.T
	db             *store.DB
	rt             *rapid.T
	members        []int64 // the first is the source's author, the second the target's
	source, target int64
	at             time.Time
}

// newPair adds two ideas to a database.
func newPair(t *testing.T, rt *rapid.T, db *store.DB, members []int64, space int64) *pair {
	p := &pair{T: t, db: db, rt: rt, members: members, at: noon}
	for n, id := range []*int64{&p.source, &p.target} {
		p.tx(func(q *store.Tx) (err error) {
			*id, err = q.CreateIdea(t.Context(), store.NewIdea{Idea: domain.Idea{
				Title: "A quieter fan", Body: "Please.", HTML: "<p>Please.</p>", Excerpt: "Please.", Status: domain.StatusNew,
				Space: domain.Space{ID: space}, Author: domain.MemberRef{ID: members[n]}, Created: noon, Carried: int64(3 + n),
			}, CarriedPromotes: 5, CarriedDemotes: 2, Digest: []byte{1}})
			return err
		})
	}
	return p
}

func (p *pair) tx(do func(q *store.Tx) error) {
	p.Helper()
	if err := p.db.Tx(p.Context(), do); err != nil {
		p.rt.Fatal(err)
	}
}

// vote has somebody vote, a member or one of three contacts; sometimes at the same moment
// as the vote before.
func (p *pair) vote(idea int64, who string) {
	v := rapid.SampledFrom([]domain.Vote{domain.Promote, domain.Promote, domain.Demote, domain.None}).Draw(p.rt, "vote")
	p.at = p.at.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 50_000}).Draw(p.rt, "seconds")) * time.Second)
	n := rapid.IntRange(0, len(p.members)+2).Draw(p.rt, who)
	if n < len(p.members) {
		if n == 1 && v == domain.Demote {
			v = domain.None // an author does not demote
		}
		vote(p.T, p.db, idea, p.members[n], v, p.at)
		if rapid.Bool().Draw(p.rt, "says why") {
			p.say(idea, p.members[n])
		}
		return
	}
	p.tx(func(q *store.Tx) error {
		i, err := q.LockIdea(p.Context(), domain.System, idea)
		if err == nil {
			_, err = q.SetContactVote(p.Context(), i, domain.Contact{Name: fmt.Sprintf("Contact %d", n), Said: "by phone"}, v, p.members[0], p.at)
		}
		return err
	})
}

// say has somebody give a reason with their vote.
func (p *pair) say(idea, member int64) {
	r := domain.Reason{Importance: domain.Importance(rapid.IntRange(0, 3).Draw(p.rt, "importance")), Named: rapid.Bool().Draw(p.rt, "named")}
	r.Words = rapid.SampledFrom([]string{"", "It wakes the children up."}).Draw(p.rt, "words")
	p.tx(func(q *store.Tx) error {
		i, err := q.LockIdea(p.Context(), domain.System, idea)
		if err != nil {
			return err
		}
		chips, err := q.BeginChips(p.Context(), i)
		if err != nil {
			return err
		}
		r.Chips = nil
		for _, c := range chips {
			if (c.CopyOf+member)%2 == 0 {
				r.Chips = append(r.Chips, c.ID)
			}
		}
		b, err := q.Ballot(p.Context(), domain.Actor{ID: member, System: true}, idea)
		if err != nil || b.Idea.Mine != domain.Promote {
			return err
		}
		return q.SetReason(p.Context(), b, r, p.at)
	})
}

// rows are everything that is kept of votes on an idea, and what is counted of them.
func (p *pair) rows(idea int64) map[string][]string {
	p.Helper()
	kept := map[string][]string{}
	for name, query := range map[string]string{
		"members":  "SELECT member_id, value, day, changed_at, COALESCE(by_id, 0), said_at FROM votes WHERE idea_id = %d ORDER BY member_id",
		"contacts": "SELECT name_key, value, day, changed_at, by_id, said_at, company FROM contact_votes WHERE idea_id = %d ORDER BY name_key",
		"days":     "SELECT day, promotes, demotes FROM idea_days WHERE idea_id = %d AND (promotes <> 0 OR demotes <> 0) ORDER BY day",
		"reasons":  "SELECT member_id, importance, chip_1, chip_2, chip_3, words, named, changed_at FROM reasons WHERE idea_id = %d ORDER BY member_id",
		"ticked":   "SELECT copy_of, ticked FROM reason_chips WHERE idea_id = %d AND ticked <> 0 ORDER BY copy_of",
		"said":     "SELECT nice, important, critical, words FROM reason_counts WHERE idea_id = %d AND (nice <> 0 OR important <> 0 OR critical <> 0 OR words <> 0)",
		"counts":   "SELECT promotes, demotes, carried, carried_promotes, carried_demotes, points, heat FROM idea_counts WHERE idea_id = %d",
	} {
		rows, err := p.db.Dump(p.Context(), fmt.Sprintf(query, idea))
		if err != nil {
			p.rt.Fatal(err)
		}
		kept[name] = rows
	}
	return kept
}

// merge carries everything over, some votes at a time; between calls somebody votes on
// the target.
func (p *pair) merge(between func()) domain.Merge {
	m := domain.Merge{Source: p.source, Target: p.target, From: domain.StatusNew, State: domain.Merging, Carried: 3,
		CarriedTally: domain.Tally{Promotes: 5, Demotes: 2}, At: p.at}
	p.tx(func(q *store.Tx) (err error) {
		if m.ID, err = q.CreateMerge(p.Context(), m); err != nil {
			return err
		}
		return q.CarryPoints(p.Context(), p.target, m, 1)
	})
	limit := rapid.IntRange(1, 9).Draw(p.rt, "batch")
	p.turns(between, func(q *store.Tx) (bool, error) {
		if _, err := q.LockIdea(p.Context(), domain.System, p.target); err != nil {
			return false, err
		}
		return q.CarryVotes(p.Context(), &m, p.members[1], domain.Day(p.at), limit)
	})
	return m
}

// part takes everything back in the same way.
func (p *pair) part(m domain.Merge, between func()) {
	limit := rapid.IntRange(1, 9).Draw(p.rt, "batch")
	p.turns(between, func(q *store.Tx) (bool, error) {
		if _, err := q.LockIdea(p.Context(), domain.System, p.target); err != nil {
			return false, err
		}
		return q.ReturnVotes(p.Context(), m, domain.Day(p.at), limit)
	})
	p.tx(func(q *store.Tx) error { return q.CarryPoints(p.Context(), p.target, m, -1) })
}

func (p *pair) turns(between func(), do func(q *store.Tx) (bool, error)) {
	for all := false; !all; {
		p.tx(func(q *store.Tx) (err error) {
			all, err = do(q)
			return err
		})
		between()
	}
}

// wrong is what the checks of the operator find.
func (p *pair) wrong() {
	p.Helper()
	wrong, err := p.db.Reader().CheckCounts(p.Context())
	reasons, also := p.db.Reader().CheckReasons(p.Context())
	if err != nil || also != nil || len(wrong)+len(reasons) > 0 {
		p.rt.Fatalf("miscounted: %v, %v, %v, %v", wrong, err, reasons, also)
	}
}

// Whatever was voted before, merging and taking it back restores every row, a batch at a
// time; nothing is lost or doubled on the way, and the source is never touched. Fifty
// histories on each engine take a while.
func TestMergeAndUnmergeRestoreEveryRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, first := seed(t, db, "ada", "ben", "cid", "dot", "eve", "fay", "gus", "hal", "ida", "jon")
		space := spaceOf(t, db, first)
		addChips(t, db, space)
		rapid.Check(t, func(rt *rapid.T) {
			p := newPair(t, rt, db, members, space)
			for range rapid.IntRange(0, 30).Draw(rt, "votes") {
				p.vote(rapid.SampledFrom([]int64{p.source, p.target}).Draw(rt, "idea"), "voter")
			}
			source, target := p.rows(p.source), p.rows(p.target)
			m := p.merge(func() {})
			p.wrong()
			p.carried()
			p.part(m, func() {})
			p.wrong()
			for name, want := range map[string]map[string][]string{"source": source, "target": target} {
				got := p.rows(map[string]int64{"source": p.source, "target": p.target}[name])
				for what := range want {
					if !slices.Equal(got[what], want[what]) {
						rt.Fatalf("%s, %s: %v, before %v", name, what, got[what], want[what])
					}
				}
			}
		})
	})
}

// carried compares the votes on the target with what the rule makes of those of both.
func (p *pair) carried() {
	p.Helper()
	kept, err := p.db.Dump(p.Context(), fmt.Sprintf(`SELECT COUNT(*) FROM votes s JOIN votes t ON t.member_id = s.member_id AND t.idea_id = %d
		WHERE s.idea_id = %d AND s.value <> 0 AND t.value = 0`, p.target, p.source))
	if err != nil || kept[0] != "0" {
		p.rt.Fatalf("votes were lost: %v, %v", kept, err)
	}
	author, err := p.db.Dump(p.Context(), fmt.Sprintf(`SELECT COUNT(*) FROM votes s JOIN votes t ON t.member_id = s.member_id AND t.idea_id = %d
		WHERE s.idea_id = %d AND s.value <> 0 AND s.member_id = %d AND t.value <> 1`, p.target, p.source, p.members[1]))
	if err != nil || author[0] != "0" {
		p.rt.Fatalf("the author does not promote: %v", err)
	}
	older, err := p.db.Dump(p.Context(), fmt.Sprintf(`SELECT COUNT(*) FROM votes s JOIN votes t ON t.member_id = s.member_id AND t.idea_id = %d
		WHERE s.idea_id = %d AND s.value <> 0 AND s.member_id <> %d AND s.changed_at > t.changed_at`, p.target, p.source, p.members[1]))
	if err != nil || older[0] != "0" {
		p.rt.Fatalf("an older vote is in force: %v", err)
	}
}

// What people do at the target while a merge goes on, after it and while it is taken back
// stays there, counted once.
func TestVotesDuringAMergeStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, first := seed(t, db, "ada", "ben", "cid", "dot", "eve", "fay", "gus", "hal", "ida", "jon")
		space := spaceOf(t, db, first)
		addChips(t, db, space)
		rapid.Check(t, func(rt *rapid.T) {
			p := newPair(t, rt, db, members, space)
			for range rapid.IntRange(4, 20).Draw(rt, "votes") {
				p.vote(rapid.SampledFrom([]int64{p.source, p.target}).Draw(rt, "idea"), "voter")
			}
			source := p.rows(p.source)
			last := map[int64]domain.Vote{}
			between := func() {
				p.at = p.at.Add(time.Minute)
				who := rapid.SampledFrom(p.members[2:]).Draw(rt, "who")
				before, _, err := db.Reader().OwnVote(t.Context(), p.target, who)
				if err != nil {
					rt.Fatal(err)
				}
				v := rapid.SampledFrom([]domain.Vote{domain.Promote, domain.Demote, domain.None}).Draw(rt, "vote")
				vote(t, db, p.target, who, v, p.at)
				if v != before.Vote {
					last[who] = v
				}
				if v == domain.Promote && rapid.Bool().Draw(rt, "says why") {
					p.say(p.target, who)
				}
			}
			m := p.merge(between)
			p.wrong()
			between()
			p.part(m, between)
			p.wrong()
			for who, v := range last {
				if now, _, err := db.Reader().OwnVote(t.Context(), p.target, who); err != nil || now.Vote != v {
					rt.Fatalf("member %d voted %d last, kept %d, %v", who, v, now.Vote, err)
				}
			}
			if got := p.rows(p.source); !slices.Equal(got["members"], source["members"]) || !slices.Equal(got["counts"], source["counts"]) {
				rt.Fatalf("the source changed: %v, before %v", got, source)
			}
		})
	})
}

func spaceOf(t *testing.T, db *store.DB, idea int64) int64 {
	t.Helper()
	i, err := db.Reader().IdeaFor(t.Context(), domain.System, idea, domain.Day(noon))
	if err != nil {
		t.Fatal(err)
	}
	return i.Space.ID
}

func addChips(t *testing.T, db *store.DB, space int64) {
	t.Helper()
	err := db.Tx(t.Context(), func(q *store.Tx) error {
		for _, name := range []string{"Noise at night", "Calls"} {
			if err := q.AddChip(t.Context(), 0, space, domain.Chip{NameEN: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
