package terminal

import (
	"strings"
	"testing"

	"amicable/bot"
	"amicable/bot/bottest"
)

func TestSuite(t *testing.T) {
	for name, o := range map[string]Options{"unwrapped": {}, "narrow": {Width: 1}} {
		t.Run(name, func(t *testing.T) {
			bottest.Run(t, func(r bot.Reply) (bottest.Rendered, error) {
				var b strings.Builder
				presses, err := Render(&b, r, o)
				if err != nil {
					return bottest.Rendered{}, err
				}
				// A wrapped text is compared as it reads, without its line breaks.
				shown := []string{b.String(), strings.Join(strings.Fields(b.String()), " ")}
				for _, p := range presses {
					shown = append(shown, p.Confirm)
				}
				var problems []string
				if strings.ContainsFunc(b.String(), obeyed) {
					problems = append(problems, "the terminal would obey what was rendered")
				}
				return bottest.Rendered{Wire: []byte(b.String()), Shown: shown, Problems: problems}, nil
			})
		})
	}
}
