package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"amicable/commands"
)

func serveCommand() subcommand {
	return subcommand{
		name:    "serve",
		summary: "start every platform that is configured (the default)",
		about: `Starts every platform that is configured, with /healthz and /readyz on
AMICABLE_ADDR and /metrics on AMICABLE_METRICS_ADDR. Without any platform it
is the playground: a local chat page on AMICABLE_ADDR, with the same bot in it.`,
		prepare: func(f *flag.FlagSet) func(context.Context, process, []string) error {
			anywhere := f.Bool("playground-anywhere", false, "let the playground listen on an address that other machines can reach; visitors then need the token that is printed")
			return func(ctx context.Context, p process, _ []string) error { return serve(ctx, p, *anywhere) }
		},
	}
}

// Times that bound the HTTP server and its end. Slack and Discord give up after 3 s, so
// nothing that is worth finishing takes longer than the drain.
const (
	readHeaderTime = 5 * time.Second
	readTime       = 10 * time.Second
	writeTime      = 15 * time.Second
	idleTime       = 2 * time.Minute
	profileTime    = 2 * time.Minute // a CPU profile is written while it is taken
	drainTime      = 10 * time.Second
)

func serve(ctx context.Context, p process, anywhere bool) error {
	settings, warnings, err := loadSettings(p.environ)
	if err != nil {
		return err
	}
	if !settings.slackConfigured() && !settings.discordConfigured() {
		for _, w := range warnings {
			say(p.stderr, "amicable: %s", w)
		}
		return servePlayground(ctx, p, settings, anywhere)
	}
	log := newLog(p.stderr, settings.LogLevel)
	for _, w := range warnings {
		log.Warn(w)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	store, err := openStore(settings, time.Now, log)
	if err != nil {
		return err
	}
	defer closing(store, log)
	if err := checkStore(ctx, store, log); err != nil {
		return err
	}
	server, err := newServer(settings, store, log)
	if err != nil {
		return err
	}
	// A second signal ends the process at once: stop gives it back its default.
	context.AfterFunc(ctx, stop)
	return server.run(ctx)
}

// server is everything that runs while the bot serves.
type server struct {
	log       *slog.Logger
	bot       *commands.Bot
	platforms []*platform
	running   atomic.Int32 // platforms that have not ended for good
	http      *http.Server
	metrics   *http.Server // nil when switched off
	where     string
}

func newServer(settings Settings, store *opened, log *slog.Logger) (*server, error) {
	b, err := newBot(settings, store.Store, time.Now, log)
	if err != nil {
		return nil, err
	}
	figures := newMetrics()
	figures.watchOutbox(store.Waiting)
	store.redis.AddHook(storeHook{figures.storeErrors})
	served, err := platforms(settings, store, b, figures, log)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, p := range served {
		p.Routes(mux)
	}
	healthRoutes(mux, store.Ping, served...)
	s := &server{
		log: log, bot: b, platforms: served, where: store.where,
		http: httpServer(settings.Addr, secured(mux), writeTime, log),
	}
	s.running.Store(int32(len(served)))
	if settings.MetricsAddr != metricsOff {
		s.metrics = httpServer(settings.MetricsAddr, figures.routes(), profileTime, log)
	}
	if store.embedded {
		log.Info(fmt.Sprintf(embeddedNotice, store.where))
	}
	return s, nil
}

func httpServer(addr string, h http.Handler, write time.Duration, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime, WriteTimeout: write, IdleTimeout: idleTime,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// run serves until ctx ends, then finishes what was accepted.
func (s *server) run(ctx context.Context) error {
	listener, err := listen(ctx, s.http.Addr, "AMICABLE_ADDR")
	if err != nil {
		return err
	}
	var metrics net.Listener
	if s.metrics != nil {
		if metrics, err = listen(ctx, s.metrics.Addr, "AMICABLE_METRICS_ADDR"); err != nil {
			_ = listener.Close()
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	// The outbox outlives the servers: what they accepted may still put work into it.
	later, stopLater := context.WithCancel(context.WithoutCancel(ctx))
	defer stopLater()
	group.Go(func() error { return ended(s.bot.Run(later)) })
	for _, p := range s.platforms {
		group.Go(func() error { return s.hold(ctx, p) })
	}
	group.Go(func() error { return ended(s.http.Serve(listener)) })
	if s.metrics != nil {
		group.Go(func() error { return ended(s.metrics.Serve(metrics)) })
		s.log.Info("metrics", "address", "http://"+metrics.Addr().String()+"/metrics")
	}
	s.log.Info("listening", "address", "http://"+listener.Addr().String(), "version", version(), "store", s.where)
	group.Go(func() error {
		<-ctx.Done()
		defer stopLater()
		return s.drain(context.WithoutCancel(ctx))
	})
	if err := group.Wait(); err != nil {
		return err // each part says what it was doing
	}
	s.log.Info("ended; what was accepted is done")
	return nil
}

// hold runs one platform. One that ends for good ends alone; the last takes the
// process with it.
func (s *server) hold(ctx context.Context, p *platform) error {
	err := ended(p.Run(ctx))
	if err == nil {
		return nil
	}
	p.over.Store(true)
	if s.running.Add(-1) == 0 {
		return err
	}
	s.log.Error("this platform has ended, the others go on; mend it and start again", "platform", p.name, "error", err)
	return nil
}

// drain finishes what was accepted, within drainTime.
func (s *server) drain(ctx context.Context) error {
	s.log.Info("ending: finishing what was accepted")
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	errs := []error{s.http.Shutdown(ctx)}
	drained := make(chan error)
	for _, p := range s.platforms {
		go func() { drained <- p.Drain(ctx) }()
	}
	for range s.platforms {
		errs = append(errs, <-drained)
	}
	if s.metrics != nil {
		errs = append(errs, s.metrics.Close())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("finishing what was accepted: %w", err)
	}
	return nil
}

// listen opens a TCP address; where that fails the setting is to blame.
func listen(ctx context.Context, addr, setting string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &settingError{setting, fmt.Sprintf("cannot listen there (%v). Free the address, or set another.", err)}
	}
	return l, nil
}

// ended makes an ordinary end no error.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
