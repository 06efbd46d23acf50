package domain

import "slices"

// SlugMax is the longest word of an address, in bytes.
const SlugMax = 60

// reservedSlugs are words behind /spaces/, /tags/ and /products/ that pages of the
// site itself may have.
var reservedSlugs = []string{"new", "edit", "compare", "search", "feed"}

// ReservedSlug reports whether a word is kept for pages of the site itself.
func ReservedSlug(s string) bool { return slices.Contains(reservedSlugs, s) }

// IsSlug reports whether s can stand in an address as it is: lower-case ASCII
// letters and digits, single hyphens between them, at most SlugMax bytes.
func IsSlug(s string) bool {
	if s == "" || len(s) > SlugMax {
		return false
	}
	before := byte('-')
	for i := range len(s) {
		letter := s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9'
		if !letter && (s[i] != '-' || before == '-') {
			return false
		}
		before = s[i]
	}
	return before != '-'
}

// checkSlug notes what is wrong with a word in an address that somebody typed.
// None is fine: it is made of the name.
func checkSlug(p *Problems, s string) {
	switch {
	case s == "":
	case !IsSlug(s):
		p.Add("slug", "error.slug", nil)
	case ReservedSlug(s):
		p.Add("slug", "error.slug_reserved", nil)
	}
}
