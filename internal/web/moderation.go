package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// evidence is the one table of how the rows of some kinds get what they show: by so many
// queries, however many rows of them a page has.
var evidence = []struct {
	kinds []domain.DeskKind
	add   func(*Server, *request, []*views.DeskCase) error
}{
	{[]domain.DeskKind{domain.DeskFlag, domain.DeskReport, domain.DeskObjection}, (*Server).addPosts},
	{[]domain.DeskKind{domain.DeskApproval}, (*Server).addApprovals},
	{[]domain.DeskKind{domain.DeskProposal}, (*Server).addProposals},
	{[]domain.DeskKind{domain.DeskBomb}, (*Server).addBombs},
	{[]domain.DeskKind{domain.DeskErasure}, (*Server).addErasures},
	{[]domain.DeskKind{domain.DeskVotes}, (*Server).addVotes},
}

// moderation is the desk of the moderators.
func (s *Server) moderation(r *request) error { return s.showDesk(r, http.StatusOK, views.Form{}) }

func (s *Server) showDesk(r *request, status int, form views.Form) error {
	page, err := s.deskPage(r)
	if err != nil {
		return err
	}
	page.Form = form
	return r.render(status, views.Moderation(page))
}

// deskView is which rows the address asks for. Forms carry it in theirs.
func (r *request) deskView() views.DeskView {
	q := r.Request().URL.Query()
	return views.DeskView{
		Kind: domain.ParseDeskKind(q.Get("kind")), In: q.Get("space"), Own: q.Get("own") == "1",
		Decided: q.Get("show") == "decided", After: domain.ParseCursor(q.Get("after")).String(),
	}
}

// deskFilter is what the store is asked for to show a view, and whether spaces name the
// viewer as their moderator.
func (s *Server) deskFilter(r *request, v views.DeskView) (f domain.DeskFilter, named bool, err error) {
	own, err := s.read.ModeratedSpaces(r.ctx(), r.who.ID)
	if err != nil {
		return f, false, err
	}
	f = domain.DeskFilter{Kind: v.Kind, Decided: v.Decided, After: domain.ParseCursor(v.After)}
	if v.In != "" {
		i := slices.IndexFunc(r.community.Spaces, func(of domain.Space) bool { return of.Slug == v.In })
		if i < 0 {
			return f, false, domain.ErrNotFound
		}
		f.Spaces = []int64{r.community.Spaces[i].ID}
	} else if v.Own {
		f.Spaces = own
	}
	return f, len(own) > 0, nil
}

func (s *Server) deskPage(r *request) (page views.ModerationPage, err error) {
	page = views.ModerationPage{Page: r.page(r.lang.T("moderation.title")), DeskView: r.deskView()}
	f, named, err := s.deskFilter(r, page.DeskView)
	if err != nil {
		return page, err
	}
	page.Spaces, page.Named = r.community.Spaces, named
	rows, err := s.read.DeskRows(r.ctx(), f)
	if err != nil {
		return page, err
	}
	page.Next = rows.Next.String()
	for _, row := range rows.Items {
		page.Cases = append(page.Cases, views.DeskCase{DeskRow: row})
	}
	if page.Decided, err = s.rowDecided(r); err != nil {
		return page, err
	}
	if err := s.addEvidence(r, &page); err != nil {
		return page, err
	}
	if page.Counts, err = s.read.DeskCounts(r.ctx(), f.Spaces); err != nil {
		return page, err
	}
	page.Load, err = s.read.DeskLoad(r.ctx(), s.now())
	return page, err
}

// addEvidence reads what the rows of a page show.
func (s *Server) addEvidence(r *request, page *views.ModerationPage) error {
	var all []*views.DeskCase
	for i := range page.Cases {
		all = append(all, &page.Cases[i])
	}
	if page.Decided != nil {
		all = append(all, page.Decided)
	}
	for _, e := range evidence {
		var some []*views.DeskCase
		for _, c := range all {
			if slices.Contains(e.kinds, c.Kind) {
				some = append(some, c)
			}
		}
		if len(some) > 0 {
			if err := e.add(s, r, some); err != nil {
				return err
			}
		}
	}
	return nil
}

