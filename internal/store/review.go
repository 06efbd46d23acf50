package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"groundswell/internal/domain"
)

// shownRating is what a page shows of each rating; c is the merged ids.
const shownRating = `SELECT r.id, r.stars, r.language, r.staff, r.declared, r.promotional, r.excluded, r.suspended, r.removed, r.verified, r.helpful,
	r.rated_at, r.created_at, r.edited_at, COALESCE(w.title, ''), COALESCE(w.body, ''), COALESCE(w.html, ''),
	v.id, v.number, v.name, p.id, p.slug, p.name, k.state, k.revision_id,
	COALESCE(m.id, 0), COALESCE(m.name, r.author_name), COALESCE(m.role, ''),
	COALESCE(y.body, ''), COALESCE(y.html, ''), COALESCE(y.created_at, 0), COALESCE(y.edited_at, 0), COALESCE(y.role, ''), COALESCE(s.id, 0), COALESCE(s.name, ''),
	COALESCE(b.stars, 0), EXISTS (SELECT 1 FROM notifications n JOIN events e ON e.id = n.event_id WHERE n.member_id = r.member_id
		AND n.part = 'product' AND n.object_id = r.product_id AND n.direct AND e.kind = 'release' AND e.object_id = r.revision_id
		AND e.created_at <= r.created_at), COALESCE((SELECT h.gone FROM reviews h WHERE h.rating_id = r.id), '')
	FROM (%found%) c
	JOIN ratings r ON r.id = c.id
	JOIN revisions v ON v.id = r.revision_id
	JOIN products p ON p.id = r.product_id
	JOIN product_counts k ON k.product_id = r.product_id
	LEFT JOIN reviews w ON w.rating_id = r.id AND w.gone = ''
	LEFT JOIN members m ON m.id = r.member_id
	LEFT JOIN replies y ON y.rating_id = r.id
	LEFT JOIN members s ON s.id = y.member_id
	LEFT JOIN revisions u ON u.product_id = r.product_id AND u.number = v.number - 1
	LEFT JOIN ratings b ON b.revision_id = u.id AND b.member_id = r.member_id AND NOT b.removed
	ORDER BY %order%`

func scanShown(rows *sql.Rows) (domain.Rating, error) {
	var r domain.Rating
	var y domain.Reply
	var rated, created, edited, replied, replyEdited int64
	err := rows.Scan(&r.ID, &r.Stars, &r.Language, &r.Staff, &r.Declared, &r.Promotional, &r.Excluded, &r.Suspended,
		&r.Removed, &r.Verified, &r.Helpful,
		&rated, &created, &edited, &r.Title, &r.Body, &r.HTML,
		&r.Revision.ID, &r.Revision.Number, &r.Revision.Name, &r.Product.ID, &r.Product.Slug, &r.Product.Name,
		&r.Product.State, &r.Product.Revision.ID,
		&r.By.ID, &r.By.Name, &r.By.Role, &y.Body, &y.HTML, &replied, &replyEdited, &y.By.Role, &y.By.ID, &y.By.Name, &r.Before, &r.Invited,
		&r.Gone)
	r.Rated, r.Created, r.Edited = moment(rated), moment(created), moment(edited)
	if replied != 0 {
		y.Created, y.Edited = moment(replied), moment(replyEdited)
		r.Reply = &y
	}
	return r, err
}

// shown reads a page of ratings found by a query of ids, in an order, with their
// themes.
func (r reads) shown(ctx context.Context, w *where, found, order string, size int,
	at func(*domain.Rating) domain.Cursor) (domain.Page[domain.Rating], error) {
	query := strings.NewReplacer("%found%", found, "%order%", order).Replace(shownRating)
	page, err := readPage(ctx, r.handle, query, w.args, scanShown, size, at)
	if err != nil {
		return page, err
	}
	return page, r.addRatingThemes(ctx, page.Items)
}

// reviewOrders are the orders in which ranges are read and merged.
var reviewOrders = map[domain.ReviewOrder]struct{ within, merged string }{
	domain.Newest:  {"rated_at DESC, id DESC", "rated_at DESC, id DESC"},
	domain.Helpful: {"helpful DESC, rated_at DESC, id DESC", "helpful DESC, rated_at DESC, id DESC"},
	domain.Lowest:  {"rated_at DESC, id DESC", "stars, rated_at DESC, id DESC"},
	domain.Highest: {"rated_at DESC, id DESC", "stars DESC, rated_at DESC, id DESC"},
}

