package storage

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// An export is JSON Lines: a header, then for every workspace its own line, its
// settings, people, merged ids, clients (each followed by its log), audit and
// jobs, and at last an end line, without which an import takes nothing.
// Tallies are left out: they follow from the logs. So are the platforms'
// tokens, which do not belong in a file. Notes are in the clear.
const (
	exportFormat  = "amicable"
	exportVersion = 1
)

// exportLine is one line; exactly one of its parts is set.
type exportLine struct {
	Format    string           `json:"format,omitempty"` // with Version: the header
	Version   int              `json:"version,omitempty"`
	Workspace *exportWorkspace `json:"workspace,omitempty"`
	Setting   *exportPair      `json:"setting,omitempty"`
	Person    *exportPair      `json:"person,omitempty"`
	Moved     *exportPair      `json:"moved,omitempty"`
	Client    *exportClient    `json:"client,omitempty"`
	Entry     *exportEntry     `json:"entry,omitempty"`
	Audit     *packedAudit     `json:"audit,omitempty"`
	Job       *exportJob       `json:"job,omitempty"`
	End       *exportEnd       `json:"end,omitempty"`
}

type exportWorkspace struct {
	Tenant string `json:"tenant"`
	Next   int64  `json:"next"` // the client ids given out so far
}

type exportPair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type exportClient struct {
	ID       ClientID          `json:"id"`
	Name     string            `json:"name"`
	Aliases  []string          `json:"aliases,omitempty"`
	Profile  map[string]string `json:"profile,omitempty"`
	Created  time.Time         `json:"created"`
	Closed   *time.Time        `json:"closed,omitempty"`
	Alerted  scoring.Verdict   `json:"alerted,omitempty"`
	AlertJob string            `json:"alert_job,omitempty"`
	Override *exportOverride   `json:"override,omitempty"`
	Partings []exportParting   `json:"partings,omitempty"`
	Policy   string            `json:"policy,omitempty"`
	Version  int64             `json:"version"`
}

type exportOverride struct {
	Verdict scoring.Verdict `json:"verdict"`
	Reason  string          `json:"reason,omitempty"`
	By      string          `json:"by"`
	Until   *time.Time      `json:"until,omitempty"`
}

type exportEntry struct {
	ID       string             `json:"id"`
	Kind     EntryKind          `json:"kind"`
	Sign     scoring.SignID     `json:"sign,omitempty"`
	Severity scoring.Severity   `json:"severity,omitempty"`
	Remedy   scoring.RemedyKind `json:"remedy,omitempty"`
	At       time.Time          `json:"at"`
	By       string             `json:"by"`
	Of       string             `json:"of,omitempty"`
	Note     string             `json:"note,omitempty"`
	Source   string             `json:"source,omitempty"`
}

type exportJob struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	Payload map[string]string `json:"payload,omitempty"`
	Due     time.Time         `json:"due"`
}

type exportEnd struct {
	Lines int `json:"lines"` // before this one
}

// Export writes the workspaces given, or all, as JSON Lines; ErrNotFound, and
// nothing written, when there is no such one. What is recorded
// while it runs may or may not be in it; every client's log is whole up to
// some moment.
func (s *Store) Export(ctx context.Context, w io.Writer, tenants ...string) error {
	_, err := s.export(ctx, w, false, tenants)
	return err
}

// ExportReadable is Export without the clients of which something cannot be
// read; it returns those.
func (s *Store) ExportReadable(ctx context.Context, w io.Writer, tenants ...string) ([]Damaged, error) {
	return s.export(ctx, w, true, tenants)
}

func (s *Store) export(ctx context.Context, w io.Writer, skip bool, tenants []string) ([]Damaged, error) {
	tenants, err := s.KnownTenants(ctx, tenants...)
	if err != nil {
		return nil, err
	}
	buf := bufio.NewWriter(w)
	x := &exporter{store: s, enc: json.NewEncoder(buf), skip: skip}
	x.enc.SetEscapeHTML(false)
	x.put(exportLine{Format: exportFormat, Version: exportVersion})
	for _, t := range tenants {
		if err := x.workspace(ctx, s.Workspace(t)); err != nil {
			return nil, fmt.Errorf("exporting %q: %w", t, err)
		}
	}
	x.put(exportLine{End: &exportEnd{Lines: x.lines}})
	if x.err == nil {
		x.err = buf.Flush()
	}
	if x.err != nil {
		return nil, fmt.Errorf("writing export: %w", x.err)
	}
	return x.skipped, nil
}

type exporter struct {
	store *Store
	enc   *json.Encoder
	lines int
	err   error // of writing, the first

	skip    bool // leave damaged clients out
	skipped []Damaged
}

func (x *exporter) put(l exportLine) {
	if x.err == nil {
		x.err = x.enc.Encode(l)
		x.lines++
	}
}

