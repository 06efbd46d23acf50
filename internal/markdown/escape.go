package markdown

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escape writes a text so that Markdown shows it letter by letter, with its line
// breaks and with links where there are addresses.
func escape(source string) string {
	lines := strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = escapeLine(indent(line)+strings.TrimLeft(line, " \t"), bareLinks)
	}
	return strings.Trim(strings.Join(lines, "\n"), " \n")
}

// indent is the white space that a line begins with, as Markdown keeps it.
func indent(line string) string {
	space := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if len(space) == len(line) {
		return ""
	}
	return strings.Repeat("\u00a0", len(strings.ReplaceAll(space, "\t", "    ")))
}

// lineStart finds the marks with which a line would begin a list, a quote, a
// heading, a rule or code.
var lineStart = regexp.MustCompile(`^(?:(?:#{1,6}|[-+]|([0-9]{1,9})[.)])(?:[\s\x{a0}]|$)|-+[\s\x{a0}]*$|=+[\s\x{a0}]*$|>)`)

// linking says how addresses in escaped words become links.
type linking int

const (
	bareLinks   linking = iota // as typed, where that is enough
	markedLinks                // in angle brackets: what follows is not known
	noLinks                    // the words are those of a link
)

// escapeLine escapes words of one line, which may stand at its start.
func escapeLine(line string, links linking) string {
	var out strings.Builder
	before := ' '
	if at := lineStart.FindStringSubmatchIndex(line); at != nil {
		mark := max(at[3], 0) // behind the number, if there is one
		out.WriteString(line[:mark] + `\` + line[mark:mark+1])
		line, before = line[mark+1:], '\\'
	}
	for line != "" {
		if address, link := addressIn(line, before, links); address != "" {
			out.WriteString(link)
			line, before = line[len(address):], 'a'
			continue
		}
		c, size := utf8.DecodeRuneInString(line)
		if marks(c, before, line[size:]) {
			out.WriteByte('\\')
		}
		out.WriteString(line[:size])
		before, line = c, line[size:]
	}
	return out.String()
}

// addressIn is the address that a text begins with, if any, and how it becomes a
// link.
func addressIn(s string, before rune, links linking) (address, link string) {
	if links == noLinks || word(before) {
		return "", ""
	}
	bare := before == ' ' || before == '('
	if host := trimAddress(bareHost.FindString(s)); host != "" {
		switch {
		case !bare:
			return "", ""
		case links == bareLinks && !continues(s[len(host):]):
			return host, host
		}
		return host, "[" + escapeLine(host, noLinks) + "](" + destination("http://"+host) + ")"
	}
	address = trimAddress(bareAddress.FindString(s))
	if links == bareLinks && bare && !continues(s[len(address):]) {
		return address, address
	}
	return address, "<" + address + ">"
}

// trimAddress leaves out what stands behind an address in a sentence.
func trimAddress(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte("?!.,:;*_~'", last) >= 0:
		case last == ')' && strings.Count(s, ")") > strings.Count(s, "("):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// continues says that what stands behind an address could be taken for a part of
// it.
func continues(behind string) bool {
	c, _ := utf8.DecodeRuneInString(behind)
	return behind != "" && c != ' '
}

// entity finds what would be read as the name of a character.
var entity = regexp.MustCompile(`^#?[0-9A-Za-z]+;`)

// marks says that a character would mean something between the one before and
// what stands behind it.
func marks(c, before rune, behind string) bool {
	next, _ := utf8.DecodeRuneInString(behind)
	switch c {
	case '`', '[', ']', '~', '*', '\\':
		return true
	case '_':
		return !word(before) || !word(next)
	case '<':
		return behind == "" || next == '/' || next == '!' || next == '?' || next < utf8.RuneSelf && unicode.IsLetter(next)
	case '&':
		return entity.MatchString(behind)
	}
	return false
}

func word(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
