package markdown

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Addresses that are links without being marked as such. They end where an
// address cannot go on, and where a person would say that it ends.
var (
	bareAddress = regexp.MustCompile(`^(?:https?|ftp)://[\pL\pN]` + addressTail)
	bareHost    = regexp.MustCompile(`^www\.[\pL\pN]` + addressTail)
	bareMail    = regexp.MustCompile(`^[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
)

const addressTail = "[^\\s<>\"\\\\`\u00a0„“”«»‹›。、]*"

// linkSchemes are those that a link may have.
var linkSchemes = []string{"http", "https", "mailto"}

// asWritten keeps what Markdown would drop: addresses of pictures and of links
// that may not be followed, and definitions of links that nobody refers to. It
// marks links as not ours.
type asWritten struct{}

func (asWritten) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	if addresses(doc) > maxOutput(len(reader.Source())) {
		return // it will not be shown
	}
	var links, pictures []ast.Node
	var definitions []*ast.LinkReferenceDefinition
	used := map[string]bool{}
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			used[string(n.Destination)] = used[string(n.Destination)] || n.Reference != nil
			links = append(links, n)
		case *ast.Image:
			used[string(n.Destination)] = used[string(n.Destination)] || n.Reference != nil
			pictures = append(pictures, n)
		case *ast.AutoLink:
			n.SetAttributeString("rel", []byte(linkRel))
		case *ast.LinkReferenceDefinition:
			definitions = append(definitions, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range pictures {
		links = append(links, linkOf(n.(*ast.Image)))
	}
	for _, n := range links {
		settleLink(n.(*ast.Link))
	}
	for _, d := range definitions {
		if !used[string(d.Destination)] {
			showDefinition(d, reader.Source())
		}
	}
}

// linkOf puts a link with the words of a picture where the picture was.
func linkOf(picture *ast.Image) *ast.Link {
	link := ast.NewLink()
	link.Destination, link.Title = picture.Destination, picture.Title
	adopt(link, picture)
	if link.FirstChild() == nil {
		link.AppendChild(link, ast.NewString([]byte(pictureName(string(link.Destination)))))
	}
	picture.Parent().ReplaceChild(picture.Parent(), picture, link)
	return link
}

// pictureName is what a picture without words is called: its file, or what kind
// of data it is.
func pictureName(address string) string {
	if data, is := strings.CutPrefix(address, "data:"); is {
		kind, _, _ := strings.Cut(data, ",")
		kind, _, _ = strings.Cut(kind, ";")
		return kind
	}
	u, err := url.Parse(address)
	if err != nil || strings.Trim(u.Path, "/.") == "" {
		return address
	}
	return path.Base(u.Path)
}

// settleLink marks a link, or shows the words of one that may not be followed,
// with the address behind them.
func settleLink(link *ast.Link) {
	address := string(util.URLEscape(link.Destination, true))
	u, err := url.Parse(address)
	inside := insideLink(link)
	if err == nil && !inside && slices.Contains(linkSchemes, strings.ToLower(u.Scheme)) {
		link.SetAttributeString("rel", []byte(linkRel))
		return
	}
	parent := link.Parent()
	for c := link.FirstChild(); c != nil; c = link.FirstChild() {
		link.RemoveChild(link, c)
		parent.InsertBefore(parent, link, c)
	}
	if inside || address == "" || strings.HasPrefix(address, "#") || err == nil && slices.Contains(codeSchemes, strings.ToLower(u.Scheme)) {
		parent.RemoveChild(parent, link)
		return
	}
	parent.ReplaceChild(parent, link, ast.NewString([]byte(" ("+string(link.Destination)+")")))
}

// codeSchemes are those whose addresses are no places.
var codeSchemes = []string{"javascript", "vbscript", "data"}

func insideLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// showDefinition shows a definition that defines nothing as the line it is.
func showDefinition(d *ast.LinkReferenceDefinition, source []byte) {
	line := ast.NewParagraph()
	for i := range d.Lines().Len() {
		segment := d.Lines().At(i)
		at := bytes.Index(segment.Value(source), d.Destination)
		if at < 0 || !bareAddress.Match(d.Destination) {
			line.AppendChild(line, ast.NewTextSegment(segment))
			continue
		}
		start := segment.Start + at
		end := start + len(d.Destination)
		line.AppendChild(line, ast.NewTextSegment(text.NewSegment(segment.Start, start)))
		link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, end)))
		link.SetAttributeString("rel", []byte(linkRel))
		line.AppendChild(line, link)
		line.AppendChild(line, ast.NewTextSegment(text.NewSegment(end, segment.Stop)))
	}
	d.Parent().ReplaceChild(d.Parent(), d, line)
}

