package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	api "github.com/sashabaranov/go-openai"

	"amicable/bot/bottest"
	"amicable/commands/drafts"
)

// hangs answers nothing until the caller gives up.
func hangs(_ http.ResponseWriter, r *http.Request, _ api.ChatCompletionRequest) { <-r.Context().Done() }

// cut sends part of a response and breaks the connection.
func cut(contentType, text string, length int) answering {
	return func(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
		w.Header().Set("Content-Type", contentType)
		if length > 0 {
			w.Header().Set("Content-Length", fmt.Sprint(length))
		}
		_, _ = io.WriteString(w, text)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// stream is a streamed answer, which nobody asked for: with a reason to end and the mark of the end, or without.
func stream(content string, ending string) answering {
	return func(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n%s", asJSONText(content), ending)
	}
}

// However a server fails, the caller gets an error with a name, no document, and nothing of the server's words.
func TestServersThatFail(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	good := warmer(o)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("followed to %s with %q", r.URL, r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	for name, c := range map[string]struct {
		answer answering
		want   error
		asked  int
	}{
		"wrong key":                {status(401), ErrRefused, 1},
		"forbidden":                {status(403), ErrRefused, 1},
		"payment required":         {status(402), ErrUnavailable, 1},
		"redirect":                 {status(307, "Location", elsewhere.URL+"/v1/chat/completions"), ErrUnavailable, 1},
		"redirect to itself":       {status(308, "Location", "/v1/chat/completions"), ErrUnavailable, 1},
		"moved":                    {status(301, "Location", elsewhere.URL), ErrUnavailable, 1},
		"nothing there":            {status(204), ErrUnavailable, 1},
		"a page":                   {body("<html>Please log in to the hotel's network</html>"), ErrUnavailable, 3},
		"garbage":                  {body("\x00\xff\x1f\x8b garbage " + testKey), ErrUnavailable, 3},
		"empty":                    {body(""), ErrUnavailable, 3},
		"another shape":            {body(`{"choices":"` + testKey + `"}`), ErrUnavailable, 3},
		"no choices":               {body(`{"choices":[]}`), ErrRejected, 1},
		"nothing":                  {body(`{}`), ErrRejected, 1},
		"error with 200":           {body(`{"error":{"message":"` + testKey + `"}}`), ErrRejected, 1},
		"no reason to end":         {ends(good, ""), ErrRejected, 1},
		"too long":                 {ends(good, "length"), ErrRejected, 1},
		"filtered":                 {ends(good, "content_filter"), ErrRejected, 1},
		"calls a tool":             {ends(good, "tool_calls"), ErrRejected, 1},
		"declines":                 {refuses, ErrRejected, 1},
		"huge":                     {body(`{"choices":[{"finish_reason":"stop","message":{"content":"` + strings.Repeat("x", maxResponse) + `"}}]}`), ErrUnavailable, 1},
		"cut by length":            {cut("application/json", `{"choices":[{"finish_reason":"stop",`, 5000), ErrUnavailable, 3},
		"cut in chunks":            {cut("application/json", `{"choices":[{"finish_reason":"stop",`, 0), ErrUnavailable, 3},
		"stream cut short":         {cut("text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"Dear\"}}]}\n\n", 0), ErrUnavailable, 3},
		"stream without its end":   {stream(good, ""), ErrUnavailable, 3},
		"stream nobody asked for":  {stream(good, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"), ErrUnavailable, 3},
		"many objects, none right": {says(strings.Repeat(`{"a":1} `, 200)), ErrRejected, 2},
		"deep":                     {says(strings.Repeat(`{"a":`, 9000)), ErrRejected, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, true, nil, c.answer)
			doc, err := r.word(o)
			if !errors.Is(err, c.want) || r.asked() != c.asked || len(doc.Parts) > 0 {
				t.Errorf("%v, want %v; asked %d times, want %d", err, c.want, r.asked(), c.asked)
			}
			r.discreet(t, err)
		})
	}
}

func refuses(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
	reply(w, api.ChatCompletionMessage{Role: "assistant", Refusal: "I cannot help with " + testKey}, "stop")
}

// discreet fails when the key, the client or the server's words are in an error or the log.
func (r *rig) discreet(t *testing.T, err error) {
	t.Helper()
	texts := []string{r.log.String(), fmt.Sprintf("%v %+v %#v", r.Writer, r.Writer, *r.Writer)}
	for ; err != nil; err = errors.Unwrap(err) {
		texts = append(texts, fmt.Sprintf("%v %+v %#v", err, err, err))
	}
	bottest.Discreet(t, []string{testKey, "Acme", "Vogel", "hotel"}, texts...)
}

func TestNobodyIsThere(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	o := order(t, drafts.Separation, facts())
	r := newRig(t, true, func(c *Config) { c.BaseURL, c.HTTPClient = server.URL, nil }, hangs)
	_, err := r.word(o)
	if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), server.URL) {
		t.Errorf("error: %v", err)
	}
	if spent := r.purse.on("slack:T1"); spent != (Amount{}) {
		t.Errorf("nobody worked, and yet %+v were spent", spent)
	}
}

// Our own client bounds what go's would read.
func TestHugeHeader(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Much", strings.Repeat("x", 4*maxHeader))
	}))
	defer server.Close()
	o := order(t, drafts.Separation, facts())
	r := newRig(t, true, func(c *Config) { c.BaseURL, c.HTTPClient = server.URL, nil }, hangs)
	if _, err := r.word(o); !errors.Is(err, ErrUnavailable) {
		t.Errorf("error: %v", err)
	}
}

