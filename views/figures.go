package views

import (
	"context"

	"groundswell/internal/domain"
)

// ideasAndPeople says how many ideas there are and from how many people, where
// that is known.
func ideasAndPeople(ctx context.Context, f domain.Figures) string {
	if f.People == 0 {
		return tn(ctx, "feed.ideas", f.Ideas) + "."
	}
	return tn(ctx, "feed.ideas", f.Ideas) + " " + tn(ctx, "feed.people", f.People)
}

// declines is the sentence about declined ideas that is true here: an import may
// have brought some without a reason.
func declines(f domain.Figures) string {
	if f.Unexplained > 0 {
		return "feed.declines_here"
	}
	return "feed.declines"
}

// whoRates is the sentence about whose ratings stand here that is true.
func whoRates(f domain.Figures) string {
	if f.ImportedRatings > 0 {
		return "ratings.short_imported"
	}
	return "ratings.short"
}

// carried says what an idea brought along from another platform, with the votes
// behind the points where the file knew them.
func carried(ctx context.Context, i *domain.Idea) string {
	if i.CarriedTally.Zero() {
		return tn(ctx, "idea.carried", i.Carried)
	}
	return tn(ctx, "idea.carried_votes", i.Carried, "Promotes", i.CarriedTally.Promotes, "Demotes", i.CarriedTally.Demotes)
}
