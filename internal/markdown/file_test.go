package markdown

import (
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	xhtml "golang.org/x/net/html"

	"groundswell/internal/domain"
)

func TestFromFile(t *testing.T) {
	for _, c := range []struct {
		name     string
		format   domain.TextFormat
		in, want string
	}{
		{"undeclared stays letter by letter", domain.TextUndeclared, "If a<b &region=1 Tom &amp; <br> *x*",
			"If a<b &region=1 Tom &amp; <br> *x*"},
		{"Markdown stays letter by letter", domain.TextMarkdown, "- a<br>\n- **b**", "- a<br>\n- **b**"},

		{"plain", domain.TextPlain, "*a* _b_ `c` [d](e) <f> &amp; \\g \\* a_b 1 < 2",
			"\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f> \\&amp; \\\\g \\\\\\* a_b 1 < 2"},
		{"plain lines", domain.TextPlain, "- a\n1. b\n# c\n> d\n---\n===\n\n\te",
			"\\- a\n1\\. b\n\\# c\n\\> d\n\\---\n\\===\n\n\u00a0\u00a0\u00a0\u00a0e"},
		{"plain addresses", domain.TextPlain, "https://example.org/a_b (https://example.org/c). „https://example.org/d“ www.example.org/_e_",
			"https://example.org/a_b (<https://example.org/c>). „<https://example.org/d>“ [www.example.org/\\_e](http://www.example.org/_e)\\_"},

		{"HTML", domain.TextHTML, "<p>Eine <b>gute</b> Idee</p><ul><li>eins</li></ul>", "Eine **gute** Idee\n\n- eins"},
		{"breaks", domain.TextHTML, "<p>one<br>two<br><br>three</p><div>four</div>five", "one\ntwo\n\nthree\n\nfour\n\nfive"},
		{"lines are the only structure", domain.TextHTML, "one\ntwo <a href=\"https://example.org/_x_\">there</a>\n\nthree",
			"one\ntwo [there](https://example.org/_x_)\n\nthree"},
		{"names with a semicolon only", domain.TextHTML, "&lt;i&gt; &amp; &region=1 &copy=2 &uuml;", "\\<i> & &region=1 &copy=2 ü"},
		{"address with names in it", domain.TextHTML, `<a href="https://example.org/?a=1&region=eu&copy=2">x</a>`,
			"[x](https://example.org/?a=1&region=eu&copy=2)"},
		{"address that is its own words", domain.TextHTML,
			`<a href="https://example.org/a_b_c">https://example.org/a_b_c</a> https://example.org/d_e_f`,
			"<https://example.org/a_b_c> <https://example.org/d_e_f>"},
		{"other links", domain.TextHTML,
			`<a href="mailto:a@example.org">a@example.org</a> <a href="/x">y</a> <a href="javascript:z()">z</a> <a name="n">n</a>`,
			"<a@example.org> [y](/x) z n"},
		{"comparison", domain.TextHTML, "If a<b then warn, if c>d then stop. a<b and c>d <b>bold</b>",
			"If a\\<b then warn, if c>d then stop. a\\<b and c>d **bold**"},
		{"no elements", domain.TextHTML, "Async<unit> List<String> Task<Object> I </3 it <- <> <customer name> <b",
			"Async\\<unit> List\\<String> Task\\<Object> I \\</3 it <- <> \\<customer name> \\<b"},
		{"nothing ends it", domain.TextHTML, "use the <script> or the <main> element", "use the \\<script> or the \\<main> element"},
		{"scripts", domain.TextHTML, "a<script>b()</script><style>c{}</style><!-- d --><svg><path d=e /></svg>f", "af"},
		{"words between signs", domain.TextHTML, "*a* _b_ 1. [c](d)<br>- e", "\\*a\\* \\_b\\_ 1. \\[c\\](d)\n\\- e"},
		{"emphasis that Markdown cannot say", domain.TextHTML, "a<b>“q”</b>b", "a“q”b"},
		{"bold beside bold", domain.TextHTML, "<b>a</b><b>b</b> <i>c</i>", "**ab** *c*"},
		{"lists", domain.TextHTML, "<ol start=3><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ol><ol><li>e</ol>",
			"3. a\n   - b\n\n4. c\n\n   d\n\n1) e"},
		{"definitions", domain.TextHTML, "<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"},
		{"table", domain.TextHTML, "<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p><p>d</p></td><td>e</td></tr></table>", "a | b\nc d | e"},
		{"table for the looks", domain.TextHTML, "<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"},
		{"code", domain.TextHTML, "<pre>if x_y {\n\n  `a`\n}</pre><code>a`b</code> <kbd>M</kbd>",
			"```\nif x_y {\n\n  `a`\n}\n```\n\n``a`b`` `M`"},
		{"code beside code", domain.TextHTML, "<code>a</code><code>b</code>", "`a` `b`"},
		{"no picture", domain.TextHTML, `Now!<a href="https://example.org/">a</a>`, `Now\![a](https://example.org/)`},
		{"quotes, headings, rules", domain.TextHTML, "<blockquote><p>a</p><p>b</p></blockquote><h2>c #</h2><hr>",
			"> a\n>\n> b\n\n## c \\#\n\n---"},
		{"pictures", domain.TextHTML,
			`<img src="https://example.org/a_b.png" alt="c [d]"> <img src="/e_f.png"> <a href="https://example.org/"><img src="g.png" alt="h"></a>`,
			"[c \\[d\\]](https://example.org/a_b.png) [e_f.png](/e_f.png) [h](https://example.org/)"},
		{"embeds", domain.TextHTML,
			`<iframe src="//example.org/embed/a_b" allowfullscreen></iframe><video controls><source src="https://example.org/c.mp4">no</video><object data="https://example.org/d"></object>`,
			"<https://example.org/embed/a_b> <https://example.org/c.mp4> <https://example.org/d>"},
		{"numbers above and below", domain.TextHTML, "H<sub>2</sub>O 10<sup>6</sup> 1<sup>st</sup>", "H2O 10^6 1st"},
		{"words that are names of elements", domain.TextHTML,
			"<ul><li>a</li><li>li</li></ul><p>br</p><table><tr><td>td</td><td>img</td></tr></table>", "- a\n- li\n\nbr\n\ntd | img"},
	} {
		if got, err := FromFile(c.in, c.format); err != nil || got != c.want {
			t.Errorf("%s:\ngot  %q, %v\nwant %q", c.name, got, err, c.want)
		}
	}
}

