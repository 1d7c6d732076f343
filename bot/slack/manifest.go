package slack

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	sdk "github.com/slack-go/slack"
	"go.yaml.in/yaml/v4"

	"amicable/bot"
)

// scopes are the bot's rights, each with what breaks without it.
var scopes = []string{
	"app_mentions:read", // commands in threads, where slash commands do not work
	"channels:read",     // whether outsiders read a channel
	"chat:write",        // answers and alerts
	"commands",          // slash commands and the message shortcut
	"files:write",       // the picture that follows an answer, and deleting it again
	"groups:read",       // channels:read for private channels
	"im:history",        // plain words in a direct message
	"im:write",          // answers by direct message
	"reactions:read",    // flagging by emoji
	"users:read",        // who belongs to the team, language and time zone
}

// Scopes lists the OAuth scopes the bot asks for.
func Scopes() []string { return slices.Clone(scopes) }

var subscriptions = []string{
	"app_home_opened", "app_mention", "app_uninstalled", "message.im",
	"reaction_added", "reaction_removed", "tokens_revoked",
}

// ManifestOptions says how the app will be reached.
type ManifestOptions struct {
	// BaseURL is where the bot's HTTP endpoints are, "https://bot.example.com"; needed unless Socket.
	BaseURL string
	// Socket asks for Socket Mode.
	Socket bool
	// Name, Description and Shortcut replace the usual words: at most 35, 140 and 24 characters.
	Name        string
	Description string
	Shortcut    string
}

// Manifest writes the app manifest (YAML) for https://api.slack.com/apps. Every
// command that is not Umbrella becomes a slash command.
func Manifest(o ManifestOptions, commands []bot.Command) ([]byte, error) {
	m, err := manifest(o, commands)
	if err != nil {
		return nil, err
	}
	out, err := yaml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return out, nil
}

// The manifest's own limits (https://docs.slack.dev/reference/app-manifest/).
const (
	maxAppName        = 35
	maxAppDescription = 140
	maxShortcutName   = 24
	maxBotName        = 80
	maxSlashCommands  = 50
)

// umbrella is the command that always works, should another app have taken a name.
var umbrella = bot.Command{Name: "amicable", Usage: "help", Summary: "Everything the bot can do"}

func manifest(o ManifestOptions, commands []bot.Command) (sdk.Manifest, error) {
	base := strings.TrimSuffix(o.BaseURL, "/")
	if base == "" && !o.Socket {
		return sdk.Manifest{}, errors.New("slack: the manifest needs a base URL, such as https://bot.example.com, or Socket Mode")
	}
	if u, err := url.Parse(base); base != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		return sdk.Manifest{}, errors.New("slack: the base URL must begin with https:// and name a host")
	}
	name := cmp.Or(o.Name, "Amicable")
	at := func(path string) string {
		if o.Socket {
			return ""
		}
		return base + path
	}
	m := sdk.Manifest{
		Metadata: sdk.ManifestMetadata{MajorVersion: 1, MinorVersion: 1},
		Display: sdk.Display{
			Name:        bot.Cut(name, maxAppName),
			Description: bot.Cut(cmp.Or(o.Description, "Flags, tallies and plain advice on where a client relationship stands"), maxAppDescription),
		},
		Features: sdk.Features{
			AppHome: sdk.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: sdk.BotUser{DisplayName: bot.Cut(name, maxBotName), AlwaysOnline: true},
			Shortcuts: []sdk.Shortcut{{
				Name: bot.Cut(cmp.Or(o.Shortcut, "Flag this message"), maxShortcutName), CallbackID: FlagShortcut,
				Description: "Record what this message shows about a client", Type: sdk.MessageShortcut,
			}},
		},
		OAuthConfig: sdk.OAuthConfig{Scopes: sdk.OAuthScopes{Bot: Scopes()}},
		Settings: sdk.Settings{
			EventSubscriptions: &sdk.EventSubscriptions{RequestUrl: at("/slack/events"), BotEvents: slices.Clone(subscriptions)},
			Interactivity: &sdk.Interactivity{
				IsEnabled: true, RequestUrl: at("/slack/interactions"), MessageMenuOptionsUrl: at("/slack/interactions"),
			},
			SocketModeEnabled: o.Socket,
		},
	}
	if base != "" {
		m.OAuthConfig.RedirectUrls = []string{base + "/slack/oauth/callback"}
	}
	if !slices.ContainsFunc(commands, func(c bot.Command) bool { return c.Name == umbrella.Name }) {
		commands = append(slices.Clone(commands), umbrella)
	}
	for _, c := range commands {
		if c.Umbrella {
			continue
		}
		m.Features.SlashCommands = append(m.Features.SlashCommands, sdk.ManifestSlashCommand{
			Command: "/" + c.Name, Url: at("/slack/commands"),
			Description: bot.Cut(cmp.Or(c.Summary, c.Name), maxCommandDescription), UsageHint: bot.Cut(c.Usage, maxCommandHint),
			ShouldEscape: true, // names of channels come with their ids
		})
	}
	if n := len(m.Features.SlashCommands); n > maxSlashCommands {
		return sdk.Manifest{}, fmt.Errorf("slack: %d slash commands, but an app may have %d", n, maxSlashCommands)
	}
	return m, nil
}
