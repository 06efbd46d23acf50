package logo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"groundswell/internal/domain"
)

func picture(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			m.Set(x, y, color.NRGBA{uint8(x), uint8(y), 80, 255})
		}
	}
	return m
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withChunk is a PNG with words in it that are no picture.
func withChunk(file []byte, words string) []byte {
	const head = 8 + 25 // signature and IHDR
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(words)))
	chunk = append(chunk, "tEXt"+words...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(append([]byte{}, file[:head]...), chunk...), file[head:]...)
}

// What comes out is a PNG of the picture alone, whatever went in.
func TestLogosAreRedrawn(t *testing.T) {
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, picture(1280, 384), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		w, h int64
	}{
		"small": {asPNG(t, picture(30, 20)), 30, 20}, "large jpeg": {jpg.Bytes(), 640, 192}, "tall": {asPNG(t, picture(10, 1920)), 1, 192},
		"with words": {withChunk(asPNG(t, picture(30, 20)), "Author\x00<script>"), 30, 20},
	} {
		l, out, err := Read(c.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		shape, kind, err := image.DecodeConfig(bytes.NewReader(out))
		if err != nil || kind != "png" || int64(shape.Width) != c.w || l.Width != c.w || l.Height != c.h || len(l.Key) != 32 {
			t.Errorf("%s: %v %s %+v %+v", name, err, kind, shape, l)
		}
		if bytes.Contains(out, []byte("script")) {
			t.Errorf("%s: the words are still there", name)
		}
	}
}

func TestFilesThatAreNoLogo(t *testing.T) {
	var animated bytes.Buffer
	if err := gif.Encode(&animated, picture(9, 9), nil); err != nil {
		t.Fatal(err)
	}
	cut := asPNG(t, picture(300, 300))
	huge := asPNG(t, picture(3, 3))
	copy(huge[16:], binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 30_000), 30_000)) // what the head says
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"a gif": {animated.Bytes(), "error.logo_kind"}, "nothing": {nil, "error.logo_kind"},
		"words":   {[]byte("<svg onload=alert(1)>"), "error.logo_kind"},
		"cut off": {cut[:len(cut)/2], "error.logo_kind"}, "900 megapixels": {huge, "error.logo_pixels"},
		"too many bytes": {make([]byte, domain.LogoMax+1), "error.logo_bytes"},
	} {
		var refusal *domain.Error
		if _, _, err := Read(c.file); !errors.As(err, &refusal) || refusal.Fields[0].Key != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
