package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	api "github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"
	"github.com/sony/gobreaker/v2"
	"golang.org/x/sync/semaphore"
)

// question is one thing asked of the model.
type question struct {
	name     string
	messages []api.ChatCompletionMessage
	shape    jsonschema.Definition
}

// mode is how the answer's shape is asked for. Servers differ in what they know,
// so each is tried in turn, and the first that works is remembered.
type mode = int32

const (
	bySchema mode = iota
	asJSON
	// plainly asks by the brief alone, and for nothing that an old server might not know.
	plainly
)

// temperature is low: the words are to be good, not surprising.
const temperature = 0.2

// server is one OpenAI-compatible server with everything that protects it and us.
type server struct {
	c       Config
	client  *api.Client
	breaker *gobreaker.CircuitBreaker[api.ChatCompletionResponse]
	mode    atomic.Int32
	pause   time.Duration // before a request is tried again, for the first time
	// A place in line is held by every call, one of running by those under way.
	places, running *semaphore.Weighted
}

// The breaker opens after so many failures one after another, for so long.
const (
	breakerFailures = 5
	breakerPause    = 30 * time.Second
)

func newServer(c Config) *server {
	return &server{
		c: c, client: c.client(), pause: firstPause,
		places:  semaphore.NewWeighted(int64(c.AtOnce + c.Waiting)),
		running: semaphore.NewWeighted(int64(c.AtOnce)),
		breaker: gobreaker.NewCircuitBreaker[api.ChatCompletionResponse](gobreaker.Settings{
			Name: "language model", Timeout: breakerPause,
			ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= breakerFailures },
			IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
			IsSuccessful: func(err error) bool { return err == nil || declined(err) || refused(err) },
			OnStateChange: func(_ string, from, to gobreaker.State) {
				c.Log.Warn("language model: breaker "+to.String(), "was", from.String())
			},
		}),
	}
}

