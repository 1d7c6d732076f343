package storage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"amicable/scoring"
)

// ErrImport means that an import cannot be taken; the text names the line and
// what is wrong with it. Nothing of it stays.
var ErrImport = errors.New("cannot be imported")

// maxLine bounds a line of an import in bytes.
const maxLine = 1 << 20

// Import takes what Export wrote, into workspaces that have nothing yet, and
// adds up the tallies. When anything is wrong, whatever it had brought in is
// removed again. Nobody should use those workspaces meanwhile.
func (s *Store) Import(ctx context.Context, r io.Reader) (ImportReport, error) {
	m := &importer{store: s}
	err := m.read(ctx, r)
	if err == nil {
		return m.report, nil
	}
	err = fmt.Errorf("line %d: %w", m.line, err)
	undo := context.WithoutCancel(ctx)
	for _, w := range m.begun {
		if ferr := w.Forget(undo); ferr != nil {
			err = errors.Join(err, ferr)
		}
	}
	return ImportReport{}, err
}

type importer struct {
	store  *Store
	report ImportReport
	line   int
	ended  bool
	begun  []*Workspace

	w       *Workspace // the one being read
	names   map[string]ClientID
	latest  map[string][]string // by actor: refs of entries that stand, "<entry>/<client>" ascending
	card    *card               // the client being read
	replay  *replay
	actions []func(context.Context, redis.Pipeliner)
}

func (m *importer) read(ctx context.Context, r io.Reader) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	for sc.Scan() {
		m.line++
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		if m.ended {
			return fmt.Errorf("there is more after the end: %w", ErrImport)
		}
		var l exportLine
		dec := json.NewDecoder(bytes.NewReader(sc.Bytes()))
		dec.DisallowUnknownFields()
		if m.line == 1 {
			dec = json.NewDecoder(bytes.NewReader(sc.Bytes())) // a later version's header may say more
		}
		if err := dec.Decode(&l); err != nil {
			return fmt.Errorf("not a line of an export (%w): %w", err, ErrImport)
		}
		if err := m.take(ctx, l); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		m.line++
		return fmt.Errorf("reading: %w", err)
	}
	if !m.ended {
		return fmt.Errorf("the end is missing, the file was cut off: %w", ErrImport)
	}
	return nil
}

func (m *importer) take(ctx context.Context, l exportLine) error {
	if m.line == 1 {
		switch {
		case l.Format != exportFormat:
			return fmt.Errorf("not an export of amicable: %w", ErrImport)
		case l.Version != exportVersion:
			return fmt.Errorf("the export has version %d, this program knows version %d: %w", l.Version, exportVersion, ErrVersion)
		}
		return nil
	}
	if l.Entry == nil {
		if err := m.endClient(ctx); err != nil {
			return err
		}
	}
	if m.w == nil && l.Workspace == nil && l.End == nil {
		return fmt.Errorf("belongs to no workspace: %w", ErrImport)
	}
	switch {
	case l.Workspace != nil:
		return m.workspace(ctx, *l.Workspace)
	case l.Setting != nil:
		m.later(func(ctx context.Context, p redis.Pipeliner) {
			p.HSet(ctx, m.w.keys.settings(), l.Setting.Key, l.Setting.Value)
		})
	case l.Person != nil:
		m.later(func(ctx context.Context, p redis.Pipeliner) {
			p.HSet(ctx, m.w.keys.people(), l.Person.Key, l.Person.Value)
		})
	case l.Moved != nil:
		m.later(func(ctx context.Context, p redis.Pipeliner) {
			p.HSet(ctx, m.w.keys.moved(), l.Moved.Key, l.Moved.Value)
		})
	case l.Client != nil:
		return m.client(*l.Client)
	case l.Entry != nil:
		return m.entry(ctx, *l.Entry)
	case l.Audit != nil:
		packed, err := json.Marshal(l.Audit)
		if err != nil {
			return fmt.Errorf("writing audit entry: %w", err)
		}
		m.later(func(ctx context.Context, p redis.Pipeliner) {
			p.XAdd(ctx, &redis.XAddArgs{Stream: m.w.keys.audit(), Values: []any{logField, packed}})
		})
	case l.Job != nil:
		return m.store.Enqueue(ctx, Job{ID: l.Job.ID, Tenant: m.w.tenant, Kind: l.Job.Kind, Payload: l.Job.Payload, Due: l.Job.Due})
	case l.End != nil:
		if l.End.Lines != m.line-1 {
			return fmt.Errorf("%d lines, the end says %d: %w", m.line-1, l.End.Lines, ErrImport)
		}
		m.ended = true
		return m.endWorkspace(ctx)
	default:
		return fmt.Errorf("an empty line of an export: %w", ErrImport)
	}
	return m.flushWhenFull(ctx)
}

