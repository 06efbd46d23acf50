// Package markdown turns what people write into safe HTML and plain excerpts,
// and the texts of files into Markdown.
//
// CommonMark with strikethrough and bare links, and line breaks as they were
// typed. What is no Markdown is shown as typed: words in angle brackets are
// words, a picture is a link with its words, and there are no tables (a 16 KB
// one became 80 MB of HTML) and no ids. What comes out of the renderer still
// goes through a sanitiser, so that a bug in one is not a hole.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Version is raised whenever Render's output changes, so that stored HTML of an
// older renderer can be told.
const Version = 2

// Limits of one text (security.md 8). What exceeds them is shown as plain
// paragraphs.
const (
	maxInput  = 400_000 // bytes: 100,000 characters of any script
	maxNest   = 20
	maxPrefix = 100  // marks of quotes and lists in front of one line
	maxOpen   = 4000 // brackets: each that nothing closes is searched to the end
)

// maxOutput is how much HTML a text of so many bytes may become.
func maxOutput(source int) int { return max(256<<10, 6*source) }

var (
	posts = newEngine(nodes{})
	pages = newEngine(nodes{outline: true})
)

func newEngine(n nodes) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(stars{}, 450))...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithASTTransformers(util.Prioritized(asWritten{}, 100)),
		)),
		goldmark.WithExtensions(extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyURLRegexp(bareAddress), extension.WithLinkifyWWWRegexp(bareHost),
				extension.WithLinkifyEmailRegexp(bareMail))),
		goldmark.WithRendererOptions(goldmarkhtml.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(n, 100))),
	)
}

// blockParsers are all but the one for blocks of HTML: a line that starts with a
// word in angle brackets is a line like any other.
func blockParsers() []util.PrioritizedValue {
	var all []util.PrioritizedValue
	for _, p := range parser.DefaultBlockParsers() {
		if p.Value != parser.NewHTMLBlockParser() {
			all = append(all, p)
		}
	}
	return all
}

const linkRel = "nofollow ugc noopener"

var (
	postPolicy = newPolicy()
	pagePolicy = newPolicy("h2", "h3", "h4")
)

// newPolicy lets through what people write, and more elements.
func newPolicy(more ...string) *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(more...)
	p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href", "title").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowURLSchemes(linkSchemes...)
	p.RequireParseableURLs(true)
	return p
}

// Render returns the sanitised HTML of a text. It takes 100,000 characters.
func Render(source string) string { return render(source, posts, postPolicy) }

// RenderPage is Render for a text that is a page of its own: its headings are those of
// the page below its title.
func RenderPage(source string) string { return render(source, pages, pagePolicy) }

func render(source string, engine goldmark.Markdown, policy *bluemonday.Policy) string {
	if len(source) > maxInput || crowded(source) {
		return plain(source)
	}
	src := []byte(source)
	doc := engine.Parser().Parse(text.NewReader(src))
	if depth(doc) > maxNest {
		return plain(source)
	}
	var out bytes.Buffer
	if addresses(doc) > maxOutput(len(source)) || engine.Renderer().Render(&out, src, doc) != nil {
		return plain(source)
	}
	clean := strings.TrimSpace(policy.Sanitize(out.String()))
	if len(clean) > maxOutput(len(source)) {
		return plain(source)
	}
	return clean
}

// addresses is how many bytes of addresses and titles a text has where they are read:
// one that is written once may be referred to a thousand times.
func addresses(n ast.Node) (bytes int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch link := c.(type) {
		case *ast.Link:
			bytes += len(link.Destination) + len(link.Title)
		case *ast.Image:
			bytes += len(link.Destination) + len(link.Title)
		}
		bytes += addresses(c)
	}
	return bytes
}

// plain shows a text as paragraphs of escaped words, with its line breaks.
func plain(source string) string {
	var out strings.Builder
	source = strings.ReplaceAll(source, "\x00", "\uFFFD") // as Markdown does
	for part := range strings.SplitSeq(source, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>\n") + "</p>")
		}
	}
	return out.String()
}

// crowded finds what would take long to parse, before it is parsed: very many
// brackets, and lines that begin with very many marks of quotes and lists.
func crowded(source string) bool {
	if strings.Count(source, "[") > maxOpen {
		return true
	}
	for line := range strings.SplitSeq(source, "\n") {
		rule := strings.Trim(line, " \t*") == "" || strings.Trim(line, " \t-") == ""
		if !rule && prefixMarks(line) > maxPrefix {
			return true
		}
	}
	return false
}

// prefixMarks counts the marks of quotes and lists that a line begins with.
func prefixMarks(line string) (marks int) {
	for i, c := range line {
		switch {
		case c == ' ' || c == '\t' || '0' <= c && c <= '9':
		case c == '>' || strings.ContainsRune("-+*.)", c) && strings.HasPrefix(line[i+1:], " "):
			marks++
		default:
			return marks
		}
	}
	return marks
}

func depth(n ast.Node) int {
	deepest := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		deepest = max(deepest, depth(c))
	}
	return deepest + 1
}
