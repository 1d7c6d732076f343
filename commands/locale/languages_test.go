package locale

import (
	"bufio"
	"bytes"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"amicable/bot"
)

// These tests hold for every language's folder from the moment it is there.
// What a translator must keep is in doc.go.

// folders are the languages that are written by hand, English first.
func folders(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, name := range catalogue(t).Languages() {
		if _, err := os.Stat(name); err == nil {
			names = append(names, name)
		}
	}
	return names
}

// counts reach every plural form of every language we may have.
var counts = []int{0, 1, 2, 3, 4, 5, 6, 11, 12, 14, 21, 22, 25, 100, 101, 102, 111, 112, 1000, 1_000_000, 12_000_001}

// decimals do the same for amounts of points.
var decimals = []string{"0.0", "0.1", "0.5", "1.0", "1.1", "2.0", "2.2", "5.0", "11.1", "13.8", "21.0", "22.3"}

// Every text renders in every plural form with the data its places name, and
// leaves no mark behind.
func TestEveryTextRenders(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		p := c.For(lang)
		for key, m := range p.texts {
			var kv []any
			for _, name := range places(m) {
				kv = append(kv, name, "datum")
			}
			for _, n := range counts {
				for _, s := range []string{p.N(key, n, kv...), p.S(key, append(kv, "N", n)...)} {
					if s == "" && m.other() != nil || s == key || strings.ContainsAny(s, "{}`") || strings.Contains(s, "no value") {
						t.Errorf("%s: %s for %d: %q", lang, key, n, s)
					}
					if strings.Contains(s, "**") || strings.HasPrefix(s, "*") || strings.HasPrefix(s, "_") {
						t.Errorf("%s: %s: a mark is left in %q", lang, key, s)
					}
				}
			}
		}
	}
}

// places are the names of a text's places but N, sorted.
func places(m message) []string {
	seen := map[string]bool{}
	for _, form := range m.forms {
		for _, p := range form {
			if p.place != "" && p.place != "N" {
				seen[p.place] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Each language has every text that English has, with the same places in each
// plural form. N may be left out of a form ("one person"), but not of all.
func TestLanguagesAgree(t *testing.T) {
	c := catalogue(t)
	describe := func(lang string) map[string]string {
		all := map[string]string{}
		for key, m := range c.For(lang).texts {
			if strings.HasPrefix(key, "currency.") { // customs differ
				continue
			}
			all[key] = strings.Join(places(m), " ")
			if m.several {
				all[key] += " (counted)"
			}
		}
		return all
	}
	english := describe(fallback)
	for _, lang := range c.Languages() {
		if d := cmp.Diff(english, describe(lang)); d != "" {
			t.Errorf("%s differs from English:\n%s", lang, d)
		}
		for key, m := range c.For(lang).texts {
			counted, english := false, false
			for form, t2 := range m.forms {
				counted = counted || has(t2, "N")
				if t2 == nil {
					continue
				}
				one := message{}
				one.forms[form] = t2
				if d := cmp.Diff(places(m), places(one)); d != "" {
					t.Errorf("%s: %s: the plural forms differ:\n%s", lang, key, d)
				}
			}
			for _, form := range c.For(fallback).texts[key].forms {
				english = english || has(form, "N")
			}
			if counted != english && !strings.HasPrefix(key, "currency.") {
				t.Errorf("%s: %s: {{.N}} is missing or too much", lang, key)
			}
		}
	}
}

func has(t text, name string) bool {
	return slices.ContainsFunc(t, func(p piece) bool { return p.place == name })
}

// A text that depends on a count has just the plural forms that its language uses.
func TestPluralFormsAreThoseOfTheLanguage(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		tag := language.MustParse(lang)
		whole, parts := map[plural.Form]bool{plural.Other: true}, map[plural.Form]bool{plural.Other: true}
		for _, n := range counts {
			whole[formOf(tag, n)], parts[formOf(tag, n)] = true, true
		}
		for _, d := range decimals {
			parts[formOfDecimal(tag, d)] = true
		}
		for key, m := range c.For(lang).texts {
			want := whole
			if key == "points" {
				want = parts
			}
			for name, form := range formNames {
				if got := m.forms[form] != nil; m.several && got != want[form] {
					t.Errorf("%s: %s: form %q: there %v, wanted %v", lang, key, name, got, want[form])
				}
			}
		}
	}
}

// Nothing is left in English: a text that reads as the English one does must be
// listed in the folder's same-as-english.txt, one key a line.
func TestNothingIsLeftInEnglish(t *testing.T) {
	c := catalogue(t)
	for _, lang := range folders(t)[1:] {
		same := listed(t, path.Join(lang, "same-as-english.txt"))
		for key, m := range c.For(lang).texts {
			english := words(c.For(fallback).texts[key].other())
			if english == "" || strings.HasPrefix(key, "currency.") {
				continue // no words in it, or only names and commands
			}
			if got := words(m.other()) == english; got != same[key] {
				t.Errorf("%s: %s: same as English: %v, listed: %v", lang, key, got, same[key])
			}
			delete(same, key)
		}
		for key := range same {
			t.Errorf("%s: same-as-english.txt lists %s, which is no text", lang, key)
		}
	}
}

// words are a text's words that could be translated: what is not in code, no
// place, and no name.
func words(t text) string {
	var b strings.Builder
	for _, p := range t {
		if p.place == "" && p.style != bot.Code {
			b.WriteString(p.text)
		}
		b.WriteByte(' ')
	}
	var all []string
	for _, w := range strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !names[w] {
			all = append(all, w)
		}
	}
	return strings.Join(all, " ")
}

// names stay as they are in every language and script.
var names = set(
	"Amicable", "Acme", "GmbH", "Northwind", "Globex", "Blue", "Harbour", "Smith", "Co", "Jones", "Slack", "Discord", "EUR", "URL", "PNG", "OpenAI",
)

func set(words ...string) map[string]bool {
	all := map[string]bool{}
	for _, w := range words {
		all[w] = true
	}
	return all
}

// listed reads a file of one key a line; # begins a remark.
func listed(t *testing.T, file string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		key, _, _ := strings.Cut(lines.Text(), "#")
		if key = strings.TrimSpace(key); key != "" {
			all[key] = true
		}
	}
	return all
}

// Serbian is in Cyrillic but for names, places and commands, and nothing else is.
func TestScripts(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		for key, m := range c.For(lang).texts {
			if strings.HasPrefix(key, "currency.") || lang == serbian && strings.HasPrefix(key, "command.") && strings.HasSuffix(key, ".usage") {
				continue
			}
			for _, form := range m.forms {
				said := words(withoutTyped(form))
				if lang == serbian && strings.HasSuffix(key, ".examples") {
					continue // commands, line by line
				}
				if lang == serbian && strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
					t.Errorf("%s: %s: Latin letters in %q", lang, key, said)
				}
				if lang != serbian && strings.ContainsFunc(form.plain(), func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					t.Errorf("%s: %s: Cyrillic letters in %q", lang, key, form.plain())
				}
			}
		}
	}
}

