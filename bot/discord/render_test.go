package discord

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
)

var update = flag.Bool("update", false, "write the golden files")

const testGuild = "1234567890123456789"

// testRenderer says phrases in capitals, and is in a direct message, where ids are longest.
var testRenderer = renderer{phrase: func(p bot.Phrase) string { return strings.ToUpper(string(p)) }, workspace: testGuild}

// sent is all that Discord may get of a reply: its messages, the questions
// before its buttons, and the pages of its form.
type sent struct {
	Messages  []outgoing `json:"messages"`
	Questions []outgoing `json:"questions,omitempty"`
	Modals    []modal    `json:"modals,omitempty"`
}

func sentOf(reply bot.Reply) (sent, error) {
	s := sent{Messages: testRenderer.messages(reply, reply.Visibility == bot.Private)}
	for _, m := range s.Messages {
		for _, id := range slices.Sorted(maps.Keys(m.questions)) {
			p, ok := readPress(id, nil)
			if !ok || !p.ask || p.workspace != testGuild {
				return s, fmt.Errorf("custom id %q is read as %+v", id, p)
			}
			s.Questions = append(s.Questions, testRenderer.messages(testRenderer.question(p, "the button", m.questions[id]), true)...)
		}
	}
	if f, ok := reply.Form(); ok {
		pages, _ := formPages(f)
		for i := range pages {
			m, err := testRenderer.modal(f, "0123456789abcdef", i)
			if err != nil {
				return s, err
			}
			s.Modals = append(s.Modals, m)
		}
	}
	return s, nil
}

// bodies are the requests of all that is sent.
func (s sent) bodies() (messages, modals [][]byte) {
	for _, m := range slices.Concat(s.Messages, s.Questions) {
		raw, err := json.Marshal(m)
		if err != nil {
			raw = []byte(err.Error())
		}
		messages = append(messages, raw)
	}
	for _, m := range s.Modals {
		raw, err := json.Marshal(response{Type: respondModal, Data: m})
		if err != nil {
			raw = []byte(err.Error())
		}
		modals = append(modals, raw)
	}
	return messages, modals
}

func TestRendererPassesTheSuite(t *testing.T) {
	bottest.Run(t, func(r bot.Reply) (bottest.Rendered, error) {
		s, err := sentOf(r)
		if err != nil {
			return bottest.Rendered{}, err
		}
		raw, err := json.Marshal(s)
		if err != nil {
			return bottest.Rendered{}, err
		}
		out := bottest.Rendered{Wire: raw}
		messages, modals := s.bodies()
		for _, body := range messages {
			out.Problems = append(out.Problems, discordtest.CheckMessage(body)...)
		}
		for _, body := range modals {
			out.Problems = append(out.Problems, discordtest.Check(body)...)
		}
		for _, body := range slices.Concat(messages, modals) {
			out.Shown = append(out.Shown, discordtest.Shown(body)...)
		}
		if n := len(s.Messages); n > maxMessages {
			out.Problems = append(out.Problems, fmt.Sprintf("%d messages", n))
		}
		return out, nil
	})
}

// Discord's own specification has nothing against any fixture, whichever way it is sent.
func TestTheSpecificationTakesEveryFixture(t *testing.T) {
	oracle := discordtest.NeedOracle(t)
	check := func(t *testing.T, method, path string, body any) {
		t.Helper()
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range oracle.Check(discordtest.Request{Method: method, Path: path, Body: raw}) {
			t.Errorf("%s %s: %s", method, path, p)
		}
	}
	picture := bottest.Fixture{Name: "a picture", Reply: bot.Reply{Blocks: []bot.Block{bot.Image{PNG: []byte(pngHead), Title: "26 weeks", Alt: "Points rose."}}}}
	for _, f := range append(bottest.Fixtures(), picture) {
		t.Run(f.Name, func(t *testing.T) {
			s, err := sentOf(f.Reply)
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range s.Messages {
				if i > 0 { // what follows the answer
					check(t, http.MethodPost, "/webhooks/1/token", m)
					continue
				}
				check(t, http.MethodPost, "/interactions/1/token/callback", response{Type: respondMessage, Data: m})
				check(t, http.MethodPatch, "/webhooks/1/token/messages/@original", m.change())
				check(t, http.MethodPost, "/channels/1/messages", m.change())
			}
			for _, m := range s.Modals[:min(len(s.Modals), 3)] {
				check(t, http.MethodPost, "/interactions/1/token/callback", response{Type: respondModal, Data: m})
			}
		})
	}
}

func TestGolden(t *testing.T) {
	bottest.GoldenFixtures(t, *update, func(r bot.Reply) (any, error) { return sentOf(r) })
}

// pngHead is how a PNG begins.
const pngHead = "\x89PNG\r\n\x1a\n"

// read is what people see of messages.
func read(t *testing.T, messages []outgoing) []string {
	t.Helper()
	var all []string
	for _, m := range messages {
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, discordtest.Shown(raw)...)
	}
	return all
}

