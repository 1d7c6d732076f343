package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestServesSlackOverHTTP(t *testing.T) {
	s := startServing(t, newFakeSlack(t, false), "REDIS_URL="+needRedis(t).url())
	if code, text := get(t, "http://"+s.addr+"/healthz"); code != http.StatusOK || text != "ok\n" {
		t.Errorf("/healthz: %d %q", code, text)
	}
	if code, text := get(t, "http://"+s.addr+"/readyz"); code != http.StatusOK || text != "ready\n" {
		t.Errorf("/readyz: %d %q", code, text)
	}
	if code, text := s.command(t, "/flag", "acme late-payment"); code != http.StatusOK || !strings.Contains(text, "Flagged") {
		t.Errorf("/flag: %d %s", code, text)
	}
	if code, text := s.command(t, "/assess", "acme"); code != http.StatusOK || !strings.Contains(text, "Healthy") {
		t.Errorf("/assess: %d %s", code, text)
	}
	if code, _, err := s.post(t.Context(), "/flag", "acme tension", "another secret"); err != nil || code != http.StatusUnauthorized {
		t.Errorf("a forged /flag: %d, %v", code, err)
	}
	_, figures := get(t, "http://"+s.metrics+"/metrics")
	for _, want := range []string{
		`amicable_events_total{kind="command",outcome="answered",platform="slack"} 2`,
		`amicable_handler_duration_seconds_count{platform="slack"} 2`, `amicable_platform_connected{platform="slack"} 1`, "amicable_store_errors_total 0", "amicable_outbox_jobs 0",
	} {
		if !strings.Contains(figures, want) {
			t.Errorf("/metrics lacks %q", want)
		}
	}
	if code, _ := get(t, "http://"+s.addr+"/metrics"); code != http.StatusNotFound {
		t.Errorf("/metrics on the public address: %d", code)
	}
	for _, hidden := range []string{testSecret, "xoxb-test", "late-payment", "another secret"} {
		if strings.Contains(s.log.String(), hidden) {
			t.Errorf("%q is in the log:\n%s", hidden, s.log)
		}
	}
}

// While Redis is away nothing is claimed to be recorded; when it is back, all
// goes on without anybody's help.
func TestSurvivesRedisGoingAway(t *testing.T) {
	redis := needRedis(t)
	s := startServing(t, newFakeSlack(t, false), "REDIS_URL="+redis.url())
	if _, text := s.command(t, "/flag", "acme late-payment"); !strings.Contains(text, "Flagged") {
		t.Fatal(text)
	}
	redis.kill()
	for range 3 {
		begun := time.Now()
		code, text := s.command(t, "/flag", "acme scope-creep")
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("without Redis the answer took %v", took)
		}
		if code != http.StatusOK || !strings.Contains(text, "I could not save that; nothing was recorded, please try again.") {
			t.Errorf("without Redis: %d %s", code, text)
		}
	}
	if code, text := get(t, "http://"+s.addr+"/readyz"); code != http.StatusServiceUnavailable || text != "store-unavailable\n" {
		t.Errorf("/readyz without Redis: %d %q", code, text)
	}
	if code, _ := get(t, "http://"+s.addr+"/healthz"); code != http.StatusOK {
		t.Errorf("/healthz without Redis: %d", code)
	}
	redis.start(t)
	within(t, patience, "ready again", func() bool {
		code, _ := get(t, "http://"+s.addr+"/readyz")
		return code == http.StatusOK
	})
	if _, text := s.command(t, "/flag", "acme tension"); !strings.Contains(text, "Flagged") {
		t.Errorf("with Redis back: %s", text)
	}
	_, text := s.command(t, "/history", "acme")
	if !strings.Contains(text, "tension") || !strings.Contains(text, "late payment") || strings.Contains(text, "scope creep") {
		t.Errorf("the history is not what was acknowledged: %s", text)
	}
}

// A Redis that hangs is worse than one that is gone: whether the flag arrived
// cannot be told, and that is what is said, in time.
func TestSurvivesRedisHanging(t *testing.T) {
	redis := needRedis(t)
	s := startServing(t, newFakeSlack(t, false), "REDIS_URL="+redis.url())
	if _, text := s.command(t, "/flag", "acme late-payment"); !strings.Contains(text, "Flagged") {
		t.Fatal(text)
	}
	if err := redis.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	code, text := s.command(t, "/flag", "acme scope-creep")
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("the answer took %v", took)
	}
	if strings.Contains(text, "One moment") {
		select {
		case text = <-s.slack.later:
		case <-time.After(patience):
			t.Fatal("the later answer never came")
		}
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("the later answer took %v", took)
		}
	}
	if code != http.StatusOK || !strings.Contains(text, "I cannot tell whether that was recorded") {
		t.Errorf("while Redis hangs: %d %s", code, text)
	}
	if code, _ := get(t, "http://"+s.addr+"/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz while Redis hangs: %d", code)
	}
	if err := redis.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if _, text := s.command(t, "/flag", "acme tension"); !strings.Contains(text, "Flagged") {
		t.Errorf("with Redis going again: %s", text)
	}
}

