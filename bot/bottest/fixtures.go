package bottest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"amicable/bot"
)

// Fixture is a reply to render.
type Fixture struct {
	Name  string
	Reply bot.Reply
	// Literal are texts that a person must be able to read in what was rendered, character by character.
	Literal []string
}

// Hostile are texts that a platform could take for something else, by what they try.
func Hostile() map[string]string {
	return map[string]string{
		"mention all":      "<!channel>",
		"mention here":     "<!here|here>",
		"mention person":   "<@U0000001>",
		"mention group":    "<!subteam^S123|@team>",
		"discord mention":  "@everyone <@&123>",
		"formatting":       "*_~`bold`~_*",
		"fence":            "```\nfenced\n```",
		"entity":           "&lt;b&gt; &amp;amp;",
		"angle brackets":   "a < b > c & d",
		"link":             "<https://evil.example|click here>",
		"bare address":     "https://evil.example/?q=1&r=2",
		"mail address":     "mailto:a@evil.example",
		"emoji code":       ":rotating_light: :+1:",
		"quote":            "> quoted",
		"heading":          "# heading",
		"list":             "- item",
		"spoiler":          "||spoiler||",
		"right to left":    "שלום עולם, مرحبا",
		"emoji":            "🏳️‍🌈 👩🏽‍💻 🚩",
		"sql":              `Robert'); DROP TABLE clients;--`,
		"lua":              `"]] redis.call('FLUSHALL') --`,
		"backslashes":      `C:\new\tab "quoted" \u0041`,
		"template":         "{{.Name}} %s %d ${HOME}",
		"sign as a name":   "late-payment",
		"combining marks":  "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
		"cyrillic, accent": "Ђорђевић & Łódź s.r.o.",
	}
}

// Fixtures are replies with every kind of block, with the texts of Hostile in
// every place that holds text, and with more of everything than a platform takes.
func Fixtures() []Fixture {
	fixtures := append(ordinary(), large()...)
	hostile := Hostile()
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		text := hostile[name]
		fixtures = append(fixtures, Fixture{Name: "hostile " + name, Reply: everywhere(text), Literal: []string{text}})
	}
	return fixtures
}

// Named is the reply of the fixture of a name.
func Named(t testing.TB, name string) bot.Reply {
	t.Helper()
	for _, f := range Fixtures() {
		if f.Name == name {
			return f.Reply
		}
	}
	t.Fatalf("no fixture is called %q", name)
	return bot.Reply{}
}

