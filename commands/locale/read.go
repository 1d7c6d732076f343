package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"amicable/scoring"
)

// folder is what was read of a language's folder: messages by key, and the words
// listed under sign.<id>.aliases.
type folder struct {
	texts   map[string]message
	aliases map[scoring.SignID][]string
	err     error
}

// readFolder reads all *.toml files of a folder. A key that stands in two files,
// an unknown shape and a text that does not compile are errors.
func readFolder(fsys fs.FS, dir string) folder {
	files, err := fs.Glob(fsys, path.Join(dir, "*.toml"))
	if err != nil {
		return folder{err: fmt.Errorf("listing files: %w", err)}
	}
	r := reader{from: map[string]string{}, texts: map[string]message{}, aliases: map[scoring.SignID][]string{}}
	for _, file := range files {
		var tree map[string]any
		if _, err := toml.DecodeFS(fsys, file, &tree); err != nil {
			return folder{err: fmt.Errorf("reading %s: %w", file, err)}
		}
		r.file = file
		if err := r.table("", tree); err != nil {
			return folder{err: fmt.Errorf("reading %s: %w", file, err)}
		}
	}
	return folder{texts: r.texts, aliases: r.aliases}
}

// reader flattens TOML tables into messages.
type reader struct {
	file    string
	from    map[string]string // the file each key was found in
	texts   map[string]message
	aliases map[scoring.SignID][]string
}

func (r *reader) table(prefix string, tree map[string]any) error {
	if _, plural := tree["other"]; plural && prefix != "" {
		return r.plural(prefix, tree)
	}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		var err error
		switch v := tree[name].(type) {
		case string:
			err = r.text(key, map[string]string{"other": v}, false)
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
	forms := map[string]string{}
	for name, v := range tree {
		s, ok := v.(string)
		if _, known := formNames[name]; !ok || !known {
			return fmt.Errorf("%s: %q is no plural form", key, name)
		}
		forms[name] = s
	}
	return r.text(key, forms, true)
}

// text compiles a text, in its plural forms by name.
func (r *reader) text(key string, forms map[string]string, several bool) error {
	if other, taken := r.from[key]; taken {
		return fmt.Errorf("%s: already in %s", key, other)
	}
	r.from[key] = r.file
	m := message{several: several}
	for name, s := range forms {
		t, err := compile(s)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		m.forms[formNames[name]] = t
	}
	r.texts[key] = m
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
