package embedded_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/redis/go-redis/v9"

	"amicable/storage/embedded"
)

// BenchmarkStart runs a journal of 10,000 script calls again, and opens what a
// compaction made of it.
func BenchmarkStart(b *testing.B) {
	const records = 10_000
	ctx := context.Background()
	script := redis.NewScript(`
		redis.call('XADD', KEYS[1], '*', 'e', ARGV[1])
		redis.call('HINCRBYFLOAT', KEYS[2], 'sum', '1.5')
		redis.call('ZINCRBY', KEYS[3], '2', 'member')
		return 1`)
	dir := b.TempDir()
	e := open(b, dir, embedded.Options{CompactAfter: 1 << 40})
	rdb := e.Client()
	pipe := rdb.Pipeline()
	if err := script.Load(ctx, rdb).Err(); err != nil {
		b.Fatal(err)
	}
	for i := range records {
		script.EvalSha(ctx, pipe, []string{"log", "card" + strconv.Itoa(i%100), "order"}, "a note of some forty characters or so")
	}
	if _, err := pipe.Exec(ctx); err != nil {
		b.Fatal(err)
	}
	closeAll(b, rdb)
	journal, err := os.ReadFile(filepath.Join(dir, "journal"))
	if err != nil {
		b.Fatal(err)
	}
	closeAll(b, e)

	b.Run("journal", func(b *testing.B) {
		for b.Loop() {
			again := b.TempDir()
			if err := os.WriteFile(filepath.Join(again, "journal"), journal, 0o600); err != nil {
				b.Fatal(err)
			}
			closeAll(b, open(b, again, embedded.Options{CompactAfter: 1 << 40}))
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/records, "us/record")
	})
	b.Run("compacted", func(b *testing.B) {
		e := open(b, dir, embedded.Options{CompactAfter: 1})
		rdb := e.Client()
		if err := rdb.Set(ctx, "any write", "makes it compact", 0).Err(); err != nil {
			b.Fatal(err)
		}
		closeAll(b, rdb, e)
		for b.Loop() {
			closeAll(b, open(b, dir, embedded.Options{}))
		}
	})
}