func ordinary() []Fixture {
	yes, no := true, false
	return []Fixture{
		{Name: "empty"},
		{
			Name: "flagged",
			Reply: bot.Reply{Blocks: []bot.Block{
				bot.Text{Line: bot.Join(bot.P("🚩 Flagged "), bot.B("Acme GmbH"), bot.P(": late payment, the 3rd in 60 days"))},
				bot.Text{Line: bot.Join(bot.P("13.8 points (+8.0) · "), bot.B("Talk"), bot.P(" ▲ was Watch"))},
				bot.Note{Line: bot.P("Next: an open conversation before the next invoice.")},
				bot.Actions{Buttons: []bot.Button{
					{Label: "Draft the talk", Action: "draft", Value: "talk:c1", Look: bot.Primary},
					{Label: "Assess", Action: "assess", Value: "c1"},
					{Label: "Undo", Action: "undo", Value: "1-0", Look: bot.Danger, Confirm: "Take this flag back?"},
				}},
			}},
			Literal: []string{"Acme GmbH", "13.8 points (+8.0) · ", "Draft the talk", "Take this flag back?"},
		},
		{
			Name: "assessment",
			Reply: bot.Reply{Title: "Acme GmbH: Talk", Blocks: []bot.Block{
				bot.Meter{Value: 13.8, Max: 30, Alt: "13.8 of 30 points", Marks: []bot.Mark{
					{At: 6, Label: "Watch"}, {At: 12, Label: "Talk"}, {At: 20, Label: "Renegotiate"}, {At: 30, Label: "Part ways"},
				}},
				bot.Image{PNG: []byte("not a picture"), Title: "26 weeks", Alt: "Points rose from 2 to 13.8 since June."},
				bot.Fields{Fields: []bot.Fact{
					{Label: "Why", Lines: []bot.Line{bot.P("late payment ×3: 13.8 points"), bot.P("last 2 days ago, 2 people")}},
					{Label: "What to do", Lines: []bot.Line{bot.P("Agree on a due date with a deposit.")}},
				}},
				bot.Note{Line: bot.Line{{Text: "41 % of the trouble this quarter, "}, {Text: "history", URL: "https://example.com/h?a=1&b=2"}}},
			}},
			Literal: []string{"Acme GmbH: Talk", "Watch", "Part ways", "Points rose from 2 to 13.8 since June.", "What to do", "history"},
		},
		{
			Name: "styles",
			Reply: bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.Line{
				{Text: "plain "},
				{Text: "bold", Style: bot.Bold},
				{Text: " "},
				{Text: "italic", Style: bot.Italic},
				{Text: " "},
				{Text: "code", Style: bot.Code},
				{Text: "\nlink", URL: "https://example.com"},
				{Text: " no link", URL: "javascript:alert(1)"},
			}}}},
			Literal: []string{"plain ", "bold", "italic", "code", " no link"},
		},
		{
			Name: "checklist",
			Reply: bot.Reply{Title: "Plan", Blocks: []bot.Block{bot.List{Ordered: true, Items: []bot.Item{
				{Line: bot.P("Read the contract"), Done: &yes, Detail: bot.P("by Ana on 3 Nov")},
				{Line: bot.P("Name the last day"), Done: &no, Button: &bot.Button{Label: "Done", Action: "plan.done", Value: "2"}},
				{Line: bot.P("Call"), Done: &no, Button: &bot.Button{Label: "Done", Action: "plan.done", Value: "3"}},
			}}}},
			Literal: []string{"Read the contract", "by Ana on 3 Nov", "Name the last day"},
		},
		{
			Name: "draft",
			Reply: bot.Reply{Blocks: []bot.Block{bot.Draft{
				Label: "Call script", Text: "Dear [name],\n\n  we have decided…\n\nThank you & all the best <3\n",
			}}},
			Literal: []string{"Call script", "  we have decided…", "Thank you & all the best <3"},
		},
		{
			Name: "menus",
			Reply: bot.Reply{Blocks: []bot.Block{
				bot.Text{Line: bot.P("Which sign?")},
				bot.Actions{
					Menus: []bot.Menu{{Label: "Choose a sign", Action: "sign", Options: []bot.Option{
						{Label: "Late payment", Value: "late-payment", Detail: "must be chased"},
						{Label: "Scope creep", Value: "scope-creep"},
					}}},
					Buttons: []bot.Button{{Label: "Website", URL: "https://example.com"}},
				},
			}},
			Literal: []string{"Which sign?", "Choose a sign", "Late payment", "Website"},
		},
		{
			Name: "illustrated",
			Reply: bot.Reply{
				Blocks:  []bot.Block{bot.Text{Line: bot.P("The text comes first")}},
				Picture: func(context.Context) (bot.Image, error) { panic("the text waits for the picture") },
			},
			Literal: []string{"The text comes first"},
		},
		{Name: "form", Reply: bot.Reply{Title: "Flag", Blocks: []bot.Block{form("Acme GmbH")}}, Literal: []string{"Acme GmbH"}},
		{
			Name:    "public",
			Reply:   bot.Reply{Visibility: bot.Public, Fallback: "Shared", Blocks: []bot.Block{bot.Text{Line: bot.P("Shared with all")}}},
			Literal: []string{"Shared with all"},
		},
		{Name: "title only", Reply: bot.Reply{Title: "Nothing to report"}, Literal: []string{"Nothing to report"}},
		{Name: "blank parts", Reply: bot.Reply{Title: "Blank", Blocks: []bot.Block{
			bot.Text{},
			bot.Text{Line: bot.P("")},
			bot.Fields{},
			bot.Fields{Fields: []bot.Fact{{}}},
			bot.List{},
			bot.List{Items: []bot.Item{{}}},
			bot.Meter{},
			bot.Draft{},
			bot.Image{},
			bot.Actions{},
			bot.Actions{Buttons: []bot.Button{{}}, Menus: []bot.Menu{{}}},
			bot.Note{},
		}}, Literal: []string{"Blank"}},
	}
}

// form has a field of every kind.
func form(text string) bot.Form {
	return bot.Form{
		ID: "flag", State: "c1|x", Title: "Flag a client", Submit: "Flag", Cancel: "Not now", Intro: bot.P("About " + text),
		Fields: []bot.Field{
			{ID: "client", Label: "Client", Kind: bot.Search, Value: "c1", Shown: text},
			{ID: "sign", Label: "Sign", Kind: bot.Choice, Value: "late-payment", Options: []bot.Option{
				{Label: "Late payment", Value: "late-payment"}, {Label: "Scope creep", Value: "scope-creep", Detail: "more for the same"},
			}},
			{ID: "name", Label: "Name", Kind: bot.ShortText, Hint: "As on the invoice", MaxRunes: 100, Optional: true},
			{ID: "note", Label: "Note", Kind: bot.LongText, Value: text, MaxRunes: 2000, Optional: true},
			{ID: "on", Label: "When", Kind: bot.Date, Value: "2026-11-21"},
		},
	}
}

