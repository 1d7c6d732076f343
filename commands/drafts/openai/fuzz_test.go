package openai

import (
	"strings"
	"testing"

	"amicable/commands/drafts"
)

// Whatever a model answers, nothing but words changes, and no link or new figure comes with them.
func FuzzJudge(f *testing.F) {
	o := order(f, drafts.Separation, facts())
	f.Add(warmer(o))
	f.Add(asJSONText(texts(o)))
	f.Add("```json\n" + warmer(o) + "\n```")
	f.Add(`{"script":"\ud800","answers":"\u0000","confirmation":"[x](http://y)"}`)
	f.Add(strings.ReplaceAll(warmer(o), "Thank", "Thank 3.14 http://x.example ＠"))
	f.Fuzz(func(t *testing.T, answer string) {
		doc, found := prepare(o).judge(answer)
		if len(found) > 0 {
			_ = prepare(o).question().mend(answer, found)
			return
		}
		for _, p := range doc.Parts {
			if strings.Contains(p.Text, "://") || strings.ContainsRune(p.Text, '@') {
				t.Errorf("a link in %q", p.Text)
			}
		}
		for i, g := range prepare(o).guards {
			for _, p := range g.places {
				if p.fixed() && !strings.Contains(typed(doc.Parts[i].Text), typed(p.text)) {
					t.Errorf("%q is gone", p.text)
				}
			}
		}
		onlyWords(t, o.Draft, doc)
	})
}
