package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/sashabaranov/go-openai"

	"amicable/commands/drafts"
	"amicable/scoring"
)

const (
	testKey   = "sk-very-secret-key"
	testModel = "test-model"
)

var today = time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)

// purse is a Budget in memory.
type purse struct {
	mu       sync.Mutex
	spent    map[string]Amount // by workspace and day
	reserved map[string]Amount // by receipt
	err      error
}

func (p *purse) Reserve(_ context.Context, workspace, day string, want, limit Amount) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := workspace + " " + day
	s := p.spent[k]
	if p.err != nil || limit.Tokens > 0 && s.Tokens+want.Tokens > limit.Tokens || limit.Cost > 0 && s.Cost+want.Cost > limit.Cost {
		return "", p.err
	}
	if p.spent == nil {
		p.spent, p.reserved = map[string]Amount{}, map[string]Amount{}
	}
	p.spent[k] = Amount{s.Tokens + want.Tokens, s.Cost + want.Cost}
	receipt := fmt.Sprintf("%s #%d", k, len(p.reserved))
	p.reserved[receipt] = want
	return receipt, nil
}

func (p *purse) Settle(ctx context.Context, workspace, day, receipt string, used Amount) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	k := workspace + " " + day
	s, r := p.spent[k], p.reserved[receipt]
	p.spent[k] = Amount{s.Tokens - r.Tokens + used.Tokens, s.Cost - r.Cost + used.Cost}
	p.reserved[receipt] = used
	return nil
}

// on is what a workspace spent on the tests' day.
func (p *purse) on(workspace string) Amount {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spent[workspace+" 2026-11-20"]
}

// rig is a Writer and the server that it asks.
type rig struct {
	*Writer
	t     testing.TB
	purse *purse
	log   *bytes.Buffer

	mu       sync.Mutex
	requests []api.ChatCompletionRequest
}

// answering is one response of the server, given the request.
type answering func(w http.ResponseWriter, r *http.Request, asked api.ChatCompletionRequest)

// direct carries requests to a handler without a network, so that time in a
// synctest bubble passes by itself.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	d.handler.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

// newRig makes a Writer whose server gives the answers in turn, the last one
// again and again. network puts a network between them.
func newRig(t testing.TB, network bool, change func(*Config), answers ...answering) *rig {
	t.Helper()
	r := &rig{t: t, purse: &purse{}, log: &bytes.Buffer{}}
	handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		var asked api.ChatCompletionRequest
		if err != nil || json.Unmarshal(body, &asked) != nil {
			t.Errorf("request: %v %s", err, body)
		}
		if req.URL.Path != "/v1/chat/completions" || req.Header.Get("Authorization") != "Bearer "+testKey {
			t.Errorf("request to %s by %q", req.URL, req.Header.Get("Authorization"))
		}
		r.mu.Lock()
		answer := answers[min(len(r.requests), len(answers)-1)]
		r.requests = append(r.requests, asked)
		r.mu.Unlock()
		answer(w, req, asked)
	})
	c := Config{
		BaseURL: "http://model.example/v1", Key: testKey, Model: testModel,
		HTTPClient: &http.Client{Transport: direct{handler}}, Now: func() time.Time { return today },
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Budget: r.purse,
	}
	if network {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		c.BaseURL, c.HTTPClient = server.URL+"/v1/", server.Client()
	}
	if change != nil {
		change(&c)
	}
	w, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	if r.Writer = w; network {
		w.server.pause = time.Millisecond
	}
	return r
}

func (r *rig) word(o drafts.Order) (drafts.Document, error) {
	return r.Word(r.t.Context(), "slack:T1", o)
}

// asked is how often the server was asked.
func (r *rig) asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.requests)
}

// says answers with a message that ends as it should.
func says(content string) answering { return ends(content, "stop") }

func ends(content string, reason api.FinishReason) answering {
	return func(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
		reply(w, api.ChatCompletionMessage{Role: "assistant", Content: content}, reason)
	}
}

func reply(w http.ResponseWriter, m api.ChatCompletionMessage, reason api.FinishReason) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(api.ChatCompletionResponse{
		ID: "1", Object: "chat.completion", Model: testModel,
		Choices: []api.ChatCompletionChoice{{Message: m, FinishReason: reason}},
		Usage:   api.Usage{PromptTokens: 700, CompletionTokens: 300, TotalTokens: 1000},
	})
}

// status answers with an error that quotes the key, as servers do.
func status(code int, header ...string) answering {
	return func(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"error":{"message":"no to %s","type":"invalid_request_error","code":%d}}`, testKey, code)
	}
}

func body(text string) answering {
	return func(w http.ResponseWriter, _ *http.Request, _ api.ChatCompletionRequest) {
		_, _ = io.WriteString(w, text)
	}
}

// facts are a client's, with everything known.
func facts() drafts.Facts {
	return drafts.Facts{
		Us: "Brightwater Studio", Client: "Acme GmbH", Contact: "Anna Vogel", Service: "website and newsletter",
		Today: today, HasNotice: true, NoticeDays: 30,
		OpenWork: "the autumn newsletter and the new contact form", Prepaid: "none", Owed: "€2,300",
		Leading: []scoring.SignID{scoring.LatePayment}, Verdict: scoring.PartWays, Tone: drafts.Plain,
	}
}

func order(t testing.TB, k drafts.Kind, f drafts.Facts) drafts.Order {
	t.Helper()
	doc, err := drafts.Write(k, f)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Findings) > 0 {
		t.Fatalf("the template breaks %+v", doc.Findings)
	}
	return drafts.Order{Kind: k, Facts: f, Draft: doc}
}

// texts are the parts of an order that are asked for, as a model would answer that changes nothing.
func texts(o drafts.Order) map[string]string {
	roles, all := prepare(o).roles(), map[string]string{}
	for _, p := range o.Draft.Parts {
		if slices.Contains(roles, p.Role) {
			all[p.Role] = p.Text
		}
	}
	return all
}

func asJSONText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// warmer is the draft with some sentences put another way, as a good model would.
func warmer(o drafts.Order) string {
	words := texts(o)
	for role, text := range words {
		words[role] = strings.NewReplacer(
			"Thank you for speaking with me.", "Thank you so much for taking the time to speak with me today.",
			"Thank you for your trust and for the work we have done together.", "We are grateful for your trust and for all the work we have done together.",
			"Do you have a few minutes?", "Is this a good moment for a few minutes?",
		).Replace(text)
	}
	return asJSONText(words)
}
