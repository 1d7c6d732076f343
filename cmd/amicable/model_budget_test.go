package main

import (
	"net/http"
	"strings"
	"testing"
)

// drafting is a workspace that has drafts worded: one separation, again and again.
func drafting(times int) []string {
	lines := append([]string{}, parting...)
	lines = append(lines, "/amicable settings language-model on")
	for range times {
		lines = append(lines, "/draft acme separation")
	}
	return lines
}

const (
	worded  = "Worded by quill-1 and checked."
	usedUp  = "Today's allowance for the language model is used up"
	dearest = "AMICABLE_MODEL_PROMPT_PRICE=1000 AMICABLE_MODEL_ANSWER_PRICE=1000" // a token is a thousandth
)

func TestAWorkspaceUsesNoMoreThanItMay(t *testing.T) {
	for _, c := range []struct {
		set           string
		used          int // by each answer
		worded, spent int // of three drafts
	}{
		{"AMICABLE_MODEL_TOKENS=500", 1000, 0, 3}, // not enough for one
		{"AMICABLE_MODEL_TOKENS=30000", 14_000, 2, 1},
		{"AMICABLE_MODEL_TOKENS=30000", 1000, 3, 0},
		{"AMICABLE_MODEL_COST=30 " + dearest, 14_000, 2, 1},
		{"AMICABLE_MODEL_COST=30 AMICABLE_MODEL_PROMPT_PRICE=0.15 AMICABLE_MODEL_ANSWER_PRICE=0.6", 14_000, 3, 0},
		{dearest, 14_000, 3, 0}, // prices alone limit nothing
	} {
		m := newModelServer(t, func(_, text string) string { return strings.ReplaceAll(text, "Thank you", "Many thanks") })
		m.used = c.used
		out := m.chatWithin(t, strings.Fields(c.set), drafting(3)...)
		if n, no := strings.Count(out, worded), strings.Count(out, usedUp); n != c.worded || no != c.spent {
			t.Errorf("%s, %d each: %d worded and %d not, want %d and %d:\n%s", c.set, c.used, n, no, c.worded, c.spent, out)
		}
		if len(m.bodies) != c.worded {
			t.Errorf("%s: asked %d times", c.set, len(m.bodies))
		}
	}
}

// The allowance is the workspace's: it holds for every process on the same Redis.
func TestProcessesShareOneAllowance(t *testing.T) {
	for _, limit := range []string{"AMICABLE_MODEL_TOKENS=20000", "AMICABLE_MODEL_COST=20 " + dearest} {
		store := needRedis(t)
		m := newModelServer(t, func(_, text string) string { return strings.ReplaceAll(text, "Thank you", "Many thanks") })
		m.used = 14_000
		set := append(strings.Fields(limit), "REDIS_URL="+store.url())
		if out := m.chatWithin(t, set, drafting(1)...); !strings.Contains(out, worded) {
			t.Errorf("%s: the first process:\n%s", limit, out)
		}
		if out := m.chatWithin(t, set, "/draft acme separation"); !strings.Contains(out, usedUp) || strings.Contains(out, worded) {
			t.Errorf("%s: the second process:\n%s", limit, out)
		}
		if len(m.bodies) != 1 {
			t.Errorf("%s: asked %d times", limit, len(m.bodies))
		}
	}
}

// Whatever comes in place of good words, the template stays, and the reason given is the true one.
func TestAnswersThatAreNoWording(t *testing.T) {
	content := func(change func(worded string) string) func(string) any {
		return func(worded string) any { return map[string]string{"role": "assistant", "content": change(worded)} }
	}
	for name, c := range map[string]struct {
		answer func(worded string) any
		says   string
	}{
		"refusal": {func(string) any {
			return map[string]string{"role": "assistant", "refusal": "I cannot help with that."}
		}, "The language model declined to word this"},
		"chatter": {content(func(string) string { return "With pleasure. Which tone would you like?" }), "The language model's answer could not be read"},
		"nothing": {content(func(string) string { return "" }), "The language model's answer could not be read"},
		"HTML": {content(func(worded string) string {
			return strings.ReplaceAll(worded, "Thank you", "<b>Thank you</b>")
		}), "did not pass the check"},
		"markdown": {content(func(worded string) string {
			return strings.ReplaceAll(worded, "Thank you", "**Thank you**")
		}), "did not pass the check"},
		"a heading": {content(func(worded string) string {
			return strings.ReplaceAll(worded, "Thank you", "# Thanks\\n\\nThank you")
		}), "did not pass the check"},
		"a link": {content(func(worded string) string {
			return strings.ReplaceAll(worded, "Thank you", "[Thank you](https://evil.example)")
		}), "did not pass the check"},
		"a reversal": {content(func(worded string) string {
			return strings.ReplaceAll(worded, "We have decided to end", "We would like to go on with")
		}), "did not pass the check"},
	} {
		m := newModelServer(t, func(_, text string) string { return text })
		m.answer = c.answer
		out := m.chatWith(t, drafting(1)...)
		if !strings.Contains(out, c.says) || strings.Contains(out, worded) || strings.Contains(out, "evil.example") {
			t.Errorf("%s: not told %q:\n%s", name, c.says, out)
		}
	}
}

// A server that answers at once, with a page, is not told as a slow one.
func TestAnUnreadableServerIsSaid(t *testing.T) {
	m := newModelServer(t, nil)
	m.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html>Please log in to the hotel's network</html>"))
	})
	out := m.chatWith(t, drafting(1)...)
	if !strings.Contains(out, "The language model's answer could not be read") || strings.Contains(out, "on time") || strings.Contains(out, "hotel") {
		t.Errorf("the conversation was\n%s", out)
	}
}

// A clause is not the model's to word, and the draft says so.
func TestAClauseIsNobodysToReword(t *testing.T) {
	m := newModelServer(t, func(_, text string) string { return strings.ReplaceAll(text, "Either of us", "Only we") })
	out := m.chatWith(t, append(append([]string{}, parting...), "/amicable settings language-model on", "/draft acme clause", "shorter")...)
	if strings.Count(out, "In this draft every word counts") != 2 || strings.Contains(out, "Only we") || len(m.bodies) != 0 {
		t.Errorf("asked %d times:\n%s", len(m.bodies), out)
	}
}
