package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"amicable/bot/playground"
	"amicable/commands/locale"
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
	within(t, patience, "the address", func() bool {
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

// The playground is for the own machine. On an address that others can reach it
// is refused, and when it is wanted all the same it asks for a token.
func TestPlaygroundAddress(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:0"} {
		code, stdout, stderr := try(t, home(t, "AMICABLE_ADDR="+addr), "")
		if code != exitUsage || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "amicable: AMICABLE_ADDR: can be reached from other machines") {
			t.Errorf("%s: code %d, %q, %q", addr, code, stdout, stderr)
		}
	}
	s := &played{environ: home(t, "AMICABLE_ADDR=0.0.0.0:0"), args: []string{"serve", "--playground-anywhere"}}
	s.start(t)
	u, err := url.Parse(s.address)
	if err != nil || len(u.Query().Get("token")) < 20 {
		t.Fatalf("the address is %s, %v", s.address, err)
	}
	bare := "http://127.0.0.1:" + u.Port() + "/"
	if code, text := get(t, bare); code != http.StatusUnauthorized {
		t.Errorf("without the token: %d %s", code, text)
	}
	if code, _ := get(t, bare+"healthz"); code != http.StatusOK {
		t.Errorf("/healthz: %d", code)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&http.Client{Jar: jar}).Get(bare + "?" + u.RawQuery)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Request.URL.RawQuery != "" {
		t.Errorf("with the token: %d at %s", res.StatusCode, res.Request.URL)
	}
	s.stop(t)
}

// Every word that the page needs is in the catalogue.
func TestPlaygroundWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range playground.Keys() {
		if !words.For("en").Has(key) {
			t.Errorf("%q has no text", key)
		}
	}
}

func TestLanguagesAreCalledByTheirOwnNames(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range languages(words) {
		names = append(names, l.Tag+" "+l.Name)
	}
	want := []string{"en English", "pl polski", "it italiano", "sr српски", "sr-Latn srpski, latinica", "nl Nederlands", "cs čeština"}
	if d := cmp.Diff(want, names, cmpopts.SortSlices(strings.Compare)); d != "" {
		t.Error(d)
	}
}
