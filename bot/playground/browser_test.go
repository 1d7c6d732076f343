package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

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

// Every reply that the suite knows, the hostile ones among them, shows its texts
// as they are and breaks nothing.
func browserShowsEveryFixture(t *testing.T, b *browsertest.Browser) {
	p, _, page := serveTest(t, b)
	page.Allow("Failed to load resource") // addresses of the fixtures that lead nowhere
	page.Click("[data-room=direct-ana]", "")
	for i, f := range bottest.Fixtures() {
		f.Reply.Blocks = slices.DeleteFunc(slices.Clone(f.Reply.Blocks), func(b bot.Block) bool {
			_, is := b.(bot.Form) // a dialog of its own, and another test
			return is
		})
		end := fmt.Sprintf("end of fixture %d", i)
		f.Reply.Blocks = append(f.Reply.Blocks, bot.Text{Line: bot.P(end)})
		if err := p.Send(t.Context(), bot.Target{User: "ana"}, f.Reply); err != nil {
			t.Fatal(err)
		}
		page.See(".message.bot:last-of-type", end)
		shown := browsertest.Eval[string](page, `(() => { const n = document.querySelector(".message.bot:last-of-type"); return n.textContent + [...n.querySelectorAll("[alt], [aria-label]")].map((x) => (x.alt ?? "") + x.getAttribute("aria-label")).join(); })()`)
		shown = strings.ReplaceAll(shown, "\r\n", "\n")
		for _, want := range f.Literal {
			if f.Name != "form" && !strings.Contains(shown, want) && !confirmed(f.Reply, want) && !offered(f.Reply, want) {
				t.Errorf("%s: %q is not shown", f.Name, want)
			}
		}
	}
	if wide := browsertest.Eval[[]string](page, `[...document.querySelectorAll("#messages *")].filter((n) => n.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(n.parentElement).overflow === "visible").map((n) => n.parentElement.className + " > " + n.tagName + "." + n.className + ": " + n.textContent.slice(0, 60))`); len(wide) > 0 {
		t.Errorf("wider than the page: %q", wide[:min(len(wide), 10)])
	}
}

// confirmed tells whether a text is a question that is asked after a press only.
func confirmed(r bot.Reply, text string) bool {
	for _, b := range r.Blocks {
		if row, ok := b.(bot.Actions); ok {
			for _, b := range row.Buttons {
				if b.Confirm == text {
					return true
				}
			}
		}
	}
	return false
}

// offered tells whether a text is an option of a menu, which opens first.
func offered(r bot.Reply, text string) bool {
	for _, b := range r.Blocks {
		if row, ok := b.(bot.Actions); ok {
			for _, m := range row.Menus {
				for _, o := range m.Options {
					if o.Label == text {
						return true
					}
				}
			}
		}
	}
	return false
}

// A form with questions of every kind and hostile texts opens, and what was
// typed arrives as it was typed.
func browserFillsForms(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	texts := bottest.Hostile()
	var asked bot.Form
	for _, f := range bottest.Fixtures() {
		if f.Name == "form" {
			asked, _ = f.Reply.Form()
		}
	}
	asked.Fields[0].Value, asked.Fields[0].Shown = "", ""
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindForm {
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("thank you")}}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{asked}}, nil
	}
	page.Type("#composer-text", "/flag")
	page.Key(browsertest.Enter)
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

