package views

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"groundswell/internal/domain"
)

// sheetName names the style sheet of a face by its colours and a hash of what is in it.
func sheetName(f domain.Face) string {
	light, dark, _ := f.Palettes()
	sum := sha256.Sum256(FaceSheet(f))
	return fmt.Sprintf("%s-%s-%s.css", light.Accent.String()[1:], dark.Accent.String()[1:], hex.EncodeToString(sum[:6]))
}

// FaceOf is the face whose style sheet has a name; ok is false where none has it.
func FaceOf(name string) (f domain.Face, ok bool) {
	parts := strings.Split(name, "-")
	if len(parts) != 3 {
		return f, false
	}
	f = domain.Face{Accent: "#" + parts[0], Dark: "#" + parts[1]}
	_, _, ok = f.Palettes()
	return f, ok && sheetName(f) == name
}

// FaceSheet gives the accent of the house's own style sheet other colours.
func FaceSheet(f domain.Face) []byte {
	light, dark, _ := f.Palettes()
	var out strings.Builder
	out.WriteString("@layer tokens {\n  :root {\n")
	for _, token := range []struct {
		name        string
		light, dark domain.Colour
	}{
		{"tide", light.Accent, dark.Accent}, {"tide-fill", light.Accent, dark.Accent}, {"tide-soft", light.Soft, dark.Soft},
		{"tide-line", light.Line, dark.Line}, {"fill-2", light.Second, dark.Second}, {"on-tide", light.Text, dark.Text},
	} {
		fmt.Fprintf(&out, "    --%s: light-dark(%s, %s);\n", token.name, token.light, token.dark)
	}
	out.WriteString("  }\n}\n")
	return []byte(out.String())
}

// FacePage is how the community or a space looks, as a form.
type FacePage struct {
	Page
	Space domain.Space // ID 0: the community
	Face  domain.Face
	Form  Form
}

// filled is the form with what is in force where nothing was typed.
func (p FacePage) filled() Form {
	f := p.Form
	for field, value := range map[string]string{
		"name": p.Community, "accent": p.Face.Accent, "dark": p.Face.Dark, "welcome_en": p.Face.WelcomeEN, "welcome_de": p.Face.WelcomeDE,
		"version": id(p.Face.Version),
	} {
		f = f.With(field, value)
	}
	for i, l := range p.Face.Links {
		f = f.With(domain.LinkField("label_en", i), l.LabelEN).With(domain.LinkField("label_de", i), l.LabelDE)
		f = f.With(domain.LinkField("address", i), l.Address)
	}
	return f
}

// nearest is the colour that can be read where the one in a field cannot; "" else.
func (f Form) nearest(field string) string {
	at := slices.IndexFunc(f.Errors, func(e domain.FieldError) bool { return e.Field == field && e.Key == "error.contrast" })
	if at < 0 {
		return ""
	}
	near, _ := f.Errors[at].Args["Nearest"].(string)
	return near
}

// swatch is a colour to be drawn, as it was typed if it is one.
func swatch(typed string) (string, bool) {
	c, ok := domain.ParseColour(typed)
	return c.String(), ok
}

// monogram stands where there is no logo.
func monogram(name string) string {
	return strings.ToUpper(string([]rune(strings.TrimSpace(name) + "·")[:1]))
}
