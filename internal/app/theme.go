package app

import (
	"context"
	"errors"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveTheme adds a theme to a product (ID 0) or changes one that still is at
// t.Version, and promises to look for it in all reviews.
func (a *App) SaveTheme(ctx context.Context, who domain.Actor, slug string, t domain.Theme) error {
	if err := domain.Allow(who, domain.EditThemes); err != nil {
		return err
	}
	t.NameEN, t.NameDE, t.WordsEN, t.WordsDE = text.Line(t.NameEN), text.Line(t.NameDE), text.Body(t.WordsEN), text.Body(t.WordsDE)
	var p domain.Problems
	if domain.CheckTheme(&p, t); p.Err() != nil {
		return p.Err()
	}
	product, err := a.store.Reader().Product(ctx, slug)
	if err != nil {
		return err
	}
	return a.act(ctx, who, domain.EditThemes, func(q *store.Tx, who domain.Actor) error {
		if err := a.checkWork(ctx, q, who, product.ID, t); err != nil {
			return err
		}
		if _, err := q.LockProduct(ctx, product.ID); err != nil {
			return err
		}
		if err := a.putTheme(ctx, q, product.ID, &t); err != nil {
			return err
		}
		if !a.past {
			if err := q.Promise(ctx, domain.Rematch{Product: product.ID}, a.now()); err != nil {
				return err
			}
		}
		return a.record(ctx, q, who, string(domain.EditThemes), "theme", t.ID, "")
	})
}

// checkWork lets a theme be answered only by an idea about its product.
func (a *App) checkWork(ctx context.Context, q *store.Tx, who domain.Actor, product int64, t domain.Theme) error {
	if t.Idea == nil {
		return nil
	}
	idea, err := q.IdeaFor(ctx, who, t.Idea.ID, domain.Day(a.now()))
	if errors.Is(err, domain.ErrNotFound) || err == nil && idea.Product.ID != product {
		return domain.BadField("idea", "error.theme_idea", nil)
	}
	return err
}

func (a *App) putTheme(ctx context.Context, q *store.Tx, product int64, t *domain.Theme) error {
	if t.ID != 0 {
		err := q.SetTheme(ctx, product, *t)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Refuse(domain.Conflict, "error.changed")
		}
		return err
	}
	have, err := q.Themes(ctx, product)
	if err != nil {
		return err
	}
	if len(have) >= domain.ThemesMax {
		return domain.BadField("name_en", "error.themes_full", domain.Args{"Max": domain.ThemesMax})
	}
	for _, h := range have {
		if h.NameEN == t.NameEN && h.NameDE == t.NameDE {
			return domain.BadField("name_en", "error.theme_taken", nil)
		}
	}
	t.ID, err = q.CreateTheme(ctx, product, *t)
	return err
}

// DeleteTheme forgets a theme; what it cost goes to the others or to everything
// else.
func (a *App) DeleteTheme(ctx context.Context, who domain.Actor, slug string, id int64) error {
	return a.decideProduct(ctx, who, domain.EditThemes, slug, change{cause: domain.CauseLabel},
		func(q *store.Tx, _ domain.Actor, p *domain.Product) error {
			return q.DeleteTheme(ctx, p, id)
		})
}

// ChooseThemes sets by hand which themes of its product a rating carries.
func (a *App) ChooseThemes(ctx context.Context, who domain.Actor, id int64, chosen []int64) error {
	if len(chosen) > domain.RatingThemes {
		return domain.BadField("themes", "error.themes_chosen", domain.Args{"Max": domain.RatingThemes})
	}
	return a.changeRating(ctx, who, domain.EditThemes, id, domain.CauseLabel, func(q *store.Tx, who domain.Actor, r *domain.Rating) error {
		known, err := q.Themes(ctx, r.Product.ID)
		if err != nil {
			return err
		}
		for _, wanted := range chosen {
			if !slices.ContainsFunc(known, func(t domain.Theme) bool { return t.ID == wanted }) {
				return domain.BadField("themes", "error.theme_unknown", nil)
			}
		}
		themes := domain.ChooseThemes(r.Themes, chosen)
		if domain.SameThemes(themes, r.Themes) {
			return errAsWanted
		}
		r.Themes = themes
		return a.record(ctx, q, who, string(domain.EditThemes), "rating", id, "")
	})
}

// rematchBatch is how many ratings one job looks through.
const rematchBatch = 100

// Rematch looks for a product's themes in its ratings behind a place, and promises
// to go on behind the last one. What was set by hand stays.
func (a *App) Rematch(ctx context.Context, product int64, after domain.Cursor) error {
	rule, err := a.rule(ctx)
	if err != nil {
		return err
	}
	p, err := a.store.Reader().ProductByID(ctx, product)
	if err != nil {
		return err
	}
	themes, err := a.store.Reader().Themes(ctx, product)
	if err != nil {
		return err
	}
	ratings, err := a.store.Reader().RatingsToMatch(ctx, product, after, rematchBatch)
	if err != nil || len(ratings) == 0 {
		return err
	}
	found := findThemes(themes, ratings)
	return a.withProduct(ctx, rule, product, change{cause: domain.CauseLabel}, func(q *store.Tx, held *domain.Product) error {
		if held.ThemesVersion != p.ThemesVersion {
			return errAsWanted // whoever changed them has promised another run
		}
		for _, seen := range ratings {
			if err := a.rematchOne(ctx, q, held, seen, found[seen.ID]); err != nil {
				return err
			}
		}
		if len(ratings) < rematchBatch {
			return nil
		}
		next := domain.Rematch{Product: product, After: domain.ReviewCursor(domain.Lowest, &ratings[len(ratings)-1])}
		return q.Promise(ctx, next, a.now())
	})
}

func findThemes(themes []domain.Theme, ratings []domain.Rating) map[int64][]int64 {
	matcher := domain.NewMatcher(themes)
	found := map[int64][]int64{}
	for _, r := range ratings {
		if r.Worded() {
			found[r.ID] = matcher.Find(r.Title+". "+r.Body, r.Language)
		}
	}
	return found
}

// rematchOne gives a rating the themes that its words were found to carry, unless
// the words changed meanwhile: that edit has looked for itself.
func (a *App) rematchOne(ctx context.Context, q *store.Tx, p *domain.Product, seen domain.Rating, found []int64) error {
	old, err := q.KeptRating(ctx, seen.ID)
	if err != nil || old.Title != seen.Title || old.Body != seen.Body {
		return err
	}
	r := old
	r.Themes = domain.MergeThemes(old.Themes, found)
	if domain.SameThemes(old.Themes, r.Themes) {
		return nil
	}
	return q.SetRating(ctx, p, old, r, markdown.Version, a.now())
}
