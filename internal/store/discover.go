package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// Discover reads a page of the new ideas that few voted on, and f.Viewer neither wrote
// nor voted on, in an order of their own: three queries. It looks at the newest
// domain.DiscoverMost open ideas that the filter has.
func (r reads) Discover(ctx context.Context, f domain.IdeaFilter, now time.Time) (domain.Page[domain.Idea], error) {
	var page domain.Page[domain.Idea]
	among := f
	among.Order, among.After, among.Limit = domain.New, domain.Cursor{}, domain.DiscoverMost-1
	among.Statuses = slices.DeleteFunc(slices.Clone(domain.OpenStatuses), func(s domain.Status) bool {
		return len(f.Statuses) > 0 && !slices.Contains(f.Statuses, s)
	})
	if len(among.Statuses) == 0 {
		return page, nil
	}
	var w where
	query := "SELECT c.idea_id FROM (" + countsOf(&w, among, sortKeys[domain.New], "idea_id, created_at") +
		") n CROSS JOIN idea_counts c WHERE c.idea_id = n.idea_id AND c.created_at > " +
		w.arg(millis(now.AddDate(0, 0, -domain.DiscoverDays))) + " AND c.promotes + c.demotes < " + w.arg(domain.DiscoverVotes)
	if f.Viewer != 0 {
		viewer := w.arg(f.Viewer)
		query += " AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.idea_id = c.idea_id AND v.member_id = " + viewer + ")" +
			" AND c.idea_id NOT IN (SELECT id FROM ideas WHERE author_id = " + viewer + ")"
	}
	found, err := list(ctx, r.handle, query, w.args, scanID)
	if err != nil {
		return page, err
	}
	ids := domain.DiscoverPage(found, f.Viewer, f.Today, f.After, pageSize(f.Limit, domain.PageSize))
	if page.Next = ids.Next; len(ids.Items) == 0 {
		return page, nil
	}
	var of where
	rows := "SELECT " + countColumns + " FROM idea_counts WHERE listed AND idea_id IN (" + of.ids(ids.Items, domain.PageSize) + ")"
	text := strings.NewReplacer("%counts%", rows, "%order%", "c.idea_id", "%won%", "0").Replace(listed)
	if page.Items, err = list(ctx, r.handle, text, of.args, scanListed); err != nil {
		return page, err
	}
	slices.SortFunc(page.Items, func(a, b domain.Idea) int { return slices.Index(ids.Items, a.ID) - slices.Index(ids.Items, b.ID) })
	return page, r.addDays(ctx, page.Items, f.Today)
}
