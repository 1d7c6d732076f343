package locale

import (
	"bufio"
	"bytes"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"amicable/bot"
)

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
