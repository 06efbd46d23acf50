package domain

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colour is one in sRGB.
type Colour struct{ R, G, B uint8 }

// ParseColour reads "#0a5c66"; people may leave out the sign.
func ParseColour(s string) (Colour, bool) {
	digits := strings.TrimPrefix(strings.TrimSpace(s), "#")
	n, err := strconv.ParseUint(digits, 16, 24)
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil && len(digits) == 6
}

func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Contrast is the ratio that WCAG 2.2 measures, from 1 to 21.
func (c Colour) Contrast(d Colour) float64 {
	a, b := c.luminance(), d.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(part uint8) float64 {
	v := float64(part) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// toward is the colour with a share of another in it.
func (c Colour) toward(d Colour, share float64) Colour {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return Colour{mix(c.R, d.R), mix(c.G, d.G), mix(c.B, d.B)}
}

// ground is what an accent stands on in a theme.
type ground struct {
	paper, surface, sunken Colour // as the style sheet has them
	text                   Colour // on areas of the accent
	soft                   float64
	end                    Colour // toward which an accent is readable
}

// grounds are those of the themes. How strong soft areas are keeps quiet text on them
// readable, whatever the accent.
var grounds = map[ColorTheme]ground{
	ThemeLight: {
		paper: Colour{0xf3, 0xf7, 0xf7}, surface: Colour{0xff, 0xff, 0xff}, sunken: Colour{0xed, 0xf2, 0xf3},
		text: Colour{0xff, 0xff, 0xff}, soft: 0.08, end: Colour{},
	},
	ThemeDark: {
		paper: Colour{0x0b, 0x12, 0x15}, surface: Colour{0x14, 0x1d, 0x20}, sunken: Colour{0x1c, 0x26, 0x2a},
		text: Colour{0x02, 0x17, 0x1c}, soft: 0.1, end: Colour{0xff, 0xff, 0xff},
	},
}

// MinContrast is what text needs (WCAG 2.2, 1.4.3).
const MinContrast = 4.5

// worst is the least contrast that an accent has with what it stands on and with what
// stands on it.
func (g ground) worst(c Colour) float64 {
	least := c.Contrast(g.text)
	for _, back := range []Colour{g.paper, g.surface, g.sunken, g.surface.toward(c, g.soft)} {
		least = min(least, c.Contrast(back))
	}
	return least
}

// nearest is the colour, or what has to become of it to be readable: darker in the light
// theme, lighter in the dark one, by as little as does.
func (g ground) nearest(c Colour) Colour {
	const steps = 255
	for n := range steps {
		if near := c.toward(g.end, float64(n)/steps); g.worst(near) >= MinContrast {
			return near
		}
	}
	return g.end
}
