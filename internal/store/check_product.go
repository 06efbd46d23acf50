package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// CheckProducts recounts every product from its ratings and applies the rule to
// what it finds; it returns those whose kept numbers, themes or state differ, at
// most 100. It reads everything: for the operator and for tests, not for pages.
// A product that the clock has yet to look at is as it should be.
func (r *Reader) CheckProducts(ctx context.Context, now time.Time) ([]Mismatch, error) {
	slow := reads{r.handle}
	slow.deadline = 10 * JobDeadline
	settings, err := slow.Settings(ctx)
	if err != nil {
		return nil, err
	}
	rule := domain.RuleOf(settings)
	var wrong []Mismatch
	for after := int64(0); ; {
		ids, err := slow.ProductIDs(ctx, after, 1000)
		if err != nil || len(ids) == 0 {
			return wrong, err
		}
		for _, id := range ids {
			after = id
			what, err := slow.checkProduct(ctx, rule, id, now)
			if err != nil {
				return nil, err
			}
			if len(what) > 0 && len(wrong) < 100 {
				wrong = append(wrong, Mismatch{"product", id, strings.Join(what, "; ")})
			}
		}
	}
}

func (r reads) checkProduct(ctx context.Context, rule domain.Rule, id int64, now time.Time) ([]string, error) {
	p, err := r.ProductByID(ctx, id)
	if err != nil {
		return nil, err
	}
	want, err := r.countProduct(ctx, id)
	if err != nil {
		return nil, err
	}
	var wrong []string
	differs := func(what string, want, kept any) {
		if want != kept {
			wrong = append(wrong, fmt.Sprintf("%s %v, kept %v", what, want, kept))
		}
	}
	current := want.revisions[p.Revision.ID]
	differs("n", current.N(), p.N)
	differs("sum", current.Sum(), p.Sum)
	differs("ratings", want.reviews, p.Reviews)
	differs("poor ratings", want.poor, p.Poor)
	differs("answered ratings", want.replied, p.PoorReplied)
	differs("sort key", current.SortKey(), p.Low)
	standing, state := rule.Weigh(p.Standing, now)
	waits := !p.ImportUntil.IsZero() || p.State == domain.Watched && state == domain.Withdrawn ||
		!p.OverrideUntil.IsZero() && standing.OverrideUntil.IsZero()
	if !waits {
		differs("state", state, p.State)
		differs("below since", standing.BelowSince, p.BelowSince)
	}
	for _, check := range []func(context.Context, domain.Product, productCount,
		func(string, any, any)) error{r.checkRevisions, r.checkThemes, r.checkRatings} {
		if err := check(ctx, p, want, differs); err != nil {
			return nil, err
		}
	}
	return wrong, nil
}

func (r reads) checkRevisions(ctx context.Context, p domain.Product, want productCount, differs func(string, any, any)) error {
	return r.each(ctx, "SELECT id, s1, s2, s3, s4, s5 FROM revisions WHERE product_id = $1", []any{p.ID}, func(rows *sql.Rows) error {
		var id int64
		var h domain.Histogram
		if err := rows.Scan(&id, &h[0], &h[1], &h[2], &h[3], &h[4]); err != nil {
			return err
		}
		differs(fmt.Sprintf("histogram of revision %d", id), want.revisions[id], h)
		return nil
	})
}

func (r reads) checkThemes(ctx context.Context, p domain.Product, want productCount, differs func(string, any, any)) error {
	lost := map[int64]int64{} // by revision
	err := r.each(ctx, `SELECT c.revision_id, c.theme_id, c.reviews, c.lost FROM theme_counts c JOIN revisions v ON v.id = c.revision_id
		WHERE v.product_id = $1`, []any{p.ID}, func(rows *sql.Rows) error {
		var kept domain.ThemeCount
		if err := rows.Scan(&kept.Revision, &kept.Theme, &kept.Reviews, &kept.Lost); err != nil {
			return err
		}
		counted := want.themes[kept.Revision][kept.Theme]
		differs(fmt.Sprintf("theme %d of revision %d", kept.Theme, kept.Revision), [2]int64{counted.Reviews, counted.Lost},
			[2]int64{kept.Reviews, kept.Lost})
		lost[kept.Revision] += kept.Lost
		return nil
	})
	for id, h := range want.revisions { // what all themes lost is what is missing to five stars
		differs(fmt.Sprintf("loss of revision %d", id), domain.LossUnit*(domain.StarsMax*h.N()-h.Sum()), lost[id])
	}
	return err
}

// checkRatings recounts what single ratings keep.
func (r reads) checkRatings(ctx context.Context, p domain.Product, _ productCount, differs func(string, any, any)) error {
	odd := map[string]string{
		"counted":  "counted = (staff OR declared OR promotional OR excluded OR suspended OR removed)",
		"excluded": "excluded <> " + covered,
		"helpful":  "helpful <> helpful_carried + (SELECT COUNT(*) FROM helpful_votes h WHERE h.rating_id = ratings.id)",
		"themes":   "themes <> (SELECT COUNT(*) FROM rating_themes t WHERE t.rating_id = ratings.id AND t.hand >= 0)",
		"replied":  "replied <> EXISTS (SELECT 1 FROM replies y WHERE y.rating_id = ratings.id)",
	}
	for what, condition := range odd {
		var n int64
		if err := r.get(ctx, "SELECT COUNT(*) FROM ratings WHERE product_id = $1 AND "+condition, []any{p.ID}, &n); err != nil {
			return err
		}
		differs("ratings with odd "+what, int64(0), n)
	}
	var ideas int64
	err := r.get(ctx,
		"SELECT COUNT(*) FROM idea_counts WHERE product_id = $1 AND listed AND status NOT IN ('archived', 'merged')", []any{p.ID}, &ideas)
	differs("ideas", ideas, p.Ideas)
	return err
}
