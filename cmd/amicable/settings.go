package main

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Settings is everything that is set from outside, by environment variables.
// Each Secret is also read from the file named by NAME_FILE.
type Settings struct {
	RedisURL Secret `env:"REDIS_URL"`
	DataDir  string `env:"AMICABLE_DATA_DIR"`
	// Replicas is how many Redis replicas must have a write before it is acknowledged (WAIT).
	Replicas int `env:"AMICABLE_WAIT_REPLICAS"`

	Addr        string     `env:"AMICABLE_ADDR"         envDefault:"127.0.0.1:8080"`
	MetricsAddr string     `env:"AMICABLE_METRICS_ADDR" envDefault:"127.0.0.1:9090"`
	BaseURL     string     `env:"AMICABLE_BASE_URL"`
	LogLevel    slog.Level `env:"AMICABLE_LOG_LEVEL"    envDefault:"INFO"`

	EncryptionKey Secret `env:"AMICABLE_ENCRYPTION_KEY"`

	SlackBotToken      Secret `env:"SLACK_BOT_TOKEN"`
	SlackSigningSecret Secret `env:"SLACK_SIGNING_SECRET"`
	SlackAppToken      Secret `env:"SLACK_APP_TOKEN"`
	SlackClientID      string `env:"SLACK_CLIENT_ID"`
	SlackClientSecret  Secret `env:"SLACK_CLIENT_SECRET"`
	SlackAPIURL        string `env:"SLACK_API_URL"`

	DiscordBotToken      Secret `env:"DISCORD_BOT_TOKEN"`
	DiscordApplicationID string `env:"DISCORD_APPLICATION_ID"`
	DiscordPublicKey     string `env:"DISCORD_PUBLIC_KEY"`
	// DiscordGuildID is the only server that the commands are registered in.
	DiscordGuildID string `env:"DISCORD_GUILD_ID"`
	// DiscordShards is the number of gateway connections; 0 takes what Discord recommends.
	DiscordShards int    `env:"DISCORD_SHARDS"`
	DiscordAPIURL string `env:"DISCORD_API_URL"`

	// A language model is there when OpenAIModel is set; the key alone may be somebody else's.
	OpenAIBaseURL string `env:"OPENAI_BASE_URL" envDefault:"https://api.openai.com/v1"`
	OpenAIKey     Secret `env:"OPENAI_API_KEY"`
	OpenAIModel   string `env:"OPENAI_MODEL"`
	// ModelTokens is what a workspace may use of it in a day.
	ModelTokens int64 `env:"AMICABLE_MODEL_TOKENS" envDefault:"200000"`
	// ModelCost is what a workspace may spend on it in a day, in the currency of the
	// two prices, each of a million tokens; 0 is no limit.
	ModelCost        float64 `env:"AMICABLE_MODEL_COST"`
	ModelPromptPrice float64 `env:"AMICABLE_MODEL_PROMPT_PRICE"`
	ModelAnswerPrice float64 `env:"AMICABLE_MODEL_ANSWER_PRICE"`
}

// metricsOff as AMICABLE_METRICS_ADDR switches the metrics off.
const metricsOff = "off"

// settingError is a missing or wrong setting: which one, and what to do.
type settingError struct{ name, advice string }

func (e *settingError) Error() string { return e.name + ": " + e.advice }

// loadSettings reads and checks the settings, and returns a warning for each
// variable that looks like ours and is not. environ is as from os.Environ.
func loadSettings(environ []string) (Settings, []string, error) {
	values := env.ToMap(environ)
	maps.DeleteFunc(values, func(_, value string) bool { return strings.TrimSpace(value) == "" })
	warnings := strangers(values)
	for _, name := range secretNames() {
		path, fromFile := values[name+"_FILE"]
		if !fromFile {
			continue
		}
		if _, both := values[name]; both {
			return Settings{}, nil, &settingError{name, "is set, and so is " + name + "_FILE. Keep one of them."}
		}
		secret, err := readSecretFile(path)
		if err != nil {
			return Settings{}, nil, &settingError{name + "_FILE", fmt.Sprintf("cannot be read (%v). Name a file that holds the secret and nothing else.", err)}
		}
		values[name] = secret
	}
	var s Settings
	if err := env.ParseWithOptions(&s, env.Options{Environment: values}); err != nil {
		return Settings{}, nil, explain(err)
	}
	if err := s.check(); err != nil {
		return Settings{}, nil, err
	}
	if s.DataDir == "" && !s.RedisURL.Set() {
		dir, err := stateDir(values)
		if err != nil {
			return Settings{}, nil, err
		}
		s.DataDir = dir
	}
	return s, warnings, nil
}

