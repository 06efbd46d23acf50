package card

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
)

func drawn(t *testing.T, c Card) image.Image {
	t.Helper()
	file, err := Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || picture.Bounds() != image.Rect(0, 0, Width, Height) {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	return picture
}

// inked counts the pixels of a part of a picture that are darker than the curve.
func inked(picture image.Image, part image.Rectangle) (n int) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0xa000 {
				n++
			}
		}
	}
	return n
}

var (
	titleArea  = image.Rect(0, titleTop-lineHeight, Width, titleTop+(titleLines-1)*lineHeight+20)
	rightEdge  = image.Rect(Width-margin+2, 20, Width, Height)
	factsArea  = image.Rect(0, factLine-40, Width, factLine+15)
	underTitle = image.Rect(0, titleTop+(titleLines-1)*lineHeight+22, Width, factLine-42)
)

// Whatever a title is, nothing is drawn outside of its place, and the facts are there.
func TestTitlesKeepTheirPlace(t *testing.T) {
	for name, title := range map[string]string{
		"short": "A quieter fan", "long": strings.Repeat("A fan that is quiet at night ", 12), "one word": strings.Repeat("Lüftersteuerung", 20),
		"umlauts": "Größere Schärfe für Übersichten", "pictogram": "A fan \U0001F32C that listens",
	} {
		picture := drawn(t, Card{Community: strings.Repeat("Community ", 30), Title: title, Points: "128 points",
			Status: "Accepted", Curve: []int64{0, 4, 9, 3}})
		if inked(picture, titleArea) == 0 {
			t.Errorf("%s: no title", name)
		}
		if inked(picture, factsArea) == 0 {
			t.Errorf("%s: no points", name)
		}
		if n := inked(picture, rightEdge) + inked(picture, underTitle); n > 0 {
			t.Errorf("%s: %d pixels outside", name, n)
		}
	}
}

// Letters that the font does not have are not drawn as boxes.
func TestTitlesInOtherLetters(t *testing.T) {
	picture := drawn(t, Card{Community: "Arbor", Title: "静かなファン", Points: "3 points", Status: "New"})
	if n := inked(picture, titleArea); n > 0 {
		t.Errorf("%d pixels of a title that cannot be drawn", n)
	}
	if inked(picture, factsArea) == 0 {
		t.Error("no points")
	}
}

func TestCurvesOfAllKinds(t *testing.T) {
	for _, curve := range [][]int64{nil, {1}, {0, 0, 0}, {-5, -9}, {1 << 40, 0}} {
		drawn(t, Card{Title: "A quieter fan", Curve: curve})
	}
}

func BenchmarkDraw(b *testing.B) {
	c := Card{Community: "Arbor", Title: strings.Repeat("A fan that is quiet at night ", 4), Points: "128 points",
		Status: "Accepted", Curve: []int64{0, 4, 9, 3, 12, 30}}
	for b.Loop() {
		if _, err := Draw(c); err != nil {
			b.Fatal(err)
		}
	}
}
