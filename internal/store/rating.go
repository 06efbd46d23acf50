package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"groundswell/internal/domain"
)

const keptRating = `SELECT r.id, r.product_id, r.revision_id, COALESCE(r.member_id, 0), r.stars, r.language,
	r.staff, r.declared, r.promotional, r.excluded, r.suspended, r.removed, r.verified, r.helpful, r.replied, r.rated_at,
	r.created_at, r.edited_at,
	COALESCE(w.title, ''), COALESCE(w.body, ''), COALESCE(w.html, '')
	FROM ratings r LEFT JOIN reviews w ON w.rating_id = r.id WHERE `

func scanKept(rows *sql.Rows) (domain.Rating, error) {
	var r domain.Rating
	var replied bool
	var rated, created, edited int64
	err := rows.Scan(&r.ID, &r.Product.ID, &r.Revision.ID, &r.By.ID, &r.Stars, &r.Language,
		&r.Staff, &r.Declared, &r.Promotional, &r.Excluded, &r.Suspended, &r.Removed, &r.Verified, &r.Helpful, &replied,
		&rated, &created, &edited,
		&r.Title, &r.Body, &r.HTML)
	if replied {
		r.Reply = &domain.Reply{}
	}
	r.Rated, r.Created, r.Edited = moment(rated), moment(created), moment(edited)
	return r, err
}

// keptRatings reads ratings as they are written, with their themes; only whether
// there is a reply is told of it.
func (r reads) keptRatings(ctx context.Context, condition string, args ...any) ([]domain.Rating, error) {
	ratings, err := list(ctx, r.handle, keptRating+condition, args, scanKept)
	if err != nil {
		return nil, err
	}
	return ratings, r.addRatingThemes(ctx, ratings)
}

func (r reads) keptRatingWhere(ctx context.Context, condition string, args ...any) (domain.Rating, error) {
	found, err := r.keptRatings(ctx, condition, args...)
	if err == nil && len(found) == 0 {
		err = errNoRow
	}
	if err != nil {
		return domain.Rating{}, err
	}
	return found[0], nil
}

// KeptRating reads a rating as it is written, removed or not. Verbs that change
// one hold its product's row.
func (r reads) KeptRating(ctx context.Context, id int64) (domain.Rating, error) {
	return r.keptRatingWhere(ctx, "r.id = $1", id)
}

// RatingBy reads a member's rating of a revision, removed or not;
// domain.ErrNotFound when there is none.
func (r reads) RatingBy(ctx context.Context, revision, member int64) (domain.Rating, error) {
	return r.keptRatingWhere(ctx, "r.revision_id = $1 AND r.member_id = $2", revision, member)
}

// RatingsBy reads all ratings of a member in the order of their products, so that
// verbs which change them all take rows in one order.
func (r reads) RatingsBy(ctx context.Context, member int64) ([]domain.Rating, error) {
	return r.keptRatings(ctx, "r.member_id = $1 ORDER BY r.product_id, r.id", member)
}

// OwnerRatings reads a member's ratings of every revision of a product.
func (r reads) OwnerRatings(ctx context.Context, product, member int64) ([]domain.Rating, error) {
	return r.keptRatings(ctx, "r.member_id = $2 AND r.product_id = $1 ORDER BY r.id", product, member)
}

// CreateRating adds a rating of a product whose row is held and moves the counts
// with it; the caller writes the product's standing.
func (q *Tx) CreateRating(ctx context.Context, p *domain.Product, r domain.Rating, htmlVersion int64) (int64, error) {
	var err error
	if r.Excluded, err = q.inExclusion(ctx, r.Product.ID, r.Rated); err != nil {
		return 0, err
	}
	if err := q.get(ctx, insertRating+" VALUES ("+insertRatingMarks+") RETURNING id", ratingRow(r), &r.ID); err != nil {
		return 0, err
	}
	if r.Worded() {
		if err := q.setWordsOf(ctx, r, htmlVersion); err != nil {
			return 0, err
		}
	}
	if err := q.setThemesOf(ctx, r.ID, nil, r.Themes); err != nil {
		return 0, err
	}
	return r.ID, q.move(ctx, p, nil, &r)
}

