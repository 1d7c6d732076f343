package commands_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

func TestAnAlertComesOncePerCrossing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme scope-creep")
	tm.later(2)
	tm.says("ben", "/flag acme scope-creep")
	tm.says("ben", "/flag acme tension severity:low")
	if got := tm.alerts(); len(got) != 0 {
		t.Fatalf("Watch alerted %d times; alerts begin at Talk", len(got))
	}
	r := tm.says("ben", "/flag acme indecision severity:low")
	tm.wants(r, "13.9 points (+2.0) · Talk ▲ was Watch", "Next: an open conversation soon", "Draft the talk")

	got := tm.alerts()
	if len(got) != 1 || got[0].to.User != "ben" || got[0].to.Channel != "" {
		t.Fatalf("want one alert to ben, got %+v", got)
	}
	tm.wants(got[0].reply, "acme: Talk", "Scope creep ×2", "Draft the talk")

	// Hovering around the threshold stays quiet: taken back, flagged again.
	tm.wants(tm.says("ben", "/undo"), "Watch ▼ was Talk")
	tm.says("ben", "/flag acme morale severity:low")
	if got := tm.alerts(); len(got) != 0 {
		t.Errorf("hovering around a threshold alerted again: %+v", got)
	}
	// After it has clearly fallen, a new crossing counts.
	tm.later(120)
	tm.says("ana", "/flag acme scope-creep")
	tm.later(2)
	tm.says("ana", "/flag acme scope-creep")
	if got := tm.alerts(); len(got) != 1 {
		t.Errorf("a new crossing after months gave %d alerts, want 1", len(got))
	}
}

func TestAlertsGoWhereTheTeamWantsThem(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/amicable settings alerts-channel C9"), "Saved", "alerts-channel: C9")
	tm.says("ben", "/flag acme dishonesty the books were altered")
	got := tm.alerts()
	if len(got) != 1 || got[0].to.Channel != "C9" {
		t.Fatalf("want one alert in C9, got %+v", got)
	}
	tm.wants(got[0].reply, "acme: Part ways", "Draft the separation", "once is enough to plan the way out", "Let the days until 8 Oct pass")
	tm.lacks(got[0].reply, "the books were altered", "Dear")

	// A channel that cannot be used: the person who flagged is told instead.
	tm.post.fail = bot.ErrNotThere
	tm.says("ben", "/flag beta dishonesty")
	got = tm.alerts()
	if len(got) != 1 || got[0].to.User != "ben" {
		t.Fatalf("want the alert to fall back to ben, got %+v", got)
	}
	tm.wants(got[0].reply, "could not use the alerts channel")

	// A failure that may pass is tried again, and then delivered once.
	tm.post.fail = errors.New("rate limited")
	tm.says("ben", "/flag gamma dishonesty")
	if got := tm.alerts(); len(got) != 0 {
		t.Fatalf("sent although sending fails: %+v", got)
	}
	tm.post.fail = nil
	tm.later(1)
	if got := tm.alerts(); len(got) != 1 {
		t.Errorf("a failed alert was sent %d times afterwards, want once", len(got))
	}
	if got := tm.alerts(); len(got) != 0 {
		t.Errorf("and then again: %+v", got)
	}
}

// An alert that nobody takes is not tried for ever: who flagged saw the verdict
// in the answer. The log says so once, without the client's name.
func TestAnAlertToSomebodyWhoTakesNone(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/amicable settings alerts-channel C9")
	tm.post.fail, tm.post.closed = bot.ErrNotMember, "ben"
	tm.wants(tm.says("ben", "/flag acme dishonesty"), "Part ways")
	for range 3 {
		tm.alerts()
		tm.now = tm.now.Add(time.Hour)
	}
	if tm.post.refused != 1 {
		t.Errorf("tried %d times, want once", tm.post.refused)
	}
	if log := tm.log.String(); strings.Count(log, "alert not sent") != 1 || strings.Contains(log, "put off") || strings.Contains(log, "acme") {
		t.Errorf("the log says %s", log)
	}

	// What comes next is sent as ever.
	tm.post.fail, tm.post.closed = nil, ""
	tm.says("ben", "/flag beta dishonesty")
	if got := tm.alerts(); len(got) != 1 || got[0].to.Channel != "C9" {
		t.Errorf("the next alert: %+v", got)
	}
}

func TestWhatAllReadIsInTheWorkspacesLanguage(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/amicable settings alerts-channel C9")
	tm.says("ana", "/amicable settings language italiano")
	tm.says("ben", "/amicable settings my-language polski")
	tm.wants(tm.says("ben", "/flag acme dishonesty"), "Rozstanie")
	got := tm.alerts()
	if len(got) != 1 || got[0].to.Channel != "C9" {
		t.Fatalf("want one alert in C9, got %+v", got)
	}
	tm.wants(got[0].reply, "acme: Separazione", "Che cosa fare")

	tm.post.fail = bot.ErrNotThere
	tm.says("ben", "/flag beta dishonesty")
	if got = tm.alerts(); len(got) != 1 || got[0].to.User != "ben" {
		t.Fatalf("want the alert to fall back to ben, got %+v", got)
	}
	tm.wants(got[0].reply, "beta: Rozstanie")
	tm.post.fail = nil

	tm.later(7)
	if got = tm.alerts(); len(got) != 1 || got[0].to.Channel != "C9" {
		t.Fatalf("want one digest in C9, got %+v", got)
	}
	tm.wants(got[0].reply, "acme · Separazione")
}

func TestAutoDraftBringsTheLetterWithTheAlert(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.says("ana", `/client acme set contact="Ms Jones" notice=30`)
	tm.says("ana", "/amicable settings auto-draft on")
	tm.says("ben", "/flag acme dishonesty he hid two invoices")
	got := tm.alerts()
	if len(got) != 1 {
		t.Fatalf("%d alerts, want 1", len(got))
	}
	tm.wants(got[0].reply, "Part ways", "Dear Ms Jones", "no legal advice")
	for _, secret := range []string{"hid two invoices", "Ben", "dishonest"} {
		for _, block := range got[0].reply.Blocks {
			if d, ok := block.(bot.Draft); ok && strings.Contains(d.Text, secret) {
				t.Errorf("the draft %q gives away %q", d.Label, secret)
			}
		}
	}
}

func TestASecondPartingWithinAYearNeedsNoCoolingOff(t *testing.T) {
	tm := newTeam(t)
	tm.wants(tm.says("ana", "/flag acme invoice-dispute severity:high"), "Part ways", "let the days until 8 Oct pass")
	tm.later(150)
	tm.wants(tm.says("ana", "/assess acme"), "acme: Talk")
	tm.wants(tm.says("ana", "/flag acme invoice-dispute severity:high"), "Part ways", "not the first time")
	tm.wants(tm.says("ana", "/assess acme"), "2 times within a year")
}
