package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
	"amicable/bot/discord/gateway"
	"amicable/storage"
	"amicable/storage/embedded"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const token = "very.secret.token"

// world is a Discord, a lease store, and the processes of a bot, on a clock
// that jumps when everybody waits.
type world struct {
	t      *testing.T
	fake   *discordtest.Gateway
	store  *storage.Store
	shards int // recommended
	log    bottest.Log
}

// play runs a story in a world that jumps in time.
func play(t *testing.T, story func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		e, err := embedded.Memory()
		if err != nil {
			t.Fatal(err)
		}
		rdb := e.Client()
		w := &world{t: t, fake: discordtest.NewGateway(), shards: 1, store: storage.New(rdb, storage.Options{Now: time.Now})}
		w.fake.Token = token
		t.Cleanup(func() {
			w.fake.Close()
			if err := rdb.Close(); err != nil {
				t.Error(err)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
			if f := w.fake.Seen().Faults; len(f) > 0 {
				t.Errorf("the protocol was broken: %q", f)
			}
			bottest.Discreet(t, []string{token}, w.log.String())
			if t.Failed() {
				t.Log(w.log.String())
			}
		})
		story(w)
	})
}

func content(d gateway.Dispatch) string {
	var m struct{ Content string }
	if err := json.Unmarshal(d.Data, &m); err != nil {
		panic(err)
	}
	return m.Content
}

// message is the data of a message in a channel.
func message(channel int, content any) map[string]any {
	return map[string]any{"channel_id": strconv.Itoa(channel), "content": fmt.Sprint(content)}
}

// say has a message arrive.
func (w *world) say(shard, channel int, content any) int64 {
	return w.fake.Dispatch(shard, "MESSAGE_CREATE", message(channel, content))
}

// until waits, for at most so long, and says how long it took.
func (w *world) until(what string, most time.Duration, holds func() bool) time.Duration {
	w.t.Helper()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	for {
		synctest.Wait()
		if holds() {
			return time.Since(begun)
		}
		select {
		case <-ctx.Done():
			w.t.Fatalf("after %v still not: %s", most, what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (w *world) connected(shards ...int) func() bool {
	return func() bool {
		for _, s := range shards {
			if !w.fake.Connected(s) {
				return false
			}
		}
		return true
	}
}

// pass lets time pass and everybody settle.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