// Time, in a bubble: nothing takes longer than the deadline, and pauses are as asked.
func TestTime(t *testing.T) {
	slow := func(d time.Duration, then answering) answering {
		return func(w http.ResponseWriter, r *http.Request, a api.ChatCompletionRequest) {
			time.Sleep(d)
			then(w, r, a)
		}
	}
	for name, c := range map[string]struct {
		answers  []answering
		want     error
		asked    int
		from, to time.Duration
	}{
		"hangs":                       {[]answering{hangs}, context.DeadlineExceeded, 1, time.Minute, time.Minute},
		"slow but there":              {[]answering{slow(50*time.Second, says("GOOD"))}, nil, 1, 50 * time.Second, 50 * time.Second},
		"slow, and bad":               {[]answering{slow(35*time.Second, says("bad"))}, context.DeadlineExceeded, 2, time.Minute, 70 * time.Second},
		"busy, and says for how long": {[]answering{status(429, "Retry-After", "7"), says("GOOD")}, nil, 2, 7 * time.Second, 7 * time.Second},
		"busy until a time":           {[]answering{status(503, "Retry-After", today.Add(20*time.Second).Format(http.TimeFormat)), says("GOOD")}, nil, 2, 20 * time.Second, 20 * time.Second},
		"busy for longer than we":     {[]answering{status(429, "Retry-After", "3600"), says("GOOD")}, ErrUnavailable, 1, 0, 0},
		"busy, nonsense":              {[]answering{status(429, "Retry-After", "-1e99"), says("GOOD")}, nil, 2, 100 * time.Millisecond, 2 * time.Second},
		"busy, not a number":          {[]answering{status(429, "Retry-After", "NaN"), says("GOOD")}, nil, 2, 100 * time.Millisecond, 2 * time.Second},
		"always busy":                 {[]answering{status(429)}, ErrUnavailable, 3, 200 * time.Millisecond, 5 * time.Second},
		"broken, then well":           {[]answering{status(500), status(502), says("GOOD")}, nil, 3, 200 * time.Millisecond, 5 * time.Second},
		"always broken":               {[]answering{status(500)}, ErrUnavailable, 3, 200 * time.Millisecond, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			o := order(t, drafts.Separation, facts())
			good := warmer(o)
			for i, a := range c.answers {
				c.answers[i] = func(w http.ResponseWriter, r *http.Request, q api.ChatCompletionRequest) {
					rec := httptest.NewRecorder()
					a(rec, r, q)
					for k, v := range rec.Header() {
						w.Header()[k] = v
					}
					w.WriteHeader(rec.Code)
					_, _ = io.WriteString(w, strings.Replace(rec.Body.String(), `"GOOD"`, asJSONText(good), 1))
				}
			}
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, false, nil, c.answers...)
				start := time.Now()
				_, err := r.word(o)
				took := time.Since(start)
				if !errors.Is(err, c.want) || r.asked() != c.asked || took < c.from || took > c.to {
					t.Errorf("%v after %v and %d requests; want %v, %v to %v, %d", err, took, r.asked(), c.want, c.from, c.to, c.asked)
				}
				if c.want != nil && !errors.Is(err, ErrUnavailable) {
					t.Errorf("%v has no name that callers know", err)
				}
				r.discreet(t, err)
			})
		})
	}
}

