package locale

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/scoring"
	"amicable/storage"
)

func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	c.OnMissing = func(language, key string, err error) { t.Errorf("%s: %s: %v", language, key, err) }
	return c
}

// British spelling, no shouting, and nothing a translator left to do.
func TestTone(t *testing.T) {
	files, err := fs.Glob(embedded, "en/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(embedded, file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			if strings.Contains(line, "aliases") || strings.HasPrefix(line, "#") {
				continue
			}
			for _, bad := range []string{"!\"", "! ", "apolog" + "ize", "recogn" + "ize", "organ" + "ize", "col" + "or", "behav" + "ior", "cance" + "led", "fav" + "orite"} {
				if strings.Contains(line, bad) {
					t.Errorf("%s:%d: %q in %s", file, i+1, bad, line)
				}
			}
		}
	}
}

var verdicts = map[scoring.Verdict]string{
	scoring.Healthy: "Healthy", scoring.Watch: "Watch", scoring.Talk: "Talk", scoring.Renegotiate: "Renegotiate",
	scoring.PartWays: "Part ways", scoring.PartWaysNow: "Part ways now",
}

func TestVerdictLabelsAreExact(t *testing.T) {
	p := catalogue(t).For("en-GB")
	for v, want := range verdicts {
		if got := p.Verdict(v); got != want {
			t.Errorf("verdict %d: %q", v, got)
		}
	}
	if got := p.Verdict(99); got != "Unknown" {
		t.Errorf("a verdict from the future: %q", got)
	}
}

func TestEverySignHasWords(t *testing.T) {
	c := catalogue(t)
	owner := map[string]scoring.SignID{}
	policy := scoring.Default()
	for _, s := range policy.Signs {
		owner[storage.Fold(string(s.ID))] = s.ID
	}
	for _, s := range policy.Signs {
		for _, lang := range c.Languages() {
			if name := c.For(lang).Sign(s.ID); name == "" || name != strings.ToLower(name) {
				t.Errorf("%s: %s: %q does not fit into a sentence", lang, s.ID, name)
			}
		}
		for _, lang := range folders(t) {
			f := readFolder(embedded, lang)
			if n := len(f.aliases[s.ID]); f.err != nil || n < 10 {
				t.Errorf("%s: %s: only %d words to type: %v", lang, s.ID, n, f.err)
			}
		}
		words := c.SignWords(s.ID)
		for _, w := range words {
			key := storage.Fold(w)
			if other, taken := owner[key]; taken && other != s.ID {
				t.Errorf("%q belongs to %s and %s", w, other, s.ID)
			}
			owner[key] = s.ID
		}
	}
	if got := c.For("en").Sign("eats-biscuits"); got != "eats biscuits" {
		t.Errorf("a team's own sign: %q", got)
	}
}

// Whatever the data, it is shown as it is, and only the catalogue makes spans.
func TestDataIsLiteral(t *testing.T) {
	c, err := load(fstest.MapFS{"en/a.toml": {Data: []byte("hello = \"*{{.Client}}* was _very_ `{{.Client}}`: {{.Client}}\"")}})
	if err != nil {
		t.Fatal(err)
	}
	p := c.For()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"*_~`", "{{.X}}", "{{.Client}}", "\ue000\ue001", "\x00", "שלום", "🦊", "<!channel>", `\*`, "*a*", "",
		})).Filter(func(s string) bool { return s != "" }).Draw(t, "name")
		want := bot.Join(bot.B(closed(name)), bot.P(" was "), bot.Line{{Text: "very", Style: bot.Italic}}, bot.P(" "),
			bot.Line{{Text: closed(name), Style: bot.Code}}, bot.P(": "+closed(name)))
		if d := cmp.Diff(want, p.L("hello", "Client", name)); d != "" {
			t.Fatal(d)
		}
		if got := p.S("hello", "Client", name); got != want.String() {
			t.Fatalf("as plain text: %q", got)
		}
	})
}

