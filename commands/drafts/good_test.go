package drafts

import (
	"os"
	"path/filepath"
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
		for _, found := range Check(string(text), scope(), RoleConfirmation, []string{"Marta Nowak", "May Lee", "he said that he will not pay for the second round"}) {
			t.Errorf("%s: %s %s %q", filepath.Base(file), found.Rule, found.Why, found.Passage)
		}
	}
}
