package views

import (
	"testing"

	"groundswell/internal/domain"
)

// Names become links where people wrote them, and nowhere else.
func TestNamesBecomeLinks(t *testing.T) {
	named := []domain.Mention{{Member: domain.MemberRef{ID: 1}, Word: "Ann"}, {Member: domain.MemberRef{ID: 2}, Word: "Ann Lee"},
		{Member: domain.MemberRef{ID: 3}, Word: "O'Hara & <b>#3"}}
	ann, lee := `<a class="mention" href="/members/1">@Ann</a>`, `<a class="mention" href="/members/2">@Ann Lee</a>`
	for html, want := range map[string]string{
		"<p>@Ann and @Ann Lee.</p>":                    "<p>" + ann + " and " + lee + ".</p>",
		"<p>x@Ann @Anna <em>@Ann</em></p>":             "<p>x@Ann @Anna <em>" + ann + "</em></p>",
		"<p><code>@Ann</code> @Ann</p>":                "<p><code>@Ann</code> " + ann + "</p>",
		"<pre><code>@Ann</code></pre><p>@Ann</p>":      "<pre><code>@Ann</code></pre><p>" + ann + "</p>",
		`<p><a href="https://x.org/@Ann">@Ann</a></p>`: `<p><a href="https://x.org/@Ann">@Ann</a></p>`,
		"<p>@O&#39;Hara &amp; &lt;b&gt;#3</p>":         `<p><a class="mention" href="/members/3">@O&#39;Hara &amp; &lt;b&gt;#3</a></p>`,
		"<p>@</p>":                                     "<p>@</p>",
		"@Ann":                                         ann,
	} {
		if got := mentioned(&domain.Comment{HTML: html, Mentions: named}); got != want {
			t.Errorf("%s became\n%s, want\n%s", html, got, want)
		}
	}
}