// Ratings reads one page of a product's ratings with their themes: three queries.
// It merges one short range of an index for every number of stars; whatever else
// is asked for is decided within that index. A page ends with its last review, and
// the silent ratings between come along; see domain.ReviewPageEnd.
func (r reads) Ratings(ctx context.Context, f domain.ReviewFilter) (domain.Page[domain.Rating], error) {
	f.Limit = pageSize(f.Limit, domain.ReviewPage)
	var w where
	condition := "product_id = " + w.arg(f.Product) + " AND NOT removed"
	if f.Revision != 0 {
		condition += " AND revision_id = " + w.arg(f.Revision)
	}
	if f.Verified {
		condition += " AND verified"
	}
	if f.Counted {
		condition += " AND counted"
	}
	if f.Unanswered {
		condition += " AND NOT replied AND NOT excluded"
	}
	if f.Language != "" {
		condition += " AND language = " + w.arg(f.Language)
	}
	if f.Theme != 0 {
		condition += " AND EXISTS (SELECT 1 FROM rating_themes t WHERE t.theme_id = " + w.arg(f.Theme) +
			" AND t.rating_id = ratings.id AND t.hand >= 0)"
	}
	order := reviewOrders[f.Order]
	limit := w.arg(f.Limit + domain.SilentPage + 1)
	var ranges []string
	for _, stars := range starsOf(f) {
		ranges = append(ranges, "SELECT * FROM (SELECT id, stars, helpful, rated_at, replied FROM ratings WHERE stars = "+
			w.arg(stars)+" AND "+condition+
			behindRating(&w, f, stars)+" ORDER BY "+order.within+" LIMIT "+limit+") r"+string(rune('a'+len(ranges))))
	}
	if len(ranges) == 0 {
		return domain.Page[domain.Rating]{}, nil
	}
	var places []domain.Rating
	var silent []bool
	err := r.each(ctx, `SELECT m.id, m.stars, m.helpful, m.rated_at, NOT m.replied AND w.rating_id IS NULL
		FROM (SELECT * FROM (`+strings.Join(ranges, " UNION ALL ")+") merged ORDER BY "+order.merged+" LIMIT "+limit+`) m
		LEFT JOIN reviews w ON w.rating_id = m.id AND w.gone = '' ORDER BY `+order.merged, w.args, func(rows *sql.Rows) error {
		var place domain.Rating
		var still bool
		var rated int64
		err := rows.Scan(&place.ID, &place.Stars, &place.Helpful, &rated, &still)
		place.Rated = moment(rated)
		places, silent = append(places, place), append(silent, still)
		return err
	})
	if err != nil {
		return domain.Page[domain.Rating]{}, err
	}
	var page domain.Page[domain.Rating]
	if end := domain.ReviewPageEnd(silent, f.Limit); end < len(places) {
		places, page.Next = places[:end], domain.ReviewCursor(f.Order, &places[end-1])
	}
	page.Items, err = r.shownAt(ctx, places, "r."+strings.ReplaceAll(order.merged, ", ", ", r."))
	return page, err
}