func (m *importer) workspace(ctx context.Context, x exportWorkspace) error {
	if err := m.endWorkspace(ctx); err != nil {
		return err
	}
	w := m.store.Workspace(x.Tenant)
	keys, err := w.scanKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		return fmt.Errorf("workspace %q has data already: %w", x.Tenant, ErrImport)
	}
	m.begun = append(m.begun, w)
	if err := w.register(ctx); err != nil {
		return err
	}
	m.report.Tenants++
	m.w, m.names, m.latest = w, map[string]ClientID{}, map[string][]string{}
	m.later(func(ctx context.Context, p redis.Pipeliner) { p.Set(ctx, w.keys.next(), x.Next, 0) })
	return nil
}

func (m *importer) client(x exportClient) error {
	c := &card{
		id: x.ID, key: m.w.keys.client(x.ID), aliases: x.Aliases, created: x.Created.UTC(),
		version: max(x.Version, 1), profile: x.Profile, alerted: x.Alerted, alertJob: x.AlertJob, partings: importPartings(x.Partings), policy: x.Policy,
	}
	var err error
	var folded string
	if c.name, folded, err = cleanName(x.Name); err != nil {
		return fmt.Errorf("%w: %w", err, ErrImport)
	}
	if x.ID == "" {
		return fmt.Errorf("client without id: %w", ErrImport)
	}
	for _, f := range append([]string{folded}, foldAll(x.Aliases)...) {
		if other, ok := m.names[f]; ok {
			return fmt.Errorf("clients %q and %q have the same name: %w", other, x.ID, ErrImport)
		}
		m.names[f] = x.ID
		m.later(func(ctx context.Context, p redis.Pipeliner) { p.HSet(ctx, m.w.keys.names(), f, string(x.ID)) })
	}
	if c.profile == nil {
		c.profile = map[string]string{}
	}
	if x.Closed != nil {
		c.closed = x.Closed.UTC()
	}
	if o := x.Override; o != nil {
		c.override = &scoring.Override{Verdict: o.Verdict, Reason: o.Reason, By: o.By}
		if o.Until != nil {
			c.override.Until = o.Until.UTC()
		}
	}
	m.card, m.replay = c, newReplay(m.w.policy)
	return nil
}

func foldAll(names []string) []string {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = Fold(n)
	}
	return folded
}

