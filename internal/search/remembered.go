package search

import "sync"

// remembered are the terms of words that were asked for lately, at most mostKept: all
// are forgotten when there are more. It has a lock of its own, for those who read
// texts side by side fill it.
type remembered struct {
	mu    sync.Mutex
	terms map[spelling][]Token
}

const mostKept = 16_384

// spelling is a folded word in a language.
type spelling struct {
	word, language string
	noun           bool // written with a capital
}

func (r *remembered) of(s spelling) (terms []Token, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	terms, known = r.terms[s]
	return terms, known
}

func (r *remembered) keep(s spelling, terms []Token) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.terms == nil || len(r.terms) >= mostKept {
		r.terms = make(map[spelling][]Token)
	}
	r.terms[s] = terms
}

func (r *remembered) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.terms)
}
