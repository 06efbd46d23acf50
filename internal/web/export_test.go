package web

// SeeEveryCommit lets readers see every commit at once, also of many in a second:
// tests ask what a page says right after what they did.
func SeeEveryCommit(s *Server) { s.pages.fresh, s.sketches.life = 0, 0 }

// SeeOnceASecond is how servers are.
func SeeOnceASecond(s *Server) { s.pages.fresh, s.sketches.life = pageLife, pageLife }
