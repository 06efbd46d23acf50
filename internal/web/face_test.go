package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// upload sends a file in a field, as browsers do.
func (b *browser) upload(path, field string, file []byte) *answer {
	b.s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, `..\logo.png`)
	b.s.must(err)
	part.Write(file)
	b.s.must(form.Close())
	req, err := http.NewRequest(http.MethodPost, b.s.url+path, &body)
	b.s.must(err)
	req.Header.Set("Accept-Language", b.accept)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Origin", b.s.url)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

// mark is a PNG of one colour.
func (s *site) mark(w, h int, c color.Color) []byte {
	s.t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			m.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	s.must(png.Encode(&out, m))
	return out.Bytes()
}

// sheets are the style sheets of a page beside the house's own.
func (a *answer) sheets() []string {
	var all []string
	for _, link := range a.doc().Find(`link[rel="stylesheet"]`).EachIter() {
		if href, _ := link.Attr("href"); strings.HasPrefix(href, "/face/") {
			all = append(all, href)
		}
	}
	return all
}

// The company's name and colours are on every page at once, in its title, its preview,
// its feeds and its mails; a colour that cannot be read is refused with the nearest that
// can, which is taken by one press.
func TestTheCompanysFace(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest, admin, member := s.browser(), s.as(domain.Admin), s.as(domain.Customer)
		guest.get("/").want(http.StatusOK, "<bdi>Groundswell</bdi>")
		member.get("/").want(http.StatusOK)
		form := []string{"version", "0", "name", "Halden", "welcome_en", "Say it <b>here</b>.", "label_en_0", "Shop",
			"address_0", "https://halden.example/shop"}
		pale := append(form, "accent", "#7fd1ff")
		refused := admin.post("/admin/face", pale...).want(http.StatusUnprocessableEntity, "to be read it needs 4.5", `value="#7fd1ff"`, "Shop")
		near, offered := refused.doc().Find(`button[name="take_accent"]`).Attr("value")
		if !offered {
			t.Fatal("nothing is offered instead")
		}
		if a := guest.get("/"); len(a.sheets()) != 0 {
			t.Errorf("a refused colour shows: %v", a.sheets())
		}
		admin.post("/admin/face", append(pale, "take_accent", near)...).want(http.StatusSeeOther)
		admin.get("/admin/face").want(http.StatusOK, `value="`+near+`"`, "https://halden.example/shop")
		for name, b := range map[string]*browser{"a guest": guest, "a member": member} {
			a := b.get("/").want(http.StatusOK, "<bdi>Halden</bdi>", "Say it &lt;b&gt;here&lt;/b&gt;.", "Halden community, run on Groundswell",
				`<a href="https://halden.example/shop">Shop</a>`, "Halden</title>", `property="og:site_name" content="Halden"`)
			if got := a.sheets(); len(got) != 1 {
				t.Errorf("%s: the style sheets are %v", name, got)
			}
		}
		sheet := guest.get(guest.get("/").sheets()[0]).want(http.StatusOK, near)
		if sheet.header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
			!strings.HasPrefix(sheet.header.Get("Content-Type"), "text/css") {
			t.Errorf("the style sheet is sent as %v", sheet.header)
		}
		guest.get("/face/000000-ffffff-000000000000.css").want(http.StatusNotFound)
		guest.get("/feed.atom").want(http.StatusOK, "Halden")
		guest.post("/reset", "email", "member@example.org").want(http.StatusOK)
		if m := s.theMail(); !strings.Contains(m.HTML, "<b><bdi>Halden</bdi></b>") || strings.Contains(m.HTML, "<b>Groundswell") {
			t.Errorf("the mail begins with %.300s", m.HTML)
		}
		admin.post("/admin/face", form...).want(http.StatusConflict, "Halden")
	})
}

