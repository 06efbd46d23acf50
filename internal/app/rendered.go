package app

import (
	"context"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
)

// PromiseRendering promises to render the texts anew that an older renderer may
// have rendered. It is asked at every start and costs one look.
func (a *App) PromiseRendering(ctx context.Context) error {
	version, err := a.store.Reader().Rendered(ctx)
	if err != nil || version >= markdown.Version {
		return err
	}
	task := domain.RenderTexts{Texts: domain.TextKinds[0]}
	return a.store.Tx(ctx, func(q *store.Tx) error { return q.PromiseOnce(ctx, task, task.Kind(), a.now(), a.now()) })
}

// renderBatch is how many texts one step renders anew: long ones take a while.
const renderBatch = 100

// RenderTexts renders texts of a kind behind an id anew, at most renderBatch of
// them, and promises to go on behind the last one. A language that was guessed and
// is none of those that are told apart is looked at again.
func (a *App) RenderTexts(ctx context.Context, t domain.RenderTexts) error {
	texts, err := a.store.Reader().Texts(ctx, t.Texts, t.After, renderBatch)
	if err != nil {
		return err
	}
	for i := range texts {
		text := &texts[i]
		if text.Rendered >= markdown.Version {
			continue
		}
		if t.Texts == domain.LegalTexts {
			text.HTML = markdown.RenderPage(text.Body)
			continue
		}
		text.HTML = markdown.Render(text.Body)
		text.Excerpt = markdown.Excerpt(text.HTML, excerptLength)
		if text.Language != "" && !slices.Contains(domain.TextLanguages, text.Language) {
			text.Language = languageOf(text.Title, text.HTML)
		}
	}
	return a.store.Tx(ctx, func(q *store.Tx) error {
		for _, text := range texts {
			if text.Rendered >= markdown.Version {
				continue
			}
			if err := q.SetText(ctx, t.Texts, text, markdown.Version); err != nil {
				return err
			}
		}
		if len(texts) > 0 {
			return q.Promise(ctx, domain.RenderTexts{Texts: t.Texts, After: texts[len(texts)-1].ID}, a.now())
		}
		if next := slices.Index(domain.TextKinds, t.Texts) + 1; next < len(domain.TextKinds) {
			return q.Promise(ctx, domain.RenderTexts{Texts: domain.TextKinds[next]}, a.now())
		}
		return q.SetRendered(ctx, markdown.Version)
	})
}
