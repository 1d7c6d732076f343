package openai

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	api "github.com/sashabaranov/go-openai"

	"amicable/commands/drafts"
)

// onlyWords fails unless two documents differ in the texts of their parts at most.
func onlyWords(t testing.TB, was, is drafts.Document) {
	t.Helper()
	for i := range is.Parts {
		if i < len(was.Parts) {
			is.Parts[i].Text = was.Parts[i].Text
		}
	}
	whatever := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Where" }, cmp.Ignore()) // quotes the words
	if diff := cmp.Diff(was, is, whatever); diff != "" {
		t.Errorf("more than words changed:\n%s", diff)
	}
}

// What a letter must hold stays in it.
func TestWhatALetterMustHoldStays(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	gone := 0
	for _, held := range o.Draft.Holds {
		if !held.Done || held.Where == "" {
			continue
		}
		without := strings.ReplaceAll(asJSONText(texts(o)), held.Where, "So much for that")
		_, found := prepare(o).judge(without)
		if len(found) == 0 {
			t.Errorf("%s can go", held.Code)
		}
		if strings.Contains(codes(found), "lost") {
			gone++
		}
	}
	if gone == 0 {
		t.Errorf("nothing was missed of %+v", o.Draft.Holds)
	}
}

func TestADraftIsWorded(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	o.Wish = "say it more warmly"
	r := newRig(t, true, nil, says(warmer(o)))
	doc, err := r.word(o)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.Parts[0].Text, "We are grateful for your trust") || len(doc.Findings) > 0 {
		t.Errorf("worded: %+v", doc)
	}
	onlyWords(t, o.Draft, doc)

	asked := r.requests[0]
	if asked.Model != testModel || asked.Temperature != temperature || asked.MaxCompletionTokens != DefaultAnswerTokens || asked.Stream {
		t.Errorf("asked: %+v", asked)
	}
	f := asked.ResponseFormat
	if f == nil || f.Type != api.ChatCompletionResponseFormatTypeJSONSchema || !f.JSONSchema.Strict {
		t.Errorf("format: %+v", f)
	}
	if got := r.purse.on("slack:T1"); got.Tokens != 1000 {
		t.Errorf("settled: %+v", got)
	}
}

