package markdown

import (
	"testing"

	"groundswell/internal/domain"
)

func TestFromFile(t *testing.T) {
	for _, c := range []struct {
		name     string
		format   domain.TextFormat
		in, want string
	}{
		{"undeclared stays letter by letter", domain.TextUndeclared, "If a<b &region=1 Tom &amp; <br> *x*", "If a<b &region=1 Tom &amp; <br> *x*"},
		{"declared HTML", domain.TextHTML, "<p>Eine <b>gute</b> Idee</p><ul><li>eins</li></ul>", "Eine **gute** Idee\n\n- eins"},
	} {
		if got, err := FromFile(c.in, c.format); err != nil || got != c.want {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
}
