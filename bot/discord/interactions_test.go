package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

// A command comes with its options, who, and where, and is answered in its own response.
func TestACommandIsAnsweredAtOnce(t *testing.T) {
	story(t, func(w *world) {
		clients := w.g.Channel("clients")
		i := w.do(w.dc.Command(clients, w.ann, "flag", discordtest.Opt("client", "Acme"), discordtest.Opt("severity", 2)))
		if w.first(i) != respondMessage || w.private(i).Text() != "did command" {
			t.Errorf("answered with %q", w.shown(i))
		}
		e := w.last()
		if e.Command != "flag" || e.Options["client"] != "Acme" || e.Options["severity"] != "2" || e.Text != "" {
			t.Errorf("the command came as %+v", e)
		}
		if e.Tenant() != "discord:"+w.g.ID || e.Actor.ID != w.ann.User.ID || e.Actor.Name != "Ann" || e.Actor.Locale != "en-GB" || e.Actor.Admin || e.Actor.Guest {
			t.Errorf("from %+v in %s", e.Actor, e.Tenant())
		}
		if e.Channel.ID != clients.ID || e.Channel.Name != "clients" || e.Channel.Exposed || e.Channel.Direct {
			t.Errorf("in %+v", e.Channel)
		}
		if n := len(w.dc.Requests()); n != 1 { // what was answered
			t.Errorf("%d requests for one command", n)
		}
	})
}

func TestTheUmbrellaReachesEveryCommand(t *testing.T) {
	story(t, func(w *world) {
		w.do(w.dc.Command(w.g.Channel("general"), w.ann, "amicable flag", discordtest.Opt("client", "Acme")))
		if e := w.last(); e.Command != "flag" || e.Options["client"] != "Acme" {
			t.Errorf("/amicable flag came as %+v", e)
		}
	})
}

// Channels and roles that an option names come with their ids.
func TestOptionsNameChannelsAndRoles(t *testing.T) {
	story(t, func(w *world) {
		clients, role := w.g.Channel("clients"), w.g.Role("Clients")
		w.do(w.dc.Command(w.g.Channel("general"), w.ann, "amicable settings",
			discordtest.Opt("value", "<#"+clients.ID+"> and <@&"+role.ID+"> and <@"+w.ann.User.ID+">")))
		e := w.last()
		if e.Options["value"] != "#clients and @Clients and @Ann" || e.Channels["#clients"] != clients.ID || e.Roles["@Clients"] != role.ID {
			t.Errorf("came as %q with %v and %v", e.Options["value"], e.Channels, e.Roles)
		}
	})
}

func TestWhoMayConfigureIsAnAdmin(t *testing.T) {
	story(t, func(w *world) {
		w.g.AddRole("Boss", discordtest.Permissions(manageGuild))
		boss := w.g.AddMember("Boss", "Boss")
		w.do(w.dc.Command(w.g.Channel("general"), boss, "flag"))
		if !w.last().Actor.Admin {
			t.Error("somebody with Manage Server is no admin")
		}
	})
}

// Guests get nothing: no answer, no handler, and no sign that something was refused.
func TestGuestsGetNothing(t *testing.T) {
	story(t, func(w *world) {
		client := w.g.AddMember("Client", "Clients")
		w.guests[w.g.ID] = []string{w.g.Role("Clients").ID}
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, client, "flag"))
		if got := w.shown(i); len(got) > 0 {
			t.Errorf("a guest was shown %q", got)
		}
		i = w.do(w.dc.Complete(general, client, "flag", discordtest.Opt("client", "a")))
		if len(w.dc.Choices(i)) > 0 {
			t.Error("a guest was offered clients")
		}
		w.wrote(general, client, "<@"+w.a.self()+"> hello")
		w.reacted("ADD", general, client, w.dc.Say(general, w.ann.User, "x"), "🚩")
		w.none()
		if got := w.dc.Direct(client.User); len(got) > 0 {
			t.Errorf("a guest was written %q", texts(got))
		}
	})
}

