package views

import (
	"context"

	"groundswell/internal/domain"
)

// MergePage is two ideas side by side, one to go into the other, or the way to find the
// other one.
type MergePage struct {
	Page
	Source   domain.Idea
	Target   *domain.Idea // nil: it is still looked for
	Item     domain.Item  // of the source; ID 0 for none
	Outlook  domain.MergeOutlook
	Proposal domain.Proposal // that is open; ID 0 for none
	Words    string          // that the target is looked for by
	Found    []domain.Idea
	Form     Form
}

// Merges reports whether the viewer merges, and does not only propose it.
func (p MergePage) Merges() bool { return p.May(domain.MergeIdeas) }

// Can reports whether the two can be merged as they are.
func (p MergePage) Can() bool { return domain.CheckMerge(&p.Source, p.Target) == nil }

// differs reports whether the two are not about the same.
func differs(one, other int64) bool { return one != other }

// mergeChange says what the target has afterwards.
func mergeChange(ctx context.Context, p MergePage) string {
	after := p.Target.Points() + p.Outlook.Change.Net() + p.Source.Carried
	key := "merge.after"
	if p.Outlook.More {
		key = "merge.after_more"
	}
	return tn(ctx, key, after, "Now", p.Target.Points())
}