const insertRating = `INSERT INTO ratings (product_id, revision_id, member_id, author_name, stars, language, counted,
	staff, declared, promotional,
	excluded, suspended, verified, helpful, helpful_carried, rated_at, created_at)`

// insertRatingMarks are the placeholders of ratingRow.
var insertRatingMarks = func() string {
	var w where
	return w.list(ratingRow(domain.Rating{}))
}()

// ratingRow are the values of a new rating; what is helpful about it was carried
// over.
func ratingRow(r domain.Rating) []any {
	return []any{r.Product.ID, r.Revision.ID, orNoID(r.By.ID), r.By.NameOnly(), r.Stars, r.Language, r.Count(), r.Staff,
		r.Declared, r.Promotional,
		r.Excluded, r.Suspended, r.Verified, r.Helpful, r.Helpful, millis(r.Rated), millis(r.Created)}
}

// SetRating makes a rating of a product whose row is held what is wanted, keeps
// what its words and stars were before, and moves the counts by the difference;
// the caller writes the product's standing.
func (q *Tx) SetRating(ctx context.Context, p *domain.Product, old, r domain.Rating, htmlVersion int64, now time.Time) error {
	var err error
	if !r.Rated.Equal(old.Rated) {
		if r.Excluded, err = q.inExclusion(ctx, p.ID, r.Rated); err != nil {
			return err
		}
	}
	if err := q.changeOne(ctx, `UPDATE ratings SET stars = $2, language = $3, counted = $4, staff = $5, declared = $6,
		promotional = $7, excluded = $8,
		suspended = $9, removed = $10, verified = $11, replied = $12, rated_at = $13, edited_at = $14 WHERE id = $1`,
		r.ID, r.Stars, r.Language, r.Count(), r.Staff, r.Declared, r.Promotional, r.Excluded,
		r.Suspended, r.Removed, r.Verified, r.Reply != nil, millis(r.Rated), millis(r.Edited)); err != nil {
		return err
	}
	if old.Stars != r.Stars || old.Title != r.Title || old.Body != r.Body {
		if err := q.CreatePastRating(ctx, old, now); err != nil {
			return err
		}
	}
	if old.Title != r.Title || old.Body != r.Body {
		if err := q.setWordsOf(ctx, r, htmlVersion); err != nil {
			return err
		}
	}
	if err := q.setThemesOf(ctx, r.ID, old.Themes, r.Themes); err != nil {
		return err
	}
	return q.move(ctx, p, &old, &r)
}

// CreatePastRating keeps what a rating was until a time.
func (q *Tx) CreatePastRating(ctx context.Context, r domain.Rating, until time.Time) error {
	_, err := q.exec(ctx, "INSERT INTO rating_history (rating_id, stars, title, body, replaced_at) VALUES ($1, $2, $3, $4, $5)",
		r.ID, r.Stars, r.Title, r.Body, millis(until))
	return err
}

// setWordsOf keeps the words of a rating, or forgets them when there are none. Words that
// are given anew where some were restricted are so too.
func (q *Tx) setWordsOf(ctx context.Context, r domain.Rating, htmlVersion int64) error {
	if !r.Worded() {
		_, err := q.exec(ctx, "DELETE FROM reviews WHERE rating_id = $1", r.ID)
		return err
	}
	_, err := q.exec(ctx, `INSERT INTO reviews (rating_id, title, body, html, html_version, gone) VALUES ($1, $2, $3, $4, $5,
		COALESCE((SELECT t.what FROM restrictions t WHERE t.part = 'review' AND t.subject = $1 AND t.lifted_at = 0
		AND t.what IN ('hidden', 'removed') ORDER BY t.what DESC LIMIT 1), ''))
		ON CONFLICT (rating_id) DO UPDATE SET title = excluded.title, body = excluded.body, html = excluded.html,
		html_version = excluded.html_version`,
		r.ID, r.Title, r.Body, r.HTML, htmlVersion)
	return err
}

// weight is what a rating adds to the counts around it.
type weight struct {
	stars          int64
	counted        bool
	shown          bool
	poor, answered bool
	themes         []int64 // none: everything else
}

