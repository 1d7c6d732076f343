package drafts

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/scoring"
)

// A language is whole when all tests of this file, and the golden drafts and
// passages beside it, hold for its folder. They run for every folder there is.

// eachLanguage runs a test for every language, those derived from another too.
func eachLanguage(t *testing.T, test func(t *testing.T, language string)) {
	for _, language := range Languages() {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			test(t, language)
		})
	}
}

// folder is where a language's test data is: a derived language has its parent's.
func folder(language string) string {
	return filepath.Join("testdata", strings.TrimSuffix(language, latinTag))
}

// known reads a language's facts.txt: a client about whom everything is known,
// and who reported what.
func known(t testing.TB, language string) Facts {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder(language), "facts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	v := map[string]string{}
	for line := range strings.SplitSeq(string(b), "\n") {
		if key, value, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			v[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	get := func(key string) string {
		if v[key] == "" {
			t.Fatalf("facts.txt of %s: no %s", language, key)
		}
		return v[key]
	}
	return Facts{
		Us: get("us"), Client: get("client"), Contact: get("contact"), Service: get("service"),
		OpenWork: get("open-work"), Prepaid: get("prepaid"), Owed: get("owed"),
		Done: get("done"), Deadlines: get("deadlines"), Records: get("records"), Successor: get("successor"),
		Terms:     Terms{Price: get("new-price"), Scope: get("new-scope"), Hours: get("new-hours"), Payment: get("new-payment"), From: day(2027, time.January, 4)},
		Reporters: strings.Split(get("reporter"), ", "), Notes: []string{get("note")},
		Language: language, Verdict: scoring.PartWays,
		Today: day(2026, time.November, 20), Zone: warsaw, NoticeDays: 30, HasNotice: true,
	}
}

// little leaves of the facts what is always known.
func little(f Facts) Facts {
	return Facts{
		Client: f.Client, Language: f.Language, Verdict: f.Verdict, Today: f.Today, Zone: f.Zone, Reporters: f.Reporters, Notes: f.Notes,
		Leading: f.Leading, Tone: f.Tone, Profession: f.Profession,
	}
}

// settled leaves out what was already agreed on: no money, no work, no dates.
func settled(f Facts) Facts {
	f.Prepaid, f.Owed, f.OpenWork, f.Done, f.Deadlines, f.Terms = none, none, none, none, none, Terms{}
	return f
}

// Every kind in every tone, for every sign and, by case, for every trade, with
// much and with little known, is written, keeps the rules, has the English
// draft's placeholders and is in its own language throughout.
func TestEveryDraftInEveryLanguage(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		all, seen := known(t, language), map[string]bool{}
		for _, k := range Kinds() {
			for _, tone := range Tones() {
				for _, profession := range Professions() {
					leading := everySign()
					if profession != General {
						leading = everyCase(k)
					}
					for _, sign := range leading {
						f := all
						f.Tone, f.Profession, f.Leading = tone, profession, []scoring.SignID{sign}
						for known, f := range map[string]Facts{"all": f, "little": little(f), "settled": settled(f)} {
							checkDraft(t, fmt.Sprintf("%s, %s, %s, %s, %s known", k, tone, profession, sign, known), k, f, seen)
						}
					}
				}
			}
		}
	})
}

// everyCase is a sign of each class, for the kinds that differ by trade.
func everyCase(k Kind) []scoring.SignID {
	switch k {
	case Separation:
		return because("scope-creep", "late-payment", "dishonesty", "legal-risk", "verbal-abuse", "physical-abuse")
	case Clause, Intake:
		return because("scope-creep")
	case Talk, Warning, Renegotiate: // the same in every trade
	}
	return nil
}