// Redis need not be there first.
func TestStartsBeforeRedis(t *testing.T) {
	redis := needRedis(t)
	redis.kill()
	s := startServing(t, newFakeSlack(t, false), "REDIS_URL="+redis.url())
	if code, _ := get(t, "http://"+s.addr+"/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d", code)
	}
	redis.start(t)
	within(t, patience, "a flag recorded", func() bool {
		_, text := s.command(t, "/flag", "acme tension")
		return strings.Contains(text, "Flagged")
	})
}

// What was accepted when the signal came is finished: stored, answered, and
// only then the process ends.
func TestTermFinishesWhatWasAccepted(t *testing.T) {
	slack := newFakeSlack(t, true)
	redis := needRedis(t)
	s := startServing(t, slack, "REDIS_URL="+redis.url())
	answer := make(chan string, 1)
	go func() {
		code, text, err := s.post(t.Context(), "/flag", "acme late-payment", testSecret)
		answer <- fmt.Sprint(code, " ", text, " ", err)
	}()
	<-slack.asked
	s.signal(t, syscall.SIGTERM)
	within(t, patience, "ending begun", func() bool { return strings.Contains(s.log.String(), "ending") })
	close(slack.held)
	if got := <-answer; !strings.HasPrefix(got, "200 ") || !strings.Contains(got, "Flagged") {
		t.Errorf("the accepted flag was answered %s", got)
	}
	if code := s.end(t, 10*time.Second); code != exitOK {
		t.Errorf("ended with %d", code)
	}
	again := startServing(t, newFakeSlack(t, false), "REDIS_URL="+redis.url())
	if _, text := again.command(t, "/history", "acme"); !strings.Contains(text, "late payment") {
		t.Errorf("the accepted flag is not stored: %s", text)
	}
}

// Somebody who presses Ctrl-C twice means it.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	slack := newFakeSlack(t, true)
	s := startServing(t, slack, "REDIS_URL="+needRedis(t).url())
	go func() { _, _, _ = s.post(t.Context(), "/flag", "acme late-payment", testSecret) }()
	<-slack.asked
	s.signal(t, syscall.SIGTERM)
	within(t, patience, "ending begun", func() bool { return strings.Contains(s.log.String(), "ending") })
	s.signal(t, syscall.SIGTERM)
	if code := s.end(t, 2*time.Second); code != -1 {
		t.Errorf("ended with %d, want by the signal", code)
	}
	close(slack.held)
}

func TestAddressInUse(t *testing.T) {
	s := startServing(t, newFakeSlack(t, false), "REDIS_URL="+needRedis(t).url())
	code, _, stderr := try(t, home(t, "AMICABLE_ADDR="+s.addr, "REDIS_URL=redis://127.0.0.1:1", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s"), "")
	last := stderr[strings.LastIndex(strings.TrimSpace(stderr), "\n")+1:]
	if code != exitUsage || !strings.Contains(last, "AMICABLE_ADDR: cannot listen there") {
		t.Errorf("code %d, %q", code, stderr)
	}
}

func TestDoctor(t *testing.T) {
	redis := needRedis(t)
	slack := newFakeSlack(t, false)
	environ := func(token string) []string {
		return home(t, "REDIS_URL="+redis.url(), "SLACK_API_URL="+slack.URL+"/api/", "SLACK_BOT_TOKEN="+token, "SLACK_SIGNING_SECRET=s")
	}
	code, out, _ := try(t, environ("xoxb-test"), "", "doctor")
	if code != exitOK || !strings.Contains(out, "appendfsync always") || !strings.Contains(out, "SLACK_BOT_TOKEN belongs to amicable in Ours") || strings.Contains(out, "mend") {
		t.Errorf("code %d:\n%s", code, out)
	}
	code, out, _ = try(t, environ("xoxb-revoked"), "", "doctor")
	if code != exitFailed || !strings.Contains(out, "refuses SLACK_BOT_TOKEN (token_revoked)") {
		t.Errorf("a revoked token: code %d:\n%s", code, out)
	}
	redis.kill()
	code, out, _ = try(t, environ("xoxb-test"), "", "doctor")
	if code != exitFailed || !strings.Contains(out, "Redis does not answer") {
		t.Errorf("without Redis: code %d:\n%s", code, out)
	}
}

// kill -9 on the embedded store loses nothing that was acknowledged.
func TestKillLosesNothingAcknowledged(t *testing.T) {
	environ := home(t)
	const rounds, flags = 3, 5
	for round := range rounds {
		cmd := program(t, environ, "chat", "--quiet")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for i := range flags {
			day := 1 + (round*flags+i)*2 // two days apart, so that none confirms another
			if _, err := fmt.Fprintf(in, "/flag acme late-payment on:\"%d days ago\"\n", day); err != nil {
				t.Fatal(err)
			}
			acknowledged := false
			for !acknowledged && lines.Scan() {
				acknowledged = strings.Contains(lines.Text(), "Flagged")
			}
			if !acknowledged {
				t.Fatalf("round %d: flag %d was not acknowledged", round, i)
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	}
	code, out, stderr := try(t, environ, "/assess acme\n", "chat", "--quiet")
	if want := fmt.Sprintf("×%d", rounds*flags); code != exitOK || !strings.Contains(out, want) {
		t.Errorf("want %s acknowledged flags, code %d:\n%s%s", want, code, out, stderr)
	}
}
