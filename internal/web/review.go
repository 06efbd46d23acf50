package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// unansweredPage is how many unanswered ratings a page shows.
const unansweredPage = 25

// unanswered lists low ratings that nobody has replied to.
func (s *Server) unanswered(r *request) error {
	ratings, err := s.read.UnansweredRatings(r.ctx(), domain.ParseCursor(r.field("after")), unansweredPage)
	if err != nil {
		return err
	}
	page := views.UnansweredPage{Page: r.page(r.lang.T("unanswered.title")), Reviews: ratings.Items, Next: ratings.Next.String(), Figures: r.community.Figures}
	return r.render(http.StatusOK, views.Unanswered(page))
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
	if page.History, err = s.read.RatingHistory(ctx, id); err != nil {
		return err
	}
	if page.May(domain.EditThemes) {
		if page.Themes, err = s.read.Themes(ctx, rating.Product.ID); err != nil {
			return err
		}
		page.Themes = themesByName(r.lang, page.Themes)
	}
	return r.render(status, views.Review(page))
}

// replyToReview publishes the company's answer.
func (s *Server) replyToReview(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.ReplyToReview(r.ctx(), r.who, id, r.field("reply"))
	return r.answer(err, "done.replied", r.here(), "reply", s.showReview)
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

// verifyOwner makes the writer a verified owner.
func (s *Server) verifyOwner(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.VerifyOwner(r.ctx(), r.who, id, r.field("note"))
	return r.answer(err, "done.saved", r.here(), "note", s.showReview)
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
