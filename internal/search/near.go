package search

import (
	"slices"
	"unicode/utf8"
)

// Near returns the words of candidates that somebody may have meant: one letter wrong
// from five letters on, two from nine (left out, too many, another one, or two
// neighbours in the wrong order; F. Damerau, 1964). The nearest come first, those
// alike in the order of the candidates. Words are compared folded.
func Near(word string, candidates []string) []string {
	mine := []rune(contract(fold(word)))
	most := allowed(len(mine))
	if most == 0 {
		return nil
	}
	byDistance := make([][]string, most+1)
	for _, candidate := range candidates {
		if len(candidate) > 4*longest || abs(utf8.RuneCountInString(candidate)-len(mine)) > 2*most+1 {
			continue
		}
		other := []rune(contract(fold(candidate)))
		if d := distance(mine, other, most); d <= min(most, max(allowed(len(other)), 1)) {
			byDistance[d] = append(byDistance[d], candidate)
		}
	}
	return slices.Concat(byDistance...)
}

// allowed is how many letters of a word may be wrong.
func allowed(letters int) int {
	switch {
	case letters >= 9:
		return 2
	case letters >= 5:
		return 1
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

// distance counts the mistakes between two words, and stops counting above most.
func distance(a, b []rune, most int) int {
	if abs(len(a)-len(b)) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
