package domain

import "unicode/utf8"

// Visibility says who may read a space.
type Visibility string

// Public spaces are read by everyone. Private ones exist in the schema and in
// every list's scope; how people enter them is decided with that feature.
const (
	Public  Visibility = "public"
	Private Visibility = "private"
)

// Space is a sub-community by subject.
type Space struct {
	ID          int64
	Slug        string
	Name        string
	Description string
	Visibility  Visibility
	Ideas       int64 // listed ideas, as of the last count
	Responsible MemberRef
	Queue       QueueRef // that answers for it; ID 0: none
	Face        Face
	Moderators  []MemberRef // whose desk can be narrowed to it; read where they are named
	FirstPosts  int64       // so many first posts of a person wait for a moderator; 0: none
	Version     int64
}

// Limits of spaces and tags, in characters.
const (
	SpaceNameMax        = 60
	SpaceDescriptionMax = 500
	TagNameMax          = 40
	SpaceFirstPostsMax  = 10 // how many first posts of a person may wait
	SpaceModeratorsMax  = 20 // that a space names
)

// CheckSpace notes what is wrong with a space.
func CheckSpace(p *Problems, s Space) {
	switch n, bad := Seen(s.Name), badLetters(s.Name); {
	case bad != "":
		p.Add("name", bad, nil)
	case n < NameMin:
		p.Add("name", "error.name_short", Args{"Min": NameMin})
	case n > SpaceNameMax:
		p.Add("name", "error.name_long", Args{"Max": SpaceNameMax})
	}
	checkSlug(p, s.Slug)
	if s.FirstPosts < 0 || s.FirstPosts > SpaceFirstPostsMax {
		p.Add("first_posts", "error.first_posts", Args{"Max": SpaceFirstPostsMax})
	}
	if len(s.Moderators) > SpaceModeratorsMax {
		p.Add("moderators", "error.space_moderators", Args{"Max": SpaceModeratorsMax})
	}
	if utf8.RuneCountInString(s.Description) > SpaceDescriptionMax {
		p.Add("description", "error.too_long", Args{"Max": SpaceDescriptionMax})
	}
}
