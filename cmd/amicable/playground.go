package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"amicable/bot"
	"amicable/bot/playground"
	"amicable/commands/locale"
	"amicable/scoring"
	"amicable/storage"
)

// servePlayground serves the local chat page until ctx ends. anywhere lets it
// listen on an address that others can reach, and then visitors need a token.
func servePlayground(ctx context.Context, p process, settings Settings, anywhere bool) error {
	if !anywhere && !onThisMachine(settings.Addr) {
		return &settingError{"AMICABLE_ADDR", "can be reached from other machines, and nothing but the playground is configured. Use a loopback address such as 127.0.0.1:8080, or start with --playground-anywhere, which asks visitors for a token."}
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := newLog(p.stderr, max(settings.LogLevel, slog.LevelWarn))
	var now clock
	store, err := openStore(settings, now.Now, log)
	if err != nil {
		return err
	}
	defer closing(store, log)
	if err := checkStore(ctx, store, log); err != nil {
		return err
	}
	token := ""
	if anywhere {
		token = rand.Text()
	}
	page, later, err := newPlayground(settings, store, &now, token, log)
	if err != nil {
		return err
	}
	if err := page.Load(ctx); err != nil {
		log.Warn("the conversation cannot be read yet; starting all the same", "error", err)
	}
	listener, err := listen(ctx, settings.Addr, "AMICABLE_ADDR")
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String() + "/"
	if token != "" {
		address += "?token=" + token
	}
	say(p.stdout, "The playground is at %s", address)
	say(p.stderr, "No platform is configured (see SLACK_BOT_TOKEN and DISCORD_BOT_TOKEN in the README), so this is a local chat page to try the bot in. Ctrl-C ends it.")
	if store.embedded {
		say(p.stderr, embeddedNotice, store.where)
	}
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	return runPlayground(ctx, listener, page, later, store, log)
}

// runPlayground runs the page and what comes later until ctx ends.
func runPlayground(ctx context.Context, l net.Listener, page *playground.Playground, later func(context.Context) error, store *opened, log *slog.Logger) error {
	mux := http.NewServeMux()
	mux.Handle("/", page)
	healthRoutes(mux, store.Ping)
	server := httpServer("", mux, writeTime, log)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return ended(later(ctx)) })
	group.Go(func() error { return ended(page.Run(ctx)) })
	group.Go(func() error { return ended(server.Serve(l)) })
	group.Go(func() error {
		<-ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return fmt.Errorf("finishing what was accepted: %w", err)
		}
		return nil
	})
	return group.Wait() // each part says what it was doing
}

// onThisMachine tells whether an address to listen on is for this machine only.
func onThisMachine(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// newPlayground wires the page with a bot on the store. later does what was put off.
func newPlayground(settings Settings, store *opened, now *clock, token string, log *slog.Logger) (*playground.Playground, func(context.Context) error, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, nil, fmt.Errorf("loading the languages: %w", err)
	}
	b, err := newBot(settings, store.Store, now.Now, log)
	if err != nil {
		return nil, nil, err
	}
	page, err := playground.New(playground.Config{
		Handler: b, Suggester: b, Phrases: b, Commands: b.Table(),
		Reactions: func(tag string) []playground.Reaction { return reactions(words.For(tag), scoring.Default()) },
		Words:     pageWords{words}, Languages: languages(words),
		Transcript: transcript{store.Workspace(playground.Platform + ":" + playground.Workspace)},
		Clock:      now, NewID: uuid.NewString,
		Opening: func(tag string) []playground.Line { return openingScene(words.For(tag)) },
		Example: func(tag string) []playground.Line { return exampleMonth(words.For(tag), now.Now()) },
		Token:   token, Log: log,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("preparing the playground: %w", err)
	}
	b.Deliver(playground.Platform, page)
	return page, b.Run, nil
}

// pageWords are the page's own words.
type pageWords struct{ words *locale.Catalogue }

func (w pageWords) Text(tag, key string) string { return w.words.For(tag).S(key) }

// languages are those of the catalogue, each by its own name.
func languages(words *locale.Catalogue) []playground.Language {
	var all []playground.Language
	for _, tag := range words.Languages() {
		all = append(all, playground.Language{Tag: tag, Name: words.LanguageName(tag)})
	}
	return all
}

// reactions are the emoji that flag a message.
func reactions(p *locale.Printer, policy scoring.Policy) []playground.Reaction {
	all := []playground.Reaction{{Emoji: scoring.PickerEmoji, Label: p.S("menu.sign")}}
	for _, s := range policy.Signs {
		all = append(all, playground.Reaction{Emoji: s.Emoji, Label: p.Sign(s.ID), Word: string(s.ID)})
	}
	return all
}

// Bounds of what the playground keeps.
const (
	transcriptKept = 4000 // records; a message that changes takes one more
	// pictureKept is longer than the page's clock can be moved on: the page drops
	// its pictures itself, by number.
	pictureKept = 2 * playground.Farthest
)

// transcript keeps the playground's messages in the workspace's part of the store.
type transcript struct{ ws *storage.Workspace }

func (t transcript) Append(ctx context.Context, record []byte) error {
	return t.ws.AppendTranscript(ctx, record, transcriptKept)
}

func (t transcript) Records(ctx context.Context) ([][]byte, error) { return t.ws.Transcript(ctx) }

func (t transcript) KeepPicture(ctx context.Context, name string, png []byte) error {
	return t.ws.Keep(ctx, "picture-"+name, png, pictureKept)
}

func (t transcript) DropPicture(ctx context.Context, name string) error {
	return t.ws.Keep(ctx, "picture-"+name, nil, time.Second) // in the place of the picture
}

func (t transcript) Picture(ctx context.Context, name string) ([]byte, error) {
	return t.ws.Kept(ctx, "picture-"+name)
}

var (
	_ playground.Transcript = transcript{}
	_ playground.Words      = pageWords{}
	_ playground.Clock      = (*clock)(nil)
	_ bot.Sender            = (*playground.Playground)(nil)
)
