package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

func doctorCommand() subcommand {
	return subcommand{
		name:    "doctor",
		summary: "check settings, store, Slack, Discord, language model and clock",
		about: `Checks the settings, the store (can it be reached, will it keep what it is
given), Slack and Discord (do tokens and keys work and belong together), the
language model and the clock, and says what to do about each thing that is
wrong. Ends with 1 when something must be mended.`,
		prepare: func(*flag.FlagSet) func(context.Context, process, []string) error {
			return doctor
		},
	}
}

// examTime bounds each thing that doctor asks.
const examTime = 5 * time.Second

// exam collects findings.
type exam struct {
	out    io.Writer
	broken int
}

func (e *exam) ok(what, format string, args ...any)   { e.line("ok", what, format, args...) }
func (e *exam) warn(what, format string, args ...any) { e.line("mind", what, format, args...) }
func (e *exam) bad(what, format string, args ...any) {
	e.broken++
	e.line("mend", what, format, args...)
}

func (e *exam) line(mark, what, format string, args ...any) {
	say(e.out, "%-5s %-9s %s", mark, what, fmt.Sprintf(format, args...))
}

func doctor(ctx context.Context, p process, _ []string) error {
	e := &exam{out: p.stdout}
	settings, warnings, err := loadSettings(p.environ)
	if err != nil {
		return err
	}
	e.ok("settings", "read")
	for _, w := range warnings {
		e.warn("settings", "%s", w)
	}
	if !settings.EncryptionKey.Set() {
		e.warn("settings", "AMICABLE_ENCRYPTION_KEY is not set: notes are kept in clear")
	}
	e.store(ctx, p, settings)
	e.slack(ctx, settings)
	e.discord(ctx, settings)
	e.model(ctx, settings)
	if e.broken > 0 {
		return fmt.Errorf("%d to mend, see above", e.broken)
	}
	return nil
}

// store looks at where the data is kept.
func (e *exam) store(ctx context.Context, p process, settings Settings) {
	ctx, cancel := context.WithTimeout(ctx, examTime)
	defer cancel()
	store, err := openStore(settings, time.Now, newLog(p.stderr, settings.LogLevel))
	if err != nil {
		e.bad("store", "%v", err)
		return
	}
	defer func() {
		if err := store.Close(); err != nil {
			e.bad("store", "%v", err)
		}
	}()
	if store.embedded {
		e.ok("store", embeddedNotice, store.where)
		return
	}
	start := time.Now()
	if err := store.Ping(ctx); err != nil {
		e.bad("store", "Redis does not answer. Check REDIS_URL, and that the server runs and lets this machine in.")
		return
	}
	e.ok("store", "Redis answers in %v", time.Since(start).Round(10*time.Microsecond))
	if err := store.CheckKey(ctx); err != nil {
		e.bad("store", "%v. Check AMICABLE_ENCRYPTION_KEY.", err)
	}
	e.redis(ctx, store.redis, settings.Replicas)
}

// redis looks at how a server is set up. A server that hides its CONFIG is no fault.
func (e *exam) redis(ctx context.Context, rdb redis.UniversalClient, replicas int) {
	info := fields(rdb.Info(ctx).Val())
	if v := info["redis_version"]; v != "" && older(v, 7) {
		e.bad("redis", "version %s is too old. 7.0 or later is needed.", v)
	} else if v != "" {
		e.ok("redis", "version %s", v)
	}
	if policy := info["maxmemory_policy"]; policy != "" && policy != "noeviction" && info["maxmemory"] != "0" {
		e.bad("redis", "throws keys away when memory is short (maxmemory-policy %s). Set maxmemory-policy noeviction.", policy)
	} else if policy != "" && policy != "noeviction" {
		e.warn("redis", "maxmemory-policy is %s; with a maxmemory it would throw flags away. Set noeviction.", policy)
	}
	switch info["aof_enabled"] {
	case "1":
		fsync := rdb.ConfigGet(ctx, "appendfsync").Val()["appendfsync"]
		if fsync == "no" {
			e.warn("redis", "appendfsync is no: a power cut loses up to half a minute. Set everysec or always.")
		} else {
			e.ok("redis", "keeps an append-only file, appendfsync %s", fsync)
		}
	case "0":
		e.bad("redis", "keeps no append-only file: a restart loses flags. Set appendonly yes.")
	}
	if info["aof_last_write_status"] == "err" || info["rdb_last_bgsave_status"] == "err" {
		e.bad("redis", "could not write to its disk. See its log; the disk may be full.")
	}
	if have := info["connected_slaves"]; replicas > 0 && have != "" && number(have) < replicas {
		e.bad("redis", "%s replicas are connected, AMICABLE_WAIT_REPLICAS asks for %d.", have, replicas)
	}
	if now, err := rdb.Time(ctx).Result(); err == nil {
		e.clock("redis", now)
	}
}

// clock compares this machine's clock with another. Signatures are good for
// minutes, and dates of incidents come from here.
func (e *exam) clock(what string, other time.Time) {
	const tolerated = 30 * time.Second
	apart := time.Since(other).Abs().Round(time.Second)
	if apart > tolerated {
		e.bad("clock", "differs from %s by %v. Switch time synchronisation on.", what, apart)
		return
	}
	e.ok("clock", "agrees with %s", what)
}

// fields reads the answer of INFO.
func fields(info string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(info) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			all[name] = value
		}
	}
	return all
}

// older tells whether a version's first number is below major.
func older(version string, major int) bool {
	head, _, _ := strings.Cut(version, ".")
	return number(head) < major
}

// number reads digits; anything else is 0.
func number(text string) int {
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' || n > 1_000_000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
