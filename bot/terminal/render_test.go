package terminal

import (
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
	"amicable/bot/bottest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// everything is a reply with each kind of block in it.
func everything() bot.Reply {
	done, open := true, false
	return bot.Reply{
		Title: "Acme GmbH",
		Blocks: []bot.Block{
			bot.Text{Line: bot.Join(bot.P("🚩 Flagged "), bot.B("Acme GmbH"), bot.P(": late payment, the 3rd in 60 days"))},
			bot.Text{Line: bot.Join(bot.P("13.8 points (+8.0) · "), bot.B("Talk"), bot.P(" ▲ was Watch"))},
			bot.Meter{
				Value: 13.8, Max: 30, Alt: "13.8 of 30 points",
				Marks: []bot.Mark{{At: 6, Label: "Watch"}, {At: 12, Label: "Talk"}, {At: 20, Label: "Renegotiate"}, {At: 30, Label: "Part ways"}},
			},
			bot.Image{PNG: []byte{1}, Alt: "26 weeks of points, rising since October"},
			bot.Fields{Fields: []bot.Fact{
				{Label: "Why", Lines: []bot.Line{
					bot.P("late payment ×3: 13.8 points, last 2 days ago, 2 people"),
					bot.P("scope creep ×1: 5.0 points, and a line that is long enough to be wrapped at the width"),
				}},
				{Label: "What to do", Lines: []bot.Line{bot.P("Agree on a due date with a deposit.")}},
			}},
			bot.List{Ordered: true, Items: []bot.Item{
				{
					Line: bot.P("Globex"), Detail: bot.P("Watch, 7.0 points"),
					Button: &bot.Button{Label: "Assess", Action: "assess", Value: "c1"},
				},
				{Line: bot.P("Initech"), Done: &done},
				{Line: bot.P("Umbrella"), Done: &open},
			}},
			bot.Draft{Label: "Message", Text: "Dear all,\n\nthank you for the years together, and this line is not wrapped although it is far too long.\n"},
			bot.Note{Line: bot.Join(bot.P("see "), bot.Line{{Text: "the message", URL: "https://example.com/m/1"}})},
			bot.Actions{
				Buttons: []bot.Button{
					{Label: "Draft the talk", Action: "draft", Value: "talk c1", Look: bot.Primary},
					{Label: "Undo", Action: "undo", Value: "e1", Confirm: "Take it back?"},
					{Label: "Read more", URL: "https://example.com"},
				},
				Menus: []bot.Menu{{Label: "Another sign", Action: "sign", Options: []bot.Option{
					{Label: "late payment", Value: "late-payment"}, {Label: "scope creep", Value: "scope-creep"},
				}}},
			},
			bot.Form{
				ID: "flag", Title: "Flag a client", Intro: bot.P("What happened?"),
				Fields: []bot.Field{{ID: "client", Label: "Client", Value: "c1", Shown: "Acme GmbH"}, {ID: "note", Label: "Note", Optional: true}},
			},
		},
		FieldErrors: map[string]string{"client": "is not known", "zone": "is odd"},
	}
}

func TestRenderShowsEveryBlock(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"narrow", Options{Width: 60}},
		{"unwrapped", Options{}},
		{"colour", Options{Width: 80, Colour: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if _, err := Render(&b, everything(), c.o); err != nil {
				t.Fatal(err)
			}
			bottest.Golden(t, c.name+".golden", b.String(), *update)
		})
	}
}

func TestRenderNumbersWhatCanBePressed(t *testing.T) {
	presses, err := Render(&strings.Builder{}, everything(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Press{
		{Number: "1", Label: "Assess", Action: "assess", Value: "c1"},
		{Number: "2", Label: "Draft the talk", Action: "draft", Value: "talk c1"},
		{Number: "3", Label: "Undo", Action: "undo", Value: "e1", Confirm: "Take it back?"},
		{Number: "4a", Label: "late payment", Action: "sign", Value: "late-payment"},
		{Number: "4b", Label: "scope creep", Action: "sign", Value: "scope-creep"},
	}
	if diff := cmp.Diff(want, presses); diff != "" {
		t.Errorf("presses (-want +got):\n%s", diff)
	}
}

// No text that a client's name or a note could carry reaches the terminal as a command to it.
func TestRenderObeysNobody(t *testing.T) {
	evil := "\x1b[2J\x1b]0;owned\a\u009b31mAcme\r\u202e\nGmbH"
	r := bot.Reply{Title: evil, FieldErrors: map[string]string{evil: evil}, Blocks: []bot.Block{
		bot.Text{Line: bot.Line{{Text: evil, Style: bot.Bold, URL: evil}}},
		bot.Note{Line: bot.P(evil)},
		bot.Fields{Fields: []bot.Fact{{Label: evil, Lines: []bot.Line{bot.P(evil)}}}},
		bot.List{Items: []bot.Item{{Line: bot.P(evil), Detail: bot.P(evil), Button: &bot.Button{Label: evil}}}},
		bot.Meter{Max: 1, Marks: []bot.Mark{{Label: evil}}, Alt: evil},
		bot.Draft{Label: evil, Text: evil},
		bot.Image{Alt: evil, Title: evil},
		bot.Actions{
			Buttons: []bot.Button{{Label: evil, URL: evil}},
			Menus:   []bot.Menu{{Label: evil, Options: []bot.Option{{Label: evil}}}},
		},
		bot.Form{Title: evil, Intro: bot.P(evil), Fields: []bot.Field{{Label: evil, Hint: evil, Value: evil}}},
	}}
	var b strings.Builder
	if _, err := Render(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsFunc(b.String(), obeyed) {
		t.Errorf("the terminal would obey %q", b.String())
	}
	if !strings.Contains(b.String(), "Acme") {
		t.Errorf("the harmless part of the text is missing: %q", b.String())
	}
}

func TestWrapKeepsToTheWidth(t *testing.T) {
	line := bot.Join(bot.P("one two ("), bot.B("three"), bot.P("), four 日本語 five"))
	var b strings.Builder
	if _, err := Render(&b, bot.Reply{Blocks: []bot.Block{bot.Text{Line: line}}}, Options{Width: 20}); err != nil {
		t.Fatal(err)
	}
	if want := "one two (three),\nfour 日本語 five\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
	for l := range strings.SplitSeq(b.String(), "\n") {
		if columns(l) > 20 {
			t.Errorf("%q takes %d columns", l, columns(l))
		}
	}
}
