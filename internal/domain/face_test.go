package domain

import (
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// An accent is taken where text in it and on it can be read on all that it stands on, and
// where it cannot the nearest that can is named; that one is taken.
func TestAccentsCanBeRead(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := chance.Uint32()
		c := Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}
		for field, theme := range map[string]ColorTheme{"accent": ThemeLight, "dark": ThemeDark} {
			var p Problems
			checkAccent(&p, field, c.String(), theme)
			g := grounds[theme]
			if good := g.worst(c) >= MinContrast; good != (p.Err() == nil) {
				t.Errorf("%s in %s has %.2f: %v", c, theme, g.worst(c), p.Err())
			}
			near := g.nearest(c)
			if g.worst(near) < MinContrast {
				t.Errorf("the nearest to %s in %s is %s with %.2f", c, theme, near, g.worst(near))
			}
			quiet := map[ColorTheme]Colour{ThemeLight: {0x56, 0x63, 0x68}, ThemeDark: {0x95, 0xa1, 0xa4}}[theme] // --ink-3
			if got := quiet.Contrast(g.palette(near).Soft); got < MinContrast {
				t.Errorf("quiet text on the soft area of %s has %.2f in %s", near, got, theme)
			}
		}
	}
	if got := grounds[ThemeLight].nearest(Colour{0x0a, 0x5c, 0x66}); got != (Colour{0x0a, 0x5c, 0x66}) {
		t.Errorf("a colour that can be read becomes %s", got)
	}
}

// The backgrounds that accents are measured against are those of the style sheet.
func TestGroundsAreThoseOfTheStyleSheet(t *testing.T) {
	sheet, err := os.ReadFile("../../static/css/groundswell.css")
	if err != nil {
		t.Fatal(err)
	}
	const colour = `oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`
	for name, want := range map[string][2]Colour{
		"paper":   {grounds[ThemeLight].paper, grounds[ThemeDark].paper},
		"surface": {{0xff, 0xff, 0xff}, grounds[ThemeDark].surface},
		"sunken":  {grounds[ThemeLight].sunken, grounds[ThemeDark].sunken},
		"on-tide": {grounds[ThemeLight].text, grounds[ThemeDark].text},
	} {
		pair := regexp.MustCompile(`--` + name + `: +light-dark\((oklch\([^)]*\)), +(oklch\([^)]*\))\)`).FindSubmatch(sheet)
		if pair == nil {
			t.Fatalf("the style sheet has no --%s", name)
		}
		for i := range 2 {
			parts := regexp.MustCompile(colour).FindSubmatch(pair[i+1])
			if parts == nil {
				parts = [][]byte{nil, []byte("1"), []byte("0"), []byte("0")} // oklch(1 0 0)
			}
			var n [3]float64
			for k := range n {
				n[k], _ = strconv.ParseFloat(string(parts[k+1]), 64)
			}
			if got := fromOKLCH(n[0], n[1], n[2]); got != want[i] {
				t.Errorf("--%s is %s, not %s", name, got, want[i])
			}
		}
	}
}

// fromOKLCH is a colour as CSS Color 4 defines it.
func fromOKLCH(l, c, h float64) Colour {
	a, b := c*math.Cos(h*math.Pi/180), c*math.Sin(h*math.Pi/180)
	x := math.Pow(l+0.3963377774*a+0.2158037573*b, 3)
	y := math.Pow(l-0.1055613458*a-0.0638541728*b, 3)
	z := math.Pow(l-0.0894841775*a-1.2914855480*b, 3)
	part := func(v float64) uint8 {
		if v = min(max(v, 0), 1); v <= 0.0031308 {
			return uint8(math.Round(255 * 12.92 * v))
		}
		return uint8(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
	}
	return Colour{part(4.0767416621*x - 3.3077115913*y + 0.2309699292*z), part(-1.2684380046*x + 2.6097574011*y - 0.3413193965*z),
		part(-0.0041960863*x - 0.7034186147*y + 1.7076147010*z)}
}

func TestFooterLinks(t *testing.T) {
	for address, good := range map[string]bool{
		"https://example.org/shop": true, "http://example.org": false, "javascript:alert(1)": false, "https:": false, "//example.org": false,
		"https://who@example.org": false, "": false, "example.org": false,
	} {
		var p Problems
		CheckFace(&p, Face{Links: []FooterLink{{LabelEN: "Shop", Address: address}}})
		if (p.Err() == nil) != good {
			t.Errorf("%q: %v", address, p.Err())
		}
	}
	var p Problems
	if CheckFace(&p, Face{Links: []FooterLink{{}, {Address: "https://example.org"}}}); len(p.fields) != 1 ||
		p.fields[0].Field != "label_en_1" {
		t.Errorf("a link without a label: %v", p.Err())
	}
}
