package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// child is a server that this program started.
type child struct {
	cmd   *exec.Cmd
	addr  string
	start time.Duration // from exec until it answered
}

// startTime bounds how long a server may take to answer.
const startTime = 20 * time.Second

// startServer starts a program and waits until /healthz answers.
func startServer(ctx context.Context, addr string, environ []string, log, program string, args ...string) (*child, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	defer func() { _ = out.Close() }()
	cmd := exec.CommandContext(ctx, program, args...) //nolint:gosec // the developer names the program
	cmd.Env = append(os.Environ(), environ...)
	cmd.Stdout, cmd.Stderr = out, out
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	c := &child{cmd: cmd, addr: addr}
	for time.Since(begun) < startTime {
		if healthy(ctx, addr) {
			c.start = time.Since(begun)
			return c, nil
		}
		time.Sleep(time.Millisecond)
	}
	c.stop()
	text, _ := os.ReadFile(log)
	return nil, fmt.Errorf("%s did not answer; it said: %s", program, text)
}

func healthy(ctx context.Context, addr string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/healthz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil && res.StatusCode == http.StatusOK
}

// stop ends the server and waits for it.
func (c *child) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	_ = c.cmd.Wait()
}

// startRedis starts a redis-server on a socket in dir.
func startRedis(ctx context.Context, program, dir string) (*exec.Cmd, string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, "", fmt.Errorf("starting redis-server: %w", err)
	}
	socket := filepath.Join(dir, "redis.sock")
	//nolint:gosec // the developer names the program
	cmd := exec.CommandContext(ctx, program, "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "",
		"--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0")
	if err := cmd.Start(); err != nil {
		return nil, "", fmt.Errorf("starting redis-server: %w", err)
	}
	for begun := time.Now(); time.Since(begun) < startTime; time.Sleep(5 * time.Millisecond) {
		if conn, err := net.Dial("unix", socket); err == nil { //nolint:noctx // a local socket answers at once or not at all
			_ = conn.Close()
			return cmd, socket, nil
		}
	}
	return nil, "", errors.New("redis-server did not answer")
}

// processor returns the CPU time a process has used, from /proc/PID/stat (fields 14 and 15, in 1/100 s).
func processor(pid int) (time.Duration, error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0, fmt.Errorf("reading the CPU time: %w", err)
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0, errors.New("reading the CPU time: /proc has another form here")
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, errors.Join(err1, err2)
}

// resident returns a process's resident memory in MB, now and at its highest.
func resident(pid int) (now, peak float64, err error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, 0, fmt.Errorf("reading the memory: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kb, err := strconv.ParseFloat(fields[1], 64)
		switch {
		case err != nil:
		case fields[0] == "VmRSS:":
			now = kb / 1024
		case fields[0] == "VmHWM:":
			peak = kb / 1024
		}
	}
	return now, peak, nil
}

// freeAddr finds a loopback address that nobody listens on.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening is instant
	if err != nil {
		return "", fmt.Errorf("finding a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}
