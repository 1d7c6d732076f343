package locale

import (
	"errors"
	"fmt"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"amicable/bot"
)

// Printer words things in one language and time zone. It is safe for concurrent use.
type Printer struct {
	catalogue *Catalogue
	name      string
	tag       language.Tag
	zone      *time.Location
	texts     *i18n.Localizer
	keys      map[string]bool // every key; true: its text has several plural forms
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
	_, ok := p.keys[key]
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
	return p.render(key, nil, pairs(kv, 0))
}

// LN is L in the plural form for n, which also stands at {{.N}} unless kv gives another N.
func (p *Printer) LN(key string, n int, kv ...any) bot.Line {
	data := pairs(kv, 1)
	if _, given := data["N"]; !given {
		data["N"] = p.Number(float64(n), 0)
	}
	return p.render(key, n, data)
}

// pairs makes a map of name and value pairs. An odd end is left out, and so shows as missing.
func pairs(kv []any, extra int) map[string]any {
	data := make(map[string]any, len(kv)/2+extra)
	for i := 0; i+1 < len(kv); i += 2 {
		data[plain(kv[i])] = kv[i+1]
	}
	return data
}

// render is never empty for a key that has a text with all its data.
func (p *Printer) render(key string, count any, data map[string]any) bot.Line {
	f := &fill{data: data}
	want := i18n.LocalizeConfig{MessageID: key, PluralCount: count, TemplateData: f, TemplateParser: parser{}}
	_, err := p.texts.Localize(&want) //nolint:misspell // go-i18n writes American
	var absent *i18n.MessageNotFoundErr
	stoodIn := errors.As(err, &absent) // by another language's text
	if f.line != nil && (stoodIn || !p.keys[key]) {
		err = nil // a text with one form is right for any number
	}
	if err != nil && p.catalogue.OnMissing != nil {
		p.catalogue.OnMissing(p.name, key, fmt.Errorf("wording %s: %w", key, err))
	}
	if f.line == nil {
		return bot.P(key)
	}
	return f.line
}
