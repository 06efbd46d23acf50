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

// addPosts reads the posts of a page of the desk that are flagged, reported, or restricted
// against an objection: four queries, whatever they are.
func (s *Server) addPosts(r *request, cases []*views.DeskCase) error {
	if err := s.addTold(r, cases); err != nil {
		return err
	}
	var all, flagged []domain.PostKey
	for _, c := range cases {
		all = append(all, c.About())
		if c.Kind != domain.DeskObjection {
			flagged = append(flagged, c.About())
		}
	}
	posts, err := s.read.Posts(r.ctx(), all...)
	if err != nil || len(flagged) == 0 {
		setPosts(cases, posts)
		return err
	}
	flags, err := s.read.FlagsOf(r.ctx(), flagged...)
	if err != nil {
		return err
	}
	reports, err := s.read.ReportsOf(r.ctx(), flagged...)
	if err != nil {
		return err
	}
	setPosts(cases, posts)
	hide := r.community.Settings.Tenths(domain.FlagHide)
	for _, c := range cases {
		c.Flagged.Flags = domain.FlagsOn(flags[c.About()], decidedBy(&c.DeskRow))
		c.Flagged.HideAt, c.Reports = domain.HideAt(hide, c.Flagged.Post.Promotes), reports[c.About()]
		for _, f := range c.Flagged.Flags {
			c.Flagged.Weight += f.Weight
		}
	}
	return nil
}

func setPosts(cases []*views.DeskCase, posts map[domain.PostKey]domain.Post) {
	for _, c := range cases {
		c.Flagged.Post = posts[c.About()]
	}
}
