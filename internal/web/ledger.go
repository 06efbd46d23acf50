package web

import (
	"net/http"
	"slices"
	"strconv"

	"groundswell/internal/domain"
	"groundswell/views"
)

// ledger lists the decisions about all ideas, newest first, beside how well ideas are
// answered.
func (s *Server) ledger(r *request) error {
	page := views.LedgerPage{Page: r.page(r.lang.T("decisions.title")), After: r.field("after"),
		Spaces: r.community.Spaces, Products: r.community.Products}
	page.Filter = views.LedgerFilter{
		Space: r.field("space"), Product: r.field("product"), Team: r.field("team"), Person: r.field("person"), Outcome: r.field("outcome"),
	}
	var err error
	if page.Teams, page.People, err = s.read.Answerers(r.ctx()); err != nil {
		return err
	}
	filter, err := s.ledgerFilter(r, &page)
	if err != nil {
		return err
	}
	if page.Answers, err = s.read.Answers(r.ctx(), filter.Part()); err != nil {
		return err
	}
	found, err := s.read.Ledger(r.ctx(), filter)
	if err != nil {
		return err
	}
	page.Decisions, page.Next = found.Items, found.Next.String()
	page.Feed = views.AtomURL("/decisions")
	page.Description, page.NoIndex = r.lang.T("decisions.hint"), page.Filter.Any() || page.After != ""
	return r.render(http.StatusOK, views.Ledger(page))
}

// ledgerFilter finds what the ledger is to be narrowed to; domain.ErrNotFound for
// something that is not there, or not for this reader.
func (s *Server) ledgerFilter(r *request, page *views.LedgerPage) (domain.LedgerFilter, error) {
	cursor := domain.ParseCursor(page.After)
	if cursor.Zero() {
		page.After = ""
	}
	f := domain.LedgerFilter{Outcome: domain.Status(page.Filter.Outcome), After: cursor}
	if f.Outcome != "" && !slices.Contains(domain.OutcomeStatuses, f.Outcome) {
		return f, domain.ErrNotFound
	}
	if page.Filter.Space != "" {
		space, err := r.spaceBySlug(page.Filter.Space)
		if err != nil {
			return f, err
		}
		f.SpaceID, page.Page.Space = space.ID, space.ID
	}
	var err error
	if page.Product, err = s.productFilter(r); err != nil {
		return f, err
	}
	if page.Product != nil {
		f.ProductID = page.Product.ID
	}
	if page.Filter.Team != "" {
		i := slices.IndexFunc(page.Teams, func(q domain.QueueRef) bool { return q.Slug == page.Filter.Team })
		if i < 0 {
			return f, domain.ErrNotFound
		}
		f.QueueID = page.Teams[i].ID
	}
	if page.Filter.Person != "" {
		if f.MemberID, err = strconv.ParseInt(page.Filter.Person, 10, 64); err != nil || f.MemberID < 1 {
			return f, domain.ErrNotFound
		}
	}
	return f, nil
}
