package drafts

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amicable/scoring"
)

func codesOf(found []Finding) string {
	var codes []string
	for _, f := range found {
		codes = append(codes, f.Why)
	}
	return strings.Join(codes, " ")
}

func TestADraftGoesStale(t *testing.T) {
	later := day(2027, time.March, 31)
	for name, c := range map[string]struct {
		was  func(f *Facts)
		days int // since it was written
		now  func(f *Facts)
		kind Kind
		want string
		by   int // days short
	}{
		"on the same day": {},
		"the next day, as the last day is no Sunday": {days: 1},
		"a day too late":                        {days: 2, want: "notice-short", by: 1},
		"most of the notice is gone":            {days: 26, want: "notice-short", by: 25},
		"on the last day":                       {days: 31, want: "notice-short", by: 30},
		"after the last day":                    {days: 32, want: "last-day-past"},
		"the notice is longer now":              {now: func(f *Facts) { f.NoticeDays = 90 }, want: "notice-short", by: 59},
		"the notice is shorter now":             {now: func(f *Facts) { f.NoticeDays = 14 }},
		"the notice became known":               {was: func(f *Facts) { f.HasNotice = false }, now: func(f *Facts) { f.HasNotice = true }, want: "notice-short", by: 2},
		"no notice is known":                    {was: func(f *Facts) { f.HasNotice = false }, days: 20},
		"the cooling-off goes on":               {was: func(f *Facts) { f.CoolingUntil = day(2026, 11, 23) }, days: 3},
		"the cooling-off is over":               {was: func(f *Facts) { f.CoolingUntil = day(2026, 11, 23) }, days: 5, want: "notice-short", by: 2},
		"the contract ends":                     {was: func(f *Facts) { f.ContractEnd = later }, days: 60},
		"the contract ends later":               {was: func(f *Facts) { f.ContractEnd = later }, now: func(f *Facts) { f.ContractEnd = later.AddDate(0, 3, 0) }, want: "contract-moved"},
		"the contract ends sooner":              {was: func(f *Facts) { f.ContractEnd = later }, now: func(f *Facts) { f.ContractEnd = later.AddDate(0, -1, 0) }, want: "contract-moved"},
		"nobody knows when the contract ends":   {was: func(f *Facts) { f.ContractEnd = later }, now: func(f *Facts) { f.ContractEnd = time.Time{} }, want: "contract-moved"},
		"the contract's end became known":       {now: func(f *Facts) { f.ContractEnd = later }, want: "contract-moved"},
		"and is the day that was asked for":     {was: func(f *Facts) { f.LastDay = later }, now: func(f *Facts) { f.ContractEnd = later }},
		"the day asked for, the contract moved": {was: func(f *Facts) { f.LastDay, f.ContractEnd = later, later }, now: func(f *Facts) { f.ContractEnd = later.AddDate(1, 0, 0) }, want: "contract-moved"},
		"somebody was threatened":               {now: leads("physical-abuse"), want: "handling-changed"},
		"somebody was insulted":                 {now: leads("verbal-abuse"), want: "handling-changed"},
		"there is a legal risk":                 {now: leads("legal-risk"), want: "handling-changed"},
		"they lied":                             {now: leads("dishonesty"), want: "handling-changed"},
		"another habit leads":                   {now: leads("late-payment", "scope-creep")},
		"nothing leads any more":                {now: leads()},
		"the threat was a mistake":              {was: leads("physical-abuse"), now: leads("scope-creep"), want: "handling-changed"},
		"threats after insults":                 {was: leads("verbal-abuse"), now: leads("verbal-abuse", "physical-abuse"), want: "handling-changed"},
		"the lie is long ago":                   {was: leads("dishonesty"), now: leads("scope-creep")},
		"a talk, and they were threatened":      {kind: Talk, now: leads("physical-abuse"), want: "handling-changed"},
		"a talk, a year later":                  {kind: Talk, days: 365},
		"a warning, and it was an insult":       {kind: Warning, now: leads("verbal-abuse"), want: "handling-changed"},
		"too late, and threats":                 {days: 32, now: leads("physical-abuse"), want: "last-day-past handling-changed"},
	} {
		t.Run(name, func(t *testing.T) {
			f := scope()
			if c.was != nil {
				c.was(&f)
			}
			if c.kind == "" {
				c.kind = Separation
			}
			kept := keep(t, mustWrite(t, c.kind, f))
			f.Today = f.Today.AddDate(0, 0, c.days)
			if c.now != nil {
				c.now(&f)
			}
			found := kept.Stale(f)
			if codesOf(found) != c.want {
				t.Fatalf("found %+v, want %q", found, c.want)
			}
			for _, one := range found {
				if !one.Anew() || !slices.Contains(kept.Ready(f), one) {
					t.Errorf("it can be marked as ready with %+v", one)
				}
				if one.Days != c.by {
					t.Errorf("%d days short, want %d", one.Days, c.by)
				}
			}
			f.LastDay = time.Time{}
			if again := mustWrite(t, c.kind, f).Stale(f); again != nil {
				t.Errorf("drafted again: %+v", again)
			}
		})
	}
}

func leads(sign ...scoring.SignID) func(f *Facts) { return func(f *Facts) { f.Leading = sign } }

// keep is a document as it comes back from where it was kept.
func keep(t *testing.T, d Document) (back Document) {
	t.Helper()
	data, err := json.Marshal(d)
	if err == nil {
		err = json.Unmarshal(data, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// What is marked as ready gives the notice, and the day that is offered instead gives it too.
func TestWhatIsReadyKeepsTheNotice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := acme()
		f.Today = f.Today.AddDate(0, 0, rapid.IntRange(0, 365).Draw(t, "begins"))
		f.NoticeDays, f.NoticeMonths = rapid.IntRange(0, 100).Draw(t, "days"), rapid.IntRange(0, 3).Draw(t, "months")
		d, err := Write(Separation, f)
		if err != nil {
			t.Fatal(err)
		}
		f.Today = f.Today.AddDate(0, 0, rapid.IntRange(0, 150).Draw(t, "later"))
		f.NoticeDays = rapid.IntRange(0, 100).Draw(t, "days now")
		enough := noticeUp(f.Today, f)
		found := d.Stale(f)
		if (found == nil) == d.LastDay.Before(enough) {
			t.Fatalf("%s for a notice until %s: %+v", d.LastDay, enough, found)
		}
		if codesOf(found) != noticeShort {
			return
		}
		if d.LastDay.AddDate(0, 0, found[0].Days).Format(time.DateOnly) != enough.Format(time.DateOnly) {
			t.Errorf("%d days from %s are not %s", found[0].Days, d.LastDay, enough)
		}
		if again, _, err := LastDayOf(f); err != nil || !again.Equal(found[0].Day) {
			t.Errorf("offered %s, drafted again %s (%v)", found[0].Day, again, err)
		}
	})
}

// What is said of it names the days, in every language.
func TestStaleDraftsAreExplained(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		short := Finding{Why: noticeShort, Days: 25, Day: day(2027, time.January, 18)}
		if said := Explain(language, short); !strings.Contains(said, "25") || !strings.Contains(said, "18") || !strings.Contains(said, "2027") || strings.ContainsAny(said, "{}") {
			t.Errorf("said %q", said)
		}
	})
}
