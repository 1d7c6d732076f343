package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"amicable/bot/bottest"
)

const testSecret = "signing-secret-of-the-tests"

// served is the program serving.
type served struct {
	slack         *fakeSlack
	cmd           *exec.Cmd
	addr, metrics string
	log           *journal
	ended         chan error
}

// journal collects what a process writes.
type journal struct{ bottest.Log }

// address reads an address from the log: the program was told to choose a free one.
func (j *journal) address(message string) string {
	for line := range strings.Lines(j.String()) {
		var entry struct{ Msg, Address string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == message {
			u, err := url.Parse(entry.Address)
			if err == nil {
				return u.Host
			}
		}
	}
	return ""
}

// startServing starts `amicable serve` for Slack and waits until it answers.
func startServing(t *testing.T, slack *fakeSlack, more ...string) *served {
	t.Helper()
	s := startProgram(t, append([]string{
		"SLACK_BOT_TOKEN=xoxb-test", "SLACK_SIGNING_SECRET=" + testSecret, "SLACK_API_URL=" + slack.URL + "/api/",
	}, more...)...)
	s.slack = slack
	return s
}

// startProgram starts `amicable serve` and waits until it answers.
func startProgram(t *testing.T, more ...string) *served {
	t.Helper()
	s := &served{log: &journal{}, ended: make(chan error, 1)}
	s.cmd = program(t, home(t, append([]string{
		"AMICABLE_ADDR=127.0.0.1:0", "AMICABLE_METRICS_ADDR=127.0.0.1:0",
	}, more...)...), "serve")
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.cmd.Wait() }()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		if t.Failed() {
			t.Logf("the program wrote:\n%s", s.log)
		}
	})
	within(t, patience, "listening", func() bool {
		s.addr, s.metrics = s.log.address("listening"), s.log.address("metrics")
		return s.addr != "" && s.metrics != ""
	})
	return s
}

// end waits for the process to end and returns its exit code, -1 when a signal ended it.
func (s *served) end(t *testing.T, limit time.Duration) int {
	t.Helper()
	select {
	case err := <-s.ended:
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		if err != nil {
			t.Fatal(err)
		}
		return 0
	case <-time.After(limit):
		t.Fatalf("the process did not end within %v", limit)
		return -1
	}
}

func (s *served) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// get fetches a page.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// command posts a signed slash command and returns the answer.
func (s *served) command(t *testing.T, name, text string) (int, string) {
	t.Helper()
	status, body, err := s.post(t.Context(), name, text, testSecret)
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

func (s *served) post(ctx context.Context, name, text, secret string) (int, string, error) {
	body := url.Values{
		"team_id": {"T1"}, "channel_id": {"C1"}, "channel_name": {"clients"}, "user_id": {"U1"}, "user_name": {"ann"},
		"command": {name}, "text": {text}, "trigger_id": {strconv.FormatInt(time.Now().UnixNano(), 10)},
		"response_url": {s.slack.URL + "/response"},
	}.Encode()
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.addr+"/slack/commands", strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return res.StatusCode, string(answer), err
}