// enter waits for a turn; leave ends it. ErrBusy when too many wait already.
func (s *server) enter(ctx context.Context) (leave func(), err error) {
	if !s.places.TryAcquire(1) {
		return nil, ErrBusy
	}
	if err := s.running.Acquire(ctx, 1); err != nil {
		s.places.Release(1)
		return nil, fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return func() { s.running.Release(1); s.places.Release(1) }, nil
}

// ask has a question answered, in the best mode that the server knows.
func (s *server) ask(ctx context.Context, workspace string, q question) (string, error) {
	for m := s.mode.Load(); ; m++ {
		r, err := s.retry(ctx, workspace, s.request(q, m))
		if m < plainly && declined(err) {
			continue // of the three modes, this one was refused
		}
		if err != nil {
			return "", err
		}
		s.mode.Store(m)
		return contentOf(r)
	}
}

// declined tells that the server understood and would not: trying the same again is of no use.
func declined(err error) bool {
	var e *statusError
	if !errors.As(err, &e) {
		return false
	}
	return slices.Contains([]int{
		http.StatusBadRequest, http.StatusNotFound, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusNotImplemented,
	}, e.status)
}

// refused tells that the server takes no questions from us, however they are put.
func refused(err error) bool {
	var e *statusError
	return errors.As(err, &e) && (e.status == http.StatusUnauthorized || e.status == http.StatusForbidden)
}

func (s *server) request(q question, m mode) api.ChatCompletionRequest {
	r := api.ChatCompletionRequest{Model: s.c.Model, Messages: q.messages}
	switch m {
	case bySchema:
		r.ResponseFormat = &api.ChatCompletionResponseFormat{
			Type:       api.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &api.ChatCompletionResponseFormatJSONSchema{Name: q.name, Schema: &q.shape, Strict: true},
		}
	case asJSON:
		r.ResponseFormat = &api.ChatCompletionResponseFormat{Type: api.ChatCompletionResponseFormatTypeJSONObject}
	default:
		oldest := r
		oldest.MaxTokens = s.c.AnswerTokens //nolint:staticcheck // the name of the bound that old servers know
		if api.NewReasoningValidator().Validate(oldest) == nil {
			return oldest
		}
		r.MaxCompletionTokens = s.c.AnswerTokens
		return r
	}
	r.MaxCompletionTokens, r.Temperature = s.c.AnswerTokens, temperature
	if api.NewReasoningValidator().Validate(r) != nil {
		r.Temperature = 0 // is left out; models that reason take none
	}
	return r
}

// Retries of one request.
const (
	maxTries   = 3
	firstPause = 500 * time.Millisecond
)

// retry sends a request until it is answered, as often and as long as is decent.
func (s *server) retry(ctx context.Context, workspace string, r api.ChatCompletionRequest) (api.ChatCompletionResponse, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = s.pause
	answer, err := backoff.Retry(ctx, func() (api.ChatCompletionResponse, error) {
		a, err := s.once(ctx, workspace, r)
		var status *statusError
		switch {
		case err == nil:
			return a, nil
		case errors.As(err, &status) && passing(status.status) && status.retryAfter > 0:
			return a, &pausedError{err, &backoff.RetryAfterError{Duration: status.retryAfter}}
		case errors.As(err, &status) && !passing(status.status),
			errors.Is(err, ErrBudget), errors.Is(err, errStore), errors.Is(err, errTooLarge),
			errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
			return a, backoff.Permanent(err)
		}
		return a, err
	}, backoff.WithBackOff(pauses), backoff.WithMaxTries(maxTries), backoff.WithMaxElapsedTime(s.c.Deadline))
	if err != nil {
		return answer, s.name(err)
	}
	return answer, nil
}

// passing tells the statuses that may be gone the next time.
func passing(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout ||
		status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// pausedError is an error after which the server asked for a pause.
type pausedError struct {
	error
	pause *backoff.RetryAfterError
}

func (e *pausedError) Unwrap() []error { return []error{e.error, e.pause} }

// once sends a request within the workspace's budget.
func (s *server) once(ctx context.Context, workspace string, r api.ChatCompletionRequest) (api.ChatCompletionResponse, error) {
	day := s.c.Now().UTC().Format(time.DateOnly)
	prompt := promptTokens(r)
	want := s.c.amount(prompt, int64(s.c.AnswerTokens))
	receipt, err := s.c.Budget.Reserve(ctx, workspace, day, want, s.c.limit())
	switch {
	case err != nil:
		return api.ChatCompletionResponse{}, fmt.Errorf("%w: %w", errStore, err)
	case receipt == "":
		return api.ChatCompletionResponse{}, ErrBudget
	}
	a, err := s.breaker.Execute(func() (api.ChatCompletionResponse, error) { return s.client.CreateChatCompletion(ctx, r) })
	used := want // what is lost on the way may have been charged
	switch {
	case err == nil:
		used = s.c.used(a.Usage, want)
	case unsent(err):
		used = Amount{}
	}
	// Also when the caller has given up; the store bounds its own time.
	if err := s.c.Budget.Settle(context.WithoutCancel(ctx), workspace, day, receipt, used); err != nil {
		s.c.Log.WarnContext(ctx, "language model: budget not settled", "err", err)
	}
	return a, err
}

// unsent tells that no model has worked.
func unsent(err error) bool {
	var status *statusError
	var op *net.OpError
	return errors.As(err, &status) || errors.As(err, &op) && op.Op == "dial" ||
		errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests)
}

// bytesPerToken is low on purpose: it is what is reserved, not what is paid.
const bytesPerToken = 2

func promptTokens(r api.ChatCompletionRequest) (n int64) {
	for _, m := range r.Messages {
		n += int64(len(m.Content))/bytesPerToken + 10
	}
	if r.ResponseFormat != nil && r.ResponseFormat.JSONSchema != nil {
		if b, err := json.Marshal(r.ResponseFormat.JSONSchema.Schema); err == nil {
			n += int64(len(b)) / bytesPerToken
		}
	}
	return n
}

// amount prices tokens: so much currency a million is as many millionths each.
func (c Config) amount(prompt, answer int64) Amount {
	return Amount{Tokens: prompt + answer, Cost: int64(float64(prompt)*c.PromptPrice + float64(answer)*c.AnswerPrice)}
}

func (c Config) limit() Amount {
	return Amount{Tokens: max(c.TokensPerDay, 0), Cost: int64(c.CostPerDay * 1e6)}
}

// used is what the server says it took. One that says nothing, or nonsense,
// is taken to have used all that was reserved.
func (c Config) used(u api.Usage, reserved Amount) Amount {
	prompt, answer, most := int64(u.PromptTokens), int64(u.CompletionTokens), 2*reserved.Tokens
	if prompt < 0 || answer <= 0 || prompt > most || answer > most {
		return reserved
	}
	return c.amount(prompt, answer)
}

// name gives an error the name that callers know. What go-openai says is left
// out, unless it is one of ours: it may quote the server, and the server us.
func (s *server) name(err error) error {
	var status *statusError
	switch {
	case errors.Is(err, ErrBudget), errors.Is(err, errStore):
		return err
	case refused(err) && errors.As(err, &status):
		return fmt.Errorf("%w: %w", ErrRefused, status)
	case errors.As(err, &status):
		return fmt.Errorf("%w: %w", ErrUnavailable, status)
	}
	if errors.Is(err, errTooLarge) {
		return fmt.Errorf("%w: %w: %w", ErrUnavailable, ErrUnreadable, errTooLarge)
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, gobreaker.ErrOpenState, gobreaker.ErrTooManyRequests} {
		if errors.Is(err, known) {
			return fmt.Errorf("%w: %w", ErrUnavailable, known)
		}
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return fmt.Errorf("%w: no connection (%s)", ErrUnavailable, op.Op)
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, ErrUnreadable)
}
