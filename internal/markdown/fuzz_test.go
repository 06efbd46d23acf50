package markdown

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What Render may write, as one reads it in a browser's source: an alphabet of its own
// that knows nothing of the renderer, of the sanitiser or of how they read HTML.
var (
	aTag  = regexp.MustCompile(`^<(/?)(p|br|strong|em|del|code|pre|blockquote|ul|ol|li|hr|a)((?: [a-z]+="[^"<>]*")*)(/?)>`)
	aPair = regexp.MustCompile(` ([a-z]+)="([^"<>]*)"`)
	aName = regexp.MustCompile(`^&(?:amp|lt|gt|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)
	start = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// void elements have no end.
var void = []string{"br", "hr"}

// allowed reports what is wrong with HTML that Render made; "" for nothing. It also
// returns the elements in their order.
func allowed(out string) (elements []string, wrong string) {
	var open []string
	for at := 0; at < len(out); {
		switch out[at] {
		case '<':
			tag := aTag.FindStringSubmatch(out[at:])
			if tag == nil {
				return nil, fmt.Sprintf("no tag of ours: %.60q", out[at:])
			}
			end, name := tag[1] != "", tag[2]
			switch {
			case end && (len(open) == 0 || open[len(open)-1] != name || tag[3] != "" || tag[4] != ""):
				return nil, fmt.Sprintf("%s ends what is not open: %v", tag[0], open)
			case end:
				open = open[:len(open)-1]
			default:
				if wrong := attributesOf(name, tag[3]); wrong != "" {
					return nil, wrong
				}
				if elements = append(elements, name); !slices.Contains(void, name) {
					open = append(open, name)
				}
			}
			at += len(tag[0])
		case '&':
			name := aName.FindString(out[at:])
			if name == "" {
				return nil, fmt.Sprintf("a bare ampersand: %.20q", out[at:])
			}
			at += len(name)
		case '>', 0:
			return nil, fmt.Sprintf("a bare %q", out[at])
		default:
			at++
		}
	}
	if len(open) > 0 {
		return nil, fmt.Sprintf("never closed: %v", open)
	}
	return elements, ""
}

// attributesOf reports what is wrong with the attributes of an element.
func attributesOf(name, text string) string {
	given := map[string]string{}
	for _, pair := range aPair.FindAllStringSubmatch(text, -1) {
		if _, twice := given[pair[1]]; twice {
			return "twice: " + pair[0]
		}
		given[pair[1]] = html.UnescapeString(pair[2])
	}
	for attribute, value := range given {
		switch name + " " + attribute {
		case "a title":
		case "a href":
			u, err := url.Parse(value)
			if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) ||
				strings.ContainsFunc(value, func(r rune) bool { return r < ' ' }) {
				return fmt.Sprintf("leads to %q", value)
			}
		case "a rel":
			if value != "nofollow ugc noopener" {
				return fmt.Sprintf("rel is %q", value)
			}
		case "ol start":
			if !start.MatchString(value) {
				return fmt.Sprintf("starts at %q", value)
			}
		default:
			return fmt.Sprintf("%s has %s", name, attribute)
		}
	}
	if _, leads := given["href"]; leads && given["rel"] == "" {
		return "a link that is followed"
	}
	return ""
}

// seen are the elements that a browser makes of HTML, in their order.
func seen(t *testing.T, out string) (elements []string) {
	body, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	for _, top := range body {
		if top.Type == html.ElementNode {
			elements = append(elements, top.Data)
		}
		for n := range top.Descendants() {
			if n.Type == html.ElementNode {
				elements = append(elements, n.Data)
			}
		}
	}
	return elements
}

// grown is how many bytes of HTML a text of so many bytes may become: a mark of two
// bytes may be an element with its end, a bare address a link that says it twice.
func grown(source int) int { return 1000 + 60*source }

// Whatever is typed becomes elements of a short list, closed, with addresses of three
// kinds, as a browser reads it too; bounded in bytes and time, and the same again.
func FuzzRender(f *testing.F) {
	for _, text := range []string{
		"One *two* **three** ~~four~~ `five`", "# Big\n\n> quoted\n> > twice\n\n- a\n  1. b\n\n---", "```js\n<script>\n```",
		"[x](https://example.org/ \"Two words\") <https://example.org> www.example.org a@example.org", "![p](https://example.org/x.png)",
		"[x](javascript:alert(1)) [y](data:text/html,x) [z][1]\n\n[1]: https://example.org/", "<a onclick=x>b</a><br><!-- c -->",
		"&lt;script&gt; &#0; &#x110000; &amp;amp;", "[a](<https://x/\">) ![![a](b)](c)", "9999999999. a\n0. b", "a\x00b\xff\u202ec\u2028",
		"[a]: https://example.org/" + strings.Repeat("b", 40) + "\n\n" + strings.Repeat("[a]", 40), strings.Repeat("> - ", 30) + "x",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 20<<10 {
			t.Skip("longer than a text (security.md 8)")
		}
		begun := time.Now()
		out := Render(source)
		if took := time.Since(begun); took > 5*time.Second { // security.md says 0.1 s; the machine may be busy
			t.Errorf("took %v", took)
		}
		elements, wrong := allowed(out)
		if wrong != "" {
			t.Fatalf("%s\nin %q", wrong, out)
		}
		if browser := seen(t, out); !slices.Equal(elements, browser) {
			t.Errorf("a browser sees %v, written are %v\nin %q", browser, elements, out)
		}
		if len(out) > maxOutput(len(source)) || len(out) > grown(len(source)) {
			t.Errorf("%d bytes became %d", len(source), len(out))
		}
		if utf8.ValidString(source) && !utf8.ValidString(out) {
			t.Errorf("no UTF-8: %q", out)
		}
		if again := Render(source); again != out {
			t.Errorf("rendered twice:\n%q\n%q", out, again)
		}
		if words := Excerpt(out, 160); strings.ContainsAny(words, "\n\r") || utf8.RuneCountInString(words) > 161 {
			t.Errorf("the excerpt is %q", words)
		}
	})
}
