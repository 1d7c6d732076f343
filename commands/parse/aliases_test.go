package parse

import (
	"strings"
	"testing"

	"amicable/commands/locale"
	"amicable/scoring"
)

// What people type for a sign is no small word, no day and no severity of any
// language: it would be found where nobody meant it.
func TestNoAliasIsASmallWord(t *testing.T) {
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scoring.Default().Signs {
		for _, alias := range c.SignWords(s.ID) {
			key := fold(alias)
			if strings.Contains(key, " ") {
				continue
			}
			for name, lex := range allWords().lexicons {
				if lex.says(link|joining|deny|ours|vague, key) {
					t.Errorf("%s: %q is a small word, read by %s", s.ID, alias, name)
				}
			}
			if _, ok := dates().days[key]; ok || dates().starters[key] {
				t.Errorf("%s: %q begins a date", s.ID, alias)
			}
			if allWords().severities[key] != "" {
				t.Errorf("%s: %q is a severity", s.ID, alias)
			}
		}
	}
}
