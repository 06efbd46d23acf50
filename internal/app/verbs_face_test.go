package app_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"maps"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

func init() { maps.Copy(verbs, faceVerbs) }

// faceVerbs are the rows of verbs that are about how the community looks.
var faceVerbs = map[string]verb{
	"SaveFace": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		f, err := w.db.Reader().Face(w.t.Context(), w.space)
		w.must(err)
		f.WelcomeEN = w.name("Welcome")
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.SaveFace(ctx, who, f, "") }
	}},
	"SetLogo": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		w.made++
		file := w.dot(uint8(w.made))
		return func(ctx context.Context, a *app.App, who domain.Actor) error {
			return a.SetLogo(ctx, who, w.space, file)
		}
	}},
	"RemoveLogo": {domain.Admin, func(w *rights, _ domain.Actor) attempt {
		w.must(w.free.SetLogo(w.t.Context(), domain.System, w.space, w.dot(1)))
		return func(ctx context.Context, a *app.App, who domain.Actor) error { return a.RemoveLogo(ctx, who, w.space) }
	}},
}

// dot is a PNG of one grey.
func (w *rights) dot(grey uint8) []byte {
	w.t.Helper()
	m := image.NewGray(image.Rect(0, 0, 1, 1))
	m.SetGray(0, 0, color.Gray{Y: grey})
	var out bytes.Buffer
	w.must(png.Encode(&out, m))
	return out.Bytes()
}
