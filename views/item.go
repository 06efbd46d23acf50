package views

import (
	"context"
	"path"
	"strings"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// ItemPage is an item's card with what speaks for it.
type ItemPage struct {
	Page
	Item      domain.Item
	Idea      domain.Idea  // as its own page shows it, of an idea
	Queue     domain.Queue // ID 0: the item is in none
	Zone      *time.Location
	Place, Of int64 // among those with its status; 0: in no queue, or far behind
	Before    int64 // the item before it; 0 for none
	Behind    int64 // the item behind it; 0 for none
	Events    []domain.ItemEvent
	Questions []domain.Question
	Quotes    []domain.Quote    // the newest words of those who promoted an idea
	Similar   []domain.Idea     // to its idea
	Proposals []domain.Proposal // to merge its idea into another
	Regained  domain.Regained   // by the revision that carries it; nobody: there is none, or nobody rated it again

	Works   bool              // whether the viewer decides about it
	Choices []domain.Status   // what the viewer may turn it into
	Queues  []domain.QueueRef // those that it can be moved into
	Out     domain.Revision   // the newest of its product, where a form asks for one
	Form    Form
	Do      string // which form is open
	Kept    map[domain.FormName]domain.SavedDraft
	Decided *Decided // what the viewer decided before it
}

// happened is what one line of an item's history says.
func happened(ctx context.Context, e domain.ItemEvent, i domain.Item) string {
	act := string(e.Act)
	switch {
	case e.Act == domain.ActRouted && e.By.ID != 0:
		act = "brought"
	case e.Act == domain.ActRouted && i.Cause == domain.CauseWatch:
		act = "watched"
	case e.Act == domain.ActBack && e.By.ID != 0:
		act = "resumed"
	case e.Act == domain.ActDecided && e.By.ID == 0:
		act = "shipped"
	}
	return t(ctx, "item.act."+act, "Name", nameOf(ctx, e.By), "From", e.From, "To", e.To, "Words", e.Words)
}

// said is what somebody wrote with an act; "" where the sentence about it holds it.
func said(e domain.ItemEvent) string {
	switch e.Act {
	case domain.ActRouted, domain.ActMoved, domain.ActReturned:
		return ""
	}
	return e.Words
}

// size is an effort as people write it.
func size(e domain.Effort) string { return strings.ToUpper(string(e)) }

// weight is a power that a queue raises a factor to; "" where it is as the law says.
func weight(ctx context.Context, tenths int64) string {
	if tenths == domain.PlainWeights.Effort {
		return ""
	}
	return i18n.From(ctx).Decimal(float64(tenths) / 10)
}

// tenths is a number with at most one digit behind the point.
func tenths(ctx context.Context, f float64) string { return i18n.From(ctx).Decimal(f) }

// trackerName is the last part of a link to a tracker: what people call the work there.
func trackerName(link string) string {
	return path.Base(link)
}
