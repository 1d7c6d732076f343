package discord

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
)

// hostileText makes up text of what Discord could take for something else.
func hostileText() *rapid.Generator[string] {
	bits := rapid.SampledFrom(slices.Concat(slices.Sorted(maps.Values(bottest.Hostile())), strings.Split(
		"\\ * ** _ __ ~~ ` `` ``` | || > >>> # ## ### - -# + 1. 22. [ ] ( ) [a](https://a.example) <@1> <@&2> <#3> <t:1700000000:R> </flag:1> <:x:1> <id:guide> "+
			"@everyone @here :smile: :a : :: https://a.example steam://x discord://y a@b.example ¯\\_(ツ)_/¯ a b c 12 . : , ! & \u200b \u2067 \u202e é 漢 🚩", " ")))
	return rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(bits, rapid.SampledFrom([]string{" ", "\n", "  ", "x"})), 0, 12).Draw(t, "bits"), "")
	}))
}

func TestEscapedTextIsReadLiterally(t *testing.T) {
	check := func(t interface{ Errorf(string, ...any) }, text string) {
		text = clean(text)
		got, used := discordtest.ReadMarkdown(escape(text))
		if got != text || len(used) > 0 {
			t.Errorf("%q is escaped as %q and read as %q, %v", text, escape(text), got, used)
		}
	}
	for _, text := range bottest.Hostile() {
		check(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { check(t, hostileText().Draw(t, "text")) })
}

// Whatever stands in a line, in whatever styles, it is read as it was written
// and looks like nothing but its styles.
func TestLinesAreReadLiterally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line bot.Line
		for range rapid.IntRange(0, 5).Draw(t, "spans") {
			line = append(line, bot.Span{
				Text:  clean(hostileText().Draw(t, "text")),
				Style: bot.Style(rapid.IntRange(0, 3).Draw(t, "style")),
			})
		}
		md := strings.Join(plainLines("", line), "\n")
		got, used := discordtest.ReadMarkdown(md)
		if want := clean(line.String()); withoutBlanks(unclosedAside(got)) != withoutBlanks(unclosedAside(want)) {
			t.Errorf("%q is rendered as %q and read as %q", want, md, got)
		}
		for _, kind := range used {
			if !slices.Contains([]string{"bold", "italic", "code"}, kind) {
				t.Errorf("%q looks like %s", md, kind)
			}
		}
	})
}

// withoutBlanks empties lines in which nothing can be seen.
func withoutBlanks(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = prefixed("", l)
	}
	return strings.Join(lines, "\n")
}

// unclosedAside takes out what closes directional controls.
func unclosedAside(s string) string {
	return strings.NewReplacer("\u202c", "", "\u2069", "").Replace(s)
}

func TestStyles(t *testing.T) {
	for _, tc := range []struct {
		line bot.Line
		want string
	}{
		{bot.Join(bot.P("🚩 Flagged "), bot.B("Acme"), bot.P(": late")), "🚩 Flagged **Acme**: late"},
		{bot.Join(bot.B("a"), bot.B("b")), "**ab**"},
		{bot.Line{{Text: "a", Style: bot.Bold}, {Text: "b", Style: bot.Italic}}, "**a**b"},
		{bot.Line{{Text: "a ", Style: bot.Bold}, {Text: "b", Style: bot.Italic}}, "**a** *b*"},
		{bot.Line{{Text: "a`b", Style: bot.Code}}, "a\\`b"},
		{bot.Line{{Text: "a_b", Style: bot.Code}}, "`a_b`"},
		{bot.Line{{Text: "history", URL: "https://example.com/(1)?a=b"}}, "[history](https://example.com/%281%29?a=b)"},
		{bot.Line{{Text: "[1]", URL: "https://example.com"}}, `\[1\] <https://example.com>`},
		{bot.Line{{Text: "run", URL: "javascript:alert(1)"}}, "run"},
		{bot.P("1. one\n  - two\n13.8 points"), "1\\. one\n  \\- two\n13.8 points"},
		{bot.P("at 10:30: ok, :smile:"), `at 10\:30: ok, \:smile\:`},
	} {
		if got := strings.Join(plainLines("", tc.line), "\n"); got != tc.want {
			t.Errorf("%v became %q, want %q", tc.line, got, tc.want)
		}
	}
}

func TestLinesOfALongTextFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"*", "a", "🚩", "漢", "word ", "\u2067"}).Draw(t, "unit")
		text := strings.Repeat(unit, rapid.IntRange(1, 9000).Draw(t, "times"))
		lines := plainLines("-# ", bot.P(text))
		for _, l := range lines {
			if weigh(l) > maxLine {
				t.Fatalf("a line of %q weighs %d", unit, weigh(l))
			}
		}
		got, _ := discordtest.ReadMarkdown(strings.Join(lines, "\n"))
		strip := func(s string) string { return strings.Map(dropSpace, unclosedAside(s)) }
		if !blank(text) && strip(got) != strip(text) {
			t.Errorf("%d times %q came out as %.80q…", len(text)/len(unit), unit, got)
		}
	})
}

func dropSpace(r rune) rune {
	if r == ' ' || r == '\n' {
		return -1
	}
	return r
}

func TestALabelFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, limit := hostileText().Draw(t, "s"), rapid.IntRange(0, 20).Draw(t, "limit")
		if got := label(s, limit); bot.Length(got) > limit || !utf8.ValidString(got) {
			t.Errorf("%q within %d became %q", s, limit, got)
		}
	})
}

func TestDirectionEndsWithItsText(t *testing.T) {
	for in, want := range map[string]string{
		"\u202eevil": "\u202eevil\u202c", "\u2067a\u202bb": "\u2067a\u202bb\u202c\u2069", "\u2067a\u2069": "\u2067a\u2069", "שלום": "שלום",
	} {
		if got := literal(in); got != want {
			t.Errorf("literal(%q) = %q, want %q", in, got, want)
		}
		if got := label(in, 80); got != want {
			t.Errorf("label(%q) = %q, want %q", in, got, want)
		}
	}
}
