package domain

import (
	"regexp"
	"slices"
	"time"
)

// LegalPage is a page on which a company says who it is and what holds here.
type LegalPage string

// The pages. Their addresses are their names.
const (
	Imprint       LegalPage = "imprint"
	Privacy       LegalPage = "privacy"
	Terms         LegalPage = "terms"
	Accessibility LegalPage = "accessibility"
	Rules         LegalPage = "rules" // how points and the two-star rule work
)

// LegalPages lists them as footers do.
var LegalPages = []LegalPage{Imprint, Privacy, Terms, Accessibility, Rules}

// ParseLegalPage finds a page by its name.
func ParseLegalPage(name string) (LegalPage, bool) {
	return LegalPage(name), slices.Contains(LegalPages, LegalPage(name))
}

// Path is the page's address.
func (p LegalPage) Path() string { return "/" + string(p) }

// LegalText is one version of a page in one language.
type LegalText struct {
	ID       int64
	Page     LegalPage
	Language string
	Version  int64  // counted from 1; 0: the text to start from, which nobody has saved
	Body     string // Markdown
	HTML     string
	Asks     bool // members agree anew, to terms
	Saved    time.Time
}

var blank = regexp.MustCompile(`\[\[[^\[\]]+\]\]`)

// Blanks are the places that are still to be filled in, as they are marked: [[name]].
func (t LegalText) Blanks() []string { return blank.FindAllString(t.Body, -1) }

// LegalMax is the longest legal text, in characters.
const LegalMax = 40_000

// CheckLegal notes what is wrong with a text that is about to be saved.
func CheckLegal(p *Problems, t LegalText) {
	field := LegalField(t.Language)
	switch n := Seen(t.Body); {
	case Blank(t.Body):
		p.Add(field, "error.legal_empty", nil)
	case n > LegalMax:
		p.Add(field, "error.too_long", Args{"Max": LegalMax})
	case t.Asks && t.Page != Terms:
		p.Add("asks", "error.legal_asks", nil)
	case t.Asks && len(t.Blanks()) > 0:
		p.Add(field, "error.legal_blanks", Args{"Blank": t.Blanks()[0]})
	}
}

// LegalField is the form's field of a text in a language.
func LegalField(language string) string { return "body_" + language }

// TermsState is which terms hold.
type TermsState struct {
	Version int64     // in force; 0: nobody has saved any
	Asked   int64     // the newest that members have to agree to; 0: none
	AskedAt time.Time // when it was saved
}

// freely are the actions that ask for no agreement to terms: reading, one's own account,
// and taking back what one wrote.
var freely = []Action{Read, SignIn, OwnAccount, DeleteIdea, DeleteComment, NoteVisit}

// MustAgree reports whether an actor has to agree to the terms before an action. Staff act
// for the company, and the installation for itself: neither has to.
func (s TermsState) MustAgree(who Actor, a Action) bool {
	return who.Role == Customer && !who.System && who.Agreed < s.Asked && !slices.Contains(freely, a)
}

// ErrTerms refuses what is done under terms that its actor has not agreed to.
var ErrTerms = Refuse(Conflict, "error.terms")
