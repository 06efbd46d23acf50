package store

import (
	"context"
	"database/sql"
	"slices"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
)

const themeQuery = `SELECT t.id, t.name_en, t.name_de, t.words_en, t.words_de, t.version,
	COALESCE(i.id, 0), COALESCE(i.title, ''), COALESCE(c.status, ''), COALESCE(c.listed, FALSE)
	FROM themes t LEFT JOIN ideas i ON i.id = t.idea_id LEFT JOIN idea_counts c ON c.idea_id = i.id `

func scanTheme(rows *sql.Rows) (domain.Theme, error) {
	var t domain.Theme
	var idea domain.Idea
	var listed bool
	err := rows.Scan(&t.ID, &t.NameEN, &t.NameDE, &t.WordsEN, &t.WordsDE, &t.Version, &idea.ID, &idea.Title, &idea.Status, &listed)
	if idea.ID != 0 && listed {
		idea.Words = slug.Of(idea.Title)
		t.Idea = &idea
	}
	return t, err
}

// Themes lists a product's themes with the work that answers them.
func (r reads) Themes(ctx context.Context, product int64) ([]domain.Theme, error) {
	return list(ctx, r.handle, themeQuery+"WHERE t.product_id = $1 ORDER BY t.id LIMIT $2", []any{product, domain.ThemesMax}, scanTheme)
}

// Theme finds a theme of a product.
func (r reads) Theme(ctx context.Context, product, id int64) (domain.Theme, error) {
	return one(ctx, r.handle, themeQuery+"WHERE t.product_id = $1 AND t.id = $2", []any{product, id}, scanTheme)
}

// CreateTheme adds a theme to a product whose row is held.
func (q *Tx) CreateTheme(ctx context.Context, product int64, t domain.Theme) (int64, error) {
	var id int64
	err := q.get(ctx,
		"INSERT INTO themes (product_id, name_en, name_de, words_en, words_de, idea_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		[]any{product, t.NameEN, t.NameDE, t.WordsEN, t.WordsDE, ideaOf(t)}, &id)
	if err != nil {
		return 0, err
	}
	return id, q.themesChanged(ctx, product)
}

// SetTheme changes a product's theme that still is at t.Version;
// domain.ErrNotFound otherwise.
func (q *Tx) SetTheme(ctx context.Context, product int64, t domain.Theme) error {
	err := q.changeOne(ctx, `UPDATE themes SET name_en = $4, name_de = $5, words_en = $6, words_de = $7, idea_id = $8, version = version + 1
		WHERE id = $1 AND product_id = $2 AND version = $3`, t.ID, product, t.Version, t.NameEN, t.NameDE, t.WordsEN, t.WordsDE, ideaOf(t))
	if err != nil {
		return err
	}
	return q.themesChanged(ctx, product)
}

// DeleteTheme forgets a theme of a product whose row is held, takes it off every
// rating and counts the product anew; the caller writes its standing.
func (q *Tx) DeleteTheme(ctx context.Context, p *domain.Product, id int64) error {
	if _, err := q.exec(ctx,
		`UPDATE ratings SET themes = themes - 1 WHERE id IN (SELECT rating_id FROM rating_themes WHERE theme_id = $1 AND hand >= 0)`,
		id); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM rating_themes WHERE theme_id = $1", id); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM theme_counts WHERE theme_id = $1", id); err != nil {
		return err
	}
	if err := q.changeOne(ctx, "DELETE FROM themes WHERE id = $1 AND product_id = $2", id, p.ID); err != nil {
		return err
	}
	if err := q.themesChanged(ctx, p.ID); err != nil {
		return err
	}
	return q.Recount(ctx, p)
}

func ideaOf(t domain.Theme) sql.NullInt64 {
	if t.Idea == nil {
		return sql.NullInt64{}
	}
	return orNoID(t.Idea.ID)
}

// themesChanged lets ratings that are being written notice that the words they
// were searched for are no longer the ones in force.
func (q *Tx) themesChanged(ctx context.Context, product int64) error {
	return q.changeOne(ctx, "UPDATE product_counts SET themes_version = themes_version + 1 WHERE product_id = $1", product)
}

