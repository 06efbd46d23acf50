package web

import (
	"errors"
	"net/url"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// purpose is what somebody signs in for, as the page tells to which they go back. It
// names only what guests may see.
func (s *Server) purpose(r *request) (views.Purpose, error) {
	to, err := url.Parse(r.here())
	if err != nil {
		return views.Purpose{}, nil // checked as an address of ours, not as one that can be read
	}
	var p views.Purpose
	switch kind, name, _ := strings.Cut(strings.TrimPrefix(to.Path, "/"), "/"); {
	case kind == "ideas" && name == "new":
		p.Act = "submit"
	case kind == "ideas" && to.Query().Has("vote"):
		p, err = s.votePurpose(r, name, to.Query().Get("vote"))
	case kind == "products" && to.Query().Has("rate"):
		var product domain.Product
		product, err = s.read.Product(r.ctx(), name)
		p = views.Purpose{Act: "rate", Title: product.Name}
	}
	if errors.Is(err, domain.ErrNotFound) {
		return views.Purpose{}, nil
	}
	return p, err
}

// votePurpose is the vote that was asked for on an idea.
func (s *Server) votePurpose(r *request, idea, asked string) (views.Purpose, error) {
	id, err := numbered(idea)
	if err != nil {
		return views.Purpose{}, err
	}
	i, err := s.read.IdeaFor(r.ctx(), domain.Nobody, id, r.today())
	if err != nil {
		return views.Purpose{}, err
	}
	switch v, _ := domain.ParseVote(asked); v {
	case domain.Promote:
		return views.Purpose{Act: "promote", Title: i.Title}, nil
	case domain.Demote:
		return views.Purpose{Act: "demote", Title: i.Title}, nil
	}
	return views.Purpose{}, nil
}
