package storage_test

import (
	"context"
	"errors"
	"io"
	"math"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/storagetest"
)

func flag(f *storagetest.Fixture, event string) error {
	_, err := f.W.Record(context.Background(), storage.Flag{
		Event: event, Name: "Acme", Sign: scoring.LatePayment, At: storagetest.Start, By: storagetest.Ann, Separate: true,
	})
	return err
}

func TestRedisDiesAndComesBack(t *testing.T) {
	server := storagetest.Redis(t, "--appendfsync", "always")
	f := storagetest.NewFixture(server.Client(t))
	if err := flag(f, "before"); err != nil {
		t.Fatal(err)
	}
	server.Kill(t)
	for range 3 {
		begun := time.Now()
		if err := flag(f, "during"); !errors.Is(err, storage.ErrUnavailable) && !errors.Is(err, storage.ErrUnsure) {
			t.Errorf("flagging without Redis: %v", err)
		}
		if d := time.Since(begun); d > 2500*time.Millisecond {
			t.Errorf("said after %v", d)
		}
	}
	if err := flag(f, "during"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("once the connections are known to be gone, nothing can have been written: %v", err)
	}
	if _, err := f.W.Client(context.Background(), "1"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("reading without Redis: %v", err)
	}
	if err := f.Store.Ping(context.Background()); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("ping: %v", err)
	}
	if records, err := f.W.Transcript(context.Background()); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("reading what was said without Redis: %q, %v", records, err)
	}
	if err := f.W.AppendTranscript(context.Background(), []byte("hello"), 10); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("keeping what was said without Redis: %v", err)
	}
	server.Start(t)
	// go-redis looks once a second whether dialling works again.
	deadline := time.Now().Add(5 * time.Second)
	for f.Store.Ping(context.Background()) != nil {
		if time.Now().After(deadline) {
			t.Fatal("Redis is back, and the store has not noticed")
		}
	}
	for _, event := range []string{"before", "after"} { // scripts are not known to the new server
		if err := flag(f, event); err != nil {
			t.Errorf("%s: %v", event, err)
		}
	}
	c, err := f.W.Client(context.Background(), "1")
	if err != nil || c.Ledger.Tallies[scoring.LatePayment].Count != 2 {
		t.Errorf("client: %+v %v", c.Ledger, err)
	}
}

// weather is how the answers of a Redis fare: some still come through, then
// some are lost, and after that all come through again.
type weather struct{ come, lost atomic.Int64 }

func (w *weather) turns(come, lost int64) {
	w.lost.Store(lost)
	w.come.Store(come)
}

// flaky is a connection that breaks with each answer that is lost.
type flaky struct {
	net.Conn
	*weather
}

func (c flaky) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.come.Add(-1) < 0 && c.lost.Add(-1) >= 0 {
		_ = c.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// TestLostAnswer loses the answer of a write that was made: asked again within
// the time, the store finds that it was; without any answer it says so.
func TestLostAnswer(t *testing.T) {
	server := storagetest.Redis(t)
	o, err := redis.ParseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var answers weather
	o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled = -1, 1, true
	o.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return flaky{c, &answers}, err
	}
	rdb := redis.NewClient(o)
	t.Cleanup(func() { _ = rdb.Close() })
	f := storagetest.NewFixture(rdb)
	if err := flag(f, "first"); err != nil {
		t.Fatal(err)
	}

	answers.turns(0, math.MaxInt64) // this one's is lost, and so is every other
	if err := flag(f, "lost"); !errors.Is(err, storage.ErrUnsure) {
		t.Errorf("no answer: %v", err)
	}
	answers.turns(0, 0)
	r, err := f.W.Record(context.Background(), storage.Flag{
		Event: "lost", Name: "Acme", Sign: scoring.LatePayment, At: storagetest.Start, By: storagetest.Ann, Separate: true,
	})
	if err != nil || !r.Duplicate {
		t.Errorf("it had been recorded: %+v %v", r, err)
	}

	// The answer to a profile change is lost; its repetition gets through.
	if _, err := f.W.Client(context.Background(), "1"); err != nil {
		t.Fatal(err)
	}
	answers.turns(1, 1) // HGETALL is answered, the change is not
	c, err := f.W.SetProfile(context.Background(), "1", map[string]string{"notice": "30"}, storagetest.Ann)
	if err != nil || c.Profile["notice"] != "30" {
		t.Errorf("profile: %+v %v", c, err)
	}
	if answers.lost.Load() == 1 {
		t.Error("no answer was lost")
	}
	h, err := f.W.History(context.Background(), "1", "", 10)
	if err != nil || h[0].Kind != storage.ProfileChanged || h[1].Kind == storage.ProfileChanged {
		t.Errorf("it was changed once: %+v %v", h, err)
	}
}

func TestCancelledBeforeAnything(t *testing.T) {
	f := storagetest.NewFixture(storagetest.Redis(t).Client(t))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := f.W.Record(ctx, storage.Flag{Event: "e", Name: "Acme", Sign: "tension", At: storagetest.Start, By: storagetest.Ann})
	if !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("cancelled: %v", err)
	}
}
