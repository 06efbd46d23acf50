package markdown

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	spaces     = regexp.MustCompile(`[ \t\r\n\f]+`)
	lineSpaces = regexp.MustCompile(`[ \t\r\f]+`)
	aroundLine = regexp.MustCompile(` *\n *`)
	manyLines  = regexp.MustCompile(`\n{2,}`)
)

// paragraph writes a run of words. Where the marks of emphasis would be seen as
// such, or hide a word, it has none.
func (w htmlWriter) paragraph(run []*html.Node) string {
	marked := w.words(run)
	if w.plain || w.label || !strings.ContainsAny(marked, "*~") {
		return marked
	}
	marked = strings.ReplaceAll(marked, "****", "") // bold words next to bold words
	w.plain = true
	plain := w.words(run)
	if plain != marked && letters(marked) != letters(plain) {
		return plain
	}
	return marked
}

// letters are those that a reader of Markdown sees.
func letters(source string) string { return strings.ReplaceAll(Words(Render(source)), " ", "") }

func (w htmlWriter) words(run []*html.Node) string {
	text := aroundLine.ReplaceAllString(lineSpaces.ReplaceAllString(w.row(run), " "), "\n")
	text = manyLines.ReplaceAllString(text, "\n\n")
	return strings.Trim(text, " \n\u00a0")
}

func (w htmlWriter) children(n *html.Node) string {
	return w.row(slices.Collect(n.ChildNodes()))
}

// row writes nodes one behind the other. Where the marks of two would be read as
// one, code beside code or an exclamation before a link, they are kept apart.
func (w htmlWriter) row(run []*html.Node) string {
	out := ""
	for _, n := range run {
		s := w.inline(n)
		switch {
		case strings.HasSuffix(out, "`") && strings.HasPrefix(s, "`"):
			out += " "
		case strings.HasSuffix(out, "!") && strings.HasPrefix(s, "["):
			out = out[:len(out)-1] + `\!`
		}
		out += s
	}
	return out
}

func (w htmlWriter) inline(n *html.Node) string {
	if n.Type == html.TextNode {
		return w.text(n.Data)
	}
	switch n.Data {
	case "br":
		return "\n"
	case "b", "strong":
		return w.wrap("**", w.children(n))
	case "i", "em":
		return w.wrap("*", w.children(n))
	case "del", "s", "strike":
		return w.wrap("~~", w.children(n))
	case "code", "kbd", "samp", "tt", "var":
		return codeSpan(textOf(n, " "))
	case "a":
		return w.link(n)
	case "img":
		return w.picture(n)
	case "embed", "object", "video", "audio", "applet":
		return w.media(n)
	case "q":
		return `"` + w.children(n) + `"`
	case "sup":
		if power.MatchString(textOf(n, "")) {
			return "^" + w.children(n)
		}
	case "option", "select", "button":
		return " " + w.children(n) + " "
	}
	if isBlock(n) {
		return "\n" + w.children(n) + "\n"
	}
	return w.children(n)
}

// power is what would be read as part of the number or the unit before it.
var power = regexp.MustCompile(`^[-+−]?[0-9]{1,3}$`)

// text escapes words. In an element without breaks those of the text count.
func (w htmlWriter) text(s string) string {
	if w.lines {
		s = aroundLine.ReplaceAllString(lineSpaces.ReplaceAllString(s, " "), "\n")
	} else {
		s = spaces.ReplaceAllString(s, " ")
	}
	links := markedLinks
	if w.label {
		links = noLinks
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		words := strings.TrimLeft(line, " ")
		lines[i] = line[:len(line)-len(words)] + escapeLine(words, links)
	}
	return strings.Join(lines, "\n")
}

// wrap puts marks around the words of each line.
func (w htmlWriter) wrap(mark, s string) string {
	if w.plain {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if words := strings.Trim(line, " \u00a0"); words != "" {
			at := strings.Index(line, words)
			lines[i] = line[:at] + mark + words + mark + line[at+len(words):]
		}
	}
	return strings.Join(lines, "\n")
}