// everywhere puts a text into every place that holds one.
func everywhere(text string) bot.Reply {
	yes := true
	return bot.Reply{Title: text, Fallback: text, Blocks: []bot.Block{
		bot.Text{Line: bot.Join(bot.P(text), bot.B(text), bot.Line{{Text: text, Style: bot.Italic}, {Text: text, Style: bot.Code}, {Text: text, URL: "https://example.com"}})},
		bot.Fields{Fields: []bot.Fact{{Label: text, Lines: []bot.Line{bot.P(text), bot.B(text)}}}},
		bot.List{Items: []bot.Item{
			{Line: bot.B(text), Detail: bot.P(text)},
			{Line: bot.B(text), Detail: bot.P(text), Done: &yes, Button: &bot.Button{Label: text, Action: "a", Value: text, Confirm: text}},
		}},
		bot.Meter{Value: 1, Max: 2, Alt: text, Marks: []bot.Mark{{At: 1, Label: text}}},
		bot.Draft{Label: text, Text: text},
		bot.Image{Title: text, Alt: text},
		bot.Actions{
			Buttons: []bot.Button{{Label: text, Action: "a", Value: text, Confirm: text}},
			Menus:   []bot.Menu{{Label: text, Action: "m", Options: []bot.Option{{Label: text, Value: text, Detail: text}}}},
		},
		bot.Note{Line: bot.P(text)},
		form(text),
	}}
}

// large has more and longer than platforms take.
func large() []Fixture {
	name := strings.Repeat("Ł🚩", 150)
	note := string([]rune(strings.Repeat("Zażółć gęślą jaźń. ", 106))[:2000])
	var items, buttons []bot.Item
	var row []bot.Button
	var options []bot.Option
	var facts []bot.Fact
	for range 100 {
		b := bot.Button{Label: "Assess " + name, Action: "assess", Value: "c1", Confirm: name}
		items = append(items, bot.Item{Line: bot.P("A client of many"), Detail: bot.P("12.0 points")})
		buttons = append(buttons, bot.Item{Line: bot.B(name), Detail: bot.P("12.0 points"), Button: &b})
		row = append(row, b)
		options = append(options, bot.Option{Label: name, Value: name, Detail: name}, bot.Option{Label: name, Value: "v", Detail: name})
		facts = append(facts, bot.Fact{Label: "Why", Lines: []bot.Line{bot.P("late payment ×3")}})
	}
	var many []bot.Block
	for range 100 {
		many = append(many, bot.Text{Line: bot.P("paragraph")}, bot.Note{Line: bot.P("note")})
	}
	many = append(many, bot.Actions{Buttons: []bot.Button{{Label: "What to do next", Action: "next"}}})
	bigForm := form(note)
	bigForm.Title, bigForm.Submit, bigForm.Cancel, bigForm.State = name, name, name, strings.Repeat("s", 1500)
	for range 120 {
		bigForm.Fields = append(bigForm.Fields, bot.Field{
			ID: "f" + strings.Repeat("x", len(bigForm.Fields)), Label: note, Hint: note, Kind: bot.Choice, Options: options, Value: "v",
		})
	}
	return []Fixture{
		{Name: "long name", Reply: everywhere(name)},
		{Name: "long note", Reply: bot.Reply{Blocks: []bot.Block{bot.Note{Line: bot.P(note)}}}, Literal: []string{note}},
		{Name: "long draft", Reply: bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A line of a letter.\n", 300)}}}},
		{Name: "endless draft", Reply: bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("x", 50_000)}}}},
		{Name: "100 items", Reply: bot.Reply{Title: "Clients", Blocks: []bot.Block{bot.List{Items: items}}}, Literal: []string{"Clients"}},
		{Name: "100 items with buttons", Reply: bot.Reply{Blocks: []bot.Block{bot.List{Ordered: true, Items: buttons}, bot.Actions{Buttons: row[:1]}}}},
		{Name: "100 buttons", Reply: bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: row, Menus: []bot.Menu{{Label: name, Action: "m", Options: options}}}}}},
		{Name: "100 facts", Reply: bot.Reply{Blocks: []bot.Block{bot.Fields{Fields: facts}}}},
		{Name: "200 blocks", Reply: bot.Reply{Blocks: many}, Literal: []string{"What to do next"}},
		{Name: "big form", Reply: bot.Reply{Blocks: []bot.Block{bigForm}}},
	}
}
