package discord

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"amicable/bot"
	"amicable/bot/discord/gateway"
)

// DefaultAPIURL is where Discord's API lives; the version is added to it.
const DefaultAPIURL = "https://discord.com/api/"

// Config is all that the adapter needs to know. Printing or logging it shows no secret.
type Config struct {
	// BotToken and ApplicationID are from the developer portal; both are required.
	BotToken      string
	ApplicationID string
	// PublicKey (64 hexadecimal digits, from the same page) lets interactions come over HTTP.
	PublicKey string
	// GuildID, if set, is the only guild that the commands are registered in.
	// They appear there at once, which is handy while trying things out.
	GuildID string
	// Shards is the number of gateway connections; 0 takes what Discord recommends.
	Shards int

	// APIURL replaces DefaultAPIURL, for test servers; it ends in "/".
	APIURL string
	// HTTPClient makes all requests; a nil one gets a client with a timeout.
	HTTPClient *http.Client

	Handler   bot.Handler
	Suggester bot.Suggester // may be nil
	// Reacts tells whether a reaction with an emoji can mean anything to the
	// Handler, wherever it is; nil means that any may.
	Reacts  func(emoji string) bool
	Phrases bot.Phrases
	// Commands are registered with Discord when Run begins.
	Commands []bot.Command

	// Roles names the roles of a guild whose members are from outside the team,
	// and those that only the team has; nil means that there are none.
	Roles func(ctx context.Context, guild string) (guests, team []string, err error)
	// Servers remembers the guilds that the bot is in, so that those which removed it
	// while it was away are noticed; it may be nil.
	Servers Servers
	// Leases share the gateway's connections among processes; nil when there is only one.
	Leases gateway.Leases
	// Memory is shared by all processes; nil when there is only one.
	Memory Memory

	Log *slog.Logger
	Now func() time.Time
	// Rand names what is remembered for a button; nil means crypto/rand.
	Rand io.Reader
}

// Servers is what all processes of one application remember of where it is. Where
// other bots keep data in the same place, it knows nothing of theirs.
type Servers interface {
	// Serve notes that the bot is in guilds.
	Serve(ctx context.Context, guilds ...string) error
	// Leave notes that it is in one no more.
	Leave(ctx context.Context, guild string) error
	// Served lists the guilds with data that Serve and Leave left.
	Served(ctx context.Context) ([]string, error)
}

// complete checks the configuration and fills in what may be left out.
func (c Config) complete() (Config, error) {
	switch {
	case c.Handler == nil:
		return c, errors.New("discord: a handler is needed")
	case c.Phrases == nil:
		return c, errors.New("discord: phrases are needed")
	case c.Now == nil:
		return c, errors.New("discord: a clock is needed")
	case c.BotToken == "":
		return c, errors.New("discord: set the bot token; the developer portal shows it under Bot")
	case !isSnowflake(c.ApplicationID):
		return c, errors.New("discord: set the application id, a number that the developer portal shows under General Information")
	case c.GuildID != "" && !isSnowflake(c.GuildID):
		return c, errors.New("discord: the guild id must be a number")
	case c.Shards < 0:
		return c, errors.New("discord: the number of shards cannot be negative")
	}
	if _, err := c.key(); err != nil {
		return c, err
	}
	c.BotToken = strings.TrimPrefix(c.BotToken, "Bot ")
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" {
		return c, errors.New("discord: the API URL must look like https://discord.com/api/")
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{Timeout: callTime}
	}
	if c.Leases == nil {
		c.Leases = &alone{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	return c, nil
}

// key decodes PublicKey; nil when there is none.
func (c Config) key() (ed25519.PublicKey, error) {
	if c.PublicKey == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(c.PublicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("discord: the public key must be the 64 hexadecimal digits that the developer portal shows under General Information")
	}
	return key, nil
}

// isSnowflake tells whether s looks like one of Discord's ids.
func isSnowflake(s string) bool {
	return len(s) > 0 && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// String shows which settings are present, never their values.
func (c Config) String() string {
	token := "unset"
	if c.BotToken != "" {
		token = "set"
	}
	return fmt.Sprintf("discord.Config{BotToken:%s ApplicationID:%q PublicKey:%q GuildID:%q Shards:%d APIURL:%q}",
		token, c.ApplicationID, c.PublicKey, c.GuildID, c.Shards, c.APIURL)
}

// GoString is String, so that %#v is as discreet as %v.
func (c Config) GoString() string { return c.String() }

// LogValue is String for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalJSON is String for JSON.
func (c Config) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", c.String()), nil }
