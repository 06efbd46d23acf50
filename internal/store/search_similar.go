package store

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// Similar finds the ideas that are most like one with a title, at most most of them, but
// not that idea itself: two questions.
func (r *Reader) Similar(ctx context.Context, query search.Query, title string, not int64, most int) ([]int64, error) {
	a := &ask{query: query, kinds: []domain.SearchKind{domain.FindIdeas, domain.FindComments}, light: true}
	if len(query.Terms()) == 0 {
		return nil, nil
	}
	if err := r.known(ctx, a); err != nil {
		return nil, err
	}
	docs, err := r.candidates(ctx, domain.Nobody, a)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, h := range search.Similar(query, title, withSaid(docs), a.corpus) {
		if h.ID != not && h.Score >= similarEnough && len(ids) < most {
			ids = append(ids, h.ID)
		}
	}
	return ids, nil
}

// similarEnough is from what score on an idea is worth showing.
const similarEnough = 0.25

// SimilarTo reads ideas that are like one that is there. Which ones is looked up at most
// once in similarLife; whether they may be shown, and how they stand, each time.
func (r *Reader) SimilarTo(ctx context.Context, idea *domain.Idea, c *domain.Community) ([]domain.Idea, error) {
	ids, err := r.similar.Get(ctx, similarKey{idea.ID, idea.Version}, otter.LoaderFunc[similarKey, []int64](
		func(ctx context.Context, _ similarKey) ([]int64, error) {
			return r.Similar(ctx, r.Understand(idea.Title, c), idea.Title, idea.ID, domain.SimilarMax)
		}))
	if err != nil {
		return nil, err
	}
	return r.IdeasOf(ctx, ids)
}

// similarKey is an idea with its words.
type similarKey struct{ idea, version int64 }

// What is like an idea is remembered for so long, of so many ideas.
const (
	similarLife = 10 * time.Minute
	similarMost = 10_000
)

func newSimilar() *otter.Cache[similarKey, []int64] {
	return otter.Must(&otter.Options[similarKey, []int64]{
		MaximumSize: similarMost, ExpiryCalculator: otter.ExpiryCreating[similarKey, []int64](similarLife),
	})
}
