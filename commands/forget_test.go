package commands_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"amicable/bot"
)

func TestInstallAndUninstall(t *testing.T) {
	tm := newTeam(t)
	welcome := tm.handle(tm.event("ana", bot.KindInstalled))
	tm.wants(welcome, "Thank you for having me", "/flag acme late-payment")
	tm.says("ana", "/flag acme tension")
	tm.handle(tm.event("ana", bot.KindUninstalled))
	tm.later(29)
	tm.alerts()
	tm.wants(tm.says("ana", "/assess acme"), "Tension")
	tm.handle(tm.event("ana", bot.KindInstalled)) // came back: the deletion is off
	tm.later(10)
	tm.alerts()
	tm.wants(tm.says("ana", "/assess acme"), "Tension")
	tm.handle(tm.event("ana", bot.KindUninstalled))
	tm.later(31)
	tm.alerts()
	tm.lacks(tm.says("ana", "/assess acme"), "Tension")
}

// resident is a platform that can be asked where the bot is.
type resident struct {
	*post
	in   bool
	fail error
}

func (r *resident) InWorkspace(_ context.Context, workspace string) (bool, error) {
	return r.in && workspace == "w", r.fail
}

// keeps fails the test unless the data is still there.
func (tm *team) keeps(want bool) {
	tm.t.Helper()
	if got := strings.Contains(show(tm.says("ana", "/assess acme")), "Tension"); got != want {
		tm.t.Errorf("the data is there: %v, want %v", got, want)
	}
}

// That the bot came back may never have been heard: its platform is asked before
// anything is deleted, and not at all for what another bot serves.
func TestWhatIsInUseIsNotForgotten(t *testing.T) {
	tm := newTeam(t)
	there := &resident{post: &tm.post}
	tm.bot.Deliver("test", there)
	tm.says("ana", "/flag acme tension")

	remove := func() {
		tm.handle(tm.event("ana", bot.KindUninstalled))
		tm.later(31)
		tm.alerts()
	}
	there.in = true
	remove()
	tm.keeps(true)
	if !strings.Contains(tm.log.String(), "workspace not forgotten") {
		t.Error("nobody is told")
	}

	there.in = false
	if err := tm.store.Serve(t.Context(), "another", "test:w"); err != nil {
		t.Fatal(err)
	}
	remove()
	tm.keeps(true)
	if err := tm.store.Leave(t.Context(), "another", "test:w"); err != nil {
		t.Fatal(err)
	}

	there.fail = errors.New("the platform is away")
	remove()
	tm.keeps(true)
	there.fail = nil
	tm.later(1) // it is asked again
	tm.alerts()
	tm.keeps(false)
}

// Where the platform cannot be asked, what was recorded since the uninstall tells.
func TestWhatWasRecordedSinceIsNotForgotten(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag acme tension")
	tm.later(1)
	tm.handle(tm.event("ana", bot.KindUninstalled))
	tm.later(5)
	tm.says("ben", "/flag acme tension")
	tm.later(60) // nobody did it in time
	tm.alerts()
	tm.keeps(true)
	tm.handle(tm.event("ana", bot.KindUninstalled))
	tm.later(31)
	tm.alerts()
	tm.keeps(false)
}
