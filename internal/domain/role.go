package domain

// Role is what a person is; each person has exactly one (product.md §1).
type Role string

// The roles. Guest is whoever is not signed in and is never stored.
const (
	Guest     Role = "guest"
	Customer  Role = "member"
	Engineer  Role = "engineer"
	Moderator Role = "moderator"
	Officer   Role = "officer"
	Admin     Role = "admin"
)

// Roles lists every role, guest first.
var Roles = []Role{Guest, Customer, Engineer, Moderator, Officer, Admin}

// AccountRoles lists the roles an account can have.
var AccountRoles = Roles[1:]

// ParseRole accepts the name of a role that an account can have.
func ParseRole(s string) (Role, bool) {
	for _, r := range AccountRoles {
		if string(r) == s {
			return r, true
		}
	}
	return "", false
}

// Staff reports whether the role speaks for the company.
func (r Role) Staff() bool {
	return r == Engineer || r == Moderator || r == Officer || r == Admin
}
