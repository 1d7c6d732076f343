package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Started as "amicable", the test binary is the program: stories and the tests
// of whole processes run what people run.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"amicable": main})
}

// program prepares the real program as a process of its own.
func program(t *testing.T, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: self, Args: append([]string{"amicable"}, args...), Env: environ}
}

// within waits until something holds, and fails the test when it does not in time.
func within(t *testing.T, limit time.Duration, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(limit); !holds(); {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}

// redisServer is a real redis-server on a socket of its own.
type redisServer struct {
	dir string
	cmd *exec.Cmd
}

// needRedis starts one, or skips the test where there is none; `make test` makes that a failure.
func needRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("AMICABLE_TEST_REQUIRE_SERVERS") == "1" {
			t.Fatal("redis-server is not installed, and AMICABLE_TEST_REQUIRE_SERVERS asks for it")
		}
		t.Skip("redis-server is not installed; apt-get install redis-server to run this")
	}
	// Socket paths are short; t.TempDir's may not be.
	dir, err := os.MkdirTemp("", "am")
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{dir: dir}
	r.start(t)
	t.Cleanup(func() {
		r.kill()
		_ = os.RemoveAll(dir)
	})
	return r
}

func (r *redisServer) socket() string { return filepath.Join(r.dir, "s") }
func (r *redisServer) url() string    { return "unix://" + r.socket() }

func (r *redisServer) start(t *testing.T) {
	t.Helper()
	r.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket(), "--dir", r.dir,
		"--save", "", "--appendonly", "yes", "--appendfsync", "always")
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	within(t, 10*time.Second, "redis-server answering", func() bool {
		conn, err := net.Dial("unix", r.socket())
		if err != nil {
			return false
		}
		return conn.Close() == nil
	})
}

// kill ends it without warning.
func (r *redisServer) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	_ = os.Remove(r.socket())
}

// fakeSlack plays Slack's Web API. While it is held, users.info does not answer.
type fakeSlack struct {
	*httptest.Server
	held  chan struct{} // closed when not held
	asked chan struct{} // gets one for each users.info
	later chan string   // gets what is posted to a response_url
}

func newFakeSlack(t *testing.T, held bool) *fakeSlack {
	t.Helper()
	f := &fakeSlack{held: make(chan struct{}), asked: make(chan struct{}, 100), later: make(chan string, 100)}
	if !held {
		close(f.held)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/users.info", func(w http.ResponseWriter, r *http.Request) {
		f.asked <- struct{}{}
		<-f.held
		_, _ = fmt.Fprintf(w, `{"ok":true,"user":{"id":%q,"team_id":"T1","name":"ann","locale":"en-GB","tz":"Europe/Warsaw"}}`, r.FormValue("user"))
	})
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer xoxb-revoked" {
			_, _ = io.WriteString(w, `{"ok":false,"error":"token_revoked"}`)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"user_id":"UBOT","team_id":"T1","user":"amicable","team":"Ours","url":"https://ours.slack.com/"}`)
	})
	mux.HandleFunc("/response", func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		f.later <- string(text)
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"channel":{"id":"D1"},"ts":"1.1"}`)
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

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
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

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
	within(t, 20*time.Second, "listening", func() bool {
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
