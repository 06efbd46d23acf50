package store_test

import (
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// seed makes a space, a member for each name and one new idea by the first.
func seed(t *testing.T, db *store.DB, names ...string) (members []int64, idea int64) {
	t.Helper()
	ctx := t.Context()
	err := db.Tx(ctx, func(q *store.Tx) error {
		members = nil
		for _, name := range names {
			id, err := q.CreateMember(ctx, domain.Member{Name: name, Email: name + "@example.org", Role: domain.Customer,
				Created: noon, Confirmed: noon})
			if err != nil {
				return err
			}
			members = append(members, id)
		}
		space, err := q.CreateSpace(ctx, domain.Space{Slug: "gaming", Name: "Gaming"}, noon)
		if err != nil {
			return err
		}
		idea, err = q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
			Title: "A quieter fan", Body: "Please.", HTML: "<p>Please.</p>", Excerpt: "Please.", Status: domain.StatusNew,
			Space: domain.Space{ID: space}, Author: domain.MemberRef{ID: members[0]}, Created: noon,
		}, Digest: []byte{1}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return members, idea
}

func vote(t *testing.T, db *store.DB, idea, member int64, v domain.Vote, at time.Time) domain.Idea {
	t.Helper()
	var after domain.Idea
	err := db.TxOnIdea(t.Context(), idea, func(q *store.Tx) error {
		b, err := q.Ballot(t.Context(), domain.Actor{ID: member, System: true}, idea)
		if err != nil {
			return err
		}
		after, err = q.SetVote(t.Context(), b, v, at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return after
}

// Every way from one wish to another, and what it does to the counters.
func TestSetVoteMovesTheCountersByTheDifference(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, idea := seed(t, db, "ada", "ben")
		for _, step := range []struct {
			v                 domain.Vote
			promotes, demotes int64
		}{
			{domain.Promote, 1, 0}, {domain.Promote, 1, 0}, {domain.Demote, 0, 1}, {domain.Demote, 0, 1},
			{domain.None, 0, 0}, {domain.None, 0, 0}, {domain.Demote, 0, 1}, {domain.Promote, 1, 0}, {domain.None, 0, 0},
		} {
			got := vote(t, db, idea, members[1], step.v, noon)
			if got.Promotes != step.promotes || got.Demotes != step.demotes || got.Mine != step.v {
				t.Fatalf("after %d: %+v", step.v, got.Tally)
			}
			checkCounts(t, db)
		}
	})
}

func TestAVoteKeepsTheDayOfTheFirstOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, idea := seed(t, db, "ada", "ben")
		first := vote(t, db, idea, members[1], domain.Promote, noon)
		vote(t, db, idea, members[1], domain.None, noon.AddDate(0, 0, 3))
		again := vote(t, db, idea, members[1], domain.Promote, noon.AddDate(0, 0, 9))
		if first.Heat != again.Heat || first.Heat <= 0 {
			t.Errorf("voting again changed the heat from %v to %v", first.Heat, again.Heat)
		}
		checkCounts(t, db)
	})
}

func TestWithdrawingLeavesNoTraceInTheHeat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, idea := seed(t, db, "ada", "ben", "cem")
		before := vote(t, db, idea, members[1], domain.Promote, noon)
		later := noon.AddDate(2, 0, 0) // so much later that the first vote leaves the window
		vote(t, db, idea, members[2], domain.Promote, later)
		after := vote(t, db, idea, members[2], domain.None, later)
		if before.Heat != after.Heat {
			t.Errorf("heat %v became %v", before.Heat, after.Heat)
		}
		checkCounts(t, db)
	})
}

