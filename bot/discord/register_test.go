package discord

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
	"amicable/bot/discord/discordtest"
)

func testCommands() []bot.Command {
	return []bot.Command{
		{Name: "amicable", Summary: "Everything"},
		{
			Name: "flag", Summary: "Record what happened", SummaryIn: map[string]string{"pl": "Zapisz, co się stało", "sr": "Забележи"},
			Options: []bot.CommandOption{
				{Name: "note", Summary: "What happened", MaxRunes: 300},
				{Name: "client", Summary: "Which client", Required: true, Suggest: true, NameIn: map[string]string{"pl": "klient", "nl": "Klant"}},
				{Name: "severity", Summary: strings.Repeat("long ", 40), Choices: []bot.CommandChoice{{Label: "Low", Value: "low", LabelIn: map[string]string{"it": "Bassa"}}}},
			},
		},
		{Name: "status", Summary: "How the bot is", Umbrella: true, Admin: true},
	}
}

func withCommands(c *Config) { c.Commands = testCommands() }

// What is registered is what the table says, in all languages that Discord has.
func TestRegistration(t *testing.T) {
	all, err := registration(testCommands(), phrases{})
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]appCommand{}
	for _, c := range all {
		byName[c.Name] = c
	}
	flag := byName["flag"]
	if len(all) != 3 || byName["status"].Name != "" || flag.DescriptionIn["pl"] == "" || flag.DescriptionIn["sr"] != "" {
		t.Errorf("registered %+v", all)
	}
	if flag.Options[0].Name != "client" || !flag.Options[0].Required || !flag.Options[0].Autocomplete || flag.Options[0].NameIn["pl"] != "klient" || flag.Options[0].NameIn["nl"] != "" {
		t.Errorf("the first option is %+v", flag.Options[0])
	}
	if o := flag.Options[2]; bot.Length(o.Description) > maxDescription || o.Choices[0].NameIn["it"] != "Bassa" || o.Autocomplete {
		t.Errorf("the last option is %+v", o)
	}
	if subs := byName["amicable"].Options; len(subs) != 2 || subs[1].Name != "status" || subs[0].Options[0].Name != "client" || subs[0].Type != optionSubcommand {
		t.Errorf("/amicable has %+v", subs)
	}
	for _, c := range all {
		if c.Members != nil || len(c.Contexts) != 2 || len(c.IntegrationTypes) != 1 {
			t.Errorf("%s is for %v in %v", c.Name, c.Members, c.Contexts)
		}
	}
}

func TestWhatCannotBeRegisteredIsSaidSo(t *testing.T) {
	for _, name := range []string{"Flag", "two words", "", strings.Repeat("x", 33)} {
		if _, err := registration([]bot.Command{{Name: name, Summary: "x"}}, phrases{}); err == nil {
			t.Errorf("%q is registered", name)
		}
	}
}

// Two options never have the same name in a language.
func TestTranslatedNamesDoNotMeet(t *testing.T) {
	all := options([]bot.CommandOption{
		{Name: "a", NameIn: map[string]string{"pl": "x", "it": "b"}}, {Name: "b", NameIn: map[string]string{"pl": "x"}}, {Name: "a"},
	})
	if len(all) != 2 || all[0].NameIn["pl"] != "x" || all[0].NameIn["it"] != "" || all[1].NameIn["pl"] != "" {
		t.Errorf("got %+v", all)
	}
}

