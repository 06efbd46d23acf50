package web

import (
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/views"
)

// forEver lets browsers keep what has a hash of itself in its address.
const forEver = "public, max-age=31536000, immutable"

// faceSheet is a style sheet with the accents that its address names.
func (s *Server) faceSheet(r *request) error {
	face, ok := views.FaceOf(r.Param("slug"))
	if !ok {
		return domain.ErrNotFound
	}
	r.Response().Header().Set("Cache-Control", forEver)
	return r.Blob(http.StatusOK, "text/css; charset=utf-8", views.FaceSheet(face))
}

// logo is a picture that was uploaded. It may do nothing wherever it is opened, and other
// sites, such as readers of feeds, may show it.
func (s *Server) logo(r *request) error {
	key, named := strings.CutSuffix(r.Param("slug"), ".png")
	if !named || key == "" {
		return domain.ErrNotFound
	}
	picture, err := s.read.LogoPicture(r.ctx(), key)
	if err != nil {
		return err
	}
	h := r.Response().Header()
	h.Set("Cache-Control", forEver)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", `attachment; filename="logo.png"`)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return r.Blob(http.StatusOK, "image/png", picture)
}

func (s *Server) adminFace(r *request) error { return s.showFace(r, http.StatusOK, views.Form{}) }

// showFace shows how the community looks, or the space in the address.
func (s *Server) showFace(r *request, status int, form views.Form) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	page := views.FacePage{Page: r.page(r.lang.T("admin.face")), Form: form}
	if id == 0 {
		page.Face, err = s.read.CommunityFace(r.ctx())
	} else if page.Space, err = s.read.Space(r.ctx(), id); err == nil {
		page.Title = r.lang.T("face.of", "Space", page.Space.Name)
		page.Face, err = s.read.Face(r.ctx(), id)
	}
	if err != nil {
		return err
	}
	return r.render(status, views.AdminFace(page))
}

// saveFace keeps how the community or a space looks. Whoever takes a colour that was
// offered sends it beside the one that was typed.
func (s *Server) saveFace(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	for _, name := range []string{"accent", "dark"} {
		if taken := r.field("take_" + name); taken != "" {
			r.form.Set(name, taken)
		}
	}
	face := domain.Face{
		Space: id, Accent: r.field("accent"), Dark: r.field("dark"), Version: r.number("version"),
		WelcomeEN: r.field("welcome_en"), WelcomeDE: r.field("welcome_de"),
	}
	for n := range domain.FooterLinksMax {
		face.Links = append(face.Links, domain.FooterLink{
			LabelEN: r.field(domain.LinkField("label_en", n)), LabelDE: r.field(domain.LinkField("label_de", n)),
			Address: r.field(domain.LinkField("address", n)),
		})
	}
	err = s.app.SaveFace(r.ctx(), r.who, face, r.field("name"))
	return r.answer(err, "done.saved", r.here()+"#save", "accent", s.showFace)
}

// uploadLogo makes a file the logo of the community or a space.
func (s *Server) uploadLogo(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	file, err := r.file()
	if err == nil {
		err = s.app.SetLogo(r.ctx(), r.who, id, file)
	}
	return r.answer(err, "done.saved", r.here()+"#logo-panel", "logo", s.showFace)
}

func (s *Server) removeLogo(r *request) error {
	id, err := r.idOrNew()
	if err != nil {
		return err
	}
	if err := s.app.RemoveLogo(r.ctx(), r.who, id); err != nil {
		return err
	}
	return r.done("done.saved", r.here()+"#logo-panel")
}
