package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// whyForm is the key of the form that a reason is typed in.
const whyForm = "why"

// giveReason keeps why a member promoted an idea. HTMX gets the place of the page that
// says so anew; a refusal leaves it the form as it stands.
func (s *Server) giveReason(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	err = s.app.GiveReason(r.ctx(), r.who, idea.ID, r.typedReason())
	if !r.htmx() {
		return r.answer(err, "done.reason", views.WhyPlace(&idea), "reason", keyed(whyForm, s.showIdea))
	}
	if err != nil {
		return err
	}
	if idea, err = s.ideaFor(r); err != nil {
		return err
	}
	page := r.page("")
	page.Notice, page.Noticed = r.lang.T("done.reason"), views.WhyID(&idea)
	return r.render(http.StatusOK, views.Why(page, &idea, false))
}

// typedReason is the reason of the form. What is no importance is refused later.
func (r *request) typedReason() domain.Reason {
	said := domain.Reason{
		Importance: domain.Importance(r.count("importance")), Words: r.field("body"), Named: r.field("named") != "",
	}
	for name := range r.form {
		if chip, is := strings.CutPrefix(name, "chip-"); is {
			said.Chips = append(said.Chips, wholeNumber(chip))
		}
	}
	return said
}

// reasons shows staff what people said of an idea, and its chips.
func (s *Server) reasons(r *request) error { return s.showReasons(r, http.StatusOK, views.Form{}) }

func (s *Server) showReasons(r *request, status int, form views.Form) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	page := views.ReasonsPage{
		Page: r.page(r.lang.T("why.of", "Title", idea.Title)), Idea: &idea, Space: idea.Space, Form: form,
	}
	if page.Quotes, err = s.read.Quotes(r.ctx(), idea.ID, domain.QuotesMax); err != nil {
		return err
	}
	if page.Edits, err = s.editsChips(r, idea); err != nil {
		return err
	}
	if page.Chips, err = s.chipsOf(r, idea); err != nil {
		return err
	}
	return r.render(status, views.ReasonsOf(page))
}

// chipsOf are an idea's chips, or those of its space that they are begun from.
func (s *Server) chipsOf(r *request, idea domain.Idea) ([]domain.Chip, error) {
	own, err := s.read.Chips(r.ctx(), idea.ID)
	if err != nil || len(own) > 0 {
		return own, err
	}
	return s.read.SpaceChips(r.ctx(), idea.Space.ID)
}

// editsChips reports whether the viewer may edit an idea's chips.
func (s *Server) editsChips(r *request, idea domain.Idea) (bool, error) {
	if !domain.May(r.who.Role, domain.EditReasons) {
		return false, nil
	}
	if idea.Place.Queue == 0 {
		return true, nil
	}
	queue, err := s.read.QueueByID(r.ctx(), idea.Place.Queue)
	return domain.CheckDecides(r.who, queue) == nil, err
}

// typedChips are the chips of the form, a line each.
func (r *request) typedChips() []domain.Chip {
	var chips []domain.Chip
	for n := range domain.ChipsKept {
		field := domain.ChipField(n)
		if !r.form.Has(field + "-en") {
			break
		}
		chips = append(chips, domain.Chip{
			ID: r.number(field + "-id"), Version: r.number(field + "-version"),
			NameEN: r.field(field + "-en"), NameDE: r.field(field + "-de"), Retired: r.field(field+"-retired") != "",
		})
	}
	return chips
}

// saveIdeaChips keeps the chips of an idea.
func (s *Server) saveIdeaChips(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.SetIdeaChips(r.ctx(), r.who, id, r.typedChips())
	return r.answer(err, "done.saved", views.ReasonsURL(id), domain.ChipField(0), s.showReasons)
}

// spaceReasons shows the chips that ideas of a space begin with.
func (s *Server) spaceReasons(r *request) error {
	return s.showSpaceReasons(r, http.StatusOK, views.Form{})
}

func (s *Server) showSpaceReasons(r *request, status int, form views.Form) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	page := views.ReasonsPage{
		Page: r.page(r.lang.T("chips.of", "Space", space.Name)), Space: space, Form: form, Edits: true,
	}
	if page.Chips, err = s.read.SpaceChips(r.ctx(), space.ID); err != nil {
		return err
	}
	return r.render(status, views.ReasonsOf(page))
}

// saveSpaceChips keeps the chips that ideas of a space begin with.
func (s *Server) saveSpaceChips(r *request) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	err = s.app.SetSpaceChips(r.ctx(), r.who, space.ID, r.typedChips())
	return r.answer(err, "done.saved", r.here(), domain.ChipField(0), s.showSpaceReasons)
}
