package bottest

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"amicable/bot"
)

// TestEveryBlockAppears reads package bot for the types that are blocks: a new
// one without a fixture, and so without a test in every adapter, fails here.
func TestEveryBlockAppears(t *testing.T) {
	appears := map[string]bool{}
	for _, f := range Fixtures() {
		for _, b := range f.Reply.Blocks {
			appears[reflect.TypeOf(b).Name()] = true
		}
	}
	found := blockTypes(t)
	if len(found) < 9 {
		t.Fatalf("found only the blocks %v in package bot", found)
	}
	for _, name := range found {
		if !appears[name] {
			t.Errorf("bot.%s is in no fixture", name)
		}
	}
}

func blockTypes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../reply.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "block" && f.Recv != nil {
			names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	return names
}

func TestFixtureNamesAreUnique(t *testing.T) {
	var names []string
	for _, f := range Fixtures() {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	if n := len(slices.Compact(slices.Clone(names))); n != len(names) {
		t.Errorf("%d names for %d fixtures", n, len(names))
	}
}

// The suite must catch renderers that do what it is there to catch.
func TestCheckCatches(t *testing.T) {
	hello := Fixture{Name: "hello", Reply: bot.Reply{Title: "<b>"}, Literal: []string{"<b>"}}
	n := 0
	for name, render := range map[string]Renderer{
		"a failure": func(bot.Reply) (Rendered, error) { return Rendered{}, errors.New("no") },
		"a panic":   func(bot.Reply) (Rendered, error) { panic("no") },
		"lost text": func(bot.Reply) (Rendered, error) { return Rendered{Shown: []string{"&lt;b&gt;"}}, nil },
		"bad bytes": func(bot.Reply) (Rendered, error) { return Rendered{Wire: []byte{0xff}, Shown: []string{"<b>"}}, nil },
		"a limit": func(bot.Reply) (Rendered, error) {
			return Rendered{Shown: []string{"<b>"}, Problems: []string{"too long"}}, nil
		},
		"randomness": func(bot.Reply) (Rendered, error) {
			n++
			return Rendered{Wire: []byte{byte(n)}, Shown: []string{"<b>"}}, nil
		},
		"lost blocks": func(r bot.Reply) (Rendered, error) { w, err := json.Marshal(r.Title); return Rendered{Wire: w}, err },
	} {
		if len(Check(render, hello)) == 0 {
			t.Errorf("%s was not caught", name)
		}
	}
}

type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestDiscreet(t *testing.T) {
	r := &recorder{TB: t}
	Discreet(r, []string{"xoxb-1"}, "all is well")
	if r.failed {
		t.Error("an innocent text was taken for a leak")
	}
	Discreet(r, []string{"xoxb-1"}, "all is well", strings.Repeat("a", 10)+"xoxb-1")
	if !r.failed {
		t.Error("a leak was not caught")
	}
}

func TestGolden(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("testdata", 0o750); err != nil {
		t.Fatal(err)
	}
	Golden(t, "a.txt", "first", true)
	Golden(t, "a.txt", "first", false)
	r := &recorder{TB: t}
	Golden(r, "a.txt", "second", false)
	if !r.failed {
		t.Error("a difference was not caught")
	}
}

func TestLogIsReadWhileItIsWritten(t *testing.T) {
	var l Log
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { _, _ = io.WriteString(&l, "line\n"); _ = l.String() })
	}
	all.Wait()
	if got := l.String(); got != strings.Repeat("line\n", 4) {
		t.Errorf("it holds %q", got)
	}
}
