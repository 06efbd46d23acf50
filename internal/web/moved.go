package web

import (
	"net/http"
	"strings"
)

// kindsInPaths are what the word behind the first part of a path names, kindsAsked
// what filters name.
var (
	kindsInPaths = map[string]string{"spaces": "space", "tags": "tag", "products": "product", "queues": "queue"}
	kindsAsked   = []string{"space", "tag", "product", "family"}
)

// moved is the address that a request meant whose answer would be that there is no
// such thing: the same one with the words that the things in it have now instead of
// those they had. Empty: nothing in it has moved.
func (s *Server) moved(r *request, status int) string {
	if status != http.StatusNotFound {
		return ""
	}
	moved := false
	current := func(kind, word string) string {
		now, err := s.read.CurrentSlug(r.ctx(), kind, word)
		if err != nil {
			return word // the answer stays that there is no such thing
		}
		moved = true
		return now
	}
	url := *r.Request().URL
	if word := r.Param("slug"); word != "" {
		parts := strings.Split(strings.TrimPrefix(url.Path, "/"), "/")
		parts[1] = current(kindsInPaths[parts[0]], word)
		url.Path, url.RawPath = "/"+strings.Join(parts, "/"), ""
	}
	if query := url.Query(); safe(r.Request().Method) {
		for _, kind := range kindsAsked {
			if word := query.Get(kind); word != "" {
				query.Set(kind, current(kind, word))
			}
		}
		if moved {
			url.RawQuery = query.Encode()
		}
	}
	if !moved {
		return ""
	}
	return url.RequestURI()
}
