package views

import (
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/i18n"
)

// GroundName is how the catalogues call a ground.
func GroundName(g domain.Ground) string { return strings.Replace(string(g), ":", ".", 1) }

// StatementLines say of a restriction which words it is about, who decided it, what they
// said, until when it lasts, and what whom it concerns can do.
func StatementLines(l *i18n.Language, r *domain.Restriction) []string {
	var lines []string
	if r.Words != "" {
		lines = append(lines, l.T("restriction.words", "Words", r.Words))
	}
	if r.By.ID == 0 {
		lines = append(lines, l.T("restriction.by_rule"))
	} else {
		lines = append(lines, l.T("restriction.by_person"))
	}
	if r.Note != "" {
		lines = append(lines, l.T("restriction.note", "Note", r.Note))
	}
	if !r.Ends.IsZero() {
		lines = append(lines, l.T("restriction.ends", "Date", l.Date(r.Ends)))
	}
	if r.What == domain.Hidden && r.By.ID == 0 {
		lines = append(lines, l.T("restriction.edit"))
	}
	if r.Part == domain.PartHeld && r.Ground != domain.RuleSpam {
		lines = append(lines, l.T("restriction.resend"))
	}
	return append(lines, l.T("restriction.object"))
}
