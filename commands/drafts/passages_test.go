package drafts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"amicable/scoring"
)

// passagesIn reads a file's lines without comments, written in the language's script.
func passagesIn(t *testing.T, language, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.SplitSeq(packFor(language).written(string(b)), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// letterFacts are what the letter is written from that passages are set into.
func letterFacts(t *testing.T, language string) Facts {
	f := known(t, language)
	f.Prepaid, f.Leading = none, []scoring.SignID{"scope-creep"}
	return f
}

// goodLetters are filed by the sign that leads; each is written once.
type goodLetters map[scoring.SignID]Part

// of is a good letter, or a good notice where no letter is sent. The facts differ
// in what leads only.
func (all goodLetters) of(t *testing.T, f Facts) Part {
	t.Helper()
	if _, written := all[f.Leading[0]]; !written {
		for _, p := range mustWrite(t, Separation, f).Parts {
			if p.Role == RoleConfirmation || p.Role == RoleNotice {
				all[f.Leading[0]] = p
			}
		}
	}
	if all[f.Leading[0]].Text == "" {
		t.Fatal("no letter")
	}
	return all[f.Leading[0]]
}

// setInto puts a passage into a letter as a paragraph of its own.
func setInto(letter, passage string) string {
	return strings.Join(slices.Insert(strings.Split(letter, "\n\n"), 3, passage), "\n\n")
}

// The rules of which a letter breaks one by what it does not say: their
// passages are texts by themselves.
var byOmission = []string{GivesReason, NamesLastDay, HandsOver, Alternatives, Thanks}

// Every rule finds the passages in bad/<rule>.txt, and in braces the very words at fault.
func TestBadPassagesAreFound(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		f, letters := letterFacts(t, language), goodLetters{}
		for _, r := range rules {
			lines := passagesIn(t, language, filepath.Join(folder(language), "bad", r.name+".txt"))
			if len(lines) == 0 {
				t.Errorf("no bad passages for %s", r.name)
			}
			for _, line := range lines {
				f, passage := f, line
				if sign, rest, ok := strings.Cut(strings.TrimPrefix(line, "["), "] "); ok && strings.HasPrefix(line, "[") {
					f.Leading, passage = []scoring.SignID{scoring.SignID(sign)}, rest
				}
				passage, words := unmark(passage)
				text, role := passage, RoleConfirmation
				if !slices.Contains(byOmission, r.name) {
					letter := letters.of(t, f)
					text, role = setInto(letter.Text, passage), letter.Role
				}
				findsPassage(t, r.name, passage, words, Check(text, f, role))
			}
		}
	})
}

// unmark takes the braces off the words at fault.
func unmark(passage string) (plain, words string) {
	before, rest, ok := strings.Cut(passage, "{")
	words, after, _ := strings.Cut(rest, "}")
	if !ok {
		return passage, ""
	}
	return before + words + after, words
}

func findsPassage(t *testing.T, rule, passage, words string, found []Finding) {
	t.Helper()
	var its []string
	for _, one := range found {
		switch {
		case one.Rule == rule:
			its = append(its, one.Passage)
		case !slices.Contains(byOmission, rule):
			t.Errorf("%s %q: %s finds %q (%s) too", rule, passage, one.Rule, one.Passage, one.Why)
		}
	}
	switch {
	case len(its) == 0:
		t.Errorf("%s finds nothing in %q", rule, passage)
	case words != "" && !slices.Contains(its, words):
		t.Errorf("%s %q: found %q, want %q", rule, passage, its, words)
	}
}

// Innocent sentences pass, and so do whole letters in other voices than the templates'.
func TestGoodPassagesPass(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		files, err := filepath.Glob(filepath.Join(folder(language), "good", "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no good passages: %v", err)
		}
		f := letterFacts(t, language)
		letter := goodLetters{}.of(t, f)
		for _, file := range files {
			lines := passagesIn(t, language, file)
			if strings.HasPrefix(filepath.Base(file), "letter-") {
				b, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				settled := f
				settled.Owed = none
				passes(t, filepath.Base(file), Check(packFor(language).written(string(b)), settled, RoleConfirmation))
				continue
			}
			for _, line := range lines {
				passes(t, line, Check(setInto(letter.Text, line), f, letter.Role))
			}
		}
	})
}

func passes(t *testing.T, name string, found []Finding) {
	t.Helper()
	for _, one := range found {
		t.Errorf("%q: %s finds %q (%s)", name, one.Rule, one.Passage, one.Why)
	}
}
