package locale

import (
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

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
