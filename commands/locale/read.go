package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"

	"amicable/scoring"
)

// readFolder reads all *.toml files of a language's folder into messages, and
// the words listed under sign.<id>.aliases. A key that stands in two files, an
// unknown shape and a text that does not compile are errors.
func readFolder(fsys fs.FS, dir string) ([]*i18n.Message, map[scoring.SignID][]string, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.toml"))
	if err != nil {
		return nil, nil, fmt.Errorf("listing files: %w", err)
	}
	r := reader{from: map[string]string{}, aliases: map[scoring.SignID][]string{}}
	for _, file := range files {
		var tree map[string]any
		if _, err := toml.DecodeFS(fsys, file, &tree); err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", file, err)
		}
		r.file = file
		if err := r.table("", tree); err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", file, err)
		}
	}
	return r.texts, r.aliases, nil
}

// reader flattens TOML tables into messages.
type reader struct {
	file    string
	from    map[string]string // the file each key was found in
	texts   []*i18n.Message
	aliases map[scoring.SignID][]string
}

// forms are the CLDR plural categories; a table with "other" in it is a text in several forms.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

func (r *reader) table(prefix string, tree map[string]any) error {
	if _, plural := tree["other"]; plural && prefix != "" {
		return r.plural(prefix, tree)
	}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		var err error
		switch v := tree[name].(type) {
		case string:
			err = r.text(&i18n.Message{ID: key, Other: v})
		case map[string]any:
			err = r.table(key, v)
		case []any:
			err = r.words(key, v)
		default:
			err = fmt.Errorf("%s: a text, a table or a list of aliases is wanted, not %v", key, v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) plural(key string, tree map[string]any) error {
	text := map[string]string{}
	for name, v := range tree {
		s, ok := v.(string)
		if !ok || !slices.Contains(forms, name) {
			return fmt.Errorf("%s: %q is no plural form", key, name)
		}
		text[name] = s
	}
	return r.text(&i18n.Message{
		ID: key, Zero: text["zero"], One: text["one"], Two: text["two"],
		Few: text["few"], Many: text["many"], Other: text["other"],
	})
}

func (r *reader) text(m *i18n.Message) error {
	if other, taken := r.from[m.ID]; taken {
		return fmt.Errorf("%s: already in %s", m.ID, other)
	}
	r.from[m.ID] = r.file
	for _, s := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if _, err := compile(s); err != nil {
			return fmt.Errorf("%s: %w", m.ID, err)
		}
	}
	r.texts = append(r.texts, m)
	return nil
}

func (r *reader) words(key string, list []any) error {
	id, ok := strings.CutSuffix(key, ".aliases")
	id, sign := strings.CutPrefix(id, "sign.")
	if !ok || !sign {
		return fmt.Errorf("%s: only signs have lists", key)
	}
	if other, taken := r.from[key]; taken {
		return fmt.Errorf("%s: already in %s", key, other)
	}
	r.from[key] = r.file
	for _, v := range list {
		word, ok := v.(string)
		if !ok || strings.TrimSpace(word) == "" {
			return fmt.Errorf("%s: %v is no word", key, v)
		}
		r.aliases[scoring.SignID(id)] = append(r.aliases[scoring.SignID(id)], word)
	}
	return nil
}
