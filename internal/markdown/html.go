package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// fromHTML returns the Markdown of HTML: every word that a reader of it would
// see, and every address, with as much of its form as Markdown has.
func fromHTML(source string) (string, error) {
	body, lines, err := parseHTML(source)
	if err != nil {
		return "", err
	}
	return strings.Join(htmlWriter{lines: lines}.blocks(body), "\n\n"), nil
}

// lineFromHTML returns the words of HTML on one line.
func lineFromHTML(source string) string {
	body, _, err := parseHTML(source)
	if err != nil {
		return source
	}
	return strings.Join(strings.Fields(textOf(body, " ")), " ")
}

// textOf is the text in an element, with something in place of breaks.
func textOf(n *html.Node, gap string) string {
	switch {
	case n.Type == html.TextNode:
		return n.Data
	case named(n, "br"):
		return gap
	case named(n, "img"):
		return attribute(n, "alt")
	}
	var out strings.Builder
	for c := range n.ChildNodes() {
		block := c.Type == html.ElementNode && blockElements[c.Data]
		if p := c.PrevSibling; block && p != nil && !(p.Type == html.ElementNode && blockElements[p.Data]) {
			out.WriteString(gap)
		}
		out.WriteString(textOf(c, gap))
		if block && c.NextSibling != nil {
			out.WriteString(gap)
		}
	}
	return out.String()
}

// named says that a node is an element of one of these names.
func named(n *html.Node, names ...string) bool {
	return n.Type == html.ElementNode && slices.Contains(names, n.Data)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// htmlWriter writes elements as Markdown.
type htmlWriter struct {
	lines bool // line breaks of the text are breaks
	plain bool // without emphasis
	label bool // within a link
}

var blockElements = setOf(`address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
	h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup p pre search section summary table tbody td tfoot th thead tr ul marquee`)

// isBlock says that an element stands on lines of its own.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	lines := n.Data == "code" && holds(n, func(c *html.Node) bool { return named(c, "br") })
	return blockElements[n.Data] || lines || n.Data != "a" && holds(n, isBlock)
}

func holds(n *html.Node, what func(*html.Node) bool) bool {
	for c := range n.Descendants() {
		if what(c) {
			return true
		}
	}
	return false
}

// blocks are the paragraphs, lists and so on in an element.
func (w htmlWriter) blocks(n *html.Node) (all []string) {
	var run []*html.Node
	end := func() {
		if p := w.paragraph(run); p != "" {
			all = append(all, p)
		}
		run = nil
	}
	lists := 0 // next to each other: their marks differ, or they would be one
	for c := range n.ChildNodes() {
		if !isBlock(c) {
			run = append(run, c)
			continue
		}
		end()
		some := w.block(c, lists)
		if len(some) > 0 {
			lists++
			if !named(c, listElements...) {
				lists = 0
			}
		}
		all = append(all, some...)
	}
	end()
	return all
}

var listElements = []string{"ul", "ol", "menu", "dir"}

func (w htmlWriter) block(n *html.Node, lists int) []string {
	switch n.Data {
	case "ul", "ol", "menu", "dir":
		return one(w.list(n, lists))
	case "pre", "code":
		return one(w.code(n))
	case "blockquote":
		return one(prefixed(strings.Join(w.blocks(n), "\n\n"), "> ", "> "))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return w.heading(n)
	case "hr":
		return []string{"---"}
	case "table":
		return w.table(n)
	case "dt":
		return w.term(n)
	}
	return w.blocks(n)
}

// term writes what a list of definitions defines.
func (w htmlWriter) term(n *html.Node) []string {
	if holds(n, isBlock) {
		return w.blocks(n)
	}
	words := w.paragraph(slices.Collect(n.ChildNodes()))
	if bold := w.wrap("**", words); letters(bold) == letters(words) {
		return one(bold)
	}
	return one(words)
}

func one(block string) []string {
	if block == "" {
		return nil
	}
	return []string{block}
}

// prefixed puts something before the first and something before all other lines.
func prefixed(block, first, others string) string {
	if block == "" {
		return ""
	}
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line != "" || strings.TrimSpace(others) != "":
			lines[i] = strings.TrimRight(others+line, " ")
		}
	}
	return strings.Join(lines, "\n")
}

func (w htmlWriter) heading(n *html.Node) []string {
	if holds(n, isBlock) {
		return w.blocks(n)
	}
	words := spaces.ReplaceAllString(w.paragraph(slices.Collect(n.ChildNodes())), " ")
	if strings.HasSuffix(words, "#") && !strings.HasSuffix(words, `\#`) {
		words = strings.TrimSuffix(words, "#") + `\#`
	}
	if words == "" {
		return nil
	}
	return []string{strings.Repeat("#", int(n.Data[1]-'0')) + " " + words}
}

// list writes a list; lists is how many stand right before it.
func (w htmlWriter) list(n *html.Node, lists int) string {
	number, err := strconv.Atoi(attribute(n, "start"))
	if err != nil || number < 0 || number > 1_000_000 {
		number = 1
	}
	var items []string
	between := "\n"
	for c := range n.ChildNodes() {
		blocks := w.itemBlocks(c)
		if len(blocks) == 0 {
			continue
		}
		mark := string("-*"[lists%2]) + " "
		if n.Data == "ol" {
			mark = fmt.Sprint(number, string(".)"[lists%2]), " ")
			number++
		}
		item := blocks[0]
		for _, block := range blocks[1:] {
			if listStart.MatchString(block) {
				item += "\n" + block
			} else {
				item += "\n\n" + block
				between = "\n\n"
			}
		}
		items = append(items, prefixed(item, mark, strings.Repeat(" ", len(mark))))
	}
	return strings.Join(items, between)
}

var listStart = regexp.MustCompile(`^(?:[-*]|1[.)]) `)

// itemBlocks are those of a child of a list, which should be an item.
func (w htmlWriter) itemBlocks(n *html.Node) []string {
	if named(n, "li") {
		return w.blocks(n)
	}
	if isBlock(n) {
		return w.block(n, 0)
	}
	return one(w.paragraph([]*html.Node{n}))
}

// code writes a block of code, with a fence longer than any in it.
func (w htmlWriter) code(n *html.Node) string {
	text := strings.TrimRight(strings.TrimPrefix(textOf(n, "\n"), "\n"), " \t\n")
	if strings.TrimSpace(text) == "" {
		return ""
	}
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + "\n" + text + "\n" + fence
}

func longestRun(text string) (longest int) {
	for _, run := range backticks.FindAllString(text, -1) {
		longest = max(longest, len(run))
	}
	return longest
}

var backticks = regexp.MustCompile("`+")

// table writes each row on a line, its cells with a stroke between them. A row of
// one cell, or around another table, is there for the looks: its cells are
// paragraphs.
func (w htmlWriter) table(n *html.Node) (all []string) {
	var lines []string
	end := func() {
		all = append(all, one(strings.Join(lines, "\n"))...)
		lines = nil
	}
	for _, row := range rows(n) {
		var cells []string
		for c := range row.ChildNodes() {
			if text := spaces.ReplaceAllString(w.paragraph([]*html.Node{c}), " "); text != "" {
				cells = append(cells, text)
			}
		}
		if len(cells) > 1 && named(row, "tr") && !holds(row, func(c *html.Node) bool { return named(c, "table", "pre") }) {
			lines = append(lines, strings.Join(cells, " | "))
			continue
		}
		end()
		all = append(all, w.blocks(row)...)
	}
	end()
	return all
}

// rows are those of a table, without those of tables in it.
func rows(n *html.Node) (all []*html.Node) {
	for c := range n.ChildNodes() {
		if named(c, "thead", "tbody", "tfoot") {
			all = append(all, rows(c)...)
		} else {
			all = append(all, c)
		}
	}
	return all
}
