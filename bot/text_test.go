package bot

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCut(t *testing.T) {
	for _, tc := range []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"🚩🚩🚩", 5, "🚩🚩…"},
		{"🚩🚩🚩", 6, "🚩🚩🚩"},
		{"ab cd", 4, "ab…"},
		{"x", 0, ""},
		{"xy", 1, "…"},
		{"żółw", 3, "żó…"},
		{"a\xffb\xffc", 4, "a\xffb…"}, // an invalid byte is a character, and stays one byte
	} {
		if got := Cut(tc.in, tc.limit); got != tc.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tc.in, tc.limit, got, tc.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, limit := rapid.String().Draw(t, "s"), rapid.IntRange(0, 20).Draw(t, "limit")
		got := Cut(s, limit)
		if Length(got) > limit || utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Cut(%q, %d) = %q", s, limit, got)
		}
		if !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			t.Errorf("Cut(%q, %d) = %q, which is not how it begins", s, limit, got)
		}
	})
}

func TestPiecesLoseNothing(t *testing.T) {
	measures := map[string]func(string) int{
		"UTF-16 units": Length,
		"bytes":        func(s string) int { return len(s) },
		"half bytes":   func(s string) int { return max(Length(s), (len(s)+1)/2) },
	}
	for unit, measure := range measures {
		t.Run(unit, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := rapid.StringOfN(rapid.SampledFrom([]rune("ab \n🚩ł漢")), 0, 60, -1).Draw(t, "s")
				limit := rapid.IntRange(measure("🚩"), 20).Draw(t, "limit")
				parts := Pieces(s, limit, measure)
				for _, p := range parts {
					if measure(p) > limit {
						t.Fatalf("piece %q is longer than %d", p, limit)
					}
				}
				strip := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
				if strip(strings.Join(parts, "")) != strip(s) {
					t.Fatalf("Pieces(%q) = %q", s, parts)
				}
			})
		})
	}
}

func TestPiecesBreakAtLines(t *testing.T) {
	got := Pieces("one\ntwo\nthree and more", 9, Length)
	if want := "one\ntwo|three and| more"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBidiClosers(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Acme": "", "שלום": "", "‘quoted’ – and …": "",
		"\u202eevil":          "\u202c",
		"\u2067a\u202bb":      "\u202c\u2069",
		"\u2067a\u2069":       "",
		"\u2066a\u202c\u2069": "", // closes what was not open, then what was
	} {
		if got := BidiClosers(in); got != want {
			t.Errorf("BidiClosers(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab"+BidiOpeners+"\u202c\u2069"))).Draw(t, "s")
		if more := BidiClosers(s + BidiClosers(s)); more != "" {
			t.Errorf("%q is still open when closed: %q", s, more)
		}
	})
}

func TestMeterDrawn(t *testing.T) {
	for want, m := range map[string]Meter{
		"▓▓▓▓░░░░░░░░░░░░  Watch 4 · Talk 7.5": {Value: 5, Max: 20, Marks: []Mark{{At: 4, Label: "Watch"}, {At: 7.46, Label: "Talk"}}},
		"░░░░░░░░░░░░░░░░  none yet":           {Value: -3, Max: 20, Alt: "none yet"},
		"▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓":                     {Value: math.Inf(1), Max: 20},
		"░░░░░░░░░░░░░░░░  never":              {Value: 1, Marks: []Mark{{At: math.NaN(), Label: "never"}}},
	} {
		if got := m.Drawn(); got != want {
			t.Errorf("%+v is drawn as %q, want %q", m, got, want)
		}
	}
}
