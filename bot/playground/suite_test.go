package playground

import (
	"encoding/json"
	"net/url"
	"testing"

	"amicable/bot"
	"amicable/bot/bottest"
)

// The page shows texts as they are in the JSON, so the suite looks there. That
// the page really does so is what the tests in a browser look at.
func TestSuite(t *testing.T) {
	p, _ := newTestPage(t)
	bottest.Run(t, func(r bot.Reply) (bottest.Rendered, error) {
		all := struct {
			Body *Body
			Form *form
		}{Body: p.render(t.Context(), r)}
		if f, ok := r.Form(); ok {
			shown := renderForm(f)
			all.Form = &shown
		}
		wire, err := json.Marshal(all)
		if err != nil {
			return bottest.Rendered{}, err
		}
		var tree any
		if err := json.Unmarshal(wire, &tree); err != nil {
			return bottest.Rendered{}, err
		}
		got := bottest.Rendered{Wire: wire}
		look(tree, "", &got)
		return got, nil
	})
}

// look collects every text, and the addresses that a click would run.
func look(node any, key string, r *bottest.Rendered) {
	switch n := node.(type) {
	case map[string]any:
		// A line's spans read as one.
		for k, v := range n {
			look(v, k, r)
		}
	case []any:
		whole := ""
		for _, v := range n {
			if span, ok := v.(map[string]any); ok {
				text, _ := span["t"].(string)
				whole += text
			}
			look(v, key, r)
		}
		r.Shown = append(r.Shown, whole)
	case string:
		if key != "u" && key != "url" {
			r.Shown = append(r.Shown, n)
			return
		}
		if u, err := url.Parse(n); err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
			r.Problems = append(r.Problems, "a click would open "+n)
		}
	}
}
