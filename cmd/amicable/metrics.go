package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/redis/go-redis/v9"

	"amicable/bot"
)

// metrics are the few figures that tell whether the bot does its job. No label
// carries a workspace, a client or a person.
type metrics struct {
	registry    *prometheus.Registry
	events      *prometheus.CounterVec
	latency     *prometheus.HistogramVec
	storeErrors prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "amicable_events_total",
			Help: "Events handled, by kind and outcome (answered, silent, failed).",
		}, []string{"platform", "kind", "outcome"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "amicable_handler_duration_seconds",
			Help: "Time from an event to its reply.",
			// Slack and Discord wait 3 s; a flag takes a millisecond.
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2, 3},
		}, []string{"platform"}),
		storeErrors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "amicable_store_errors_total",
			Help: "Redis commands that failed.",
		}),
	}
	m.registry.MustRegister(
		m.events, m.latency, m.storeErrors,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// watchOutbox adds a gauge of how much waits to be done later. depth is asked at each scrape.
func (m *metrics) watchOutbox(depth func(context.Context) (int64, error)) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "amicable_outbox_jobs",
		Help: "Jobs that wait to be done, -1 while the store is away.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		n, err := depth(ctx)
		if err != nil {
			return -1
		}
		return float64(n)
	}))
}

// watchPlatform adds a gauge of whether events can arrive from a platform.
func (m *metrics) watchPlatform(name string, ready func() error) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "amicable_platform_connected",
		Help:        "1 while events can arrive from the platform, 0 while they cannot.",
		ConstLabels: prometheus.Labels{"platform": name},
	}, func() float64 {
		if ready() != nil {
			return 0
		}
		return 1
	}))
}

// measured counts and times what a handler does.
func (m *metrics) measured(h bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, e bot.Event) (bot.Reply, error) {
		start := time.Now()
		reply, err := h.Handle(ctx, e)
		m.latency.WithLabelValues(e.Platform).Observe(time.Since(start).Seconds())
		outcome := "answered"
		switch {
		case err != nil:
			outcome = "failed"
		case reply.Empty():
			outcome = "silent"
		}
		m.events.WithLabelValues(e.Platform, string(e.Kind), outcome).Inc()
		return reply, err
	})
}

// routes serves the figures and Go's profiles; only ever on the metrics address.
func (m *metrics) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// storeHook counts Redis commands that fail. An absent value is no failure.
type storeHook struct{ errors prometheus.Counter }

func (h storeHook) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		return next(ctx, network, addr)
	}
}

func (h storeHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		h.count(err)
		return err
	}
}

func (h storeHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		h.count(err)
		return err
	}
}

func (h storeHook) count(err error) {
	if err != nil && !errors.Is(err, redis.Nil) && !redis.HasErrorPrefix(err, "NOSCRIPT") {
		h.errors.Inc()
	}
}
