package parse_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"amicable/commands/parse"
)

// Whatever stands in one part stays there: it is in its place, or somebody is
// told what is wrong with it. Written as text and read back it is the same line.
func TestPartsGivenOneByOneNeverMix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := rapid.SampledFrom([]string{"", "yesterday", "2026-10-03", "3 days ago", "yesterday late-payment"}).Draw(t, "on")
		g := parse.Given{
			Name: anyText.Draw(t, "name"), Sign: rapid.OneOf(anyText, rapid.SampledFrom([]string{"late-payment", "Overdue", "💸"})).Draw(t, "sign"),
			Note: anyText.Draw(t, "note"), On: on, Severity: rapid.SampledFrom([]string{"", "low", "HIGH", "high late"}).Draw(t, "severity"),
		}
		l, err := g.Line(context())
		var p *parse.Problem
		if err != nil {
			told := errors.As(err, &p) && (p.Code == parse.DateUnreadable && strings.Contains(on, "late") ||
				p.Code == parse.SeverityUnknown && strings.Contains(g.Severity, " "))
			if !told {
				t.Fatalf("%+v: %v", g, err)
			}
			return
		}
		valid := func(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }
		name := strings.Join(strings.Fields(valid(g.Name)), " ")
		if k, ok := known.Find(name); l.Name != name && (!ok || l.Client.ID != k.ID) {
			t.Fatalf("%+v: the client is %q %v", g, l.Name, l.Client)
		}
		sign := strings.Join(strings.Fields(valid(g.Sign)), " ")
		if id, ok := english.Sign(sign); ok && l.Sign != id || !ok && (l.Sign != "" || l.SignText != sign) {
			t.Fatalf("%+v: the sign is %q %q", g, l.Sign, l.SignText)
		}
		if l.Note != strings.TrimSpace(valid(g.Note)) || l.At.IsZero() != (on == "") || (l.Severity == "") != (g.Severity == "") {
			t.Fatalf("%+v: %+v", g, l)
		}
		if l.Sign != "" && (l.Name != "" || l.Client.ID != "") {
			back, err := parse.Flag(context(), l.String())
			if err != nil {
				t.Fatalf("%q: %v", l.String(), err)
			}
			same(t, l.String(), l, back)
		}
	})
}

func TestGivenLimits(t *testing.T) {
	for code, g := range map[string]parse.Given{
		parse.NameTooLong: {Name: strings.Repeat("ż", 301)},
		parse.NoteTooLong: {Note: strings.Repeat("ż", 2001)},
		parse.DateFuture:  {On: "tomorrow"},
	} {
		var p *parse.Problem
		if _, err := g.Line(context()); !errors.As(err, &p) || p.Code != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	chosen := parse.Given{Client: known.all[0], Name: "client:1"}
	if l, err := chosen.Line(context()); err != nil || l.Client.ID != known.all[0].ID || l.Name != "" {
		t.Errorf("the chosen client was not taken: %+v, %v", l, err)
	}
}

func TestUnquoteUndoesQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := anyName.Filter(func(s string) bool { return s == strings.TrimSpace(s) }).Draw(t, "name")
		if got := parse.Unquote(parse.Quote(name)); got != name {
			t.Fatalf("%q became %q", name, got)
		}
	})
}
