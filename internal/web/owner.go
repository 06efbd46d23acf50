package web

// claimProduct makes the member a verified owner by serial number.
func (s *Server) claimProduct(r *request) error {
	err := s.app.ClaimProduct(r.ctx(), r.who, r.Param("slug"), r.field("serial"))
	return r.answer(err, "done.verified", r.here()+"#rate", "serial", s.showProduct)
}

// verifyOwner makes the writer a verified owner.
func (s *Server) verifyOwner(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	err = s.app.VerifyOwner(r.ctx(), r.who, id, r.field("note"))
	return r.answer(err, "done.saved", r.here(), "note", s.showReview)
}