// A vote reads the days that may weigh after it, 400 before the second newest that
// counts, however old an idea is; the heat is the same, bit for bit, as counted from all of its days.
func TestAVoteReadsTheDaysThatWeigh(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, idea := seed(t, db, "ada", "ben", "cem", "dan", "eva", "fay", "gus")
		want := []struct {
			before int // days before noon
			v      domain.Vote
			read   int
		}{
			{900, domain.Promote, 1}, {800, domain.Demote, 2}, {401, domain.Promote, 3}, {400, domain.Promote, 3},
			{399, domain.Demote, 4}, {0, domain.Promote, 4},
		}
		for i, w := range want {
			vote(t, db, idea, members[i], w.v, noon.AddDate(0, 0, -w.before))
			checkCounts(t, db)
			if read, err := db.DaysRead(t.Context(), idea); err != nil || read != w.read {
				t.Errorf("after the vote %d days before: %d days, want %d; %v", w.before, read, w.read, err)
			}
		}
		later := noon.AddDate(0, 0, 300) // a day whose only vote is withdrawn moves nothing out of sight
		vote(t, db, idea, members[6], domain.Promote, later)
		vote(t, db, idea, members[6], domain.None, later)
		checkCounts(t, db)
		if read, err := db.DaysRead(t.Context(), idea); err != nil || read != 5 {
			t.Errorf("after a withdrawn vote: %d days, want 5; %v", read, err)
		}
	})
}

// The recount that other tests rely on notices every kind of wrong number.
func TestTheRecountNoticesWhatIsWrong(t *testing.T) {
	for _, tamper := range []string{
		"UPDATE idea_counts SET promotes = promotes + 1", "UPDATE idea_counts SET demotes = 1", "UPDATE idea_counts SET points = points - 1",
		"UPDATE idea_counts SET heat = heat * 1.0000001", "UPDATE idea_days SET promotes = promotes + 1", "DELETE FROM idea_days",
		"UPDATE votes SET value = -1", "UPDATE votes SET day = day - 1", "DELETE FROM votes", "UPDATE idea_counts SET open = FALSE",
		"INSERT INTO tags (slug, name, ideas) VALUES ('fan', 'fan', 1)",
		"INSERT INTO tags (slug, name, ideas) VALUES ('fan', 'fan', 1); INSERT INTO idea_tags (tag_id, idea_id) VALUES (1, 1)",
	} {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			members, idea := seed(t, db, "ada", "ben")
			vote(t, db, idea, members[1], domain.Promote, noon)
			checkCounts(t, db)
			if err := db.Tamper(t.Context(), tamper); err != nil {
				t.Fatal(err)
			}
			if wrong, err := db.Reader().CheckCounts(t.Context()); err != nil || len(wrong) != 1 {
				t.Errorf("after %s: %v, %v", tamper, wrong, err)
			}
		})
	}
}

// What is in a private space is nowhere: not in lists, not at its address, and
// it takes no vote; also after it was removed and put back.
func TestPrivateSpacesAreNowhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		members, first := seed(t, db, "ada")
		if err := db.Tamper(ctx, "UPDATE spaces SET visibility = 'private'"); err != nil {
			t.Fatal(err)
		}
		err := db.Tx(ctx, func(q *store.Tx) error {
			if err := q.SetRemoved(ctx, first, noon, false); err != nil {
				return err
			}
			if err := q.SetRemoved(ctx, first, time.Time{}, false); err != nil {
				return err
			}
			_, err := q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
				Title: "A secret", Status: domain.StatusNew, Space: domain.Space{ID: 1}, Author: domain.MemberRef{ID: members[0]}, Created: noon,
			}, Digest: []byte{1}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []domain.IdeaFilter{{Order: domain.Hot}, {Order: domain.New, SpaceID: 1},
			{Order: domain.Top, Statuses: domain.Statuses}, {AuthorID: members[0], Viewer: members[0]}} {
			if page, err := db.Reader().Ideas(ctx, f); err != nil || len(page.Items) > 0 {
				t.Errorf("%+v shows %v, %v", f, titles(page.Items), err)
			}
		}
		for id := first; id <= first+1; id++ {
			if _, err := db.Reader().IdeaFor(ctx, domain.Actor{ID: members[0], Role: domain.Customer}, id,
				0); domain.KindOf(err) != domain.NotFound {
				t.Errorf("idea %d has a page: %v", id, err)
			}
			err := db.Tx(ctx, func(q *store.Tx) error { _, err := q.Ballot(ctx, domain.System, id); return err })
			if domain.KindOf(err) != domain.NotFound {
				t.Errorf("idea %d takes votes: %v", id, err)
			}
		}
	})
}

func checkCounts(t *testing.T, db *store.DB) {
	t.Helper()
	wrong, err := db.Reader().CheckCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Errorf("%s %d: %s", w.Of, w.ID, w.What)
	}
}
