package drafts

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
)

var update = flag.Bool("update", false, "write the golden files anew")

var warsaw = mustZone("Europe/Warsaw")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 12, 0, 0, 0, warsaw)
}

// everySign lists the signs, and a team's own.
func everySign() []scoring.SignID {
	return append(slices.Sorted(maps.Keys(signs)), "own-sign")
}

// situation is a client to write to: what leads, and what else is different.
type situation struct {
	name    string
	leading []scoring.SignID
	change  func(f *Facts)
}

func because(sign ...scoring.SignID) []scoring.SignID { return sign }

func noMoney(f *Facts) { f.Prepaid, f.Owed = none, none }

func trade(profession string) func(f *Facts) {
	return func(f *Facts) { f.Profession = profession }
}

// goldenCases are the drafts that are kept to be read, by kind. Each is written in every tone.
var goldenCases = map[Kind][]situation{
	Separation: {
		{"a poor fit", because("scope-creep"), noMoney},
		{"a difficult client who owes us", because("late-payment"), nil},
		{"lies", because("dishonesty"), noMoney},
		{"a legal risk", because("legal-risk"), noMoney},
		{"insults", because("verbal-abuse"), noMoney},
		{"threats", because("physical-abuse"), noMoney},
		{"nothing known", because("tension"), func(f *Facts) { *f = little(*f) }},
		{"an agency", because("indecision"), trade(Agency)},
		{"an accountant", because("withholds-input"), trade(Accounting)},
		{"a law firm", because("ignores-advice"), trade(LawFirm)},
		{"a consultant", because("unprofitable"), trade(Consulting)},
	},
	Talk: {
		{"a habit", because("missed-meetings"), nil},
		{"insults", because("verbal-abuse"), nil},
		{"a legal risk", because("legal-risk"), nil},
		{"threats", because("physical-abuse"), nil},
		{"a sign of the team's own", because("own-sign"), nil},
	},
	Warning: {
		{"insults", because("verbal-abuse"), func(f *Facts) { f.Incidents = []time.Time{day(2026, time.November, 18)} }},
		{"a habit", because("always-on"), nil},
		{"lies", because("dishonesty"), nil},
		{"a legal risk", because("legal-risk"), nil},
		{"threats", because("physical-abuse"), nil},
	},
	Renegotiate: {
		{"nothing given", because("unprofitable"), func(f *Facts) { f.Terms = Terms{} }},
		{"a price", because("plays-competitors"), func(f *Facts) { f.Terms = Terms{Price: f.Terms.Price, From: f.Terms.From} }},
		{"scope and hours", because("scope-creep", "always-on"), func(f *Facts) { f.Terms.Price, f.Terms.Payment = "", "" }},
		{"payment", because("late-payment"), func(f *Facts) { f.Terms = Terms{Payment: f.Terms.Payment, From: f.Terms.From} }},
		{"insults", because("verbal-abuse"), nil},
	},
	Clause: {
		{"in general", nil, nil},
		{"an agency", nil, trade(Agency)},
		{"an accountant", nil, trade(Accounting)},
		{"a law firm", nil, trade(LawFirm)},
		{"a consultant", nil, trade(Consulting)},
	},
	Intake: {
		{"in general", nil, nil},
		{"after what was learnt", because("late-payment", "scope-creep", "verbal-abuse", "tension"), trade(Agency)},
		{"an accountant", nil, trade(Accounting)},
		{"a law firm", nil, trade(LawFirm)},
		{"a consultant", nil, trade(Consulting)},
	},
}

