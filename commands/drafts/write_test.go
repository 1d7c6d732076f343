package drafts

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amicable/scoring"
)

// whole is everything that a document would have people say or send.
func whole(d Document) string {
	var b strings.Builder
	for _, p := range d.Parts {
		b.WriteString(p.Text + "\n\n")
	}
	return b.String()
}

func TestMistakesAreNamed(t *testing.T) {
	if _, err := Write("ransom", acme()); !errors.Is(err, ErrKind) {
		t.Errorf("kind: %v", err)
	}
	f := acme()
	f.Tone = "furious"
	if _, err := Write(Separation, f); !errors.Is(err, ErrTone) {
		t.Errorf("tone: %v", err)
	}
	f = acme()
	f.LastDay = day(2026, time.November, 1)
	if _, err := Write(Separation, f); !errors.Is(err, ErrLastDayPast) {
		t.Errorf("last day: %v", err)
	}
	if _, err := Write(Talk, f); err != nil {
		t.Errorf("a talk needs no last day: %v", err)
	}
	if _, err := Write(Separation, Facts{}); err == nil {
		t.Error("no error without today")
	}
}

func TestParse(t *testing.T) {
	if k, err := ParseKind(" Separation "); k != Separation || err != nil {
		t.Errorf("kind %q, %v", k, err)
	}
	if tone, err := ParseTone("WARM"); tone != Warm || err != nil {
		t.Errorf("tone %q, %v", tone, err)
	}
	if tone, err := ParseTone(""); tone != Plain || err != nil {
		t.Errorf("tone %q, %v", tone, err)
	}
}

func TestAFormalProfileMakesAFormalDraft(t *testing.T) {
	f := acme()
	f.Formality = "formal"
	if text := whole(mustWrite(t, Separation, f)); !strings.Contains(text, "Yours sincerely") {
		t.Errorf("not formal:\n%s", text)
	}
	f.Tone = Warm
	if text := whole(mustWrite(t, Separation, f)); !strings.Contains(text, "With best wishes") {
		t.Errorf("the tone asked for does not win:\n%s", text)
	}
}

// Whatever else was flagged, the gravest sign decides how careful the text is.
func TestTheGravestSignRules(t *testing.T) {
	for _, c := range []struct {
		leading  []scoring.SignID
		reason   string
		roles    string
		referral bool
	}{
		{nil, "fit", "script answers confirmation", true},
		{[]scoring.SignID{"scope-creep", "late-payment"}, "scope", "script answers confirmation", true},
		{[]scoring.SignID{"late-payment", "verbal-abuse"}, "cooperation", "notice", false},
		{[]scoring.SignID{"verbal-abuse", "dishonesty"}, "cooperation", "notice", false},
		{[]scoring.SignID{"dishonesty", "legal-risk"}, "kind-of-work", "script answers confirmation", false},
		{[]scoring.SignID{"tension", "legal-risk", "physical-abuse"}, "relationship", "notice", false},
		{[]scoring.SignID{"shouts-at-birds"}, "fit", "script answers confirmation", true},
	} {
		f := acme()
		f.Leading = c.leading
		d := mustWrite(t, Separation, f)
		var roles []string
		for _, p := range d.Parts {
			roles = append(roles, p.Role)
		}
		if got := strings.Join(roles, " "); d.Reason != c.reason || got != c.roles {
			t.Errorf("%v: reason %s, parts %s", c.leading, d.Reason, got)
		}
		if text := whole(d); c.referral != (strings.Contains(text, "better served") || strings.Contains(text, "chamber of commerce")) {
			t.Errorf("%v: referral is not %v in:\n%s", c.leading, c.referral, text)
		}
	}
}

// Nobody who reads a text after lies, abuse or a legal risk may learn from it what was flagged.
func TestGraveSignsLeaveNoTrace(t *testing.T) {
	tell := regexp.MustCompile(`(?i)abus|threat|lie[sd]?\b|honest|trust|law|legal|illegal|liab|suspect|insult|respect|safe|police|afraid`)
	for sign, s := range signs {
		if s.class < serious {
			continue
		}
		f := acme()
		f.Leading, f.Verdict = []scoring.SignID{sign}, scoring.PartWaysNow
		for _, p := range mustWrite(t, Separation, f).Parts {
			if p.Role == RoleAnswers { // read by the team
				continue
			}
			if hit := tell.FindString(p.Text); hit != "" {
				t.Errorf("%s %s says %q", sign, p.Role, hit)
			}
		}
	}
}

func TestUnknownFactsAreVisible(t *testing.T) {
	d := mustWrite(t, Separation, Facts{Today: day(2026, 11, 20), Zone: warsaw})
	text := whole(d)
	for _, want := range []string{"[contact's name]", "[client]", "[our firm]", "[the service]", "[the open work]", "[your name]"} {
		if !slices.Contains(d.Placeholders, want) || !strings.Contains(text, want) {
			t.Errorf("%s is not shown and listed", want)
		}
	}
	for _, shown := range regexp.MustCompile(`\[[^\]]*\]`).FindAllString(text, -1) {
		if !slices.Contains(d.Placeholders, shown) {
			t.Errorf("%s is shown but not listed", shown)
		}
	}
}