// A picture shows, with the words that say the same.
func browserShowsPictures(t *testing.T, b *browsertest.Browser) {
	p, _, page := serveTest(t, b)
	card := image.NewRGBA(image.Rect(0, 0, 640, 320))
	for i := range card.Pix {
		card.Pix[i] = 0xee
	}
	var data bytes.Buffer
	if err := png.Encode(&data, card); err != nil {
		t.Fatal(err)
	}
	err := p.Send(t.Context(), bot.Target{Channel: "general"}, bot.Reply{Blocks: []bot.Block{
		bot.Image{PNG: data.Bytes(), Title: "26 weeks", Alt: "Points rose from 2 to 13.8."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	page.Until("the picture", `(() => { const i = document.querySelector(".picture img"); return i.complete && i.naturalWidth === 640 && i.alt === "26 weeks. Points rose from 2 to 13.8."; })()`)

	// On a phone it is small, and opens in its full size.
	page.Look(browsertest.Look{Width: 360, Height: 740, Touch: true})
	page.Click("[data-room=general]", "")
	page.Until("a small picture", `document.querySelector(".picture img").offsetWidth < 320`)
	browsertest.Eval[bool](page, `(document.querySelector(".enlarge").focus(), true)`)
	page.Key(browsertest.Enter)
	page.Until("a large picture", `(() => { const i = document.querySelector("dialog img"); return i?.offsetWidth === 640 && i.alt === "26 weeks. Points rose from 2 to 13.8."; })()`)
	page.Until("nothing wider than the phone", `document.querySelector("dialog").getBoundingClientRect().right <= innerWidth`)
	page.Key(browsertest.Escape)
	page.Until("back where it was", `!document.querySelector("dialog") && document.activeElement.className === "enlarge"`)
}

// loseAnswer lets the next request of a path through, and loses its answer.
func loseAnswer(page *browsertest.Page, path string) {
	browsertest.Eval[bool](page, `(() => {
		const real = window.fetch;
		window.fetch = async (...a) => {
			const r = await real(...a);
			if (a[0] !== "`+path+`") return r;
			window.fetch = real;
			throw new TypeError("lost");
		};
		return true;
	})()`)
}

// What was sent and not answered is the same event when it is sent again, unless it was changed.
func browserLosesAnswers(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	asked := bot.Form{ID: "note", Title: "A note", Fields: []bot.Field{{ID: "note", Label: "Note", Kind: bot.ShortText}}}
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		switch {
		case e.Kind == bot.KindForm && e.Fields["note"] == "wrong":
			return bot.Reply{FieldErrors: map[string]string{"note": "not this"}}, nil
		case e.Command == "note":
			return bot.Reply{Blocks: []bot.Block{asked}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("heard")}}}, nil
	}
	var ids []string
	heard := func() string { // the id of the latest event
		ids = append(ids, tp.last().ID)
		return ids[len(ids)-1]
	}
	again := func() {
		page.See("#notice", "failed")
		page.Until("the text is there again", `document.querySelector("#composer-text").value !== ""`)
		page.Key(browsertest.Enter)
		page.Until("sent", `document.querySelector("#composer-text").value === ""`)
	}

	// A message to the others is there once.
	loseAnswer(page, "say")
	page.Type("#composer-text", "good morning")
	page.Key(browsertest.Enter)
	again()
	page.Type("#composer-text", "the end")
	page.Key(browsertest.Enter)
	page.See(".message", "the end")
	if n := browsertest.Eval[int](page, `[...document.querySelectorAll("#messages .message .text")].filter((m) => m.textContent === "good morning").length`); n != 1 {
		t.Errorf("the message is there %d times", n)
	}

	// A command is the same event; the same words later are another.
	loseAnswer(page, "say")
	page.Type("#composer-text", "/praise Apex")
	page.Key(browsertest.Enter)
	page.See(".message.bot", "heard")
	first := heard()
	again()
	if got := heard(); got != first {
		t.Errorf("the command came again as %q, first as %q", got, first)
	}
	page.Type("#composer-text", "/praise Apex")
	page.Key(browsertest.Enter)
	page.Until("a second answer", `document.querySelectorAll(".message.bot").length === 2`)
	if got := heard(); got == first {
		t.Error("a second command is taken for the first")
	}

	// So is a form, until its answers are others or the server said something.
	page.Type("#composer-text", "/note")
	page.Key(browsertest.Enter)
	page.See("dialog", "A note")
	loseAnswer(page, "form")
	page.Key("wrong" + browsertest.Enter)
	page.See("dialog [role=alert]", "failed")
	first = heard()
	page.Key(browsertest.Enter)
	page.See("dialog .error", "not this")
	if got := heard(); got != first {
		t.Errorf("the form came again as %q, first as %q", got, first)
	}
	page.Until("no alert", `document.querySelector("dialog [role=alert]").textContent === ""`)
	page.Type("dialog input", "right")
	page.Key(browsertest.Enter)
	page.Until("no dialog", `!document.querySelector("dialog")`)
	if got := heard(); got == first {
		t.Error("other answers are taken for the first")
	}
}

// While the store is away a form says so itself, and keeps what was typed.
func browserFormFails(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	page.Allow("Failed to load resource")
	tp.handle = func(e bot.Event) (bot.Reply, error) {
		if e.Kind == bot.KindForm {
			return bot.Reply{Blocks: []bot.Block{bot.Text{Line: bot.P("thank you")}}}, nil
		}
		return bot.Reply{Blocks: []bot.Block{bot.Form{ID: "note", Title: "A note", Fields: []bot.Field{{ID: "note", Label: "Note", Kind: bot.ShortText}}}}}, nil
	}
	page.Type("#composer-text", "/note")
	page.Key(browsertest.Enter)
	page.See("dialog", "A note")
	browsertest.Eval[bool](page, `(() => {
		const real = window.fetch;
		window.fetch = async () => { window.fetch = real; return new Response('{"notice":"store-away"}', { status: 503 }); };
		return true;
	})()`)
	page.Key("two more pages" + browsertest.Enter)
	page.See("dialog [role=alert]", "store-away")
	page.Until("nothing is behind the dialog", `document.querySelector("#notice").hidden`)
	page.Until("what was typed", `document.querySelector("dialog input").value === "two more pages"`)
	page.Key(browsertest.Enter)
	page.See(".message.bot", "thank you")
	if e := tp.last(); e.Fields["note"] != "two more pages" {
		t.Errorf("what arrived: %+v", e)
	}
}

// What was begun in one place, or by one person, is not there in another.
func browserKeepsDrafts(t *testing.T, b *browsertest.Browser) {
	p, _, page := serveTest(t, b)
	p.history.put(t.Context(), Message{ID: "m1", Channel: "general", Author: "ben", At: noon, Text: "first"})
	p.history.put(t.Context(), Message{ID: "m2", Channel: "general", Author: "cleo", At: noon, Text: "second"})
	holds := func(id, text string) {
		t.Helper()
		page.Until(fmt.Sprintf("%s holds %q", id, text), fmt.Sprintf(`document.getElementById(%q).value === %q`, id, text))
	}
	page.Type("#composer-text", "among ourselves")
	page.Click("[data-room=shared-northwind]", "")
	holds("composer-text", "")
	page.Type("#composer-text", "dear client")
	page.Click("[data-room=general]", "")
	holds("composer-text", "among ourselves")
	page.Click(".person", "Ben")
	page.Until("ben", `document.body.dataset.ready === "ben"`)
	holds("composer-text", "")
	page.Click(".person", "Ana")
	page.Until("ana again", `document.body.dataset.ready === "ana"`)
	holds("composer-text", "among ourselves")

	thread := func(id string) {
		// A press in one step: the messages may be drawn anew while a mouse is on its way.
		page.Until("the button of "+id, fmt.Sprintf(`(() => {
			const has = (text) => (e) => e.textContent.includes(text);
			const message = [...document.querySelectorAll("#messages .message")].find(has(%q));
			const button = message && [...message.querySelectorAll(".tool")].find(has("↳"));
			button?.click();
			return Boolean(button);
		})()`, id))
		page.Until("the thread of "+id, fmt.Sprintf(
			`document.getElementById("thread-messages").textContent.includes(%q) && document.activeElement.id === "thread-text"`, id))
	}
	thread("first")
	page.Key("about the first")
	holds("thread-text", "about the first")
	thread("second")
	holds("thread-text", "")
	thread("first")
	holds("thread-text", "about the first")
	holds("composer-text", "among ourselves")

	// What could not be sent comes back where it was written, wherever one is by then.
	page.Click("#close-thread", "")
	browsertest.Eval[bool](page, `(() => {
		const real = window.fetch;
		window.fetch = () => { window.fetch = real; return new Promise((_, no) => { window.fail = () => no(new TypeError("lost")); }); };
		document.querySelector("#composer-text").focus();
		return true;
	})()`)
	page.Key(browsertest.Enter)
	holds("composer-text", "")
	page.Click("[data-room=shared-northwind]", "")
	browsertest.Eval[bool](page, `(window.fail(), true)`)
	page.See("#notice", "failed")
	holds("composer-text", "dear client")
	page.Click("[data-room=general]", "")
	holds("composer-text", "among ourselves")
}

// The page says when the store is away, and when it is back.
func browserTellsOfTheStore(t *testing.T, b *browsertest.Browser) {
	_, tp, page := serveTest(t, b)
	tp.memory.setAway(true)
	page.Type("#composer-text", "good morning")
	page.Key(browsertest.Enter)
	page.See(".message", "good morning")
	page.See("#trouble", "store-away")
	tp.memory.setAway(false)
	page.See("#notice", "saved-later")
	page.Until("no trouble", `document.querySelector("#trouble").hidden`)
}

// Ten thousand messages in a channel: the page keeps the latest, and keeps up.
func browserTenThousandMessages(t *testing.T, b *browsertest.Browser) {
	p, _, page := serveTest(t, b)
	page.Allow("ERR_INCOMPLETE_CHUNKED_ENCODING") // a page that lagged behind connects anew
	for i := range 10_000 {
		p.history.put(t.Context(), Message{ID: fmt.Sprint("many-", i), Channel: "general", Author: "ben", At: noon.Add(time.Duration(i-10_000) * time.Second), Text: fmt.Sprint("line ", i)})
	}
	page.See(".message", "line 9999")
	page.Until("a bounded list", `document.querySelectorAll("#messages .message").length <= 301`)
	page.Type("#composer-text", "still here")
	page.Key(browsertest.Enter)
	page.See(".message", "still here")
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
	page.Type("#composer-text", "/clients")
	page.Key(browsertest.Enter)
	page.See(".message.bot:last-of-type", "heard command clients")
	if got := tp.last().Actor.Locale; got != "pl" {
		t.Errorf("the bot was asked in %q", got)
	}
}