func checkDraft(t *testing.T, name string, k Kind, f Facts, seen map[string]bool) {
	t.Helper()
	d, err := Write(k, f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, found := range d.Findings {
		t.Errorf("%s: the %s breaks %s (%s): %q", name, found.Role, found.Rule, found.Why, found.Passage)
	}
	for _, p := range d.Parts {
		if strings.TrimSpace(p.Text) == "" || strings.TrimSpace(p.Title) == "" {
			t.Errorf("%s: the %s or its title is empty", name, p.Role)
		}
		if strings.Contains(p.Text, "  ") || strings.Contains(p.Text, " \n") || strings.Contains(p.Text, "..\n") || strings.Contains(p.Text, ".. ") {
			t.Errorf("%s: the %s has stray spaces or stops:\n%s", name, p.Role, p.Text)
		}
	}
	if f.Language == fallback {
		return
	}
	english := f
	english.Language = fallback
	e, err := compose(k, english) // it is judged in the test of its own language
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if e.Holds, err = e.holds(&dossier{f: english}, nil); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if got, want := keys(f.Language, d.Placeholders), keys(fallback, e.Placeholders); !slices.Equal(got, want) {
		t.Errorf("%s: placeholders %v, in English %v", name, got, want)
	}
	noEnglish(t, name, d, e, f, seen)
}

// keys are the names of placeholders, sorted.
func keys(language string, placeholders []string) []string {
	var names []string
	for _, shown := range placeholders {
		name := "unknown " + shown
		for key, label := range packFor(language).values["placeholders"] {
			if shown == "["+label+"]" {
				name = key
			}
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// english are words that no sentence in English does without, and none of our other languages has.
var english = regexp.MustCompile(`(?i)\b(the|and|our|you|your|with|this|they|what|which|would|have|from)\b`)

// noEnglish fails for an English word, or a line that the English draft has too,
// outside the facts. Lines that were seen before are passed over.
func noEnglish(t *testing.T, name string, d, e Document, f Facts, seen map[string]bool) {
	t.Helper()
	f = cleanFacts(f)
	facts := slices.DeleteFunc(f.inserted(), func(s string) bool { return s == "" })
	slices.SortFunc(facts, func(a, b string) int { return len(b) - len(a) })
	strip := func(text string) string {
		for _, fact := range facts {
			text = strings.ReplaceAll(text, fact, "")
		}
		return text
	}
	texts := func(d Document) []string {
		var all []string
		for _, p := range d.Parts {
			all = append(all, strings.Split(p.Title+"\n"+p.Text, "\n")...)
		}
		for _, s := range d.Before {
			all = append(all, s.Text)
		}
		for _, h := range d.Holds {
			all = append(all, h.Text)
		}
		return append(all, d.Cautions...)
	}
	theirs := map[string]bool{}
	for _, line := range texts(e) {
		theirs[strip(line)] = true
	}
	for _, line := range texts(d) {
		if seen[line] {
			continue
		}
		seen[line] = true
		line = strip(line)
		if word := english.FindString(line); word != "" {
			t.Errorf("%s: English %q in %q", name, word, line)
		}
		if len(line) > 12 && theirs[line] {
			t.Errorf("%s: the same as in English: %q", name, line)
		}
	}
}

// A derived script leaves no letter of the other one behind.
func TestLatinIsLatinThroughout(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		if !packFor(language).toLatin {
			return
		}
		f := known(t, language)
		for _, k := range Kinds() {
			for _, sign := range everySign() {
				f.Leading = []scoring.SignID{sign}
				if text := show(mustWrite(t, k, f)); packFor(language).check.latin.in(strings.ToLower(text)) {
					t.Errorf("%s, %s: letters of the other script in\n%s", k, sign, text)
				}
			}
		}
	})
}

// A folder that lacks something is not offered, and says here what that is.
func TestEveryLanguageIsComplete(t *testing.T) {
	all, broken := loaded()
	for language, err := range broken {
		t.Errorf("%s: %v", language, err)
	}
	if read := slices.Sorted(maps.Keys(all)); !slices.Equal(read, Languages()) {
		t.Errorf("offered are %q, and there are %q", Languages(), read)
	}
	half := lists(t, "placeholders: us = nasza firma", "topics: cena = cena")
	for _, want := range []string{`no template "reason scope"`, "word list blame is empty", "word list placeholders has no client", "unknown key cena", "calendar: months has 0"} {
		if err := half.incomplete(packFor(fallback)); !strings.Contains(err.Error(), want) {
			t.Errorf("nothing says %q:\n%v", want, err)
		}
	}
}

// A date is read as it was written, on every day of a year.
func TestDatesAreReadAsWritten(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		p := packFor(language)
		for d := day(2027, time.January, 1); d.Year() == 2027; d = d.AddDate(0, 0, 1) {
			for _, pattern := range []string{"long", "short"} {
				written := p.date(pattern, d)
				found := datesIn("("+written+")", p)
				if len(found) != 1 || !found[0].is(d) || found[0].wrongWeekday || !found[0].hasYear {
					t.Fatalf("%q is read as %+v", written, found)
				}
			}
		}
	})
}

// Each reason by itself is a reason to the check, and no two are the same.
func TestEveryReasonInEveryLanguage(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		f := known(t, language)
		for _, sign := range everySign() {
			f.Leading = []scoring.SignID{sign}
			v := view{f: f, h: handle(f.Leading), pack: packFor(language), placeholders: new([]string)}
			reason, err := v.Reason()
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range Check(reason, f, RoleNotice) {
				if found.Rule != NamesLastDay && found.Rule != HandsOver {
					t.Errorf("%q: %+v", reason, found)
				}
			}
		}
	})
}

// A document that knows everything holds all that its trade asks of the text;
// with little known, what is missing is seen.
func TestTradesHoldTheirLetters(t *testing.T) {
	eachLanguage(t, func(t *testing.T, language string) {
		for _, profession := range Professions() {
			f := known(t, language)
			f.Profession, f.Leading = profession, []scoring.SignID{"scope-creep"}
			for i, h := range mustWrite(t, Separation, f).Holds {
				missing := h.Code == recordsKept.code // how long is for the firm to say
				if h.Done == (h.Beside || missing) {
					t.Errorf("%s: %d %s is %+v", profession, i, h.Code, h)
				}
			}
			d := mustWrite(t, Separation, little(f))
			for _, h := range d.Holds {
				if known := h.Code == effectiveDate.code || h.Where != ""; h.Done && !known {
					t.Errorf("%s with little known: %+v", profession, h)
				}
				if slices.Contains([]string{"work-done", "deadlines", "fees-due"}, h.Code) && h.Done {
					t.Errorf("%s with little known: %+v", profession, h)
				}
			}
		}
	})
}
