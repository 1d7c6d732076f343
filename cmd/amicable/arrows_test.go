package main

import (
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the path that all our packages start with.
const module = "amicable"

// arrows says what the packages in each folder may import besides the standard
// library. An element names a package, or with "/…" everything below it; our
// own packages are named whole. The longest matching folder counts. Tests may
// import anything of ours: a suite runs an adapter against the real thing.
var arrows = map[string][]string{
	"scoring": {},
	"bot":     {},

	"storage": {
		module + "/scoring",
		"github.com/redis/go-redis/…", "github.com/vmihailenco/msgpack/…", "github.com/google/uuid",
		"github.com/adrg/strutil/…", "golang.org/x/text/…", "golang.org/x/sync/…",
	},
	"storage/embedded": {
		module + "/storage",
		"github.com/redis/go-redis/…", "github.com/alicebob/miniredis/…", "golang.org/x/sys/…",
	},
	"storage/storagetest": {
		module + "/storage", module + "/scoring",
		"github.com/redis/go-redis/…", "github.com/google/go-cmp/…", "pgregory.net/rapid",
	},

	"bot/internal": {"golang.org/x/sync/…"},
	"bot/slack": {
		module + "/bot", module + "/bot/internal/work", module + "/bot/internal/cache",
		"github.com/slack-go/slack/…", "github.com/gorilla/websocket", "github.com/cenkalti/backoff/…",
		"go.yaml.in/yaml/…", "golang.org/x/sync/…", "golang.org/x/time/…",
	},
	"bot/discord": {
		module + "/bot", module + "/bot/internal/work", module + "/bot/internal/cache", module + "/bot/discord/gateway",
		"github.com/bwmarrin/discordgo", "github.com/cenkalti/backoff/…",
	},
	"bot/discord/gateway":     {"github.com/gorilla/websocket", "github.com/cenkalti/backoff/…"},
	"bot/discord/discordtest": {"github.com/gorilla/websocket", "github.com/getkin/kin-openapi/…", "github.com/santhosh-tekuri/jsonschema/…"},

	"bot/terminal": {module + "/bot"},

	"bot/playground":             {module + "/bot"},
	"bot/playground/browsertest": {"github.com/chromedp/…"},

	"bot/bottest": {module + "/bot", "github.com/google/go-cmp/…", "pgregory.net/rapid"},

	"commands": {
		module + "/bot", module + "/scoring", module + "/scoring/chart", module + "/storage",
		module + "/commands/drafts", module + "/commands/locale", module + "/commands/outbox", module + "/commands/parse",
		"golang.org/x/sync/…", "golang.org/x/text/…",
	},
	"scoring/chart":   {module + "/scoring", "codeberg.org/go-fonts/liberation/…", "golang.org/x/image/…", "golang.org/x/text/…"},
	"commands/drafts": {module + "/scoring"},
	"commands/drafts/openai": {
		module + "/commands/drafts",
		"github.com/sashabaranov/go-openai/…", "github.com/sony/gobreaker/…", "github.com/cenkalti/backoff/…", "golang.org/x/sync/…",
	},
	"commands/locale": {
		module + "/bot", module + "/scoring",
		"github.com/BurntSushi/toml", "golang.org/x/text/…",
	},
	"commands/outbox": {module + "/storage", "github.com/cenkalti/backoff/…", "golang.org/x/sync/…"},
	"commands/parse":  {module + "/scoring", module + "/storage", "github.com/adrg/strutil/…", "github.com/BurntSushi/toml", "golang.org/x/text/…"},

	"cmd": {"…"},
}

// The design's rooms and arrows hold: nobody calls up, no adapter knows the store, scoring stands alone.
func TestArrows(t *testing.T) {
	problems, seen, err := checkArrows("../..", arrows)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	if !slices.Contains(seen, "scoring") || !slices.Contains(seen, "cmd/amicable") {
		t.Errorf("the project's packages were not found, only %q", seen)
	}
}

// A rule that nothing can break would be no rule.
func TestArrowsReportForbiddenImports(t *testing.T) {
	problems, _, err := checkArrows("testdata/arrows", map[string][]string{
		"pure": {}, "near": {module + "/pure", "example.com/allowed/…"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"near imports amicable/pure/inner, which its arrows do not allow",
		"near imports example.com/other, which its arrows do not allow",
		"pure imports amicable/near, which its arrows do not allow",
		"pure imports example.com/allowed/deep, which its arrows do not allow",
		"pure/inner imports example.com/other, which its arrows do not allow",
		"unheard is in no room that the arrows know",
	}
	if !slices.Equal(problems, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(problems, "\n"), strings.Join(want, "\n"))
	}
}

// checkArrows reports every import below root that the rules do not allow, and which packages it saw.
func checkArrows(root string, rules map[string][]string) (problems, seen []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); path != root && (name == "testdata" || strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, build.IgnoreVendor)
		if none := (*build.NoGoError)(nil); errors.As(err, &none) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the imports of %s: %w", path, err)
		}
		folder, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		seen = append(seen, folder)
		allowed, known := rule(rules, folder)
		if !known {
			problems = append(problems, folder+" is in no room that the arrows know")
			return nil
		}
		for _, imported := range slices.Sorted(maps.Keys(p.ImportPos)) {
			if !isStandard(imported) && !allows(allowed, imported) && !sameRoom(folder, imported, rules) {
				problems = append(problems, fmt.Sprintf("%s imports %s, which its arrows do not allow", folder, imported))
			}
		}
		return nil
	})
	slices.Sort(problems)
	return problems, seen, err
}

// rule finds the rule of the nearest folder above.
func rule(rules map[string][]string, folder string) ([]string, bool) {
	for f := folder; f != "."; f = parent(f) {
		if allowed, ok := rules[f]; ok {
			return allowed, true
		}
	}
	return nil, false
}

func parent(folder string) string { return filepath.ToSlash(filepath.Dir(folder)) }

// sameRoom tells whether an import stays inside the room: a folder without a rule of its own, below the same rule.
func sameRoom(folder, imported string, rules map[string][]string) bool {
	inner, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		return false
	}
	return room(rules, inner) == room(rules, folder)
}

// room is the folder whose rule counts.
func room(rules map[string][]string, folder string) string {
	for f := folder; f != "."; f = parent(f) {
		if _, ok := rules[f]; ok {
			return f
		}
	}
	return folder
}

// isStandard tells whether an import belongs to the standard library: its first element has no dot, and it is not ours.
func isStandard(path string) bool {
	head, _, _ := strings.Cut(path, "/")
	return head != module && !strings.Contains(head, ".")
}

// allows tells whether a list of packages covers an import.
func allows(allowed []string, imported string) bool {
	for _, a := range allowed {
		prefix, below := strings.CutSuffix(a, "…")
		if a == imported || (below && strings.HasPrefix(imported+"/", prefix)) {
			return true
		}
	}
	return false
}
