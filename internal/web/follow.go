package web

import "groundswell/internal/domain"

// follow makes whether the reader follows something what the form says.
func (s *Server) follow(r *request, what domain.Subject) error {
	wanted := r.field("follow") == "1"
	if err := s.app.Follow(r.ctx(), r.who, what, wanted); err != nil {
		return err
	}
	if wanted {
		return r.done("done.followed", r.here())
	}
	return r.done("done.unfollowed", r.here())
}

func (s *Server) followIdea(r *request) error   { return s.followNumbered(r, domain.PartIdea) }
func (s *Server) followMember(r *request) error { return s.followNumbered(r, domain.PartMember) }

func (s *Server) followNumbered(r *request, part domain.Part) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	return s.follow(r, domain.Subject{Part: part, ID: id})
}

func (s *Server) followSpace(r *request) error {
	space, err := r.spaceBySlug(r.Param("slug"))
	if err != nil {
		return err
	}
	return s.follow(r, domain.Subject{Part: domain.PartSpace, ID: space.ID})
}

func (s *Server) followProduct(r *request) error {
	product, err := s.read.Product(r.ctx(), r.Param("slug"))
	if err != nil {
		return err
	}
	return s.follow(r, domain.Subject{Part: domain.PartProduct, ID: product.ID})
}
