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
	ratings, err := s.read.UnansweredRatings(r.Request().Context(), domain.ParseCursor(r.field("after")), unansweredPage)
	if err != nil {
		return err
	}
	page := views.UnansweredPage{Page: r.page(r.lang.T("unanswered.title")), Reviews: ratings.Items, Next: ratings.Next.String(), Figures: r.community.Figures}
	page.Nav, page.NoIndex = "products", true
	return r.render(http.StatusOK, views.Unanswered(page))
}

// review shows one rating.
func (s *Server) review(r *request) error { return s.showReview(r, http.StatusOK, views.Form{}) }

func (s *Server) showReview(r *request, status int, form views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.Request().Context()
	rating, err := s.read.Rating(ctx, id, r.who.ID)
	if err != nil {
		return err
	}
	page := views.ReviewPage{Page: r.page(r.lang.T("review.of", "Product", rating.Product.Name)), Rating: rating, Form: form}
	page.Nav, page.NoIndex = "products", rating.Product.State == domain.Withdrawn
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

// deskAct does something to the rating in the address and shows it again, with
// what was typed if it was refused.
func (s *Server) deskAct(r *request, field, done string, do func(id int64) error) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = do(id)
	if status, fields, ok := again(err, field); ok {
		return s.showReview(r, status, r.typed(fields))
	}
	if err != nil {
		return err
	}
	rating := domain.Rating{ID: id}
	return r.redirect(rating.Path() + "?done=" + done)
}

// replyToReview publishes the company's answer.
func (s *Server) replyToReview(r *request) error {
	return s.deskAct(r, "reply", "replied", func(id int64) error {
		return s.app.ReplyToReview(r.Request().Context(), r.who, id, r.field("reply"))
	})
}

// labelPromotional says that a rating was given for a reward, or takes that back.
func (s *Server) labelPromotional(r *request) error {
	return s.deskAct(r, "promotional", "saved", func(id int64) error {
		return s.app.LabelPromotional(r.Request().Context(), r.who, id, r.field("promotional") == "1")
	})
}

// verifyOwner makes the writer a verified owner.
func (s *Server) verifyOwner(r *request) error {
	return s.deskAct(r, "note", "saved", func(id int64) error {
		return s.app.VerifyOwner(r.Request().Context(), r.who, id, r.field("note"))
	})
}

// chooseThemes sets the themes of a rating by hand: those that are ticked.
func (s *Server) chooseThemes(r *request) error {
	var chosen []int64
	for name := range r.form {
		if number, ok := strings.CutPrefix(name, "theme-"); ok {
			chosen = append(chosen, wholeNumber(number))
		}
	}
	return s.deskAct(r, "themes", "saved", func(id int64) error {
		return s.app.ChooseThemes(r.Request().Context(), r.who, id, chosen)
	})
}