// adviceCases are the situations that change what the team is told.
var adviceCases = []situation{
	{"a poor fit", because("scope-creep"), nil},
	{"nothing known", because("tension"), func(f *Facts) { *f = little(*f) }},
	{"insults, and the verdict leaves no time", because("verbal-abuse"), func(f *Facts) { f.Verdict = scoring.PartWaysNow }},
	{"threats", because("physical-abuse"), func(f *Facts) { f.Verdict = scoring.PartWaysNow }},
	{"a legal risk", because("legal-risk"), nil},
	{"a cooling-off", because("late-payment"), func(f *Facts) { f.CoolingUntil = day(2026, time.November, 23) }},
	{"a day asked for too early", because("indecision"), func(f *Facts) { f.LastDay = day(2026, time.November, 30) }},
	{"a day asked for on a weekend", because("indecision"), func(f *Facts) { f.LastDay = day(2027, time.January, 30) }},
	{"the contract ends much later", because("morale"), func(f *Facts) { f.ContractEnd = day(2027, time.March, 31) }},
	{"the contract ends too soon", because("morale"), func(f *Facts) { f.ContractEnd = day(2026, time.December, 1) }},
	{"the work under way lasts longer", because("scope-creep"), func(f *Facts) { f.OpenUntil = day(2027, time.January, 15) }},
	{"the contract ends before the work does", because("scope-creep"), func(f *Facts) {
		f.OpenUntil, f.ContractEnd = day(2027, time.January, 15), day(2026, time.December, 31)
	}},
	{"the contract ends later, and no notice is known", because("tension"), func(f *Facts) {
		f.HasNotice, f.ContractEnd, f.LastDay = false, day(2027, time.June, 30), day(2026, time.December, 1)
	}},
	{"the contract ends before the day asked for", because("tension"), func(f *Facts) {
		f.ContractEnd, f.LastDay = day(2026, time.December, 1), day(2026, time.December, 31)
	}},
	{"the contract is over", because("tension"), func(f *Facts) { f.ContractEnd = day(2025, time.January, 1) }},
	{"only a talk is due, and one was held", because("missed-meetings"), func(f *Facts) {
		f.Verdict = scoring.Talk
		f.Remedies = []scoring.Remedy{{Kind: scoring.TalkHeld, At: day(2026, time.October, 5)}, {Kind: scoring.WarningGiven, At: day(2026, time.October, 6)}, {Kind: scoring.PriceRaised, At: day(2026, time.October, 7)}}
		f.Incidents = []time.Time{day(2026, time.November, 12), day(2026, time.October, 29)}
	}},
	{"only a talk is due, and nothing was tried", because("missed-meetings"), func(f *Facts) { f.Verdict, f.Remedies = scoring.Talk, nil }},
	{"an accountant", because("withholds-input"), trade(Accounting)},
	{"an accountant who was insulted", because("verbal-abuse"), trade(Accounting)},
	{"a law firm", because("ignores-advice"), trade(LawFirm)},
}

func (s situation) facts(all Facts) Facts {
	all.Leading = s.leading
	if s.change != nil {
		s.change(&all)
	}
	return all
}

func TestGoldenDrafts(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		for _, k := range Kinds() {
			for _, tone := range Tones() {
				var b strings.Builder
				for _, s := range goldenCases[k] {
					f := known(t, language)
					f.Tone, f.Leading = tone, s.leading
					f = s.facts(f)
					f.Tone = tone
					fmt.Fprintf(&b, "######## %s\n\n%s\n", s.name, show(mustWrite(t, k, f)))
				}
				golden(t, language, string(k)+"-"+tone, b.String())
			}
		}
	})
}

func TestGoldenAdvice(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		for _, k := range Kinds() {
			var b strings.Builder
			said := map[string]bool{}
			for _, s := range adviceCases {
				// Each line is shown where it first appears, so that it is read once.
				for _, line := range advice(mustWrite(t, k, s.facts(known(t, language)))) {
					if !said[line] {
						said[line] = true
						fmt.Fprintf(&b, "%-45s %s\n", s.name+":", line)
					}
				}
			}
			golden(t, language, "advice-"+string(k), b.String())
		}
	})
}

// show writes a document's texts as a golden file has them.
func show(d Document) string {
	var b strings.Builder
	if d.Reason != "" {
		fmt.Fprintf(&b, "reason %s, last day %s (%s)\n\n", d.Reason, d.LastDay.Format(time.DateOnly), d.LastDayWhy)
	}
	for _, p := range d.Parts {
		fmt.Fprintf(&b, "==== %s: %s\n\n%s\n\n", p.Role, p.Title, p.Text)
	}
	return b.String()
}

// advice are the lines that the team reads.
func advice(d Document) []string {
	var lines []string
	for _, s := range d.Before {
		lines = append(lines, fmt.Sprintf("[before] %s (%s)", s.Text, s.Source))
	}
	for _, h := range d.Holds {
		lines = append(lines, fmt.Sprintf("[holds %v] %s: %s", h.Done, h.Text, h.Where))
	}
	for _, c := range d.Cautions {
		lines = append(lines, "[caution] "+c)
	}
	return lines
}

func golden(t *testing.T, language, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", language, "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it anew):\n%s", file, diff)
	}
}

func mustWrite(t *testing.T, k Kind, f Facts) Document {
	t.Helper()
	d, err := Write(k, f)
	if err != nil {
		t.Fatalf("Write(%s): %v", k, err)
	}
	if len(d.Findings) > 0 {
		t.Errorf("Write(%s) for %v breaks its own rules: %+v", k, f.Leading, d.Findings)
	}
	return d
}

// acme is a client about whom everything is known, in English.
func acme() Facts {
	return Facts{
		Us: "Brightwater Studio", Client: "Acme GmbH", Contact: "Anna Vogel", Service: "website and newsletter",
		Today: day(2026, time.November, 20), Zone: warsaw,
		NoticeDays: 30, HasNotice: true,
		OpenWork: "the autumn newsletter and the new contact form", Prepaid: "none", Owed: "none",
		Verdict: scoring.PartWays,
	}
}
