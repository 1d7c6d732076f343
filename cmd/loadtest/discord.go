package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"amicable/bot/discord/discordtest"
	"amicable/scoring"
	"amicable/storage"
)

// How large Discord is here.
const (
	manyGuilds  = 1000
	manyMembers = 100
	manyClients = 10_000
	completions = 400 // how often completion is asked for
)

// discordBot is a bot that serves a Discord of its own.
type discordBot struct {
	*child
	redis  string // socket
	fake   *discordtest.Server
	bodies [][]string // an interaction's, by guild and member, to be filled in
	stops  []func()
}

func (d *discordBot) stop() {
	for _, stop := range slices.Backward(d.stops) {
		stop()
	}
}

// startDiscord starts a Discord with so many guilds and members, a Redis and a bot.
func startDiscord(ctx context.Context, o options, dir string, guilds, members int) (d *discordBot, err error) {
	d = &discordBot{fake: discordtest.NewServer(time.Now)}
	defer func() {
		if err != nil {
			d.stop()
		}
	}()
	cmd, socket, err := startRedis(ctx, o.redis, dir)
	if err != nil {
		return nil, err
	}
	d.redis = socket
	d.stops = append(d.stops, func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening is instant
	if err != nil {
		return nil, fmt.Errorf("playing Discord: %w", err)
	}
	d.fake.URL = "http://" + l.Addr().String()
	api := &http.Server{Handler: d.fake, ReadHeaderTimeout: requestTime}
	go func() { _ = api.Serve(l) }() // ends by Close
	d.stops = append(d.stops, func() { d.fake.Gateway.Close(); _ = api.Close() })
	for range guilds {
		d.bodies = append(d.bodies, populate(d.fake, members))
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	d.child, err = startServer(ctx, addr, []string{
		"REDIS_URL=unix://" + socket, "AMICABLE_ADDR=" + addr, "AMICABLE_METRICS_ADDR=off",
		"DISCORD_BOT_TOKEN=" + discordtest.Token, "DISCORD_APPLICATION_ID=" + discordtest.ApplicationID,
		"DISCORD_PUBLIC_KEY=" + d.fake.PublicKey(), "DISCORD_API_URL=" + d.fake.APIURL(),
		"AMICABLE_DATA_DIR=" + dir, "AMICABLE_LOG_LEVEL=warn",
	}, filepath.Join(dir, "discord.log"), o.amicable, "serve")
	if err != nil {
		return nil, err
	}
	d.stops = append(d.stops, d.child.stop)
	return d, d.connected(ctx)
}

// populate fills a guild and returns the interaction of each of its members.
func populate(s *discordtest.Server, members int) []string {
	g := s.AddGuild("Guild")
	var bodies []string
	for range members {
		m := g.AddMember("Person")
		i := s.Command(g.Channel("clients"), m, "flag",
			discordtest.Opt("client", "{client}"), discordtest.Opt("sign", "{sign}"), discordtest.Opt("note", "{note}"), discordtest.Opt("on", "{on}"))
		body := string(s.JSON(i))
		bodies = append(bodies, strings.NewReplacer(i.Token, "{token}", `"id":"`+i.ID+`"`, `"id":"{id}"`).Replace(body))
	}
	return bodies
}

// connected waits until the bot holds the gateway.
func (d *discordBot) connected(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	if err := d.fake.Gateway.Until(ctx, func() bool { return d.fake.Gateway.Connected(0) }); err != nil {
		return fmt.Errorf("waiting until the bot is connected to Discord: %w", err)
	}
	return nil
}

// write writes a flag as Discord posts it, signed.
func (d *discordBot) write(f incident) request {
	return d.signed(fill(d.bodies[f.workspace][f.person], f.n,
		"{client}", f.client, "{sign}", f.sign, "{note}", f.note, "{on}", f.on))
}

// fill makes an interaction of its own of a body. An id begins with the time
// (https://discord.com/developers/docs/reference#snowflakes), n tells it from others.
func fill(body string, n int, more ...string) string {
	const epoch = 1420070400000
	id := strconv.FormatInt((time.Now().UnixMilli()-epoch)<<22|int64(n)&(1<<22-1), 10)
	return strings.NewReplacer(append(more, "{id}", id, "{token}", "token"+id)...).Replace(body)
}

func (d *discordBot) signed(body string) request {
	var r http.Request
	r.Header = http.Header{}
	d.fake.Sign(&r, []byte(body), time.Now())
	return request{
		path: "/discord/interactions", body: body,
		head: "Content-Type: application/json\r\nX-Signature-Timestamp: " + r.Header.Get("X-Signature-Timestamp") +
			"\r\nX-Signature-Ed25519: " + r.Header.Get("X-Signature-Ed25519"),
	}
}

// discord measures the bot on Discord beside the bot on Slack.
func discord(ctx context.Context, o options, dir string, slack *child, onSlack *flagger, w io.Writer) error {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	d, err := startDiscord(ctx, o, filepath.Join(dir, "discord"), workspaces+1, people)
	if err != nil {
		return err
	}
	defer d.stop()
	rows, err := beside(ctx, o, d, slack, onSlack)
	if err != nil {
		return err
	}
	say("\nDiscord's interactions by HTTP (Ed25519) beside Slack's commands, the same flags, in turns:\n")
	platforms(w, rows)
	p50, p99, err := complete(ctx, d)
	if err != nil {
		return err
	}
	say("\ncompleting a name among %d clients: p50 %.2f ms, p99 %.2f ms", manyClients, float64(p50)/1e6, float64(p99)/1e6)
	return many(ctx, o, dir, say)
}

// beside measures both platforms at each number of connections, in turns.
func beside(ctx context.Context, o options, d *discordBot, slack *child, onSlack *flagger) ([]row, error) {
	onDiscord := newFlagger(time.Now(), d.write)
	if _, err := closed(ctx, d.child, onDiscord, 16, time.Second); err != nil {
		return nil, fmt.Errorf("warming up: %w", err)
	}
	rows := make([]row, len(o.connections))
	for round := range o.rounds {
		for i, n := range o.connections {
			rows[i].name = fmt.Sprintf("%d conns", n)
			measure := func(s *child, f *flagger, into *[]measured) error {
				m, err := closed(ctx, s, f, n, o.length)
				*into = append(*into, m)
				return err
			}
			first := func() error { return measure(d.child, onDiscord, &rows[i].bot) }
			second := func() error { return measure(slack, onSlack, &rows[i].base) }
			if round%2 == 1 {
				first, second = second, first
			}
			if err := errors.Join(first(), second()); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// complete times the completion of clients' names, in a guild that nothing was
// flagged in, so that the bot has not read its names yet.
func complete(ctx context.Context, d *discordBot) (p50, p99 time.Duration, err error) {
	var about struct {
		Guild string `json:"guild_id"`
	}
	body := d.bodies[workspaces][0]
	if err := json.Unmarshal([]byte(body), &about); err != nil {
		return 0, 0, fmt.Errorf("reading an interaction: %w", err)
	}
	if err := manyNames(ctx, "unix://"+d.redis, "discord:"+about.Guild); err != nil {
		return 0, 0, err
	}
	// The same command, while its first option is being typed.
	body = strings.Replace(body, `"type":2`, `"type":4`, 1)
	from, to := strings.Index(body, `"options":[`), strings.Index(body, `],"type":1}`)
	if from < 0 || to < from {
		return 0, 0, errors.New("an interaction looks otherwise than expected")
	}
	body = body[:from] + `"options":[{"focused":true,"name":"client","type":3,"value":"{typed}"}` + body[to:]
	wire, err := dialWire(d.addr)
	if err != nil {
		return 0, 0, err
	}
	defer wire.close()
	took := make([]time.Duration, 0, completions)
	for n := range completions + 1 {
		typed := clientName(n * 23)
		r := d.signed(fill(body, 1<<21+n, "{typed}", typed[:len(typed)/2+n%4]))
		begun := time.Now()
		answer, err := wire.post(r)
		if err != nil {
			return 0, 0, fmt.Errorf("completing: %w (%s)", err, answer)
		}
		if !bytes.Contains(answer, []byte(typed[:4])) {
			return 0, 0, fmt.Errorf("completing: %q is not offered: %s", typed, answer)
		}
		if n > 0 { // the first one reads the names from the store
			took = append(took, time.Since(begun))
		}
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100], nil
}

// clientName is one of many that are unlike each other.
func clientName(n int) string {
	parts := []string{"Bor", "Cal", "Den", "Far", "Gol", "Hur", "Jav", "Kel", "Lom", "Mir", "Nor", "Pax", "Qui", "Ras", "Sol", "Tav", "Ulm", "Vex", "Wyn", "Zan"}
	name := ""
	for k := n; len(name) < 12; k /= len(parts) {
		name += strings.ToLower(parts[k%len(parts)])
	}
	return strings.ToUpper(name[:1]) + name[1:] + " Ltd"
}

// manyNames writes clients straight into the store.
func manyNames(ctx context.Context, redisURL, tenant string) error {
	rdb, err := storage.Dial(redisURL)
	if err != nil {
		return fmt.Errorf("preparing clients: %w", err)
	}
	defer func() { _ = rdb.Close() }()
	workspace := storage.New(rdb, storage.Options{Policy: scoring.Default(), Now: time.Now}).Workspace(tenant)
	for n := range manyClients {
		if _, _, err := workspace.Create(ctx, fmt.Sprintf("many-%d", n), clientName(n), storage.Actor{ID: "1", Name: "person"}); err != nil {
			return fmt.Errorf("preparing client %d: %w", n, err)
		}
	}
	return nil
}

// many tells what a Discord of many guilds costs in memory.
func many(ctx context.Context, o options, dir string, say func(string, ...any)) error {
	var used [2]float64
	for i, guilds := range []int{1, manyGuilds} {
		d, err := startDiscord(ctx, o, filepath.Join(dir, fmt.Sprintf("many-%d", i)), guilds, manyMembers)
		if err != nil {
			return err
		}
		time.Sleep(3 * time.Second) // so that all of it was announced, and idle is idle
		used[i], _, err = resident(d.cmd.Process.Pid)
		d.stop()
		if err != nil {
			return err
		}
	}
	say("memory with %d Discord servers of %d members announced: %.1f MB (with one: %.1f MB)", manyGuilds, manyMembers, used[1], used[0])
	return nil
}
