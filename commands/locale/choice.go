package locale

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// For returns the printer of the language that suits the preferences best: of
// the first that we have. Each is a BCP 47 tag as platforms give it ("pl-PL",
// "sr_Latn_RS"); "" and unreadable ones are passed over. It is never nil.
func (c *Catalogue) For(preferences ...string) *Printer {
	for _, tag := range preferences {
		if tag == "" {
			continue
		}
		if p := c.printers[tag]; p != nil {
			return p
		}
		break
	}
	key := strings.Join(preferences, ",")
	c.mu.Lock()
	p := c.memo[key]
	c.mu.Unlock()
	if p != nil {
		return p
	}
	p = c.match(preferences)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.memo) >= memoSize {
		clear(c.memo)
	}
	c.memo[key] = p
	return p
}

// neighbours read Serbian in the Latin script where Serbian is what a workspace
// speaks. By themselves they are other languages, and not ours.
var neighbours = []string{"hr", "bs"}

// match finds the language for preferences that name none of ours exactly: the
// same language from any country, in the script that is meant there.
func (c *Catalogue) match(preferences []string) *Printer {
	latin := false
	for _, text := range preferences {
		tag, err := language.Parse(strings.ReplaceAll(text, "_", "-"))
		if err != nil {
			continue
		}
		base, sure := tag.Base()
		if sure < language.High {
			continue
		}
		latin = latin || slices.Contains(neighbours, base.String())
		script, _ := tag.Script()
		if latin && base.String() == serbian {
			script = language.MustParseScript("Latn")
		}
		for _, name := range []string{base.String() + "-" + script.String(), base.String()} {
			if p := c.printers[name]; p != nil {
				return p
			}
		}
	}
	return c.printers[fallback]
}

// Language returns the tag of the language that people call so, in any of our
// languages, or whose tag it is: "Polish", "polski", "пољски", "pl". Serbian
// named by its own name in Latin letters is meant in Latin letters.
func (c *Catalogue) Language(text string) (tag string, ok bool) {
	typed := plainly(text)
	if typed == "" {
		return "", false
	}
	for _, name := range c.names {
		if typed == plainly(name) {
			return name, true
		}
	}
	for _, in := range c.names {
		for _, name := range c.names {
			key := "languages." + name
			if p := c.printers[in]; !p.Has(key) || typed != plainly(p.S(key)) {
				continue
			}
			if name == serbian && in == serbian && toLatin(text) == text {
				return serbianLatin, true
			}
			return name, true
		}
	}
	return "", false
}

// plainly makes names comparable: case, marks and script do not count.
func plainly(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, norm.NFD.String(toLatin(norm.NFC.String(s)))))
}

// LanguageName names a language of ours in itself: "polski".
func (c *Catalogue) LanguageName(tag string) string {
	p := c.printers[tag]
	if p == nil || !p.Has("languages."+tag) {
		return tag
	}
	return p.S("languages." + tag)
}
