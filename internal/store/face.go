package store

import (
	"context"
	"database/sql"
	"errors"

	"groundswell/internal/domain"
)

// Face is how the community (space 0) or a space looks, without its links; an empty one
// where nobody has said.
func (r reads) Face(ctx context.Context, space int64) (domain.Face, error) {
	f := domain.Face{Space: space}
	err := r.get(ctx, `SELECT accent, dark, welcome_en, welcome_de, logo_key, logo_width, logo_height, version FROM faces
		WHERE space_id = $1`, []any{space}, &f.Accent, &f.Dark, &f.WelcomeEN, &f.WelcomeDE, &f.Logo.Key, &f.Logo.Width,
		&f.Logo.Height, &f.Version)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Face{Space: space}, nil
	}
	return f, err
}

// CommunityFace is how the community looks, with its links.
func (r reads) CommunityFace(ctx context.Context) (domain.Face, error) {
	f, err := r.Face(ctx, 0)
	if err != nil {
		return f, err
	}
	f.Links, err = list(ctx, r.handle, "SELECT label_en, label_de, address FROM footer_links ORDER BY position", nil,
		func(rows *sql.Rows) (domain.FooterLink, error) {
			var l domain.FooterLink
			return l, rows.Scan(&l.LabelEN, &l.LabelDE, &l.Address)
		})
	return f, err
}

// SetFace changes how the community or a space looks, but for its logo; a Conflict when it
// is not at f.Version.
func (q *Tx) SetFace(ctx context.Context, f domain.Face) error {
	if err := q.haveFace(ctx, f.Space); err != nil {
		return err
	}
	err := q.changeOne(ctx, `UPDATE faces SET accent = $2, dark = $3, welcome_en = $4, welcome_de = $5, version = version + 1
		WHERE space_id = $1 AND version = $6`, f.Space, f.Accent, f.Dark, f.WelcomeEN, f.WelcomeDE, f.Version)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Refuse(domain.Conflict, "error.changed")
	}
	if err != nil || f.Space != 0 {
		return err
	}
	if _, err := q.exec(ctx, "DELETE FROM footer_links"); err != nil {
		return err
	}
	for i, l := range f.Links {
		if _, err := q.exec(ctx, "INSERT INTO footer_links (position, label_en, label_de, address) VALUES ($1, $2, $3, $4)",
			i, l.LabelEN, l.LabelDE, l.Address); err != nil {
			return err
		}
	}
	return nil
}

func (q *Tx) haveFace(ctx context.Context, space int64) error {
	_, err := q.exec(ctx, "INSERT INTO faces (space_id) VALUES ($1) ON CONFLICT (space_id) DO NOTHING", space)
	return err
}

// SetLogo gives the community or a space a logo, or none, and forgets logos that nothing
// shows any more.
func (q *Tx) SetLogo(ctx context.Context, space int64, l domain.Logo, picture []byte) error {
	if err := q.haveFace(ctx, space); err != nil {
		return err
	}
	if _, err := q.exec(ctx, "UPDATE faces SET logo_key = $2, logo_width = $3, logo_height = $4 WHERE space_id = $1",
		space, l.Key, l.Width, l.Height); err != nil {
		return err
	}
	if l.Key != "" {
		if _, err := q.exec(ctx, "INSERT INTO logos (logo_key, picture) VALUES ($1, $2) ON CONFLICT (logo_key) DO NOTHING",
			l.Key, picture); err != nil {
			return err
		}
	}
	_, err := q.exec(ctx, "DELETE FROM logos WHERE logo_key NOT IN (SELECT logo_key FROM faces)")
	return err
}

// LogoPicture is the PNG of a logo.
func (r reads) LogoPicture(ctx context.Context, key string) (picture []byte, err error) {
	err = r.get(ctx, "SELECT picture FROM logos WHERE logo_key = $1", []any{key}, &picture)
	return picture, err
}
