package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// row is one level of load with what each round measured on both sides.
type row struct {
	name      string
	bot, base []measured
}

// median of one figure over the rounds.
func median(rounds []measured, figure func(measured) float64) float64 {
	all := make([]float64, 0, len(rounds))
	for _, m := range rounds {
		all = append(all, figure(m))
	}
	slices.Sort(all)
	if n := len(all); n%2 == 0 {
		return (all[n/2-1] + all[n/2]) / 2
	}
	return all[len(all)/2]
}

// The figures that are compared; durations in milliseconds and microseconds.
func rate(m measured) float64 { return m.rate }
func p50(m measured) float64  { return float64(m.p50) / float64(time.Millisecond) }
func p99(m measured) float64  { return float64(m.p99) / float64(time.Millisecond) }
func cpu(m measured) float64  { return float64(m.cpu) / float64(time.Microsecond) }

// table writes the rows. Where it cannot be written there is nobody to tell.
func table(w io.Writer, rows []row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(t, "load\tflags/s\treference\tratio\tp50 ms\tref\tp99 ms\tref\tratio\tCPU µs\tref\t")
	for _, r := range rows {
		br, rr := median(r.bot, rate), median(r.base, rate)
		bp, rp := median(r.bot, p99), median(r.base, p99)
		_, _ = fmt.Fprintf(t, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f\t\n",
			r.name, br, rr, br/rr, median(r.bot, p50), median(r.base, p50), bp, rp, bp/rp, median(r.bot, cpu), median(r.base, cpu))
	}
	_ = t.Flush()
}

// platforms writes rows of Discord (bot) beside Slack (base).
func platforms(w io.Writer, rows []row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(t, "load\tDiscord/s\tSlack/s\tratio\tp50 ms\tSlack\tp99 ms\tSlack\tCPU µs\tSlack\t")
	for _, r := range rows {
		d, s := median(r.bot, rate), median(r.base, rate)
		_, _ = fmt.Fprintf(t, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f\t\n",
			r.name, d, s, d/s, median(r.bot, p50), median(r.base, p50), median(r.bot, p99), median(r.base, p99), median(r.bot, cpu), median(r.base, cpu))
	}
	_ = t.Flush()
}
