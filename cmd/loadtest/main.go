package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "loadtest:", err)
		os.Exit(1)
	}
}

// options are the command line's.
type options struct {
	amicable, redis, script string
	rounds, rate            int
	length                  time.Duration
	connections             []int
	histories, discord      bool
	profile                 string
}

func run(ctx context.Context, args []string, w io.Writer) error {
	var o options
	var connections, serve, socket string
	flags := flag.NewFlagSet("loadtest", flag.ContinueOnError)
	flags.StringVar(&o.amicable, "amicable", "bin/amicable", "the `program` to measure")
	flags.StringVar(&o.redis, "redis-server", "redis-server", "the `program` to store with")
	flags.StringVar(&o.script, "script", "storage/record.lua", "the record script's `file`")
	flags.IntVar(&o.rounds, "rounds", 3, "how often each level is measured")
	flags.IntVar(&o.rate, "rate", 2000, "flags a second of the open loop")
	flags.DurationVar(&o.length, "length", 3*time.Second, "how long each measurement takes")
	flags.StringVar(&connections, "connections", "1,16,64,256", "levels of the closed loop")
	flags.BoolVar(&o.histories, "histories", true, "also time assessments at growing lengths of history")
	flags.BoolVar(&o.discord, "discord", true, "also measure Discord beside Slack")
	flags.StringVar(&o.profile, "profile", "", "also take a CPU profile under load, into this `file`")
	flags.StringVar(&serve, "serve-reference", "", "be the reference server on this `address`")
	flags.StringVar(&socket, "redis-socket", "", "the reference server's Redis")
	if err := flags.Parse(args); err != nil {
		return err // flag's errors say all
	}
	if serve != "" {
		return serveReference(ctx, serve, socket, o.script)
	}
	for text := range strings.SplitSeq(connections, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1024 {
			return fmt.Errorf("-connections: %q is no number from 1 to 1024", text)
		}
		o.connections = append(o.connections, n)
	}
	if o.rounds < 1 || o.rounds > 100 || o.rate < 1 || o.rate > 100_000 || o.length <= 0 || o.length > time.Minute {
		return errors.New("give 1 to 100 rounds, a rate of 1 to 100,000 and a length of up to a minute")
	}
	return measure(ctx, o, w)
}

// sides are the two servers and what they store into.
type sides struct {
	bot, base *child
	botRedis  string // socket
	metrics   string // the bot's metrics address
	stops     []func()
}

func (s *sides) stop() {
	for i := len(s.stops) - 1; i >= 0; i-- {
		s.stops[i]()
	}
}