func TestLineFromFile(t *testing.T) {
	for _, c := range []struct {
		format   domain.TextFormat
		in, want string
	}{
		{domain.TextUndeclared, "Search &amp; replace <b>", "Search &amp; replace <b>"},
		{domain.TextHTML, "Search &amp; replace &quot;a&quot; &region=1", `Search & replace "a" &region=1`},
		{domain.TextHTML, "<b>Bold</b> and Use List<String> here, a<b and c>d", "Bold and Use List<String> here, a<b and c>d"},
		{domain.TextHTML, "one<br>two<p>three</p>four &lt;b&gt;", "one two three four <b>"},
	} {
		if got := LineFromFile(c.in, c.format); got != c.want {
			t.Errorf("%q as %s: got %q, want %q", c.in, c.format, got, c.want)
		}
	}
}

func TestLooksLikeHTML(t *testing.T) {
	for in, want := range map[string]bool{
		"<p>a</p>": true, "a<br/>b": true, "a &amp; b": true, "it&#39;s": true,
		"If a<b then c>d": false, "List<String>": false, "?a=1&region=2": false, "Tom & Jerry; and": false,
	} {
		if LooksLikeHTML(in) != want {
			t.Errorf("%q: not %v", in, want)
		}
	}
}

// pieces are what texts are made of here: words, and everything that could be
// taken for a mark.
var pieces = []string{
	"word", "Wörter", "x_y", "a*b", " ", " ", " ", "\n", "\n\n", "*", "**", "_", "__", "`", "```", "~", "~~", "[", "]",
	"(", ")", "](", "]:", "![", "<", ">", "<b>", "</b>", "<br>",
	"<p>", "<script>", "<!--", "-->", "<a href=", "&", "&amp;", "&copy", "&copy;", "&#39;", "\\", "\\\\", "#", "# ", "- ",
	"+ ", "* ", "1. ", "2) ", "> ", "---", "===", "    ", "\t", "|",
	"https://example.org/a_b", "https://example.org/?a=1&copy=2", "www.example.org/_c_", "a@example.org", "http://", "\"",
	"'", ".", ",", ";", ":", "!", "?", "“", "\u00a0", "😀", "{", "}", "$", "=",
}

