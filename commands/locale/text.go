package locale

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/bot"
)

// piece is a run of a compiled text: literal text, or a place for data.
type piece struct {
	text  string
	place string // the name in {{.Name}}; "" for literal text
	style bot.Style
}

// text is a compiled text of a catalogue.
type text []piece

// place is the one thing a text may hold besides words and marks.
var place = regexp.MustCompile(`\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}`)

// compile reads a catalogue's text. Marks are *bold*, _italic_ and `code`; they
// do not nest, open at the start of a word and close at its end. A backslash
// before a mark makes it a plain character.
func compile(s string) (text, error) {
	var t text
	for s != "" {
		open, end, style := findMark(s)
		if open < 0 {
			return t.add(s, bot.Plain)
		}
		var err error
		if t, err = t.add(s[:open], bot.Plain); err != nil {
			return nil, err
		}
		if t, err = t.add(s[open+1:end], style); err != nil {
			return nil, err
		}
		s = s[end+1:]
	}
	return t, nil
}

var marks = map[byte]bot.Style{'*': bot.Bold, '_': bot.Italic, '`': bot.Code}

// findMark finds the first marked run in s: the byte offsets of its two marks; -1 when there is none.
func findMark(s string) (open, end int, style bot.Style) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		style, ok := marks[s[i]]
		if !ok || !opens(s, i) {
			continue
		}
		for j := i + 2; j < len(s); j++ {
			if s[j] == s[i] && s[j-1] != '\\' && closes(s, j) {
				return i, j, style
			}
		}
	}
	return -1, 0, bot.Plain
}

func opens(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, size := utf8.DecodeRuneInString(s[i+1:])
	return size > 0 && !unicode.IsSpace(after) && (i == 0 || !wordRune(before))
}

func closes(s string, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:j])
	after, size := utf8.DecodeRuneInString(s[j+1:])
	return !unicode.IsSpace(before) && (size == 0 || !wordRune(after))
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var unescape = strings.NewReplacer(`\*`, `*`, `\_`, `_`, "\\`", "`", `\\`, `\`)

// add appends s, which holds no more marks, in one style.
func (t text) add(s string, style bot.Style) (text, error) {
	literal := func(s string) error {
		if strings.Contains(s, "{{") || strings.Contains(s, "}}") {
			return fmt.Errorf("%q holds something else than {{.Name}}", s)
		}
		if s != "" {
			t = append(t, piece{text: unescape.Replace(s), style: style})
		}
		return nil
	}
	for {
		m := place.FindStringSubmatchIndex(s)
		if m == nil {
			return t, literal(s)
		}
		if err := literal(s[:m[0]]); err != nil {
			return nil, err
		}
		t = append(t, piece{place: s[m[2]:m[3]], style: style})
		s = s[m[1]:]
	}
}

// plain is the text without marks, its places as they are written.
func (t text) plain() string {
	var b strings.Builder
	for _, p := range t {
		if p.place != "" {
			b.WriteString("{{." + p.place + "}}")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// line puts data into the places. Plain data takes the style around it; a
// bot.Line keeps the styles it has. A sentence that ends with data that ends
// with a full stop ("3. окт. 2026.", "Acme Inc.") has one stop, not two.
func (t text) line(data map[string]any) (bot.Line, error) {
	line := make(bot.Line, 0, len(t))
	stopped := false // data that ends with a full stop stands before
	add := func(s bot.Span) {
		last := len(line) - 1
		switch {
		case s.Text == "":
		case last >= 0 && line[last].Style == s.Style && line[last].URL == s.URL:
			line[last].Text += s.Text
		default:
			line = append(line, s)
		}
	}
	for _, p := range t {
		if p.place == "" {
			if stopped && strings.HasPrefix(p.text, ".") && !strings.HasPrefix(p.text, "..") {
				p.text = p.text[1:]
			}
			add(bot.Span{Text: p.text, Style: p.style})
			stopped = false
			continue
		}
		v, ok := data[p.place]
		if !ok {
			return nil, fmt.Errorf("%s is missing", p.place)
		}
		spans, ok := v.(bot.Line)
		if !ok {
			s := closed(plain(v))
			stopped = strings.HasSuffix(s, ".")
			add(bot.Span{Text: s, Style: p.style})
			continue
		}
		stopped = strings.HasSuffix(spans.String(), ".")
		for _, s := range spans {
			s.Text = closed(s.Text)
			if s.Style == bot.Plain {
				s.Style = p.style
			}
			add(s)
		}
	}
	return line, nil
}

// plain is data as text.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bot.Line:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}
