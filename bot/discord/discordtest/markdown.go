package discordtest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Discord's markdown, as its clients read it. The rules are those of the open
// re-implementations of its parser, which all grew from Khan Academy's
// simple-markdown; where they differ, the one that sees more markup counts.
var (
	mdEscape    = regexp.MustCompile(`^\\[^0-9A-Za-z\s]`)
	mdCodeBlock = regexp.MustCompile("(?is)^```(?:([a-z0-9_+\\-.#]+?)\n)?\n*([^\n].*?)\n*```")
	mdHeading   = regexp.MustCompile(`^[^\S\n]*#{1,3}\s+`)
	mdSmall     = regexp.MustCompile(`^[^\S\n]*-#\s+`)
	mdList      = regexp.MustCompile(`^[^\S\n]*(?:[*+-]|\d+\.)(?:[^\S\n]+|\n|$)`)
	mdQuote     = regexp.MustCompile(`^[^\S\n]*>(?:>>)?[^\S\n]?`)
	mdMention   = regexp.MustCompile(`^<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>]+:\d+|id:[^<>]+|\+?\d{5,}|sound:[^<>]+)>`)
	mdAddress   = regexp.MustCompile(`^<([a-z][a-z0-9+.-]*:/[^ >]+|[^ >]+@[^ >]+)>`)
	mdURL       = regexp.MustCompile(`^(?:https?|steam|discord|mailto)(?:://|:)[^\s<]+[^<.,:;"'\]\s]`)
	mdEveryone  = regexp.MustCompile(`^@(?:everyone|here)`)
	mdEmoji     = regexp.MustCompile(`^:[^\s:]+?:`)
	mdLink      = regexp.MustCompile(`^\[((?:\\.|[^\[\]\\])+)\]\(<?(https?://[^\s()<>]+)>?\)`)
	mdSpoiler   = regexp.MustCompile(`(?s)^\|\|(.+?)\|\|`)
	mdShrug     = regexp.MustCompile(`^¯\\_\(ツ\)_/¯`)
)

// mdFirst are the bytes that inline markup begins with: marks, an address, or "¯".
const mdFirst = "\\`<@:[|*_~hsdm\xc2"

// ReadMarkdown returns what people see of a text, and the kinds of markup in it:
// "heading", "small", "list", "quote", "code block", "code", "bold", "italic",
// "underlined", "struck", "spoiler", "link", "address", "mention", "emoji", "shrug".
func ReadMarkdown(source string) (text string, used []string) {
	var r reading
	r.read(source, true)
	return r.text.String(), r.used
}

type reading struct {
	text strings.Builder
	used []string
}

// read reads a text; blocks tells that its lines may begin headings and the like.
func (r *reading) read(source string, blocks bool) {
	for i := 0; i < len(source); {
		rest := source[i:]
		if blocks && (i == 0 || source[i-1] == '\n') {
			if n := r.block(rest); n > 0 {
				i += n
				continue
			}
		}
		n := 0
		if strings.IndexByte(mdFirst, rest[0]) >= 0 {
			n = r.inline(rest, source[:i])
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(rest)
			r.text.WriteString(rest[:n])
		}
		i += n
	}
}

// block reads what begins a line of its own kind, and returns its length.
func (r *reading) block(s string) int {
	for _, k := range []struct {
		kind string
		rule *regexp.Regexp
	}{{"heading", mdHeading}, {"small", mdSmall}, {"list", mdList}, {"quote", mdQuote}} {
		if m := k.rule.FindString(s); m != "" {
			r.used = append(r.used, k.kind)
			return len(m)
		}
	}
	return 0
}

// inline reads markup within a line, and returns its length; 0 when there is none.
func (r *reading) inline(s, before string) int {
	if m := mdShrug.FindString(s); m != "" {
		return r.saw("shrug", m, m)
	}
	if m := mdEscape.FindString(s); m != "" {
		_, size := utf8.DecodeRuneInString(m[1:])
		r.text.WriteString(m[1 : 1+size])
		return 1 + size
	}
	if m := mdCodeBlock.FindStringSubmatch(s); m != nil {
		return r.saw("code block", m[0], m[2])
	}
	if inner, n := codeSpan(s); n > 0 {
		return r.saw("code", s[:n], inner)
	}
	for _, k := range []struct {
		kind string
		rule *regexp.Regexp
	}{{"mention", mdMention}, {"mention", mdEveryone}, {"emoji", mdEmoji}} {
		if m := k.rule.FindString(s); m != "" {
			return r.saw(k.kind, m, m)
		}
	}
	if m := mdAddress.FindStringSubmatch(s); m != nil {
		return r.saw("link", m[0], m[1])
	}
	if m := mdURL.FindString(s); m != "" && !endsInWord(before) {
		return r.saw("address", m, m)
	}
	if m := mdLink.FindStringSubmatch(s); m != nil {
		r.used = append(r.used, "link")
		r.read(m[1], false)
		return len(m[0])
	}
	if m := mdSpoiler.FindStringSubmatch(s); m != nil {
		r.used = append(r.used, "spoiler")
		r.read(m[1], false)
		return len(m[0])
	}
	for _, k := range []struct{ kind, mark string }{
		{"bold", "**"}, {"underlined", "__"}, {"struck", "~~"}, {"italic", "*"}, {"italic", "_"},
	} {
		if inner, ok := enclosed(s, k.mark); ok {
			r.used = append(r.used, k.kind)
			r.read(inner, false)
			return len(inner) + 2*len(k.mark)
		}
	}
	return 0
}

func (r *reading) saw(kind, source, text string) int {
	r.used = append(r.used, kind)
	r.text.WriteString(text)
	return len(source)
}

func endsInWord(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && last < utf8.RuneSelf && (unicode.IsLetter(last) || unicode.IsDigit(last))
}

// codeSpan reads text between two equally long rows of backticks.
func codeSpan(s string) (inner string, n int) {
	marks := len(s) - len(strings.TrimLeft(s, "`"))
	if marks == 0 {
		return "", 0
	}
	for i := marks; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		row := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		if row == marks && i > marks {
			return s[marks:i], i + row
		}
		i += row
	}
	return "", 0
}

// enclosed reads text between two marks; escaped characters are none.
func enclosed(s, mark string) (inner string, ok bool) {
	body, ok := strings.CutPrefix(s, mark)
	if !ok || body == "" || mark != "**" && mark != "__" && isSpace(body[0]) {
		return "", false
	}
	for i := 0; i < len(body); i++ {
		if body[i] == '\\' {
			i++
			continue
		}
		if i == 0 || !strings.HasPrefix(body[i:], mark) {
			continue
		}
		after := body[i+len(mark):]
		if len(mark) == 1 && strings.HasPrefix(after, mark) { // two of them are another mark
			i++
			continue
		}
		if mark != "~~" && strings.HasPrefix(after, mark[:1]) {
			continue
		}
		if mark == "_" && after != "" && (after[0] == '_' || endsInWord(after[:1])) {
			continue
		}
		if mark == "*" && isSpace(body[i-1]) {
			continue
		}
		return body[:i], true
	}
	return "", false
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }
