package drafts

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// keyed are the lists whose keys Go knows: every language has the same.
var keyed = []string{"placeholders", "why", "topics", "holds"}

// incomplete says all that a language lacks, measured against another; nil if it lacks nothing.
func (p *pack) incomplete(than *pack) error {
	var all []error
	missing := func(format string, a ...any) { all = append(all, fmt.Errorf(format, a...)) }
	for _, t := range than.templates.Templates() {
		// Names that hold a space are called from here; the others are a language's own.
		if strings.Contains(t.Name(), " ") && p.templates.Lookup(t.Name()) == nil {
			missing("no template %q", t.Name())
		}
	}
	for _, list := range requiredLists {
		if len(p.lines[list]) == 0 {
			missing("word list %s is empty", list)
		}
	}
	for _, list := range keyed {
		for _, key := range slices.Sorted(maps.Keys(than.values[list])) {
			if p.values[list][key] == "" {
				missing("word list %s has no %s", list, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(p.values[list])) {
			if than.values[list][key] == "" {
				missing("word list %s has an unknown key %s", list, key)
			}
		}
	}
	for list, table := range map[string]letters{"bare": p.check.bare, "latin": p.check.latin} {
		for letter := range table {
			if letter < utf8.RuneSelf {
				missing("word list %s: %q has no mark, and is of no other script", list, letter)
			}
		}
	}
	for row, n := range map[string]int{"months": 12, "other-months": 12, "weekdays": 7, "other-weekdays": 7} {
		if got := len(strings.Fields(p.values["calendar"][row])); got != n {
			missing("calendar: %s has %d entries, not %d", row, got, n)
		}
	}
	if p.values["calendar"]["today"] == "" {
		missing("calendar has no today")
	}
	return errors.Join(all...)
}
