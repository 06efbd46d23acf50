package markdown

import (
	"strings"
	"testing"
	"time"
)

func TestRenderIsSafe(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraph", "One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>"},
		{"raw HTML", "<script>alert(1)</script>\n\ntext <b onclick=x>b</b>", "<p>text b</p>"},
		{"script address", "[x](javascript:alert(1))", `<p><a rel="nofollow ugc noopener">x</a></p>`},
		{"link", "[x](https://example.org/)", `<p><a href="https://example.org/" rel="nofollow ugc noopener">x</a></p>`},
		{"bare link", "see https://example.org/a", `<p>see <a href="https://example.org/a" rel="nofollow ugc noopener">https://example.org/a</a></p>`},
		{"image", "![alt](https://example.org/x.png)", "<p></p>"},
		{"heading", "# Big", "<p><strong>Big</strong></p>"},
		{"table stays text", "|a|b|\n|-|-|\n|1|2|", "<p>|a|b|\n|-|-|\n|1|2|</p>"},
		{"htmx", `<a hx-post="/x" href="/y">z</a>`, "<p>z</p>"},
	} {
		if got := Render(c.in); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestRenderIsBounded(t *testing.T) {
	for name, in := range map[string]string{
		"nested quotes":  strings.Repeat(">", 5000) + "x",
		"nested lists":   strings.Repeat("- ", 3000) + "x",
		"open brackets":  strings.Repeat("[", 39_000),
		"emphasis":       strings.Repeat("*a **b ", 5000),
		"far too long":   strings.Repeat("word ", 20_000),
		"many backticks": strings.Repeat("`a", 19_000),
	} {
		start := time.Now()
		out := Render(in)
		if took := time.Since(start); took > 5*time.Second || len(out) > 4*maxOutput {
			t.Errorf("%s: %d bytes in %v", name, len(out), took)
		}
	}
}

func TestExcerpt(t *testing.T) {
	if got := Excerpt("# Title\n\nSome **bold** words and a [link](https://example.org).", 24); got != "Title Some bold words…" {
		t.Errorf("got %q", got)
	}
	if got := Excerpt("short", 24); got != "short" {
		t.Errorf("got %q", got)
	}
}
