package app

import (
	"context"
	"errors"

	"groundswell/internal/domain"
	"groundswell/internal/logo"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SaveFace changes how the community or a space looks, but for its logo. name is what the
// community is called from then on; a space's is not asked for.
func (a *App) SaveFace(ctx context.Context, who domain.Actor, f domain.Face, name string) error {
	action := managesFace(f.Space)
	if err := domain.Allow(who, action); err != nil {
		return err
	}
	f, name = tidyFace(f), text.Line(name)
	var p domain.Problems
	if setting, _ := domain.SettingFor(domain.CommunityName); f.Space == 0 {
		var bad *domain.Error
		if errors.As(setting.Check(name), &bad) {
			p.Add("name", bad.Fields[0].Key, bad.Fields[0].Args)
		}
	}
	if domain.CheckFace(&p, f); p.Err() != nil {
		return p.Err()
	}
	f.Links = filled(f.Links)
	err := a.act(ctx, who, action, func(q *store.Tx, who domain.Actor) error {
		if f.Space != 0 {
			if err := q.LockSpace(ctx, f.Space); err != nil {
				return err
			}
		} else if err := a.setSettings(ctx, q, who, domain.Settings{domain.CommunityName: name}); err != nil {
			return err
		}
		if err := q.SetFace(ctx, f); err != nil {
			return err
		}
		return a.record(ctx, q, who, "change face", "space", f.Space, "")
	})
	a.store.CommunityChanged()
	return err
}

// managesFace is the action of who changes how the community or a space looks.
func managesFace(space int64) domain.Action {
	if space == 0 {
		return domain.ManageSettings
	}
	return domain.ManageSpaces
}

// tidyFace writes lines and colours in one way; what is no colour stays as it was typed.
func tidyFace(f domain.Face) domain.Face {
	f.WelcomeEN, f.WelcomeDE = text.Line(f.WelcomeEN), text.Line(f.WelcomeDE)
	f.Accent, f.Dark = text.Line(f.Accent), text.Line(f.Dark)
	for _, accent := range []*string{&f.Accent, &f.Dark} {
		if c, ok := domain.ParseColour(*accent); ok {
			*accent = c.String()
		}
	}
	links := make([]domain.FooterLink, len(f.Links))
	for i, l := range f.Links {
		links[i] = domain.FooterLink{LabelEN: text.Line(l.LabelEN), LabelDE: text.Line(l.LabelDE), Address: text.Line(l.Address)}
	}
	f.Links = links
	return f
}

// filled are the links that are some.
func filled(links []domain.FooterLink) []domain.FooterLink {
	var all []domain.FooterLink
	for _, l := range links {
		if l.Address != "" {
			all = append(all, l)
		}
	}
	return all
}

// SetLogo makes the picture in a file the logo of the community or a space.
func (a *App) SetLogo(ctx context.Context, who domain.Actor, space int64, file []byte) error {
	if err := domain.Allow(who, managesFace(space)); err != nil {
		return err
	}
	shown, picture, err := logo.Read(file)
	if err != nil {
		return err
	}
	return a.setLogo(ctx, who, space, shown, picture)
}

// RemoveLogo takes the logo of the community or a space away.
func (a *App) RemoveLogo(ctx context.Context, who domain.Actor, space int64) error {
	return a.setLogo(ctx, who, space, domain.Logo{}, nil)
}

func (a *App) setLogo(ctx context.Context, who domain.Actor, space int64, shown domain.Logo, picture []byte) error {
	err := a.act(ctx, who, managesFace(space), func(q *store.Tx, who domain.Actor) error {
		if space != 0 {
			if err := q.LockSpace(ctx, space); err != nil {
				return err
			}
		}
		if err := q.SetLogo(ctx, space, shown, picture); err != nil {
			return err
		}
		return a.record(ctx, q, who, "set logo", "space", space, shown.Key)
	})
	a.store.CommunityChanged()
	return err
}