func weigh(r *domain.Rating) weight {
	if r == nil {
		return weight{}
	}
	w := weight{stars: r.Stars, counted: r.Count(), shown: !r.Removed}
	w.poor = w.shown && !r.Excluded && r.Stars <= domain.PoorStars
	w.answered = w.poor && r.Reply != nil
	for _, t := range r.Themes {
		if t.Hand >= 0 {
			w.themes = append(w.themes, t.ID)
		}
	}
	return w
}

// move takes the old weight of a rating out of the counts and puts the new one
// in. p's row is held; its numbers change here and are written by SetStanding.
func (q *Tx) move(ctx context.Context, p *domain.Product, old, r *domain.Rating) error {
	before, after := weigh(old), weigh(r)
	p.Reviews += count(after.shown) - count(before.shown)
	p.Poor += count(after.poor) - count(before.poor)
	p.PoorReplied += count(after.answered) - count(before.answered)
	if before.counted == after.counted && (!before.counted || before.stars == after.stars && slices.Equal(before.themes, after.themes)) {
		return nil
	}
	var change domain.Histogram
	losses := map[int64]domain.ThemeCount{}
	for _, side := range []struct {
		weight
		sign int64
	}{{before, -1}, {after, 1}} {
		if side.counted {
			change.Add(side.stars, side.sign)
			lose(losses, side.weight, side.sign)
		}
	}
	return q.moveCounts(ctx, p, r.Revision.ID, change, losses)
}

// moveCounts changes the counts of a revision of a product whose row is held.
func (q *Tx) moveCounts(ctx context.Context, p *domain.Product, revision int64, change domain.Histogram,
	losses map[int64]domain.ThemeCount) error {
	if _, err := q.exec(ctx, "UPDATE revisions SET s1 = s1 + $2, s2 = s2 + $3, s3 = s3 + $4, s4 = s4 + $5, s5 = s5 + $6 WHERE id = $1",
		revision, change[0], change[1], change[2], change[3], change[4]); err != nil {
		return err
	}
	if revision == p.Revision.ID {
		for i := range change {
			p.Revision.Histogram[i] += change[i]
		}
		p.N, p.Sum = p.Revision.Histogram.N(), p.Revision.Histogram.Sum()
	}
	return q.moveThemes(ctx, revision, losses)
}

// lose adds what a counted rating costs its themes.
func lose(losses map[int64]domain.ThemeCount, w weight, sign int64) {
	themes := w.themes
	if len(themes) == 0 {
		themes = []int64{0}
	}
	for _, id := range themes {
		c := losses[id]
		c.Reviews += sign
		c.Lost += sign * domain.Loss(w.stars, len(w.themes))
		losses[id] = c
	}
}

func (q *Tx) moveThemes(ctx context.Context, revision int64, losses map[int64]domain.ThemeCount) error {
	for id, c := range losses {
		if c.Reviews == 0 && c.Lost == 0 {
			continue
		}
		if _, err := q.exec(ctx, `INSERT INTO theme_counts (revision_id, theme_id, reviews, lost) VALUES ($1, $2, $3, $4)
			ON CONFLICT (revision_id, theme_id) DO UPDATE SET reviews = theme_counts.reviews + excluded.reviews,
			lost = theme_counts.lost + excluded.lost`,
			revision, id, c.Reviews, c.Lost); err != nil {
			return err
		}
	}
	return nil
}

// Recount counts everything about a product whose row is held anew from its
// ratings; the caller writes its standing. It reads all of them: for what changes
// many at once.
func (q *Tx) Recount(ctx context.Context, p *domain.Product) error {
	counted, err := q.countProduct(ctx, p.ID)
	if err != nil {
		return err
	}
	p.Reviews, p.Poor, p.PoorReplied = counted.reviews, counted.poor, counted.replied
	p.Revision.Histogram = counted.revisions[p.Revision.ID]
	p.N, p.Sum = p.Revision.Histogram.N(), p.Revision.Histogram.Sum()
	if _, err := q.exec(ctx, "UPDATE revisions SET s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0 WHERE product_id = $1", p.ID); err != nil {
		return err
	}
	for id, h := range counted.revisions {
		if _, err := q.exec(ctx, "UPDATE revisions SET s1 = $2, s2 = $3, s3 = $4, s4 = $5, s5 = $6 WHERE id = $1", id, h[0],
			h[1], h[2], h[3], h[4]); err != nil {
			return err
		}
	}
	if _, err := q.exec(ctx,
		"UPDATE theme_counts SET reviews = 0, lost = 0 WHERE revision_id IN (SELECT id FROM revisions WHERE product_id = $1)", p.ID); err != nil {
		return err
	}
	for revision, losses := range counted.themes {
		if err := q.moveThemes(ctx, revision, losses); err != nil {
			return err
		}
	}
	return nil
}

