package openai

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// courtesies are testdata/courtesies.toml: what may be worded anew, how, and how not.
func courtesies(t *testing.T) []courtesyCase {
	t.Helper()
	var file struct{ Courtesy []courtesyCase }
	if _, err := toml.DecodeFile(filepath.Join("testdata", "courtesies.toml"), &file); err != nil {
		t.Fatal(err)
	}
	languages := map[string]int{}
	for _, c := range file.Courtesy {
		languages[c.Language]++
		if c.Language == serbian {
			file.Courtesy = append(file.Courtesy, c.inLatin())
		}
	}
	if len(languages) != 6 {
		t.Errorf("courtesies in %d languages", len(languages))
	}
	return file.Courtesy
}

type courtesyCase struct {
	Language, Was string
	Honest, Sly   []string
}

func (c courtesyCase) inLatin() courtesyCase {
	all := func(of []string) []string { return strings.Split(toLatin(strings.Join(of, "\n")), "\n") }
	return courtesyCase{serbianLatin, toLatin(c.Was), all(c.Honest), all(c.Sly)}
}

// A courtesy is put in other words; what says more does not pass as one.
func TestCourtesiesAreWorded(t *testing.T) {
	for _, c := range courtesies(t) {
		letter := func(courtesy string) string {
			return warmLetterWith(t, c.Language, courtesy)
		}
		o := letterOrder(c.Language, letter(c.Was), facts())
		g := newGuard(o, o.Draft.Parts[0])
		for _, text := range c.Honest {
			if found := g.examine(letter(text)); len(found) > 0 {
				t.Errorf("%s: %q does not pass: %+v", c.Language, text, found)
			}
		}
		for _, text := range c.Sly {
			if found := g.examine(letter(text)); len(found) == 0 {
				t.Errorf("%s: %q passes", c.Language, text)
			}
		}
	}
}

// warmLetterWith is a letter with a courtesy of its own before the closing.
func warmLetterWith(t *testing.T, language, courtesy string) string {
	t.Helper()
	text := warmLetter(t, language)
	at := strings.LastIndex(text, "\n\n")
	return text[:at] + "\n\n" + courtesy + text[at:]
}
