package openai

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	api "github.com/sashabaranov/go-openai"
)

// Amount is what calls take: tokens, and their cost in millionths of the
// operator's currency. It is an alias of an unnamed type, so that a store can
// be a Budget without importing this package.
type Amount = struct{ Tokens, Cost int64 }

// Budget counts what each workspace uses in a day. Reserve sets an amount
// aside before a call; the receipt is "" when that would pass the limit, where 0
// is none. Settle puts what was used in its place.
type Budget interface {
	Reserve(ctx context.Context, workspace, day string, want, limit Amount) (receipt string, err error)
	Settle(ctx context.Context, workspace, day, receipt string, used Amount) error
}

// Defaults of a Config.
const (
	DefaultDeadline     = 60 * time.Second
	DefaultTokensPerDay = 200_000
	DefaultAnswerTokens = 4000
	DefaultAtOnce       = 4
	DefaultWaiting      = 16
)

// Config says which server to ask, and how much. A zero limit is its default.
type Config struct {
	// BaseURL is the server's, with the version: "https://api.openai.com/v1", "http://localhost:11434/v1".
	BaseURL string
	// Key is sent to that server and nowhere else; "" for a server that wants none.
	Key   string
	Model string

	// HTTPClient carries the requests; nil is one of our own. Redirects are
	// refused whatever it says: they would take the key elsewhere.
	HTTPClient *http.Client
	// Now tells the day that tokens are counted for (in UTC), and reads dates in Retry-After.
	Now    func() time.Time
	Log    *slog.Logger // nil: nothing is logged
	Budget Budget

	Deadline     time.Duration // for a whole Word or Sign, repair and retries included
	TokensPerDay int64         // of one workspace; negative: no limit
	// CostPerDay limits a workspace's day in the operator's currency, by the two
	// prices of a million tokens; 0: no limit.
	CostPerDay, PromptPrice, AnswerPrice float64
	AnswerTokens                         int // at most in one answer; a model that thinks aloud needs more
	AtOnce, Waiting                      int // calls under way in this process, and those that wait for one to end
}

// String tells what may be shown of a configuration, which is not the key.
func (c Config) String() string { return fmt.Sprintf("%s at %s", c.Model, c.BaseURL) }

// GoString is String for %#v.
func (c Config) GoString() string { return c.String() }

// LogValue is String for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// What can be wrong with a configuration. No error repeats the value: an
// address may hold a password.
var (
	ErrBaseURL = errors.New("the language model's base URL must look like https://host/v1, without user, query and fragment")
	ErrKey     = errors.New("the language model's key holds a character that no key has")
	ErrModel   = errors.New("the language model's name is missing")
)

// maxModelName bounds a model's name, in bytes.
const maxModelName = 200

// checked returns the configuration with its defaults, or what is wrong with it.
func (c Config) checked() (Config, error) {
	base, err := url.Parse(c.BaseURL)
	if err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Hostname() == "" || base.Opaque != "" ||
		base.User != nil || base.RawQuery != "" || base.ForceQuery || base.Fragment != "" || strings.ContainsFunc(c.BaseURL, unicode.IsSpace) {
		return c, ErrBaseURL
	}
	if strings.ContainsFunc(c.Key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return c, ErrKey
	}
	if c.Model = strings.TrimSpace(c.Model); c.Model == "" || len(c.Model) > maxModelName || strings.ContainsFunc(c.Model, unicode.IsControl) {
		return c, ErrModel
	}
	if c.Now == nil || c.Budget == nil {
		return c, errors.New("a language model needs a clock and a budget")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Deadline = or(c.Deadline, DefaultDeadline)
	c.TokensPerDay = or(c.TokensPerDay, DefaultTokensPerDay)
	c.AnswerTokens = or(c.AnswerTokens, DefaultAnswerTokens)
	c.AtOnce, c.Waiting = or(c.AtOnce, DefaultAtOnce), or(c.Waiting, DefaultWaiting)
	return c, nil
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// host is where requests go, with a port if it is not the scheme's.
func (c Config) host() string {
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		return ""
	}
	return base.Host
}

// client makes go-openai's client on our transport.
func (c Config) client() *api.Client {
	config := api.DefaultConfig(c.Key)
	config.BaseURL = c.BaseURL
	config.HTTPClient = newDoer(c.HTTPClient, c.Now)
	return api.NewClientWithConfig(config)
}
