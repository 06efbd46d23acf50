// Package markdown turns what people write into safe HTML and plain excerpts,
// and HTML of other platforms into Markdown.
//
// CommonMark with strikethrough and bare links; no raw HTML, no tables (a
// 16 KB one became 80 MB of HTML), no images, no ids. What comes out of the
// renderer still goes through a sanitiser, so that a bug in one is not a hole.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Version is raised whenever Render's output changes, so that stored HTML of an
// older renderer can be told.
const Version = 1

// Limits of one text (security.md 8). What exceeds them is shown as plain
// paragraphs.
const (
	maxInput  = 40_000 // bytes: 10,000 characters of any script
	maxOutput = 256 << 10
	maxNest   = 20
)

var engine = goldmark.New(
	goldmark.WithExtensions(extension.Strikethrough, extension.Linkify),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(linkMarker{}, 100))),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(headings{}, 100))),
)

const linkRel = "nofollow ugc noopener"

var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	return p
}()

// Render returns the sanitised HTML of a text.
func Render(source string) string {
	if len(source) > maxInput {
		return plain(source)
	}
	src := []byte(source)
	doc := engine.Parser().Parse(text.NewReader(src))
	if depth(doc) > maxNest {
		return plain(source)
	}
	var out bytes.Buffer
	if err := engine.Renderer().Render(&out, src, doc); err != nil || out.Len() > maxOutput {
		return plain(source)
	}
	return strings.TrimSpace(policy.Sanitize(out.String()))
}

// plain shows a text as paragraphs of escaped words.
func plain(source string) string {
	var out strings.Builder
	for part := range strings.SplitSeq(source, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out.WriteString("<p>" + html.EscapeString(part) + "</p>")
		}
	}
	return out.String()
}

func depth(n ast.Node) int {
	deepest := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		deepest = max(deepest, depth(c))
	}
	return deepest + 1
}

// Excerpt returns the first words of a text without its marks, at most max
// characters, cut between words with an ellipsis.
func Excerpt(source string, max int) string {
	src := []byte(source[:min(len(source), maxInput)])
	var out strings.Builder
	ast.Walk(engine.Parser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || out.Len() > 4*max {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			out.Write(n.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.AutoLink:
			out.Write(n.Label(src))
		default:
			if n.Type() == ast.TypeBlock {
				out.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return cut(strings.Join(strings.Fields(out.String()), " "), max)
}

func cut(s string, max int) string {
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	end := max
	for end > max/2 && !unicode.IsSpace(runes[end]) {
		end--
	}
	return strings.TrimRightFunc(string(runes[:end]), unicode.IsSpace) + "…"
}

// linkMarker marks links as not ours.
type linkMarker struct{}

func (linkMarker) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); entering && (k == ast.KindLink || k == ast.KindAutoLink) {
			n.SetAttributeString("rel", []byte(linkRel))
		}
		return ast.WalkContinue, nil
	})
}

// headings shows a heading as a bold paragraph: the outline of a page is the
// page's own.
type headings struct{}

func (headings) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString("<p><strong>")
		} else {
			w.WriteString("</strong></p>\n")
		}
		return ast.WalkContinue, nil
	})
}
