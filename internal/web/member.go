package web

import (
	"context"
	"net/http"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/views"
)

// member shows a member and the ideas.
func (s *Server) member(r *request) error { return s.showMember(r, http.StatusOK, views.Form{}) }

func (s *Server) showMember(r *request, status int, form views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.ctx()
	m, err := s.read.Member(ctx, id)
	if err != nil {
		return err
	}
	if m.Former() || m.Confirmed.IsZero() && m.Email != "" { // erased; signed up, never confirmed: nobody yet
		return domain.ErrNotFound
	}
	ideas, err := s.read.Ideas(ctx, domain.IdeaFilter{
		AuthorID: id, Order: domain.New, Viewer: r.who.ID, Today: r.today(), After: domain.ParseCursor(r.field("after")),
	})
	if err != nil {
		return err
	}
	page := views.MemberPage{Page: r.page(m.Name), Member: m, Ideas: ideas.Items, Next: ideas.Next.String(), Form: form}
	if err := s.addAnswers(r, &page); err != nil {
		return err
	}
	before := domain.ParseCursor(r.field("before"))
	reviews, err := s.read.MemberRatings(ctx, id, before, r.who.Role.Staff(), domain.ReviewPage)
	if err != nil {
		return err
	}
	page.Reviews, page.NextReviews = reviews.Items, reviews.Next.String()
	said, err := s.read.MemberComments(ctx, id, domain.ParseCursor(r.field("comments")), r.who.ID == id, domain.MemberCommentsPage)
	if err != nil {
		return err
	}
	page.Comments, page.NextComments = said.Items, said.Next.String()
	if r.who.Role.Staff() {
		if err := s.addMemberDesk(ctx, &page); err != nil {
			return err
		}
	}
	return r.render(status, views.Member(page))
}

// addAnswers names the queues, spaces and products that somebody of the company answers
// for, and what they decided.
func (s *Server) addAnswers(r *request, page *views.MemberPage) (err error) {
	if !page.Member.Role.Staff() {
		return nil
	}
	for _, space := range r.community.Spaces {
		if space.Responsible.ID == page.Member.ID {
			page.Spaces = append(page.Spaces, space)
		}
	}
	if page.Products, err = s.read.ProductsOf(r.ctx(), page.Member.ID, r.who.Role.Staff()); err != nil {
		return err
	}
	if domain.May(page.Member.Role, domain.WorkQueue) {
		if page.Queues, err = s.read.QueuesOf(r.ctx(), page.Member.ID); err != nil {
			return err
		}
	}
	page.Decided, err = s.read.DecidedBy(r.ctx(), page.Member.ID)
	return err
}

// addMemberDesk reads what staff decided about a member, and what a decision would be
// about.
func (s *Server) addMemberDesk(ctx context.Context, page *views.MemberPage) (err error) {
	if page.Totals, err = s.read.MemberTotals(ctx, page.Member.ID); err != nil {
		return err
	}
	page.Decisions, err = s.read.MemberDecisions(ctx, page.Member.ID)
	return err
}

// setRole gives the member a role.
func (s *Server) setRole(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.SetRole(r.ctx(), r.who, id, domain.Role(r.field("role")), r.field("reason"))
	return r.answer(err, "done.role", r.here(), "role", keyed(views.RoleForm, s.showMember))
}

// suspend keeps the member from signing in.
func (s *Server) suspend(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	show, back := s.showMember, r.here()
	if r.fromDesk() {
		show, back = s.showConduct, views.ConductURL(id, "", "")
	}
	err = s.app.Suspend(r.ctx(), r.who, id, r.sanction())
	return r.answer(err, "done.suspended", back, "reason", keyed(views.SuspendForm, show))
}

// fromDesk reports whether a form about a member stood on the moderators' page about them.
func (r *request) fromDesk() bool { return r.field("desk") == "1" }

// reinstate lets the member sign in again.
func (s *Server) reinstate(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	back := r.here()
	if r.fromDesk() {
		back = views.ConductURL(id, "", "")
	}
	return r.act(s.app.Reinstate, "done.reinstated", back)
}

// adminPeople lists accounts, or the one with an address, and who is invited.
func (s *Server) adminPeople(r *request) error { return s.showPeople(r, http.StatusOK, views.Form{}) }

func (s *Server) showPeople(r *request, status int, form views.Form) error {
	return s.people(r, status, form, "")
}

// people shows the page with an invitation's form, and once the link of a new one.
func (s *Server) people(r *request, status int, form views.Form, link string) error {
	page, err := s.peoplePage(r)
	if err != nil {
		return err
	}
	if page.Inviting, err = s.inviting(r, form, link); err != nil {
		return err
	}
	return r.render(status, views.AdminPeople(page))
}

// peoplePage finds the accounts that the address of the page asks for.
func (s *Server) peoplePage(r *request) (page views.People, err error) {
	page = views.People{Page: r.page(r.lang.T("admin.people"))}
	if safe(r.Request().Method) { // the form of an invitation has fields of the same names
		page.Email = mail.NormalAddress(r.field("email"))
		page.Role, _ = domain.ParseRole(r.field("role"))
	}
	if page.Email == "" {
		found, err := s.read.Members(r.ctx(), domain.MemberFilter{Role: page.Role, After: r.after(), Limit: domain.PageSize})
		page.Members, page.After, page.Next = found.Items, r.after().String(), found.Next.String()
		return page, err
	}
	m, err := s.read.MemberByEmail(r.ctx(), page.Email)
	if domain.KindOf(err) == domain.NotFound {
		return page, nil
	}
	page.Members = []domain.Member{m}
	return page, err
}
