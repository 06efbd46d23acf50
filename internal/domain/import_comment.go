package domain

import (
	"slices"
	"strings"
	"time"
)

// CommentFields are what an imported comment can have, by the names that --map uses.
var CommentFields = []string{"key", "idea", "parent", "body", "author", "author_id", "created"}

// ImportedComment is a row of a file, checked.
type ImportedComment struct {
	Key    string
	Idea   string // key of the idea it is on
	Parent string // key of the comment it answers; "": none, it begins a thread
	Body   string // as it came
	ImportedAuthor
	Content
	Created time.Time
}

// ParseImportedComment checks one row. One without words stands for a comment that is
// gone where it comes from. values are by CommentFields; none are the words
// that stand in a parent's place where there is none.
func ParseImportedComment(values map[string]string, none []string, r ImportRules) (ImportedComment, error) {
	var p Problems
	c := ImportedComment{
		Key: strings.TrimSpace(values["key"]), Idea: strings.TrimSpace(values["idea"]), Parent: strings.TrimSpace(values["parent"]),
		Body: strings.TrimSpace(values["body"]), ImportedAuthor: parseImportedAuthor(&p, values, r),
		Content: contentOf(CommentFields, values, "created"),
	}
	if slices.Contains(none, c.Parent) {
		c.Parent = ""
	}
	for _, key := range []struct {
		field, value string
		needed       bool
	}{{"key", c.Key, true}, {"idea", c.Idea, true}, {"parent", c.Parent, false}} {
		if key.needed && key.value == "" || len(key.value) > ImportKeyMax {
			p.Add(key.field, "import.key", Args{"Max": ImportKeyMax})
		}
	}
	if c.Parent == c.Key && c.Key != "" {
		p.Add("parent", "import.own_parent", nil)
	}
	c.Created = parseImportedTime(&p, "created", values["created"], r)
	return c, p.Err()
}