func mixture(random *rand.Rand) string {
	var out strings.Builder
	for range 1 + random.IntN(14) {
		out.WriteString(pieces[random.IntN(len(pieces))])
	}
	return out.String()
}

// Whatever a plain text is made of, its letters are what is seen, and all.
func TestPlainTextIsSeenLetterByLetter(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 2_000 {
		in := mixture(random)
		source, err := FromFile(in, domain.TextPlain)
		if seen := squeezed(Words(Render(source))); err != nil || seen != squeezed(in) {
			t.Fatalf("%q became %q and is seen as %q, %v", in, source, seen, err)
		}
	}
}

// Whatever elements a text is in, its letters are what is seen.
func TestTextOfHTMLIsSeenLetterByLetter(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	around := []string{"p", "b", "i", "em", "strong", "div", "ul><li", "ol><li", "blockquote", "h2", "span", "td", "s",
		"pre", "code", `a href="https://example.org/z_z"`, "table><tr><td", "dl><dt"}
	for range 2_000 {
		var in, want strings.Builder
		for range 1 + random.IntN(4) {
			words := "w" + mixture(random) // a link without words shows its address
			element := around[random.IntN(len(around))]
			in.WriteString("<" + element + ">" + html.EscapeString(words))
			for part := range strings.SplitSeq(element, "><") {
				name, _, _ := strings.Cut(part, " ")
				in.WriteString("</" + name + ">")
			}
			want.WriteString(words)
		}
		source, err := FromFile(in.String(), domain.TextHTML)
		if seen := unnumbered(squeezed(Words(Render(source)))); err != nil || seen != unnumbered(squeezed(want.String())) {
			t.Fatalf("%q became\n%q\nseen %q\nwant %q, %v", in.String(), source, seen, want.String(), err)
		}
	}
}

// Nothing but the elements of the policy comes out, whatever went in.
func TestRenderedElementsAreFew(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 9))
	allowed := []string{"p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a"}
	for range 2_000 {
		in := mixture(random) + mixture(random)
		tokens := xhtml.NewTokenizer(strings.NewReader(Render(in)))
		for kind := tokens.Next(); kind != xhtml.ErrorToken; kind = tokens.Next() {
			token := tokens.Token()
			if kind != xhtml.TextToken && !slices.Contains(allowed, token.Data) {
				t.Fatalf("%q has <%s>", in, token.Data)
			}
			for _, a := range token.Attr {
				if a.Key != "rel" && a.Key != "start" && a.Key != "title" &&
					(a.Key != "href" || !strings.HasPrefix(a.Val, "http") && !strings.HasPrefix(a.Val, "mailto:")) {
					t.Fatalf("%q has %s=%q", in, a.Key, a.Val)
				}
			}
		}
	}
}

func squeezed(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, s)
}

// unnumbered leaves out the numbers that lists and tables write between words.
func unnumbered(s string) string { return strings.NewReplacer("1.", "", "1)", "", "|", "").Replace(s) }
