package commands_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"amicable/bot"
)

// drawn makes a reply's picture and returns its text alternative.
func (tm *team) drawn(r bot.Reply) string {
	tm.t.Helper()
	if r.Picture == nil {
		tm.t.Fatalf("no picture with:\n%s", show(r))
	}
	image, err := r.Picture(tm.t.Context())
	if err != nil {
		tm.t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(image.PNG))
	if err != nil {
		tm.t.Fatal(err)
	}
	if size := p.Bounds().Size(); size.X != 1280 || size.Y != 640 {
		tm.t.Errorf("the picture is %v", size)
	}
	return image.Alt
}

func TestPicturesSayTheSameAsTheirText(t *testing.T) {
	tm := newTeam(t)
	for _, on := range []string{"2026-08-01", "2026-09-01", "2026-10-01"} {
		tm.says("ana", "/flag Acme late-payment on:"+on)
	}
	tm.says("ana", "/flag Beta scope-creep on:2026-05-20")
	tm.says("ana", "/flag Gamma tension")
	tm.says("ana", `/client acme set revenue="4,500 EUR"`)
	tm.says("ana", `/client beta set revenue="€500"`)

	alt := tm.drawn(tm.says("ana", "/assess acme"))
	for _, want := range []string{"Acme", "points", "3 incidents", "Late payment ×3, last 4 days ago", "No new flags"} {
		if !strings.Contains(alt, want) {
			t.Errorf("the course's text lacks %q: %s", want, alt)
		}
	}
	alt = tm.drawn(tm.says("ana", "/clients"))
	for _, want := range []string{"3 clients", "Acme: ", "share of the trouble"} {
		if !strings.Contains(alt, want) {
			t.Errorf("the portfolio's text lacks %q: %s", want, alt)
		}
	}
	if strings.Contains(alt, "share of the revenue") {
		t.Errorf("revenues in different currencies were compared: %s", alt)
	}
	tm.says("ana", `/client beta set revenue="500 EUR"`)
	if alt = tm.drawn(tm.says("ana", "/clients")); strings.Contains(alt, "share of the revenue") {
		t.Errorf("shares were made of the revenues that happen to be known: %s", alt)
	}
	tm.says("ana", `/client gamma set revenue="0 EUR"`)
	if alt = tm.drawn(tm.says("ana", "/clients")); !strings.Contains(alt, "share of the revenue 90%") {
		t.Errorf("Acme's share of the revenue is missing: %s", alt)
	}
	alt = tm.drawn(tm.handle(tm.event("ana", bot.KindHome)))
	for _, want := range []string{"What costs us most", "Late payment: 27.0", "Scope creep: 0.0, 5.0 before"} {
		if !strings.Contains(alt, want) {
			t.Errorf("the costs' text lacks %q: %s", want, alt)
		}
	}
}
