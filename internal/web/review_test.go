package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"groundswell/internal/domain"
)

// Ratings without words are folded together behind the reviews of a page, however
// many there are; one with a reply is not. Page by page each rating comes once.
func TestRatingsWithoutWordsAreFolded(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, people := s.product("Moss Keyboard"), s.crowd(140)
		for i, who := range people {
			body := ""
			if i%11 == 0 { // 13 of them
				body = fmt.Sprintf("Review number %d in English words.", i)
			}
			s.must(s.app.Rate(t.Context(), who, p.Slug, domain.RatingDraft{Stars: int64(1 + i%5), Body: body}))
		}
		mute, err := s.db.Reader().RatingsBy(t.Context(), people[1].ID)
		s.must(err)
		s.must(s.app.ReplyToReview(t.Context(), s.actor(domain.Engineer), mute[0].ID, "Please say what went wrong, and we look into it.", true))
		for _, order := range domain.ReviewOrders {
			reviews, folded := map[string]bool{}, map[string]bool{}
			for address := p.Path() + "?order=" + string(order); address != ""; {
				doc := s.browser().get(address).want(http.StatusOK).doc()
				said, silent := doc.Find("article.review"), doc.Find(".no-words li")
				if said.Length() > domain.ReviewPage || silent.Length() > domain.SilentPage {
					t.Fatalf("%s: %d reviews and %d others on a page", order, said.Length(), silent.Length())
				}
				for _, r := range said.EachIter() {
					id, _ := r.Attr("id")
					reviews[id] = true
				}
				for _, r := range silent.EachIter() {
					id, _ := r.Attr("id")
					folded[id] = true
				}
				address, _ = doc.Find(`.pager a[rel="next"]`).Attr("href")
			}
			if len(reviews) != 14 || len(folded) != 126 {
				t.Errorf("%s: %d reviews, %d folded", order, len(reviews), len(folded))
			}
		}
		s.browser().get(p.Path()).want(http.StatusOK, "and 50 ratings without words")
		s.browser().get(p.Path()+"?stars=2").want(http.StatusOK, "ratings without words")
	})
}
