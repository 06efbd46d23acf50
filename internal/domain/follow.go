package domain

// Subject is one thing that can be followed; ID 0: none.
type Subject struct {
	Part Part
	ID   int64
}

// CheckFollowed refuses to follow anybody but others who speak for the company.
func CheckFollowed(who Actor, m Member) error {
	if m.ID == who.ID || !m.Role.Staff() || !m.Suspended.IsZero() {
		return ErrNotFound
	}
	return nil
}