// When it cannot be found out who asks, nothing is done, and that is said.
func TestUnknownPeopleAreToldSo(t *testing.T) {
	story(t, func(w *world) {
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		if got := w.private(i).Text(); got != shouted(bot.PhraseUnsure) {
			t.Errorf("answered %q", got)
		}
		w.none()
	}, func(c *Config) {
		c.GuestRoles = func(context.Context, string) ([]string, error) { return nil, errors.New("the store is away") }
	})
}

// A slow answer is deferred, and takes the place of "thinking…".
func TestASlowAnswerFollows(t *testing.T) {
	story(t, func(w *world) {
		w.slowly(5*time.Second, says("at last"))
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		if w.first(i) != respondThinking {
			t.Fatalf("the first response has type %d", w.first(i))
		}
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if got := w.private(i).Text(); got != "at last" {
			t.Errorf("answered %q", got)
		}
	})
}

func TestAFailureIsTold(t *testing.T) {
	story(t, func(w *world) {
		for _, fail := range []func() (bot.Reply, error){
			func() (bot.Reply, error) { return bot.Reply{}, errors.New("private words") },
			func() (bot.Reply, error) { panic("private words") },
		} {
			w.answer = func(context.Context, bot.Event) (bot.Reply, error) { return fail() }
			i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
			if got := w.private(i).Text(); got != shouted(bot.PhraseFailed) {
				t.Errorf("answered %q", got)
			}
		}
		w.log = &safeBuffer{} // an error and a panic of the handler's are logged as they are
	})
}

// The same interaction, delivered again, is not worked on again.
func TestAReplayIsAnsweredTheSame(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("once")}}, Picture: func(context.Context) (bot.Image, error) {
			return bot.Image{PNG: png, Alt: "a curve"}, nil
		}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		r, err := w.dc.Signed(w.Context(), "http://bot.example/discord/interactions", i)
		if err != nil {
			t.Fatal(err)
		}
		rec := record(w, r)
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "once") {
			t.Errorf("a replay was answered %d %s", rec.Code, rec.Body)
		}
		synctest.Wait()
		w.last()
		if got := w.shown(i); len(got) != 2 {
			t.Errorf("shown %q", got)
		}
	})
}

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

func TestSuggestions(t *testing.T) {
	story(t, func(w *world) {
		general := w.g.Channel("general")
		w.suggest = func(_ context.Context, e bot.Event, field, typed string) ([]bot.Option, error) {
			if e.Command != "flag" || e.Options["client"] != "Acme" || field != "sign" || typed != "la" || e.Tenant() != "discord:"+w.g.ID {
				t.Errorf("asked for %s %q in %+v", field, typed, e)
			}
			all := []bot.Option{{Label: "Late payment", Value: "late-payment"}, {Label: "again", Value: "late-payment"}, {Label: "x", Value: strings.Repeat("x", 101)}, {Value: ""}}
			for n := range 40 {
				all = append(all, bot.Option{Label: strings.Repeat("long ", 40), Value: strings.Repeat("v", n+1)})
			}
			return all, nil
		}
		sign := discordtest.Opt("sign", "la")
		sign.Focused = true
		i := w.do(w.dc.Complete(general, w.ann, "amicable flag", discordtest.Opt("client", "Acme"), sign))
		if got := w.dc.Choices(i); len(got) != maxSuggestions || got[0].Name != "Late payment" || got[0].Value != "late-payment" {
			t.Errorf("offered %+v", got)
		}
		for _, fail := range []func(ctx context.Context) error{
			func(context.Context) error { return errors.New("no") },
			func(context.Context) error { panic("no") },
			func(ctx context.Context) error { <-ctx.Done(); return nil },
			func(context.Context) error { time.Sleep(2 * time.Second); return nil }, // deaf to ctx
		} {
			w.suggest = func(ctx context.Context, _ bot.Event, _, _ string) ([]bot.Option, error) {
				return []bot.Option{{Label: "late", Value: "late"}}, fail(ctx)
			}
			began := time.Now()
			i := w.do(w.dc.Complete(general, w.ann, "flag", discordtest.Opt("client", "a")))
			if n, took := len(w.dc.Choices(i)), time.Since(began); n > 1 || took > suggestTime {
				t.Errorf("%d choices after %v", n, took)
			}
		}
	})
}

