package discord

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
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

// While our records are away nothing is done, and that is said.
func TestAwayRecordsAreToldSo(t *testing.T) {
	story(t, func(w *world) {
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		if got := w.private(i).Text(); got != shouted(bot.PhraseStoreAway) {
			t.Errorf("answered %q", got)
		}
		w.none()
	}, func(c *Config) {
		c.Roles = func(context.Context, string) (_, _ []string, err error) {
			return nil, nil, errors.New("the store is away")
		}
	})
}

// Whatever goes wrong while an interaction is worked on, it is answered.
func TestAPanicIsAnswered(t *testing.T) {
	story(t, func(w *world) {
		i := w.do(w.dc.Command(w.g.Channel("general"), w.ann, "flag"))
		if got := w.private(i).Text(); got != shouted(bot.PhraseFailed) {
			t.Errorf("answered %q", got)
		}
		w.none()
	}, func(c *Config) {
		c.Roles = func(context.Context, string) (_, _ []string, err error) { panic("no roles") }
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

// In a direct conversation it stays.
func TestASlowAnswerInADirectMessage(t *testing.T) {
	story(t, func(w *world) {
		w.slowly(5*time.Second, says("at last"))
		i := w.do(w.dc.Command(w.dc.DirectChannel(w.ann.User), nil, "assess"))
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if all := w.dc.Shown(i); len(all) != 1 || all[0].Private() || all[0].Text() != "at last" {
			t.Errorf("shown %q", texts(all))
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
		w.log = &bottest.Log{} // an error and a panic of the handler's are logged as they are
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
