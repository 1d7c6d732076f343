package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// inbox takes commands off a connection as fast as they come. Over a net.Pipe a
// client that writes a long pipeline would otherwise wait for us to read while
// we wait for it to take answers.
type inbox struct {
	mu       sync.Mutex
	arrived  sync.Cond
	commands [][]string
	ended    bool
}

func newInbox() *inbox {
	in := &inbox{}
	in.arrived.L = &in.mu
	return in
}

func (in *inbox) fill(r *bufio.Reader) {
	for {
		args, err := readCommand(r)
		in.mu.Lock()
		if err != nil {
			in.ended = true
		} else {
			in.commands = append(in.commands, args)
		}
		in.arrived.Signal()
		in.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// take waits for commands; false when no more will come.
func (in *inbox) take() ([][]string, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for len(in.commands) == 0 && !in.ended {
		in.arrived.Wait()
	}
	all := in.commands
	in.commands = nil
	return all, len(all) > 0
}

// Bounds of a command: what go-redis sends for us stays far below.
const (
	maxArgs   = 1 << 20
	maxLength = 64 << 20
)

var errProtocol = errors.New("not a Redis command")

// readCommand reads an array of bulk strings.
func readCommand(r *bufio.Reader) ([]string, error) {
	n, err := readLength(r, '*', maxArgs)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errProtocol
	}
	args := make([]string, 0, min(n, 64))
	for range n {
		size, err := readLength(r, '$', maxLength)
		if err != nil {
			return nil, err
		}
		buf := make([]byte, size+2)
		if _, err := io.ReadFull(r, buf); err != nil {
			return nil, fmt.Errorf("reading command: %w", err)
		}
		args = append(args, string(buf[:size]))
	}
	return args, nil
}

func readLength(r *bufio.Reader, mark byte, most int) (int, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("reading command: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" || line[0] != mark {
		return 0, errProtocol
	}
	n, err := strconv.Atoi(line[1:])
	if err != nil || n < 0 || n > most {
		return 0, errProtocol
	}
	return n, nil
}
