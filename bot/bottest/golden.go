package bottest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
)

// Golden compares what was made with a file in the test's testdata, which it
// writes first when update is set: each package has a flag -update for that.
func Golden(t testing.TB, name, got string, update bool) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs; if that is meant, run the test again with -update (-want +got):\n%s", path, d)
	}
}

// GoldenFixtures compares what is sent for each of Fixtures, as JSON that
// people can read, with a golden file of the fixture's name.
func GoldenFixtures(t *testing.T, update bool, wire func(bot.Reply) (any, error)) {
	t.Helper()
	for _, f := range Fixtures() {
		t.Run(f.Name, func(t *testing.T) {
			sent, err := wire(f.Reply)
			if err != nil {
				t.Fatal(err)
			}
			var buf bytes.Buffer
			enc := json.NewEncoder(&buf)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			if err := enc.Encode(sent); err != nil {
				t.Fatal(err)
			}
			Golden(t, strings.ReplaceAll(f.Name, " ", "_")+".json", buf.String(), update)
		})
	}
}
