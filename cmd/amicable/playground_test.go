package main

import (
	"net/url"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"amicable/bot/playground/browsertest"
)

// played is the program serving the playground.
type played struct {
	environ []string
	args    []string
	cmd     *exec.Cmd
	log     *journal
	ended   chan error
	address string // as printed
}

// startPlayground starts `amicable` with nothing configured.
func startPlayground(t *testing.T, more ...string) *played {
	t.Helper()
	p := &played{environ: home(t, append([]string{"AMICABLE_ADDR=127.0.0.1:0", "TZ=UTC"}, more...)...)}
	p.start(t)
	return p
}

func (p *played) start(t *testing.T) {
	t.Helper()
	p.log, p.ended, p.address = &journal{}, make(chan error, 1), ""
	p.cmd = program(t, p.environ, p.args...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd, log, ended := p.cmd, p.log, p.ended
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		if t.Failed() {
			t.Logf("the program wrote:\n%s", log)
		}
	})
	within(t, 20*time.Second, "the address", func() bool {
		_, rest, found := strings.Cut(log.String(), "The playground is at ")
		p.address, _, _ = strings.Cut(rest, "\n")
		return found && strings.Contains(rest, "\n")
	})
	// The next start takes the same port, so that open pages find it again.
	u, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	p.environ = append(p.environ, "AMICABLE_ADDR="+u.Host)
}

// stop ends the program as Ctrl-C does.
func (p *played) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.ended:
		if err != nil {
			t.Errorf("the program ended with %v", err)
		}
	case <-time.After(drainTime):
		t.Fatal("the program did not end")
	}
}

func TestExplore(t *testing.T) {
	b := browsertest.Start(t)
	s := startPlayground(t)
	p := b.Open(t, s.address, browsertest.Look{Scale: 1})
	p.Until("ready", `document.body.dataset.ready === "ana"`)
	p.See(".message", "trying out")
	p.Shot("/tmp/shots/1-first.png")
	p.Type("#composer-text", "/f")
	p.See("[role=option]", "Record an incident")
	p.Shot("/tmp/shots/2-complete.png")
	p.Key(browsertest.Tab)
	p.Key("acme late")
	p.See("[role=option]", "late payment")
	p.Key(browsertest.Down)
	p.Key(browsertest.Enter)
	p.Key("the invoice")
	p.Key(browsertest.Enter)
	p.See(".message.only", "Flagged")
	p.Shot("/tmp/shots/3-flagged.png")
	p.Click("#load-example", "")
	p.See(".message.only", "4 clients")
	p.Shot("/tmp/shots/4-example.png")
	p.Click("[data-room=client-acme]", "")
	p.See(".message", "picks up")
	p.Hover(".message", "one more landing page")
	p.Click(".message:hover .tools [aria-haspopup]", "")
	p.See("[role=menuitem]", "💸")
	p.Shot("/tmp/shots/5-picker.png")
	p.Key(browsertest.Escape)
	p.Hover(".message", "one more landing page")
	p.Click(".message:hover .tools button", "🚩")
	p.See(".message.only", "What happened")
	p.Shot("/tmp/shots/6-reacted.png")
	p.Click(".button", "Choose a sign")
	p.See("[role=menuitem]", "Scope creep")
	p.Shot("/tmp/shots/7-menu.png")
	p.Click("[role=menuitem]", "Scope creep")
	p.See(".message.only", "Flagged")
	p.Type("#composer-text", "/assess Globex")
	p.Key(browsertest.Enter)
	p.See(".message.only", "Globex")
	p.Shot("/tmp/shots/8-assess.png")
	p.Click(".message.only .button", "Draft")
	p.See(".draft", "")
	p.Shot("/tmp/shots/9-draft.png")
	p.Type("#composer-text", "/flag")
	p.Key(browsertest.Enter)
	p.See("dialog", "Client")
	p.Shot("/tmp/shots/10-form.png")
	p.Look(browsertest.Look{Dark: true})
	p.Shot("/tmp/shots/11-form-dark.png")
	p.Key(browsertest.Escape)
	p.Click("[data-room=direct-ana]", "")
	p.Shot("/tmp/shots/12-direct-dark.png")
	p.Click("#tab-home", "")
	p.See("#home", "What I can do")
	p.Look(browsertest.Look{})
	p.Shot("/tmp/shots/13-home.png")
	p.Click("[data-room=client-acme]", "")
	p.Hover(".message", "picks up")
	p.Click(".message:hover .tools button", "↳")
	p.Key("Shall we call them?")
	p.Key(browsertest.Enter)
	p.See("#thread-messages", "Shall we call")
	p.Shot("/tmp/shots/14-thread.png")
	p.Click("#close-thread", "")
	p.Look(browsertest.Look{Width: 390, Height: 844, Touch: true, Scale: 2})
	p.Shot("/tmp/shots/15-phone.png")
	p.Click("#back", "")
	p.Shot("/tmp/shots/16-phone-list.png")
	p.Click("[data-room=general]", "")
	p.Shot("/tmp/shots/17-phone-general.png")
}
