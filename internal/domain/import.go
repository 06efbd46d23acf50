package domain

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// IdeaFields are what an imported idea can have, by the names that --map uses.
var IdeaFields = []string{"key", "title", "body", "author", "author_id", "created", "points", "promotes", "demotes",
	"space", "product", "tags", "status", "url"}

// ImportKeyMax is the longest key of an imported row, in bytes.
const ImportKeyMax = 200

// ImportedIdea is a row of a file, checked.
type ImportedIdea struct {
	Key   string
	Title string
	Body  string // as it came
	ImportedAuthor
	Content
	Created  time.Time
	Points   int64 // carried over
	Promotes int64 // carried over; 0 where only points are known
	Demotes  int64
	Space    string // name, or slug of one there is; empty: the installation's first
	Product  string // key or name of one there is; empty: none
	Tags     []Tag
	Status   Status
	URL      string
	Left     []FieldError // what of the row is left out, by field; the rest goes in
}

// ImportedAuthor is whom a row names. Somebody with an ID is one person in all rows
// of a source that have it; the ID is private. A name alone is nobody's for sure:
// a hundred customers are called "Customer".
type ImportedAuthor struct {
	AuthorID string
	Author   string // empty: nobody is named
	ByName   bool   // the operator says that a name is one person
}

func parseImportedAuthor(p *Problems, values map[string]string, r ImportRules) ImportedAuthor {
	a := ImportedAuthor{AuthorID: strings.TrimSpace(values["author_id"]),
		Author: strings.Join(strings.Fields(values["author"]), " "), ByName: r.ByName}
	if n := utf8.RuneCountInString(a.Author); n > NameMax {
		p.Add("author", "error.name_long", Args{"Max": NameMax})
	}
	if len(a.AuthorID) > ImportKeyMax {
		p.Add("author_id", "import.key", Args{"Max": ImportKeyMax})
	}
	return a
}

// TextFormat is what the texts of a file are written in.
type TextFormat string

// What an operator may declare. A file that nobody declared is kept letter by
// letter and shown as what is typed into a form, which is Markdown.
const (
	TextUndeclared TextFormat = ""
	TextHTML       TextFormat = "html"
	TextMarkdown   TextFormat = "markdown"
	TextPlain      TextFormat = "plain"
)

// LineFields are the fields that people read as one line, of all kinds of rows.
var LineFields = []string{"title", "author", "space", "tags", "name", "family", "product", "revision"}

// ImportRules are what an operator says about a file.
type ImportRules struct {
	Text     TextFormat
	Space    string            // for ideas that name none
	Family   string            // for products that name none
	Statuses map[string]Status // what the file's words mean
	URLBase  string            // put before addresses that start with a slash
	Tags     string            // characters that stand between tags; empty: those of tagSeparators
	Zone     *time.Location    // of moments that name none; nil: nobody said, UTC
	Order    DateOrder         // of days in numbers with strokes
	ByName   bool              // a name without an ID is one person wherever it stands
	Now      time.Time
}

// ParseImportedIdea checks one row. values are by IdeaFields; a field that is
// not mapped is missing. Every problem is noted under its field.
func ParseImportedIdea(values map[string]string, r ImportRules) (ImportedIdea, error) {
	var p Problems
	i := ImportedIdea{
		Key: strings.TrimSpace(values["key"]), Title: strings.Join(strings.Fields(values["title"]), " "), Body: strings.TrimSpace(values["body"]),
		ImportedAuthor: parseImportedAuthor(&p, values, r), Space: strings.TrimSpace(values["space"]),
		Product: strings.Join(strings.Fields(values["product"]), " "),
		Content: contentOf(IdeaFields, values, "created"),
	}
	if i.Key == "" || len(i.Key) > ImportKeyMax {
		p.Add("key", "import.key", Args{"Max": ImportKeyMax})
	}
	if n := utf8.RuneCountInString(i.Title); n < 1 || n > ImportedTitleMax {
		p.Add("title", "import.title", Args{"Max": ImportedTitleMax, "Count": n})
	}
	i.Created = parseImportedTime(&p, "created", values["created"], r)
	parseImportedPoints(&p, &i, values)
	if i.Space == "" {
		i.Space = r.Space
	}
	if utf8.RuneCountInString(i.Space) > SpaceNameMax {
		p.Add("space", "import.space", Args{"Max": SpaceNameMax})
	}
	i.Tags, i.Left = importedTags(values["tags"], r.Tags)
	i.Status = parseImportedStatus(&p, strings.TrimSpace(values["status"]), r.Statuses)
	i.URL = parseImportedURL(&p, strings.TrimSpace(values["url"]), r.URLBase)
	return i, p.Err()
}

