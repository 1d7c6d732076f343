package drafts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Letters that people might write by themselves, in voices unlike the templates'.
func TestLettersInOtherVoicesPass(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "good", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no letters: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range Check(string(text), with(scope(), []string{"Marta Nowak", "May Lee", "he said that he will not pay for the second round"}), RoleConfirmation) {
			t.Errorf("%s: %s %s %q", filepath.Base(file), found.Rule, found.Why, found.Passage)
		}
	}
}

// Single sentences as people write them in anger, and innocent ones that look like them.
func TestPhrases(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("testdata", "phrases.txt"))
	if err != nil {
		t.Fatal(err)
	}
	notes := []string{"Marta Nowak", "j.smith", "Rose Page", "client is a pain and pays whenever he likes"}
	for line := range strings.SplitSeq(strings.TrimSpace(string(file)), "\n") {
		rule, sentence, _ := strings.Cut(line, " ")
		if rule == "#" {
			continue
		}
		f := owing("€2,300", "none")
		var rules []string
		found := Check(instead(t, elsewhereOfLetter, sentence+" "+elsewhereOfLetter), with(f, notes), RoleConfirmation)
		for _, one := range found {
			rules = append(rules, one.Rule)
		}
		want := []string{rule}
		if rule == "ok" {
			want = nil
		}
		if !slices.Equal(slices.Compact(rules), want) {
			t.Errorf("%s: want %s, found %+v", sentence, rule, found)
		}
	}
}
