package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"amicable/scoring"
)

//go:embed */*.toml
var embedded embed.FS

// fallback is the language whose texts stand in for those that another lacks.
const fallback = "en"

// Catalogue holds every language's texts. It is safe for concurrent use once loaded.
type Catalogue struct {
	names    []string // BCP 47 tags; the fallback first, then by name
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

// load reads the catalogues below fsys, one folder a language. Serbian without
// a folder of its own for the Latin script is written in it as well.
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
	folders = slices.DeleteFunc(folders, func(f fs.DirEntry) bool { return !f.IsDir() })
	read := make([]folder, len(folders))
	var all sync.WaitGroup
	for i, f := range folders {
		all.Go(func() { read[i] = readFolder(fsys, f.Name()) })
	}
	all.Wait()
	for i, f := range folders {
		if err := c.add(f.Name(), read[i]); err != nil {
			return nil, fmt.Errorf("loading language %s: %w", f.Name(), err)
		}
	}
	for id, words := range c.signs {
		c.signs[id] = once(words)
	}
	if c.printers[fallback] == nil {
		return nil, fmt.Errorf("loading languages: %s is missing", fallback)
	}
	if cyrillic := c.printers[serbian]; cyrillic != nil && c.printers[serbianLatin] == nil {
		c.join(serbianLatin, language.MustParse(serbianLatin), inLatin(cyrillic.texts))
	}
	slices.SortFunc(c.names, func(a, b string) int {
		if (a == fallback) != (b == fallback) {
			return map[bool]int{true: -1, false: 1}[a == fallback]
		}
		return strings.Compare(a, b)
	})
	return c, nil
}

// add takes up one language.
func (c *Catalogue) add(name string, f folder) error {
	tag, err := language.Parse(name)
	if err != nil {
		return fmt.Errorf("reading the folder's name: %w", err)
	}
	if f.err != nil {
		return f.err
	}
	for key, m := range f.texts {
		if id, ok := strings.CutSuffix(strings.TrimPrefix(key, "sign."), ".name"); ok && strings.HasPrefix(key, "sign.") {
			c.signs[scoring.SignID(id)] = append(c.signs[scoring.SignID(id)], m.other().plain())
		}
	}
	for id, words := range f.aliases {
		c.signs[id] = append(c.signs[id], words...)
	}
	c.join(name, tag, f.texts)
	return nil
}

// join makes a language's printer.
func (c *Catalogue) join(name string, tag language.Tag, texts map[string]message) {
	c.names = append(c.names, name)
	c.printers[name] = &Printer{catalogue: c, name: name, tag: tag, zone: time.UTC, texts: texts}
}

// once are the words without those that were there already.
func once(words []string) []string {
	seen := make(map[string]bool, len(words))
	return slices.DeleteFunc(words, func(w string) bool {
		was := seen[w]
		seen[w] = true
		return was
	})
}

// Languages returns the BCP 47 tags of all languages, the fallback first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.names) }

// SignWords returns what people may type for a sign, in all languages: its
// names and aliases, not its id.
func (c *Catalogue) SignWords(id scoring.SignID) []string { return slices.Clone(c.signs[id]) }