func TestMarksAndPlaces(t *testing.T) {
	for text, want := range map[string]bot.Line{
		"plain":                    bot.P("plain"),
		"*bold*":                   bot.B("bold"),
		"a *b c* d":                {{Text: "a "}, {Text: "b c", Style: bot.Bold}, {Text: " d"}},
		"on {{.Stop}}.":            bot.P("on 3. 10."),
		"on {{.Stop}}…":            bot.P("on 3. 10.…"),
		"on {{.Stop}}... {{.A}}.":  bot.P("on 3. 10.... <a>."),
		"*{{.Stop}}*. B":           {{Text: "3. 10.", Style: bot.Bold}, {Text: " B"}},
		"*a*, *b*.":                {{Text: "a", Style: bot.Bold}, {Text: ", "}, {Text: "b", Style: bot.Bold}, {Text: "."}},
		"3 * 4 * 5":                bot.P("3 * 4 * 5"),
		"snake_case_name":          bot.P("snake_case_name"),
		"one * two*":               bot.P("one * two*"),
		`\*not bold\*`:             bot.P("*not bold*"),
		"`/flag *x*`":              {{Text: "/flag *x*", Style: bot.Code}},
		"(*{{.A}}*)":               {{Text: "("}, {Text: "<a>", Style: bot.Bold}, {Text: ")"}},
		"*x {{.Line}} y*":          {{Text: "x p", Style: bot.Bold}, {Text: "i", Style: bot.Italic}, {Text: " y", Style: bot.Bold}},
		"{{.Line}} {{ .A }}{{.A}}": {{Text: "p"}, {Text: "i", Style: bot.Italic}, {Text: " <a><a>"}},
		"":                         {},
	} {
		compiled, err := compile(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		got, err := compiled.line(map[string]any{"A": "<a>", "Stop": "3. 10.", "Line": bot.Line{{Text: "p"}, {Text: "i", Style: bot.Italic}}})
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%q: %v\n%s", text, err, d)
		}
	}
	for _, text := range []string{"{{if .A}}x{{end}}", "{{.A", "}}", "{{.A.B}}", "{{A}}", "{{printf .A}}"} {
		if _, err := compile(text); err == nil {
			t.Errorf("%q was taken for a text", text)
		}
	}
}

func TestWhatIsMissingShowsTheKey(t *testing.T) {
	c := catalogue(t)
	var missing []string
	c.OnMissing = func(lang, key string, _ error) { missing = append(missing, lang+" "+key) }
	p := c.For("en")
	for _, got := range []string{p.S("no.such"), p.L("no.such").String(), p.N("no.such", 3)} {
		if got != "no.such" {
			t.Errorf("a missing text shows as %q", got)
		}
	}
	if got := p.S("date.full", "Day", 3, "Month"); got != "date.full" {
		t.Errorf("missing data shows as %q", got)
	}
	if len(missing) != 4 {
		t.Errorf("told of %q", missing)
	}
	if p.Has("no.such") || !p.Has("date.full") {
		t.Error("Has is wrong")
	}
}