func TestADraftIsNeverCut(t *testing.T) {
	var letter strings.Builder
	for i := range 300 {
		fmt.Fprintf(&letter, "Line %d of a long letter to a client.\n", i)
	}
	messages := testRenderer.messages(bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: bot.P("Before you send it")},
		bot.Draft{Label: "Letter", Text: letter.String()},
		bot.Actions{Buttons: []bot.Button{{Label: "Assess", Action: "assess", Value: "c1"}}},
	}}, true)
	if len(messages) < 2 || len(messages) > maxMessages {
		t.Fatalf("%d messages", len(messages))
	}
	shown := strings.Join(read(t, messages), "\n")
	for i := range 300 {
		if want := fmt.Sprintf("Line %d of a long letter to a client.\n", i); !strings.Contains(shown+"\n", want) {
			t.Errorf("%q is lost", want)
		}
	}
	if strings.Contains(shown, "SHORTENED") {
		t.Error("nothing was shortened, and yet it says so")
	}
}

func TestADraftThatFitsIsNotTornApart(t *testing.T) {
	text := strings.Repeat("A sentence of a letter.\n", 100)
	messages := testRenderer.messages(bot.Reply{Blocks: []bot.Block{
		bot.Text{Line: bot.P(strings.Repeat("Some words before it. ", 100))}, bot.Draft{Text: text},
	}}, true)
	if len(messages) != 2 {
		t.Fatalf("%d messages", len(messages))
	}
	if got := read(t, messages[1:]); len(got) != 1 || got[0] != strings.TrimSpace(text) {
		t.Errorf("the draft can be copied as %q", got)
	}
}

func TestADraftWithAFenceIsReadAsItIs(t *testing.T) {
	text := "Run this:\n```\n*make* @everyone\n```\nand call me."
	got := read(t, testRenderer.messages(bot.Reply{Blocks: []bot.Block{bot.Draft{Label: "Note", Text: text}}}, true))
	if diff := cmp.Diff([]string{"Note\n" + text}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatToDoNextOutlivesWhatWasSaid(t *testing.T) {
	messages := testRenderer.messages(bot.Reply{Blocks: []bot.Block{
		bot.Draft{Text: strings.Repeat("x", 50_000)},
		bot.Actions{Buttons: []bot.Button{{Label: "Assess", Action: "assess", Value: "c1"}}},
	}}, true)
	if len(messages) != maxMessages {
		t.Fatalf("%d messages", len(messages))
	}
	last := read(t, messages[maxMessages-1:])
	if n := len(last); n < 2 || last[n-2] != "Assess" || last[n-1] != "SHORTENED" {
		t.Errorf("the last message ends with %.80q", last)
	}
}

func TestAnItemHasItsButtonBesideIt(t *testing.T) {
	item := func(name string) bot.Item {
		return bot.Item{Line: bot.B(name), Detail: bot.P("12 points"), Button: &bot.Button{Label: "Assess", Action: "assess", Value: name}}
	}
	var items []bot.Item
	for i := range 30 {
		items = append(items, item(fmt.Sprint("client ", i)))
	}
	messages := testRenderer.messages(bot.Reply{Title: "Clients", Blocks: []bot.Block{bot.List{Ordered: true, Items: items}}}, true)
	if len(messages) != 3 { // a section is three components
		t.Errorf("%d messages", len(messages))
	}
	if got := read(t, messages)[1]; got != "1. client 0\n12 points" {
		t.Errorf("the first item reads %q", got)
	}
}

func TestAPictureIsAttachedAndShown(t *testing.T) {
	png := []byte(pngHead + " and so on")
	messages := testRenderer.picture(bot.Image{PNG: png, Title: "26 weeks", Alt: "Points rose."}, true)
	if len(messages) != 1 || len(messages[0].files) != 1 || !bytes.Equal(messages[0].files[0].png, png) {
		t.Fatalf("%+v", messages)
	}
	raw, err := json.Marshal(messages[0])
	if err != nil {
		t.Fatal(err)
	}
	if problems := discordtest.CheckMessage(raw); len(problems) > 0 {
		t.Error(problems)
	}
	if diff := cmp.Diff([]string{"26 weeks", "Points rose."}, discordtest.Shown(raw)); diff != "" {
		t.Error(diff)
	}
	if got := read(t, testRenderer.picture(bot.Image{PNG: []byte("<html>"), Title: "26 weeks", Alt: "Points rose."}, true)); len(got) != 1 || got[0] != "26 weeks\nPoints rose." {
		t.Errorf("what is no picture reads %q", got)
	}
}

func TestOnlyResponsesArePrivate(t *testing.T) {
	m := testRenderer.messages(bot.Reply{Title: "Hello"}, true)[0]
	const ephemeral = 64
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var created struct {
		Flags int `json:"flags"`
	}
	if err := json.Unmarshal(raw, &created); err != nil || created.Flags&ephemeral == 0 {
		t.Errorf("a private message has the flags %d, %v", created.Flags, err)
	}
	if m.change().Flags&ephemeral != 0 {
		t.Error("a change wants to make a message private, which Discord refuses")
	}
}

func TestNothingToSayIsNoMessage(t *testing.T) {
	for _, r := range []bot.Reply{{}, {Blocks: []bot.Block{bot.Text{}, bot.Actions{}}}, {Blocks: []bot.Block{bot.Form{ID: "f"}}}} {
		if got := testRenderer.messages(r, true); len(got) != 0 {
			t.Errorf("%+v became %d messages", r, len(got))
		}
	}
	if got := read(t, testRenderer.messages(bot.Reply{Fallback: "Done."}, true)); len(got) != 1 || got[0] != "Done." {
		t.Errorf("a fallback alone reads %q", got)
	}
}