// typedAsIs is what people type and what a page fills in, in texts that have no marks.
var typedAsIs = regexp.MustCompile(`%n|/[a-z]+( [a-z-]+)*|[a-z-]+=`)

func withoutTyped(t text) text {
	said := slices.Clone(t)
	for i := range said {
		said[i].text = typedAsIs.ReplaceAllString(said[i].text, "")
	}
	return said
}

// limits are the most characters of a text, by its key; the first pattern that
// fits holds. They are the platforms' own, or what looks well: Slack's titles
// and buttons of dialogs have 24 and its buttons 75, Discord's labels of
// fields 45 and its descriptions 100; pictures have room for short names.
var limits = []struct {
	keys string
	most int
}{
	{"command.*.title", 24},
	{"command.*.summary", 100},
	{"form.profile-title", 24},
	{"form.*-submit", 24},
	{"form.go", 24},
	{"form.cancel", 24},
	{"form.*-hint", 150},
	{"form.*-missing", 150},
	{"form.profile-intro", 200},
	{"form.draft-intro", 200},
	{"form.reword-intro", 200},
	{"form.reword-intro-model", 260},
	{"form.did-*", 45},
	{"form.draft-title", 24},
	{"form.draft-check", 24},
	{"form.reword-title", 24},
	{"form.draft-*", 45},
	{"form.*", 45},
	{"fact.*", 45},
	{"fact-hint.*", 100},
	{"value.*", 40},
	{"button.*", 40},
	{"menu.*", 60},
	{"verdict.*", 22},
	{"severity.*", 16},
	{"remedy.*", 40},
	{"sign.*.name", 32},
	{"sign.*.about", 100},
	{"sign.*.advice", 300},
	{"month-short.*", 6},
	{"ordinal.*", 24},
	{"picture.costs", 60},
	{"picture.course", 60},
	{"picture.costs-alt", 200},
	{"picture.course-alt", 200},
	{"picture.*", 60},
	{"history.title", 60},
	{"draft.title-*", 80},
	{"help.title", 60},
	{"settings.about.language-model", 440}, // says plainly what is sent where
	{"settings.about.*", 240},
	{"phrase.*", 200},
	{"playground.*", 240},
	{"*", 400},
}

func TestLengths(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		for key, m := range c.For(lang).texts {
			for _, limit := range limits {
				if fits, err := path.Match(limit.keys, key); err != nil || !fits {
					continue
				}
				for _, form := range m.forms {
					if n := utf8.RuneCountInString(form.plain()); n > limit.most && !strings.HasSuffix(key, ".examples") {
						t.Errorf("%s: %s: %d characters, %d are the most: %q", lang, key, n, limit.most, form.plain())
					}
				}
				break
			}
		}
	}
}

