package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"amicable/bot/discord"
	"amicable/bot/discord/discordtest"
)

// What people read on Discord in the same stories, as far as its commands can
// tell them: testdata/replies_discord.txt is meant to be read. After words were changed:
//
//	go test ./cmd/amicable -run TestRepliesOnDiscord -update
func TestRepliesOnDiscord(t *testing.T) {
	const path = "testdata/replies_discord.txt"
	before := sections(t, path)
	var now strings.Builder
	whole := true // all were told, not the few that -run names
	for _, r := range replies {
		if r.name == "alert-channel-unfit" {
			continue // it is Slack's channel that is gone
		}
		told := false
		t.Run(r.name, func(t *testing.T) {
			told = true
			got, offered := onGuild(t, r.story)
			want, known := before[r.name]
			delete(before, r.name)
			if !offered {
				return
			}
			fmt.Fprintf(&now, "== %s\n%s", r.name, got)
			if d := cmp.Diff(want, got); !*update && (d != "" || !known) {
				t.Errorf("%s (-update rewrites it):\n%s", path, d)
			}
		})
		whole = whole && told
	}
	if !whole {
		return
	}
	for name := range before {
		if !*update {
			t.Errorf("%s is no reply's any more", name)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(now.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// sections reads a file of several parts, each below its name.
func sections(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	all := map[string]string{}
	for part := range strings.SplitSeq("\n"+string(text), "\n== ") {
		if name, body, ok := strings.Cut(part, "\n"); ok {
			all[name] = strings.TrimSuffix(body, "\n") + "\n"
		}
	}
	delete(all, "")
	return all
}

// guildOffice is the office's Discord.
type guildOffice struct {
	*office
	fake   *discordtest.Server
	people map[string]*discordtest.Member
	rooms  map[string]*discordtest.Channel
	last   *discordtest.Interaction
	acts   []*discordtest.Interaction // of which answers were not seen yet
	known  map[string]string          // what each message said when it was seen
	seen   []sight
	dialog *discordtest.Interaction
}

// sight is a message as it was seen, with where.
type sight struct {
	where string
	text  string
	m     discordtest.Message
}

// notOffered ends a story of something that Discord, or this test, does not do.
type notOffered struct{}

// onSlack ends the story unless it is told on Slack.
func (o *office) onSlack() {
	if o.guild != nil {
		panic(notOffered{})
	}
}

// onGuild tells a story in an office with a Discord, and returns what was read
// after its last act.
func onGuild(t *testing.T, tell func(o *office)) (read string, offered bool) {
	synctest.Test(t, func(t *testing.T) {
		o, log := newOffice(t)
		s := discordtest.NewServer(o.clock.Now)
		s.Judge(t)
		g := s.AddGuild("Ours")
		g.AddRole("Boss", discordtest.ManageGuild)
		o.guild = &guildOffice{
			office: o, fake: s, known: map[string]string{},
			people: map[string]*discordtest.Member{"UANA": g.AddMember("Ana", "Boss"), "UBEN": g.AddMember("Ben")},
			rooms:  map[string]*discordtest.Channel{"C1": g.Channel("general"), "CACME": g.AddChannel("client-acme")},
		}
		adapter, err := discord.New(discord.Config{
			BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, PublicKey: s.PublicKey(),
			APIURL: "https://discord.example/api/", HTTPClient: &http.Client{Transport: s},
			Handler: o.bot, Suggester: o.bot, Phrases: o.bot, Commands: o.bot.Table(), Log: log, Now: o.clock.Now, Rand: &counting{},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer o.joins("discord", adapter)()
		defer func() {
			if p := recover(); p != nil {
				if _, ended := p.(notOffered); !ended {
					panic(p)
				}
				offered = false
			}
		}()
		tell(o)
		read, offered = o.guild.read(), true
	})
	return read, offered
}

// read is what was seen after the latest act.
func (g *guildOffice) read() string {
	var b strings.Builder
	for _, s := range g.seen {
		text := strings.ReplaceAll(strings.TrimSpace(s.text), "\n\n", "\n")
		fmt.Fprintf(&b, "-- %s\n%s\n", s.where, text)
	}
	if len(g.seen) == 0 {
		b.WriteString("-- nothing\n")
	}
	return b.String()
}

func (g *guildOffice) actor() *discordtest.Member {
	m, member := g.people[g.who]
	if !member || g.deaf {
		panic(notOffered{})
	}
	return m
}

func (g *guildOffice) room() *discordtest.Channel {
	c, known := g.rooms[g.where]
	if !known {
		panic(notOffered{})
	}
	return c
}

// do delivers an interaction by HTTP and waits for all that follows.
func (g *guildOffice) do(i *discordtest.Interaction) {
	g.last = i
	g.acts = append(g.acts, i)
	r, err := g.fake.Signed(g.Context(), "http://bot.example/discord/interactions", i)
	if err != nil {
		g.Fatal(err)
	}
	rec := httptest.NewRecorder()
	g.mux.ServeHTTP(rec, r)
	if rec.Code == http.StatusOK {
		g.fake.Answered(i, rec.Header().Get("Content-Type"), rec.Body.Bytes())
	} else if rec.Code != http.StatusAccepted {
		g.Errorf("status %d", rec.Code)
	}
	g.settle()
	g.sees()
}

// sees collects what there is to see after an act.
func (g *guildOffice) sees() {
	g.seen, g.dialog = nil, nil
	see := func(where string, m discordtest.Message) {
		if text := m.Text(); g.known[m.ID] != text {
			g.known[m.ID] = text
			g.seen = append(g.seen, sight{where, text, m})
		}
	}
	for _, i := range g.acts {
		if _, open := g.fake.Dialog(i); open {
			g.dialog = i
			first, _ := g.fake.First(i)
			g.seen = append(g.seen, sight{where: "dialog", text: strings.Join(discordtest.Shown(first.Data), "\n")})
		}
		for _, m := range g.fake.Shown(i) {
			where := "to all"
			if m.Private() {
				where = "to " + i.User.Username
			}
			see(where, m)
		}
	}
	g.acts = nil
	for _, id := range []string{"UANA", "UBEN"} {
		for _, m := range g.fake.Direct(g.people[id].User) {
			see("directly to "+g.people[id].User.Username, m)
		}
	}
	for _, id := range []string{"C1", "CACME"} {
		for _, m := range g.fake.In(g.rooms[id]) {
			if m.Author.Bot {
				see("in #"+g.rooms[id].Name, m)
			}
		}
	}
	g.sent = []delivery{{Way: "seen", Wire: wired(g.T, g.seen)}}
}

// wired keeps what was seen where stories keep it.
func wired(t *testing.T, seen []sight) json.RawMessage {
	var all []discordtest.Message
	for _, s := range seen {
		all = append(all, s.m)
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// shortcut chooses "Flag this message".
func (g *guildOffice) shortcut() {
	m := g.fake.Say(g.room(), g.people["UBEN"].User, "they moved the meeting again")
	g.do(g.fake.OnMessage(g.room(), g.actor(), "Flag this message", m))
}

// presses a button that was just seen; its id is "action|value|…". Where the bot
// asks whether that is meant, it is.
func (g *guildOffice) presses(action, value string) {
	g.Helper()
	g.press(action, value)
	for _, s := range g.seen {
		if yes, asked := s.m.Control("Yes"); asked && strings.HasPrefix(yes.CustomID, action) {
			g.do(g.fake.Use(g.room(), g.actor(), s.m, yes))
			return
		}
	}
}

func (g *guildOffice) press(action, value string) {
	g.Helper()
	var seen []discordtest.Message
	if len(g.sent) > 0 {
		if err := json.Unmarshal(g.sent[0].Wire, &seen); err != nil {
			g.Fatal(err)
		}
	}
	for _, m := range seen {
		for _, c := range m.Controls() {
			parts := strings.SplitN(c.CustomID, "|", 2)
			if len(parts) < 2 || !strings.HasPrefix(parts[0], action) {
				continue
			}
			carried, _, _ := strings.Cut(parts[1], "|")
			if strings.HasSuffix(carried, value) {
				g.do(g.fake.Use(g.room(), g.actor(), m, c))
				return
			}
		}
	}
	g.Fatalf("no button %s %s in %s", action, value, g.read())
}

// submits the dialog that was just seen; a field's id begins its custom id.
func (g *guildOffice) submits(answers []string) {
	g.Helper()
	d, open := discordtest.Dialog{}, false
	if g.dialog != nil {
		d, open = g.fake.Dialog(g.dialog)
	}
	if !open {
		panic(notOffered{})
	}
	typed := map[string]string{}
	for i := 0; i < len(answers); i += 2 {
		at := slices.IndexFunc(d.Controls, func(c discordtest.Control) bool {
			id, _, _ := strings.Cut(c.CustomID, "|")
			return id == answers[i]
		})
		if at < 0 {
			panic(notOffered{}) // it is on another page
		}
		typed[d.Controls[at].Label] = answers[i+1]
	}
	g.do(g.fake.Submit(g.dialog, typed))
}
