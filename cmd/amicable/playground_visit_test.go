package main

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"amicable/bot/playground/browsertest"
)

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
	p.Say("/flag")
	p.See("dialog", "What happened")
	p.Key(browsertest.Escape)
	p.Until("no dialog", `!document.querySelector("dialog")`)
	p.Until("the focus back in the composer", `document.activeElement.id === "composer-text"`)
	p.Say("/flag")
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
	p.Say("/assess Globex")
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
	p.Say("/assess Globex")
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
	p.Say("/assess Acme")
	p.See(last, "Acme: Talk")
	p.Until("the client's picture", picture)
	p.Shot(filepath.Join(screens(), "playground.png"))
	// Loaded once is loaded.
	p.Click("#load-example", "")
	p.See("#notice", "there already")
}
