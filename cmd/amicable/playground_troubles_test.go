package main

import (
	"path/filepath"
	"strings"
	"testing"

	"amicable/bot/playground/browsertest"
)

// The program is ended and started again: the page says so, comes back by
// itself, and shows what was said.
func restarted(t *testing.T, b *browsertest.Browser) {
	s := startPlayground(t)
	p := visit(t, b, s, browsertest.Look{})
	p.Allow("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|Failed to load resource")
	p.Say("/flag Acme late-payment")
	p.See(last, "Flagged Acme: late payment")
	p.Say("good morning")
	p.See(".message", "good morning")
	p.Click("#week-later", "") // the last that happens: it is kept by itself
	p.See("#notice", "A week has passed")
	today := p.Text("#today")

	s.stop(t)
	p.See("#trouble", "The connection to the bot was lost")
	p.Say("/flag Acme tension")
	p.See("#notice", "That did not reach the bot")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value === "/flag Acme tension"`)
	p.Shot(filepath.Join(screens(), "connection-lost.png"))

	s.start(t)
	p.Until("connected again", `document.querySelector("#trouble").hidden`)
	p.Key(browsertest.Enter)
	p.See(last, "Flagged Acme: tension")

	// The same while a form is open, which says so itself.
	p.Say("/praise")
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
	p.Say("/flag Acme tension")
	p.See(last, "Flagged Acme: tension")
	p.LoseAnswer("say")
	p.Say(`/praise Acme "sent a cake"`)
	p.See("#notice", "That did not reach the bot")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value.startsWith("/praise")`)
	p.Key(browsertest.Enter)
	p.Until("sent", `document.querySelector("#composer-text").value === ""`)
	p.Say("/history Acme")
	p.See(".asked", "/history Acme")
	p.See(last, "sent a cake")
	if n := strings.Count(p.Text(last), "sent a cake"); n != 1 {
		t.Errorf("on record %d times", n)
	}
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
	p.Say("/flag Acme tension")
	p.See("#notice", "cannot reach its records")
	p.Until("nothing written is lost", `document.querySelector("#composer-text").value === "/flag Acme tension"`)

	redis.start(t)
	p.See(".message", "trying out") // by itself
	p.Until("no trouble", `document.querySelector("#trouble").hidden`)
	p.Say("")
	p.See(last, "Flagged Acme: tension")

	redis.kill()
	p.Say("/flag Acme scope-creep")
	p.See(last, "I could not save that; nothing was recorded")
	p.See("#trouble", "cannot reach its records")
	redis.start(t)
	p.Until("no trouble", `document.querySelector("#trouble").hidden`)
	p.Say("/history Acme")
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
	p.Say(`/flag "` + name + `" late-payment "` + note + `"`)
	p.See(last, "Flagged "+name)
	p.Say(`/history "` + name + `"`)
	p.See(last, `<script>window.pwned=2</script>`)
	p.Type("#composer-text", "/assess <img")
	p.See("[role=option]", name)
	p.Key(browsertest.Tab)
	p.Until("the name completed", `document.querySelector("#composer-text").value.includes("onerror")`)
	p.Key(browsertest.Enter)
	p.See(last, name)
	p.Click(last+" .button", "")
	p.Say(name + note)
	p.See(".message", note)
	p.Click("[data-room=direct-ana]", "")
	p.Click("#tab-home", "")
	p.See("#home", name)
	if browsertest.Eval[bool](p, `"pwned" in window || document.querySelector("#app script, #app svg, #app img[src=x]") !== null`) {
		t.Error("what a client is called became part of the page")
	}
}
