package playground

import (
	"fmt"
	"testing"

	"amicable/bot"
	"amicable/bot/playground/browsertest"
)

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
	page.LoseAnswer("say")
	page.Say("good morning")
	again()
	page.Say("the end")
	page.See(".message", "the end")
	if n := browsertest.Eval[int](page, `[...document.querySelectorAll("#messages .message .text")].filter((m) => m.textContent === "good morning").length`); n != 1 {
		t.Errorf("the message is there %d times", n)
	}

	// A command is the same event; the same words later are another.
	page.LoseAnswer("say")
	page.Say("/praise Apex")
	page.See(".message.bot", "heard")
	first := heard()
	again()
	if got := heard(); got != first {
		t.Errorf("the command came again as %q, first as %q", got, first)
	}
	page.Say("/praise Apex")
	page.Until("a second answer", `document.querySelectorAll(".message.bot").length === 2`)
	if got := heard(); got == first {
		t.Error("a second command is taken for the first")
	}

	// So is a form, until its answers are others or the server said something.
	page.Say("/note")
	page.See("dialog", "A note")
	page.LoseAnswer("form")
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
	page.Say("/note")
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
	page.Say("good morning")
	page.See(".message", "good morning")
	page.See("#trouble", "store-away")
	tp.memory.setAway(false)
	page.See("#notice", "saved-later")
	page.Until("no trouble", `document.querySelector("#trouble").hidden`)
}
