package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/search"
)

// SearchDoc is a text as search keeps it: the terms that package search made of it,
// before the transaction.
type SearchDoc struct {
	Kind        domain.SearchKind
	ID          int64 // of the idea, comment or product
	Idea        int64 // that it is or is said on; 0: none
	Title, Body []search.Token
	Words       []string // that it is spelled with; nil where they are counted later
}

// kindShift leaves the lower bits of a document's id to the thing that it is.
const kindShift = 48

func docID(kind domain.SearchKind, id int64) int64 { return int64(kind)<<kindShift | id }

// inIndex is text as the index takes it: words that are terms on both engines.
func (h handle) inIndex(mark string) string {
	if h.engine == postgres {
		return "CAST(" + mark + " AS tsvector)"
	}
	return mark
}

// matches is the condition on a row of the index that a lookup finds it.
func (h handle) matches(mark string) string {
	if h.engine == postgres {
		return "terms @@ CAST(" + mark + " AS tsquery)"
	}
	return "search_index MATCH " + mark
}

// lookup writes that a row has one of the terms of each group, as the engine reads it.
// Terms are plain: see sound.
func (h handle) lookup(groups [][]string) string {
	either, all := " OR ", " AND "
	if h.engine == postgres {
		either, all = " | ", " & "
	}
	written := make([]string, len(groups))
	for i, terms := range groups {
		quoted := make([]string, len(terms))
		for n, term := range terms {
			quoted[n] = `"` + term + `"`
			if h.engine == postgres {
				quoted[n] = "'" + term + "'"
			}
		}
		written[i] = "(" + strings.Join(quoted, either) + ")"
	}
	return strings.Join(written, all)
}

// indexTerms reads what the index holds, term by term, in the order of its rows: for
// the check.
func (h handle) indexTerms(ctx context.Context, scan func(doc int64, term string) error) error {
	query := "SELECT doc, term FROM search_index_terms"
	if h.engine == postgres {
		query = "SELECT rowid, lexeme FROM search_index, unnest(terms)"
	}
	return h.each(ctx, query, nil, func(rows *sql.Rows) error {
		var doc int64
		var term string
		if err := rows.Scan(&doc, &term); err != nil {
			return err
		}
		return scan(doc, term)
	})
}

// sound reports whether a term is letters and digits alone, as both engines keep it.
// Some signs fold into others.
func sound(term string) bool {
	for i := range len(term) {
		if c := term[i]; c < 0x80 && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return term != ""
}

// kept are a text's terms as search_docs keeps them.
type kept struct {
	text string
	sum  float64 // of the weights
}

// keepTokens writes terms with how often they are there, each once: whole words as
// "fan" or "fan*3", parts of words with their weight as "~gang*0.8".
func keepTokens(tokens []search.Token) kept {
	type key struct {
		term string
		part bool
	}
	sums := make(map[key]float64, len(tokens))
	order := make([]key, 0, len(tokens))
	k := kept{}
	for _, t := range tokens {
		at := key{t.Term, t.Weight < 1}
		if !sound(t.Term) {
			continue
		}
		if _, known := sums[at]; !known {
			order = append(order, at)
		}
		sums[at] += t.Weight
		k.sum += t.Weight
	}
	var b strings.Builder
	for i, at := range order {
		if i > 0 {
			b.WriteByte(' ')
		}
		if at.part {
			b.WriteByte('~')
		}
		b.WriteString(at.term)
		if sums[at] != 1 {
			b.WriteByte('*')
			b.WriteString(strconv.FormatFloat(sums[at], 'g', 4, 64))
		}
	}
	k.text = b.String()
	return k
}

// picker finds the terms of a query in what keepTokens wrote, in one walk through it: of
// hundreds of texts, most words of which are others.
type picker struct {
	terms map[string]bool
	may   [1 << 16]bool // what a term may be by how it begins: most words are none
}

func newPicker(terms []string) *picker {
	p := &picker{terms: make(map[string]bool, len(terms))}
	for _, term := range terms {
		p.terms[term], p.may[beginning(term)] = true, true
	}
	return p
}

// beginning is a number for the first two bytes of a word, which its weight may follow.
func beginning(word string) int {
	if len(word) == 1 || word[1] == '*' {
		return int(word[0])
	}
	return int(word[0]) | int(word[1])<<8
}

// pick are the terms of a text. All its other words are one token without a term, for
// ranking asks how long a text is.
func (p *picker) pick(k kept) []search.Token {
	var all []search.Token
	rest := k.sum
	for text := k.text; text != ""; {
		var word string
		word, text, _ = strings.Cut(text, " ")
		if word[0] == '~' {
			word = word[1:]
		}
		if !p.may[beginning(word)] {
			continue
		}
		t := readToken(word)
		if !p.terms[t.Term] {
			continue
		}
		rest -= t.Weight
		all = append(all, t)
	}
	if len(all) == 0 {
		return nil
	}
	return append(all, search.Token{Weight: max(rest, 0)})
}

// readToken reads a word that keepTokens wrote, without the mark of a part.
func readToken(word string) search.Token {
	at := strings.IndexByte(word, '*')
	if at < 0 {
		return search.Token{Term: word, Weight: 1}
	}
	weight, _ := strconv.ParseFloat(word[at+1:], 64) // as it was written
	return search.Token{Term: word[:at], Weight: weight}
}

// keptTokens reads all that keepTokens wrote.
func keptTokens(text string) (all []search.Token) {
	for text != "" {
		var word string
		word, text, _ = strings.Cut(text, " ")
		all = append(all, readToken(strings.TrimPrefix(word, "~")))
	}
	return all
}

// The marks of what is no plain word in the index.
const (
	inTitle   = "@"
	inSpace   = "#s"
	inProduct = "#p"
	withTag   = "#t"
	inStatus  = "#x"
	isOfKind  = "#k" // what is no idea: a look for words that hardly meet ends with the texts of the kind
)

func facet(mark string, id int64) string { return mark + strconv.FormatInt(id, 10) }

// statusFacet is a status without what is no letter in it.
func statusFacet(s domain.Status) string { return inStatus + strings.ReplaceAll(string(s), "_", "") }

// indexText is a row of the index: each term once.
func indexText(title, body string, facets []string) string {
	seen := map[string]bool{}
	var b strings.Builder
	add := func(term string) {
		if !seen[term] {
			seen[term] = true
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(term)
		}
	}
	for _, t := range keptTokens(title) {
		add(t.Term)
		add(inTitle + t.Term)
	}
	for _, t := range keptTokens(body) {
		add(t.Term)
	}
	for _, f := range facets {
		add(f)
	}
	return b.String()
}
