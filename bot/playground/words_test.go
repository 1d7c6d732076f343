package playground

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"
)

// spoken finds the keys of words that the page names, in its markup and in its code.
var spoken = regexp.MustCompile(`\bt\("([a-z-]+)"|data-(?:w|label)="([a-z-]+)"|label: "([a-z-]+)", send|trouble\((?:s\.away \? )?"([a-z-]+)"`)

// built are those that the page puts together, or that this package names.
var built = []string{
	"step-flag", "step-flag-try", "step-react", "step-react-try", "step-assess", "step-assess-try",
	"topic-general", "topic-client", "topic-shared", "store-away", "later-enough", "not-here", "too-long", "message-gone", "example-there",
}

func TestThePageHasTheWordsItSays(t *testing.T) {
	used := slices.Clone(built)
	err := fs.WalkDir(embedded, "web", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(embedded, path)
		for _, m := range spoken.FindAllSubmatch(src, -1) {
			key := string(slices.Concat(m[1:]...))
			used = append(used, key)
			if !slices.Contains(words, key) {
				t.Errorf("%s says %q, which is not among the words", path, key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range words {
		if !slices.Contains(used, key) {
			t.Errorf("nobody says %q", key)
		}
	}
}

// The page is one that the Content-Security-Policy lets run: nothing inline, and
// no way from text to markup.
func TestThePageKeepsItsOwnPolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|createContextualFragment|\bon[a-z]+="| style="|<style|<script>|https?://[^w]`)
	err := fs.WalkDir(embedded, "web", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(embedded, path)
		if found := forbidden.Find(src); found != nil {
			t.Errorf("%s: %s", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
