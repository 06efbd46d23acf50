package store

import (
	"cmp"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// saidMost is how many of an idea's comments count for what is like it: the newest that
// have a word of what is asked.
const saidMost = 20

// withSaid are the ideas among candidates, each with what was found of its comments, and
// those of which nothing else was found.
func withSaid(docs []candidate) []search.Doc {
	slices.SortFunc(docs, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(b.ID, a.ID)) })
	ideas := ofKind(docs, domain.FindIdeas)
	places, said := make(map[int64]int, len(ideas)), map[int64]int{}
	for i := range ideas {
		places[ideas[i].ID] = i
	}
	for _, d := range docs {
		if d.kind != domain.FindComments || said[d.idea] == saidMost {
			continue
		}
		said[d.idea]++
		place, there := places[d.idea]
		if !there {
			place = len(ideas)
			places[d.idea] = place
			ideas = append(ideas, search.Doc{ID: d.idea, TitleText: d.TitleText, Points: d.Points, At: d.At})
		}
		ideas[place].Comments = append(ideas[place].Comments, d.Body...)
	}
	return ideas
}
