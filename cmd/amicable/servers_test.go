package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
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

// patience bounds each wait for what comes in its own time. A test that passes
// never waits that long, a slow machine under the race detector may come near it.
const patience = 30 * time.Second

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
	within(t, patience, "redis-server answering", func() bool {
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
