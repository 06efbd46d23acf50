package domain

import "time"

// Invitation asks somebody at an address to join in a role. It is its holder's until it
// ends, is accepted, or is taken back.
type Invitation struct {
	ID       int64
	Email    string // normalised
	Role     Role
	Language string // of the mail
	By       MemberRef
	Created  time.Time
	Expires  time.Time
}

// InvitationLife is how long an invitation holds; one more to the same address ends it.
const InvitationLife = 7 * 24 * time.Hour

// CheckInvitation notes what is wrong with an invitation that is about to be made.
func CheckInvitation(p *Problems, i Invitation) {
	CheckEmail(p, "email", i.Email)
	if _, ok := ParseRole(string(i.Role)); !ok {
		p.Add("role", "error.role", Args{"Role": string(i.Role)})
	}
}

// Holds reports whether an invitation is good as long as whoever made it is what m is now:
// who may no longer invite, invited nobody.
func (i Invitation) Holds(m Member) bool { return m.Suspended.IsZero() && May(m.Role, ManagePeople) }
