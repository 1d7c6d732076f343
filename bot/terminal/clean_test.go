package terminal

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanTakesOutWhatATerminalObeys(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Acme GmbH", "Acme GmbH"},
		{"two\nlines\tand a tab", "two\nlines\tand a tab"},
		{"\x1b[31mred\x1b[0m", "red"},
		{"\x1b]0;new title\aAcme", "Acme"},
		{"\x1b]8;;https://evil.example\x1b\\Acme\x1b]8;;\x1b\\", "Acme"},
		{"\u009b2JAcme", "Acme"},
		{"Acme\rEvil", "AcmeEvil"},
		{"a\bb\x00c\x7f", "abc"},
		{"\x1b", ""},
		{"\x1b[", ""},
		{"\x1b[31\nnext line stays", "31\nnext line stays"},
		{"\x1b]never ends", "never ends"},
		{"invoice \u202efdp.exe", "invoice fdp.exe"},
		{"a\x9b2Jb", "a\ufffd2Jb"},
		{"line\u2028break", "line\nbreak"},
		{"👩\u200d💻 שלום Żółć", "👩\u200d💻 שלום Żółć"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"\x1b[1;31mA", "\x1b]8;;x\x1b\\y", "\u009d\u009c", "\x1bP\x1b\x1b[", "a\u202eb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := clean(text)
		for _, r := range got {
			if obeyed(r) || (unicode.IsControl(r) && r != '\n' && r != '\t') {
				t.Fatalf("clean(%q) = %q still holds %q", text, got, r)
			}
		}
		if clean(got) != got {
			t.Fatalf("cleaning %q twice changes it", got)
		}
		if utf8.ValidString(text) && !strings.ContainsFunc(text, obeyed) && got != text {
			t.Fatalf("clean(%q) = %q changed harmless text", text, got)
		}
	})
}