// productCount is what the ratings of a product say.
type productCount struct {
	reviews, poor, replied int64
	revisions              map[int64]domain.Histogram
	themes                 map[int64]map[int64]domain.ThemeCount // by revision and theme
}

func (r reads) countProduct(ctx context.Context, product int64) (productCount, error) {
	c := productCount{revisions: map[int64]domain.Histogram{}, themes: map[int64]map[int64]domain.ThemeCount{}}
	err := r.each(ctx, `SELECT revision_id, stars, counted, excluded, removed, replied, COUNT(*) FROM ratings WHERE product_id = $1
		GROUP BY revision_id, stars, counted, excluded, removed, replied`, []any{product}, func(rows *sql.Rows) error {
		var revision, stars, n int64
		var counted, excluded, removed, replied bool
		if err := rows.Scan(&revision, &stars, &counted, &excluded, &removed, &replied, &n); err != nil {
			return err
		}
		if counted {
			h := c.revisions[revision]
			h.Add(stars, n)
			c.revisions[revision] = h
		}
		if !removed {
			c.reviews += n
			if !excluded && stars <= domain.PoorStars {
				c.poor += n
				c.replied += n * count(replied)
			}
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	err = r.each(ctx, fmt.Sprintf(`SELECT r.revision_id, COALESCE(t.theme_id, 0), COUNT(*),
		CAST(SUM((5 - r.stars) * %d / CASE WHEN r.themes = 0 THEN 1 ELSE r.themes END) AS BIGINT)
		FROM ratings r LEFT JOIN rating_themes t ON t.rating_id = r.id AND t.hand >= 0
		WHERE r.product_id = $1 AND r.counted GROUP BY r.revision_id, COALESCE(t.theme_id,
		0)`, domain.LossUnit), []any{product}, func(rows *sql.Rows) error {
		var n domain.ThemeCount
		if err := rows.Scan(&n.Revision, &n.Theme, &n.Reviews, &n.Lost); err != nil {
			return err
		}
		if c.themes[n.Revision] == nil {
			c.themes[n.Revision] = map[int64]domain.ThemeCount{}
		}
		c.themes[n.Revision][n.Theme] = n
		return nil
	})
	return c, err
}

// SetHelpful makes a member's word that a rating helped the wanted one and
// returns how many say so.
func (q *Tx) SetHelpful(ctx context.Context, rating, member int64, wanted bool) (helpful int64, err error) {
	statement, step := "DELETE FROM helpful_votes WHERE rating_id = $1 AND member_id = $2", int64(-1)
	if wanted {
		statement, step = "INSERT INTO helpful_votes (rating_id, member_id) VALUES ($1, $2) ON CONFLICT (rating_id, member_id) DO NOTHING", 1
	}
	changed, err := q.exec(ctx, statement, rating, member)
	if err != nil {
		return 0, err
	}
	err = q.get(ctx, "UPDATE ratings SET helpful = helpful + $2 WHERE id = $1 AND NOT removed RETURNING helpful",
		[]any{rating, step * changed}, &helpful)
	return helpful, err
}

// SetReply makes a text the public reply to a rating.
func (q *Tx) SetReply(ctx context.Context, rating int64, by domain.Actor, body, html string, htmlVersion int64, now time.Time) error {
	_, err := q.exec(ctx, `INSERT INTO replies (rating_id, member_id, role, body, html, html_version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (rating_id) DO UPDATE SET member_id = excluded.member_id, role = excluded.role, body = excluded.body, html = excluded.html,
			html_version = excluded.html_version, edited_at = excluded.created_at`,
		rating, by.ID, by.Role, body, html, htmlVersion, millis(now))
	return err
}
