package views

import (
	"context"

	"github.com/a-h/templ"
)

// sanitised shows HTML that package markdown rendered and sanitised when it was
// stored. It is the one place that writes HTML as it is.
func sanitised(_ context.Context, html string) templ.Component { return templ.Raw(html) }
