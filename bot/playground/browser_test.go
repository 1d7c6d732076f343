package playground

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"testing"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/playground/browsertest"
)

func TestInBrowser(t *testing.T) {
	b := browsertest.Start(t)
	for name, story := range map[string]func(*testing.T, *browsertest.Browser){
		"shows every fixture":   browserShowsEveryFixture,
		"fills forms":           browserFillsForms,
		"asks before danger":    browserAsksBeforeDanger,
		"shows pictures":        browserShowsPictures,
		"tells of the store":    browserTellsOfTheStore,
		"ten thousand messages": browserTenThousandMessages,
		"by keyboard":           browserByKeyboard,
		"loses answers":         browserLosesAnswers,
		"form fails":            browserFormFails,
		"keeps drafts":          browserKeepsDrafts,
		"changes language":      browserChangesLanguage,
	} {
		t.Run(name, func(t *testing.T) { story(t, b) })
	}
}

// serveTest serves a page with a made-up bot, and opens it in a browser.
func serveTest(t *testing.T, b *browsertest.Browser) (*Playground, *testPage, *browsertest.Page) {
	t.Helper()
	p, tp := newTestPage(t)
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- p.Run(ctx) }()
	t.Cleanup(func() {
		cancel() // before the server closes, which waits for the streams
		if err := <-ran; err != nil {
			t.Error(err)
		}
	})
	page := b.Open(t, server.URL, browsertest.Look{})
	page.Until("the page is ready", `document.body.dataset.ready === "ana"`)
	return p, tp, page
}

// A form with questions of every kind and hostile texts opens, and what was
// typed arrives as it was typed.
func browserFillsForms(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	texts := bottest.Hostile()
	asked, _ := bottest.Named(t, "form").Form()
	asked.Fields[0].Value, asked.Fields[0].Shown = "", ""
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindForm {
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("thank you")}}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{asked}}, nil
	}
	page.Say("/flag")
	page.See("dialog", asked.Title)
	page.Key("glo")
	page.See("dialog [role=option]", "Globex")
	page.Click("dialog [role=option]", "Globex")
	note, _ := json.Marshal(texts["angle brackets"] + texts["template"])
	browsertest.Eval[bool](page, `(() => { document.querySelector("dialog textarea").value = `+string(note)+`; return true; })()`)
	page.Click("dialog .button.primary", "")
	page.See(".message.bot:last-of-type", "thank you")
	e := tp.last()
	if e.Action != asked.ID || e.Value != asked.State || e.Fields["client"] != "client:Globex" || e.Fields["note"] != texts["angle brackets"]+texts["template"] || e.Fields["sign"] != "late-payment" || e.Fields["on"] != "2026-11-21" {
		t.Errorf("what arrived: %+v", e)
	}
}

// A dangerous button asks first; No and Escape do nothing.
func browserAsksBeforeDanger(t *testing.T, b *browsertest.Browser) {
	p, tp, page := serveTest(t, b)
	err := p.Send(t.Context(), bot.Target{Channel: "general"}, bot.Reply{Blocks: []bot.Block{bot.Actions{Buttons: []bot.Button{
		{Label: "Erase", Action: "erase", Value: "7", Look: bot.Danger, Confirm: "Erase all of it?"},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, leave := range []func(){func() { page.Key(browsertest.Escape) }, func() { page.Click("dialog .button", "cancel") }} {
		page.Click(".message .button", "Erase")
		page.See("dialog", "Erase all of it?")
		leave()
		page.Until("no dialog", `!document.querySelector("dialog")`)
	}
	page.Click(".message .button", "Erase")
	page.Click("dialog .button.danger", "Erase")
	page.See(".message.bot:last-of-type", "heard action")
	if e := tp.last(); len(tp.events) != 1 || e.Action != "erase" || e.Value != "7" {
		t.Errorf("what arrived: %+v", tp.events)
	}
}

// Everything can be reached with the keyboard alone.
func browserByKeyboard(t *testing.T, b *browsertest.Browser) {
	p, tp, page := serveTest(t, b)
	p.history.put(t.Context(), Message{ID: "m1", Channel: "general", Author: "ben", At: noon, Text: "first"})
	p.history.put(t.Context(), Message{ID: "m2", Channel: "general", Author: "cleo", At: noon, Text: "second"})
	page.See(".message", "second")
	page.Key(browsertest.Tab)
	page.Until("the way past the channels", `document.activeElement.className === "skip"`)
	page.Key(browsertest.Enter)
	page.Until("the composer", `document.activeElement.id === "composer-text"`)
	page.Key("/did apex ")
	page.Until("both words", `[...document.querySelectorAll("[role=option]")].map((n) => n.textContent).join() === "talk,warning"`)
	page.Key(browsertest.Up)
	page.Until("the last option, pointed to", `document.getElementById(document.querySelector("#composer-text").getAttribute("aria-activedescendant")).textContent.includes("warning")`)
	page.Key(browsertest.Enter)
	page.Until("completed", `document.activeElement.value === "/did apex warning "`)
	page.Key(browsertest.Enter)
	page.See(".message.bot", "heard command didapex warning")
	page.Until("read out", `document.querySelector("#say").textContent.includes("heard command")`)

	// To a message, up to the one before, and to what can be done with it.
	page.Until("a message in the tab order", `document.querySelectorAll("#messages [tabindex='0'].message").length === 1`)
	browsertest.Eval[bool](page, `(document.querySelector("#messages [tabindex='0'].message").focus(), true)`)
	for range 3 {
		page.Key(browsertest.Up)
	}
	page.Until("on the first message", `document.activeElement.dataset.id === "m1"`)
	page.Key(browsertest.Down)
	page.Key(browsertest.Tab)
	page.Key(browsertest.Tab)
	page.Key(browsertest.Enter)
	page.See("[role=menuitem]", "💸")
	page.Key(browsertest.Down)
	page.Key(browsertest.Enter)
	page.See(".seal", "")
	if e := tp.last(); e.Kind != bot.KindReactionAdded || e.Message.ID != "m2" {
		t.Errorf("what arrived: %+v", e)
	}
}

// The page speaks the language that was chosen, and so does the bot, from then on.
func browserChangesLanguage(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	page.Click("#language", "")
	page.Key("p")
	page.Key(browsertest.Enter)
	page.Until("loaded anew in Polish", `document.documentElement.lang === "pl" && document.body.dataset.ready === "ana"`)
	page.Say("/clients")
	page.See(".message.bot:last-of-type", "heard command clients")
	if got := tp.last().Actor.Locale; got != "pl" {
		t.Errorf("the bot was asked in %q", got)
	}
}
