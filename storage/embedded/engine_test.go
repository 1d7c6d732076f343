package embedded_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"amicable/storage/embedded"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("EMBEDDED_TEST_CHILD"); dir != "" {
		child(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

func open(t testing.TB, dir string, o embedded.Options) *embedded.Engine {
	t.Helper()
	e, err := embedded.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func closeAll(t testing.TB, all ...io.Closer) {
	t.Helper()
	for _, c := range all {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// fill writes one key of every type, a script, and something that expires.
func fill(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	ctx := context.Background()
	for i := range 300 {
		s := strconv.Itoa(i)
		for _, err := range []error{
			rdb.HSet(ctx, "hash", "field "+s, "żółw\r\n"+s).Err(),
			rdb.ZAdd(ctx, "zset", redis.Z{Score: float64(i) / 7, Member: s}).Err(),
			rdb.RPush(ctx, "list", s).Err(),
			rdb.SAdd(ctx, "set", s).Err(),
			rdb.XAdd(ctx, &redis.XAddArgs{Stream: "stream", ID: s + "1-0", Values: []any{"e", s}}).Err(),
			rdb.HIncrByFloat(ctx, "sums", "a", 1e17/float64(i+1)).Err(),
			redis.NewScript("return redis.call('INCR', KEYS[1])").Run(ctx, rdb, []string{"count"}).Err(),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := rdb.Set(ctx, "soon", "x", time.Hour).Err(); err != nil {
		t.Fatal(err)
	}
}

func contents(t testing.TB, rdb redis.UniversalClient) map[string]any {
	t.Helper()
	ctx := context.Background()
	return map[string]any{
		"hash": rdb.HGetAll(ctx, "hash").Val(), "zset": rdb.ZRangeWithScores(ctx, "zset", 0, -1).Val(),
		"list": rdb.LRange(ctx, "list", 0, -1).Val(), "set": len(rdb.SMembers(ctx, "set").Val()),
		"stream": rdb.XRange(ctx, "stream", "-", "+").Val(), "sums": rdb.HGetAll(ctx, "sums").Val(),
		"count": rdb.Get(ctx, "count").Val(), "soon": rdb.Get(ctx, "soon").Val(), "ttl": rdb.TTL(ctx, "soon").Val(),
	}
}

func TestWhatWasWrittenIsThereAgain(t *testing.T) {
	for name, o := range map[string]embedded.Options{
		"from the journal":  {CompactAfter: 1 << 40},
		"from a compaction": {CompactAfter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new", "folder")
			e := open(t, dir, o)
			rdb := e.Client()
			fill(t, rdb)
			want := contents(t, rdb)
			closeAll(t, rdb, e)
			for range 2 { // a second time what the first closing left
				e = open(t, dir, o)
				rdb = e.Client()
				if diff := cmp.Diff(want, contents(t, rdb)); diff != "" {
					t.Error(diff)
				}
				// Scripts are known by their digest, as on the Redis that was left.
				if n, err := rdb.EvalSha(context.Background(), redis.NewScript("return redis.call('INCR', KEYS[1])").Hash(), []string{"count"}).Int(); err != nil || n < 301 {
					t.Errorf("script: %d %v", n, err)
				}
				rdb.Decr(context.Background(), "count")
				closeAll(t, rdb, e)
			}
		})
	}
}

func TestTimeToLivePassesAlsoWhileClosed(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	o := embedded.Options{Now: func() time.Time { return now }}
	dir, ctx := t.TempDir(), context.Background()
	e := open(t, dir, o)
	rdb := e.Client()
	rdb.Set(ctx, "hour", "x", time.Hour)
	rdb.Set(ctx, "days", "x", 48*time.Hour)
	closeAll(t, rdb, e)

	now = now.Add(2 * time.Hour)
	e = open(t, dir, o)
	rdb = e.Client()
	rdb.Set(ctx, "any write", "x", 0)
	if n := rdb.Exists(ctx, "hour", "days").Val(); n != 1 {
		t.Errorf("%d keys left, want the one of two days", n)
	}
	if ttl := rdb.TTL(ctx, "days").Val(); ttl != 46*time.Hour {
		t.Errorf("left to live: %v", ttl)
	}
	closeAll(t, rdb, e)
}

func TestOnlyOneProcess(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, embedded.Options{})
	_, err := embedded.Open(dir, embedded.Options{})
	if !errors.Is(err, embedded.ErrLocked) || !strings.Contains(err.Error(), dir) || strings.Contains(err.Error(), "\n") {
		t.Errorf("a second one: %v", err)
	}
	closeAll(t, e)
	closeAll(t, open(t, dir, embedded.Options{}))
}

func TestJournalThatCannotBeReadIsNotTouched(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, embedded.Options{})
	rdb := e.Client()
	for i := range 20 {
		rdb.Set(context.Background(), "key", i, 0)
	}
	closeAll(t, rdb, e)
	path := filepath.Join(dir, "journal")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(good)
	damaged[len(good)/2] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"later version":        {bytes.Replace(good, []byte("version 1"), []byte("version 2"), 1), embedded.ErrVersion},
		"another file":         {[]byte("REDIS0011 something else entirely\nx"), embedded.ErrDamaged},
		"damage in the middle": {damaged, embedded.ErrDamaged},
	} {
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := embedded.Open(dir, embedded.Options{})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
		after, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(after, c.data) {
			t.Errorf("%s: the journal changed (%v)", name, err)
		}
	}
}

// TestTornEnd cuts the journal at every byte: whatever a crash leaves, the
// engine starts, says what it cut off, and has every command before it.
func TestTornEnd(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	o := embedded.Options{Now: func() time.Time { return now }}
	dir := t.TempDir()
	e := open(t, dir, o)
	rdb := e.Client()
	for i := range 6 {
		rdb.RPush(context.Background(), "list", i)
	}
	closeAll(t, rdb, e)
	path := filepath.Join(dir, "journal")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	had := int64(0)
	for size := range len(good) + 1 {
		for _, tail := range []string{"", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "garbage, garbage, garbage"} {
			if err := os.WriteFile(path, append(bytes.Clone(good[:size]), tail...), 0o600); err != nil {
				t.Fatal(err)
			}
			if size < 28 && tail != "" {
				continue // not a torn end but another file
			}
			var said bytes.Buffer
			e, err := embedded.Open(dir, embedded.Options{Now: o.Now, Log: slog.New(slog.NewTextHandler(&said, nil))})
			if err != nil {
				t.Fatalf("cut at %d of %d, with %q: %v", size, len(good), tail, err)
			}
			rdb := e.Client()
			n := rdb.LLen(context.Background(), "list").Val()
			if n < had || (tail != "" && !strings.Contains(said.String(), "torn")) {
				t.Errorf("cut at %d: %d left after %d, said %q", size, n, had, said.String())
			}
			had = n
			if err := rdb.RPush(context.Background(), "list", "more").Err(); err != nil {
				t.Error(err)
			}
			closeAll(t, rdb, e)
		}
	}
	if had != 6 {
		t.Errorf("%d in the whole journal", had)
	}
}

func TestLongPipelineDoesNotHang(t *testing.T) {
	e := open(t, t.TempDir(), embedded.Options{})
	rdb := e.Client()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	pipe := rdb.Pipeline()
	for i := range 5000 {
		pipe.RPush(ctx, "list", strings.Repeat("x", 100)+strconv.Itoa(i))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		t.Error(err)
	}
	if n := rdb.LLen(ctx, "list").Val(); n != 5000 {
		t.Errorf("%d", n)
	}
	if err := rdb.Do(ctx, "MULTI").Err(); err == nil || !strings.Contains(err.Error(), "embedded") {
		t.Errorf("MULTI: %v", err)
	}
	closeAll(t, rdb, e)
}

// child writes until it is killed and says what was acknowledged.
func child(dir string) {
	e, err := embedded.Open(dir, embedded.Options{CompactAfter: 20_000})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	rdb := e.Client()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for w := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("k %d %d", w, i)
				if err := rdb.Set(context.Background(), key, i, 0).Err(); err != nil {
					return
				}
				mu.Lock()
				fmt.Println(key)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestKillLosesNothingAcknowledged(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for round := range 4 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "EMBEDDED_TEST_CHILD="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "error") {
				t.Error(lines.Text())
			}
			acknowledged[lines.Text()] = true
			if n == 500*(round+1) {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // says that it was killed
	}
	e := open(t, dir, embedded.Options{})
	rdb := e.Client()
	lost := 0
	for key := range acknowledged {
		if rdb.Exists(context.Background(), key).Val() != 1 {
			lost++
		}
	}
	if lost > 0 || len(acknowledged) < 500 {
		t.Errorf("%d of %d acknowledged writes are lost", lost, len(acknowledged))
	}
	t.Logf("%d acknowledged", len(acknowledged))
	closeAll(t, rdb, e)
}