// rowDecided is the row that the address names, if the viewer decided it.
func (s *Server) rowDecided(r *request) (*views.DeskCase, error) {
	id := wholeNumber(r.Request().URL.Query().Get(decidedField))
	if id == 0 {
		return nil, nil
	}
	row, err := s.read.DeskRow(r.ctx(), id)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (row.Open() || row.ClosedBy.ID != r.who.ID || !row.Undone.IsZero()) {
		return nil, nil
	}
	return &views.DeskCase{DeskRow: row}, err
}

// deskDone leads back to the page of the desk that a form was on: to a row, and with one
// decided named.
func (r *request) deskDone(v views.DeskView, row, decided int64) error {
	to, at, _ := strings.Cut(views.DeskRowURL(v, row), "#")
	if decided != 0 {
		to = withDecided(to, decided)
	}
	if row != 0 {
		to += "#" + at
	}
	return r.redirect(to)
}

// decideRow decides a row and leads to the next one.
func (s *Server) decideRow(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	v := r.deskView()
	next, err := s.rowBehind(r, v, id)
	if err != nil {
		return err
	}
	do := domain.DeskDo(r.field("do"))
	if err := s.app.DecideRow(r.ctx(), r.who, id, do, r.field("words")); err != nil {
		return r.again(err, "words", keyed("row-"+strconv.FormatInt(id, 10)+"-"+string(do), s.showDesk))
	}
	return r.deskDone(v, next, id)
}

// rowBehind is the row that stands behind one in a view; 0 for none.
func (s *Server) rowBehind(r *request, v views.DeskView, id int64) (int64, error) {
	row, err := s.read.DeskRow(r.ctx(), id)
	if err != nil {
		return 0, err
	}
	f, _, err := s.deskFilter(r, v)
	if err != nil || !row.Open() {
		return 0, err
	}
	f.After = row.Cursor()
	rows, err := s.read.DeskRows(r.ctx(), f)
	if err != nil || len(rows.Items) == 0 {
		return 0, err
	}
	return rows.Items[0].ID, nil
}

// undoRow takes a decision back and leads to what waits again.
func (s *Server) undoRow(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.UndoRow(r.ctx(), r.who, id); err != nil {
		return r.again(err, "bulk", s.showDesk)
	}
	return r.done("done.undone", views.DeskURL(r.deskView(), r.deskView().After))
}

// claimRow tells the others that somebody looks at a row.
func (s *Server) claimRow(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	if err := s.app.ClaimRow(r.ctx(), r.who, id, r.field("wanted") == "1"); err != nil {
		return r.again(err, "bulk", s.showDesk)
	}
	return r.deskDone(r.deskView(), id, 0)
}

// seeRows notes which rows somebody was shown.
func (s *Server) seeRows(r *request) error {
	if err := s.app.SeeRows(r.ctx(), r.who, r.ticked("row-")); err != nil {
		return err
	}
	if r.htmx() {
		return r.NoContent(http.StatusOK) // the form goes
	}
	return r.redirect(r.here())
}

// decideRows decides several rows in one way and says what became of them. What is refused
// of one keeps no other from being decided.
func (s *Server) decideRows(r *request) error {
	rows := r.ticked("row-")
	switch {
	case len(rows) == 0:
		return r.again(domain.BadField("bulk", "error.desk_bulk", nil), "bulk", s.showDesk)
	case len(rows) > domain.DeskPage:
		return r.again(domain.BadField("bulk", "error.bulk_many", domain.Args{"Max": domain.DeskPage}), "bulk", s.showDesk)
	}
	results := make([]views.DeskResult, len(rows))
	for i, id := range rows {
		err := s.app.DecideRow(r.ctx(), r.who, id, domain.DeskDo(r.field("do")), "")
		var refusal *domain.Error
		if err != nil && !errors.As(err, &refusal) {
			return err
		}
		results[i].Row = id
		if refusal != nil {
			results[i].Refused = r.sentence(refusal)
		}
	}
	page, err := s.deskPage(r)
	if err != nil {
		return err
	}
	page.Results = results
	return r.render(http.StatusOK, views.Moderation(page))
}
