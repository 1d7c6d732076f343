package embedded

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
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

// TestTorn tells a torn end from a damaged frame with others after it.
func TestTorn(t *testing.T) {
	frame := commandFrame(time.Unix(1, 2), []string{"HSET", "key", "field", "value"})
	garbage := func(n int) []byte {
		b := make([]byte, n)
		r := rand.NewChaCha8([32]byte{7})
		_, _ = r.Read(b) // never fails
		return b
	}
	for _, c := range []struct {
		name string
		b    []byte
		want bool
	}{
		{"a frame cut off", frame[:len(frame)-1], true},
		{"zeros", make([]byte, 1<<20), true},
		{"garbage", garbage(1 << 20), true},
		{"a command after garbage", slices.Concat(garbage(1<<20), frame), false},
		{"a tick after garbage", slices.Concat(garbage(999), tickFrame(time.Unix(3, 4)), garbage(999)), false},
		{"a command after zeros", slices.Concat(make([]byte, 4096), frame), false},
		{"a long frame with a bit flipped, then another", slices.Concat(damaged(1<<20), frame), false},
	} {
		if got := torn(c.b); got != c.want {
			t.Errorf("%s: torn is %v", c.name, got)
		}
	}
}

// TestTornMissesNothing compares the search with one that reads at every place.
func TestTornMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte{1}
		for range rapid.IntRange(0, 4).Draw(t, "parts") {
			frame := commandFrame(time.Unix(1, 2), rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "args"))
			switch rapid.IntRange(0, 3).Draw(t, "part") {
			case 0:
				b = append(b, rapid.SliceOf(rapid.Byte()).Draw(t, "garbage")...)
			case 1:
				b = append(b, frame[:rapid.IntRange(0, len(frame)).Draw(t, "cut")]...)
			case 2:
				frame[rapid.IntRange(0, len(frame)-1).Draw(t, "at")] ^= 1
				b = append(b, frame...)
			case 3:
				b = append(b, tickFrame(time.Unix(3, 4))...)
			}
		}
		found := false
		for i := 1; i < len(b); i++ {
			if body, _, err := nextFrame(b[i:]); err == nil {
				_, err := readRecord(body)
				found = found || err == nil
			}
		}
		if torn(b) == found {
			t.Fatalf("a frame is there: %v, torn: %v: %q", found, torn(b), b)
		}
	})
}

// damaged is a frame of a long command, of which one bit was lost.
func damaged(n int) []byte {
	b := commandFrame(time.Unix(1, 2), []string{"SET", "key", strings.Repeat("x", n)})
	b[n/2] ^= 1
	return b
}

// TestTornTakesStepsOfItsLength looks for frames in what is made to take long:
// every place could begin a frame that goes on to the end.
func TestTornTakesStepsOfItsLength(t *testing.T) {
	const n = 20 << 20
	// A record of a great many empty arguments: wherever one looks, lengths seem right.
	b := bytes.Repeat([]byte{0, 0, 1, 0, 1, 1, 1, 1, 'c', 2, 0xff, 0xff, 3}, n/13)
	begun := time.Now()
	torn(b)
	random := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{9}).Read(random) // never fails
	if !torn(random) {
		t.Error("garbage is not torn")
	}
	// Quadratic, it would be minutes; this leaves room for a slow machine.
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("%d bytes took %v", n, took)
	}
}

// BenchmarkTorn looks through what a bad disk may leave after a journal.
func BenchmarkTorn(b *testing.B) {
	for _, size := range []int{1 << 20, 20 << 20} {
		b.Run(strconv.Itoa(size>>20)+"MB", func(b *testing.B) {
			garbage := make([]byte, size)
			_, _ = rand.NewChaCha8([32]byte{7}).Read(garbage) // never fails
			b.SetBytes(int64(size))
			for b.Loop() {
				torn(garbage)
			}
		})
	}
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
