package views

import (
	"context"

	"groundswell/internal/domain"
	"groundswell/internal/text"
)

// unseenMark is how many notifications are new, as the header writes it.
func unseenMark(ctx context.Context, n int64) string {
	if n >= domain.UnseenMost {
		return num(ctx, domain.UnseenMost-1) + "+"
	}
	return num(ctx, n)
}

// unseen are the things on the page of which there is news that the reader has not seen.
func (p NewsPage) unseen() (about []domain.Subject) {
	for i := range p.News {
		if p.News[i].Unseen > 0 {
			about = append(about, p.News[i].Subject)
		}
	}
	return about
}

// NewsText is what a notification says in one sentence.
func NewsText(ctx context.Context, g *domain.NewsGroup, n *domain.Notification) string {
	name := nameOf(ctx, n.By)
	switch n.Kind {
	case domain.EventDecision:
		if n.By.ID == 0 {
			return t(ctx, "news.decision_rule", "Status", t(ctx, "status."+string(n.To)))
		}
		return t(ctx, "news.decision", "Name", name, "Status", t(ctx, "status."+string(n.To)))
	case domain.EventRelease:
		if n.Direct {
			return t(ctx, "news.rate_again", "Revision", n.Revision)
		}
		return t(ctx, "news.release", "Revision", n.Revision)
	case domain.EventComment:
		if n.Direct {
			return t(ctx, "news.reply", "Name", name)
		}
	}
	return t(ctx, "news."+string(n.Kind), "Name", name)
}

// newsPath is where one reads what a notification is about.
func newsPath(g *domain.NewsGroup, n *domain.Notification) string {
	switch n.Kind {
	case domain.EventAnswer, domain.EventComment:
		return commentURLOf(n.Object)
	case domain.EventRelease:
		return g.Product.Path() + "#rate"
	}
	return g.Idea.Path()
}

// newsWords are the words that were said, as they were written, perhaps cut.
func newsWords(n *domain.Notification) string {
	return text.Cut(text.Line(n.Words), domain.NewsWordsMax)
}