// parseImportedPoints reads points, or promotes and demotes, which give them.
func parseImportedPoints(p *Problems, i *ImportedIdea, values map[string]string) {
	i.Promotes = importedNumber(p, "promotes", values["promotes"])
	i.Demotes = importedNumber(p, "demotes", values["demotes"])
	if i.Promotes < 0 {
		p.Add("promotes", "import.negative", nil)
	}
	if i.Demotes < 0 {
		p.Add("demotes", "import.negative", nil)
	}
	i.Points = i.Promotes - i.Demotes
	if s := strings.TrimSpace(values["points"]); s != "" {
		i.Points = importedNumber(p, "points", s)
	}
}

// importedMax keeps sums far from overflowing.
const importedMax = 1_000_000_000

// wholeNumber is a whole number as tables write it, with zeros behind the point or
// comma. Three zeros are not taken for that: 12,000 may be twelve thousand.
var wholeNumber = regexp.MustCompile(`^([+-]?\d+)[.,](?:0|00|0{4,})$`)

func importedNumber(p *Problems, field, s string) int64 {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	if whole := wholeNumber.FindStringSubmatch(s); whole != nil {
		s = whole[1]
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > importedMax || n < -importedMax {
		p.Add(field, "import.number", Args{"Value": s, "Max": importedMax})
		return 0
	}
	return n
}

// tagSeparators stand between tags where nobody says what does. A line end always
// does: lists of JSON come with one value a line.
const tagSeparators = ",;|"

// importedTags takes the tags that an idea may carry; a row is not lost for the
// others.
func importedTags(text, separators string) (tags []Tag, left []FieldError) {
	if separators == "" {
		separators = tagSeparators
	}
	var many []string
	taken := ""
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || strings.ContainsRune(separators, r) }) {
		var p Problems
		name = strings.Join(strings.Fields(name), " ")
		switch with := ParseTags(&p, taken+","+name); {
		case p.Err() == nil:
			tags, taken = with, taken+","+name
		case len(tags) == TagsMax:
			many = append(many, name)
		default:
			left = append(left, FieldError{"tags", "import.tag_left", Args{"Tag": name, "Max": TagNameMax}})
		}
	}
	if len(many) > 0 {
		left = append(left, FieldError{"tags", "import.tags_left", Args{"Tags": strings.Join(many, ", "), "Max": TagsMax}})
	}
	return tags, left
}

func parseImportedStatus(p *Problems, s string, known map[string]Status) Status {
	if s == "" {
		return StatusNew
	}
	status, ok := known[s]
	if !ok {
		status, ok = ParseStatus(s)
	}
	switch {
	case ok && status == StatusMerged: // into what? an idea that leads nowhere helps nobody
		p.Add("status", "import.merged", Args{"Value": s})
		return StatusNew
	case ok:
		return status
	}
	p.Add("status", "import.status", Args{"Value": s})
	return StatusNew
}

func parseImportedURL(p *Problems, s, base string) string {
	if s == "" {
		return ""
	}
	if strings.HasPrefix(s, "/") {
		s = strings.TrimRight(base, "/") + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || len(s) > 2000 {
		p.Add("url", "import.url", Args{"Value": s})
		return ""
	}
	return u.String()
}

// ImportCount says what became of the rows of a file.
type ImportCount struct {
	New       int64 // are there now
	Same      int64 // were there, with the same content
	Differ    int64 // were there with other content, and were left alone
	Spaces    int64 // created on the way
	Authors   int64
	Products  int64
	Revisions int64
	Earlier   int64 // of reviews: kept as what the same author said before
	Watched   int64 // products on watch afterwards that were not before
	Kept      int64 // of products: were there, and what is said of them here stays
	Aboutless int64 // of ideas: name a product that is not here, and came without it
	Routable  int64 // of ideas: a rule of the queues would route them, and was not asked
	Routed    int64 // of ideas: a rule was asked and routed them
	Waiting   int64 // of comments: what they answer is not there yet
	Orphans   int64 // of comments: what they answer is missing, and a tombstone stands in its place
}

// Add adds another count.
func (c *ImportCount) Add(o ImportCount) {
	c.New += o.New
	c.Same += o.Same
	c.Differ += o.Differ
	c.Spaces += o.Spaces
	c.Authors += o.Authors
	c.Products += o.Products
	c.Revisions += o.Revisions
	c.Earlier += o.Earlier
	c.Watched += o.Watched
	c.Kept += o.Kept
	c.Aboutless += o.Aboutless
	c.Routable += o.Routable
	c.Routed += o.Routed
	c.Waiting += o.Waiting
	c.Orphans += o.Orphans
}
