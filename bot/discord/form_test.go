package discord

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// submit sends a dialog as Discord does when its answers were changed so.
func submit(t interface{ Fatal(...any) }, m modal, changes map[string]string) submission {
	var out submittedInput
	out.CustomID = m.CustomID
	for _, c := range m.Components {
		q, ok := c.(modalLabel)
		if !ok {
			out.Components = append(out.Components, submittedInput{})
			continue
		}
		in := submittedInput{}
		switch x := q.Component.(type) {
		case textInput:
			in.CustomID, in.Value = x.CustomID, x.Value
		case choiceInput:
			in.CustomID = x.CustomID
			for _, o := range x.Options {
				if o.Default {
					in.Values = []string{o.Value}
				}
			}
		}
		id, _, _, _ := cutID(in.CustomID)
		if change, ok := changes[id]; ok {
			if in.Values != nil {
				in.Values = []string{change}
			} else {
				in.Value = change
			}
		}
		out.Components = append(out.Components, submittedInput{Component: &in})
	}
	raw, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	s, err := readModal(raw)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// flagForm is the form that `/flag` opens on a message.
func flagForm() bot.Form {
	return bot.Form{
		ID: "flag", State: `{"Source":"1234567890123456789/1234567890123456790/flag","At":1795216800}`, Title: "Flag a client", Submit: "Flag",
		Fields: []bot.Field{
			{ID: "client", Label: "Client", Kind: bot.Search, Value: "client:1z", Shown: "Acme GmbH"},
			{ID: "sign", Label: "Sign", Kind: bot.Choice, Value: "late-payment", Options: []bot.Option{{Label: "Late payment", Value: "late-payment"}, {Label: "Scope creep", Value: "scope-creep"}}},
			{ID: "severity", Label: "How bad", Kind: bot.Choice, Value: "normal", Options: []bot.Option{{Label: "Normal", Value: "normal"}}},
			{ID: "date", Label: "When", Kind: bot.Date, Value: "2026-11-21"},
			{ID: "note", Label: "Note", Kind: bot.LongText, Optional: true, MaxRunes: 2000},
		},
	}
}

func TestAFormComesBack(t *testing.T) {
	m, err := testRenderer.modal(flagForm(), "k1", 0)
	if err != nil {
		t.Fatal(err)
	}
	got := submit(t, m, map[string]string{"sign": "scope-creep", "note": "third time\nthis week"})
	want := submission{
		ticket: ticket{form: "flag", key: "k1", workspace: testGuild, state: flagForm().State},
		fields: map[string]string{
			"client": "client:1z", "sign": "scope-creep", "severity": "normal", "date": "2026-11-21", "note": "third time\nthis week",
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(submission{}, ticket{})); diff != "" {
		t.Error(diff)
	}
	if got := submit(t, m, map[string]string{"client": "Acme Ltd"}).fields["client"]; got != "Acme Ltd" {
		t.Errorf("a client typed anew came back as %q", got)
	}
}

func TestStateSurvivesTheDialog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := flagForm()
		f.State = rapid.StringN(0, -1, 300).Draw(t, "state")
		f.Fields = f.Fields[:rapid.IntRange(1, 5).Draw(t, "fields")]
		f.Fields[0].Shown = rapid.String().Draw(t, "shown")
		m, err := testRenderer.modal(f, "0123456789abcdef", 0)
		if err != nil {
			t.Fatal(err)
		}
		got := submit(t, m, nil)
		if got.stateless && len(f.Fields) == 5 {
			t.Errorf("%d bytes of state found no room", len(f.State))
		}
		if !got.stateless && got.state != f.State {
			t.Errorf("state %q came back as %q", f.State, got.state)
		}
		if blank(f.Fields[0].Shown) || got.stateless || len(f.State) > 100 {
			return
		}
		if want := "client:1z"; len(f.Fields) == 5 && got.fields["client"] != want {
			t.Errorf("a client that was left as %q came back as %q", f.Fields[0].Shown, got.fields["client"])
		}
	})
}

