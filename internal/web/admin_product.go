package web

import (
	"fmt"
	"net/http"
	"strings"

	"groundswell/internal/domain"
	"groundswell/internal/slug"
	"groundswell/internal/text"
	"groundswell/views"
)

func (s *Server) adminProducts(r *request) error {
	return s.showAdminProducts(r, http.StatusOK, views.Form{})
}

func (s *Server) showAdminProducts(r *request, status int, form views.Form) error {
	ctx := r.Request().Context()
	page := views.ProductsAdmin{Page: r.adminPage("products"), Query: text.Cut(text.Line(r.Request().URL.Query().Get("q")), domain.ProductNameMax), Families: r.community.Families, Form: form}
	found, err := s.read.Products(ctx, domain.ProductFilter{
		Order: domain.ByLaunch, States: domain.States, Words: slug.Words(page.Query),
		After: domain.ParseCursor(r.Request().URL.Query().Get("after")),
	})
	if err != nil {
		return err
	}
	page.Products, page.Next = found.Items, found.Next.String()
	if page.Staff, err = s.read.Staff(ctx); err != nil {
		return err
	}
	page.Staff = membersByName(r.lang, page.Staff)
	return r.render(status, views.AdminProducts(page))
}

// typedProduct is the product of the form.
func (r *request) typedProduct(id int64) domain.Product {
	launch, _ := domain.ParseDay(r.field("launch"))
	return domain.Product{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Family: domain.Family{ID: r.number("family")}, Description: r.field("description"),
		Launch: launch, Responsible: domain.MemberRef{ID: r.number("responsible")}, Version: r.number("version"),
	}
}

// addProduct adds a product.
func (s *Server) addProduct(r *request) error {
	_, err := s.app.SaveProduct(r.Request().Context(), r.who, r.typedProduct(0))
	if status, fields, ok := again(err, "name"); ok {
		return s.showAdminProducts(r, status, r.typed(fields))
	}
	if err != nil {
		return err
	}
	return r.redirect("/admin/products?done=saved")
}

func (s *Server) adminProduct(r *request) error {
	return s.showAdminProduct(r, http.StatusOK, views.Form{}, views.Form{})
}

func (s *Server) showAdminProduct(r *request, status int, form, serials views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.Request().Context()
	p, err := s.read.ProductByID(ctx, id)
	if err != nil {
		return err
	}
	if form.Typed == nil {
		form.Typed = views.ProductValues(p)
	}
	page := views.ProductAdmin{Page: r.adminPage("products"), Product: p, Families: r.community.Families, Form: form, SerialsForm: serials}
	page.Title = p.Name
	if page.Staff, err = s.read.Staff(ctx); err != nil {
		return err
	}
	page.Staff = membersByName(r.lang, page.Staff)
	if page.Serials, page.SerialsTaken, err = s.read.SerialCount(ctx, id); err != nil {
		return err
	}
	return r.render(status, views.AdminProduct(page))
}

// saveProduct changes the product in the address.
func (s *Server) saveProduct(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	_, err = s.app.SaveProduct(r.Request().Context(), r.who, r.typedProduct(id))
	if status, fields, ok := again(err, "name"); ok {
		return s.showAdminProduct(r, status, r.typed(fields), views.Form{})
	}
	if err != nil {
		return err
	}
	return r.redirect("/admin/products?done=saved")
}

// addSerials adds serial numbers to the product's list.
func (s *Server) addSerials(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	_, err = s.app.AddSerials(r.Request().Context(), r.who, id, r.field("serials"))
	if status, fields, ok := again(err, "serials"); ok {
		return s.showAdminProduct(r, status, views.Form{}, r.typed(fields))
	}
	if err != nil {
		return err
	}
	return r.redirect(fmt.Sprintf("/admin/products/%d?done=saved", id))
}

func (s *Server) adminFamilies(r *request) error {
	return s.showFamilies(r, http.StatusOK, views.Form{}, 0)
}

func (s *Server) showFamilies(r *request, status int, form views.Form, formID int64) error {
	families, err := s.read.Families(r.Request().Context())
	if err != nil {
		return err
	}
	page := views.FamiliesAdmin{Page: r.adminPage("families"), Families: familiesByName(r.lang, families), Form: form, FormID: formID}
	return r.render(status, views.AdminFamilies(page))
}

// saveFamily adds a family, or changes the one in the address.
func (s *Server) saveFamily(r *request) error {
	var id int64
	if r.Param("id") != "" {
		var err error
		if id, err = r.id(); err != nil {
			return err
		}
	}
	_, err := s.app.SaveFamily(r.Request().Context(), r.who, domain.Family{
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")), Shape: r.field("shape"), Version: r.number("version"),
	})
	if status, fields, ok := again(err, "name"); ok {
		return s.showFamilies(r, status, r.typed(fields), id)
	}
	if err != nil {
		return err
	}
	return r.redirect("/admin/families?done=saved")
}
