package app

import (
	"context"
	"errors"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/text"
)

// SetSettings changes settings after checking all of them; either all are kept
// or none.
func (a *App) SetSettings(ctx context.Context, who domain.Actor, values domain.Settings) error {
	if err := domain.Allow(who, domain.ManageSettings); err != nil {
		return err
	}
	var p domain.Problems
	if checkSettings(&p, values); p.Err() != nil {
		return p.Err()
	}
	err := a.act(ctx, who, domain.ManageSettings, func(q *store.Tx, who domain.Actor) error { return a.setSettings(ctx, q, who, values) })
	a.store.CommunityChanged()
	return err
}

// checkSettings tidies values and notes what is wrong with them.
func checkSettings(p *domain.Problems, values domain.Settings) {
	for _, s := range domain.Catalogue {
		value, asked := values[s.Key]
		if !asked {
			continue
		}
		values[s.Key] = text.Line(value)
		var bad *domain.Error
		if errors.As(s.Check(values[s.Key]), &bad) {
			p.Add(s.Key, bad.Fields[0].Key, bad.Fields[0].Args)
		}
	}
	for key := range values {
		if _, known := domain.SettingFor(key); !known {
			p.Add(key, "error.setting_unknown", domain.Args{"Key": key})
		}
	}
}

// reweighPause is how long a replica may go on believing old settings.
const reweighPause = 2 * time.Second

func (a *App) setSettings(ctx context.Context, q *store.Tx, who domain.Actor, values domain.Settings) error {
	have, err := q.Settings(ctx)
	if err != nil {
		return err
	}
	weighed := false
	for _, s := range domain.Catalogue { // in this order, so that two admins never wait for each other
		value, asked := values[s.Key]
		if _, set := have[s.Key]; !asked || have.Value(s.Key) == value && (set || len(values) > 1) {
			continue // a form of many says nothing of what it leaves at its default
		}
		if err := q.SetSetting(ctx, s.Key, value, a.now()); err != nil {
			return err
		}
		if err := a.record(ctx, q, who, "set setting", "setting", 0, s.Key); err != nil {
			return err
		}
		weighed = weighed || s.Key == domain.WatchRatings || s.Key == domain.WatchBelow || s.Key == domain.WatchFor
	}
	if !weighed {
		return nil
	}
	return q.PromiseAt(ctx, domain.Reweigh{}, a.now().Add(reweighPause), a.now())
}
