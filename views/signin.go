package views

import "context"

func resetHint(ctx context.Context, p FormPage) string {
	if p.Token == "" {
		return t(ctx, "reset.hint")
	}
	return t(ctx, "reset.choose")
}

func signInFor(ctx context.Context, p Purpose) string {
	if p.Act == "" {
		return t(ctx, "signin.title")
	}
	return t(ctx, "signin.for."+p.Act, "Title", p.Title)
}

func signUpFor(ctx context.Context, p Purpose) string {
	if p.Act == "" {
		return t(ctx, "signup.hint")
	}
	return t(ctx, "signup.for."+p.Act, "Title", p.Title)
}
