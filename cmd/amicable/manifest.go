package main

import (
	"context"
	"flag"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/bot/slack"
	"amicable/scoring"
	"amicable/storage"
)

func manifestCommand() subcommand {
	return subcommand{
		name: "manifest", args: "slack",
		summary: "print the app manifest to create the Slack app from",
		about: `Prints the app manifest (YAML), made from the table of commands. Create the app
from it at https://api.slack.com/apps, "From a manifest". Give the address the
bot is reached at, or ask for Socket Mode, which needs no address.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			var o slack.ManifestOptions
			f.StringVar(&o.BaseURL, "url", "", "the `address` the bot is reached at, such as https://bot.example.com")
			f.BoolVar(&o.Socket, "socket", false, "for Socket Mode")
			f.StringVar(&o.Name, "name", "", "the app's `name`, instead of Amicable")
			return func(_ context.Context, p process, args []string) error {
				return manifest(p, args, o)
			}
		},
	}
}

func manifest(p process, args []string, o slack.ManifestOptions) error {
	switch {
	case len(args) != 1 || args[0] != "slack":
		return misused("manifest takes the platform: amicable manifest slack --socket")
	case o.BaseURL == "" && !o.Socket:
		return misused("manifest slack needs --url https://bot.example.com, or --socket for Socket Mode")
	case o.BaseURL != "" && o.Socket:
		return misused("manifest slack takes --url or --socket, not both")
	}
	// The table of commands is the bot's; nothing here asks its store anything, so none is opened.
	nowhere := redis.NewClient(&redis.Options{})
	defer func() { _ = nowhere.Close() }()
	b, err := newBot(storage.New(nowhere, storage.Options{Policy: scoring.Default(), Now: time.Now}), time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	text, err := slack.Manifest(o, b.Table())
	if err != nil {
		return misused("%v", err)
	}
	_, err = p.stdout.Write(text)
	return wrote(err)
}
