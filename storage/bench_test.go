package storage_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
	"amicable/storage"
	"amicable/storage/embedded"
	"amicable/storage/storagetest"
)

// engines runs a benchmark on both.
func engines(b *testing.B, bench func(b *testing.B, rdb redis.UniversalClient)) {
	b.Run("redis", func(b *testing.B) { bench(b, storagetest.Redis(b).Client(b)) })
	b.Run("embedded", func(b *testing.B) {
		e, err := embedded.Open(b.TempDir(), embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		rdb := e.Client()
		b.Cleanup(func() {
			if err := rdb.Close(); err != nil {
				b.Error(err)
			}
			if err := e.Close(); err != nil {
				b.Error(err)
			}
		})
		bench(b, rdb)
	})
}

func benchFlag(i int64) storage.Flag {
	return storage.Flag{
		Event: "e" + strconv.FormatInt(i, 10), Name: fmt.Sprintf("Client %d", i%500), Sign: scoring.LatePayment,
		At: storagetest.Start.AddDate(0, 0, 2*int(i/500%700)-1400), By: storage.Actor{ID: fmt.Sprintf("U%d", i%40)},
		Note: strings.Repeat("n", 60), Source: "C0123456789/1700000000.000100",
	}
}

// BenchmarkRecord records new incidents; us-script is how long the server was
// busy with each, us-cpu what it took of the CPU with all around it.
func BenchmarkRecord(b *testing.B) {
	engines(b, func(b *testing.B, rdb redis.UniversalClient) {
		f := storagetest.NewFixture(rdb)
		ctx := context.Background()
		for i := range int64(500) {
			if _, err := f.W.Record(ctx, benchFlag(i)); err != nil {
				b.Fatal(err)
			}
		}
		rdb.ConfigResetStat(ctx)
		cpu, _ := mainThread(b, rdb)
		var n atomic.Int64
		n.Store(500)
		b.SetParallelism(16)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := f.W.Record(ctx, benchFlag(n.Add(1))); err != nil {
					b.Error(err)
				}
			}
		})
		b.StopTimer()
		if v, ok := info(b, rdb, "commandstats", "cmdstat_evalsha:", "usec_per_call="); ok {
			b.ReportMetric(v, "us-script/op")
		}
		if v, ok := mainThread(b, rdb); ok {
			b.ReportMetric((v-cpu)*1e6/float64(b.N), "us-cpu/op")
		}
	})
}

// mainThread is the CPU time that the server's main thread has taken, in
// seconds: unlike the script's duration it does not grow when others want the CPU.
func mainThread(b *testing.B, rdb redis.UniversalClient) (float64, bool) {
	b.Helper()
	user, ok := info(b, rdb, "cpu", "used_cpu_user_main_thread:", "")
	sys, ok2 := info(b, rdb, "cpu", "used_cpu_sys_main_thread:", "")
	return user + sys, ok && ok2
}

// info finds a figure in a section of INFO; the embedded engine has none.
func info(b *testing.B, rdb redis.UniversalClient, section, line, field string) (float64, bool) {
	b.Helper()
	all, err := rdb.Info(context.Background(), section).Result()
	_, rest, ok := strings.Cut(all, line)
	if err != nil || !ok {
		return 0, false
	}
	rest, _, _ = strings.Cut(rest, "\r")
	_, rest, _ = strings.Cut(rest, field)
	rest, _, _ = strings.Cut(rest, ",")
	v, err := strconv.ParseFloat(rest, 64)
	return v, err == nil
}

// BenchmarkConfirm confirms one incident after the other: two round trips.
func BenchmarkConfirm(b *testing.B) {
	engines(b, func(b *testing.B, rdb redis.UniversalClient) {
		f := storagetest.NewFixture(rdb)
		ctx := context.Background()
		var n atomic.Int64
		b.SetParallelism(16)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				i := n.Add(1)
				flag := benchFlag(i)
				flag.At = storagetest.Start
				flag.By.ID = fmt.Sprintf("U%d", i%3)
				if _, err := f.W.Record(ctx, flag); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// fillClients writes clients with so many incidents each, through Import.
func fillClients(tb testing.TB, s *storage.Store, clients, each int) {
	tb.Helper()
	r, pipe := io.Pipe()
	w := bufio.NewWriterSize(pipe, 1<<16)
	go func() {
		lines := 2
		fmt.Fprintln(w, `{"format":"amicable","version":1}`)
		fmt.Fprintf(w, `{"workspace":{"tenant":"slack:T1","next":%d}}`+"\n", clients)
		for c := range clients {
			fmt.Fprintf(w, `{"client":{"id":"%s","name":"Client %d","created":"2026-01-01T00:00:00Z","version":1}}`+"\n", strconv.FormatInt(int64(c+1), 36), c)
			lines++
			for i := range each {
				at := storagetest.Start.Add(-time.Duration(i) * 25 * time.Hour % (4 * 365 * 24 * time.Hour))
				fmt.Fprintf(w, `{"entry":{"id":"%d","kind":"incident","sign":"late-payment","severity":"normal","at":%q,"by":"U0123456789","note":%q,"source":"C0123456789/1700000000.%06d"}}`+"\n",
					1_700_000_000_000+int64(i)*1000, at.Format(time.RFC3339), strings.Repeat("n", 90), i)
				lines++
			}
		}
		fmt.Fprintf(w, `{"end":{"lines":%d}}`+"\n", lines)
		_ = w.Flush() // the reader says what went wrong
		_ = pipe.Close()
	}()
	if _, err := s.Import(context.Background(), r); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkClient reads what an assessment needs.
func BenchmarkClient(b *testing.B) {
	for _, incidents := range []int{10, 10_000, 100_000} {
		b.Run(strconv.Itoa(incidents), func(b *testing.B) {
			engines(b, func(b *testing.B, rdb redis.UniversalClient) {
				f := storagetest.NewFixture(rdb)
				fillClients(b, f.Store, 1, incidents)
				for b.Loop() {
					if _, err := f.W.Client(context.Background(), "1"); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkMemory reports what an incident costs Redis, as a multiple of its
// packed entry too.
func BenchmarkMemory(b *testing.B) {
	for _, incidents := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(incidents), func(b *testing.B) {
			rdb := storagetest.Redis(b, "--appendonly", "no").Client(b)
			f := storagetest.NewFixture(rdb)
			used := func() float64 {
				n, ok := info(b, rdb, "memory", "used_memory:", "")
				if !ok {
					b.Fatal("no used_memory")
				}
				return n
			}
			before := used()
			fillClients(b, f.Store, incidents/1000, 1000)
			per := (used() - before) / float64(incidents)
			entry, err := rdb.XRangeN(context.Background(), "am:{slack:T1}:l:1", "-", "+", 1).Result()
			if err != nil {
				b.Fatal(err)
			}
			payload := float64(len(entry[0].Values["e"].(string)))
			b.ReportMetric(per, "B/incident")
			b.ReportMetric(payload, "B-payload")
			b.ReportMetric(per/payload, "x-payload")
			b.ReportMetric(0, "ns/op")
		})
	}
}
