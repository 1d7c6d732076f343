package main

import (
	"os"
	"path/filepath"
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

// last is the latest answer of the bot.
const last = ".message.bot:last-of-type"

// Two people, two windows: one flags with an emoji, the other confirms, and what
// each is told only they see.
func twoPeople(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	ana := visit(t, b, s, browsertest.Look{})
	ana.Say("/flag Acme tension")
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