func TestWhatIsSentIsWhatSentShows(t *testing.T) {
	f := facts()
	f.Reporters, f.Notes = []string{"Marek Reporter"}, []string{"shouted at Ola in the meeting on Monday"}
	o := order(t, drafts.Separation, f)
	r := newRig(t, false, nil, says(warmer(o)))
	if _, err := r.word(o); err != nil {
		t.Fatal(err)
	}
	sent := r.requests[0].Messages
	if len(sent) != 2 || sent[0].Content != strings.TrimSpace(brief) {
		t.Fatalf("sent: %+v", sent)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if squeeze(sent[1].Content) != squeeze(Sent(o)) {
		t.Errorf("sent %s, shown %s", sent[1].Content, Sent(o))
	}
	for _, want := range []string{`"Acme GmbH"`, `"Anna Vogel"`, `"€2,300"`, `"English"`, "D1: "} {
		if !strings.Contains(sent[1].Content, want) {
			t.Errorf("%s is not in %s", want, sent[1].Content)
		}
	}
	for _, private := range []string{"Marek", "Ola", "late-payment", "part-ways", "Part ways", `"notes"`} {
		if strings.Contains(sent[1].Content, private) {
			t.Errorf("%s was sent", private)
		}
	}
	if host, model := r.Where(); host != "model.example" || model != testModel {
		t.Errorf("where: %s, %s", host, model)
	}

	o.Notes = []string{"shouted at Ola in the meeting on Monday", strings.Repeat("x", 10_000)}
	shared := Sent(o)
	if !strings.Contains(shared, "shouted at Ola") || strings.Contains(shared, "Marek") || strings.Contains(shared, strings.Repeat("x", maxNote+1)) {
		t.Errorf("notes shared: %s", shared)
	}
}

// A server that knows no schemas is asked for JSON, then in words, and what worked is remembered.
func TestAServerWithoutSchemas(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	for name, c := range map[string]struct {
		answers []answering
		asked   int
		modes   []api.ChatCompletionResponseFormatType
	}{
		"JSON mode": {[]answering{status(http.StatusBadRequest), says(warmer(o))}, 3, []api.ChatCompletionResponseFormatType{"json_schema", "json_object", "json_object"}},
		"in words": {[]answering{
			status(http.StatusUnprocessableEntity), status(http.StatusNotImplemented),
			says("<think>What {is} asked?</think>Sure!\n```json\n{\"hm\": 1}\n" + warmer(o) + "\n```\nAnything else?"),
		}, 4, []api.ChatCompletionResponseFormatType{"json_schema", "json_object", "", ""}},
	} {
		r := newRig(t, false, nil, c.answers...)
		for range 2 {
			if _, err := r.word(o); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		var modes []api.ChatCompletionResponseFormatType
		for _, asked := range r.requests {
			if asked.ResponseFormat == nil {
				modes = append(modes, "")
				if sent := asJSONText(asked); !strings.Contains(sent, `"max_tokens":4000`) || asked.MaxCompletionTokens != 0 || asked.Temperature != 0 {
					t.Errorf("plainly: %+v", asked)
				}
				continue
			}
			modes = append(modes, asked.ResponseFormat.Type)
		}
		if diff := cmp.Diff(c.modes, modes); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if got := r.purse.on("slack:T1"); got.Tokens != 2000 {
			t.Errorf("%s: refusals were counted: %+v", name, got)
		}
	}
	r := newRig(t, false, nil, status(http.StatusBadRequest))
	if _, err := r.word(o); !errors.Is(err, ErrUnavailable) || r.asked() != 3 {
		t.Errorf("a server that knows nothing: %v after %d", err, r.asked())
	}
}

// Models that reason take no temperature.
func TestReasoningModels(t *testing.T) {
	for _, model := range []string{"o3-mini", "gpt-5-mini"} {
		o := order(t, drafts.Separation, facts())
		r := newRig(t, false, func(c *Config) { c.Model = model }, status(400), status(400), says(warmer(o)))
		if _, err := r.word(o); err != nil {
			t.Errorf("%s: %v", model, err)
		}
		for _, asked := range r.requests {
			if asked.Temperature != 0 || asked.MaxCompletionTokens == 0 {
				t.Errorf("%s: %+v", model, asked)
			}
		}
	}
}

// What is wrong is named, once; then the template stays.
func TestOneRoundOfMending(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	bad := strings.ReplaceAll(warmer(o), "We are grateful", "You never listen. We are grateful")
	r := newRig(t, false, nil, says(bad), says(warmer(o)))
	doc, err := r.word(o)
	if err != nil {
		t.Fatal(err)
	}
	onlyWords(t, o.Draft, doc)
	mend := r.requests[1].Messages
	if len(mend) != 4 || mend[2].Role != "assistant" || !strings.Contains(mend[3].Content, `"mend"`) || !strings.Contains(mend[3].Content, "You never") || !strings.Contains(mend[3].Content, "D3: ") {
		t.Errorf("mend: %+v", mend[2:])
	}

	for name, answer := range map[string]answering{
		"as bad again": says(bad), "no JSON": says("I would rather not."), "other roles": says(`{"script":"x","poem":"y"}`),
		"a number": says(`{"script":1,"answers":"","confirmation":""}`), "empty": says(""), "texts gone": says(`{"script":"","answers":"","confirmation":""}`),
		"more keys": says(strings.Replace(warmer(o), "{", `{"lastDay":"2026-11-21",`, 1)),
		"huge":      says(strings.Repeat("{", 80_000)),
	} {
		r := newRig(t, false, nil, answer)
		if doc, err := r.word(o); !errors.Is(err, ErrRejected) || r.asked() != 2 || len(doc.Parts) > 0 {
			t.Errorf("%s: %v after %d", name, err, r.asked())
		}
	}
}

// An order that says what was wrong before passes it on.
func TestFindingsOfAnOrderArePassedOn(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	o.Findings = []drafts.Finding{{Rule: drafts.Polite, Role: drafts.RoleScript, Passage: "ridiculous", Why: "hostile"}}
	if sent := Sent(o); !strings.Contains(sent, `"ridiculous"`) || !strings.Contains(sent, "D4: ") {
		t.Errorf("sent: %s", sent)
	}
}

// A draft that breaks a rule is healed, or not worded: what comes back counts as checked.
func TestFindingsOfTheDraftItself(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	good := warmer(o)
	for i := range o.Draft.Parts {
		o.Draft.Parts[i].Text = strings.ReplaceAll(o.Draft.Parts[i].Text, "We have decided", "You never listen. We have decided")
	}
	o.Draft = o.Draft.Reword(o.Facts, nil)
	if len(o.Draft.Findings) == 0 {
		t.Fatal("nothing is wrong with the draft")
	}
	same := asJSONText(texts(o))
	r := newRig(t, false, nil, says(same))
	if _, err := r.word(o); !errors.Is(err, ErrRejected) || r.asked() != 2 {
		t.Errorf("as bad as before: %v after %d", err, r.asked())
	}
	if first := r.requests[0].Messages[1].Content; !strings.Contains(first, `"mend"`) || !strings.Contains(first, "D3: ") {
		t.Errorf("not told what is wrong: %s", first)
	}
	healed, err := newRig(t, false, nil, says(same), says(good)).word(o)
	if err != nil || len(healed.Findings) > 0 {
		t.Errorf("healed: %v, %+v", err, healed.Findings)
	}
}
