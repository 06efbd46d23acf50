package web

// SeeEveryCommit lets guests see every commit at once, also of many in a second:
// tests ask what a page says right after what they did.
func SeeEveryCommit(s *Server) { s.pages.fresh = 0 }

// SeeOnceASecond is how servers are.
func SeeOnceASecond(s *Server) { s.pages.fresh = pageLife }
