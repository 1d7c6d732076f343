package embedded

import (
	"bufio"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/alicebob/miniredis/v2/server"
)

// most is how many values one command of a snapshot carries.
const most = 256

// snapshot writes a whole journal whose commands make the data as it is. The
// caller keeps commands from running meanwhile.
func (e *Engine) snapshot() []byte {
	b := []byte(header)
	now := e.tick
	put := func(args ...string) { b = append(b, commandFrame(now, args)...) }
	many := func(per int, values []string, command ...string) {
		for some := range slices.Chunk(values, most*per) {
			put(append(slices.Clone(command), some...)...)
		}
	}
	if !now.IsZero() {
		b = append(b, tickFrame(now)...)
	}
	for _, s := range slices.Sorted(maps.Keys(e.scripts)) {
		put("SCRIPT", "LOAD", s)
	}
	db := e.mini.DB(0)
	for _, key := range db.Keys() {
		// What these return errors for, a missing key or another type, cannot
		// be: nothing runs meanwhile, and the type was asked just now.
		switch db.Type(key) {
		case "string":
			v, _ := db.Get(key)
			put("SET", key, v)
		case "list":
			all, _ := db.List(key)
			many(1, all, "RPUSH", key)
		case "set":
			all, _ := db.Members(key)
			many(1, all, "SADD", key)
		case "hash":
			fields, _ := db.HKeys(key)
			var all []string
			for _, f := range fields {
				all = append(all, f, db.HGet(key, f))
			}
			many(2, all, "HSET", key)
		case "zset":
			scores, _ := db.SortedSet(key)
			var all []string
			for _, m := range slices.Sorted(maps.Keys(scores)) {
				all = append(all, strconv.FormatFloat(scores[m], 'g', -1, 64), m)
			}
			many(2, all, "ZADD", key)
		case "stream":
			entries, _ := db.Stream(key)
			for _, entry := range entries {
				put(append([]string{"XADD", key, entry.ID}, entry.Values...)...)
			}
		}
		if ttl := db.TTL(key); ttl > 0 {
			put("PEXPIRE", key, strconv.FormatInt(int64((ttl+time.Millisecond-1)/time.Millisecond), 10))
		}
	}
	return b
}

// replayer returns what runs a journal's records. Their answers went to
// somebody long ago.
func (e *Engine) replayer() func(record) {
	peer := server.NewPeer(bufio.NewWriter(io.Discard))
	return func(r record) {
		if r.args == nil {
			if !e.tick.IsZero() && r.clock.After(e.tick) {
				e.mini.FastForward(r.clock.Sub(e.tick))
			}
			e.tick = r.clock
			return
		}
		e.dispatch(peer, r.clock, r.args)
	}
}
