package domain

// SearchKind is a kind of thing that search finds.
type SearchKind int64

// The kinds. Their numbers are kept: see migration 13.
const (
	FindIdeas SearchKind = 1 + iota
	FindComments
	FindProducts
	FindPeople // who answer for the company; not kept, for they are few
)

// IndexedKinds are the kinds whose texts are kept as terms, in the order in which all of
// them are made anew.
var IndexedKinds = []SearchKind{FindIdeas, FindComments, FindProducts}

// SearchTabs are the kinds that the page of search has, in their order.
var SearchTabs = []SearchKind{FindIdeas, FindComments, FindProducts, FindPeople}

// kindNames are the kinds as addresses name them.
var kindNames = map[SearchKind]string{FindIdeas: "ideas", FindComments: "comments", FindProducts: "products", FindPeople: "people"}

// String is the kind as in addresses.
func (k SearchKind) String() string { return kindNames[k] }

// ParseSearchKind accepts a tab's name; anything else is FindIdeas.
func ParseSearchKind(s string) SearchKind {
	for _, k := range SearchTabs {
		if k.String() == s {
			return k
		}
	}
	return FindIdeas
}

// QueryMax bounds what is searched for, in characters.
const QueryMax = 200

// SearchFilter asks for one page of what is found.
type SearchFilter struct {
	Kind     SearchKind
	SpaceID  int64    // these four narrow ideas, and comments by their ideas
	Tag      *Tag     // nil: every tag
	Product  *Product // nil: every product
	Statuses []Status // empty: ListedStatuses
	Staff    []MemberRef
	After    Cursor // by score
	Limit    int    // 0: PageSize
}

// Found is what was found.
type Found struct {
	Ideas    []Idea    // HTML instead of Excerpt; one kind alone has a page of hits
	Comments []Comment // with the ids and titles of their ideas
	Products []Product
	People   []MemberRef
	Counts   map[SearchKind]FoundCount
	Next     Cursor
	// Meant are the words that were searched for beside what was typed, because nothing
	// has a word as it was typed.
	Meant []string
	Near  bool // nothing on this page has a word that was typed
}

// Any reports whether anything was found at all.
func (f Found) Any() bool {
	for _, c := range f.Counts {
		if c.N > 0 {
			return true
		}
	}
	return false
}

// FoundCount is how many things of a kind can be paged to.
type FoundCount struct {
	N    int64
	More bool // there may be more, which are not ranked
}

// SimilarMax is how many ideas a box of similar ones shows.
const SimilarMax = 5