// ThemeCounts reads what every theme costs the given revisions.
func (r reads) ThemeCounts(ctx context.Context, revisions []domain.Revision) ([]domain.ThemeCount, error) {
	if len(revisions) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(revisions))
	for i, v := range revisions {
		ids[i] = v.ID
	}
	var w where
	return list(ctx, r.handle, "SELECT revision_id, theme_id, reviews, lost, again, regained, squares FROM theme_counts WHERE revision_id IN ("+w.ids(
		ids, revisionsMax)+")",
		w.args, func(rows *sql.Rows) (domain.ThemeCount, error) {
			c := domain.ThemeCount{Regained: domain.Regained{Parts: domain.LossUnit}}
			g := &c.Regained
			return c, rows.Scan(&c.Revision, &c.Theme, &c.Reviews, &c.Lost, &g.People, &g.Sum, &g.Squares)
		})
}

// addRatingThemes gives each rating its themes, also those taken off by hand, in
// one query for every hundred.
func (r reads) addRatingThemes(ctx context.Context, ratings []domain.Rating) error {
	for part := range slices.Chunk(ratings, 100) {
		if err := r.addThemes(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// markSteps are how many ids a query of themes has places for: few numbers keep
// the texts few.
var markSteps = []int{1, domain.ReviewPage + 1, 100}

// markPlaces is the step that so many ids, at most 100, fit in.
func markPlaces(ids int) int {
	return markSteps[slices.IndexFunc(markSteps, func(n int) bool { return n >= ids })]
}

func (r reads) addThemes(ctx context.Context, ratings []domain.Rating) error {
	at := make(map[int64]int, len(ratings))
	ids := make([]int64, len(ratings))
	for i, rating := range ratings {
		ids[i], at[rating.ID] = rating.ID, i
	}
	var w where
	return r.each(ctx, `SELECT x.rating_id, x.hand, t.id, t.name_en, t.name_de FROM rating_themes x JOIN themes t ON t.id = x.theme_id
		WHERE x.rating_id IN (`+w.ids(ids, markPlaces(len(ids)))+") ORDER BY x.rating_id, x.theme_id", w.args, func(rows *sql.Rows) error {
		var rating int64
		var t domain.Theme
		if err := rows.Scan(&rating, &t.Hand, &t.ID, &t.NameEN, &t.NameDE); err != nil {
			return err
		}
		ratings[at[rating]].Themes = append(ratings[at[rating]].Themes, t)
		return nil
	})
}

// setThemesOf writes the themes of a rating where they differ.
func (q *Tx) setThemesOf(ctx context.Context, rating int64, old, wanted []domain.Theme) error {
	before := map[int64]int64{}
	for _, t := range old {
		before[t.ID] = t.Hand
	}
	carried, changed := int64(0), false
	for _, t := range wanted {
		carried += count(t.Hand >= 0)
		if hand, known := before[t.ID]; known && hand == t.Hand {
			delete(before, t.ID)
			continue
		}
		delete(before, t.ID)
		changed = true
		if _, err := q.exec(ctx, `INSERT INTO rating_themes (theme_id, rating_id, hand) VALUES ($1, $2, $3)
			ON CONFLICT (theme_id, rating_id) DO UPDATE SET hand = excluded.hand`, t.ID, rating, t.Hand); err != nil {
			return err
		}
	}
	for id := range before {
		changed = true
		if _, err := q.exec(ctx, "DELETE FROM rating_themes WHERE theme_id = $1 AND rating_id = $2", id, rating); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return q.changeOne(ctx, "UPDATE ratings SET themes = $2 WHERE id = $1", rating, carried)
}

// RatingsToMatch reads ratings of a product behind a place, as they are written,
// for looking for themes in them.
func (r reads) RatingsToMatch(ctx context.Context, product int64, after domain.Cursor, limit int) ([]domain.Rating, error) {
	return r.keptRatings(ctx, "r.product_id = $1 AND (r.stars, r.rated_at, r.id) > ($2, $3, $4) ORDER BY r.stars, r.rated_at, r.id LIMIT $5",
		product, int64(after.Key), after.At, after.ID, limit)
}

// NewestWords reads title, text and language of a product's newest reviews, for
// counting how many a list of words would find.
func (r reads) NewestWords(ctx context.Context, product int64, limit int) ([]domain.Rating, error) {
	return list(ctx, r.handle, `SELECT c.id, c.language, w.title, w.body FROM
		(SELECT id, language, rated_at FROM ratings WHERE product_id = $1 AND stars IN (1, 2, 3, 4, 5) AND NOT removed
		ORDER BY rated_at DESC, id DESC LIMIT $2) c
		JOIN reviews w ON w.rating_id = c.id AND w.gone = ''`, []any{product, limit}, func(rows *sql.Rows) (domain.Rating, error) {
		var r domain.Rating
		return r, rows.Scan(&r.ID, &r.Language, &r.Title, &r.Body)
	})
}