// Pictures come after the text, to the same person; long replies go on in further messages.
func TestWhatFollowsAnAnswer(t *testing.T) {
	story(t, func(w *world) {
		w.reply(bot.Reply{Blocks: says("the text").Blocks, Picture: func(ctx context.Context) (bot.Image, error) {
			select {
			case <-time.After(3 * time.Second):
			case <-ctx.Done():
			}
			return bot.Image{PNG: png, Alt: "a curve"}, nil
		}})
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
		w.wants(w.shown(i), "the text")
		time.Sleep(4 * time.Second)
		synctest.Wait()
		all := w.dc.Shown(i)
		if len(all) != 2 || !all[1].Private() || len(all[1].Attachments) != 1 {
			t.Fatalf("shown %q", texts(all))
		}

		w.reply(bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}})
		i = w.do(w.dc.Command(w.g.Channel("general"), w.ann, "draft"))
		all = w.dc.Shown(i)
		if len(all) != 2 || !all[0].Private() || !all[1].Private() {
			t.Errorf("a long letter takes %d messages", len(all))
		}
	})
}

// The better version of a reply takes its place, messages that are too many go.
func TestBetterWordsTakeTheFirstOnesPlace(t *testing.T) {
	story(t, func(w *world) {
		long := bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}}
		long.Later = func(context.Context) (bot.Reply, error) {
			time.Sleep(20 * time.Second)
			return says("a better letter"), nil
		}
		w.reply(long)
		general := w.g.Channel("general")
		i := w.do(w.dc.Command(general, w.ann, "draft"))
		if len(w.dc.Shown(i)) != 2 {
			t.Fatal("the letter is not long")
		}
		w.wrote(general, w.ann, "<@"+w.a.self()+"> draft")
		time.Sleep(30 * time.Second)
		synctest.Wait()
		w.wants(w.shown(i), "a better letter")
		w.wants(texts(w.dc.Direct(w.ann.User)), "a better letter")
	})
}

// What follows an answer can fail without harm to it.
func TestWhatFollowsMayFail(t *testing.T) {
	story(t, func(w *world) {
		for name, r := range map[string]bot.Reply{
			"a picture":       {Picture: func(context.Context) (bot.Image, error) { return bot.Image{}, errors.New("no paint") }},
			"a wild picture":  {Picture: func(context.Context) (bot.Image, error) { panic("no paint") }},
			"a slow picture":  {Picture: func(ctx context.Context) (bot.Image, error) { <-ctx.Done(); return bot.Image{PNG: png}, nil }},
			"no picture":      {Picture: func(context.Context) (bot.Image, error) { return bot.Image{}, nil }},
			"better words":    {Later: func(context.Context) (bot.Reply, error) { return bot.Reply{}, errors.New("no words") }},
			"wild words":      {Later: func(context.Context) (bot.Reply, error) { panic("no words") }},
			"no better words": {Later: func(context.Context) (bot.Reply, error) { return bot.Reply{}, nil }},
			"endless words":   {Later: func(ctx context.Context) (bot.Reply, error) { <-ctx.Done(); return bot.Reply{}, ctx.Err() }},
		} {
			r.Blocks = says("the text").Blocks
			w.reply(r)
			i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "assess"))
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			if got := w.shown(i); !slices.Equal(got, []string{"the text"}) {
				t.Errorf("%s: shown %q", name, got)
			}
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
