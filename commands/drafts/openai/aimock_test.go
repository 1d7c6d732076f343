package openai

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"amicable/commands/drafts"
)

// aimock is a server that others wrote to stand in for OpenAI's, from npm's
// @copilotkit/aimock. `make aimock` brings it below the system's temporary folder.
type aimock struct {
	t   *testing.T
	url string
}

const aimockFolder = "amicable-aimock"

// startAimock starts it on a free port, with a key of its own to check. Without
// node the test is skipped; with node, AMICABLE_TEST_REQUIRE_SERVERS=1 asks for the package.
func startAimock(t *testing.T) *aimock {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not on PATH; the OpenAI-compatible test server needs it")
	}
	cli := filepath.Join(os.TempDir(), aimockFolder, "node_modules", "@copilotkit", "aimock", "dist", "cli.js")
	if _, err := os.Stat(cli); err != nil {
		if os.Getenv("AMICABLE_TEST_REQUIRE_SERVERS") == "1" {
			t.Fatal("aimock is not installed, and AMICABLE_TEST_REQUIRE_SERVERS asks for it: `make aimock` brings it")
		}
		t.Skip("aimock is not installed; `make aimock` brings it")
	}
	fixtures := filepath.Join(t.TempDir(), "none.json")
	if err := os.WriteFile(fixtures, []byte(`{"fixtures":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, cli, "-p", "0", "-f", fixtures)
	cmd.Env = append(os.Environ(), "AIMOCK_API_KEYS="+testKey)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // t.Context has ended by then, and killed it
	address := regexp.MustCompile(`listening on (http://\S+)`)
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the process
			return &aimock{t, m[1]}
		}
	}
	t.Fatalf("aimock did not start:\n%s", said.String())
	return nil
}

// control calls aimock's control interface.
func (a *aimock) control(method, path string, body any) []byte {
	a.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	req, err := http.NewRequest(method, a.url+"/__aimock/"+path, bytes.NewReader(text))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testKey)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		a.t.Fatalf("aimock %s %s: %s %s %v", method, path, resp.Status, answer, err)
	}
	return answer
}

// prepare forgets what was, and gives the answers that match.
func (a *aimock) prepare(fixtures ...map[string]any) {
	a.t.Helper()
	a.control(http.MethodPost, "reset", nil)
	a.control(http.MethodDelete, "chaos", nil)
	if len(fixtures) > 0 {
		a.control(http.MethodPost, "fixtures", map[string]any{"fixtures": fixtures})
	}
}

// asked is how many requests came since.
func (a *aimock) asked() int {
	a.t.Helper()
	var entries []json.RawMessage
	if err := json.Unmarshal(a.control(http.MethodGet, "journal", nil), &entries); err != nil {
		a.t.Fatal(err)
	}
	return len(entries)
}

// streaming is a network that has answers streamed, whatever was asked for.
type streaming struct{}

func (streaming) RoundTrip(r *http.Request) (*http.Response, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	text = bytes.Replace(text, []byte(`"stream":false`), []byte(`"stream":true`), 1)
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return http.DefaultTransport.RoundTrip(r)
}