// The commands are written when they differ, and not again.
func TestCommandsAreWrittenOnlyWhenTheyDiffer(t *testing.T) {
	story(t, func(w *world) {
		wanted, err := registration(testCommands(), phrases{})
		if err != nil {
			t.Fatal(err)
		}
		register := func() int {
			t.Helper()
			before := len(w.dc.Requests(discordtest.SetCommands, discordtest.SetGuildCommands))
			if err := w.a.register(w.Context(), wanted); err != nil {
				t.Fatal(err)
			}
			return len(w.dc.Requests(discordtest.SetCommands, discordtest.SetGuildCommands)) - before
		}
		if n := register(); n != 1 || len(w.dc.Commands("")) != 3 {
			t.Errorf("%d writes, %d commands", n, len(w.dc.Commands("")))
		}
		if n := register(); n != 0 {
			t.Errorf("%d writes of the same", n)
		}
		wanted[0].Description += " and more"
		if n := register(); n != 1 {
			t.Errorf("%d writes of a change", n)
		}
		w.a.cfg.GuildID = w.g.ID // tried out in one guild
		if n := register(); n != 2 || len(w.dc.Commands("")) != 0 || len(w.dc.Commands(w.g.ID)) != 3 {
			t.Errorf("%d writes, %d commands for all", n, len(w.dc.Commands("")))
		}
		w.a.cfg.GuildID = ""
		if n := register(); n != 2 || len(w.dc.Commands("")) != 3 || len(w.dc.Commands(w.g.ID)) != 0 {
			t.Errorf("%d writes, %d commands in the guild", n, len(w.dc.Commands(w.g.ID)))
		}
	})
}

func TestRegistrationWaitsForDiscord(t *testing.T) {
	story(t, func(w *world) {
		w.dc.Always(discordtest.GetCommands, discordtest.Broken(503))
		ctx, cancel := context.WithCancel(w.Context())
		defer cancel()
		go w.a.keepRegistering(ctx)
		time.Sleep(10 * time.Minute)
		w.dc.Always(discordtest.GetCommands, nil)
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if n := len(w.dc.Commands("")); n != 3 {
			t.Errorf("%d commands", n)
		}
	}, withCommands)
}

// A wrong token or id ends the start with one line that says so.
func TestRunRefusesAWrongIdentity(t *testing.T) {
	story(t, func(w *world) {
		w.a.cfg.BotToken = "another-very-secret"
		err := w.a.Run(w.Context())
		if err == nil || !strings.Contains(err.Error(), "DISCORD_BOT_TOKEN") || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("a wrong token: %v", err)
		}
		w.a.cfg.BotToken, w.a.cfg.ApplicationID = discordtest.Token, "123"
		if err = w.a.Run(w.Context()); err == nil || !strings.Contains(err.Error(), "DISCORD_APPLICATION_ID") {
			t.Errorf("a wrong application id: %v", err)
		}
	})
}

func TestManifestAndInvitation(t *testing.T) {
	raw, err := Manifest(testCommands(), phrases{})
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	if err := json.Unmarshal(raw, &all); err != nil || len(all) != 3 {
		t.Errorf("the manifest holds %d commands: %v", len(all), err)
	}
	u, err := url.Parse(InviteURL("123"))
	if err != nil || u.Query().Get("client_id") != "123" || u.Query().Get("scope") != "bot applications.commands" || u.Query().Get("permissions") != "274877942784" {
		t.Errorf("the invitation is %s: %v", u, err)
	}
}

func TestConfigurationsThatCannotWork(t *testing.T) {
	good := Config{BotToken: "t", ApplicationID: "1", Handler: bot.HandlerFunc(nil), Phrases: phrases{}, Now: time.Now}
	if _, err := good.complete(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"no handler": func(c *Config) { c.Handler = nil },
		"no phrases": func(c *Config) { c.Phrases = nil },
		"no clock":   func(c *Config) { c.Now = nil },
		"no token":   func(c *Config) { c.BotToken = "" },
		"a name":     func(c *Config) { c.ApplicationID = "amicable" },
		"a bad key":  func(c *Config) { c.PublicKey = "very-secret" },
		"no shards":  func(c *Config) { c.Shards = -1 },
		"a guild":    func(c *Config) { c.GuildID = "Ours" },
		"no URL":     func(c *Config) { c.APIURL = "nowhere" },
	} {
		c := good
		change(&c)
		if _, err := New(c); err == nil || !strings.HasPrefix(err.Error(), "discord: ") || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
