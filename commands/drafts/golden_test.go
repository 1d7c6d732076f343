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

// acme is a client about whom everything is known.
func acme() Facts {
	return Facts{
		Us: "Brightwater Studio", Client: "Acme GmbH", Contact: "Anna Vogel", Service: "website and newsletter",
		Today: day(2026, time.November, 20), Zone: warsaw,
		NoticeDays: 30, HasNotice: true,
		OpenWork: "the autumn newsletter and the new contact form", Prepaid: "none", Owed: "none",
		Verdict: scoring.PartWays,
	}
}

// everySign lists the signs, and a team's own.
func everySign() []scoring.SignID {
	return append(slices.Sorted(maps.Keys(signs)), "own-sign")
}

// show writes a document as its golden file has it.
func show(d Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "reason: %s\n", d.Reason)
	if !d.LastDay.IsZero() {
		fmt.Fprintf(&b, "last day: %s (%s)\n", d.LastDay.Format(time.DateOnly), d.LastDayWhy)
	}
	for _, p := range d.Parts {
		fmt.Fprintf(&b, "\n=== %s: %s\n\n%s\n", p.Role, p.Title, p.Text)
	}
	b.WriteString("\n=== before\n\n")
	for _, s := range d.Before {
		fmt.Fprintf(&b, "- %s (%s)\n", s.Text, s.Source)
	}
	b.WriteString("\n=== cautions\n\n")
	for _, c := range d.Cautions {
		fmt.Fprintf(&b, "- %s\n", c)
	}
	fmt.Fprintf(&b, "\n=== placeholders\n\n%s\n", strings.Join(d.Placeholders, "\n"))
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
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
		t.Errorf("Write(%s) breaks its own rules: %+v", k, d.Findings)
	}
	return d
}

func TestSeparationForEverySignAndTone(t *testing.T) {
	for _, sign := range everySign() {
		for _, tone := range Tones() {
			f := acme()
			f.Leading, f.Tone = []scoring.SignID{sign}, tone
			golden(t, fmt.Sprintf("separation/%s-%s", sign, tone), show(mustWrite(t, Separation, f)))
		}
	}
}

func TestTalkForEverySign(t *testing.T) {
	for _, sign := range everySign() {
		f := acme()
		f.Leading, f.Verdict = []scoring.SignID{sign}, scoring.Talk
		golden(t, "talk/"+string(sign), show(mustWrite(t, Talk, f)))
	}
	f := acme()
	f.Leading, f.Verdict = []scoring.SignID{"missed-meetings"}, scoring.Talk
	f.Incidents = []time.Time{day(2026, 11, 12), day(2026, 10, 29), day(2026, 10, 8), day(2026, 9, 3)}
	golden(t, "talk/missed-meetings-dated", show(mustWrite(t, Talk, f)))
	for _, tone := range []string{Warm, Formal} {
		f := acme()
		f.Leading, f.Verdict, f.Tone = []scoring.SignID{"late-payment"}, scoring.Talk, tone
		golden(t, "talk/late-payment-"+tone, show(mustWrite(t, Talk, f)))
	}
}

// The situations that change a separation besides the sign.
func TestSeparationInEverySituation(t *testing.T) {
	for name, change := range map[string]func(*Facts){
		"nothing-known": func(f *Facts) { *f = Facts{Today: f.Today, Zone: f.Zone} },
		"nothing-known-unsafe": func(f *Facts) {
			*f = Facts{Today: f.Today, Zone: f.Zone, Leading: []scoring.SignID{"physical-abuse"}, Verdict: scoring.PartWaysNow}
		},
		"money": func(f *Facts) {
			f.Owed, f.Prepaid = "€2,300.00", "€450"
		},
		"money-unsafe": func(f *Facts) {
			f.Leading, f.Owed, f.Prepaid = []scoring.SignID{"physical-abuse"}, "2,300 PLN", "none"
		},
		"no-open-work":      func(f *Facts) { f.OpenWork = "none" },
		"cooling-off":       func(f *Facts) { f.CoolingUntil = day(2026, time.November, 23) },
		"asked-too-early":   func(f *Facts) { f.LastDay = day(2026, time.November, 30) },
		"asked-later":       func(f *Facts) { f.LastDay = day(2027, time.January, 29) },
		"contract-end":      func(f *Facts) { f.ContractEnd = day(2027, time.March, 31) },
		"contract-too-soon": func(f *Facts) { f.ContractEnd = day(2026, time.December, 1) },
		"no-contract":       func(f *Facts) { f.HasNotice, f.NoticeDays = false, 0 },
		"part-ways-now": func(f *Facts) {
			f.Leading, f.Verdict = []scoring.SignID{"verbal-abuse", "late-payment"}, scoring.PartWaysNow
		},
		"only-talk-due":  func(f *Facts) { f.Verdict = scoring.Talk },
		"other-language": func(f *Facts) { f.Language = "pl" },
	} {
		f := acme()
		f.Leading = []scoring.SignID{"scope-creep"}
		change(&f)
		golden(t, "situation/"+name, show(mustWrite(t, Separation, f)))
	}
}
