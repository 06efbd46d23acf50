package markdown

import (
	"strings"
	"testing"
	"time"
)

const rel = ` rel="nofollow ugc noopener"`

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraph", "One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>"},
		{"line breaks stay", "one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"},
		{"heading", "# Big", "<p><strong>Big</strong></p>"},
		{"table stays text", "|a|b|\n|-|-|\n|1|2|", "<p>|a|b|<br>\n|-|-|<br>\n|1|2|</p>"},

		{"elements are words", "<script>alert(1)</script>\n\ntext <b onclick=x>b</b>",
			"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>text &lt;b onclick=x&gt;b&lt;/b&gt;</p>"},
		{"types are words", "List<String> and <customer name>, 1 < 2 <3", "<p>List&lt;String&gt; and &lt;customer name&gt;, 1 &lt; 2 &lt;3</p>"},
		{"Markdown between elements", "<div>\n*a*\n</div>", "<p>&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;</p>"},
		{"comments are words", "a <!-- b\nc --> d", "<p>a &lt;!-- b<br>\nc --&gt; d</p>"},
		{"htmx", `<a hx-post="/x" href="/y">z</a>`, "<p>&lt;a hx-post=&#34;/x&#34; href=&#34;/y&#34;&gt;z&lt;/a&gt;</p>"},
		{"script in code", "`<script>`\n\n```js\n<script>\n```", "<p><code>&lt;script&gt;</code></p>\n<pre><code>&lt;script&gt;\n</code></pre>"},
		{"words behind a fence", "```what is this\nx\n```", "<pre><code>what is this\nx\n</code></pre>"},

		{"a break of HTML", "one<br>two<BR/>three", "<p>one<br>\ntwo<br>\nthree</p>"},
		{"a break at the end of a line", "one<br>\ntwo", "<p>one<br>\ntwo</p>"},
		{"a break that is spoken of", "write <br> for a break", "<p>write &lt;br&gt; for a break</p>"},
		{"a break before a list", "one<br>\n* a\n* b", "<p>one</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},

		{"star in a word", "Kolleg*innen und Radler*innen, 2*3*4, f**k and s**t", "<p>Kolleg*innen und Radler*innen, 2*3*4, f**k and s**t</p>"},
		{"mark that ends in a word", "**Wichtig**e *Wahl*en", "<p><strong>Wichtig</strong>e <em>Wahl</em>en</p>"},
		{"characters by name", "&lt;br&gt; Tom &amp; Jerry &region=1 &copy 2", "<p>&lt;br&gt; Tom &amp; Jerry &amp;region=1 &amp;copy 2</p>"},

		{"link", "[x](https://example.org/)", `<p><a href="https://example.org/"` + rel + `>x</a></p>`},
		{"title of a link", `[x](https://example.org/ "Two words")`, `<p><a href="https://example.org/" title="Two words"` + rel + `>x</a></p>`},
		{"bare link", "see https://example.org/a_b_c, (https://example.org/d_(e))",
			`<p>see <a href="https://example.org/a_b_c"` + rel +
				`>https://example.org/a_b_c</a>, (<a href="https://example.org/d_(e)"` + rel + `>https://example.org/d_(e)</a>)</p>`},
		{"bare link with letters", "https://example.org/Müll_weg_x", `<p><a href="https://example.org/M%C3%BCll_weg_x"` +
			rel + `>https://example.org/Müll_weg_x</a></p>`},
		{"bare link with questions", "https://example.org/?a=1&region=eu&copy=2",
			`<p><a href="https://example.org/?a=1&amp;region=eu&amp;copy=2"` + rel + `>https://example.org/?a=1&amp;region=eu&amp;copy=2</a></p>`},
		{"marked links", "<https://example.org/_a_> <a@example.org>", `<p><a href="https://example.org/_a_"` + rel +
			`>https://example.org/_a_</a> <a href="mailto:a@example.org"` + rel + `>a@example.org</a></p>`},
		{"script address", "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,x)", "<p>x y z</p>"},
		{"address that is no link here", "[x](/a/b) [y](ftp://example.org/c) [z](#d)", "<p>x (/a/b) y (ftp://example.org/c) z</p>"},
		{"link by reference", "[x][1]\n\n[1]: https://example.org/", `<p><a href="https://example.org/"` + rel + `>x</a></p>`},
		{"definition of nothing", "[Update]: done\n\n[Site]: https://example.org/_a_", "<p>[Update]: done</p>\n" +
			`<p>[Site]: <a href="https://example.org/_a_"` + rel + `>https://example.org/_a_</a></p>`},

		{"picture", "![some words](https://example.org/x.png)", `<p><a href="https://example.org/x.png"` + rel + `>some words</a></p>`},
		{"picture without words", "![](https://example.org/a/x_y.png?z=1)", `<p><a href="https://example.org/a/x_y.png?z=1"` +
			rel + `>x_y.png</a></p>`},
		{"picture in a link", "[![words](https://example.org/x.png)](https://example.org/)",
			`<p><a href="https://example.org/"` + rel + `>words</a></p>`},
		{"picture without an address", "![](data:image/png;base64,AAAA)", "<p>image/png</p>"},
	} {
		if got := Render(c.in); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestRenderIsBounded(t *testing.T) {
	for name, in := range map[string]string{
		"nested quotes":  strings.Repeat(">", 390_000) + "x",
		"nested lists":   strings.Repeat("- ", 190_000) + "x",
		"open brackets":  strings.Repeat("[", 390_000),
		"emphasis":       strings.Repeat("*a **b ", 50_000),
		"far too long":   strings.Repeat("word ", 200_000),
		"many backticks": strings.Repeat("`a", 190_000),
		"numbered lists": strings.Repeat("1. ", 130_000),
		"definitions":    strings.Repeat("[a]: b\n", 57_000),
		"half links":     strings.Repeat("[a](", 100_000),
		"half elements":  strings.Repeat("<a b='", 60_000),
		"half comments":  strings.Repeat("<!--", 100_000),
		"references":     "[a]: https://example.org/" + strings.Repeat("b", 300_000) + "\n\n" + strings.Repeat("[a] ", 3900),
	} {
		start := time.Now()
		out := Render(in)
		if took := time.Since(start); took > 5*time.Second || len(out) > maxOutput(len(in)) {
			t.Errorf("%s: %d bytes in %v", name, len(out), took)
		}
	}
}

func TestLongTextsAreMarkdown(t *testing.T) {
	list := Render(strings.Repeat("- *ein* Wort mit Ümläuten und [Verweis](https://example.org/a_b)\n", 1500)) // 100,000 characters
	if strings.Count(list, "<li>") != 1500 || strings.Count(list, "<em>") != 1500 || strings.Count(list, "<a ") != 1500 {
		t.Errorf("a long list became %.200s", list)
	}
	wide := Render("**a** " + strings.Repeat("😀", 99_990))
	if !strings.HasPrefix(wide, "<p><strong>a</strong>") {
		t.Errorf("a text of wide characters became %.80s", wide)
	}
	if dots := Render("**a**\n" + strings.Repeat(".", 300) + "\n" + strings.Repeat("- ", 200) + "\n" +
		strings.Repeat("-", 200) + " b"); !strings.HasPrefix(dots, "<p><strong>a</strong>") {
		t.Errorf("rules became %.80s", dots)
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"cut between words", "# Title\n\nSome **bold** words and a [link](https://example.org).", 24, "Title Some bold words…"},
		{"short", "short", 24, "short"},
		{"no marks", `\[x\] a\_b Tom &amp; Jerry &lt;b&gt; <i>`, 80, "[x] a_b Tom & Jerry <b> <i>"},
		{"words are not run together", "one\ntwo\n\nthree\n- four\n- five\n\n> six\n\n```\nseven\n```\neight", 80,
			"one two three four five six seven eight"},
		{"words stay whole", "**Wort**teile und `a`b", 80, "Wortteile und ab"},
		{"numbers of lists", "3. drei\n4. vier\n   - x\n5. fünf", 80, "3. drei 4. vier x 5. fünf"},
		{"picture", "![words](https://example.org/x.png) and https://example.org/a_b", 80, "words and https://example.org/a_b"},
	} {
		if got := Excerpt(Render(c.in), c.max); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
