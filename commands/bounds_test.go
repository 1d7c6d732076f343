package commands_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"amicable/bot"
)

// inBounds fails the test when a reply holds more than every platform can
// carry. All stories' replies go through it.
func inBounds(t *testing.T, r bot.Reply) {
	t.Helper()
	carried := func(what, action, value string) {
		if n := len(action) + 1 + len(value); n > bot.MaxActionBytes {
			t.Errorf("%s %q %q: %d bytes, at most %d", what, action, value, n, bot.MaxActionBytes)
		}
		if strings.ContainsAny(action+value, "|\n") {
			t.Errorf("%s %q %q: a sign in it that adapters may need", what, action, value)
		}
	}
	button := func(b bot.Button) {
		if b.URL == "" {
			carried("button", b.Action, b.Value)
		}
		if b.Label == "" {
			t.Errorf("a button without a label: %+v", b)
		}
	}
	options := func(what string, all []bot.Option) {
		seen := map[string]bool{}
		if len(all) > bot.MaxMenuOptions {
			t.Errorf("%s: %d options, at most %d", what, len(all), bot.MaxMenuOptions)
		}
		for _, o := range all {
			if seen[o.Value] || o.Value == "" || len(o.Value) > 100 || o.Label == "" || utf8.RuneCountInString(o.Label) > 100 {
				t.Errorf("%s: an option that cannot be shown: %+v", what, o)
			}
			seen[o.Value] = true
		}
	}
	forms := 0
	for _, block := range r.Blocks {
		switch block := block.(type) {
		case bot.Actions:
			for _, b := range block.Buttons {
				button(b)
			}
			for _, m := range block.Menus {
				carried("menu", m.Action, "")
				options(m.Action, m.Options)
			}
		case bot.List:
			if len(block.Items) > 25 {
				t.Errorf("a list of %d", len(block.Items))
			}
			for _, item := range block.Items {
				if item.Button != nil {
					button(*item.Button)
				}
			}
		case bot.Form:
			forms++
			carried("form", block.ID, "")
			if len(block.State) > 1500 {
				t.Errorf("a form's state of %d bytes", len(block.State))
			}
			for _, f := range block.Fields {
				if f.Kind == bot.Choice {
					options(block.ID+" "+f.ID, f.Options)
				}
			}
		case bot.Text, bot.Note, bot.Fields, bot.Meter, bot.Draft, bot.Image: // carry nothing
		}
	}
	if forms > 1 {
		t.Errorf("%d forms in one reply", forms)
	}
}