// shownAt reads ratings of known places as a page shows them, in an order; those
// that were removed meanwhile are left out.
func (r reads) shownAt(ctx context.Context, places []domain.Rating, order string) ([]domain.Rating, error) {
	var all []domain.Rating
	for part := range slices.Chunk(places, markSteps[len(markSteps)-1]) {
		ids := make([]int64, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		var w where
		found := "SELECT id FROM ratings WHERE id IN (" + w.ids(ids, markPlaces(len(ids))) + ") AND NOT removed"
		page, err := r.shown(ctx, &w, found, order, len(ids), byID)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
	}
	return all, nil
}

// starsOf lists the numbers of stars whose ranges a page can still need.
func starsOf(f domain.ReviewFilter) []int64 {
	var all []int64
	for stars := int64(1); stars <= domain.StarsMax; stars++ {
		switch {
		case f.Stars != 0 && stars != f.Stars, f.Unanswered && stars > domain.PoorStars:
		case !f.After.Zero() && f.Order == domain.Lowest && stars < int64(f.After.Key):
		case !f.After.Zero() && f.Order == domain.Highest && stars > int64(f.After.Key):
		default:
			all = append(all, stars)
		}
	}
	return all
}

// behindRating continues a range behind the cursor.
func behindRating(w *where, f domain.ReviewFilter, stars int64) string {
	sorted := f.Order == domain.Lowest || f.Order == domain.Highest
	switch {
	case f.After.Zero(), sorted && stars != int64(f.After.Key):
		return ""
	case f.Order == domain.Helpful:
		return " AND (helpful, rated_at, id) < (" + w.arg(int64(f.After.Key)) + ", " + w.arg(f.After.At) + ", " + w.arg(f.After.ID) + ")"
	}
	return " AND (rated_at, id) < (" + w.arg(f.After.At) + ", " + w.arg(f.After.ID) + ")"
}

// Rating reads one rating as a page shows it.
func (r reads) Rating(ctx context.Context, id int64) (domain.Rating, error) {
	var w where
	found, err := r.shown(ctx, &w, "SELECT id FROM ratings WHERE id = "+w.arg(id)+" AND NOT removed", "r.id", 1, byID)
	if err == nil && len(found.Items) == 0 {
		err = errNoRow
	}
	if err != nil {
		return domain.Rating{}, err
	}
	return found.Items[0], nil
}

// byID is the place in lists that the id alone orders.
func byID(r *domain.Rating) domain.Cursor { return domain.Cursor{ID: r.ID} }

// MemberRatings reads a page of a member's ratings, newest first; those of withdrawn
// products only where they may be named.
func (r reads) MemberRatings(ctx context.Context, member int64, after domain.Cursor, withdrawn bool,
	limit int) (domain.Page[domain.Rating], error) {
	var w where
	found := "SELECT r.id FROM ratings r JOIN product_counts c ON c.product_id = r.product_id WHERE r.member_id = " +
		w.arg(member) + " AND NOT r.removed"
	if !withdrawn {
		found += " AND c.state <> 'withdrawn'"
	}
	if !after.Zero() {
		found += " AND r.id < " + w.arg(after.ID)
	}
	return r.shown(ctx, &w, found+" ORDER BY r.id DESC LIMIT "+w.arg(limit+1), "r.id DESC", limit, byID)
}

// unanswered is which ratings ask for an answer: low ones with words that are counted
// for the product's current revision and have no reply. Counted leaves out those of
// excluded windows, suspended members, staff, and for a reward.
const unanswered = ` FROM ratings r JOIN product_counts c ON c.product_id = r.product_id
	WHERE r.stars <= 2 AND NOT r.replied AND NOT r.removed AND r.counted AND r.revision_id = c.revision_id
	AND EXISTS (SELECT 1 FROM reviews w WHERE w.rating_id = r.id AND w.gone = '')`

// UnansweredRatings reads a page of the ratings that ask for an answer: those of
// products on watch first, then the oldest.
func (r reads) UnansweredRatings(ctx context.Context, after domain.Cursor, limit int) (domain.Page[domain.Rating], error) {
	var w where
	var groups []string
	size := w.arg(limit + 1)
	for group, state := range []string{" AND c.state = 'watch'", " AND c.state <> 'watch'"} {
		behind := ""
		switch {
		case after.Zero(), after.Key < float64(group):
		case after.Key > float64(group):
			continue
		default:
			behind = " AND (r.rated_at, r.id) > (" + w.arg(after.At) + ", " + w.arg(after.ID) + ")"
		}
		of := string(rune('a' + group))
		groups = append(groups, "SELECT * FROM (SELECT r.id, "+strconv.Itoa(group)+" AS place, r.rated_at"+unanswered+state+behind+
			" ORDER BY r.rated_at, r.id LIMIT "+size+") "+of)
	}
	if len(groups) == 0 {
		return domain.Page[domain.Rating]{}, nil
	}
	found := strings.Join(groups, " UNION ALL ") + " ORDER BY place, rated_at, id LIMIT " + size
	return r.shown(ctx, &w, found, "c.place, c.rated_at, c.id", limit, domain.UnansweredCursor)
}

// CountUnanswered counts the ratings that ask for an answer, at most
// domain.UnansweredMax and one more.
func (r reads) CountUnanswered(ctx context.Context) (n int64, err error) {
	err = r.get(ctx, "SELECT COUNT(*) FROM (SELECT r.id"+unanswered+" LIMIT $1) found", []any{domain.UnansweredMax + 1}, &n)
	return n, err
}