// codeSpan writes code within a line.
func codeSpan(text string) string {
	text = spaces.ReplaceAllString(text, " ")
	if strings.TrimSpace(text) == "" {
		return text
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

func (w htmlWriter) link(n *html.Node) string {
	address := wholeAddress(attribute(n, "href"))
	if w.label || address == "" || strings.HasPrefix(address, "#") || runs(address) {
		return w.children(n)
	}
	inner := w
	inner.label = true
	words := inner.children(n)
	label := strings.Join(strings.Fields(words), " ")
	said := strings.TrimSpace(textOf(n, " "))
	switch {
	case label == "" || said == address:
		return marked(address)
	case "mailto:"+said == address && !strings.ContainsAny(said, " <>\\"):
		return "<" + said + ">"
	}
	link := "[" + label + "](" + destination(address) + titled(n, said) + ")"
	if strings.TrimLeft(words, " \n") != words {
		link = " " + link
	}
	if strings.TrimRight(words, " \n") != words {
		link += " "
	}
	return link
}

// runs says that an address is code and no place.
func runs(address string) bool {
	scheme, _, found := strings.Cut(address, ":")
	return found && slices.Contains(codeSchemes, strings.ToLower(strings.TrimSpace(scheme)))
}

// wholeAddress is an address as browsers read it.
func wholeAddress(s string) string {
	s = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(s)
	if strings.HasPrefix(s, "//") {
		return "https:" + s
	}
	return s
}

// marked is an address as a link of its own.
func marked(address string) string {
	if bareAddress.FindString(address) == address {
		return "<" + address + ">"
	}
	return "[" + escapeLine(address, noLinks) + "](" + destination(address) + ")"
}

// destination writes an address behind the words of a link.
func destination(address string) string {
	address = entities.ReplaceAllString(address, `\&$1`)
	return strings.NewReplacer(" ", "%20", `\&`, `\&`, `\`, `\\`, "(", `\(`, ")", `\)`, "<", `\<`, ">", `\>`).Replace(address)
}

var entities = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)

// titled is the title of an element, unless it says the same again.
func titled(n *html.Node, said string) string {
	title := strings.Join(strings.Fields(attribute(n, "title")), " ")
	if title == "" || title == said || title == attribute(n, "href") {
		return ""
	}
	return ` "` + entities.ReplaceAllString(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(title), `\&$1`) + `"`
}

// picture writes a link with the words of a picture, or with its file's name.
func (w htmlWriter) picture(n *html.Node) string {
	address := wholeAddress(attribute(n, "src"))
	words := strings.Join(strings.Fields(attribute(n, "alt")), " ")
	if words == "" {
		words = strings.Join(strings.Fields(attribute(n, "title")), " ")
	}
	if words == "" && address != "" {
		words = pictureName(address)
	}
	return w.linkTo(address, words)
}

// linkTo writes words with an address behind them.
func (w htmlWriter) linkTo(address, words string) string {
	label := escapeLine(words, noLinks)
	if w.label || address == "" || words == "" || runs(address) {
		return label
	}
	return "[" + label + "](" + destination(address) + ")"
}

// media writes a link to what is played or embedded.
func (w htmlWriter) media(n *html.Node) string {
	address := source(n)
	for c := range n.Descendants() {
		if address != "" {
			break
		}
		address = source(c)
	}
	if address == "" {
		return w.children(n)
	}
	words := strings.Join(strings.Fields(attribute(n, "title")), " ")
	if words == "" {
		if u, err := url.Parse(address); err == nil && u.Host != "" && !w.label {
			return " " + marked(address) + " "
		}
		words = address
	}
	return " " + w.linkTo(address, words) + " "
}

// source is the address of what an element plays.
func source(n *html.Node) string {
	for _, name := range []string{"src", "data"} {
		if address := wholeAddress(attribute(n, name)); address != "" {
			return address
		}
	}
	if name := attribute(n, "name"); named(n, "param") && (name == "movie" || name == "src") {
		return wholeAddress(attribute(n, "value"))
	}
	return ""
}
