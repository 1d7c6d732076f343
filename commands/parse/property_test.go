package parse_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// names and notes of anything people, machines and enemies type.
var (
	anyText = rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom([]rune("abcżłАЯéשم🦊 \"'“”„«»‹›-–:=,.;\\*_~`<>{}&!?\n\t"))),
		rapid.SampledFrom([]string{"on:yesterday", "late-payment", "-- x", "--", "severity:high", "{{.X}}", "<!channel>", "acme", `say "no"`, "- item"}),
	)
	anyName = rapid.Map(anyText, func(s string) string { return strings.Join(strings.Fields(strings.ToValidUTF8(s, "?")), " ") })
	anyNote = rapid.Map(anyText, func(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "?")) })
)

func line(t *rapid.T) parse.Line {
	var l parse.Line
	if rapid.Bool().Draw(t, "known") {
		l.Client = rapid.SampledFrom(known.all).Draw(t, "client")
	} else {
		l.Name = anyName.Filter(func(s string) bool {
			_, taken := known.Find(s)
			return s != "" && !taken && utf8.RuneCountInString(s) <= storage.MaxName
		}).Draw(t, "name")
		l.NearClients = known.Near(l.Name, parse.MaxNear)
	}
	if rapid.Bool().Draw(t, "dated") {
		ago := rapid.Int64Range(0, int64(4*365*24*time.Hour/time.Second)).Draw(t, "seconds ago")
		l.At = now.Truncate(time.Second).Add(-time.Duration(ago) * time.Second)
	}
	l.Note = anyNote.Filter(func(s string) bool { return utf8.RuneCountInString(s) <= parse.MaxNote }).Draw(t, "note")
	return l
}

// same compares what was meant; Words follow from Note.
func same(t *rapid.T, text string, want, got parse.Line) {
	got.Words, want.Words = nil, nil
	if len(want.NearClients) == 0 && len(got.NearClients) == 0 {
		got.NearClients, want.NearClients = nil, nil
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("%q read back differs:\n%s", text, d)
	}
}

func TestALineWrittenAndReadBackIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := line(t)
		l.Sign = rapid.SampledFrom(signs).Draw(t, "sign")
		l.Severity = rapid.SampledFrom([]scoring.Severity{"", scoring.Low, scoring.Normal, scoring.High}).Draw(t, "severity")
		got, err := parse.Flag(context(), l.String())
		if err != nil {
			t.Fatalf("%q: %v", l.String(), err)
		}
		same(t, l.String(), l, got)
	})
}

func TestAClientLineWrittenAndReadBackIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := line(t)
		c := context()
		c.Verbs = []string{"talk", "warning"}
		l.Verb = rapid.SampledFrom(c.Verbs).Draw(t, "verb")
		if rapid.Bool().Draw(t, "with options") {
			l.Options = map[string]string{"tone": anyName.Filter(func(s string) bool { return s != "" }).Draw(t, "tone")}
		}
		got, err := parse.Client(c, l.String(), "on", "tone")
		if err != nil {
			t.Fatalf("%q: %v", l.String(), err)
		}
		same(t, l.String(), l, got)
	})
}

// Whatever is typed: no panic, a note within its limit that is a part of what
// was typed, and errors that people can be told.
func check(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string, l parse.Line, err error,
) {
	t.Helper()
	var p *parse.Problem
	if err != nil {
		if !errors.As(err, &p) || p.Code == "" {
			t.Fatalf("%q: %v is no Problem", text, err)
		}
		return
	}
	for _, s := range append([]string{l.Name, l.SignText, l.Note}, l.Words...) {
		if !utf8.ValidString(s) {
			t.Fatalf("%q: %q is not valid UTF-8", text, s)
		}
	}
	if n := utf8.RuneCountInString(l.Note); n > parse.MaxNote {
		t.Fatalf("a note of %d", n)
	}
	if l.Note != strings.TrimSpace(l.Note) || len(l.Note) > 3*len(text) {
		t.Fatalf("%q: note %q", text, l.Note)
	}
	if l.At.After(now) {
		t.Fatalf("%q: %v is in the future", text, l.At)
	}
	if l.Sign != "" && l.SignText != "" {
		t.Fatalf("%q: both understood and not: %v", text, l)
	}
}

func seeds(f *testing.F) {
	for _, s := range []string{
		"", "acme late-payment x", `"New Co" scope-creep on:3 days ago severity:high they asked`, "“Acme” late", "late on:", `a:"b c" "`,
		"set a=b c on=x", "-- --", "acme missed paymnet", "flag acme for late payment yesterday", "how is Acme doing?", "we had a talk with Acme", "3 October 2026 at 14:30",
		"oznacz Acme za spóźnioną płatność w zeszły wtorek", "come va con l'Acme?", "Како стојимо са Acmeom?", "hoe gaat het met De Vries", "3. 10. 2026 ve 14:30",
		"napiš prosím zprávu o ukončení pro Acme", "пре месец дана", "l'altro ieri alle ore 9.15", "meld alstublieft Acme niet", "die 3 dní před týdnem",
	} {
		f.Add(s)
	}
}

func FuzzFlag(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		c := context()
		c.Language = readers[len(text)%len(readers)]
		l, err := parse.Flag(c, text)
		check(t, text, l, err)
	})
}

// readers are the languages that people have set.
var readers = []string{"", "en", "pl", "it", "sr", "sr-Latn", "nl", "cs"}

func FuzzClient(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		c := context()
		c.Verbs = []string{"set", "talk"}
		l, err := parse.Client(c, text, "on", "a", "severity")
		check(t, text, l, err)
	})
}

func FuzzIntent(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		c := context()
		c.Language = readers[len(text)%len(readers)]
		command, rest, ok := parse.Intent(c, text)
		if ok == (command == "") || !ok && rest != "" || !utf8.ValidString(rest) {
			t.Fatalf("%q: %q %q %v", text, command, rest, ok)
		}
		question := strings.HasSuffix(strings.TrimSpace(text), "?")
		if negated := strings.HasPrefix(strings.ToLower(text), "don't "); command == "flag" && negated || command == "did" && question && !strings.HasPrefix(strings.TrimSpace(text), "/") && !strings.Contains(strings.ToLower(text), " you") && !strings.Contains(strings.ToLower(text), " u ") {
			if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "can") && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "could") {
				t.Fatalf("%q became %s %s", text, command, rest)
			}
		}
	})
}

func FuzzDate(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		at, err := parse.Date(text, now, warsaw)
		if err != nil {
			check(t, text, parse.Line{}, err)
			return
		}
		if at.After(now) || at.Before(now.AddDate(-parse.MaxYears, 0, -1)) {
			t.Fatalf("%q: %v", text, at)
		}
	})
}

func BenchmarkFlag(b *testing.B) {
	for _, n := range []int{50, 10_000} {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("Client Number %d GmbH", i))
		}
		c := parse.Context{Names: clients(names...), Signs: english, Now: now, Zone: warsaw}
		for name, text := range map[string]string{
			"quoted":   `"Client Number 7 GmbH" late-payment third reminder, no answer`,
			"unquoted": "client number 7 gmbh late payment third reminder, no answer on:yesterday",
			"new":      "Initech late-payment third reminder, no answer",
			"slip":     "client number 7 gmbh late-paymnet third reminder, no answer",
			"no sign":  "Initech asked for one more page and did not say why",
		} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := parse.Flag(c, text); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkIntent(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parse.Intent(context(), "the invoice for the kitchen is attached, could somebody look at it")
	}
}
