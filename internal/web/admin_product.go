package web

import (
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
	ctx := r.ctx()
	page := views.ProductsAdmin{Page: r.page(r.lang.T("admin.products")),
		Query: text.Cut(text.Line(r.Request().URL.Query().Get("q")), domain.ProductNameMax), Families: r.community.Families,
		Form: form}
	found, err := s.read.Products(ctx, domain.ProductFilter{
		Order: domain.ByLaunch, States: domain.States, Words: slug.Words(page.Query),
		After: r.after(),
	})
	if err != nil {
		return err
	}
	page.Products, page.After, page.Next = found.Items, r.after().String(), found.Next.String()
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
		ID: id, Name: r.field("name"), Slug: strings.TrimSpace(r.field("slug")),
		Family: domain.Family{ID: r.number("family")}, Description: r.field("description"),
		Launch: launch, Responsible: domain.MemberRef{ID: r.number("responsible")}, Version: r.number("version"),
	}
}

// addProduct adds a product.
func (s *Server) addProduct(r *request) error {
	id, err := s.app.SaveProduct(r.ctx(), r.who, r.typedProduct(0))
	return r.answer(err, "done.saved", r.toRow("product", id), "name", s.showAdminProducts)
}

func (s *Server) adminProduct(r *request) error {
	return s.showAdminProduct(r, http.StatusOK, views.Form{})
}

func (s *Server) showAdminProduct(r *request, status int, form views.Form) error {
	return s.drawAdminProduct(r, status, form, views.Form{})
}

func (s *Server) showSerials(r *request, status int, form views.Form) error {
	return s.drawAdminProduct(r, status, views.Form{}, form)
}

func (s *Server) drawAdminProduct(r *request, status int, form, serials views.Form) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	ctx := r.ctx()
	p, err := s.read.ProductByID(ctx, id)
	if err != nil {
		return err
	}
	if form.Typed == nil {
		form.Typed = views.ProductValues(p)
	}
	page := views.ProductAdmin{Page: r.page(r.lang.T("admin.products")), Product: p, Families: r.community.Families,
		Form: form, SerialsForm: serials}
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
	_, err = s.app.SaveProduct(r.ctx(), r.who, r.typedProduct(id))
	return r.answer(err, "done.saved", r.here()+"#save", "name", s.showAdminProduct)
}

// addSerials adds serial numbers to the product's list.
func (s *Server) addSerials(r *request) error {
	id, err := r.id()
	if err != nil {
		return err
	}
	_, err = s.app.AddSerials(r.ctx(), r.who, id, r.field("serials"))
	return r.answer(err, "done.saved", r.here()+"#serials-h", "serials", s.showSerials)
}
