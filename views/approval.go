package views

import (
	"context"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/signal"
	"groundswell/internal/text"
)

// posts are those that the desk shows: of a row that waits the posts that do, of a
// decided one those that it decided. One that was sent back and came again is weighed anew:
// what it was before is nowhere.
func (c *DeskCase) posts() []domain.CasePost {
	var shown []domain.CasePost
	for _, p := range c.Approval.Posts {
		if p.Held == 0 && p.Subject == 0 {
			continue
		}
		if c.Open() && p.Verdict == domain.Undecided || !c.Open() && p.Row == c.ID {
			shown = append(shown, p)
		}
	}
	return shown
}

// caseOf is what a case is about: a post's own words, or how many there are and by whom.
func caseOf(ctx context.Context, c *DeskCase) string {
	posts := c.posts()
	switch {
	case len(posts) == 0:
		return t(ctx, "desk.settled")
	case len(posts) == 1:
		return postTitle(&posts[0])
	}
	n := int64(len(posts))
	if c.Open() {
		n = c.Approval.Total
	}
	for _, p := range posts {
		if p.By.ID != posts[0].By.ID {
			return tn(ctx, "approval.posts", n)
		}
	}
	return tn(ctx, "approval.posts_by", n, "Name", nameOf(ctx, posts[0].By))
}

// Lengths of what a row shows of a post, in characters.
const (
	postTitleMax = 80
	postWordsMax = 400
)

// postTitle is a post's title, or how its words begin.
func postTitle(p *domain.CasePost) string {
	if p.Title != "" {
		return p.Title
	}
	first, _, _ := strings.Cut(p.Text, "\n")
	return text.Cut(first, postTitleMax)
}

// postURL is where a post of a case can be read whole.
func postURL(p *domain.CasePost) string {
	if p.Held != 0 {
		return (&domain.HeldPost{ID: p.Held}).Path()
	}
	return p.Path()
}

// findingOf is what a signal found, in words, and where the evidence leads; "" for
// nowhere.
func findingOf(ctx context.Context, f domain.Finding) (words, to string) {
	evidence, path, _ := strings.Cut(f.Evidence, " /")
	if signal.IsNumber(evidence) {
		evidence = t(ctx, "signal.number")
	}
	return t(ctx, "signal.found."+string(f.Signal), "Evidence", evidence), evidenceURL(path)
}

// told are the findings that say something by themselves.
func told(found []domain.Finding) []domain.Finding {
	var all []domain.Finding
	for _, f := range found {
		if f.Signal != domain.SignalTogether {
			all = append(all, f)
		}
	}
	return all
}
