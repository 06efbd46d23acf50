package web

import (
	"net/http"

	"groundswell/internal/domain"
	"groundswell/views"
)

// postFor is the post that an address or a form names, for whoever may read it.
func (s *Server) postFor(r *request) (domain.Post, error) {
	part, id, named := domain.ParsePostName(r.field("of"))
	if !named {
		return domain.Post{}, domain.ErrNotFound
	}
	p, err := s.read.Post(r.ctx(), part, id)
	if err != nil || p.State != domain.PostShown {
		return p, errorOr(err, domain.ErrNotFound)
	}
	if p.Idea != 0 {
		idea, err := s.read.IdeaFor(r.ctx(), r.who, p.Idea, r.today())
		if err != nil || idea.Removed {
			return p, errorOr(err, domain.ErrNotFound)
		}
	}
	return p, nil
}

func errorOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// flagForm asks a member why a post is flagged.
func (s *Server) flagForm(r *request) error { return s.showFlag(r, http.StatusOK, views.Form{}) }

func (s *Server) showFlag(r *request, status int, form views.Form) error {
	p, err := s.postFor(r)
	if err != nil {
		return err
	}
	return r.render(status, views.FlagForm(views.FlagPage{Page: r.page(r.lang.T("flag.title")), Post: p, Form: form}))
}

// flag flags a post and leads back to it.
func (s *Server) flag(r *request) error {
	p, err := s.postFor(r)
	if err != nil {
		return err
	}
	d := domain.FlagDraft{Reason: domain.FlagReason(r.field("reason")), Words: r.field("words")}
	return r.answer(s.app.Flag(r.ctx(), r.who, p.Part, p.ID, d), "done.flagged", p.Path(), "reason", s.showFlag)
}

// decidedBy is the row that what belongs to a row was decided on; 0: it waits.
func decidedBy(row *domain.DeskRow) int64 {
	if row.Open() {
		return 0
	}
	return row.ID
}

// addFlagged reads the flagged and reported posts of a page of the desk.
func (s *Server) addFlagged(r *request, cases []*views.DeskCase) error {
	of := map[domain.Part][]*views.DeskCase{}
	for _, c := range cases {
		of[c.Part] = append(of[c.Part], c)
	}
	hide := r.community.Settings.Tenths(domain.FlagHide)
	for part, some := range of {
		ids := make([]int64, len(some))
		for i, c := range some {
			ids[i] = c.Subject
		}
		posts, err := s.read.Posts(r.ctx(), part, ids)
		if err != nil {
			return err
		}
		flags, err := s.read.FlagsOf(r.ctx(), part, ids)
		if err != nil {
			return err
		}
		reports, err := s.read.ReportsOf(r.ctx(), part, ids)
		if err != nil {
			return err
		}
		for _, c := range some {
			p := posts[c.Subject]
			c.Flagged = domain.Flagged{Post: p, Flags: domain.FlagsOn(flags[c.Subject], decidedBy(&c.DeskRow)),
				HideAt: domain.HideAt(hide, p.Promotes)}
			for _, f := range c.Flagged.Flags {
				c.Flagged.Weight += f.Weight
			}
			c.Reports = reports[c.Subject]
		}
	}
	return nil
}