func (m *importer) entry(ctx context.Context, x exportEntry) error {
	if m.card == nil {
		return fmt.Errorf("entry belongs to no client: %w", ErrImport)
	}
	e := Entry{
		ID: x.ID, Kind: x.Kind, Sign: x.Sign, Severity: x.Severity, Remedy: x.Remedy, At: x.At.UTC(),
		By: Actor{ID: x.By}, Of: x.Of, Note: x.Note, Source: x.Source,
	}
	ms, err := strconv.ParseInt(e.ID, 10, 64)
	if err != nil || ms <= m.replay.last || strconv.FormatInt(ms, 10) != e.ID {
		return fmt.Errorf("entry id %q does not follow %d: %w", e.ID, m.replay.last, ErrImport)
	}
	if e.At.Before(earliest) || e.At.After(latest) {
		return fmt.Errorf("entry %q: date %s is out of range: %w", e.ID, e.At.Format(time.DateOnly), ErrImport)
	}
	packed, err := m.w.pack(e)
	if err != nil {
		return fmt.Errorf("%w: %w", err, ErrImport)
	}
	if err := m.replay.add(e); err != nil {
		return fmt.Errorf("%w: %w", err, ErrImport)
	}
	m.report.Entries++
	key := m.w.keys.log(m.card.id)
	m.later(func(ctx context.Context, p redis.Pipeliner) {
		p.XAdd(ctx, &redis.XAddArgs{Stream: key, ID: e.ID + "-0", Values: []any{logField, packed}})
	})
	m.note(e)
	return m.flushWhenFull(ctx)
}

// note keeps an actor's latest entries for undo.
func (m *importer) note(e Entry) {
	if !undoable(e.Kind) {
		return
	}
	refs := slices.Concat(m.latest[e.By.ID], []string{e.ID + "/" + string(m.card.id)})
	slices.Sort(refs)
	m.latest[e.By.ID] = refs[max(0, len(refs)-lastKept):]
}

func (m *importer) endClient(ctx context.Context) error {
	c, r := m.card, m.replay
	if c == nil {
		return nil
	}
	m.card, m.replay = nil, nil
	r.fill(c)
	fields, err := m.w.fields(c)
	if err != nil {
		return err
	}
	roster, err := rosterValue(c.name, c.aliases, !c.closed.IsZero())
	if err != nil {
		return err
	}
	k := m.w.keys
	m.later(func(ctx context.Context, p redis.Pipeliner) {
		p.HSet(ctx, k.client(c.id), fields)
		p.HSet(ctx, k.roster(), string(c.id), roster)
		if c.closed.IsZero() {
			p.ZAdd(ctx, k.order(), redis.Z{Score: m.w.policy.Rank(c.client().Ledger), Member: string(c.id)})
		}
		for _, id := range slices.Sorted(maps.Keys(r.withdrawn)) {
			p.HSet(ctx, k.withdrawn(c.id), id, r.withdrawn[id])
		}
	})
	m.report.Clients++
	return m.flushWhenFull(ctx)
}

func (m *importer) endWorkspace(ctx context.Context) error {
	if m.w == nil {
		return nil
	}
	for _, actor := range slices.Sorted(maps.Keys(m.latest)) {
		m.later(func(ctx context.Context, p redis.Pipeliner) {
			for _, ref := range m.latest[actor] {
				entry, client, _ := bytes.Cut([]byte(ref), []byte("/"))
				p.LPush(ctx, m.w.keys.last(actor), string(client)+"/"+string(entry))
			}
		})
	}
	if err := m.flush(ctx); err != nil {
		return err
	}
	err := m.w.act(ctx, "noting the import", func(e *edit) error {
		return e.auditOf("import", "", fmt.Sprintf("%d clients", len(m.names)), Actor{ID: "amicable"})
	})
	m.w.mu.Lock()
	m.w.directory = nil
	m.w.mu.Unlock()
	m.w = nil
	return err
}

func (m *importer) later(f func(context.Context, redis.Pipeliner)) { m.actions = append(m.actions, f) }

func (m *importer) flushWhenFull(ctx context.Context) error {
	if len(m.actions) < chunk {
		return nil
	}
	return m.flush(ctx)
}

func (m *importer) flush(ctx context.Context) error {
	actions := m.actions
	m.actions = nil
	if len(actions) == 0 {
		return nil
	}
	return m.store.do(ctx, "importing", true, func(ctx context.Context) error {
		pipe := m.store.rdb.Pipeline()
		for _, f := range actions {
			f(ctx, pipe)
		}
		_, err := pipe.Exec(ctx)
		return err
	})
}
