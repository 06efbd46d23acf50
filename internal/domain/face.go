package domain

import (
	"fmt"
	"net/url"
	"unicode/utf8"
)

// Face is how a community or one of its spaces looks.
type Face struct {
	Space     int64  // 0: the community
	Accent    string // on light, as Colour writes it; "" for the house's own
	Dark      string // on dark; "" for what is nearest to Accent
	WelcomeEN string // a line on the first page, of communities alone
	WelcomeDE string
	Logo      Logo
	Links     []FooterLink // of communities alone
	Version   int64
}

// Logo is a picture that was uploaded, by the key of its address.
type Logo struct {
	Key           string // "" for none
	Width, Height int64  // in pixels
}

// FooterLink leads from every page to one of the company's own.
type FooterLink struct{ LabelEN, LabelDE, Address string }

// Label is how the link is called in a language.
func (l FooterLink) Label(language string) string { return inOneOf(language, l.LabelEN, l.LabelDE) }

// Welcome is the line on the first page in a language, "" for none.
func (f Face) Welcome(language string) string { return inOneOf(language, f.WelcomeEN, f.WelcomeDE) }

// inOneOf is a text in a language, or in the other one where it is not written in that.
func inOneOf(language, en, de string) string {
	if language == "de" && de != "" || en == "" {
		return de
	}
	return en
}

// Limits of faces.
const (
	WelcomeMax     = 200 // characters
	FooterLinksMax = 4
	FooterLabelMax = 40  // characters
	AddressMax     = 500 // bytes

	LogoMax    = 1 << 20 // bytes of the file
	LogoPixels = 24_000_000
)

// CheckFace notes what is wrong with a face that is about to be saved. Fields are those
// of its form; a colour that cannot be read well comes with the nearest that can.
func CheckFace(p *Problems, f Face) {
	checkAccent(p, "accent", f.Accent, ThemeLight)
	checkAccent(p, "dark", f.Dark, ThemeDark)
	if f.Accent == "" && f.Dark != "" {
		p.Add("accent", "error.accent_missing", nil)
	}
	checkLabel(p, "welcome_en", f.WelcomeEN, WelcomeMax)
	checkLabel(p, "welcome_de", f.WelcomeDE, WelcomeMax)
	for i, l := range f.Links {
		field := func(name string) string { return LinkField(name, i) }
		checkLabel(p, field("label_en"), l.LabelEN, FooterLabelMax)
		checkLabel(p, field("label_de"), l.LabelDE, FooterLabelMax)
		if l.Address == "" && l.Label("") == "" {
			continue
		}
		if l.Label("") == "" {
			p.Add(field("label_en"), "error.label_empty", nil)
		}
		if u, err := url.Parse(l.Address); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(l.Address) > AddressMax {
			p.Add(field("address"), "error.link_https", nil)
		}
	}
}

// LinkField is the form's field of a link in the footer, counted from 0.
func LinkField(name string, link int) string { return fmt.Sprint(name, "_", link) }

func checkLabel(p *Problems, field, label string, most int) {
	if bad := badLetters(label); bad != "" {
		p.Add(field, bad, nil)
	} else if utf8.RuneCountInString(label) > most {
		p.Add(field, "error.too_long", Args{"Max": most})
	}
}

func checkAccent(p *Problems, field, accent string, theme ColorTheme) {
	if accent == "" {
		return
	}
	c, ok := ParseColour(accent)
	if !ok {
		p.Add(field, "error.colour", nil)
		return
	}
	if g := grounds[theme]; g.worst(c) < MinContrast {
		p.Add(field, "error.contrast", Args{"Contrast": fmt.Sprintf("%.1f", g.worst(c)), "Nearest": g.nearest(c).String()})
	}
}

// Palette is an accent in a theme with the shades that pages make of it.
type Palette struct{ Accent, Soft, Line, Second, Text Colour }

// Palettes are those of the two themes; ok is false for a face without an accent.
func (f Face) Palettes() (light, dark Palette, ok bool) {
	accent, ok := ParseColour(f.Accent)
	if !ok {
		return light, dark, false
	}
	onDark, chosen := ParseColour(f.Dark)
	if !chosen {
		onDark = grounds[ThemeDark].nearest(accent)
	}
	return grounds[ThemeLight].palette(accent), grounds[ThemeDark].palette(onDark), true
}

func (g ground) palette(c Colour) Palette {
	return Palette{
		Accent: c, Soft: g.surface.toward(c, g.soft), Line: g.surface.toward(c, 0.3), Second: g.surface.toward(c, 0.55), Text: g.text,
	}
}
