package drafts

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
)

// Whoever words a draft changes the words and nothing else.
func TestRewordKeepsTheFrame(t *testing.T) {
	f := scope()
	d := mustWrite(t, Separation, f)
	words := d.Reword(f, []Part{
		{Role: RoleConfirmation, Title: "Mine", Text: strings.Replace(letter, "Peter", "[your name]", 1)},
		{Role: RoleScript, Text: "  \n"},
		{Role: "postscript", Text: "And another thing."},
	})
	if len(words.Findings) > 0 {
		t.Errorf("found %+v", words.Findings)
	}
	if got := words.Parts[2].Text; !strings.Contains(got, "larger agency") || words.Parts[2].Title != d.Parts[2].Title {
		t.Errorf("the confirmation is %+v", words.Parts[2])
	}
	words.Parts, d.Parts = words.Parts[:2], d.Parts[:2]
	words.Holds, d.Holds = nil, nil // what the words hold follows from the words
	if diff := cmp.Diff(d, words); diff != "" {
		t.Errorf("the frame has changed (-template +worded):\n%s", diff)
	}
}

func TestRewordIsCheckedAnew(t *testing.T) {
	f := with(scope(), []string{"Marta Nowak"})
	d := mustWrite(t, Separation, f).Reword(f, []Part{{Role: RoleScript, Text: "You always complain, says Marta. [who] Bye."}})
	var rules []string
	for _, found := range d.Findings {
		rules = append(rules, found.Rule)
	}
	if got := strings.Join(rules, " "); got != "D3 D5 D7 D10 D13" {
		t.Errorf("rules %s", got)
	}
	if want := []string{"[who]", "[your name]"}; !slices.Equal(d.Placeholders, want) {
		t.Errorf("placeholders %q", d.Placeholders)
	}
}

// A text is checked against the day that the draft named, however late that is done.
func TestTheLastDayOfTheDraftHolds(t *testing.T) {
	f := scope()
	d := mustWrite(t, Separation, f)
	f.Today = f.Today.AddDate(0, 0, 9)
	if found := CheckParts(f, d, d.Parts); len(found) > 0 {
		t.Errorf("nine days later: %+v", found)
	}
}

// A talk is no place for a last day, even for the one that would follow.
func TestATalkNamesNoLastDay(t *testing.T) {
	f := scope()
	d := mustWrite(t, Talk, f).Reword(f, []Part{{Role: RoleOpening, Text: "Our last day would be 21 December 2026."}})
	if len(d.Findings) != 1 || d.Findings[0].Rule != GivenFigures {
		t.Errorf("found %+v", d.Findings)
	}
}

func TestADraftWithPlaceholdersIsNotReady(t *testing.T) {
	f := scope()
	f.Service = "websites [all of them]" // part of a fact
	d := mustWrite(t, Separation, f)
	var holes []string
	for _, found := range d.Ready(f) {
		if found.Rule != FilledIn || Explain("en", found) == "" {
			t.Errorf("found %+v", found)
		}
		holes = append(holes, found.Role+" "+found.Passage)
	}
	if want := []string{"script [your name]", "confirmation [your name]"}; !slices.Equal(holes, want) {
		t.Errorf("holes %q", holes)
	}
	for i := range d.Parts {
		d.Parts[i].Text = strings.ReplaceAll(d.Parts[i].Text, "[your name]", "Peter")
	}
	if found := d.Ready(f); len(found) > 0 {
		t.Errorf("filled in: %+v", found)
	}
}

// People and language models leave gaps in many ways.
func TestEveryKindOfPlaceholderIsFound(t *testing.T) {
	f := scope()
	f.Service = "XXX Festival <site>"
	for text, want := range map[string][]string{
		"Please pay [amount] and {{amount}}, {kwota} or <amount>.": {"[amount]", "{{amount}}", "{kwota}", "<amount>"},
		"Please pay XXX by TODO, to ______.":                       {"XXX", "TODO", "______"},
		"Рок је ХХХ [" + strings.Repeat("рокови ", 20) + "].":      {"ХХХ", "[" + strings.Repeat("рокови ", 20) + "]"},
		"Our date [the day\nof the next talk] stays.":              {"[the day\nof the next talk]"},
		"One [bracket\n\nand the next] paragraph.":                 nil,
		"A remark [" + strings.Repeat("long ", 100) + "].":         nil,
		"Write to <anna@acme.example> or <https://acme.example>.":  nil,
		"If 3 < 5 and 7 > 6, XX is twenty, and todo is a word.":    nil,
		"XXX Festival <site> goes on with XXXL prints, a[] and _.": nil,
	} {
		if got := placeholdersIn(f, []Part{{Text: text}}); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What may be told of a client holds nothing that the team keeps to itself.
func TestGivenHoldsNothingPrivate(t *testing.T) {
	f := with(scope(), []string{"Marta Nowak"}, "a note")
	f.Verdict, f.Incidents = scoring.PartWaysNow, append(f.Incidents, day(2026, 10, 29))
	given := f.Given()
	if want := (Given{"last day", "Monday 21 December 2026"}); !slices.Contains(given, want) {
		t.Errorf("no %v in %v", want, given)
	}
	for _, g := range given {
		for _, secret := range []string{"Marta", "note", "scope", "October", "part"} {
			if strings.Contains(g.Value, secret) {
				t.Errorf("%s is given as %q", g.Name, g.Value)
			}
		}
	}
}

func TestEveryRuleIsSaidInWords(t *testing.T) {
	for _, k := range Kinds() {
		for _, role := range everyRole {
			for _, line := range Rules(k, role) {
				if line == "" || strings.HasSuffix(line, ": ") {
					t.Errorf("%s, %s: %q says nothing", k, role, line)
				}
			}
		}
	}
	if lines := Rules(Separation, RoleConfirmation); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "D10: ") }) {
		t.Errorf("rules of a confirmation: %q", lines)
	}
	if lines := Rules(Clause, RoleScript); lines != nil {
		t.Errorf("a clause has no script: %q", lines)
	}
}
