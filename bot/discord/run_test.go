package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
)

// The whole adapter on a Discord of WebSockets and HTTP: it registers, listens,
// answers, and ends when it is told to.
func TestRun(t *testing.T) {
	dc := discordtest.New(t)
	g := dc.AddGuild("Ours")
	ann := g.AddMember("Ann")
	got := make(chan bot.Event, 16)
	log := &bottest.Log{}
	a, err := New(Config{
		BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, APIURL: dc.APIURL(), Commands: testCommands(),
		Handler: bot.HandlerFunc(func(_ context.Context, e bot.Event) (bot.Reply, error) {
			got <- e
			return says("did " + string(e.Kind)), nil
		}),
		Phrases: phrases{}, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.Ready() == nil {
		t.Error("it is ready before it runs")
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	until(t, "it is ready", func() bool { return a.Ready() == nil })
	until(t, "the commands are there", func() bool { return len(dc.Commands("")) == 3 })

	general := g.Channel("general")
	i := dc.Command(general, ann, "flag", discordtest.Opt("client", "Acme"))
	dc.Do(i)
	if e := <-got; e.Kind != bot.KindCommand || e.Options["client"] != "Acme" {
		t.Errorf("the command came as %+v", e)
	}
	until(t, "the command is answered", func() bool { return len(dc.Shown(i)) == 1 })

	m, _ := dc.Write(general, ann, "<@"+dc.Bot().ID+"> assess Acme")
	if e := <-got; e.Kind != bot.KindMessage || e.Text != "assess Acme" {
		t.Errorf("the words came as %+v", e)
	}
	seq := dc.React(general, ann, m, "🚩")
	added := <-got
	if added.Kind != bot.KindReactionAdded || added.Message.ID != m.ID {
		t.Errorf("the reaction came as %+v", added)
	}
	dc.Gateway.Repeat(0, seq)
	dc.Unreact(general, ann, m, "🚩")
	if e := <-got; e.Kind != bot.KindReactionRemoved || e.ID == added.ID {
		t.Errorf("taking it off came as %+v", e)
	}
	until(t, "all is said by direct message", func() bool { return len(dc.Direct(ann.User)) == 3 })

	dc.Remove(g)
	if e := <-got; e.Kind != bot.KindUninstalled || e.Workspace != g.ID {
		t.Errorf("being removed came as %+v", e)
	}
	dc.Invite(g)
	if e := <-got; e.Kind != bot.KindInstalled || e.Workspace != g.ID {
		t.Errorf("coming back came as %+v", e)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := a.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	bottest.Discreet(t, secrets, log.String())
}

// A command is answered whatever holds the gateway's workers: here the reactions
// of people in more channels than there are workers.
func TestCommandsWaitForNobodysReactions(t *testing.T) {
	dc := discordtest.New(t)
	g := dc.AddGuild("Ours")
	ann := g.AddMember("Ann")
	release := make(chan struct{})
	a, err := New(Config{
		BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, APIURL: dc.APIURL(),
		Handler: bot.HandlerFunc(func(_ context.Context, e bot.Event) (bot.Reply, error) {
			if e.Kind == bot.KindReactionAdded {
				<-release
			}
			return says("did " + string(e.Kind)), nil
		}),
		Phrases: phrases{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	until(t, "it is ready", func() bool { return a.Ready() == nil })
	for n := range 40 {
		c := g.AddChannel(fmt.Sprint("room-", n))
		dc.React(c, ann, dc.Say(c, ann.User, "Look."), "🚩")
	}
	i := dc.Command(g.Channel("general"), ann, "flag", discordtest.Opt("client", "Acme"))
	dc.Do(i)
	until(t, "the command is answered", func() bool { return len(dc.Shown(i)) == 1 })
	if n := len(dc.Direct(ann.User)); n > 0 {
		t.Errorf("%d reactions were handled while all were held", n)
	}
	close(release)
	until(t, "the reactions are handled", func() bool { return len(dc.Direct(ann.User)) == 40 })
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := a.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}

// A reaction that could not be noted yet is left to the next process; one that
// was noted late is not.
func TestAReactionOutlivesItsProcess(t *testing.T) {
	dc := discordtest.New(t)
	g := dc.AddGuild("Ours")
	ann := g.AddMember("Ann")
	leases := &alone{}
	run := func(handle bot.HandlerFunc) (end func()) {
		a, err := New(Config{
			BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, APIURL: dc.APIURL(), Leases: leases,
			Handler: handle, Phrases: phrases{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		until(t, "it is ready", func() bool { return a.Ready() == nil })
		return func() {
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if err := a.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	c := g.Channel("general")
	m := dc.Say(c, ann.User, "They did not pay.")
	tried := make(chan string, 16)
	first := true
	end := run(func(_ context.Context, e bot.Event) (bot.Reply, error) {
		fails := e.Emoji == "👻" || first
		first = false
		tried <- e.Emoji
		if fails {
			return bot.Reply{}, errAway
		}
		return says("noted " + e.Emoji), nil
	})
	dc.React(c, ann, m, "💸")
	until(t, "it is noted at the second try", func() bool { return len(dc.Direct(ann.User)) == 1 })
	dc.React(c, ann, m, "👻")
	for range 3 {
		<-tried
	}
	end()
	end = run(func(_ context.Context, e bot.Event) (bot.Reply, error) {
		tried <- e.Emoji
		return says("noted " + e.Emoji), nil
	})
	until(t, "the next process noted the other one", func() bool { return len(dc.Direct(ann.User)) > 1 })
	end()
	if said := texts(dc.Direct(ann.User)); !slices.Equal(said, []string{"noted 💸", "noted 👻"}) {
		t.Errorf("said %q", said)
	}
	if emoji := <-tried; emoji != "👻" || len(tried) > 0 {
		t.Errorf("the next process was told of %s and %d more", emoji, len(tried))
	}
}

// until waits for something that happens soon; the test's own deadline ends it.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited for %s", what)
		}
	}
}

// Over real HTTP the first response arrives before what follows it.
func TestWhatFollowsComesAfterTheResponse(t *testing.T) {
	dc := discordtest.New(t)
	g := dc.AddGuild("Ours")
	ann := g.AddMember("Ann")
	a, err := New(Config{
		BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, APIURL: dc.APIURL(), PublicKey: dc.PublicKey(),
		Handler: bot.HandlerFunc(func(context.Context, bot.Event) (bot.Reply, error) {
			return bot.Reply{Blocks: []bot.Block{bot.Draft{Text: strings.Repeat("A long letter. ", 500)}}}, nil
		}),
		Phrases: phrases{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	a.Routes(mux)
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for range 5 {
		i := dc.Command(g.Channel("general"), ann, "draft")
		if code, err := dc.Post(t.Context(), srv.Client(), srv.URL+"/discord/interactions", i); err != nil || code != http.StatusOK {
			t.Fatalf("answered %d, %v", code, err)
		}
		until(t, "both messages are there", func() bool { return len(dc.Shown(i)) == 2 })
	}
	if err := a.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}
