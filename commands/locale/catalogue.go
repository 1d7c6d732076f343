package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"amicable/scoring"
)

//go:embed */*.toml
var embedded embed.FS

// fallback is the language whose texts stand in for those that another lacks.
const fallback = "en"

// Catalogue holds every language's texts. It is safe for concurrent use once loaded.
type Catalogue struct {
	names    []string // folder names; the fallback first, then by name
	matcher  language.Matcher
	printers map[string]*Printer
	signs    map[scoring.SignID][]string

	// OnMissing, when set before use, is told of every key that has no text
	// and of every text that lacks data. The key is shown in place of the text.
	OnMissing func(language, key string, err error)

	mu   sync.Mutex
	memo map[string]*Printer // by joined preferences; bounded by memoSize
}

// memoSize bounds Catalogue.memo: preferences come from people's profiles.
const memoSize = 256

// Load reads the embedded catalogues. An error means that one of them is wrong.
func Load() (*Catalogue, error) { return load(embedded) }

// load reads the catalogues below fsys, one folder a language.
func load(fsys fs.FS) (*Catalogue, error) {
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("listing languages: %w", err)
	}
	c := &Catalogue{
		printers: map[string]*Printer{},
		signs:    map[scoring.SignID][]string{},
		memo:     map[string]*Printer{},
	}
	bundle := i18n.NewBundle(language.MustParse(fallback))
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		if err := c.add(bundle, fsys, f.Name()); err != nil {
			return nil, fmt.Errorf("loading language %s: %w", f.Name(), err)
		}
	}
	if c.printers[fallback] == nil {
		return nil, fmt.Errorf("loading languages: %s is missing", fallback)
	}
	slices.SortFunc(c.names, func(a, b string) int {
		if (a == fallback) != (b == fallback) {
			return map[bool]int{true: -1, false: 1}[a == fallback]
		}
		return strings.Compare(a, b)
	})
	tags := make([]language.Tag, len(c.names))
	for i, name := range c.names {
		tags[i] = c.printers[name].tag
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// add reads one language's folder into the bundle and makes its printer.
func (c *Catalogue) add(bundle *i18n.Bundle, fsys fs.FS, name string) error {
	tag, err := language.Parse(name)
	if err != nil {
		return fmt.Errorf("reading the folder's name: %w", err)
	}
	texts, aliases, err := readFolder(fsys, name)
	if err != nil {
		return err
	}
	if err := bundle.AddMessages(tag, texts...); err != nil {
		return fmt.Errorf("adding texts: %w", err)
	}
	p := &Printer{
		catalogue: c, name: name, tag: tag, zone: time.UTC,
		texts: i18n.NewLocalizer(bundle, name),
		keys:  map[string]bool{},
	}
	for _, m := range texts {
		p.keys[m.ID] = m.Zero+m.One+m.Two+m.Few+m.Many != ""
		if id, ok := strings.CutSuffix(strings.TrimPrefix(m.ID, "sign."), ".name"); ok && strings.HasPrefix(m.ID, "sign.") {
			c.addWords(scoring.SignID(id), m.Other)
		}
	}
	for id, words := range aliases {
		c.addWords(id, words...)
	}
	c.names = append(c.names, name)
	c.printers[name] = p
	return nil
}

func (c *Catalogue) addWords(id scoring.SignID, words ...string) {
	for _, w := range words {
		if !slices.Contains(c.signs[id], w) {
			c.signs[id] = append(c.signs[id], w)
		}
	}
}

// Languages returns the BCP 47 tags of all languages, the fallback first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.names) }

// SignWords returns what people may type for a sign, in all languages: its
// names and aliases, not its id.
func (c *Catalogue) SignWords(id scoring.SignID) []string { return slices.Clone(c.signs[id]) }

// For returns the printer of the language that suits the preferences best; the
// earlier ones count more. Each is a BCP 47 tag; "" and unreadable ones are
// passed over. It is never nil.
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

// match finds the language for preferences that name none of ours exactly.
func (c *Catalogue) match(preferences []string) *Printer {
	for _, text := range preferences {
		tag, err := language.Parse(strings.ReplaceAll(text, "_", "-"))
		if err != nil || tag == language.Und {
			continue
		}
		if _, i, sure := c.matcher.Match(tag); sure >= language.Low {
			return c.printers[c.names[i]]
		}
	}
	return c.printers[fallback]
}
