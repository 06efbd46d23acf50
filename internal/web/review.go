package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// unansweredPage is how many unanswered ratings a page shows.
const unansweredPage = 25

// unanswered lists the ratings that ask for an answer.
func (s *Server) unanswered(r *request) error {
	return s.showUnanswered(r, http.StatusOK, views.Form{Key: r.field("open")})
}

// showUnanswered shows the page of the list that the request or its form is on, with
// the form open that form's key names.
func (s *Server) showUnanswered(r *request, status int, form views.Form) error {
	ratings, err := s.read.UnansweredRatings(r.ctx(), r.after(), unansweredPage)
	if err != nil {
		return err
	}
	if len(ratings.Items) == 0 && !r.after().Zero() { // what was here is answered
		return r.redirect(views.UnansweredURL("", 0))
	}
	page := views.UnansweredPage{
		Page: r.page(r.lang.T("unanswered.title")), Reviews: ratings.Items, After: r.after().String(), Next: ratings.Next.String(), Form: form,
	}
	if page.Waiting, err = s.read.CountUnanswered(r.ctx()); err != nil {
		return err
	}
	return r.render(status, views.Unanswered(page))
}

// review shows one rating.
func (s *Server) review(r *request) error { return s.showReview(r, http.StatusOK, views.Form{}) }

func (s *Server) showReview(r *request, status int, form views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.ctx()
	rating, err := s.read.Rating(ctx, id)
	if err != nil {
		return err
	}
	page := views.ReviewPage{Page: r.page(r.lang.T("review.of", "Product", rating.Product.Name)), Rating: rating, Form: form}
	page.NoIndex = rating.Product.State == domain.Withdrawn
	if rating.Gone == domain.PostShown {
		if page.History, err = s.read.RatingHistory(ctx, id); err != nil {
			return err
		}
	}
	if page.May(domain.EditThemes) {
		if page.Themes, err = s.read.Themes(ctx, rating.Product.ID); err != nil {
			return err
		}
		page.Themes = themesByName(r.lang, page.Themes)
	}
	return r.render(status, views.Review(page))
}

// replyToReview publishes the company's answer. From the list of those who wait for
// one it leads back there, to the next.
func (s *Server) replyToReview(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.ReplyToReview(r.ctx(), r.who, id, r.field("reply"), r.field("first") == "1")
	if r.field("list") != "1" || domain.KindOf(err) == domain.Conflict { // somebody else's answer stands with the rating
		return r.answer(err, "done.replied", r.here(), "reply", s.showReview)
	}
	return r.answer(err, "done.replied", views.UnansweredURL(r.after().String(), r.number("next")), "reply", keyed(itoa(id), s.showUnanswered))
}

// labelPromotional says that a rating was given for a reward, or takes that back.
func (s *Server) labelPromotional(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.LabelPromotional(r.ctx(), r.who, id, r.field("promotional") == "1")
	return r.answer(err, "done.saved", r.here(), "promotional", s.showReview)
}

// chooseThemes sets the themes of a rating by hand: those that are ticked.
func (s *Server) chooseThemes(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	var chosen []int64
	for name := range r.form {
		if number, ok := strings.CutPrefix(name, "theme-"); ok {
			chosen = append(chosen, wholeNumber(number))
		}
	}
	err = s.app.ChooseThemes(r.ctx(), r.who, id, chosen)
	return r.answer(err, "done.saved", r.here(), "themes", s.showReview)
}
