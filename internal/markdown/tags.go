package markdown

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parseHTML reads a piece of HTML. What only looks like a tag stays as typed: see
// realTags. lines says that the text has no breaks but those it was typed with.
func parseHTML(source string) (body *html.Node, lines bool, err error) {
	clean, lines := realTags(source)
	body = &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(clean), body)
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, lines, err
}

// realTags rewrites HTML so that a parser finds those elements only that are
// meant: everything else in angle brackets becomes text, as do names of
// characters without a semicolon. Scripts and style sheets are left out.
func realTags(source string) (clean string, lines bool) {
	r := tagReader{source: source, lower: lowerASCII(source), tokens: html.NewTokenizer(strings.NewReader(source)), lines: true}
	for r.next() {
	}
	return r.out.String(), r.lines
}

type tagReader struct {
	source, lower string
	tokens        *html.Tokenizer
	read          int // bytes of source
	out           strings.Builder
	skip          string // what ends the part that is left out
	foreign       int    // depth of pictures and formulas, whose tags are left out
	lines         bool
}

// next takes the next token over, until there is none.
func (r *tagReader) next() bool {
	kind := r.tokens.Next()
	if kind == html.ErrorToken {
		r.out.WriteString(html.EscapeString(r.source[r.read:])) // a tag that nothing ends is none
		return false
	}
	raw := string(r.tokens.Raw())
	r.read += len(raw)
	name := tagName(raw)
	low := lowerASCII(name)
	switch {
	case r.skip != "":
		if kind == html.EndTagToken && low == r.skip {
			r.skip = ""
		}
		r.tokens.NextIsNotRawText()
	case kind == html.TextToken:
		r.out.WriteString(looseAmpersand(raw))
	case kind == html.CommentToken || kind == html.DoctypeToken:
		if !unseen.MatchString(raw) {
			r.out.WriteString(html.EscapeString(raw))
		}
	default:
		r.tag(kind, raw, name, low)
	}
	return true
}

// unseen are comments and declarations that a browser leaves out.
var unseen = regexp.MustCompile(`(?is)^<!--.*-->$|^<!doctype\s+html|^<!\[(?:if|endif)|^<\?xml`)

// tag takes over what looks like a tag.
func (r *tagReader) tag(kind html.TokenType, raw, name, low string) {
	r.tokens.NextIsNotRawText()
	if r.foreign > 0 && !slices.Contains(foreignElements, low) || office.MatchString(low) {
		return
	}
	if !r.real(kind, raw, name, low) {
		r.out.WriteString(html.EscapeString(raw))
		return
	}
	switch {
	case slices.Contains(foreignElements, low):
		if kind == html.StartTagToken {
			r.foreign++
		} else if kind == html.EndTagToken && r.foreign > 0 {
			r.foreign--
		}
	case low == "script" || low == "style":
		if kind == html.StartTagToken {
			r.skip = low
		}
	case low == "iframe":
		if kind == html.StartTagToken {
			r.out.WriteString("<embed" + looseAmpersand(raw[len("<iframe"):]))
			if r.ends(low) {
				r.skip = low
			}
		}
	case low == "title" || low == "textarea":
		r.out.WriteString(map[html.TokenType]string{html.StartTagToken: "<div>", html.EndTagToken: "</div>"}[kind])
	case !slices.Contains(frames, low):
		r.lines = r.lines && !slices.Contains(breakers, low)
		r.out.WriteString(looseAmpersand(raw))
	}
}

// real says that a tag is meant as one: it names an element of HTML in one case,
// has attributes and no other words in it, and is ended if it must be.
func (r *tagReader) real(kind html.TokenType, raw, name, low string) bool {
	if !elements[low] || name != low && name != strings.ToUpper(name) {
		return false
	}
	inside := strings.TrimRight(strings.TrimLeft(raw, "</")[len(name):], "/> \t\r\n")
	for _, attribute := range attributes.FindAllStringSubmatch(inside, -1) {
		if attribute[2] == "" && !strings.Contains(attribute[1], "-") && !slices.Contains(switches, lowerASCII(attribute[1])) {
			return false
		}
	}
	must := low == "script" || low == "style" || slices.Contains(foreignElements, low) || inside == "" && !slices.Contains(unended, low)
	return kind != html.StartTagToken || !must || r.ends(low)
}

// ends says that an end tag of an element is still to come.
func (r *tagReader) ends(low string) bool {
	return strings.LastIndex(r.lower, "</"+low+">") >= r.read
}

var (
	tagNames   = regexp.MustCompile(`^</?([A-Za-z][^\s/>]*)`)
	attributes = regexp.MustCompile(`([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?`)
	office     = regexp.MustCompile(`^(?:o|v|w|m|st1):`)
	ampersands = regexp.MustCompile(`&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?`)
)

func tagName(raw string) string {
	if found := tagNames.FindStringSubmatch(raw); found != nil {
		return found[1]
	}
	return ""
}

// looseAmpersand escapes the ampersands that begin no name of a character, which
// a semicolon ends.
func looseAmpersand(s string) string {
	return ampersands.ReplaceAllStringFunc(s, func(found string) string {
		if found == "&" {
			return "&amp;"
		}
		return found
	})
}

// lowerASCII keeps every byte at its place.
func lowerASCII(s string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	}, s)
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// elements are those of HTML, old ones too.
var elements = setOf(`a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
	canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font
	footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
	marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture pre progress q rp rt ruby
	s samp script search section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
	thead time title tr track tt u ul var video wbr`)

var (
	// unended are the elements that are meant even where nothing ends them.
	unended = strings.Fields(`area base basefont blockquote body br center col colgroup dd div dl dt embed frame h1 h2 h3 h4 h5 h6 head hr html
		img input li link meta ol optgroup option p param pre source table tbody td tfoot th thead tr track ul wbr`)
	// breakers are the elements by which a text says where its lines end.
	breakers = strings.Fields("p br div table")
	// frames are around a text and not of it.
	frames          = strings.Fields("html head body frame frameset noembed noframes noscript template base basefont link meta form")
	foreignElements = []string{"svg", "math"}
	// switches are the attributes that need no value.
	switches = strings.Fields(`allowfullscreen allowtransparency alt async autofocus autoplay border checked class compact controls default defer
		dir disabled download formnovalidate hidden href id inert ismap itemscope loop mozallowfullscreen multiple muted name nohref noresize
		noshade novalidate nowrap open playsinline readonly rel required reversed scoped seamless selected src style target title value
		webkitallowfullscreen`)
)
