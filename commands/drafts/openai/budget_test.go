package openai

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	api "github.com/sashabaranov/go-openai"

	"amicable/commands/drafts"
	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/embedded"
)

// The store is a budget.
func TestTheStoreHoldsTheBudget(t *testing.T) {
	engine, err := embedded.Memory()
	if err != nil {
		t.Fatal(err)
	}
	rdb := engine.Client()
	defer func() { _, _ = rdb.Close(), engine.Close() }()
	store := storage.New(rdb, storage.Options{Policy: scoring.Default(), Now: func() time.Time { return today }})
	o := order(t, drafts.Separation, facts())
	r := newRig(t, false, func(c *Config) { c.Budget, c.TokensPerDay = store, 12_000 }, says(warmer(o)))
	worded := 0
	for range 20 {
		_, err := r.word(o)
		if err == nil {
			worded++
			continue
		}
		if !errors.Is(err, ErrBudget) {
			t.Fatal(err)
		}
		break
	}
	spent, err := store.Spent(t.Context(), "slack:T1", "2026-11-20")
	if err != nil || worded == 0 || worded > 12 || spent.Tokens != int64(1000*worded) {
		t.Errorf("%d drafts for %+v: %v", worded, spent, err)
	}
	if _, err := r.Word(t.Context(), "slack:T2", o); err != nil {
		t.Errorf("another workspace: %v", err)
	}
}

func TestLimits(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	good := says(warmer(o))
	for name, c := range map[string]struct {
		change func(*Config)
		want   error
	}{
		"tokens":         {func(c *Config) { c.TokensPerDay = 4000 }, ErrBudget},
		"cost":           {func(c *Config) { c.CostPerDay, c.PromptPrice, c.AnswerPrice = 0.01, 2.5, 10 }, ErrBudget},
		"cost, cheaper":  {func(c *Config) { c.CostPerDay, c.PromptPrice, c.AnswerPrice = 0.01, 0.15, 0.6 }, nil},
		"no limit":       {func(c *Config) { c.TokensPerDay = -1 }, nil},
		"budget is gone": {func(c *Config) { c.Budget = &purse{err: storage.ErrUnavailable} }, storage.ErrUnavailable},
	} {
		r := newRig(t, false, c.change, good)
		if _, err := r.word(o); !errors.Is(err, c.want) || (c.want != nil) != (r.asked() == 0) {
			t.Errorf("%s: %v after %d requests", name, err, r.asked())
		}
	}
	r := newRig(t, false, func(c *Config) { c.PromptPrice, c.AnswerPrice = 2.5, 10 }, good)
	if _, err := r.word(o); err != nil {
		t.Fatal(err)
	}
	if got := r.purse.on("slack:T1"); got.Cost != 700*5/2+300*10 {
		t.Errorf("cost: %+v", got)
	}
}

// What the server says of its use is believed within reason; what may have been charged counts.
func TestWhatCounts(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	usage := func(u string) answering {
		return func(w http.ResponseWriter, r *http.Request, _ api.ChatCompletionRequest) {
			body(`{"usage":`+u+`,"choices":[{"finish_reason":"stop","message":{"content":`+asJSONText(warmer(o))+`}}]}`)(w, r, api.ChatCompletionRequest{})
		}
	}
	reserved := func(n int64) bool { return n > DefaultAnswerTokens && n < 3*DefaultAnswerTokens }
	for name, c := range map[string]struct {
		answer answering
		right  func(int64) bool
	}{
		"reported":     {usage(`{"prompt_tokens":900,"completion_tokens":100}`), func(n int64) bool { return n == 1000 }},
		"not reported": {usage(`null`), reserved},
		"nothing":      {usage(`{"prompt_tokens":0,"completion_tokens":0}`), reserved},
		"negative":     {usage(`{"prompt_tokens":-5,"completion_tokens":-5}`), reserved},
		"absurd":       {usage(`{"prompt_tokens":9000000000000000000,"completion_tokens":1}`), reserved},
		"overflowing":  {usage(`{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}`), reserved},
		"turned away":  {status(401), func(n int64) bool { return n == 0 }},
		"too large":    {body(`"` + strings.Repeat("x", maxResponse)), reserved},
	} {
		r := newRig(t, false, nil, c.answer)
		_, _ = r.word(o)
		if got := r.purse.on("slack:T1"); !c.right(got.Tokens) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