// The checklist says where each of its lines comes from, and a separation ends with the word on the law.
func TestAdviceNamesItsSources(t *testing.T) {
	source := regexp.MustCompile(`^S[0-4](\.\d+)?(, S[0-4](\.\d+)?)*$`)
	for _, sign := range everySign() {
		for _, k := range Kinds() {
			f := acme()
			f.Leading, f.Owed = []scoring.SignID{sign}, ""
			d := mustWrite(t, k, f)
			for _, s := range d.Before {
				if !source.MatchString(s.Source) || s.Text == "" {
					t.Errorf("%s %s: step %+v", k, sign, s)
				}
			}
			if k != Talk && k != Intake && !strings.HasPrefix(d.Cautions[len(d.Cautions)-1], "This is no legal advice.") {
				t.Errorf("%s: cautions end with %q", sign, d.Cautions[len(d.Cautions)-1])
			}
		}
	}
}

func TestASecondTalkBeginsWithTheFirst(t *testing.T) {
	f := acme()
	f.Leading, f.Verdict = []scoring.SignID{"late-payment"}, scoring.Renegotiate
	f.Remedies = []scoring.Remedy{{Kind: scoring.TalkHeld, At: day(2026, 10, 5)}, {Kind: scoring.PriceRaised, At: day(2026, 11, 5)}}
	want := "A talk was held on Monday 5 October 2026. Begin with what you agreed then."
	if d := mustWrite(t, Talk, f); !slices.Contains(d.Cautions, want) {
		t.Errorf("cautions %q", d.Cautions)
	}
}

// What people put into a profile is text and stays text.
func TestHostileFactsAreInsertedLiterally(t *testing.T) {
	for _, hostile := range []string{
		`{{.Owed}}`, `{{template "reason fit"}}`, `{{/*`, `}}`, `<!channel>`, `*_~`, `&lt;b&gt;`, `"; DROP`, `%s%d`, `\n`, `$1`,
		"שלום", "🙂🙂", strings.Repeat("é", 300), "[client]", "You always lie!", "none of it", "May 5", "$999", "thanks",
	} {
		f := acme()
		f.Us, f.Client, f.Contact, f.Service, f.OpenWork, f.Owed, f.Prepaid = hostile, hostile, hostile, hostile, hostile, hostile, hostile
		f.Leading = []scoring.SignID{"tension"}
		for _, k := range Kinds() {
			d := mustWrite(t, k, f)
			if addressed := k != Clause && k != Intake; addressed && !strings.Contains(whole(d), "Dear "+hostile+",") {
				t.Errorf("%s: %q is not literal in:\n%s", k, hostile, whole(d))
			}
		}
	}
}

// A name cannot add lines to a letter.
func TestFactsStayOnOneLine(t *testing.T) {
	f := acme()
	f.Contact, f.OpenWork = "Anna\n\nYours sincerely,\nThe Boss", "one\r\n two \n\n three"
	text := whole(mustWrite(t, Separation, f))
	for _, want := range []string{"Dear Anna; Yours sincerely,; The Boss,", "still open: one; two; three."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// No figure and no date is in a draft that is not in the facts, or follows from them as the last day does.
func TestNothingIsInvented(t *testing.T) {
	digits, listMarks := regexp.MustCompile(`\d+`), regexp.MustCompile(`(?m)^\d+\. `)
	rapid.Check(t, func(t *rapid.T) {
		money := rapid.SampledFrom([]string{"", "none", "€1,234.50", "99 PLN"})
		f := Facts{
			Us: rapid.SampledFrom([]string{"", "Studio 7"}).Draw(t, "us"), Client: rapid.SampledFrom([]string{"", "Acme 4711"}).Draw(t, "client"),
			Contact: rapid.SampledFrom([]string{"", "Anna Vogel"}).Draw(t, "contact"), Service: rapid.SampledFrom([]string{"", "the 2027 budget"}).Draw(t, "service"),
			OpenWork: rapid.SampledFrom([]string{"", "none", "the filing of 3 December"}).Draw(t, "open work"),
			Owed:     money.Draw(t, "owed"), Prepaid: money.Draw(t, "prepaid"),
			Today: day(2026, 11, 20), Zone: warsaw,
			HasNotice: rapid.Bool().Draw(t, "has notice"), NoticeDays: rapid.IntRange(0, 90).Draw(t, "notice"),
			Tone:    rapid.SampledFrom(Tones()).Draw(t, "tone"),
			Verdict: scoring.Verdict(rapid.IntRange(0, 5).Draw(t, "verdict")),
			Leading: rapid.SliceOfN(rapid.SampledFrom(everySign()), 0, 3).Draw(t, "leading"),
		}
		if rapid.Bool().Draw(t, "with contract end") {
			f.ContractEnd = day(2027, 2, 14)
		}
		if rapid.Bool().Draw(t, "with cooling-off") {
			f.CoolingUntil = day(2026, 11, 23)
		}
		d, err := Write(rapid.SampledFrom(Kinds()).Draw(t, "kind"), f)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Findings) > 0 {
			t.Errorf("findings: %+v", d.Findings)
		}
		known := strings.Join([]string{f.Us, f.Client, f.Service, f.OpenWork, f.Owed, f.Prepaid, d.LastDay.Format("2 2006")}, " ")
		for _, n := range digits.FindAllString(listMarks.ReplaceAllString(whole(d), ""), -1) {
			if !slices.Contains(digits.FindAllString(known, -1), n) {
				t.Errorf("%s is in no fact:\n%s", n, whole(d))
			}
		}
	})
}

// Every sign that can be flagged has its own handling.
func TestEverySignOfTheDefaultPolicyIsHandled(t *testing.T) {
	policy := scoring.Default()
	for _, s := range policy.Signs {
		if _, known := signs[s.ID]; !known {
			t.Errorf("no handling for %s", s.ID)
		}
	}
	if len(signs) != len(policy.Signs) {
		t.Errorf("%d signs handled, %d in the policy", len(signs), len(policy.Signs))
	}
}
