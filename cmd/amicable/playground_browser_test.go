package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"amicable/bot/playground/browsertest"
)

// screens is where screenshots go, for a person to look at. They are not compared.
func screens() string {
	if dir := os.Getenv("AMICABLE_TEST_SCREENS"); dir != "" {
		return dir
	}
	return filepath.Join(os.TempDir(), "amicable-screens")
}

// The playground in a browser, told as stories; each has a program and a profile of its own.
func TestPlaygroundInBrowser(t *testing.T) {
	b := browsertest.Start(t)
	for name, story := range map[string]func(*testing.T, *browsertest.Browser){
		"first visit": firstVisit, "example month": exampleShown, "two people": twoPeople,
		"restart": restarted, "store away": storeAway, "strangers code": strangersCode, "accessible": accessible,
		"lost answer": lostAnswer, "narrow": narrow,
	} {
		t.Run(name, func(t *testing.T) { story(t, b) })
	}
}

// visit opens the playground as somebody who never saw it.
func visit(t *testing.T, b *browsertest.Browser, s *played, l browsertest.Look) *browsertest.Page {
	t.Helper()
	p := b.Open(t, s.address, l)
	p.Until("the page is ready", `document.body.dataset.ready === "ana"`)
	return p
}

// send types a line and sends it.
func send(p *browsertest.Page, line string) {
	p.Type("#composer-text", line)
	p.Key(browsertest.Enter)
}

// last is the latest answer of the bot.
const last = ".message.bot:last-of-type"

// points reads the points that the latest answer tells.
func points(t *testing.T, p *browsertest.Page) float64 {
	t.Helper()
	found := regexp.MustCompile(`([\d.]+) points`).FindStringSubmatch(p.Text(last))
	if found == nil {
		t.Fatalf("no points in %q", p.Text(last))
	}
	n, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The first quarter of an hour of somebody who tries the bot.
func firstVisit(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{Clipboard: true})
	shot := func(name string) { p.Shot(filepath.Join(screens(), name+".png")) }
	p.See("#welcome", "See what your team would see")
	shot("first-visit")

	// A command, completed as it is typed.
	p.Type("#composer-text", "/fl")
	p.Until("the one command", `document.querySelectorAll("[role=option]").length === 1`)
	p.See("[role=option]", "Record an incident")
	p.Key(browsertest.Tab)
	p.Until("the command completed", `document.querySelector("#composer-text").value === "/flag "`)
	p.Key("acme late")
	p.Until("the one sign", `document.querySelectorAll("[role=option]").length === 1`)
	p.See("[role=option]", "late payment")
	shot("completion")
	p.Key(browsertest.Down)
	p.Key(browsertest.Enter)
	p.Until("the sign completed", `document.querySelector("#composer-text").value === "/flag acme late-payment "`)
	p.Key("the September invoice")
	p.Key(browsertest.Enter)
	p.See(last, "Flagged acme: late payment")
	p.See(last, "Only visible to you")
	p.See("#welcome .done", "Note an incident")
	p.Until("an empty composer", `document.querySelector("#composer-text").value === ""`)

	// Taken back.
	p.Click(last+" .button", "Undo")
	p.See(last, "Taken back")

	// A form: what is missing is said beside the field, Escape leaves it.
	send(p, "/flag")
	p.See("dialog", "What happened")
	p.Key(browsertest.Escape)
	p.Until("no dialog", `!document.querySelector("dialog")`)
	p.Until("the focus back in the composer", `document.activeElement.id === "composer-text"`)
	send(p, "/flag")
	p.Click("dialog .button.primary", "Flag")
	p.See("dialog .error", "")
	p.Until("the focus on what is missing", `document.activeElement.getAttribute("aria-invalid") === "true"`)
	p.Key("ac")
	p.See("dialog [role=option]", "acme")
	shot("form")
	p.Key(browsertest.Down)
	p.Until("the option pointed to", `document.querySelector("dialog [role=option][aria-selected=true]")`)
	p.Key(browsertest.Enter)
	browsertest.Eval[bool](p, `(() => { const s = [...document.querySelectorAll("dialog select")].find((s) => [...s.options].some((o) => o.value === "scope-creep")); s.value = "scope-creep"; return true; })()`)
	p.Type("dialog textarea", "two more pages")
	p.Click("dialog .button.primary", "Flag")
	p.See(last, "Flagged acme: scope creep")

	// The example month, and what follows from it.
	p.Click("#load-example", "")
	p.See(last, "4 clients, most trouble first")
	for client, verdict := range map[string]string{"Globex": "Part ways", "Blue Harbour": "Renegotiate", "Northwind": "Healthy"} {
		p.See(last+" li", client)
		p.See(last+" li", verdict)
	}
	shot("example-month")
	p.See("[data-room=direct-ana].new", "Amicable") // an alert came by itself

	// An assessment, a draft, and the draft in the clipboard.
	send(p, "/assess Globex")
	p.See(last, "Globex: Part ways")
	p.See(last+" .marks .here", "Part ways")
	p.Until("the picture", `(() => { const i = [...document.querySelectorAll(".picture img")].at(-1); i.scrollIntoView(); return i.complete && i.naturalWidth > 600 && i.alt.length > 20; })()`)
	before := points(t, p)
	shot("assessment")
	p.Click(last+" .button.primary", "Draft")
	p.See(last+" .draft", "Globex")
	p.Click(last+" .draft button", "Copy")
	p.See(last+" .draft button", "Copied")
	if got, want := browsertest.Eval[string](p, `navigator.clipboard.readText()`), strings.TrimSpace(browsertest.Eval[string](p, `[...document.querySelectorAll(".message.bot:last-of-type .draft pre")].at(-1).textContent`)); strings.TrimSpace(got) != want || want == "" {
		t.Errorf("copied %q, want %q", got, want)
	}
	shot("draft")

	// A week later things have faded, and nothing else happened.
	for range 3 {
		was := p.Text("#today")
		p.Click("#week-later", "")
		p.Until("the clock moved", `document.querySelector("#today").textContent !== "`+was+`"`)
	}
	send(p, "/assess Globex")
	p.Until("another assessment", `[...document.querySelectorAll(".asked")].filter((n) => n.textContent.includes("/assess Globex")).length === 2`)
	if after := points(t, p); after >= before {
		t.Errorf("after three weeks %v points, before %v", after, before)
	}

	// The bot's own page, and the languages.
	p.Click("[data-room=direct-ana]", "")
	p.Click("#tab-home", "")
	p.See("#home", "clients, most trouble first")
	shot("home")
	p.Click("#home .button", "Assess")
	p.See(last, "What to do")
	if n := browsertest.Eval[int](p, `document.querySelector("#language").options.length`); n < 1 {
		t.Error("no language to choose from")
	}

	// The same in the dark, and on a phone.
	p.Look(browsertest.Look{Dark: true})
	p.Click("[data-room=general]", "")
	shot("dark")
	p.Look(browsertest.Look{Width: 390, Height: 844, Touch: true, Scale: 2})
	p.Until("nothing wider than the phone", `document.documentElement.scrollWidth <= innerWidth && document.querySelector("#talk").scrollWidth <= innerWidth`)
	shot("phone")
	p.Click("#back", "")
	p.See("#side", "You are")
	shot("phone-channels")
	p.Click("[data-room=client-acme]", "")
	p.See(".message", "landing page")
}