func (x *exporter) workspace(ctx context.Context, w *Workspace) error {
	d, err := w.Refresh(ctx)
	if err != nil {
		return err
	}
	var next int64
	var settings, people, moved map[string]string
	k := w.keys
	err = w.read(ctx, "reading the workspace", []string{k.next(), k.settings(), k.people(), k.moved()}, func(ctx context.Context) error {
		pipe := w.store.rdb.Pipeline()
		n := pipe.Get(ctx, k.next())
		s, p, m := pipe.HGetAll(ctx, k.settings()), pipe.HGetAll(ctx, k.people()), pipe.HGetAll(ctx, k.moved())
		_, err := pipe.Exec(ctx)
		next, _ = n.Int64() // 0 while no client was ever created
		settings, people, moved = s.Val(), p.Val(), m.Val()
		return err
	})
	if err != nil {
		return err
	}
	x.put(exportLine{Workspace: &exportWorkspace{w.tenant, next}})
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		x.put(exportLine{Setting: &exportPair{key, settings[key]}})
	}
	for _, key := range slices.Sorted(maps.Keys(people)) {
		x.put(exportLine{Person: &exportPair{key, people[key]}})
	}
	for _, key := range slices.Sorted(maps.Keys(moved)) {
		x.put(exportLine{Moved: &exportPair{key, moved[key]}})
	}
	known := d.All()
	slices.SortFunc(known, func(a, b Known) int { return cmpID(a.ID, b.ID) })
	for _, c := range known {
		if err := x.client(ctx, w, c.ID); err != nil {
			return err
		}
	}
	if err := x.audit(ctx, w); err != nil {
		return err
	}
	return x.jobs(ctx, w)
}

// cmpID orders ids in the order in which they were given out.
func cmpID(a, b ClientID) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (x *exporter) client(ctx context.Context, w *Workspace, id ClientID) error {
	c, err := w.salvage(ctx, "exporting", id) // tallies are not exported: any that cannot be read do not matter
	if err == nil && x.skip {
		// Half a client must not be written, so its log is read to the end first.
		err = w.scan(ctx, id, 0, whole, func(Entry) error { return nil })
	}
	if err != nil {
		if x.skip && w.damagedClient(id, err) {
			x.skipped = append(x.skipped, Damaged{id, err})
			return nil
		}
		return err
	}
	out := &exportClient{
		ID: c.id, Name: c.name, Aliases: c.aliases, Profile: c.profile, Created: c.created,
		Alerted: c.alerted, AlertJob: c.alertJob, Partings: exportPartings(c.partings), Policy: c.policy, Version: c.version,
	}
	if !c.closed.IsZero() {
		out.Closed = &c.closed
	}
	if o := c.override; o != nil {
		out.Override = &exportOverride{Verdict: o.Verdict, Reason: o.Reason, By: o.By}
		if !o.Until.IsZero() {
			out.Override.Until = &o.Until
		}
	}
	x.put(exportLine{Client: out})
	return w.scan(ctx, id, 0, whole, func(e Entry) error {
		x.put(exportLine{Entry: &exportEntry{
			ID: e.ID, Kind: e.Kind, Sign: e.Sign, Severity: e.Severity, Remedy: e.Remedy,
			At: e.At, By: e.By.ID, Of: e.Of, Note: e.Note, Source: e.Source,
		}})
		return x.err
	})
}

func (x *exporter) audit(ctx context.Context, w *Workspace) error {
	acts, err := w.Audit(ctx, 2*auditKept)
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(acts) {
		x.put(exportLine{Audit: &packedAudit{a.At.UnixMilli(), a.By.ID, a.Act, a.Subject, a.Detail}})
	}
	return nil
}

func (x *exporter) jobs(ctx context.Context, w *Workspace) error {
	var due []redis.Z
	err := w.read(ctx, "reading jobs", []string{outboxDueKey}, func(ctx context.Context) (err error) {
		due, err = w.store.rdb.ZRangeWithScores(ctx, outboxDueKey, 0, -1).Result()
		return err
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(due, chunk) {
		ids := make([]string, len(some))
		for i, z := range some {
			ids[i], _ = z.Member.(string)
		}
		var packed []any
		err := w.read(ctx, "reading jobs", []string{outboxJobsKey}, func(ctx context.Context) (err error) {
			packed, err = w.store.rdb.HMGet(ctx, outboxJobsKey, ids...).Result()
			return err
		})
		if err != nil {
			return err
		}
		for i, p := range packed {
			if p == nil {
				continue
			}
			j, err := w.store.readJob([]any{ids[i], p, int64(0)})
			if err != nil {
				return err
			}
			if j.Tenant == w.tenant {
				x.put(exportLine{Job: &exportJob{ID: j.ID, Kind: j.Kind, Payload: j.Payload, Due: time.UnixMilli(int64(some[i].Score)).UTC()}})
			}
		}
	}
	return nil
}
