package embedded

import (
	"bufio"
	"bytes"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(rapid.String(), 1, 10).Draw(t, "args")
		clock := time.Unix(0, rapid.Int64().Draw(t, "clock"))
		b := append(commandFrame(clock, args), tickFrame(clock)...)
		body, rest, err := nextFrame(b)
		if err != nil {
			t.Fatal(err)
		}
		r, err := readRecord(body)
		if err != nil || !slices.Equal(r.args, args) || !r.clock.Equal(clock) {
			t.Fatalf("%+v %v", r, err)
		}
		if body, rest, err = nextFrame(rest); err != nil || len(rest) != 0 {
			t.Fatalf("tick: %v, %d left", err, len(rest))
		}
		if r, err = readRecord(body); err != nil || r.args != nil || !r.clock.Equal(clock) {
			t.Fatalf("tick: %+v %v", r, err)
		}
	})
}

// FuzzJournal reads anything at all without harm.
func FuzzJournal(f *testing.F) {
	f.Add([]byte{})
	f.Add(append(commandFrame(time.Unix(1, 2), []string{"SET", "a", "b"}), tickFrame(time.Unix(3, 4))...))
	f.Add(commandFrame(time.Unix(1, 2), []string{"XADD"})[:9])
	f.Fuzz(func(t *testing.T, b []byte) {
		for rest := b; len(rest) > 0; {
			body, after, err := nextFrame(rest)
			if err != nil {
				torn(rest)
				break
			}
			if len(after) >= len(rest) {
				t.Fatal("no progress")
			}
			_, _ = readRecord(body)
			rest = after
		}
		_, _ = readRecord(b) // as if its checksum were right
	})
}

// FuzzCommand reads anything at all from a connection.
func FuzzCommand(f *testing.F) {
	f.Add([]byte("*2\r\n$3\r\nGET\r\n$1\r\na\r\n"))
	f.Add([]byte("*1048576\r\n$67108864\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bufio.NewReader(bytes.NewReader(b))
		for {
			args, err := readCommand(r)
			if err != nil {
				return
			}
			if len(args) == 0 {
				t.Fatal("a command of nothing")
			}
		}
	})
}
