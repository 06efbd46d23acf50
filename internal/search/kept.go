package search

// Version is of what makes terms of a text and of what an index holds of it: a store that
// holds older ones makes them anew.
const Version = 3

// Groups are the terms of each word: a text holds the word when it holds one of them.
func (q Query) Groups() [][]string {
	all := make([][]string, len(q.groups))
	for i, g := range q.groups {
		for _, r := range g.readings {
			for _, t := range r.terms {
				all[i] = append(all[i], t.Term)
			}
		}
	}
	return all
}

// Spellings are the folded words of a text, each once, without the small ones.
func Spellings(text string) []string {
	var all []string
	seen := map[string]bool{}
	runs(text, func(r run) bool {
		for _, piece := range pieces(text[r.from:r.to]) {
			if word := fold(piece); !seen[word] && !isStop(word, "") {
				seen[word] = true
				all = append(all, word)
			}
		}
		return true
	})
	return all
}