// What is to be typed works: the same commands and keys as in English, in the
// usage, in the examples and between backticks.
func TestCommandsStayAsTheyAre(t *testing.T) {
	c := catalogue(t)
	for _, lang := range c.Languages() {
		for key, m := range c.For(lang).texts {
			want, got := typed(key, c.For(fallback).texts[key].other()), typed(key, m.other())
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s: %s: commands differ from English:\n%s", lang, key, d)
			}
		}
	}
}

// typed lists the commands and option keys in a text.
func typed(key string, t text) []string {
	var found []string
	take := func(s string) {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("[]|", r) }) {
			at := strings.IndexAny(w, ":=")
			switch {
			case strings.HasPrefix(w, "/"):
				found = append(found, w)
			case at > 0 && !strings.Contains(w[:at], "{"):
				found = append(found, w[:at+1])
			}
		}
	}
	for _, p := range t {
		if p.style == bot.Code {
			take(p.text)
		}
	}
	if strings.HasPrefix(key, "command.") && (strings.HasSuffix(key, ".usage") || strings.HasSuffix(key, ".examples")) {
		take(t.plain())
	}
	slices.Sort(found)
	return found
}

// manners are what no text of a language may hold, as whole words: addressing
// people too familiarly. English has no such forms; words that are also
// something else ("ti klienti", "ty faktury") are left to the eye.
var manners = map[string][]string{
	"pl": {"ty", "ciebie", "tobie", "cię", "tobą", "twój", "twoja", "twoje", "twojego", "twojej", "twoim", "twoich", "twoją", "możesz", "chcesz", "masz", "jesteś", "spróbuj", "wpisz", "wybierz", "podaj", "użyj", "zapytaj"},
	"it": {"tu", "te", "ti", "tuo", "tua", "tuoi", "tue", "puoi", "vuoi", "hai", "sei", "devi", "scegli", "scrivi"},
	"sr": {"теби", "тебе", "тебом", "твој", "твоја", "твоје", "твог", "твоју", "твоји", "можеш", "хоћеш", "желиш", "имаш", "покушај", "изабери", "упиши", "унеси"},
	"nl": {"je", "jij", "jou", "jouw", "jullie"},
	"cs": {"tebe", "tobě", "tebou", "tvůj", "tvoje", "tvá", "tvé", "tvého", "můžeš", "chceš", "máš", "jsi", "zkus", "vyber", "zadej", "použij", "napiš"},
}

// quotes are the quotation marks of each language.
var quotes = map[string]string{"en": "“”’", "pl": "„”", "it": "“”«»’", "sr": "„“”’", "nl": "‘’“”", "cs": "„“‚‘’"}

// No shouting, no quotation marks of another country, and nobody is addressed
// as a child would be.
func TestManners(t *testing.T) {
	c := catalogue(t)
	for _, lang := range folders(t) {
		said := map[string]string{}
		for key, m := range c.For(lang).texts {
			for _, form := range m.forms {
				said[key] += form.plain() + "\n"
			}
		}
		for key, s := range said {
			if strings.Contains(s, "!") {
				t.Errorf("%s: %s: an exclamation mark in %q", lang, key, s)
			}
			if i := strings.IndexFunc(s, func(r rune) bool {
				return strings.ContainsRune("“”„‘’‚«»‹›", r) && !strings.ContainsRune(quotes[lang], r)
			}); i >= 0 {
				t.Errorf("%s: %s: a quotation mark of another language in %q", lang, key, s)
			}
			for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if slices.Contains(manners[lang], w) && !strings.HasPrefix(key, "scene.") {
					t.Errorf("%s: %s: %q addresses people too familiarly in %q", lang, key, w, s)
				}
			}
		}
	}
}

// A folder holds the files that English has, under the same names, so that
// people find things.
func TestFolders(t *testing.T) {
	c := catalogue(t)
	want := []string{"options.toml", "playground.toml", "replies.toml", "signs.toml", "words.toml"}
	for _, lang := range folders(t) {
		files, err := filepath.Glob(filepath.Join(lang, "*.toml"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			files[i] = filepath.Base(files[i])
		}
		if d := cmp.Diff(want, files); d != "" {
			t.Errorf("%s: files:\n%s", lang, d)
		}
		if name := c.LanguageName(lang); name == lang {
			t.Errorf("%s does not name itself", lang)
		}
	}
}

func TestSerbianInLatin(t *testing.T) {
	for cyrillic, latin := range map[string]string{
		"Његош и Љиљана":                "Njegoš i Ljiljana",
		"ЉУБАВ ЊЕ ЏЕП Њ":                "LJUBAV NJE DŽEP Nj",
		"Џез, ђак, ћук, жаба":           "Džez, đak, ćuk, žaba",
		"`/flag acme касни` on:јуче":    "`/flag acme kasni` on:juče",
		"https://example.com/x: адреса": "https://example.com/x: adresa",
		"":                              "",
	} {
		if got := toLatin(cyrillic); got != latin {
			t.Errorf("%q became %q, want %q", cyrillic, got, latin)
		}
	}
}
