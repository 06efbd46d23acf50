package views

import "context"

func resetHint(ctx context.Context, p FormPage) string {
	if p.Token == "" {
		return t(ctx, "reset.hint")
	}
	return t(ctx, "reset.choose")
}