func TestAimock(t *testing.T) {
	server := startAimock(t)
	o := order(t, drafts.Separation, facts())
	good := warmer(o)
	type object = map[string]any
	answer := func(format string, response object) object {
		match := object{"endpoint": "chat"}
		if format != "" {
			match["responseFormat"] = format
		}
		return object{"match": match, "response": response}
	}
	text := func(content string) object {
		return object{"content": content, "usage": object{"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000}}
	}
	refusal := func(status int, more object) object {
		r := object{"error": object{"message": "no", "type": "invalid_request_error"}, "status": status}
		for k, v := range more {
			r[k] = v
		}
		return r
	}
	withFinish := func(content, reason string) object {
		r := text(content)
		r["finishReason"] = reason
		return r
	}
	cut := func(f object) object {
		f["truncateAfterChunks"] = 3
		return f
	}
	for _, c := range []struct {
		name     string
		fixtures []object
		chaos    object
		client   *http.Client
		change   func(*Config)
		want     error
		asked    int
		tokens   func(int64) bool
	}{
		{name: "a draft", fixtures: []object{answer("json_schema", text(good))}, asked: 1},
		{name: "no schemas", fixtures: []object{answer("json_schema", refusal(400, nil)), answer("json_object", text(good))}, asked: 2},
		{name: "neither schemas nor JSON", fixtures: []object{answer("json_schema", refusal(400, nil)), answer("json_object", refusal(422, nil)), answer("", text("Here you are:\n"+good))}, asked: 3},
		{name: "mended", fixtures: []object{
			{"match": object{"sequenceIndex": 0}, "response": text(strings.ReplaceAll(good, "We are grateful", "You never listen. We are grateful"))},
			answer("json_schema", text(good)),
		}, asked: 2},
		{name: "not JSON", fixtures: []object{answer("", text("With pleasure!"))}, want: ErrRejected, asked: 2},
		{name: "cut by length", fixtures: []object{answer("", withFinish(good, "length"))}, want: ErrRejected, asked: 1},
		{name: "filtered", fixtures: []object{answer("", withFinish(good, "content_filter"))}, want: ErrRejected, asked: 1},
		{name: "calls a tool", fixtures: []object{answer("", object{"toolCalls": []object{{"name": "f", "arguments": "{}"}}})}, want: ErrRejected, asked: 1},
		{name: "no answer prepared", want: ErrUnavailable, asked: 3},
		{name: "wrong key", change: func(c *Config) { c.Key = "sk-other" }, want: ErrRefused, asked: -1},
		{name: "busy, then not", fixtures: []object{
			{"match": object{"sequenceIndex": 0}, "response": refusal(429, object{"retryAfter": 1})}, answer("", text(good)),
		}, asked: 2},
		{name: "busy for an hour", fixtures: []object{answer("", refusal(429, object{"retryAfter": 3600}))}, want: ErrUnavailable, asked: 1},
		{name: "broken", fixtures: []object{answer("", refusal(500, nil))}, want: ErrUnavailable, asked: 3},
		{name: "chaos: dropped", fixtures: []object{answer("", text(good))}, chaos: object{"dropRate": 1}, want: ErrUnavailable, asked: 3},
		{name: "chaos: malformed", fixtures: []object{answer("", text(good))}, chaos: object{"malformedRate": 1}, want: ErrUnavailable, asked: 3, tokens: func(n int64) bool { return n > 3*DefaultAnswerTokens }},
		{name: "chaos: disconnected", fixtures: []object{answer("", text(good))}, chaos: object{"disconnectRate": 1}, want: ErrUnavailable, asked: -1},
		{name: "chaos: rate limited", fixtures: []object{answer("", text(good))}, chaos: object{"rateLimitRate": 1}, want: ErrUnavailable, asked: 3},
		{name: "chaos: slow", fixtures: []object{answer("", text(good))}, chaos: object{"latencyMs": 30_000}, change: func(c *Config) { c.Deadline = 300 * time.Millisecond }, want: ErrUnavailable, asked: -1},
		{name: "streamed", fixtures: []object{answer("", text(good))}, client: &http.Client{Transport: streaming{}}, want: ErrUnavailable, asked: 3},
		{name: "stream cut short", fixtures: []object{cut(answer("", text(good)))}, client: &http.Client{Transport: streaming{}}, want: ErrUnavailable, asked: -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			server.t = t
			server.prepare(c.fixtures...)
			if c.chaos != nil {
				server.control(http.MethodPost, "chaos", c.chaos)
			}
			r := newRig(t, true, func(config *Config) {
				config.BaseURL, config.HTTPClient = server.url+"/v1", c.client
				if c.change != nil {
					c.change(config)
				}
			}, status(http.StatusTeapot))
			doc, err := r.word(o)
			if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err == nil {
				onlyWords(t, o.Draft, doc)
			}
			if n := server.asked(); c.asked >= 0 && n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
			if n := r.purse.on("slack:T1").Tokens; c.tokens != nil && !c.tokens(n) {
				t.Errorf("%d tokens", n)
			}
			r.discreet(t, err)
		})
	}
}