// explain turns env's error, which names a field of the struct, into one that names the setting.
func explain(err error) error {
	var parse env.ParseError
	if errors.As(err, &parse) {
		if field, ok := reflect.TypeFor[Settings]().FieldByName(parse.Name); ok {
			return &settingError{field.Tag.Get("env"), fmt.Sprintf("cannot be understood. It takes %s.", takes(field.Type))}
		}
	}
	return fmt.Errorf("reading the settings: %w", err)
}

// takes says in words what a setting of a type looks like.
func takes(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[slog.Level]():
		return "debug, info, warn or error"
	case reflect.TypeFor[float64]():
		return "a number, such as 2.50"
	}
	return "a whole number"
}

// check refuses settings that cannot work, alone or together.
func (s Settings) check() error {
	wrong := func(name, advice string) error { return &settingError{name, advice} }
	switch {
	case s.Replicas < 0:
		return wrong("AMICABLE_WAIT_REPLICAS", "must be 0 or more: how many replicas confirm a write.")
	case s.Replicas > 0 && !s.RedisURL.Set():
		return wrong("AMICABLE_WAIT_REPLICAS", "needs REDIS_URL: the embedded store has no replicas.")
	case !listenable(s.Addr):
		return wrong("AMICABLE_ADDR", "must be host:port, such as 127.0.0.1:8080 or :8080.")
	case s.MetricsAddr != metricsOff && !listenable(s.MetricsAddr):
		return wrong("AMICABLE_METRICS_ADDR", "must be host:port, such as 127.0.0.1:9090, or off.")
	case s.BaseURL != "" && !strings.HasPrefix(s.BaseURL, "https://") && !strings.HasPrefix(s.BaseURL, "http://"):
		return wrong("AMICABLE_BASE_URL", "must be the address people reach the bot at, such as https://bot.example.com.")
	case s.SlackAPIURL != "" && !strings.HasPrefix(s.SlackAPIURL, "https://") && !strings.HasPrefix(s.SlackAPIURL, "http://"):
		return wrong("SLACK_API_URL", "must look like https://slack.com/api/.")
	case s.DiscordAPIURL != "" && !strings.HasPrefix(s.DiscordAPIURL, "https://") && !strings.HasPrefix(s.DiscordAPIURL, "http://"):
		return wrong("DISCORD_API_URL", "must look like https://discord.com/api/.")
	}
	if err := s.checkModel(); err != nil {
		return err
	}
	if err := s.checkSlack(); err != nil {
		return err
	}
	return s.checkDiscord()
}