// A server that fails again and again is left alone for a while, then tried once.
func TestBreaker(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	synctest.Test(t, func(t *testing.T) {
		var well atomic.Bool
		good := says(warmer(o))
		r := newRig(t, false, nil, func(w http.ResponseWriter, req *http.Request, a api.ChatCompletionRequest) {
			if well.Load() {
				good(w, req, a)
				return
			}
			status(500)(w, req, a)
		})
		for range 4 {
			if _, err := r.word(o); !errors.Is(err, ErrUnavailable) {
				t.Errorf("broken: %v", err)
			}
		}
		if r.asked() != breakerFailures {
			t.Errorf("asked %d times", r.asked())
		}
		if spent := r.purse.on("slack:T1"); spent != (Amount{}) {
			t.Errorf("spent on nothing: %+v", spent)
		}
		time.Sleep(breakerPause + time.Second)
		_, _ = r.word(o) // still broken: open again at once
		if r.asked() != breakerFailures+1 {
			t.Errorf("asked %d times", r.asked())
		}
		well.Store(true)
		if _, err := r.word(o); err == nil {
			t.Error("asked while the breaker is open")
		}
		time.Sleep(breakerPause + time.Second)
		for range 3 {
			if _, err := r.word(o); err != nil {
				t.Errorf("well again: %v", err)
			}
		}
	})
}

// A wrong key stays a wrong key: the breaker, which would hide it, has no part in it.
func TestRefusedAgainAndAgain(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	for _, code := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		r := newRig(t, false, nil, status(code))
		for range 2 * breakerFailures {
			if _, err := r.word(o); !errors.Is(err, ErrRefused) || errors.Is(err, ErrUnavailable) {
				t.Fatalf("%d: %v", code, err)
			}
		}
		if spent := r.purse.on("slack:T1"); spent != (Amount{}) {
			t.Errorf("%d: spent on nothing: %+v", code, spent)
		}
	}
}

// People who give up say nothing about the server.
func TestGivingUpIsNoFailure(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	synctest.Test(t, func(t *testing.T) {
		good := says(warmer(o))
		var calm atomic.Bool
		r := newRig(t, false, nil, func(w http.ResponseWriter, req *http.Request, a api.ChatCompletionRequest) {
			if calm.Load() {
				good(w, req, a)
				return
			}
			hangs(w, req, a)
		})
		for range 2 * breakerFailures {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			if _, err := r.Word(ctx, "slack:T1", o); !errors.Is(err, context.Canceled) {
				t.Errorf("given up: %v", err)
			}
		}
		calm.Store(true)
		if _, err := r.word(o); err != nil {
			t.Errorf("then: %v", err)
		}
	})
}

// Only so many calls are under way, and only so many wait.
func TestCrowd(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		good := says(warmer(o))
		r := newRig(t, false, func(c *Config) { c.AtOnce, c.Waiting = 2, 3 }, func(w http.ResponseWriter, req *http.Request, a api.ChatCompletionRequest) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(10 * time.Second)
			now.Add(-1)
			good(w, req, a)
		})
		results := make(chan error, 9)
		for range cap(results) {
			go func() {
				_, err := r.word(o)
				results <- err
			}()
		}
		worded, busy := 0, 0
		for range cap(results) {
			switch err := <-results; {
			case err == nil:
				worded++
			case errors.Is(err, ErrBusy):
				busy++
			default:
				t.Error(err)
			}
		}
		if worded != 5 || busy != 4 || most.Load() != 2 {
			t.Errorf("%d worded, %d turned away, %d at once", worded, busy, most.Load())
		}
		if _, err := r.word(o); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}
