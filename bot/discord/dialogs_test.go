package discord

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// "Flag this message" opens a form, and what it is filled with comes back.
func TestFlagThisMessage(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		m := w.dc.Say(clients, w.g.AddMember("Bob").User, "We will pay in <#"+clients.ID+"> next year")
		w.reply(formReply(bot.Form{ID: "flag", State: "state", Title: "Flag", Submit: "Go", Fields: []bot.Field{
			{ID: "client", Kind: bot.ShortText, Label: "Client"}, {ID: "note", Kind: bot.LongText, Label: "Note", Optional: true},
		}}))
		i := w.do(w.dc.OnMessage(clients, w.ann, "Flag this message", m))
		e := w.last()
		if e.Kind != bot.KindShortcut || e.Message.ID != m.ID || e.Message.Text != "We will pay in #clients next year" || e.Message.Author != m.Author.ID {
			t.Errorf("came as %+v about %+v", e, e.Message)
		}
		if want := "https://discord.com/channels/" + w.g.ID + "/" + clients.ID + "/" + m.ID; e.Message.Link != want || e.Message.At.IsZero() {
			t.Errorf("the message is of %v at %s", e.Message.At, e.Message.Link)
		}
		w.reply(says("recorded"))
		sent := w.do(w.dc.Submit(i, map[string]string{"Client": "Acme", "Note": "late"}))
		e = w.last()
		if e.Kind != bot.KindForm || e.Action != "flag" || e.Value != "state" || e.Field("client") != "Acme" || e.Field("note") != "late" {
			t.Errorf("the form came as %+v", e)
		}
		if got := w.private(sent).Text(); got != "recorded" {
			t.Errorf("answered %q", got)
		}
	})
}

// A dialog that was sent again, because no answer came in time, is the same event.
func TestADialogSentTwiceIsOneEvent(t *testing.T) {
	story(t, func(w *world) {
		w.reply(formReply(bot.Form{ID: "flag", Title: "Flag", Submit: "Go", Fields: []bot.Field{{ID: "client", Kind: bot.ShortText, Label: "Client"}}}))
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		w.last()
		w.reply(says("recorded"))
		w.do(w.dc.Submit(i, map[string]string{"Client": "Acme"}))
		first := w.last()
		w.do(w.dc.Submit(i, map[string]string{"Client": "Acme"}))
		if again := w.last(); again.ID != first.ID {
			t.Errorf("two events, %s and %s", first.ID, again.ID)
		}
		w.do(w.dc.Submit(i, map[string]string{"Client": "Bolt"}))
		if other := w.last(); other.ID == first.ID {
			t.Error("other answers are the same event")
		}
	})
}

// What is wrong in a form is said, and the form opens again with what was typed.
func TestAFormCanBeMended(t *testing.T) {
	story(t, func(w *world) {
		w.reply(formReply(bot.Form{ID: "flag", State: "s", Title: "Flag", Submit: "Go", Fields: []bot.Field{{ID: "client", Kind: bot.ShortText, Label: "Client"}}}))
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()
		w.reply(bot.Reply{FieldErrors: map[string]string{"client": "too long"}})
		sent := w.do(w.dc.Submit(i, map[string]string{"Client": "Acme and Sons"}))
		w.last()
		refused := w.private(sent)
		if !strings.Contains(refused.Text(), "too long") {
			t.Fatalf("answered %q", refused.Text())
		}
		again := w.do(w.dc.Press(general, w.ann, refused, "Flag"))
		if dialog, open := w.dc.Dialog(again); !open || dialog.Controls[0].Value != "Acme and Sons" {
			t.Fatalf("the form does not open again with its answers: %+v", dialog)
		}
		w.reply(says("recorded"))
		w.do(w.dc.Submit(again, map[string]string{"Client": "Acme"}))
		if e := w.last(); e.Value != "s" || e.Field("client") != "Acme" {
			t.Errorf("came as %+v", e)
		}
	})
}

// A form that is ready too late is offered with a button.
func TestALateFormIsOffered(t *testing.T) {
	story(t, func(w *world) {
		form := bot.Form{ID: "flag", Title: "Flag it", Submit: "Go", Fields: []bot.Field{{ID: "client", Kind: bot.ShortText, Label: "Client"}}}
		w.slowly(3*time.Second, formReply(form))
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "flag"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		opened := w.do(w.dc.Press(general, w.ann, w.private(i), "Flag it"))
		if _, open := w.dc.Dialog(opened); !open {
			t.Errorf("the button shows %q", w.shown(opened))
		}
		// Somebody else's form opens for nobody else.
		other := w.do(w.dc.Press(general, w.g.AddMember("Bob"), w.dc.Shown(i)[0], "Flag it"))
		if _, open := w.dc.Dialog(other); open {
			t.Error("it opens for somebody else")
		}
	})
}

// A pressed button replaces its message, or answers below it.
func TestPresses(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("what now?")}, button("Undo")}})
		asked := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()

		w.reply(says("an answer"))
		pressed := w.do(w.dc.Press(general, w.ann, w.private(asked), "Undo"))
		if e := w.last(); e.Kind != bot.KindAction || e.Action != "do" || e.Value != "Undo" {
			t.Errorf("the press came as %+v", e)
		}
		if got := w.private(pressed).Text(); got != "an answer" {
			t.Errorf("answered %q", got)
		}
		if got := w.private(asked).Text(); !strings.HasPrefix(got, "what now?") {
			t.Errorf("the message became %q", got)
		}

		w.reply(bot.Reply{Blocks: says("undone").Blocks, Replace: true})
		w.do(w.dc.Press(general, w.ann, w.private(asked), "Undo"))
		if got := w.private(asked).Text(); got != "undone" {
			t.Errorf("the message became %q", got)
		}
	})
}

