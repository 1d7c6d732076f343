package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot/internal/work"
)

func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// A limit that is used up is waited for before Discord has to refuse anything;
// the limits of other channels are not its.
func TestAUsedUpLimitIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now, work.Sleep, &refusals{})
		took := func(ctx context.Context, key string) (time.Duration, error) {
			began := time.Now()
			err := l.wait(ctx, key)
			return time.Since(began), err
		}
		l.learn("a", 200, headers("X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "2.5"))
		if d, err := took(t.Context(), "b"); d != 0 || err != nil {
			t.Errorf("another waited %v, %v", d, err)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if d, err := took(short, "a"); d != 0 || !isStatus(err, http.StatusTooManyRequests) {
			t.Errorf("who has only a second waited %v, %v", d, err)
		}
		if d, err := took(t.Context(), "a"); d != 2500*time.Millisecond || err != nil {
			t.Errorf("it waited %v, %v", d, err)
		}
		if d, _ := took(t.Context(), "a"); d != 0 {
			t.Errorf("after that it waited %v", d)
		}
		l.learn("a", 429, headers("Retry-After", "3", "X-RateLimit-Global", "true"))
		if d, _ := took(t.Context(), "b"); d != 3*time.Second {
			t.Errorf("a limit for all let another wait %v", d)
		}
	})
}

// Refusals count for ten minutes, each for itself.
func TestRefusalsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now, work.Sleep, &refusals{})
		for minute := range 20 { // never more than half of what is allowed within ten minutes
			for range maxRefused / 20 {
				l.learn(strconv.Itoa(minute), 403, nil)
			}
			time.Sleep(time.Minute)
			if err := l.wait(t.Context(), "x"); err != nil {
				t.Fatalf("after %d minutes: %v", minute+1, err)
			}
		}
		for range maxRefused {
			l.learn("x", 401, nil)
		}
		if err := l.wait(t.Context(), "x"); !errors.Is(err, errCeiling) {
			t.Errorf("too many refusals: %v", err)
		}
	})
}

// Discord counts by address: what is refused with the bot's token and with an
// interaction's is refused by one Discord.
func TestRefusalsOfBothTransportsCount(t *testing.T) {
	story(t, func(w *world) {
		n := 0
		for {
			asked := n
			for _, l := range []*limits{w.a.bots.limits, w.a.aside.limits} {
				if l.wait(t.Context(), "x") == nil {
					l.learn("x", http.StatusForbidden, nil)
					n++
				}
			}
			if n == asked || n > 2*maxRefused {
				break
			}
		}
		if n != maxRefused {
			t.Errorf("%d requests were refused before nothing more was asked, want %d", n, maxRefused)
		}
	})
}

// Requests that share a limit share a key, and no key holds more than a channel, guild or token.
func TestLimitKeys(t *testing.T) {
	for path, want := range map[string]string{
		"channels/1/messages":             "POST channels/1/messages",
		"channels/1/messages/2":           "POST channels/1/messages",
		"guilds/1/members/2":              "POST guilds/1/members",
		"users/@me/channels":              "POST users/@me/channels",
		"gateway/bot":                     "POST gateway/bot",
		"webhooks/1/t/messages/@original": "POST webhooks/1/t",
	} {
		if got := limitKey("POST", path); got != want {
			t.Errorf("%s has the key %q", path, got)
		}
	}
}

// Of a refusal we keep where it was wrong, and not what was written there.
func TestRefusalsNameTheMistakeAndQuoteNothing(t *testing.T) {
	e := refusalOf(400, []byte(`{"code":50035,"message":"Invalid Form Body","errors":{"components":{"0":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"private words"}]}}}}}`))
	if got := e.Error(); got != "discord answered 400 (50035 Invalid Form Body components.0.content BASE_TYPE_MAX_LENGTH)" {
		t.Errorf("it says %q", got)
	}
	if got := refusalOf(403, []byte("<html>private words")).Error(); got != "discord answered 403" {
		t.Errorf("it says %q", got)
	}
}
