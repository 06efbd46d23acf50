// Package logo makes of a picture that somebody uploads one that pages can show: of a
// known kind, small, and with nothing in it but the picture.
package logo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // kinds that may be uploaded
	"image/png"
	"sync"

	"golang.org/x/image/draw"

	"groundswell/internal/domain"
)

// maxWidth and maxHeight are how large a logo is kept, in pixels: three times as large as
// pages show it.
const (
	maxWidth  = 640
	maxHeight = 192
)

// decoding lets one picture at a time be as large in memory as it may be.
var decoding sync.Mutex

// Read turns a PNG or JPEG file into a PNG of its own, no larger than maxWidth by
// maxHeight. The key is a hash of what comes out. It refuses other files, those above
// domain.LogoMax and pictures above domain.LogoPixels, before they are decoded.
func Read(file []byte) (l domain.Logo, picture []byte, err error) {
	if len(file) > domain.LogoMax {
		return l, nil, domain.BadField("logo", "error.logo_bytes", domain.Args{"Max": int64(domain.LogoMax >> 20)})
	}
	shape, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || kind != "png" && kind != "jpeg" || shape.Width < 1 || shape.Height < 1 {
		return l, nil, domain.BadField("logo", "error.logo_kind", nil)
	}
	if int64(shape.Width)*int64(shape.Height) > domain.LogoPixels {
		return l, nil, domain.BadField("logo", "error.logo_pixels", domain.Args{"Max": int64(domain.LogoPixels / 1_000_000)})
	}
	decoding.Lock()
	defer decoding.Unlock()
	full, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return l, nil, domain.BadField("logo", "error.logo_kind", nil)
	}
	small := fit(full)
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return l, nil, err
	}
	sum := sha256.Sum256(out.Bytes())
	l = domain.Logo{Key: hex.EncodeToString(sum[:16]), Width: int64(small.Bounds().Dx()), Height: int64(small.Bounds().Dy())}
	return l, out.Bytes(), nil
}

// fit redraws a picture, shrunk where it is too large.
func fit(full image.Image) image.Image {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	scale := min(1, float64(maxWidth)/float64(w), float64(maxHeight)/float64(h))
	small := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(w)*scale)), max(1, int(float64(h)*scale))))
	draw.CatmullRom.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	return small
}
