package slack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"amicable/bot"
)

// DefaultAPIURL is where Slack's Web API lives.
const DefaultAPIURL = "https://slack.com/api/"

// Config is all that the adapter needs to know. Printing or logging it shows no secret.
type Config struct {
	// BotToken (xoxb-…) is the token of the one workspace served when Installations is nil.
	BotToken string
	// AppToken (xapp-…) switches Socket Mode on.
	AppToken string
	// SigningSecret verifies HTTP requests; required without AppToken.
	SigningSecret string

	// ClientID, ClientSecret and BaseURL (https://bot.example.com) let other
	// workspaces install the bot at BaseURL + /slack/install. They need Installations.
	ClientID     string
	ClientSecret string
	BaseURL      string

	// APIURL replaces DefaultAPIURL, for test servers; it ends in "/".
	APIURL string
	// HTTPClient makes all requests; a nil one gets a client with a timeout.
	HTTPClient *http.Client

	Handler   bot.Handler
	Suggester bot.Suggester // may be nil
	Phrases   bot.Phrases
	// Installations keeps the tokens of many workspaces; nil means the one of BotToken.
	Installations Installations

	Log *slog.Logger
	Now func() time.Time
	// Rand is the source of OAuth states; nil means crypto/rand.
	Rand io.Reader
}

// Installation is one workspace that installed the bot.
type Installation struct {
	Team      string // "T123"
	TeamName  string
	BotToken  string
	BotUser   string // the bot's own user id there
	Installer string // the user id of the person who installed it
	Scopes    []string
}

// Installations keeps what workspaces granted when they installed the bot.
type Installations interface {
	// Token returns the bot token for a team, or an error when it has none.
	Token(ctx context.Context, team string) (string, error)
	Save(ctx context.Context, in Installation) error
	Remove(ctx context.Context, team string) error
}

// oneWorkspace is the Installations of a bot that one workspace configured by hand.
type oneWorkspace struct{ token string }

func (o oneWorkspace) Token(context.Context, string) (string, error) {
	if o.token == "" {
		return "", errors.New("slack: no bot token is set")
	}
	return o.token, nil
}
func (oneWorkspace) Save(context.Context, Installation) error { return nil }
func (oneWorkspace) Remove(context.Context, string) error     { return nil }

// complete checks the configuration and fills in what may be left out.
func (c Config) complete() (Config, error) {
	switch {
	case c.Handler == nil:
		return c, errors.New("slack: a handler is needed")
	case c.Phrases == nil:
		return c, errors.New("slack: phrases are needed")
	case c.Now == nil:
		return c, errors.New("slack: a clock is needed")
	case c.SigningSecret == "" && c.AppToken == "":
		return c, errors.New("slack: set the signing secret (HTTP) or the app token (Socket Mode)")
	case c.BotToken == "" && c.Installations == nil:
		return c, errors.New("slack: set the bot token, or client id and secret for many workspaces")
	case c.AppToken != "" && !strings.HasPrefix(c.AppToken, "xapp-"):
		return c, errors.New("slack: the app token must start with xapp-; it is made under Basic Information, App-Level Tokens")
	case (c.ClientID == "") != (c.ClientSecret == ""):
		return c, errors.New("slack: client id and client secret are needed together")
	case c.ClientID != "" && c.Installations == nil:
		return c, errors.New("slack: many workspaces need a place to keep their tokens")
	}
	if c.Installations == nil {
		c.Installations = oneWorkspace{c.BotToken}
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" {
		return c, errors.New("slack: the API URL must look like https://slack.com/api/")
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{Timeout: callTime}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	return c, nil
}

// String shows which settings are present, never their values.
func (c Config) String() string {
	set := func(s string) string {
		if s == "" {
			return "unset"
		}
		return "set"
	}
	return fmt.Sprintf("slack.Config{BotToken:%s AppToken:%s SigningSecret:%s ClientID:%q ClientSecret:%s BaseURL:%q APIURL:%q}",
		set(c.BotToken), set(c.AppToken), set(c.SigningSecret), c.ClientID, set(c.ClientSecret), c.BaseURL, c.APIURL)
}

// GoString is String, so that %#v is as discreet as %v.
func (c Config) GoString() string { return c.String() }

// LogValue is String for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalJSON is String for JSON.
func (c Config) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", c.String()), nil }

// String names the workspace without its token.
func (i Installation) String() string { return fmt.Sprintf("slack.Installation{Team:%s}", i.Team) }

// GoString is String, so that %#v is as discreet as %v.
func (i Installation) GoString() string { return i.String() }

// LogValue is String for slog.
func (i Installation) LogValue() slog.Value { return slog.StringValue(i.String()) }
