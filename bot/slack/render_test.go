package slack

import (
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/slack/slacktest"
)

var update = flag.Bool("update", false, "write the golden files")

// words are phrases whose text is their name in capitals.
type words struct{}

func (words) Phrase(locale string, p bot.Phrase) string {
	s := strings.ToUpper(string(p))
	if locale != "" {
		s += " (" + locale + ")"
	}
	return s
}

var testRenderer = renderer{search: true, phrase: func(p bot.Phrase) string { return words{}.Phrase("", p) }}

type wire struct {
	Message message `json:"message"`
	View    any     `json:"view,omitempty"`
}

func wireOf(r bot.Reply) (wire, error) {
	w := wire{Message: testRenderer.message(r, r.Visibility == bot.Public)}
	if f, ok := r.Form(); ok {
		v, err := testRenderer.view(f, place{channel: bot.Channel{ID: "C1"}, responseURL: "https://hooks.slack.com/commands/1"})
		if err != nil {
			return w, err
		}
		w.View = v
	}
	return w, nil
}

func TestRendererPassesTheSuite(t *testing.T) {
	bottest.Run(t, func(r bot.Reply) (bottest.Rendered, error) {
		w, err := wireOf(r)
		if err != nil {
			return bottest.Rendered{}, err
		}
		raw, err := json.Marshal(w)
		if err != nil {
			return bottest.Rendered{}, err
		}
		c := &slacktest.Checker{}
		c.Message(w.Message)
		if w.View != nil {
			c.View(w.View)
		}
		home := &slacktest.Checker{}
		home.View(testRenderer.home(r))
		return bottest.Rendered{Wire: raw, Shown: c.Shown, Problems: append(c.Problems, home.Problems...)}, nil
	})
}

func TestGolden(t *testing.T) {
	bottest.GoldenFixtures(t, *update, func(r bot.Reply) (any, error) { return wireOf(r) })
}

func TestReadable(t *testing.T) {
	for in, want := range map[string]string{
		"<@UBOT> flag acme":                                    "flag acme",
		"hey <@UBOT>, how is Acme doing?":                      "hey , how is Acme doing?",
		"<@U1|ana> said so":                                    "@ana said so",
		"<@U1> said so":                                        "@U1 said so",
		"see <#C1|acme-site> and <#C2>":                        "see #acme-site and #C2",
		"<!channel> <!here|here> <!subteam^S1|@team>":          "@channel @here @team",
		"at <!date^1392734382^{date}|18 Feb>":                  "at 18 Feb",
		"<https://acme.com|acme.com> <https://a.b/?x=1&amp;y>": "acme.com https://a.b/?x=1&y",
		"<mailto:a@b.c|a@b.c>":                                 "a@b.c",
		"&lt;!channel&gt; &amp;lt;":                            "<!channel> &lt;",
		"a < b":                                                "a < b",
		"":                                                     "",
	} {
		if got := readable(in, "UBOT"); got != want {
			t.Errorf("readable(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) { // what people type arrives escaped, and comes out as typed
		typed := strings.TrimSpace(rapid.String().Draw(t, "typed"))
		if got := readable(escape(typed), "UBOT"); got != typed {
			t.Errorf("readable(escape(%q)) = %q", typed, got)
		}
	})
}

func TestEmoji(t *testing.T) {
	for name, want := range map[string]string{
		"triangular_flag_on_post": "🚩", "money_with_wings": "💸", "chart_with_upwards_trend": "📈",
		"crescent_moon": "🌙", "ghost": "👻", "+1": "👍", "thumbsup::skin-tone-3": "👍",
		"acme-logo": ":acme-logo:", "": "::",
	} {
		if got := emoji(name); got != want {
			t.Errorf("emoji(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestActionIDsComeBack(t *testing.T) {
	p := &page{actions: map[string]int{}}
	for _, action := range []string{"assess", "assess", "plan#2", "plan#2", "a"} {
		if got := actionOf(p.actionID(action)); got != action {
			t.Errorf("action %q came back as %q", action, got)
		}
	}
}

func TestReturnAddress(t *testing.T) {
	for _, want := range []returnAddress{
		{},
		{channel: "C1", thread: "1.2", responseURL: "https://hooks.slack.com/actions/1/2", state: `a|b|{"c":"d"}` + "\n", direct: true},
	} {
		got, err := parseReturnAddress(want.String())
		if err != nil || got != want {
			t.Errorf("%+v came back as %+v, %v", want, got, err)
		}
	}
	long := returnAddress{channel: "C1", responseURL: "https://x/" + strings.Repeat("y", 2000), state: strings.Repeat("s", 1500)}
	got, err := parseReturnAddress(long.String())
	if err != nil || got.responseURL != "" || got.state != long.state {
		t.Errorf("a state must outlive a response address that is too long; got %d bytes of it, %v", len(got.state), err)
	}
	if _, err := parseReturnAddress("something else"); err == nil {
		t.Error("took a stranger's metadata for its own")
	}
}

func TestDirectionEndsWithItsText(t *testing.T) {
	for in, want := range map[string]string{
		"\u202eevil":              "\u202eevil\u202c",
		"\u2067a\u202bb":          "\u2067a\u202bb\u202c\u2069",
		"\u2067a\u2069":           "\u2067a\u2069",
		"שלום":                    "שלום",
		"\u202e" + "123456789012": "123456789012", // no room to close it
	} {
		if got := literal(in, 12); got != want {
			t.Errorf("literal(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestACommandsTextIsWhatWasTyped(t *testing.T) {
	for in, want := range map[string]string{
		"acme &lt;!channel&gt; &amp; co":     "acme <!channel> & co",
		"<!channel> *b* <http://x|y>":        "<!channel> *b* <http://x|y>",
		"set channel=<#C12AB|acme-team> now": "set channel=#acme-team now",
		"said <@U77|ben> in <#C9ZZ>":         "said @ben in #C9ZZ",
		"  <#C1|broken   ":                   "<#C1|broken",
		"<#c1|lower> and <#C1|a<b>":          "<#c1|lower> and <#C1|a<b>",
		"":                                   "",
	} {
		if got := typed(in); got != want {
			t.Errorf("typed(%q) = %q, want %q", in, got, want)
		}
	}
	want := map[string]string{"#acme-team": "C12AB", "#C9ZZ": "C9ZZ"}
	if diff := cmp.Diff(want, channelsIn("<#C12AB|acme-team> <@U1|x> <#C9ZZ>")); diff != "" {
		t.Error(diff)
	}
}
