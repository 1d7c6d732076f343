package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
	"amicable/bot/discord/gateway"
	"amicable/storage"
	"amicable/storage/storagetest"
)

// The same over real sockets, with a real Redis: connect, hear, be cut, resume, leave.
func TestOverTheNetwork(t *testing.T) {
	fake := discordtest.NewGateway()
	fake.Token = token
	server := httptest.NewServer(fake)
	defer server.Close()
	defer fake.Close()
	store := storage.New(storagetest.Redis(t).Client(t), storage.Options{Now: time.Now})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()

	heard := make(chan string, 10)
	gw, err := gateway.New(gateway.Config{
		Token: token, Application: "4711", Holder: "one", Leases: store.Leases(), Shards: 2,
		Info: func(context.Context) (gateway.Info, error) {
			b, err := json.Marshal(fake.Bot("ws"+strings.TrimPrefix(server.URL, "http"), 1))
			if err != nil {
				return gateway.Info{}, err
			}
			return gateway.ParseInfo(b)
		},
		Handle: func(_ context.Context, d gateway.Dispatch) {
			if d.Type == "MESSAGE_CREATE" {
				heard <- content(d)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- gw.Run(running) }()
	connected := func() bool { return fake.Connected(0) && fake.Connected(1) }
	hears := func(want string) {
		t.Helper()
		fake.Dispatch(1, "MESSAGE_CREATE", message(1, want))
		select {
		case got := <-heard:
			equal(t, "heard", got, want)
		case <-ctx.Done():
			t.Fatalf("%s did not come", want)
		}
	}
	if err := fake.Until(ctx, connected); err != nil {
		t.Fatal(err)
	}
	hears("a")
	fake.Drop(1)
	if err := fake.Until(ctx, func() bool { return len(fake.Seen().Resumes) == 1 && connected() }); err != nil {
		t.Fatal(err)
	}
	hears("b")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	left, ok, err := store.Leases().Take(ctx, "discord:4711:shard:1/2", "two", time.Minute)
	if err != nil || !ok || !strings.Contains(string(left), `"seq":4}`) { // READY, a, RESUMED, b
		t.Errorf("%s %v %v", left, ok, err)
	}
	if f := fake.Seen().Faults; len(f) > 0 {
		t.Error(errors.New(strings.Join(f, "; ")))
	}
}
