package text

import "strings"

// The characters that turn the direction of what follows.
const (
	leftEmbedding  = '\u202A'
	rightEmbedding = '\u202B'
	popEmbedding   = '\u202C'
	leftOverride   = '\u202D'
	rightOverride  = '\u202E'
	leftIsolate    = '\u2066'
	rightIsolate   = '\u2067'
	firstIsolate   = '\u2068'
	popIsolate     = '\u2069'
)

// balanced closes on each line what it opened, and drops what closes nothing, so
// that no text turns what stands beside it.
func balanced(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool {
		return r >= leftEmbedding && r <= popEmbedding || r >= leftIsolate && r <= popIsolate
	}) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = balancedLine(line)
	}
	return strings.Join(lines, "\n")
}

func balancedLine(line string) string {
	var b strings.Builder
	var open []rune // what closes each one, the innermost last
	for _, r := range line {
		switch r {
		case leftEmbedding, rightEmbedding:
			open = append(open, popEmbedding)
		case leftIsolate, rightIsolate, firstIsolate:
			open = append(open, popIsolate)
		case popEmbedding, popIsolate:
			if len(open) == 0 || open[len(open)-1] != r {
				continue
			}
			open = open[:len(open)-1]
		}
		b.WriteRune(r)
	}
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteRune(open[i])
	}
	return b.String()
}
