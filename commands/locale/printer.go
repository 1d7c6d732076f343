package locale

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"amicable/bot"
)

// Printer words things in one language and time zone. It is safe for concurrent use.
type Printer struct {
	catalogue *Catalogue
	name      string
	tag       language.Tag
	zone      *time.Location
	texts     map[string]message // by key
}

// Language returns the BCP 47 tag of the printer's language, as in Catalogue.Languages.
func (p *Printer) Language() string { return p.name }

// In returns a printer that tells dates as they are in zone; nil is UTC.
func (p *Printer) In(zone *time.Location) *Printer {
	if zone == nil {
		zone = time.UTC
	}
	q := *p
	q.zone = zone
	return &q
}

// Has tells whether this language itself has a text for the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.texts[key]
	return ok
}

// known tells whether this language or the one that stands in for it has a text for the key.
func (p *Printer) known(key string) bool {
	return p.Has(key) || p.catalogue.printers[fallback].Has(key)
}

// S returns the text of a key as plain text, without its marks. kv are pairs of
// a place's name and what stands there: a string, a number, a bot.Line, or
// whatever fmt prints. A missing text or missing data shows the key.
func (p *Printer) S(key string, kv ...any) string { return p.L(key, kv...).String() }

// N is S in the plural form for n, which also stands at {{.N}}.
func (p *Printer) N(key string, n int, kv ...any) string { return p.LN(key, n, kv...).String() }

// L returns the text of a key with its marks turned into spans. Data is
// inserted as it is, whatever characters it holds; a bot.Line keeps its spans.
func (p *Printer) L(key string, kv ...any) bot.Line {
	return p.render(key, always, pairs(kv, 0))
}

// LN is L in the plural form for n, which also stands at {{.N}} unless kv gives another N.
func (p *Printer) LN(key string, n int, kv ...any) bot.Line {
	data := pairs(kv, 1)
	if _, given := data["N"]; !given {
		data["N"] = p.Number(float64(n), 0)
	}
	return p.render(key, func(tag language.Tag) plural.Form { return formOf(tag, n) }, data)
}

// always is the plural form of texts that are asked for without a count.
func always(language.Tag) plural.Form { return plural.Other }

// pairs makes a map of name and value pairs. An odd end is left out, and so shows as missing.
func pairs(kv []any, extra int) map[string]any {
	data := make(map[string]any, len(kv)/2+extra)
	for i := 0; i+1 < len(kv); i += 2 {
		data[plain(kv[i])] = kv[i+1]
	}
	return data
}

var errNoText = errors.New("there is no such text")

// render is never empty for a key that has a text with all its data. count
// tells the plural form in the language that the text turns out to be in.
func (p *Printer) render(key string, count func(language.Tag) plural.Form, data map[string]any) bot.Line {
	in := p
	m, ok := p.texts[key]
	if !ok {
		in = p.catalogue.printers[fallback]
		m, ok = in.texts[key]
	}
	if !ok {
		return p.missing(key, errNoText)
	}
	form := plural.Other
	if m.several {
		form = count(in.tag)
	}
	line, err := m.form(form).line(data)
	if err != nil {
		return p.missing(key, err)
	}
	return line
}

// missing shows the key of a text that cannot be shown.
func (p *Printer) missing(key string, err error) bot.Line {
	if p.catalogue.OnMissing != nil {
		p.catalogue.OnMissing(p.name, key, fmt.Errorf("wording %s: %w", key, err))
	}
	return bot.P(key)
}
