package app

import (
	"context"
	"slices"
	"time"

	"groundswell/internal/domain"
)

// CountCompletion counts a list of names that a member asks for while typing. It refuses
// with domain.TooMany what no typing needs.
func (a *App) CountCompletion(ctx context.Context, member int64) error {
	settings, err := a.settings(ctx)
	if err != nil || a.unlimited {
		return err
	}
	return a.often.take("completions", member, settings.Number(domain.LimitCompletionsMinute), time.Minute, a.now())
}

// mentioned finds whom a text names: the longest name behind each @ that is one
// member's.
func (a *App) mentioned(ctx context.Context, body string) ([]domain.Mention, error) {
	behind := domain.MentionedNames(body)
	if len(behind) == 0 {
		return nil, nil
	}
	found, err := a.store.Reader().MembersNamed(ctx, slices.Concat(behind...))
	var all []domain.Mention
	for _, names := range behind {
		for _, name := range names {
			if m, ok := found[name]; ok {
				all = append(all, domain.Mention{Member: m, Word: name})
				break
			}
		}
	}
	return all, err
}
