package domain

import "unicode/utf8"

// Contact is somebody without an account for whom staff record a vote. Name,
// company and place are kept for staff.
type Contact struct {
	Name    string
	Company string // may be empty
	Said    string // where it was said
}

// Limits of what is noted about a contact, in characters.
const (
	ContactNameMax = 80
	SaidMax        = 120
)

// CheckContact notes what is wrong with a contact as staff typed it.
func CheckContact(p *Problems, c Contact) {
	switch n, bad := Seen(c.Name), badLetters(c.Name); {
	case bad != "":
		p.Add("contact", bad, nil)
	case n < NameMin:
		p.Add("contact", "error.name_short", Args{"Min": NameMin})
	case n > ContactNameMax:
		p.Add("contact", "error.name_long", Args{"Max": ContactNameMax})
	}
	if bad := badLetters(c.Company); bad != "" {
		p.Add("company", bad, nil)
	} else if utf8.RuneCountInString(c.Company) > ContactNameMax {
		p.Add("company", "error.too_long", Args{"Max": ContactNameMax})
	}
	CheckSaid(p, c.Said)
}

// CheckSaid notes what is wrong with where a vote was said.
func CheckSaid(p *Problems, said string) {
	switch n, bad := Seen(said), badLetters(said); {
	case bad != "":
		p.Add("said", bad, nil)
	case n == 0:
		p.Add("said", "error.said_empty", nil)
	case utf8.RuneCountInString(said) > SaidMax:
		p.Add("said", "error.too_long", Args{"Max": SaidMax})
	}
}

// Recorded is a vote that staff recorded, as staff see it; a member sees their own.
type Recorded struct {
	ID      int64     // of a contact's vote; 0 for a member's
	Member  MemberRef // ID 0: a contact's
	Contact Contact
	Vote    Vote
	By      MemberRef
}
