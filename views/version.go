package views

import "groundswell/internal/domain"

// replacedBy is the version that came after one of the past ones, newest first: the one
// before it in the list, or what the text says now.
func replacedBy(now domain.PastText, past []domain.PastText, i int) domain.PastText {
	if i == 0 {
		return now
	}
	return past[i-1]
}