// checkSlack tells mix-ups of Slack's tokens and secrets apart.
func (s Settings) checkSlack() error {
	wrong := func(name, advice string) error { return &settingError{name, advice} }
	bot, app, signing := s.SlackBotToken.Reveal(), s.SlackAppToken.Reveal(), s.SlackSigningSecret.Reveal()
	oauth := s.SlackClientID != "" || s.SlackClientSecret.Set()
	switch {
	case strings.HasPrefix(bot, "xapp-"):
		return wrong("SLACK_BOT_TOKEN", "holds an app token (xapp-). Put that into SLACK_APP_TOKEN; the bot token starts with xoxb-, see OAuth & Permissions.")
	case bot != "" && !strings.HasPrefix(bot, "xoxb-"):
		return wrong("SLACK_BOT_TOKEN", "must start with xoxb-. Copy the Bot User OAuth Token from OAuth & Permissions.")
	case strings.HasPrefix(app, "xoxb-"):
		return wrong("SLACK_APP_TOKEN", "holds a bot token (xoxb-). Put that into SLACK_BOT_TOKEN; the app token starts with xapp-, see Basic Information, App-Level Tokens.")
	case app != "" && !strings.HasPrefix(app, "xapp-"):
		return wrong("SLACK_APP_TOKEN", "must start with xapp-. Make one under Basic Information, App-Level Tokens, with the scope connections:write.")
	case strings.HasPrefix(signing, "xoxb-") || strings.HasPrefix(signing, "xapp-"):
		return wrong("SLACK_SIGNING_SECRET", "holds a token. The signing secret stands under Basic Information, App Credentials.")
	case (s.SlackClientID == "") != !s.SlackClientSecret.Set():
		return wrong("SLACK_CLIENT_ID", "and SLACK_CLIENT_SECRET belong together. Set both, or neither.")
	case bot != "" && signing == "" && app == "":
		return wrong("SLACK_SIGNING_SECRET", "is missing. Set it for Slack over HTTP (Basic Information, App Credentials), or set SLACK_APP_TOKEN for Socket Mode.")
	case oauth && signing == "":
		return wrong("SLACK_SIGNING_SECRET", "is missing. Installing into many workspaces works over HTTP, which needs it.")
	case oauth && s.BaseURL == "":
		return wrong("AMICABLE_BASE_URL", "is missing. Set the address people reach the bot at, such as https://bot.example.com, so that Slack can send them back after installing.")
	case bot == "" && !oauth && (signing != "" || app != ""):
		return wrong("SLACK_BOT_TOKEN", "is missing. Copy the Bot User OAuth Token (xoxb-) from OAuth & Permissions.")
	}
	return nil
}

// slackConfigured tells whether there is a Slack to serve.
func (s Settings) slackConfigured() bool { return s.SlackBotToken.Set() || s.SlackClientID != "" }

// listenable tells whether addr reads as host:port.
func listenable(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	return err == nil && port != ""
}

// stateDir is where programs keep their data on this system: XDG_STATE_HOME on
// Unix, Application Support on macOS, LocalAppData on Windows.
func stateDir(environ map[string]string) (string, error) {
	if dir := environ["XDG_STATE_HOME"]; filepath.IsAbs(dir) {
		return filepath.Join(dir, "amicable"), nil
	}
	home := environ["HOME"]
	switch runtime.GOOS {
	case "windows":
		if dir := environ["LOCALAPPDATA"]; dir != "" {
			return filepath.Join(dir, "amicable"), nil
		}
	case "darwin":
		if home != "" {
			return filepath.Join(home, "Library", "Application Support", "amicable"), nil
		}
	default:
		if home != "" {
			return filepath.Join(home, ".local", "state", "amicable"), nil
		}
	}
	return "", &settingError{"AMICABLE_DATA_DIR", "is missing, and so is a home folder. Set it to a folder the bot may write to, or set REDIS_URL."}
}

// secretNames lists the settings that can come from a file.
func secretNames() []string {
	var names []string
	for field := range reflect.TypeFor[Settings]().Fields() {
		if field.Type == reflect.TypeFor[Secret]() {
			names = append(names, field.Tag.Get("env"))
		}
	}
	return names
}

// settingNames lists every setting.
func settingNames() []string {
	var names []string
	for field := range reflect.TypeFor[Settings]().Fields() {
		names = append(names, field.Tag.Get("env"))
	}
	for _, name := range secretNames() {
		names = append(names, name+"_FILE")
	}
	return names
}

// strangers warns about variables in our name that are no settings: most often a slip of the pen.
func strangers(values map[string]string) []string {
	known := settingNames()
	var warnings []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		ours := strings.HasPrefix(name, "AMICABLE_") || strings.HasPrefix(name, "SLACK_") || strings.HasPrefix(name, "DISCORD_")
		if ours && !slices.Contains(known, name) && !strings.HasPrefix(name, "AMICABLE_TEST_") {
			warnings = append(warnings, name+" is not a setting of this program and is ignored")
		}
	}
	return warnings
}