func TestWrongCataloguesAreRefused(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"the same key twice":          {"en/a.toml": {Data: []byte(`x = "1"`)}, "en/b.toml": {Data: []byte(`x = "2"`)}},
		"the same key in one file":    {"en/a.toml": {Data: []byte("x = '1'\nx = '2'")}},
		"a text that is no text":      {"en/a.toml": {Data: []byte(`x = 3`)}},
		"logic":                       {"en/a.toml": {Data: []byte(`x = "{{if .A}}b{{end}}"`)}},
		"an unknown plural form":      {"en/a.toml": {Data: []byte(`x.other = "a"` + "\n" + `x.plenty = "b"`)}},
		"a list that is not a sign's": {"en/a.toml": {Data: []byte(`x = ["a"]`)}},
		"a folder that is no language": {
			"en/a.toml": {Data: []byte(`x = "1"`)}, "no language/a.toml": {Data: []byte(`x = "1"`)},
		},
		"no English": {"pl/a.toml": {Data: []byte(`x = "1"`)}},
		"no TOML":    {"en/a.toml": {Data: []byte("x = ")}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A second language is a folder and nothing else.
func TestAnotherLanguageIsOnlyFiles(t *testing.T) {
	c, err := load(fstest.MapFS{
		"en/a.toml": {Data: []byte("x = 'thing'\nonly = 'English'\nflags.one = '{{.N}} flag'\nflags.other = '{{.N}} flags'\n[number]\ngroup = ','\n[sign.s]\nname = 'sign'\naliases = ['late']")},
		"pl/a.toml": {Data: []byte("x = 'rzecz'\nflags.one = '{{.N}} flaga'\nflags.few = '{{.N}} flagi'\nflags.many = '{{.N}} flag'\nflags.other = '{{.N}} flagi'\n[number]\ngroup = ' '\ngroup-from = '4'\n[sign.s]\nname = 'znak'\naliases = ['po terminie', 'late']")},
		"sr/a.toml": {Data: []byte("x = 'ствар'\n[languages]\nsr = 'српски'\nsr-Latn = 'српски, латиница'\npl = 'пољски'\n[number]\ngroup = '.'")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		preferences []string
		want        string
	}{
		{nil, "en"},
		{[]string{""}, "en"},
		{[]string{"pl"}, "pl"},
		{[]string{"pl-PL"}, "pl"},
		{[]string{"", "pl_PL"}, "pl"},
		{[]string{"ja", "pl"}, "pl"},
		{[]string{"en-US", "pl"}, "en"},
		{[]string{"xx-nonsense-!", "zz"}, "en"},
		{[]string{"de"}, "en"},
		{[]string{"und", "pl"}, "pl"},
		{[]string{"sr"}, "sr"},
		{[]string{"sr-RS"}, "sr"},
		{[]string{"sr-Cyrl-RS"}, "sr"},
		{[]string{"sr_Latn_RS"}, "sr-Latn"},
		{[]string{"sr-ME"}, "sr-Latn"},
		{[]string{"sh"}, "sr-Latn"},
		{[]string{"hr"}, "en"},
		{[]string{"hr", "pl"}, "pl"},
		{[]string{"bs-BA", "sr"}, "sr-Latn"},
		{[]string{"sk", "pl"}, "pl"},
	} {
		if got := c.For(test.preferences...).Language(); got != test.want {
			t.Errorf("%q: %s, want %s", test.preferences, got, test.want)
		}
	}
	p := c.For("pl")
	for n, want := range map[int]string{1: "1 flaga", 2: "2 flagi", 5: "5 flag", 22: "22 flagi", 1000: "1 000 flag"} {
		if got := p.N("flags", n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := p.S("only"); got != "English" {
		t.Errorf("English stands in: %q", got)
	}
	if got, want := c.SignWords("s"), []string{"sign", "late", "znak", "po terminie"}; !slices.Equal(got, want) {
		t.Errorf("words of a sign: %q, want %q", got, want)
	}
	for typed, want := range map[string]string{
		"pl": "pl", "PL": "pl", "Пољски": "pl", "poljski": "pl", "српски": "sr", "Srpski": "sr-Latn", "srpski latinica": "sr-Latn", "SR-latn": "sr-Latn",
		"": "", "klingon": "", "-": "",
	} {
		if got, ok := c.Language(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	if got := c.LanguageName("sr-Latn") + ", " + c.LanguageName("xx"); got != "srpski, latinica, xx" {
		t.Error(got)
	}
	for i := range 3 * memoSize {
		c.For(fmt.Sprint("en-x-", i))
	}
	if len(c.memo) > memoSize {
		t.Errorf("%d preferences are remembered", len(c.memo))
	}
}

func BenchmarkLine(b *testing.B) {
	p := catalogue(b).For("en")
	b.ReportAllocs()
	for b.Loop() {
		p.L("date.full", "Day", 3, "Month", "May", "Year", 2026)
	}
}
