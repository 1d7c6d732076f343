package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"amicable/bot/terminal"
)

// chatOptions are the flags of chat.
type chatOptions struct {
	at    string
	quiet bool
}

func chatCommand() subcommand {
	return subcommand{
		name:    "chat",
		summary: "talk to the bot in this terminal",
		about: `Talks to the bot in this terminal, on the same data as "serve" would use.
What you type is a command (/flag acme late-payment) or plain words; buttons
are pressed by their number. A line :help lists how to be somebody else, to be
in a channel, to react to messages. When the input is no terminal its lines are
taken one by one, and repeated in the output.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			var o chatOptions
			f.StringVar(&o.at, "at", "", "the `time` it is, such as 2026-10-03T09:00:00Z; it then stands still until a line such as :wait 7 days")
			f.BoolVar(&o.quiet, "quiet", false, "no greeting, and no word on where the data is")
			return func(ctx context.Context, p process, _ []string) error { return chat(ctx, p, o) }
		},
	}
}

// greeting is what a newcomer reads first.
const greeting = `Hello. This is Amicable: flag what happens with a client, and see where the relationship stands.
Try, for instance:

  /flag acme late-payment "the September invoice"
  how is acme doing?

/help lists the commands, :help the lines for trying things out, :quit leaves.
`

func chat(ctx context.Context, p process, o chatOptions) error {
	settings, warnings, err := loadSettings(p.environ)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		say(p.stderr, "amicable: %s", w)
	}
	var now clock
	if o.at != "" {
		if now.set, err = time.Parse(time.RFC3339, o.at); err != nil {
			return misused("--at takes a time such as 2026-10-03T09:00:00Z, not %q", o.at)
		}
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := newLog(p.stderr, max(settings.LogLevel, slog.LevelWarn))
	store, err := openStore(settings, now.Now, log)
	if err != nil {
		return err
	}
	defer closing(store, log)
	if err := checkStore(ctx, store, log); err != nil {
		return err
	}
	b, err := newBot(settings, store.Store, now.Now, log)
	if err != nil {
		return err
	}
	session := &terminal.Session{
		In: p.stdin, Out: p.stdout, Handler: b, Suggester: b, Phrases: b,
		Now: now.Now, NewID: uuid.NewString, Options: look(p.stdout), Interactive: isTerminal(p.stdin),
	}
	later := b.Run
	if o.at != "" {
		// A clock that stands still has nothing come later by itself: what falls
		// due is done between two lines, so that a story reads the same each time.
		session.Wait, session.Settle = now.Wait, b.Settle
		later = func(ctx context.Context) error { <-ctx.Done(); return nil }
	}
	if store.embedded && !o.quiet {
		say(p.stderr, embeddedNotice, store.where)
	}
	if session.Interactive && !o.quiet {
		session.Greeting = greeting
	}
	b.Deliver(terminal.Platform, session)
	return converse(ctx, session, later)
}

// converse holds the conversation while the bot does what comes later.
func converse(ctx context.Context, s *terminal.Session, later func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	group.Go(func() error { return ended(later(ctx)) })
	group.Go(func() error {
		defer cancel()
		return s.Run(ctx)
	})
	return group.Wait() // each part says what it was doing
}

// look finds out how wide the terminal is. What is no terminal gets plain text.
func look(stream any) terminal.Options {
	f, ok := stream.(*os.File)
	if !ok || !isTerminal(f) {
		return terminal.Options{Width: 100}
	}
	o := terminal.Options{Width: 100, Colour: os.Getenv("NO_COLOR") == ""}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 20 {
		o.Width = min(width, 100)
	}
	return o
}
