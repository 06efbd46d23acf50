// Package card draws the picture that other sites show beside a link to an idea: its
// title, where it stands, its points and their curve.
package card

import (
	"bytes"
	_ "embed"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"strings"
	"sync"
	"unicode"

	scaled "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Card is what the picture says. All texts are in the reader's language.
type Card struct {
	Community string
	Title     string
	Points    string // "128 points"
	Status    string
	Logo      []byte  // a PNG beside the community's name; nil for none
	Accent    string  // the colour "#0a5c66"; "" for the house's own
	Curve     []int64 // running sum by day, the last one today; fewer than two draw none
}

// Width and Height are the size in pixels that previews ask for (Open Graph: 1.91 to 1).
const (
	Width  = 1200
	Height = 630
)

const (
	margin     = 72
	titleSize  = 62.0
	smallSize  = 32.0
	titleLines = 4
	titleTop   = 200 // baseline of the first line
	lineHeight = 76
	smallLine  = 96  // baseline of the community's name
	factLine   = 560 // baseline of points and status
	curveTop   = 430
)

// The colours of the light theme.
var (
	paper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x12, 0x20, 0x24, 0xff}
	quiet = color.RGBA{0x4f, 0x62, 0x68, 0xff}
	tide  = color.RGBA{0x04, 0x52, 0x5c, 0xff}
	swell = color.RGBA{0xdd, 0xf1, 0xf3, 0xff}
)

//go:embed fonts/hanken-grotesk-regular.ttf
var regularFile []byte

//go:embed fonts/hanken-grotesk-bold.ttf
var boldFile []byte

// fonts are parsed once; they are safe for concurrent use, faces are not.
var fonts = sync.OnceValue(func() [2]*opentype.Font {
	var both [2]*opentype.Font
	for i, file := range [][]byte{regularFile, boldFile} {
		parsed, err := opentype.Parse(file)
		if err != nil {
			panic(err) // embedded: broken for every start or none
		}
		both[i] = parsed
	}
	return both
})

// Draw returns the picture as a PNG of Width by Height. A title in letters that the
// font does not have is left out; the rest is drawn.
func Draw(c Card) ([]byte, error) {
	picture := image.NewRGBA(image.Rect(0, 0, Width, Height))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	drawSwell(picture, c.Curve)
	accent := accentOf(c.Accent)
	draw.Draw(picture, image.Rect(0, 0, Width, 12), image.NewUniform(accent), image.Point{}, draw.Src)

	small, err := newPen(picture, fonts()[0], smallSize)
	if err != nil {
		return nil, err
	}
	title, err := newPen(picture, fonts()[1], titleSize)
	if err != nil {
		return nil, err
	}
	name := margin + drawLogo(picture, c.Logo)
	small.write(small.cut(c.Community, Width-margin-name), name, smallLine, quiet)
	for n, line := range title.lines(c.Title) {
		title.write(line, margin, titleTop+n*lineHeight, ink)
	}
	at := small.write(small.known(c.Points), margin, factLine, accent)
	small.write(small.known(c.Status), at+48, factLine, ink)

	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

// accentOf reads a colour such as "#0a5c66"; what is none is the house's own.
func accentOf(s string) color.RGBA {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 24)
	if err != nil {
		return tide
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}

// How large a logo is at most, and how far the name stands from it, in pixels.
const (
	logoHeight = 56
	logoWidth  = 400
	logoGap    = 24
)

// drawLogo puts a logo beside where the community's name begins, and returns the room
// that it takes. What is no picture takes none.
func drawLogo(picture *image.RGBA, file []byte) int {
	logo, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return 0
	}
	size := logo.Bounds()
	scale := min(logoHeight/float64(size.Dy()), logoWidth/float64(size.Dx()))
	w, h := int(float64(size.Dx())*scale), int(float64(size.Dy())*scale)
	middle := smallLine - smallSize/3 // of the letters beside it
	at := image.Rect(margin, int(middle)-h/2, margin+w, int(middle)-h/2+h)
	scaled.CatmullRom.Scale(picture, at, logo, size, scaled.Over, nil)
	return w + logoGap
}

// drawSwell fills the area under the curve across the foot of the picture.
func drawSwell(picture *image.RGBA, curve []int64) {
	if len(curve) < 2 {
		return
	}
	low, high := curve[0], curve[0]
	for _, v := range curve {
		low, high = min(low, v), max(high, v)
	}
	y := func(v int64) float32 {
		if high == low {
			return Height - 60
		}
		return float32(Height-60) - float32(Height-60-curveTop)*float32(v-low)/float32(high-low)
	}
	area := vector.NewRasterizer(Width, Height)
	area.MoveTo(0, Height)
	area.LineTo(0, y(curve[0]))
	for i := 1; i < len(curve); i++ {
		from, to := float32(i-1)*Width/float32(len(curve)-1), float32(i)*Width/float32(len(curve)-1)
		middle := (from + to) / 2
		area.CubeTo(middle, y(curve[i-1]), middle, y(curve[i]), to, y(curve[i]))
	}
	area.LineTo(Width, Height)
	area.ClosePath()
	area.Draw(picture, picture.Bounds(), image.NewUniform(swell), image.Point{})
}

// pen writes with one font in one size.
type pen struct {
	picture *image.RGBA
	font    *opentype.Font
	face    font.Face
}

func newPen(picture *image.RGBA, f *opentype.Font, size float64) (pen, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	return pen{picture, f, face}, err
}

// write draws a line of text from x on and returns where it ends.
func (p pen) write(text string, x, y int, c color.Color) int {
	d := font.Drawer{Dst: p.picture, Src: image.NewUniform(c), Face: p.face, Dot: fixed.P(x, y)}
	d.DrawString(text)
	return d.Dot.X.Ceil()
}

func (p pen) width(text string) int { return font.MeasureString(p.face, text).Ceil() }

// known is the text without what the font cannot draw: pictograms, mostly. It is
// empty where more than a quarter of the letters would be missing.
func (p pen) known(text string) string {
	missing, all := 0, 0
	var room sfnt.Buffer
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		all++
		if glyph, err := p.font.GlyphIndex(&room, r); err != nil || glyph == 0 || !unicode.IsPrint(r) {
			missing++
			return -1
		}
		return r
	}, text)
	if 4*missing > all {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

// cut is the text, shortened to fit into so many pixels.
func (p pen) cut(text string, width int) string {
	text = p.known(text)
	if p.width(text) <= width {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && p.width(string(letters)+"…") > width {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimRight(string(letters), " ") + "…"
}

// lines breaks a title between words into at most titleLines lines; what does not fit
// is cut.
func (p pen) lines(title string) []string {
	const width = Width - 2*margin
	var lines []string
	line := ""
	for word := range strings.SplitSeq(p.known(title), " ") {
		longer := strings.TrimLeft(line+" "+word, " ")
		if line != "" && p.width(longer) > width {
			if len(lines) == titleLines-1 {
				return append(lines, p.cut(line+" "+word, width))
			}
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, p.cut(line, width))
}
