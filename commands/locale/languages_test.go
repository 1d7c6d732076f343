package locale

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

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
