package drafts

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template"
	"time"
)

//go:embed templates words
var files embed.FS

// fallback is the language used where the one asked for has no templates.
const fallback = "en"

// pack is everything that one language brings: its templates and its word lists.
type pack struct {
	language  string
	templates *template.Template
	values    map[string]map[string]string // words/<language>/<list>.txt with lines "key = value"
	check     *wordlists
}

var packs = mustLoad() // by language, read once at start

// Languages lists the languages that drafts can be written in.
func Languages() []string { return slices.Sorted(maps.Keys(packs)) }

// packFor returns the pack for a language tag ("en", "en-GB"), else the fallback's.
func packFor(tag string) *pack {
	if p, ok := packs[base(tag)]; ok {
		return p
	}
	return packs[fallback]
}

// mustLoad reads the embedded packs; they are part of the program, so a broken one stops it at once.
func mustLoad() map[string]*pack {
	dirs, err := fs.ReadDir(files, "templates")
	if err != nil {
		panic(err)
	}
	loaded := make(map[string]*pack, len(dirs))
	for _, d := range dirs {
		p, err := load(d.Name())
		if err != nil {
			panic(fmt.Sprintf("drafts: language %s: %v", d.Name(), err))
		}
		loaded[d.Name()] = p
	}
	return loaded
}

func load(language string) (*pack, error) {
	p := &pack{language: language, values: map[string]map[string]string{}}
	var err error
	p.templates, err = template.New("").Option("missingkey=error").ParseFS(files, path.Join("templates", language, "*.tmpl"))
	if err != nil {
		return nil, fmt.Errorf("parsing templates: %w", err)
	}
	for _, list := range []string{"placeholders", "calendar", "why", "contractions", "numbers", "currencies"} {
		if p.values[list], err = readValues(language, list); err != nil {
			return nil, err
		}
	}
	if language == fallback {
		if p.values["brief"], err = readValues(language, "brief"); err != nil {
			return nil, err
		}
	}
	if p.check, err = loadWordlists(p); err != nil {
		return nil, err
	}
	return p, nil
}

// render executes one named template on what it may show.
func (p *pack) render(name string, data any) (string, error) {
	var b strings.Builder
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("rendering %q in %s: %w", name, p.language, err)
	}
	return tidy(b.String()), nil
}

// tidy removes what the templates' own line structure leaves behind: spaces at
// line ends, and more than one blank line in a row.
func tidy(s string) string {
	var out []string
	blank := true
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" && blank {
			continue
		}
		blank = line == ""
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// date writes a day as the language does: "Monday 21 December 2026".
func (p *pack) date(t time.Time) string {
	c := p.values["calendar"]
	return strings.NewReplacer(
		"{weekday}", strings.Split(c["weekdays"], " ")[t.Weekday()],
		"{day}", fmt.Sprint(t.Day()),
		"{month}", strings.Split(c["months"], " ")[t.Month()-1],
		"{year}", fmt.Sprint(t.Year()),
	).Replace(c["long"])
}

// readLines reads a word list without its comments ("# …") and blank lines.
func readLines(language, list string) ([]string, error) {
	b, err := files.ReadFile(path.Join("words", language, list+".txt"))
	if err != nil {
		return nil, fmt.Errorf("reading word list %s: %w", list, err)
	}
	var lines []string
	for line := range strings.SplitSeq(string(b), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// readValues reads a word list of lines "key = value".
func readValues(language, list string) (map[string]string, error) {
	lines, err := readLines(language, list)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string, len(lines))
	for _, line := range lines {
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("word list %s: no %q in %q", list, "=", line)
		}
		values[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return values, nil
}

// speaks tells whether a language tag has a pack of its own.
func speaks(tag string) bool {
	_, ok := packs[base(tag)]
	return ok
}

// base is a tag's language: "en" of "en-GB".
func base(tag string) string {
	b, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	return b
}
