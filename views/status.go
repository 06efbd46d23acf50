package views

import "groundswell/internal/domain"

// statusGlyphs are the icons of the statuses, and the colour classes they share.
var statusGlyphs = map[domain.Status][2]string{
	domain.StatusNew:            {"s-new", "new"},
	domain.StatusUnderReview:    {"s-review", "review"},
	domain.StatusAccepted:       {"s-accepted", "accepted"},
	domain.StatusInProgress:     {"s-progress", "progress"},
	domain.StatusShipped:        {"s-shipped", "shipped"},
	domain.StatusPartlyShipped:  {"s-partly", "shipped"},
	domain.StatusDeclined:       {"s-declined", "declined"},
	domain.StatusAlreadyOffered: {"i-check", "declined"},
	domain.StatusArchived:       {"s-archived", "archived"},
	domain.StatusMerged:         {"s-merged", "merged"},
}
