package discord

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/bot"
)

// clean takes out what cannot be shown: control characters but for tabs and line
// breaks, the byte order mark, and bytes that are no text.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t', r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

// literal is a text as somebody wrote it, for where no markdown is read: a
// directional control that it leaves open is closed, so that it cannot turn
// round what we write after it.
func literal(s string) string {
	s = clean(s)
	return s + bot.BidiClosers(s)
}

// label is a text for a place that holds one short line.
func label(s string, limit int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	t := bot.Cut(s, limit)
	if closers := bot.BidiClosers(t); closers != "" {
		t = bot.Cut(s, limit-bot.Length(closers))
		t += bot.BidiClosers(t)
	}
	return t
}

// blank tells whether nothing of a text can be seen.
func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// escape makes text literal in Discord's markdown, which reads a backslash
// before any ASCII punctuation as "just this character". It escapes what can
// begin or end formatting, a mention, an emoji, a link, a time or a command
// anywhere (`<` begins all mentions, `:` ends a URL's scheme and encloses an
// emoji's name), and at a line's start also headings, small print, lists and
// quotes. The text counts as standing at a line's start
// (https://docs.discord.com/developers/reference#message-formatting).
func escape(s string) string {
	var b strings.Builder
	start, digits := true, false
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case strings.ContainsRune("\\*_~`|<[]@", r),
			r == ':' && next != ' ' && next != '\n', // at the end, too: the next text may go on with a name
			start && strings.ContainsRune("#->+", r),
			digits && r == '.' && (next == utf8.RuneError || unicode.IsSpace(next)):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		digits = (start || digits) && r >= '0' && r <= '9'
		start = r == '\n' || start && unicode.IsSpace(r)
	}
	return b.String()
}

// plainLines renders a line of running text as lines of markdown. Each has the
// prefix ("-# ") and weighs at most maxLine; none is broken that does not have to be.
func plainLines(prefix string, l bot.Line) []string {
	var all []string
	for _, line := range physical(l) {
		md := markdown(line)
		if weigh(prefix)+weigh(md) <= maxLine {
			all = append(all, prefixed(prefix, md))
			continue
		}
		for _, s := range line {
			for _, part := range bot.Pieces(s.Text, maxLine/2-10, weigh) { // escaping doubles it at worst
				all = append(all, prefixed(prefix, markdown(bot.Line{{Text: part, Style: s.Style}})))
			}
		}
	}
	return all
}

// prefixed puts a prefix before a line that has anything to show.
func prefixed(prefix, md string) string {
	if blank(md) {
		return ""
	}
	return prefix + md
}

// physical splits running text at its line breaks, so that no style reaches over one.
func physical(l bot.Line) []bot.Line {
	lines := []bot.Line{nil}
	for _, s := range l {
		for i, text := range strings.Split(clean(s.Text), "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if text == "" {
				continue
			}
			last := len(lines) - 1
			if n := len(lines[last]); n > 0 && lines[last][n-1].Style == s.Style && lines[last][n-1].URL == s.URL {
				lines[last][n-1].Text += text // two marks of a kind in a row would become another mark
				continue
			}
			lines[last] = append(lines[last], bot.Span{Text: text, Style: s.Style, URL: s.URL})
		}
	}
	return lines
}

// marks are put around a text in a style.
var marks = map[bot.Style]string{bot.Bold: "**", bot.Italic: "*", bot.Code: "`"}

// markdown renders one line. Where two marks would run into one another, the
// second text gives up its style.
func markdown(l bot.Line) string {
	var b strings.Builder
	starred := false // what stands last is a closing "*" of ours
	for _, s := range l {
		core := strings.TrimSpace(s.Text)
		if core == "" {
			b.WriteString(s.Text)
			starred = false
			continue
		}
		lead, _, _ := strings.Cut(s.Text, core)
		tail := s.Text[len(lead)+len(core):]
		core += bot.BidiClosers(core)
		mark := marks[s.Style]
		address, linked := linkable(s.URL)
		switch {
		case linked:
			core, mark = link(core, address), ""
		case s.Style == bot.Code && !strings.Contains(core, "`"):
		case s.Style == bot.Code, starred && lead == "":
			core, mark = escape(core), ""
		default:
			core = escape(core)
		}
		b.WriteString(lead + mark + core + mark + tail)
		starred = strings.HasPrefix(mark, "*") && tail == ""
	}
	return b.String()
}

// link puts a text over an address. Discord takes no brackets and no address for
// such a text: the address stands behind it then.
func link(text, address string) string {
	if strings.ContainsAny(text, "[]") || strings.Contains(text, "://") {
		return escape(text) + " <" + address + ">"
	}
	return "[" + escape(text) + "](" + address + ")"
}

// linkable is an address as it can stand in a link and on a button, if it can.
func linkable(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", false
	}
	s := strings.NewReplacer("(", "%28", ")", "%29", "'", "%27").Replace(u.String())
	odd := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"\\^`{|}*", r) }
	return s, len(s) <= maxButtonURL && !strings.ContainsFunc(s, odd)
}
