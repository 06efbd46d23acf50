package domain

import "strings"

// Tag is a word that ideas share across spaces.
type Tag struct {
	ID    int64
	Slug  string
	Name  string
	Ideas int64 // how many ideas carry it
}

// TagsMax is how many tags an idea may carry.
const TagsMax = 5

// ParseTags splits what a person typed at commas into at most TagsMax distinct
// tags, by name.
func ParseTags(p *Problems, typed string) []Tag {
	var tags []Tag
	seen := map[string]bool{}
	for name := range strings.SplitSeq(typed, ",") {
		name = strings.Join(strings.Fields(name), " ")
		key := NameKey(name)
		if Blank(name) || seen[key] {
			continue
		}
		seen[key] = true
		if Seen(name) > TagNameMax || badLetters(name) != "" {
			p.Add("tags", "error.tag", Args{"Tag": name, "Max": TagNameMax})
			return nil
		}
		tags = append(tags, Tag{Name: name})
	}
	if len(tags) > TagsMax {
		p.Add("tags", "error.tags", Args{"Max": TagsMax})
		return nil
	}
	return tags
}

// TagNames joins the names as a person would type them.
func TagNames(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}
