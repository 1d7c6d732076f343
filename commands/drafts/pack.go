package drafts

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template"
)

//go:embed templates words
var files embed.FS

// fallback is the language used where the one asked for has no templates.
const fallback = "en"

// latinTag marks the language tag of a text in the Latin script where that is not the language's own.
const latinTag = "-Latn"

// pack is everything that one language brings: its templates and its word lists.
type pack struct {
	language  string
	templates *template.Template
	lines     map[string][]string          // words/<language>/<list>.txt without comments
	values    map[string]map[string]string // the lists with lines "key = value"
	check     *wordlists
	toLatin   bool // what is rendered is written in the Latin script
}

// loaded are the languages, read when the first draft is written, and what is
// wrong with those that could not be read, and are left out.
var loaded = sync.OnceValues(loadAll)

func packs() map[string]*pack {
	all, _ := loaded()
	return all
}

// Languages lists the languages that drafts can be written in. Their folders
// name them, so that a program starts without reading them.
func Languages() []string {
	var all []string
	for _, name := range folders() {
		all = append(all, name)
		if _, err := fs.Stat(files, path.Join("words", name, "latin.txt")); err == nil {
			all = append(all, name+latinTag)
		}
	}
	slices.Sort(all)
	return all
}

func folders() (names []string) {
	dirs, err := fs.ReadDir(files, "templates")
	if err != nil {
		panic(fmt.Sprintf("drafts: reading the languages: %v", err))
	}
	for _, d := range dirs {
		names = append(names, d.Name())
	}
	return names
}

// packFor returns the pack for a language tag ("en", "en-GB", "sr-Latn-RS"), else the fallback's.
func packFor(tag string) *pack {
	if p, ok := find(tag); ok {
		return p
	}
	return packs()[fallback]
}

func find(tag string) (*pack, bool) {
	base, rest, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	if strings.HasPrefix(rest+"-", strings.ToLower(latinTag[1:])+"-") {
		if p, ok := packs()[base+latinTag]; ok {
			return p, true
		}
	}
	p, ok := packs()[base]
	return p, ok
}

// speaks tells whether a language tag has a pack of its own.
func speaks(tag string) bool {
	_, ok := find(tag)
	return ok
}

// loadAll reads the embedded packs. A language that cannot be read, or lacks
// something, is not offered; the tests refuse it. Without the fallback nothing
// can be written.
func loadAll() (all map[string]*pack, broken map[string]error) {
	all, broken = map[string]*pack{}, map[string]error{}
	en, err := load(fallback)
	if err != nil {
		panic(fmt.Sprintf("drafts: language %s: %v", fallback, err))
	}
	for _, name := range folders() {
		p, err := load(name)
		if err == nil {
			err = p.incomplete(en)
		}
		if err != nil {
			broken[name] = err
			continue
		}
		all[name] = p
		if len(p.check.latin) > 0 {
			all[name+latinTag] = p.inLatin()
		}
	}
	return all, broken
}

func load(language string) (*pack, error) {
	p := &pack{language: language, lines: map[string][]string{}, values: map[string]map[string]string{}}
	var err error
	p.templates, err = template.New("").Option("missingkey=error").ParseFS(files, path.Join("templates", language, "*.tmpl"))
	if err != nil {
		return nil, fmt.Errorf("parsing templates: %w", err)
	}
	lists := requiredLists
	if language == fallback {
		lists = append([]string{"brief"}, lists...)
	}
	for _, list := range append(optionalLists, lists...) {
		if err := p.read(list, slices.Contains(optionalLists, list)); err != nil {
			return nil, err
		}
	}
	if p.check, err = loadWordlists(p); err != nil {
		return nil, err
	}
	return p, nil
}

// read reads a word list: its lines without comments ("# …") and blank ones,
// and what they say where they are "key = value".
func (p *pack) read(list string, optional bool) error {
	b, err := files.ReadFile(path.Join("words", p.language, list+".txt"))
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading word list %s: %w", list, err)
	}
	p.values[list] = map[string]string{}
	for line := range strings.SplitSeq(string(b), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p.lines[list] = append(p.lines[list], line)
		if key, value, ok := strings.Cut(line, "="); ok {
			p.values[list][strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return nil
}

// inLatin derives the pack that writes the same texts in the Latin script. It
// checks alike, since words are compared in the Latin script anyway.
func (p *pack) inLatin() *pack {
	derived, check := *p, *p.check
	derived.language, derived.toLatin, derived.check = p.language+latinTag, true, &check
	derived.values = maps.Clone(p.values)
	for _, shown := range []string{"placeholders", "calendar", "why"} {
		values := make(map[string]string, len(p.values[shown]))
		for key, value := range p.values[shown] {
			values[key] = check.latin.replace(value)
		}
		derived.values[shown] = values
	}
	check.holes = slices.Clone(check.holes)
	for i, hole := range check.holes {
		check.holes[i] = check.latin.replace(hole)
	}
	return &derived
}
