package web

// claimProduct makes the member a verified owner by serial number.
func (s *Server) claimProduct(r *request) error {
	err := s.app.ClaimProduct(r.ctx(), r.who, r.Param("slug"), r.field("serial"))
	return r.answer(err, "done.verified", r.here()+"#rate", "serial", s.showProduct)
}
