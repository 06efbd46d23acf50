package app_test

import (
	"context"
	"maps"

	"groundswell/internal/app"
	"groundswell/internal/domain"
)

func init() {
	maps.Copy(verbs, map[string]verb{"TryMail": {domain.Admin, simply(func(ctx context.Context, a *app.App, who domain.Actor) error {
		return a.TryMail(ctx, who, func(context.Context, domain.Member) error { return nil })
	})}})
}
