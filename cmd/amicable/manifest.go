package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/redis/go-redis/v9"

	"amicable/bot/discord"
	"amicable/bot/slack"
	"amicable/commands"
	"amicable/scoring"
	"amicable/storage"
)

// manifestOptions are the flags of both manifests.
type manifestOptions struct {
	slack.ManifestOptions
	application string // Discord's application id
}

func manifestCommand() subcommand {
	return subcommand{
		name: "manifest", args: "slack|discord",
		summary: "print what the Slack or Discord app is made from",
		about: `manifest slack prints the app manifest (YAML), made from the table of commands.
Create the app from it at https://api.slack.com/apps, "From a manifest". Give the
address the bot is reached at, or ask for Socket Mode, which needs no address.

manifest discord prints (JSON) the link that invites the bot to a server, with
the rights it needs and no others, and the commands as they are registered. The
bot registers them by itself when it starts.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			var o manifestOptions
			f.StringVar(&o.BaseURL, "url", "", "Slack: the `address` the bot is reached at, such as https://bot.example.com")
			f.BoolVar(&o.Socket, "socket", false, "Slack: for Socket Mode")
			f.StringVar(&o.Name, "name", "", "Slack: the app's `name`, instead of Amicable")
			f.StringVar(&o.application, "application", "", "Discord: the application's `id`; DISCORD_APPLICATION_ID otherwise")
			return func(_ context.Context, p process, args []string) error {
				return manifest(p, args, o)
			}
		},
	}
}

func manifest(p process, args []string, o manifestOptions) error {
	ofSlack := o.ManifestOptions != slack.ManifestOptions{}
	switch {
	case len(args) != 1 || args[0] != "slack" && args[0] != "discord":
		return misused("manifest takes the platform: amicable manifest slack --socket, or amicable manifest discord")
	case args[0] == "discord" && ofSlack:
		return misused("manifest discord takes --application only; the other flags are for amicable manifest slack")
	case args[0] == "discord":
		return manifestDiscord(p, o.application)
	case o.application != "":
		return misused("manifest slack takes no --application; that is for amicable manifest discord")
	case o.BaseURL == "" && !o.Socket:
		return misused("manifest slack needs --url https://bot.example.com, or --socket for Socket Mode")
	case o.BaseURL != "" && o.Socket:
		return misused("manifest slack takes --url or --socket, not both")
	}
	b, closeBot, err := botWithoutStore()
	if err != nil {
		return err
	}
	defer closeBot()
	text, err := slack.Manifest(o.ManifestOptions, b.Table())
	if err != nil {
		return misused("%v", err)
	}
	_, err = p.stdout.Write(text)
	return wrote(err)
}

// manifestDiscord prints the invite link and the commands.
func manifestDiscord(p process, application string) error {
	if application == "" {
		application = env.ToMap(p.environ)["DISCORD_APPLICATION_ID"]
	}
	switch {
	case application == "":
		return misused("manifest discord needs the application's id, which stands under General Information in the developer portal: set DISCORD_APPLICATION_ID, or give --application")
	case !looksLikeID.MatchString(application):
		return misused("an application id is a number of 15 to 20 digits, such as 900000000000000001. %s", whereID)
	}
	b, closeBot, err := botWithoutStore()
	if err != nil {
		return err
	}
	defer closeBot()
	registered, err := discord.Manifest(b.Table(), b)
	if err != nil {
		return err // it says what was being done
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false) // links are for people to copy
	enc.SetIndent("", "  ")
	err = enc.Encode(struct {
		Invite   string          `json:"invite"`
		Commands json.RawMessage `json:"commands"`
	}{discord.InviteURL(application), registered})
	if err == nil {
		_, err = p.stdout.Write(text.Bytes())
	}
	return wrote(err)
}

// botWithoutStore is a bot for its table of commands. Nothing here asks its
// store anything, so none is opened.
func botWithoutStore() (b *commands.Bot, done func(), err error) {
	nowhere := redis.NewClient(&redis.Options{})
	done = func() { _ = nowhere.Close() }
	b, err = newBot(Settings{}, storage.New(nowhere, storage.Options{Policy: scoring.Default(), Now: time.Now}), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		done()
		return nil, nil, err
	}
	return b, done, nil
}