// What the README shows: an ordinary day with the example month loaded.
func exampleShown(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{Width: 1200, Height: 930})
	p.Click("#welcome .button.primary", "Load an example month")
	p.See(last, "4 clients, most trouble first")
	for client, verdict := range map[string]string{"Acme": "Talk", "Northwind": "Healthy", "Blue Harbour": "Renegotiate", "Globex": "Part ways"} {
		p.Until(client+" at "+verdict, `[...document.querySelectorAll(".message.bot li")].some((li) => li.textContent.includes("`+client+` · `+verdict+` · "))`)
	}
	picture := `(() => { const i = [...document.querySelectorAll(".picture img")].at(-1); return i.complete && i.naturalWidth > 600; })()`
	p.Until("the portfolio's picture", picture)
	p.Look(browsertest.Look{Width: 1200, Height: 930, Dark: true})
	p.Click("#scroll", "")
	p.Shot(filepath.Join(screens(), "playground-dark.png"))
	p.Look(browsertest.Look{Width: 1200, Height: 930})
	p.Click("[data-room=client-acme]", "")
	p.See(".seal", "💸")
	send(p, "/assess Acme")
	p.See(last, "Acme: Talk")
	p.Until("the client's picture", picture)
	p.Shot(filepath.Join(screens(), "playground.png"))
	// Loaded once is loaded.
	p.Click("#load-example", "")
	p.See("#notice", "there already")
}

