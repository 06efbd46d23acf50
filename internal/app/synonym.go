package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"groundswell/internal/domain"
	"groundswell/internal/search"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// AddSynonym teaches search that two words mean the same. What was missed under one of
// them is no longer missed.
func (a *App) AddSynonym(ctx context.Context, who domain.Actor, s domain.Synonym) error {
	if err := domain.Allow(who, domain.TeachSearch); err != nil {
		return err
	}
	s.Word, s.Other = text.Line(s.Word), text.Line(s.Other)
	keys := [2]string{synonymKey(s.Word), synonymKey(s.Other)}
	var p domain.Problems
	if domain.CheckSynonym(&p, s, keys); p.Err() != nil {
		return p.Err()
	}
	err := a.act(ctx, who, domain.TeachSearch, func(q *store.Tx, who domain.Actor) (err error) {
		s.By.ID = who.ID
		if s.ID, err = q.CreateSynonym(ctx, s, keys, a.now()); err != nil {
			return err
		}
		for _, word := range []string{s.Word, s.Other} {
			if err := q.DeleteMissed(ctx, missedWords(word)); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, "add synonym", "synonym", s.ID, "")
	})
	a.store.CommunityChanged()
	return err
}

// DeleteSynonym forgets that two words mean the same.
func (a *App) DeleteSynonym(ctx context.Context, who domain.Actor, id int64) error {
	err := a.act(ctx, who, domain.TeachSearch, func(q *store.Tx, who domain.Actor) error {
		if err := q.DeleteSynonym(ctx, id); err != nil {
			return err
		}
		return a.record(ctx, q, who, "delete synonym", "synonym", id, "")
	})
	a.store.CommunityChanged()
	return err
}

// synonymKey is a phrase as search reads it: "" for one of small words alone.
func synonymKey(phrase string) string { return strings.Join(search.Spellings(phrase), " ") }

// missed counts searches that found nothing in memory: reading writes nothing. What a
// restart forgets is a minute's worth.
type missed struct {
	mu    sync.Mutex
	times map[string]int64
}

// missedAtOnce bounds what is counted between two turns of the clock.
const missedAtOnce = 500

// Missed counts a search that found nothing: its words, and nothing about who asked.
func (a *App) Missed(typed string) {
	words := missedWords(typed)
	if words == "" {
		return
	}
	a.missed.mu.Lock()
	defer a.missed.mu.Unlock()
	if _, known := a.missed.times[words]; known || len(a.missed.times) < missedAtOnce {
		a.missed.times[words]++
	}
}

// missedMax bounds the words of a missed search, in characters.
const missedMax = 60

// missedWords are the words that are counted; none where an address was typed, which tells
// of somebody.
func missedWords(typed string) string {
	if strings.Contains(typed, "@") {
		return ""
	}
	return strings.ToLower(text.Cut(text.Line(typed), missedMax))
}

// KeepMissed writes down what was searched for and not found.
func (a *App) KeepMissed(ctx context.Context) error {
	a.missed.mu.Lock()
	times := a.missed.times
	a.missed.times = map[string]int64{}
	a.missed.mu.Unlock()
	if len(times) == 0 {
		return nil
	}
	var all []domain.MissedSearch
	for _, words := range slices.Sorted(maps.Keys(times)) {
		all = append(all, domain.MissedSearch{Words: words, Times: times[words], LastDay: domain.Day(a.now())})
	}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.AddMissed(ctx, all) })
}
