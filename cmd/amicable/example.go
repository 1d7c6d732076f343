package main

import (
	"fmt"
	"time"

	"amicable/bot/playground"
	"amicable/commands/locale"
)

const day = 24 * time.Hour

// openingScene is what stands in the playground's channels at first: something
// to put a reaction on.
func openingScene(p *locale.Printer) []playground.Line {
	line := func(ago time.Duration, who, channel, key string) playground.Line {
		return playground.Line{Ago: ago, Who: who, Channel: channel, Text: p.S("scene.opening." + key)}
	}
	return []playground.Line{
		line(26*time.Hour, "ben", "client-acme", "acme-invoice"),
		line(25*time.Hour, "cleo", "client-acme", "acme-page"),
		line(5*time.Hour, "cleo", "shared-northwind", "northwind"),
		line(2*time.Hour, "ana", "general", "general"),
	}
}

// exampleMonth is a month of work with four clients, one for each kind of story
// that scoring's cases tell: Acme pays late again and again, Northwind is late
// once and forgiven, Blue Harbour goes on after a talk, Globex is past mending.
// Everything is recorded as people would: by commands with a date, and by
// reactions on messages.
func exampleMonth(p *locale.Printer, now time.Time) []playground.Line {
	m := month{p: p, now: now}
	m.does("ana", `client Acme set billing=retainer contact="Jo Park" notice=30 revenue="3,200 EUR"`)
	m.flags("ana", "Acme", "late-payment", 58, "acme-september")
	m.flags("ben", "Acme", "late-payment", 29, "acme-october")
	m.writes("ben", "client-acme", 74*time.Hour, "acme-now", playground.By{Who: "ana", Emoji: "💸"})
	m.writes("ana", "client-acme", 73*time.Hour, "acme-note")

	m.does("cleo", `client "Northwind" set billing=fixed revenue="5,400 EUR"`)
	m.flags("cleo", "Northwind", "late-payment", 24, "northwind-late")
	m.praises("ana", "Northwind", 6, "northwind-praise")
	m.writes("cleo", "shared-northwind", 26*time.Hour, "northwind-share")

	m.flags("cleo", `"Blue Harbour"`, "scope-creep", 33, "harbour-first")
	m.does("cleo", `client "Blue Harbour" set revenue="2,600 EUR"`)
	m.flags("ben", `"Blue Harbour"`, "scope-creep", 27, "harbour-second")
	m.flags("cleo", `"Blue Harbour"`, "scope-creep", 23, "harbour-third")
	m.did("ana", `"Blue Harbour"`, "talk", 21, "harbour-talk")
	m.flags("cleo", `"Blue Harbour"`, "scope-creep", 3, "harbour-fourth")
	m.writes("cleo", "general", 50*time.Hour, "harbour-chat")

	m.flags("ben", "Globex", "late-payment", 62, "globex-late-first")
	m.does("ben", `client Globex set billing=retainer contact="Sam Lindt" revenue="1,900 EUR"`)
	m.flags("ben", "Globex", "late-payment", 31, "globex-late-before")
	m.flags("ben", "Globex", "unreasonable-demands", 26, "globex-demands")
	m.flags("cleo", "Globex", "unresponsive", 22, "globex-silent")
	m.flags("ana", "Globex", "always-on", 20, "globex-night-again")
	m.flags("cleo", "Globex", "always-on", 11, "globex-night-last")
	m.flags("ana", "Globex", "unreasonable-demands", 8, "globex-demands-again")
	m.flags("cleo", "Globex", "unresponsive", 4, "globex-silent-again")
	m.flags("ben", "Globex", "late-payment", 2, "globex-late")
	m.flags("ben", "Globex", "always-on", 1, "globex-night")
	m.writes("ben", "general", 22*time.Hour, "globex-chat")
	m.writes("ana", "general", 21*time.Hour, "globex-reply")
	return m.lines
}

// month collects the lines of the example.
type month struct {
	p     *locale.Printer
	now   time.Time
	lines []playground.Line
}

func (m *month) text(key string) string { return m.p.S("scene.month." + key) }

// on is the day so many days ago, as it is typed.
func (m *month) on(days int) string {
	return "on:" + m.now.Add(-time.Duration(days)*day).Format(time.DateOnly)
}

func (m *month) does(who, command string) {
	m.lines = append(m.lines, playground.Line{Who: who, Channel: "general", Text: "/" + command})
}

func (m *month) flags(who, client, sign string, days int, key string) {
	m.does(who, fmt.Sprintf("flag %s %s %q %s", client, sign, m.text(key), m.on(days)))
}

func (m *month) praises(who, client string, days int, key string) {
	m.does(who, fmt.Sprintf("praise %s %q %s", client, m.text(key), m.on(days)))
}

func (m *month) did(who, client, remedy string, days int, key string) {
	m.does(who, fmt.Sprintf("did %s %s %q %s", client, remedy, m.text(key), m.on(days)))
}

func (m *month) writes(who, channel string, ago time.Duration, key string, reactions ...playground.By) {
	m.lines = append(m.lines, playground.Line{Ago: ago, Who: who, Channel: channel, Text: m.text(key), Reactions: reactions})
}
