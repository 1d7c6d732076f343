package commands_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// spoken finds the keys that the code names, whole ("flag.next") or as the
// beginning of several ("next.").
var spoken = regexp.MustCompile(`"((?:phrase|problem|ask|menu|button|ordinal|flag|standing|trend|next|advice|assess|why|change|also|caution|clients|did|praise|history|undo|client|digest|fact|fact-hint|form|picture|reaction|draft|alert|help|signs|status|settings|value|home|welcome|command|option|choice|suggest)\.[a-z0-9.%-]*)"`)

// troubles are the problems by their codes.
var troubles = regexp.MustCompile(`trouble\("([a-z-]+)"`)

// TestEveryTextIsThereAndUsed reads the sources: a key without a text would
// show as the key, and a text without a key is dead.
func TestEveryTextIsThereAndUsed(t *testing.T) {
	words, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	p := words.For("en")
	keys, prefixes := map[string]bool{}, []string{"phrase.", "command.", "problem."} // built from codes of other rooms
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range spoken.FindAllSubmatch(src, -1) {
			key := string(m[1])
			if i := strings.Index(key, "%"); i >= 0 {
				key = key[:i]
			}
			if last := key[len(key)-1]; last == '.' || last == '-' || key == "ordinal.n" || strings.Contains(string(m[1]), "%") {
				prefixes = append(prefixes, key)
				continue
			}
			keys[key] = true
			if !p.Has(key) {
				t.Errorf("%s: no text for %q", name, key)
			}
		}
		for _, m := range troubles.FindAllSubmatch(src, -1) {
			if key := "problem." + string(m[1]); !p.Has(key) {
				t.Errorf("%s: no text for %q", name, key)
			}
		}
	}
	for _, file := range []string{"replies", "options"} {
		var tree map[string]any
		if _, err := toml.DecodeFile("locale/en/"+file+".toml", &tree); err != nil {
			t.Fatal(err)
		}
		for key := range flatten("", tree) {
			key, own := strings.CutSuffix(key, "-discord") // the same, as it is on that platform
			if own && !p.Has(key) {
				t.Errorf("%q is for one platform only", key)
			}
			used := keys[key]
			for _, prefix := range prefixes {
				used = used || strings.HasPrefix(key, prefix)
			}
			if !used {
				t.Errorf("nobody says %q", key)
			}
		}
	}
}

// flatten lists the texts of a catalogue; one in several plural forms is one.
func flatten(prefix string, tree map[string]any) map[string]bool {
	all := map[string]bool{}
	for name, v := range tree {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		table, ok := v.(map[string]any)
		if _, plural := table["other"]; !ok || plural {
			all[key] = true
			continue
		}
		for k := range flatten(key, table) {
			all[k] = true
		}
	}
	return all
}
