package commands_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alicebob/miniredis/v2"
	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/commands"
	"amicable/commands/locale"
	"amicable/scoring"
	"amicable/storage"
)

// offers are the labels suggested to Ana, and their values.
func (tm *team) offers(command, field, typed string, given map[string]string) (labels, values []string) {
	tm.t.Helper()
	e := tm.event("ana", bot.KindCommand)
	e.Command, e.Options = command, given
	options, err := tm.bot.Suggest(context.Background(), e, field, typed)
	if err != nil {
		tm.t.Fatal(err)
	}
	for _, o := range options {
		labels, values = append(labels, o.Label), append(values, o.Value)
	}
	return labels, values
}

func TestClientsAreSuggestedBestMatchFirst(t *testing.T) {
	tm := newTeam(t)
	for _, name := range []string{"Acme Old", "Nordlicht", "Acme GmbH", "Globex"} {
		tm.says("ana", "/client \""+name+"\" add")
	}
	tm.says("ana", "/flag Nordlicht dishonesty")
	tm.says("ana", `/flag "Acme GmbH" tension`)
	tm.says("ana", `/client globex alias "the cube people"`)
	tm.says("ana", `/client "acme old" close`)
	for typed, want := range map[string]string{
		"":          "Nordlicht|Acme GmbH|Globex|Acme Old (closed)",
		"acm":       "Acme GmbH|Acme Old (closed)",
		"Acme old":  "Acme Old (closed)",
		"akme gmbh": "Acme GmbH",
		"cube":      "Globex",
		"zzz":       "",
	} {
		labels, values := tm.offers("flag", "client", typed, nil)
		if got := strings.Join(labels, "|"); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
		if len(values) > 0 && strings.HasPrefix(labels[0], "Acme GmbH") {
			tm.wants(tm.asks("ana", "assess", opts{"client": values[0]}), "Acme GmbH")
		}
	}
	if labels, _ := tm.offers("client", "value", "nord", opts{"action": "merge"}); len(labels) != 1 || labels[0] != "Nordlicht" {
		t.Errorf("merging into: %v", labels)
	}
}

func TestSignsAreSuggestedByWhateverPeopleCallThem(t *testing.T) {
	tm := newTeam(t)
	for typed, want := range map[string]string{
		"late": "Late payment", "overdue": "Late payment", "late-paymnet": "Late payment", "💸": "Late payment",
		"scope": "Scope creep", "ghost": "No response", "tens": "Tension",
	} {
		labels, values := tm.offers("flag", "sign", typed, nil)
		if len(labels) == 0 || !strings.HasSuffix(labels[0], " "+want) {
			t.Errorf("%q: %v, want %s first", typed, labels, want)
			continue
		}
		tm.wants(tm.asks("ana", "signs", opts{"sign": values[0]}), "What to try")
	}
	if labels, _ := tm.offers("flag", "sign", "", nil); len(labels) != 18 {
		t.Errorf("%d signs are offered at first, want all", len(labels))
	}
}

func TestDaysAndValuesAreSuggested(t *testing.T) {
	tm := newTeam(t)
	for _, c := range []struct {
		command, field, typed string
		given                 map[string]string
		label, value          string
	}{
		{"flag", "on", "", nil, "Today: 5 October 2026", "today"},
		{"flag", "on", "yes", nil, "Yesterday: 4 October 2026", "yesterday"},
		{"praise", "on", "3.10.", nil, "2 days ago: 3 October 2026", "3.10."},
		{"draft", "last-day", "end of next", nil, "In 8 weeks: 30 November 2026", "end of next month"},
		{"help", "command", "his", nil, "history", "history"},
		{"settings", "value", "warsaw", opts{"setting": "timezone"}, "Europe/Warsaw", "Europe/Warsaw"},
		{"settings", "value", "", opts{"setting": "auto-draft"}, "on", "on"},
		{"settings", "value", "h", opts{"setting": "alerts-channel"}, "here", "here"},
		{"client", "value", "con", nil, "contact=", "contact="},
	} {
		labels, values := tm.offers(c.command, c.field, c.typed, c.given)
		if len(labels) == 0 || labels[0] != c.label || values[0] != c.value {
			t.Errorf("%s %s %q: %v %v, want %s", c.command, c.field, c.typed, labels, values, c.label)
		}
	}
	if labels, _ := tm.offers("flag", "on", "soon", nil); labels != nil {
		t.Errorf("soon is no day: %v", labels)
	}
}

func TestSuggestionsKeepWithinTheBounds(t *testing.T) {
	tm := newTeam(t)
	for i := range 60 {
		tm.says("ana", fmt.Sprintf(`/client "%s %d" add`, strings.Repeat("żółw ", 50), i))
	}
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom([]string{"client", "name", "sign", "on", "last-day", "command", "value", "other"}).Draw(t, "field")
		typed := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"żółw", "", "e", "-"})).Draw(t, "typed")
		given := opts{"setting": rapid.SampledFrom([]string{"timezone", "firm", "alerts-channel", ""}).Draw(t, "setting")}
		labels, values := tm.offers(rapid.SampledFrom([]string{"settings", "client", "flag"}).Draw(t, "command"), field, typed, given)
		if len(labels) > 25 {
			t.Fatalf("%d suggestions", len(labels))
		}
		for i := range labels {
			for _, s := range []string{labels[i], values[i]} {
				if n := utf8.RuneCountInString(s); n < 1 || n > 100 {
					t.Fatalf("%s %q: %d characters: %q", field, typed, n, s)
				}
			}
		}
	})
}

// BenchmarkSuggest is what completing takes while somebody types, at 10,000 clients.
func BenchmarkSuggest(b *testing.B) {
	redis := miniredis.RunT(b)
	rdb, err := storage.Dial("redis://" + redis.Addr())
	if err != nil {
		b.Fatal(err)
	}
	defer rdb.Close()
	words, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	now := func() time.Time { return noon }
	store := storage.New(rdb, storage.Options{Policy: scoring.Default(), Now: now})
	bt, err := commands.New(commands.Config{Store: store, Locale: words, Policy: scoring.Default(), Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	first := []string{"Acme", "Globex", "Żółw", "Nordlicht", "Стефан", "Umbrella", "Hooli", "Vandelay", "Müller", "Client"}
	for i := range 10_000 {
		if _, _, err := store.Workspace("test:w").Create(b.Context(), "", fmt.Sprintf("%s %d GmbH", first[i%len(first)], i), storage.Actor{ID: "ana"}); err != nil {
			b.Fatal(err)
		}
	}
	e := bot.Event{ID: "x", Kind: bot.KindCommand, Platform: "test", Workspace: "w", Command: "flag", Actor: bot.Actor{ID: "ana"}}
	for _, c := range [][2]string{{"client", ""}, {"client", "a"}, {"client", "acme 17"}, {"client", "akme 17 g"}, {"client", "g"}, {"client", "wayne enterprises"}, {"sign", "late-paymnet"}} {
		b.Run(c[0]+"/"+c[1], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bt.Suggest(b.Context(), e, c[0], c[1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
