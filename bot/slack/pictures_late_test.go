package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"amicable/bot"
)

func TestSlowPicturesKeepNobodyWaiting(t *testing.T) {
	story(t, func(w *world) {
		w.draws(func(ctx context.Context) (bot.Image, error) {
			start := time.Now()
			<-ctx.Done()
			if d := time.Since(start); d != drawTime {
				t.Errorf("a picture was given %v", d)
			}
			return chart(ctx) // too late
		})
		start := time.Now()
		for range 3 * deliverers {
			w.event("E"+time.Now().String()+string(rune('a'+w.n)), mention("U1", "C1", "how is acme"))
			w.n++
		}
		texts := w.slack.to("chat.postEphemeral")
		if len(texts) != 3*deliverers || texts[len(texts)-1].at != start {
			w.Errorf("%d texts", len(texts))
		}
		settled()
		if n := strings.Count(w.log.String(), "picture not delivered"); n != 3*deliverers || len(w.slack.to("upload")) > 0 {
			w.Errorf("%d pictures were given up, calls %v", n, w.slack.all())
		}
	})
}

func TestAFileThatIsNotReadyAtFirst(t *testing.T) {
	for name, early := range map[string]func(http.ResponseWriter, *http.Request){
		"as JSON": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"ok":false,"error":"invalid_blocks"}`))
		},
		"as text": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte("invalid_blocks"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.draws(chart)
				w.slack.next("hook", early, status(429, "Retry-After", "3"), early)
				w.command("/assess", "acme")
				settled()
				calls := w.slack.to("hook")
				if len(calls) != 4 || len(w.slack.to("upload")) != 1 || len(w.slack.to("chat.postEphemeral")) > 0 {
					w.Fatalf("calls %v\n%s", w.slack.all(), w.log)
				}
				for i := 1; i < len(calls); i++ {
					if d := calls[i].at.Sub(calls[i-1].at); d < time.Second {
						w.Errorf("try %d came after %v", i, d)
					}
				}
				if strings.Contains(w.log.String(), "picture not delivered") {
					w.Error(w.log)
				}
			})
		})
	}
}

// A response_url takes five messages: the last try, and one when it is used up, goes past it.
func TestAPictureSparesTheResponseAddress(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []func(http.ResponseWriter, *http.Request)
		uses    int
	}{
		"never ready": {[]func(http.ResponseWriter, *http.Request){slackError("invalid_blocks"), slackError("invalid_blocks"), slackError("invalid_blocks")}, 3},
		"used up":     {[]func(http.ResponseWriter, *http.Request){status(404)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				w.draws(chart)
				w.slack.next("hook", tc.answers...)
				w.command("/assess", "acme")
				settled()
				if n := len(w.slack.to("hook")); n != tc.uses {
					w.Errorf("used %d times", n)
				}
				if c := w.once("chat.postEphemeral"); c.text() != "[private words rise]" || c.str("user") != "U1" {
					w.Errorf("%+v", c)
				}
			})
		})
	}
}

func TestDrainWaitsForPictures(t *testing.T) {
	story(t, func(w *world) {
		w.draws(func(ctx context.Context) (bot.Image, error) {
			time.Sleep(5 * time.Second)
			return chart(ctx)
		})
		w.command("/assess", "acme")
		if err := w.adapter.Drain(context.Background()); err != nil {
			w.Error(err)
		}
		if w.once("hook").text() != "[private words rise]" {
			w.Error("the picture was lost")
		}
	})
}

func TestDrainGivesUpPictures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.draws(func(ctx context.Context) (bot.Image, error) { <-ctx.Done(); return bot.Image{}, ctx.Err() })
		w.command("/assess", "acme")
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		start := time.Now()
		if err := w.adapter.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if d := time.Since(start); d != time.Second || !strings.Contains(w.log.String(), "picture not delivered") {
			t.Errorf("after %v:\n%s", d, w.log)
		}
	})
}