// adopt makes the children of one node those of another.
func adopt(to, from ast.Node) {
	for c := from.FirstChild(); c != nil; c = from.FirstChild() {
		from.RemoveChild(from, c)
		to.AppendChild(to, c)
	}
}

// stars reads a star within a word as a star: Kolleg*innen, 2*3*4, f**k. It is a
// mark only where it ends an emphasis that began at a word.
type stars struct{}

func (stars) Trigger() []byte { return []byte{'*'} }

func (stars) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := len(line) - len(bytes.TrimLeft(line, "*"))
	next, _ := utf8.DecodeRune(line[run:])
	if !word(block.PrecendingCharacter()) || !word(next) {
		return nil
	}
	for d := pc.LastDelimiter(); d != nil; d = d.PreviousDelimiter {
		if d.Char == '*' && d.CanOpen {
			return nil
		}
	}
	block.Advance(run)
	return ast.NewTextSegment(text.NewSegment(segment.Start, segment.Start+run))
}

// nodes draws what is not drawn as usual.
type nodes struct{ outline bool }

func (n nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, heading)
	if n.outline {
		r.Register(ast.KindHeading, outlined)
	}
	r.Register(ast.KindRawHTML, rawHTML)
	r.Register(ast.KindFencedCodeBlock, fencedCode)
}

// heading is a bold paragraph: the outline of a page is the page's own.
func heading(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<p><strong>")
	} else {
		w.WriteString("</strong></p>\n")
	}
	return ast.WalkContinue, nil
}

// outlined is a heading below the title of a page, which alone is of the first level.
func outlined(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	element := "h" + strconv.Itoa(min(max(n.(*ast.Heading).Level, 2), 4)) + ">"
	if entering {
		w.WriteString("<" + element)
	} else {
		w.WriteString("</" + element + "\n")
	}
	return ast.WalkContinue, nil
}

// rawHTML shows what stands in angle brackets as it was typed. Only a <br> that
// is not the word for itself breaks the line.
func rawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	segments := n.(*ast.RawHTML).Segments
	typed := segments.Value(source)
	if lineBreak.Match(typed) && !alone(source, segments.At(0).Start, segments.At(segments.Len()-1).Stop) {
		if len(bytes.TrimSpace(lineBehind(source, segments.At(segments.Len()-1).Stop))) > 0 { // else the line ends anyway
			w.WriteString("<br>\n")
		}
		return ast.WalkSkipChildren, nil
	}
	w.Write(bytes.ReplaceAll(util.EscapeHTML(typed), []byte("\n"), []byte("<br>\n")))
	return ast.WalkSkipChildren, nil
}

var lineBreak = regexp.MustCompile(`(?i)^<br\s*/?>$`)

// alone says that spaces part source[from:to] from other words of its line on
// both sides.
func alone(source []byte, from, to int) bool {
	return from > 0 && source[from-1] == ' ' && to < len(source) && source[to] == ' ' &&
		len(bytes.TrimSpace(lineBefore(source, from))) > 0 && len(bytes.TrimSpace(lineBehind(source, to))) > 0
}

func lineBefore(source []byte, at int) []byte {
	return source[bytes.LastIndexByte(source[:at], '\n')+1 : at]
}

func lineBehind(source []byte, at int) []byte {
	if end := bytes.IndexByte(source[at:], '\n'); end >= 0 {
		return source[at : at+end]
	}
	return source[at:]
}

// fencedCode shows code, and before it what stands behind the fence unless that
// is the name of a language.
func fencedCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</code></pre>\n")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	w.WriteString("<pre><code>")
	if n.Info != nil && !languageName.Match(n.Info.Value(source)) {
		w.Write(util.EscapeHTML(n.Info.Value(source)))
		w.WriteByte('\n')
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.Write(util.EscapeHTML(line.Value(source)))
	}
	return ast.WalkContinue, nil
}

var languageName = regexp.MustCompile(`^[\w+#.-]+$`)