// start starts everything below dir.
func start(ctx context.Context, o options, dir string) (s *sides, err error) {
	s = &sides{}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	var sockets [2]string
	for i, name := range []string{"bot", "reference"} {
		cmd, socket, err := startRedis(ctx, o.redis, filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		sockets[i] = socket
		s.stops = append(s.stops, func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	}
	s.botRedis = sockets[0]
	api, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening is instant
	if err != nil {
		return nil, fmt.Errorf("playing Slack: %w", err)
	}
	slack := &http.Server{Handler: slackAPI(), ReadHeaderTimeout: requestTime}
	go func() { _ = slack.Serve(api) }() // ends by Close
	s.stops = append(s.stops, func() { _ = slack.Close() })

	addrs := make([]string, 3)
	for i := range addrs {
		if addrs[i], err = freeAddr(); err != nil {
			return nil, err
		}
	}
	s.bot, err = startServer(ctx, addrs[0], []string{
		"REDIS_URL=unix://" + sockets[0], "AMICABLE_ADDR=" + addrs[0], "AMICABLE_METRICS_ADDR=" + addrs[1],
		"SLACK_BOT_TOKEN=xoxb-load", "SLACK_SIGNING_SECRET=" + signingSecret, "SLACK_API_URL=http://" + api.Addr().String() + "/api/",
		"AMICABLE_DATA_DIR=" + dir, "AMICABLE_LOG_LEVEL=warn",
	}, filepath.Join(dir, "bot.log"), o.amicable, "serve")
	if err != nil {
		return nil, err
	}
	s.stops = append(s.stops, s.bot.stop)
	s.metrics = addrs[1]
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	s.base, err = startServer(ctx, addrs[2], nil, filepath.Join(dir, "reference.log"), self,
		"-serve-reference", addrs[2], "-redis-socket", sockets[1], "-script", o.script)
	if err != nil {
		return nil, err
	}
	s.stops = append(s.stops, s.base.stop)
	return s, nil
}

func measure(ctx context.Context, o options, w io.Writer) error {
	dir, err := os.MkdirTemp("", "amicable-load-")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := start(ctx, o, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }

	time.Sleep(time.Second) // so that idle is idle
	idle, _, err := resident(s.bot.cmd.Process.Pid)
	if err != nil {
		return err
	}
	say("start: %v until the first answer; memory idle: %.1f MB (reference: %v)", s.bot.start.Round(time.Millisecond), idle, s.base.start.Round(time.Millisecond))

	now := time.Now()
	flaggers := map[*child]*flagger{s.bot: newFlagger(now, onSlack), s.base: newFlagger(now, onSlack)}
	rows, err := rounds(ctx, o, s, flaggers)
	if err != nil {
		return err
	}
	used, peak, err := resident(s.bot.cmd.Process.Pid)
	if err != nil {
		return err
	}
	say("\nmedians of %d rounds of %v, appendfsync everysec, %d workspaces × %d clients × %d people:\n", o.rounds, o.length, workspaces, len(clients), people)
	table(w, rows)
	say("\nmemory under load: %.1f MB at the end, %.1f MB at most", used, peak)
	if o.discord {
		if err := discord(ctx, o, dir, s.bot, flaggers[s.bot], w); err != nil {
			return err
		}
	}
	if !o.histories {
		return nil
	}
	for _, n := range histories {
		if err := prepare(ctx, "unix://"+s.botRedis, n); err != nil {
			return err
		}
		p50, p99, err := assess(s.bot, n)
		if err != nil {
			return err
		}
		say("assess a client with %7d incidents: p50 %.2f ms, p99 %.2f ms", n, float64(p50)/1e6, float64(p99)/1e6)
	}
	return nil
}

// rounds measures every level on both sides, in turns.
func rounds(ctx context.Context, o options, s *sides, flaggers map[*child]*flagger) ([]row, error) {
	rows := make([]row, len(o.connections)+1)
	for i, n := range o.connections {
		rows[i].name = fmt.Sprintf("%d conns", n)
	}
	rows[len(o.connections)].name = fmt.Sprintf("open %d/s", o.rate)
	// The first stretch fills caches, makes the clients, and is not counted.
	for _, side := range []*child{s.bot, s.base} {
		if _, err := closed(ctx, side, flaggers[side], 16, time.Second); err != nil {
			return nil, fmt.Errorf("warming up: %w", err)
		}
	}
	if o.profile != "" {
		if err := profile(ctx, s, o.profile, flaggers[s.bot], o.length); err != nil {
			return nil, err
		}
	}
	for round := range o.rounds {
		for i := range rows {
			order := []*child{s.bot, s.base}
			if round%2 == 1 {
				order = []*child{s.base, s.bot}
			}
			for _, side := range order {
				var m measured
				var err error
				if i < len(o.connections) {
					m, err = closed(ctx, side, flaggers[side], o.connections[i], o.length)
				} else {
					m, err = open(ctx, side, flaggers[side], 64, o.rate, o.length)
				}
				if err != nil {
					return nil, err
				}
				if side == s.bot {
					rows[i].bot = append(rows[i].bot, m)
				} else {
					rows[i].base = append(rows[i].base, m)
				}
			}
		}
	}
	return rows, nil
}