// Two people, two windows: one flags with an emoji, the other confirms, and what
// each is told only they see.
func twoPeople(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	ana := visit(t, b, s, browsertest.Look{})
	send(ana, "/flag Acme tension")
	ana.See(last, "Flagged Acme: tension")
	ana.Click("[data-room=client-acme]", "")
	ana.See(".message", "one more landing page")

	ben := visit(t, b, s, browsertest.Look{})
	ben.Click(".person", "Ben")
	ben.Until("ben's page", `document.body.dataset.ready === "ben"`)
	if text := ben.Text("#messages"); strings.Contains(text, "Flagged") {
		t.Errorf("ben reads what only ana sees: %s", text)
	}
	ben.Click("[data-room=client-acme]", "")

	// Ana picks the sign after 🚩.
	ana.Hover(".message", "one more landing page")
	ana.Click(".message:hover .tool", "🚩")
	ana.See(last, "What happened with Acme in this message?")
	ana.Click(last+" .choose", "Choose a sign")
	ana.Click("[role=menuitem]", "Scope creep")
	ana.See(last, "Flagged Acme: scope creep")
	ana.Shot(filepath.Join(screens(), "flag-by-reaction.png"))

	// Ben sees her flag on the message, and adds the sign's own emoji.
	ben.See(".seal", "🚩")
	ben.Hover(".message", "one more landing page")
	ben.Click(".message:hover [aria-haspopup]", "")
	ben.Click(`[role=menuitem][aria-label="scope creep"]`, "")
	ben.See(last, "Confirmed: scope creep with Acme")
	ben.See(last, "2 people have reported it")
	ana.See(".seal", "📈")
	if text := ana.Text("#messages"); strings.Contains(text, "Confirmed") {
		t.Errorf("ana reads what only ben sees: %s", text)
	}
	// He takes it off again, with the keyboard.
	ben.Until("his emoji in focus", `(() => { const s = [...document.querySelectorAll(".seal")].find((n) => n.textContent.includes("📈")); s.focus(); return document.activeElement === s; })()`)
	ben.Key(browsertest.Enter)
	ben.See(last, "Taken back: scope creep")
	ana.Gone(".seal", "📈")

	// A thread, and words to the bot in it.
	ana.Hover(".message", "three weeks overdue")
	ana.Click(".message:hover .tool", "↳")
	ana.Key("@Amicable how is Acme?")
	ana.Key(browsertest.Enter)
	ana.See("#thread-messages .bot", "Acme: ")
	ben.See(".answers", "Replies: 1") // the question; the answer is hers alone
	ana.Shot(filepath.Join(screens(), "thread.png"))

	// Where the client reads along the bot answers elsewhere.
	ana.Click("#close-thread", "")
	ana.Click("[data-room=shared-northwind]", "")
	ana.See("#exposed", "read along here")
	ana.Hover(".message", "Thanks for the quick turnaround")
	ana.Click(".message:hover .tool", "🚩")
	ana.See("[data-room=direct-ana].new", "Amicable")
	if n := browsertest.Eval[int](ana, `document.querySelectorAll("#messages .bot").length`); n != 0 {
		t.Errorf("%d answers where the client reads along", n)
	}
}

// The program is ended and started again: the page says so, comes back by
// itself, and shows what was said.
func restarted(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{})
	p.Allow("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|Failed to load resource")
	send(p, "/flag Acme late-payment")
	p.See(last, "Flagged Acme: late payment")
	send(p, "good morning")
	p.See(".message", "good morning")
	p.Click("#week-later", "") // the last that happens: it is kept by itself
	p.See("#notice", "A week has passed")
	today := p.Text("#today")

	s.stop(t)
	p.See("#trouble", "The connection to the bot was lost")
	send(p, "/flag Acme tension")
	p.See("#notice", "That did not reach the bot")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value === "/flag Acme tension"`)
	p.Shot(filepath.Join(screens(), "connection-lost.png"))

	s.start(t)
	p.Until("connected again", `document.querySelector("#trouble").hidden`)
	p.Key(browsertest.Enter)
	p.See(last, "Flagged Acme: tension")

	// The same while a form is open, which says so itself.
	send(p, "/praise")
	p.See("dialog", "Client")
	p.Key("Acme")
	p.See("dialog [role=option]", "Acme") // above the button, until it is pressed
	s.stop(t)
	p.Click("dialog .button.primary", "")
	p.See("dialog [role=alert]", "That did not reach the bot")
	p.Until("what was typed", `document.querySelector("dialog input").value === "Acme"`)
	p.Shot(filepath.Join(screens(), "form-failed.png"))
	s.start(t)
	p.Until("connected again", `document.querySelector("#trouble").hidden`)
	p.Key(browsertest.Escape)
	p.Reload()
	p.Until("the page is ready", `document.body.dataset.ready === "ana"`)
	p.See(".message", "good morning")
	p.See(last, "Flagged Acme: tension")
	p.See(".asked", "/flag Acme late-payment")
	if got := p.Text("#today"); got != today {
		t.Errorf("after the restart it is %q, before %q", got, today)
	}
}

// An answer is lost on its way, and the person sends again: it is on record once.
func lostAnswer(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{})
	send(p, "/flag Acme tension")
	p.See(last, "Flagged Acme: tension")
	browsertest.Eval[bool](p, `(() => {
		const real = window.fetch;
		window.fetch = async (...a) => {
			const r = await real(...a);
			if (a[0] !== "say") return r;
			window.fetch = real;
			throw new TypeError("lost");
		};
		return true;
	})()`)
	send(p, `/praise Acme "sent a cake"`)
	p.See("#notice", "That did not reach the bot")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value.startsWith("/praise")`)
	p.Key(browsertest.Enter)
	p.Until("sent", `document.querySelector("#composer-text").value === ""`)
	send(p, "/history Acme")
	p.See(".asked", "/history Acme")
	p.See(last, "sent a cake")
	if n := strings.Count(p.Text(last), "sent a cake"); n != 1 {
		t.Errorf("on record %d times", n)
	}
}