// What is wrong stands beside its field, and nothing is lost.
func TestBadFaces(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.as(domain.Admin)
		for _, c := range []struct{ field, value, want string }{
			{"name", "", "characters"}, {"accent", "red", "# and six digits"}, {"dark", "#6bd1d2", "Choose an accent on light"},
			{"address_1", "http://halden.example", "begins with https://"}, {"address_1", "javascript:alert(1)", "begins with https://"},
			{"label_de_2", "Laden", "begins with https://"}, {"welcome_de", strings.Repeat("x", 201), "200"},
		} {
			a := admin.post("/admin/face", "version", "0", "name", "Halden", "label_en_0", "Shop", "address_0",
				"https://halden.example", c.field, c.value)
			a.want(http.StatusUnprocessableEntity, c.want)
			if wrong := a.doc().Find(`[aria-invalid="true"]`); wrong.Length() == 0 {
				t.Errorf("%s: no field is marked", c.field)
			}
			if kept, _ := a.doc().Find(`#label_en_0`).Attr("value"); kept != "Shop" {
				t.Errorf("%s: another field reads %q", c.field, kept)
			}
		}
		admin.upload("/admin/face/logo", "logo", []byte("<svg onload=alert(1)>")).want(http.StatusUnprocessableEntity, "no PNG or JPEG")
		admin.upload("/admin/face/logo", "logo", make([]byte, 2<<20)).want(http.StatusUnprocessableEntity, "larger than 1 MB")
		admin.upload("/admin/face/logo", "other", s.mark(3, 3, color.White)).want(http.StatusUnprocessableEntity, "Choose a file first")
		admin.upload("/admin/spaces/999999/face/logo", "logo", s.mark(3, 3, color.White)).want(http.StatusNotFound)
		admin.upload("/ideas", "title", make([]byte, 300<<10)).want(http.StatusUnprocessableEntity)
		s.as(domain.Engineer).upload("/admin/face/logo", "logo", s.mark(3, 3, color.White)).want(http.StatusForbidden)
	})
}

// A logo is on every page at once, is a picture that does nothing, and is gone when it is
// taken away. A space has its own, on its own page.
func TestLogos(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest, admin := s.browser(), s.as(domain.Admin)
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		before := guest.get(ideaPath(id, "card.png")).want(http.StatusOK).body
		admin.upload("/admin/face/logo", "logo", s.mark(40, 20, color.NRGBA{200, 10, 10, 255})).want(http.StatusSeeOther)
		address, there := guest.get("/").want(http.StatusOK).doc().Find(".brand img.logo").Attr("src")
		if !there {
			t.Fatal("no logo is on the page")
		}
		picture := guest.get(address).want(http.StatusOK)
		for header, want := range map[string]string{
			"Content-Type": "image/png", "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": `attachment; filename="logo.png"`, "Cache-Control": "public, max-age=31536000, immutable",
		} {
			if got := picture.header.Get(header); got != want {
				t.Errorf("%s is %q, want %q", header, got, want)
			}
		}
		if after := guest.get(ideaPath(id, "card.png")).want(http.StatusOK).body; after == before {
			t.Error("the picture for previews is as before")
		}
		guest.get("/feed.atom").want(http.StatusOK, "<logo>"+s.url+address+"</logo>")
		admin.upload("/admin/spaces/1/face/logo", "logo", s.mark(20, 20, color.White)).want(http.StatusSeeOther)
		admin.post("/admin/spaces/1/face", "version", "0", "accent", "#7a1f5c").want(http.StatusSeeOther)
		space := guest.get("/spaces/" + s.spaces[0].Slug).want(http.StatusOK)
		if len(space.sheets()) != 1 || space.doc().Find("main img.logo").Length() != 1 {
			t.Errorf("the space has %v and %d logos", space.sheets(), space.doc().Find("main img.logo").Length())
		}
		if other := guest.get("/spaces/" + s.spaces[1].Slug); len(other.sheets()) != 0 {
			t.Error("another space has its colours")
		}
		admin.post("/admin/face/logo/remove").want(http.StatusSeeOther)
		if guest.get("/").doc().Find("img.logo").Length() != 0 {
			t.Error("the logo is still there")
		}
		guest.get(address).want(http.StatusNotFound)
	})
}
