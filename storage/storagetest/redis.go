package storagetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/storage"
)

// Server is a redis-server of the test's own, on a Unix socket in a folder of its own.
type Server struct {
	// URL is what storage.Dial takes.
	URL string

	path, dir, socket string
	args              []string
	cmd               *exec.Cmd
}

// Redis starts a redis-server that ends with the test. Without one on PATH the
// test is skipped, or fails when AMICABLE_TEST_REQUIRE_SERVERS=1.
func Redis(t testing.TB, args ...string) *Server {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("AMICABLE_TEST_REQUIRE_SERVERS") == "1" {
			t.Fatal("redis-server is not on PATH, and AMICABLE_TEST_REQUIRE_SERVERS=1 asks for it")
		}
		t.Skip("redis-server is not on PATH: this test needs one (apt install redis-server)")
	}
	// A socket's path must be short, which t.TempDir of a long test name is not.
	dir, err := os.MkdirTemp("", "amicable-redis-")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{path: path, dir: dir, socket: filepath.Join(dir, "s"), args: args}
	s.URL = "unix://" + s.socket
	t.Cleanup(func() {
		s.Kill(t)
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	s.Start(t)
	return s
}

// Start starts the server, again after a Kill, and waits until it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	args := append([]string{
		"--port", "0", "--unixsocket", s.socket, "--dir", s.dir, "--save", "",
		"--appendonly", "yes", "--appendfsync", "everysec", "--loglevel", "warning",
	}, s.args...)
	s.cmd = exec.Command(s.path, args...)
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("starting redis-server: %v", err)
	}
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket, MaxRetries: -1, DialerRetries: 1})
	defer rdb.Close() //nolint:errcheck // only asked for PING
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for rdb.Ping(ctx).Err() != nil {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("redis-server does not answer")
		}
	}
}

// Kill ends the server at once, as a crash would.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if s.cmd == nil {
		return
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Errorf("killing redis-server: %v", err)
	}
	_ = s.cmd.Wait() // says that it was killed
	s.cmd = nil
}

// Client dials the server for the length of the test.
func (s *Server) Client(t testing.TB) redis.UniversalClient {
	t.Helper()
	rdb, err := storage.Dial(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rdb.Close(); err != nil {
			t.Error(err)
		}
	})
	return rdb
}
