package web

import (
	"context"
	"fmt"

	"github.com/maypok86/otter/v2"

	"groundswell/internal/card"
)

// cardBytes bounds the kept pictures, in bytes; one has about 30 kB.
const cardBytes = 4 << 20

// cards keep the pictures of ideas by all that they show: drawing one takes longer than
// a page.
type cards = otter.Cache[string, []byte]

func newCards() *cards {
	return otter.Must(&otter.Options[string, []byte]{
		MaximumWeight: cardBytes, Weigher: func(key string, picture []byte) uint32 { return uint32(len(key) + len(picture)) },
	})
}

// card is the picture that other sites show beside a link to an idea.
func (s *Server) card(r *request) error {
	idea, err := s.ideaFor(r)
	if err != nil {
		return err
	}
	curve, _ := idea.Curve(r.today())
	shown := card.Card{
		Community: r.page("").Community, Title: idea.Title, Status: r.lang.T("status." + string(idea.Status)), Curve: curve,
		Points: fmt.Sprintf("%s %s", r.lang.Number(idea.Points()), r.lang.N("points", idea.Points())),
	}
	face := r.community.Face
	shown.Accent = face.Accent
	picture, err := s.cards.Get(r.ctx(), fmt.Sprintf("%+v %s", shown, face.Logo.Key), otter.LoaderFunc[string, []byte](
		func(ctx context.Context, _ string) (_ []byte, err error) {
			if face.Logo.Key != "" {
				if shown.Logo, err = s.read.LogoPicture(ctx, face.Logo.Key); err != nil {
					return nil, err
				}
			}
			return card.Draw(shown)
		}))
	return r.blob("image/png", picture, err)
}