// In a thread and on the smallest phones everything can be read.
func narrow(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{})
	p.Click("#load-example", "")
	p.See(last, "4 clients")
	p.Click("[data-room=client-acme]", "")
	p.Hover(".message", "nobody picks up")
	p.Click(".message:hover .tool", "↳")
	p.Key("@Amicable how is Acme?" + browsertest.Enter)
	p.See("#thread-messages .bot", "Acme: ")
	p.Until("facts below their labels", `(() => { const f = document.querySelector("#thread-messages .facts > div"); return f.querySelector("dd").offsetWidth === f.offsetWidth; })()`)
	p.Until("the picture", `(() => { const i = [...document.querySelectorAll("#thread-messages .picture img")].at(-1); i.scrollIntoView(); return i.complete && i.naturalWidth > 600; })()`)
	p.Shot(filepath.Join(screens(), "thread-narrow.png"))
	p.Click("#thread-messages .enlarge", "")
	p.Until("the whole picture", `(() => { const i = document.querySelector("dialog img"); return i?.complete && i.offsetWidth > 600; })()`)
	p.Shot(filepath.Join(screens(), "picture-large.png"))
	p.Key(browsertest.Escape)
	p.Until("no dialog", `!document.querySelector("dialog")`)
	p.Click("#close-thread", "")

	p.Look(browsertest.Look{Width: 360, Height: 740, Touch: true, Scale: 2})
	p.Until("a composer of one line", `(() => { const f = document.querySelector("#composer-text"); return f.offsetHeight > 30 && f.offsetHeight < 60 && f.scrollHeight <= f.clientHeight; })()`)
	send(p, "/assess Acme")
	p.See(last, "Acme: ")
	p.Until("nothing wider than the phone", `document.documentElement.scrollWidth <= innerWidth`)
	p.Shot(filepath.Join(screens(), "phone-360.png"))
	p.Click("#messages .enlarge", "")
	p.Until("the whole picture", `(() => { const i = document.querySelector("dialog img"); return i?.complete && i.offsetWidth > 600; })()`)
	p.Shot(filepath.Join(screens(), "phone-360-picture.png"))
}