func TestAStateTooLongForADialogIsRemembered(t *testing.T) {
	f := flagForm()
	f.State = strings.Repeat("s", 1500)
	m, err := testRenderer.modal(f, "k1", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := submit(t, m, nil); !got.stateless || got.key != "k1" || got.fields["date"] != "2026-11-21" {
		t.Errorf("came back as %+v", got)
	}
}

// profileForm has more questions than a dialog holds, as the form for a client's profile.
func profileForm() bot.Form {
	f := bot.Form{ID: "profile", State: "1z", Title: "About Acme GmbH", Intro: bot.P("What is known of Acme GmbH")}
	for i := range 9 {
		f.Fields = append(f.Fields, bot.Field{ID: fmt.Sprint("fact", i), Label: fmt.Sprint("Fact ", i), Kind: bot.ShortText, Value: fmt.Sprint("value ", i), Optional: i != 7})
	}
	return f
}

func TestALongFormHasPages(t *testing.T) {
	f := profileForm()
	reply := bot.Reply{Title: "Saved"}
	answers := map[string]string{}
	for page := 0; ; page++ {
		m, err := testRenderer.modal(f, "k1", page)
		if err != nil {
			t.Fatal(err)
		}
		s := submit(t, m, nil)
		maps.Copy(answers, s.fields)
		if page == 0 && s.fields["fact7"] == "" {
			t.Error("what must be answered is not on the first page")
		}
		next := nextPage(reply, f, func() string { return "k1" }, page)
		if len(next.Blocks) == 0 {
			break
		}
		button := next.Blocks[0].(bot.Actions).Buttons[0]
		key, to, ok := readDoor(button.Value)
		if !ok || key != "k1" || to != page+1 || button.Action != actionForm || button.Label != "About Acme GmbH 2/2" {
			t.Errorf("the button to the next page is %+v", button)
		}
	}
	if len(answers) != 9 {
		t.Errorf("%d of 9 questions were asked: %v", len(answers), answers)
	}
}

func TestAnIntroIsShown(t *testing.T) {
	for n := range 11 {
		f := profileForm()
		f.Fields = f.Fields[:min(n, 9)]
		if n == 10 {
			f.Fields = append(f.Fields, bot.Field{ID: "last", Label: "Last"})
		}
		m, err := testRenderer.modal(f, "k1", 0)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(response{Type: respondModal, Data: m})
		if err != nil {
			t.Fatal(err)
		}
		if shown := strings.Join(discordtest.Shown(raw), "\n"); !strings.Contains(shown, "What is known of Acme GmbH") {
			t.Errorf("of %d questions: %q", len(f.Fields), shown)
		}
		if p := discordtest.Check(raw); len(p) > 0 {
			t.Errorf("of %d questions: %v", len(f.Fields), p)
		}
	}
}

func TestALongLabelIsToldWhole(t *testing.T) {
	const long = "What to draft (else what the verdict calls for)"
	q := question(bot.Field{ID: "verb", Label: long, Hint: "One of them"}, "verb||")
	if q.Label == long || q.Description != long+" One of them" {
		t.Errorf("it reads %q, %q", q.Label, q.Description)
	}
}

func TestRefusedAnswersAreNotLost(t *testing.T) {
	note := strings.Repeat("They called at night again. ", 70)
	answers := map[string]string{"client": "", "note": note, "date": "2026-11-21"}
	wrong := map[string]string{"client": "Which client is it?"}
	f := flagForm()
	shown := read(t, testRenderer.messages(refusal(f, "k1", 0, wrong, answers), true))
	if diff := cmp.Diff([]string{"Client\nWhich client is it?", "Note\n" + strings.TrimSpace(note), "Flag a client"}, trimmed(shown)); diff != "" {
		t.Error(diff)
	}
	m, err := testRenderer.modal(refill(f, answers), "k1", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := submit(t, m, nil).fields; got["note"] != note || got["client"] != "" {
		t.Errorf("the form opens with %q", got)
	}
	forgotten := read(t, testRenderer.messages(refusal(bot.Form{}, "k1", 0, wrong, answers), true))
	if diff := cmp.Diff([]string{"Which client is it?", strings.TrimSpace(note)}, trimmed(forgotten)); diff != "" {
		t.Error(diff)
	}
}

func trimmed(all []string) []string {
	for i, s := range all {
		all[i] = strings.TrimSpace(s)
	}
	return all
}

func TestAFormBehindADoor(t *testing.T) {
	reply := behindDoor(bot.Reply{Blocks: []bot.Block{bot.Note{Line: bot.P("Nearly.")}, profileForm()}}, "k1")
	if _, still := reply.Form(); still {
		t.Error("the form is still there")
	}
	got := read(t, testRenderer.messages(reply, true))
	if diff := cmp.Diff([]string{"Nearly.", "What is known of Acme GmbH", "About Acme GmbH 1/2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAQuestionBeforeAPress(t *testing.T) {
	p := press{action: "undo", value: "1z 1-0", ask: true, workspace: testGuild}
	messages := testRenderer.messages(testRenderer.question(p, "Undo", ""), true)
	if diff := cmp.Diff([]string{"Undo", "YES", "NO"}, read(t, messages)); diff != "" {
		t.Error(diff)
	}
	raw, err := json.Marshal(messages[0])
	if err != nil {
		t.Fatal(err)
	}
	p.ask = false
	yes, _ := p.id(0)
	if !strings.Contains(string(raw), `"custom_id":"`+yes+`"`) {
		t.Errorf("no button presses %q: %s", yes, raw)
	}
}

func TestLabelsAndHintsFitADialog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := bot.Form{ID: "f", Title: hostileText().Draw(t, "title"), Intro: bot.P(hostileText().Draw(t, "intro"))}
		for i := range rapid.IntRange(0, 12).Draw(t, "fields") {
			f.Fields = append(f.Fields, bot.Field{
				ID: fmt.Sprint("f", i), Label: hostileText().Draw(t, "label"), Hint: hostileText().Draw(t, "hint"), Value: hostileText().Draw(t, "value"),
				Kind: rapid.SampledFrom([]bot.FieldKind{bot.ShortText, bot.LongText, bot.Search, bot.Date}).Draw(t, "kind"), MaxRunes: rapid.IntRange(0, 5000).Draw(t, "most"),
			})
		}
		pages, _ := formPages(f)
		asked := 0
		for i := range pages {
			m, err := testRenderer.modal(f, "k", i)
			if err != nil {
				t.Fatal(err)
			}
			asked += len(submit(t, m, nil).fields)
			raw, err := json.Marshal(response{Type: respondModal, Data: m})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range discordtest.Check(raw) {
				t.Error(p)
			}
		}
		if asked != len(f.Fields) {
			t.Errorf("%d of %d questions were asked", asked, len(f.Fields))
		}
	})
}

func FuzzReadModal(f *testing.F) {
	m, err := testRenderer.modal(flagForm(), "k1", 0)
	if err != nil {
		f.Fatal(err)
	}
	raw, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"custom_id":"f|1:a|k.0","components":[{"type":18,"component":{"custom_id":"x||","values":["y"]}},{"type":1,"components":[{"custom_id":"z||","value":"w"}]}]}`))
	f.Add([]byte(`{"custom_id":"f|65535:|k.0"}`))
	f.Add([]byte(`{"custom_id":"f||k.0!"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := readModal(data)
		if err == nil && s.form == "" {
			t.Errorf("%s is read as %+v", data, s)
		}
	})
}
