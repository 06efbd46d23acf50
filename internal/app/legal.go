package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
	"groundswell/internal/legal"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveLegal makes texts, by language, the next version of a page that is at a version
// now: a Conflict where it is not. Members agree anew to terms that ask for it.
// Texts that are as they were make no version.
func (a *App) SaveLegal(ctx context.Context, who domain.Actor, page domain.LegalPage, version int64,
	bodies map[string]string, asks bool) error {
	if err := domain.Allow(who, domain.ManageSettings); err != nil {
		return err
	}
	var p domain.Problems
	var texts []domain.LegalText
	for _, code := range i18n.Codes {
		t := domain.LegalText{Page: page, Language: code, Version: version + 1, Body: text.Body(bodies[code]), Asks: asks, Saved: a.now()}
		if domain.CheckLegal(&p, t); p.Err() == nil {
			t.HTML = markdown.RenderPage(t.Body)
		}
		texts = append(texts, t)
	}
	if p.Err() != nil {
		return p.Err()
	}
	err := a.act(ctx, who, domain.ManageSettings, func(q *store.Tx, who domain.Actor) error {
		return a.saveLegal(ctx, q, who, texts)
	})
	a.store.CommunityChanged()
	return err
}

func (a *App) saveLegal(ctx context.Context, q *store.Tx, who domain.Actor, texts []domain.LegalText) error {
	changed := texts[0].Asks
	for _, t := range texts {
		now, err := q.LegalText(ctx, t.Page, t.Language)
		if errors.Is(err, domain.ErrNotFound) {
			now, err = legal.Start(t.Page, t.Language), nil
			changed = true // what it starts from becomes the company's own
		}
		if err != nil {
			return err
		}
		if now.Version != t.Version-1 {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		changed = changed || text.Body(now.Body) != t.Body
	}
	if !changed {
		return nil
	}
	for _, t := range texts {
		if err := q.CreateLegalText(ctx, t, markdown.Version, who.ID); err != nil {
			return err
		}
	}
	return a.record(ctx, q, who, "save legal page", "legal page", texts[0].Version, string(texts[0].Page))
}

// AgreeTerms notes that the actor agrees to a version of the terms: one that was shown,
// and may be older than today's.
func (a *App) AgreeTerms(ctx context.Context, who domain.Actor, version int64) error {
	return a.actOwn(ctx, who, func(q *store.Tx) error {
		terms, err := q.TermsNow(ctx)
		if err != nil {
			return err
		}
		if version < 1 || version > terms.Version {
			return domain.ErrNotFound
		}
		return q.SetConsent(ctx, who.ID, version, a.now())
	})
}

// underTerms refuses what a member does under terms that they have not agreed to. Whoever
// was found not to have agreed may have done so a moment ago.
func (a *App) underTerms(ctx context.Context, who domain.Actor, action domain.Action) error {
	community, err := a.store.Reader().Community(ctx, a.now())
	if err != nil || !community.Terms.MustAgree(who, action) {
		return err
	}
	if who.Agreed, err = a.store.Reader().AgreedTo(ctx, who.ID); err != nil {
		return err
	}
	if community.Terms.MustAgree(who, action) {
		return domain.ErrTerms
	}
	return nil
}
