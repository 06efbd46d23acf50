package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// crowd makes ideas in every status, in two spaces, some removed, with tags,
// votes of many days and carried-over points.
func crowd(t *testing.T, db *store.DB, n int) (spaces []int64, viewer int64) {
	t.Helper()
	ctx := t.Context()
	chance := rand.New(rand.NewPCG(1, 2))
	err := db.Tx(ctx, func(q *store.Tx) error {
		var members []int64
		for i := range 20 {
			id, err := q.CreateMember(ctx, domain.Member{Name: fmt.Sprint("Member ", i),
				Email: fmt.Sprintf("m%d@example.org", i), Role: domain.Customer, Created: noon, Confirmed: noon})
			if err != nil {
				return err
			}
			members = append(members, id)
		}
		viewer = members[0]
		for _, name := range []string{"gaming", "office"} {
			id, err := q.CreateSpace(ctx, domain.Space{Slug: name, Name: name}, noon)
			if err != nil {
				return err
			}
			spaces = append(spaces, id)
		}
		for i := range n {
			created := noon.Add(time.Duration(chance.IntN(n)) * time.Minute) // some at the same moment
			tags := []domain.Tag{{Slug: fmt.Sprint("tag-", i%3), Name: fmt.Sprint("Tag ", i%3)}}
			id, err := q.CreateIdea(ctx, store.NewIdea{Idea: domain.Idea{
				Title: fmt.Sprint("Idea ", i), Status: domain.Statuses[i%len(domain.Statuses)], Space: domain.Space{ID: spaces[i%2]},
				Author: domain.MemberRef{ID: members[i%len(members)]}, Created: created, Tags: tags, Carried: int64(chance.IntN(3)),
			}, Digest: []byte{1}})
			if err != nil {
				return err
			}
			for _, m := range members[:chance.IntN(len(members))] {
				b, err := q.Ballot(ctx, domain.Actor{ID: m, System: true}, id)
				if err != nil {
					return err
				}
				if _, err := q.SetVote(ctx, b, domain.Vote(chance.IntN(3)-1), noon.AddDate(0, 0, chance.IntN(20))); err != nil {
					return err
				}
			}
			if i%17 == 3 {
				if err := q.SetRemoved(ctx, id, noon, false); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return spaces, viewer
}

// slowKey sorts as product.md §2 says, without any index.
func slowCompare(o domain.Order) func(a, b domain.Idea) int {
	return func(a, b domain.Idea) int {
		first := 0
		switch o {
		case domain.Hot:
			first = cmp.Compare(b.Heat, a.Heat)
		case domain.Top:
			first = cmp.Compare(b.Points(), a.Points())
		}
		return cmp.Or(first, b.Created.Compare(a.Created), cmp.Compare(b.ID, a.ID))
	}
}

// walk reads a list to its end, page by page.
func walk(t *testing.T, db *store.DB, f domain.IdeaFilter) []domain.Idea {
	t.Helper()
	var all []domain.Idea
	for {
		page, err := db.Reader().Ideas(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if page.Next.Zero() {
			return all
		}
		f.After = page.Next
	}
}

func titles(ideas []domain.Idea) string {
	all := make([]string, len(ideas))
	for i, idea := range ideas {
		all[i] = idea.Title
	}
	return strings.Join(all, ", ")
}

// Every order with every filter, page by page, is what sorting all ideas gives:
// no idea is missing, shown twice or out of place.
func TestListsAreCompleteAndInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		spaces, _ := crowd(t, db, 150)
		everything := walk(t, db, domain.IdeaFilter{Order: domain.New, Statuses: domain.Statuses, Limit: 100})
		if len(everything) < 120 {
			t.Fatalf("only %d ideas", len(everything))
		}
		tag, err := db.Reader().TagBySlug(t.Context(), "tag-1")
		if err != nil {
			t.Fatal(err)
		}
		common := tag
		common.Ideas = 1_000_000 // makes the list walk the order instead of gathering
		for _, order := range domain.Orders {
			for _, f := range []domain.IdeaFilter{
				{}, {SpaceID: spaces[1]}, {Statuses: domain.OpenStatuses}, {Statuses: []domain.Status{domain.StatusArchived}},
				{SpaceID: spaces[0], Statuses: []domain.Status{domain.StatusNew}}, {Tag: &tag}, {Tag: &common},
				{Tag: &common, SpaceID: spaces[0]}, {Tag: &tag, SpaceID: spaces[1], Statuses: domain.OpenStatuses},
			} {
				f.Order, f.Limit = order, 7
				got := walk(t, db, f)
				if want := slowList(everything, f); titles(got) != titles(want) {
					t.Errorf("%+v:\n got %s\nwant %s", f, titles(got), titles(want))
				}
			}
		}
		checkCounts(t, db)
	})
}

// slowList filters and sorts all ideas; the only tag asked for is every third idea's.
func slowList(everything []domain.Idea, f domain.IdeaFilter) []domain.Idea {
	carries := func(i domain.Idea) bool {
		var n int
		_, err := fmt.Sscanf(i.Title, "Idea %d", &n)
		return err == nil && n%3 == 1
	}
	statuses := f.Statuses
	if statuses == nil {
		statuses = domain.ListedStatuses
	}
	var some []domain.Idea
	for _, i := range everything {
		if slices.Contains(statuses, i.Status) && (f.SpaceID == 0 || i.Space.ID == f.SpaceID) && (f.Tag == nil || carries(i)) {
			some = append(some, i)
		}
	}
	slices.SortFunc(some, slowCompare(f.Order))
	return some
}

func TestListsLeaveOutWhatIsRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		crowd(t, db, 60)
		for _, i := range walk(t, db, domain.IdeaFilter{Order: domain.Hot, Statuses: domain.Statuses, Limit: 100}) {
			var n int
			fmt.Sscanf(i.Title, "Idea %d", &n)
			if n%17 == 3 {
				t.Errorf("%s is removed and listed", i.Title)
			}
		}
	})
}

func TestVotesAreTheMembersOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		members, idea := seed(t, db, "ada", "ben")
		vote(t, db, idea, members[1], domain.Demote, noon)
		for viewer, want := range map[int64]domain.Vote{members[1]: domain.Demote, members[0]: domain.None, 0: domain.None} {
			for _, ideas := range [][]int64{{idea}, {idea + 1, idea}} {
				own, err := db.Reader().Votes(t.Context(), viewer, ideas)
				if err != nil || own.Votes[idea] != want || own.Votes[idea+1] != domain.None {
					t.Errorf("member %d: %v, %v", viewer, own.Votes, err)
				}
			}
		}
		page, err := db.Reader().Ideas(t.Context(), domain.IdeaFilter{Order: domain.Hot, Today: domain.Day(noon)})
		if err != nil || len(page.Items) != 1 || len(page.Items[0].Days) != 1 {
			t.Errorf("the list: %+v, %v", page, err)
		}
	})
}

// A page of a list takes two queries, an idea four, however they are filtered.
func TestQueriesOfPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		spaces, viewer := crowd(t, db, 40)
		ctx, n := db.Reader().CountQueries(t.Context())
		if _, err := db.Reader().Ideas(ctx, domain.IdeaFilter{Order: domain.Hot, SpaceID: spaces[0]}); err != nil {
			t.Fatal(err)
		}
		if n.Load() > 3 {
			t.Errorf("a list takes %d queries", n.Load())
		}
		ctx, n = db.Reader().CountQueries(t.Context())
		if _, err := db.Reader().IdeaFor(ctx, domain.Actor{ID: viewer, Role: domain.Customer}, 1, domain.Day(noon)); err != nil {
			t.Fatal(err)
		}
		if n.Load() > 5 {
			t.Errorf("an idea takes %d queries", n.Load())
		}
	})
}
