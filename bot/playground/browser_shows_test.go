package playground

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/playground/browsertest"
)

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

// Ten thousand messages in a channel: the page keeps the latest, and keeps up.
func browserTenThousandMessages(t *testing.T, b *browsertest.Browser) {
	p, _, page := serveTest(t, b)
	page.Allow("ERR_INCOMPLETE_CHUNKED_ENCODING") // a page that lagged behind connects anew
	for i := range 10_000 {
		p.history.put(t.Context(), Message{ID: fmt.Sprint("many-", i), Channel: "general", Author: "ben", At: noon.Add(time.Duration(i-10_000) * time.Second), Text: fmt.Sprint("line ", i)})
	}
	page.See(".message", "line 9999")
	page.Until("a bounded list", `document.querySelectorAll("#messages .message").length <= 301`)
	page.Say("still here")
	page.See(".message", "still here")
}
