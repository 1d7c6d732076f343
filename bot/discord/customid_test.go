package discord

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amicable/bot"
)

func TestCustomIDsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		action := rapid.StringMatching(`[a-z.:\-]{1,20}`).Draw(t, "action")
		most := bot.MaxActionBytes - len(action) - 1
		want := press{
			action: action, value: rapid.StringN(0, -1, most).Draw(t, "value"), ask: rapid.Bool().Draw(t, "ask"),
			workspace: rapid.SampledFrom([]string{"", "1", testGuild, "18446744073709551615"}).Draw(t, "guild"),
		}
		id, ok := want.id(rapid.IntRange(0, 1000).Draw(t, "nth"))
		if !ok || len(id) > maxCustomID {
			t.Fatalf("%+v has no room in %q", want, id)
		}
		if got, ok := readPress(id, nil); !ok || got != want {
			t.Errorf("%+v became %q, and that %+v, %v", want, id, got, ok)
		}
		want.value = "chosen"
		if got, ok := readPress(id, []string{"chosen"}); !ok || got != want {
			t.Errorf("what was chosen in %q is read as %+v, %v", id, got, ok)
		}
	})
}

func TestWhatCannotComeBackIsNoButton(t *testing.T) {
	for _, p := range []press{{}, {action: "a|b"}, {action: "a", value: strings.Repeat("v", 100)}} {
		if id, ok := p.id(0); ok {
			t.Errorf("%+v became %q", p, id)
		}
	}
}

func FuzzReadPress(f *testing.F) {
	for _, id := range []string{"assess|c1|", "undo|1-0|?", "draft|c1 talk|?z.9ix3g", "a||.", "a|b", "||", "a|b|c|d", "a|b|-1", "a|b|.zzzzzzzzzzzzzzzzzz"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		p, ok := readPress(id, nil)
		if !ok {
			return
		}
		if p.action == "" {
			t.Fatalf("%q is read as %+v", id, p)
		}
		again, fits := p.id(0)
		if len(id) > maxCustomID || !fits {
			return
		}
		if q, ok := readPress(again, nil); !ok || q != p {
			t.Errorf("%q is read as %+v, and then as %+v", id, p, q)
		}
	})
}

// What names no guild is nobody's button, not one of a guild that cannot be told.
func TestAGuildThatIsNone(t *testing.T) {
	for _, id := range []string{"assess|42|.", "assess|42|.-1", "assess|42|.zzzzzzzzzzzzzzzz", "assess|42|.1.2", "assess|42|.É"} {
		if p, ok := readPress(id, nil); ok {
			t.Errorf("%q was read as %+v", id, p)
		}
	}
}
