package views

import (
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/text"
)

// heldTitle is the title of a post that waits, or how its words begin.
func heldTitle(h *domain.HeldPost) string {
	if h.Title != "" {
		return h.Title
	}
	first, _, _ := strings.Cut(h.Body, "\n")
	return text.Cut(first, postTitleMax)
}

// mine reports whether its author reads the post.
func (p HeldPage) mine() bool { return p.Viewer.ID == p.Held.By.ID }

// aboutHeld is the address of what a comment or a review is about; "" for an idea.
func aboutHeld(h *domain.HeldPost) string {
	switch h.Kind {
	case domain.PartComment:
		return domain.IdeaPath(h.About)
	case domain.PartReview:
		return (&domain.Product{Slug: h.Slug}).Path()
	}
	return ""
}

// becameURL is what a post became that was let in.
func becameURL(h *domain.HeldPost) string {
	return (&domain.Weighed{Kind: h.Kind, Subject: h.Posted}).Path()
}

// heldValues is what the form of a post shows: what was typed there, or the post.
func heldValues(p HeldPage) Form {
	f := p.Form
	if !f.Sent {
		f.Typed = url.Values{"title": {p.Held.Title}, "body": {p.Held.Body}, "version": {id(p.Held.Version)}, "nonce": {f.Value("nonce")}}
	}
	return f
}

// cutWords is how much of a post a row shows.
func cutWords(words string) string { return text.Cut(words, postWordsMax) }
