package web

import (
	"net/http"
	"strconv"

	"groundswell/internal/domain"
	"groundswell/views"
)

// xmlType is what maps of the site are.
const xmlType = "application/xml; charset=utf-8"

// robots tells crawlers where they need not look, and where the map is.
func (s *Server) robots(r *request) error {
	return r.Blob(http.StatusOK, "text/plain; charset=utf-8", views.Robots(s.config.BaseURL))
}

// sitemap is the index of the maps.
func (s *Server) sitemap(r *request) error {
	ideas, products, err := s.read.SitemapParts(r.ctx())
	if err != nil {
		return err
	}
	out, err := views.SitemapIndex(s.config.BaseURL, ideas, products)
	return r.blob(xmlType, out, err)
}

func (s *Server) sitemapPages(r *request) error {
	tags, err := s.read.SitemapTags(r.ctx())
	if err != nil {
		return err
	}
	out, err := views.SitemapPages(s.config.BaseURL, r.community.Spaces, tags)
	return r.blob(xmlType, out, err)
}

func (s *Server) sitemapIdeas(r *request) error {
	part, err := r.sitemapPart()
	if err != nil {
		return err
	}
	places, err := s.read.SitemapIdeas(r.ctx(), part)
	return s.sitemapOf(r, places, err)
}

func (s *Server) sitemapProducts(r *request) error {
	part, err := r.sitemapPart()
	if err != nil {
		return err
	}
	places, err := s.read.SitemapProducts(r.ctx(), part)
	return s.sitemapOf(r, places, err)
}

func (s *Server) sitemapOf(r *request, places []domain.Located, err error) error {
	if err != nil {
		return err
	}
	out, err := views.Sitemap(s.config.BaseURL, places)
	return r.blob(xmlType, out, err)
}

// maxPart keeps the ids of a part within what a database counts.
const maxPart = 1 << 40

// sitemapPart is the part that an address such as /sitemap/ideas/3 asks for.
func (r *request) sitemapPart() (int64, error) {
	part, err := strconv.ParseInt(r.Param("part"), 10, 64)
	if err != nil || part < 0 || part > maxPart {
		return 0, domain.ErrNotFound
	}
	return part, nil
}

// blob answers with bytes that are no page, unless making them failed.
func (r *request) blob(kind string, content []byte, err error) error {
	if err != nil {
		return err
	}
	return r.Blob(http.StatusOK, kind, content)
}
