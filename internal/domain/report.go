package domain

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Report is what somebody without an account says of a post that may be against the law.
type Report struct {
	ID        int64
	Part      Part
	Subject   int64
	Reason    Ground // one of Laws
	Words     string
	Name      string
	Email     string
	Language  string // in which they were written to
	At        time.Time
	Confirmed time.Time // zero until the address is
	Outcome   DeskDo    // "" until it is decided
}

// ReportMail is one of the letters about a report.
type ReportMail string

// The letters.
const (
	ReportConfirm ReportMail = "report_confirm"
	ReportReceipt ReportMail = "report_receipt"
	ReportOutcome ReportMail = "report_outcome"
)

// Numbers of reports.
const (
	ReportWordsMin = 20
	ReportWordsMax = 2000
	ReportLife     = 24 * time.Hour       // of one whose address nobody confirms
	ReportKept     = 180 * 24 * time.Hour // of one that was decided, from then on
	ReportsShown   = 5                    // of a post on the desk
)

// CheckReport notes what is wrong with a report. The address is checked as any other.
func CheckReport(p *Problems, r Report) {
	if !slices.Contains(Laws, r.Reason) {
		p.Add("reason", "error.report_reason", nil)
	}
	switch n := utf8.RuneCountInString(r.Words); {
	case n < ReportWordsMin:
		p.Add("words", "error.report_words", Args{"Min": ReportWordsMin})
	case n > ReportWordsMax:
		p.Add("words", "error.too_long", Args{"Max": ReportWordsMax})
	}
	CheckName(p, "name", r.Name)
	CheckEmail(p, "email", r.Email)
}

// CheckReported refuses a report of what is not there to be read.
func CheckReported(p *Post) error {
	if p.State != PostShown {
		return ErrNotFound
	}
	return nil
}

// Reported is what the desk shows of a reported post.
type Reported struct {
	Post    Post
	Reports []Report // the newest, ReportsShown at most
}