// The store is away when the program starts, comes, goes and comes back. The page
// says so each time, and nothing that was acknowledged is lost.
func storeAway(t *testing.T, b *browsertest.Browser) {
	redis := needRedis(t)
	redis.kill()
	s := startPlayground(t, "REDIS_URL="+redis.url())
	p := b.Open(t, s.address, browsertest.Look{})
	p.Allow("Failed to load resource") // the refusals below
	p.See("#trouble", "cannot reach its records")
	send(p, "/flag Acme tension")
	p.See("#notice", "cannot reach its records")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value === "/flag Acme tension"`)

	redis.start(t)
	p.See(".message", "trying out") // by itself
	p.Until("no trouble", `document.querySelector("#trouble").hidden`)
	p.Type("#composer-text", "")
	p.Key(browsertest.Enter)
	p.See(last, "Flagged Acme: tension")

	redis.kill()
	send(p, "/flag Acme scope-creep")
	p.See(last, "I could not save that; nothing was recorded")
	p.See("#trouble", "cannot reach its records")
	redis.start(t)
	p.Until("no trouble", `document.querySelector("#trouble").hidden`)
	send(p, "/history Acme")
	p.See(last, "tension")
	if text := p.Text("#messages li:last-of-type"); strings.Contains(text, "scope creep") {
		t.Errorf("what was not acknowledged is on record: %s", text)
	}
	p.Reload()
	p.See(".message", "nothing was recorded") // what was said meanwhile is there too
}

// Whatever a client is called and a note says, it stays text.
func strangersCode(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{})
	const name = `<img src=x onerror=window.pwned=1>`
	const note = `</p><script>window.pwned=2</script><svg onload=window.pwned=3> javascript:alert(1)`
	send(p, `/flag "`+name+`" late-payment "`+note+`"`)
	p.See(last, "Flagged "+name)
	send(p, `/history "`+name+`"`)
	p.See(last, `<script>window.pwned=2</script>`)
	p.Type("#composer-text", "/assess <img")
	p.See("[role=option]", name)
	p.Key(browsertest.Tab)
	p.Until("the name completed", `document.querySelector("#composer-text").value.includes("onerror")`)
	p.Key(browsertest.Enter)
	p.See(last, name)
	p.Click(last+" .button", "")
	send(p, name+note)
	p.See(".message", note)
	p.Click("[data-room=direct-ana]", "")
	p.Click("#tab-home", "")
	p.See("#home", name)
	if browsertest.Eval[bool](p, `"pwned" in window || document.querySelector("#app script, #app svg, #app img[src=x]") !== null`) {
		t.Error("what a client is called became part of the page")
	}
}

// Nobody is left out: axe finds nothing, in any state of the page.
func accessible(t *testing.T, b *browsertest.Browser) {
	axe := browsertest.Axe(t)
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{Lax: true})
	p.Accessible(axe, "the first visit")
	p.Type("#composer-text", "/")
	p.See("[role=option]", "/flag")
	p.Key(browsertest.Down)
	p.Accessible(axe, "completion")
	p.Key(browsertest.Escape)
	p.Click("#load-example", "")
	p.See(last, "4 clients")
	send(p, " Globex")
	send(p, "/assess Globex")
	p.See(last, "Globex: Part ways")
	p.Accessible(axe, "an assessment")
	p.Until("the picture", `(() => { const e = [...document.querySelectorAll(".enlarge")].at(-1); e.scrollIntoView(); e.focus(); return e.firstChild.complete; })()`)
	p.Key(browsertest.Enter)
	p.Until("the picture alone", `document.querySelector("dialog.large")`)
	p.Accessible(axe, "a picture")
	p.Key(browsertest.Escape)
	p.Look(browsertest.Look{Dark: true})
	p.Accessible(axe, "an assessment in the dark")
	p.Click(last+" .button.primary", "Draft")
	p.See(last+" .draft", "")
	p.Accessible(axe, "a draft in the dark")
	send(p, "/flag")
	p.See("dialog", "Client")
	p.Click("dialog .button.primary", "")
	p.See("dialog .error", "")
	browsertest.Eval[bool](p, `(() => { const real = window.fetch; window.fetch = async () => { window.fetch = real; throw new TypeError("lost"); }; return true; })()`)
	p.Click("dialog .button.primary", "")
	p.See("dialog [role=alert]", "That did not reach the bot")
	p.Accessible(axe, "a form in the dark")
	p.Look(browsertest.Look{})
	p.Accessible(axe, "a form")
	p.Key(browsertest.Escape)
	p.Click("[data-room=client-acme]", "")
	p.Hover(".message", "landing page")
	p.Click(".message:hover [aria-haspopup]", "")
	p.See("[role=menuitem]", "💸")
	p.Accessible(axe, "choosing an emoji")
	p.Key(browsertest.Escape)
	p.Hover(".message", "landing page")
	p.Click(".message:hover .tool", "↳")
	p.Accessible(axe, "a thread")
	p.Click("#close-thread", "")
	p.Click("[data-room=direct-ana]", "")
	p.Click("#tab-home", "")
	p.See("#home", "4 clients")
	p.Accessible(axe, "the home page")
	p.Click("[data-room=general]", "")
	p.Look(browsertest.Look{Width: 390, Height: 844, Touch: true})
	p.Accessible(axe, "on a phone")
	p.Click("#back", "")
	p.Accessible(axe, "the channels on a phone")
}
