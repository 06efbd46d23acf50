package domain

import (
	"strings"
	"unicode"
)

// NameKey is what a name is known by: two names are one exactly when their keys
// are equal. Letters are compared whatever their case and spaces are collapsed;
// everything else tells names apart, so that C, C# and C++ are three. Accents are
// compared as they are written: the name must be in one form (NFC).
func NameKey(name string) string {
	return strings.Map(foldCase, strings.Join(strings.Fields(name), " "))
}

// foldCase maps the letters that differ in nothing but their case to one. A sharp s
// is none of them: Maße are not Masse.
func foldCase(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return unicode.ToLower(least)
}