func TestASlowPressReplacesToo(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("what now?")}, button("Undo")}})
		asked := w.do(w.dc.Command(general, w.ann, "flag"))
		m := w.private(asked)
		w.slowly(3*time.Second, bot.Reply{Blocks: says("undone").Blocks, Replace: true})
		pressed := w.do(w.dc.Press(general, w.ann, m, "Undo"))
		if w.first(pressed) != respondNothingYet {
			t.Fatalf("the first response has type %d", w.first(pressed))
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := w.private(asked).Text(); got != "undone" {
			t.Errorf("the message became %q", got)
		}
		w.slowly(3*time.Second, says("more"))
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("what now?")}, button("Undo")}})
		asked = w.do(w.dc.Command(general, w.ann, "flag"))
		w.slowly(3*time.Second, says("more"))
		pressed = w.do(w.dc.Press(general, w.ann, w.private(asked), "Undo"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := w.shown(pressed); !slices.Contains(got, "more") {
			t.Errorf("shown %q", got)
		}
	})
}

// A dangerous button asks first; only yes counts.
func TestADangerousPressIsConfirmed(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: []bot.Button{{Label: "Erase", Action: "erase", Value: "7", Confirm: "For good?"}}}}})
		asked := w.do(w.dc.Command(general, w.ann, "client"))
		w.last()
		question := w.do(w.dc.Press(general, w.ann, w.private(asked), "Erase"))
		w.none()
		if got := w.private(question).Text(); !strings.HasPrefix(got, "For good?") {
			t.Fatalf("asked %q", got)
		}
		w.do(w.dc.Press(general, w.ann, w.private(question), shouted(bot.PhraseNo)))
		w.none()
		if got := w.shown(question); len(got) > 0 {
			t.Errorf("after no there still is %q", got)
		}
		question = w.do(w.dc.Press(general, w.ann, w.private(asked), "Erase"))
		w.reply(says("erased"))
		w.do(w.dc.Press(general, w.ann, w.private(question), shouted(bot.PhraseYes)))
		if e := w.last(); e.Action != "erase" || e.Value != "7" {
			t.Errorf("yes came as %+v", e)
		}
	})
}

// People are asked in the language of the message whose button they press,
// whoever was shown the same button since.
func TestAQuestionIsInThePersonsLanguage(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		pola := w.g.AddMember("Pola")
		asks := func(question string) bot.Reply {
			return bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: []bot.Button{{Label: "Erase", Action: "erase", Value: "7", Confirm: question}}}}}
		}
		w.reply(asks("Na pewno?"))
		polish := w.private(w.do(w.dc.Command(general, pola, "client")))
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, User: pola.User.ID}, asks("Na pewno?")); err != nil {
			t.Fatal(err)
		}
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, Channel: general.ID}, asks("Per sempre?")); err != nil {
			t.Fatal(err)
		}
		w.reply(asks("For good?"))
		english := w.private(w.do(w.dc.Command(general, w.ann, "client")))

		asked := func(c *discordtest.Channel, who *discordtest.Member, m discordtest.Message, want string) {
			t.Helper()
			if got := w.shown(w.do(w.dc.Press(c, who, m, "Erase"))); len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("asked %q, want %q", got, want)
			}
		}
		asked(general, pola, polish, "Na pewno?")
		asked(general, w.ann, english, "For good?")
		asked(w.dc.DirectChannel(pola.User), nil, w.dc.Direct(pola.User)[0], "Na pewno?")
		for _, who := range []*discordtest.Member{pola, w.ann} {
			asked(general, who, w.dc.In(general)[0], "Per sempre?")
		}
	})
}

// What others see is not replaced where outsiders may read along.
func TestNothingIsReplacedInFrontOfOutsiders(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		if err := w.a.Send(w.Context(), bot.Target{Workspace: w.g.ID, Channel: general.ID}, bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("an alert")}, button("Assess")}}); err != nil {
			t.Fatal(err)
		}
		alert := w.dc.In(general)[0]
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID} // who can read in #general
		w.reply(bot.Reply{Blocks: says("private matter").Blocks, Replace: true})
		pressed := w.do(w.dc.Press(general, w.ann, alert, "Assess"))
		if got := w.private(pressed).Text(); got != "private matter" {
			t.Errorf("answered %q", got)
		}
		if got := texts(w.dc.In(general)); !strings.HasPrefix(got[0], "an alert") {
			t.Errorf("the channel reads %q", got)
		}
	})
}

// A form that Discord cannot show is said to be one.
func TestAFormThatCannotBeOpened(t *testing.T) {
	story(t, func(w *world) {
		w.reply(formReply(bot.Form{ID: "a|b", Title: "x"}))
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		if got := w.private(i).Text(); got != shouted(bot.PhraseFormFailed) {
			t.Errorf("shown %q", got)
		}
	})
}

// Errors of fields without a form are told as they are.
func TestErrorsOfNoForm(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{FieldErrors: map[string]string{"client": "who is that?"}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		if got := w.private(i).Text(); got != "who is that?" {
			t.Errorf("shown %q", got)
		}
	})
}

// Presses of nobody's making, and of what was forgotten, are acknowledged and do
// nothing.
func TestOtherPeoplesComponents(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.reply(bot.Reply{Blocks: []bot.Block{button("Undo")}})
		asked := w.do(w.dc.Command(general, w.ann, "flag"))
		w.last()
		for _, id := range []string{"not ours", "a|b|!!", "discord:form|nothing 0|", "discord:form|x|", "discord:show|nothing|"} {
			pressed := w.dc.Press(general, w.ann, w.private(asked), "Undo")
			pressed.Data["custom_id"] = id
			w.do(pressed)
			w.none()
		}
	})
}
