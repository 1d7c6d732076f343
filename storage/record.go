package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"amicable/scoring"
)

// Bounds of what is stored.
const (
	MaxNote = 2000 // runes of a note or reason
	MaxName = 300  // runes of a client's name
)

const (
	eventTTL    = 48 * time.Hour   // platforms redeliver within hours
	requestTTL  = 10 * time.Minute // for changes that only this process repeats
	lastKept    = 10               // entries kept per person, for undo
	editRetries = 1000             // before ErrBusy; the time is up sooner
)

// ErrBadFlag means that a flag, remedy or praise lacks something or is out of
// bounds; the text says what. Callers check their input, so people do not see it.
var ErrBadFlag = errors.New("cannot be recorded")

// Dates that sums can hold without running out of range.
var (
	earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2080, 1, 1, 0, 0, 0, 0, time.UTC)
)

func checkEntry(event string, at time.Time, by Actor, note string) error {
	switch {
	case event == "":
		return fmt.Errorf("no event id: %w", ErrBadFlag)
	case by.ID == "":
		return fmt.Errorf("no actor: %w", ErrBadFlag)
	case at.Before(earliest) || at.After(latest):
		return fmt.Errorf("date %s is out of range: %w", at.Format(time.DateOnly), ErrBadFlag)
	case !utf8.ValidString(by.ID):
		return fmt.Errorf("actor is no valid text: %w", ErrBadFlag)
	case utf8.RuneCountInString(note) > MaxNote:
		return fmt.Errorf("note is longer than %d characters: %w", MaxNote, ErrBadFlag)
	}
	return nil
}

// Record stores an incident: a new one, or another report of one of the same
// sign within the policy's merge window. A new incident of a known client takes
// one round trip.
func (w *Workspace) Record(ctx context.Context, f Flag) (Recorded, error) {
	if f.Severity == "" {
		f.Severity = scoring.Normal
	}
	f.At = f.At.Truncate(time.Second).UTC()
	if err := checkEntry(f.Event, f.At, f.By, f.Note); err != nil {
		return Recorded{}, err
	}
	if f.Sign == "" {
		return Recorded{}, fmt.Errorf("no sign: %w", ErrBadFlag)
	}
	folded := ""
	if f.Client == "" {
		var err error
		if f.Name, folded, err = cleanName(f.Name); err != nil {
			return Recorded{}, err
		}
	}
	if err := w.register(ctx); err != nil {
		return Recorded{}, err
	}
	for range 2 { // a second time when the client was merged into another
		rec, err := w.record(ctx, f, folded)
		if f.Client != "" && errors.Is(err, ErrNotFound) {
			if to, ok := w.movedTo(ctx, f.Client); ok {
				f.Client = to
				continue
			}
		}
		return rec, err
	}
	return Recorded{}, fmt.Errorf("recording flag: client %q: %w", f.Client, ErrNotFound)
}

func (w *Workspace) record(ctx context.Context, f Flag, folded string) (Recorded, error) {
	const what = "recording flag"
	now := w.store.now()
	entry := Entry{
		Kind: scoring.Incident, Sign: f.Sign, Severity: f.Severity, At: f.At,
		By: f.By, Note: f.Note, Source: f.Source,
	}
	keys, args, err := w.recordCall(f, folded, entry, now)
	if err != nil {
		return Recorded{}, fmt.Errorf("%s: %w", what, err)
	}
	reply, err := w.store.run(ctx, what, recordScript, keys, args)
	if err != nil {
		return Recorded{}, w.nameClientKey(ctx, err, f.Client, folded)
	}
	r, err := readReply(reply, 4)
	if err != nil {
		return Recorded{}, fmt.Errorf("%s: %w", what, err)
	}
	id, text, flat := ClientID(r.text[0]), r.text[1], r.list
	switch r.what {
	case 0:
		return w.opened(f, entry, id, text, flat, now)
	case 1:
		return w.repeatedEvent(ctx, text, flat)
	case 2, 3:
		f.Client = id
		return w.confirm(ctx, f, entry, flat)
	case 4:
		return Recorded{}, fmt.Errorf("%s: client %q: %w", what, id, ErrNotFound)
	default:
		if _, err := w.readCard(id, flat); err != nil {
			return Recorded{}, fmt.Errorf("%s: %w", what, err)
		}
		return Recorded{}, fmt.Errorf("%s: %w", what, &CorruptError{Key: w.keys.client(id), Entry: text, Kind: ErrCorrupt})
	}
}

// nameClientKey finds the key of another type among those that the script built itself.
func (w *Workspace) nameClientKey(ctx context.Context, err error, id ClientID, folded string) error {
	var named *WrongTypeError
	if !errors.Is(err, ErrWrongType) || errors.As(err, &named) {
		return err
	}
	if id == "" {
		v, lookErr := w.store.rdb.HGet(ctx, w.keys.names(), folded).Result()
		if lookErr != nil {
			return err
		}
		id = ClientID(v)
	}
	return w.store.nameWrongType(ctx, err, []string{w.keys.client(id), w.keys.log(id)})
}

func (w *Workspace) recordCall(f Flag, folded string, entry Entry, now time.Time) (keys []string, args []any, err error) {
	packed, err := w.pack(entry)
	if err != nil {
		return nil, nil, err
	}
	change := w.policy.Open(f.Sign, "", f.Severity, f.At, f.By.ID)
	sign, _ := w.policy.Sign(f.Sign)
	window := int64(math.Ceil(w.policy.MergeWindow.Seconds()))
	if f.Separate {
		window = 0
	}
	var created, roster string
	if f.Client == "" {
		if created, err = w.pack(Entry{Kind: ClientCreated, At: now, By: f.By}); err != nil {
			return nil, nil, err
		}
		if roster, err = rosterValue(f.Name, nil, false); err != nil {
			return nil, nil, err
		}
	}
	k := w.keys
	keys = []string{k.event(f.Event), k.names(), k.roster(), k.order(), k.last(f.By.ID), k.people(), k.next()}
	args = []any{
		string(f.Client), k.clientPrefix(), k.logPrefix(), folded, f.Name, roster,
		now.UnixMilli(), now.Unix(), string(f.Sign), f.At.Unix(), window,
		packed, formatSum(change.Sum.Slow), formatSum(change.Sum.Fast),
		formatFloat(sign.Points * change.Sum.Slow), sign.Exempt.Billing, sign.Exempt.Hours,
		headTail(change.Occurrence), kept, w.digest, int(eventTTL.Seconds()),
		f.By.ID, w.newName(f.By), created, lastKept,
	}
	return keys, args, nil
}

// opened derives what the script has just written.
func (w *Workspace) opened(f Flag, entry Entry, id ClientID, entryID string, flat []string, now time.Time) (Recorded, error) {
	w.wroteName(f.By)
	before := &card{id: id, key: w.keys.client(id)}
	if len(flat) == 0 {
		before.name, before.created = f.Name, now.Truncate(time.Second)
		before.profile, before.tallies = map[string]string{}, map[scoring.SignID]tally{}
		w.learn(Known{ID: id, Name: f.Name})
	} else {
		var err error
		if before, err = w.readCard(id, flat); err != nil {
			return Recorded{}, fmt.Errorf("reading the client after recording: %w", err)
		}
	}
	ms, err := strconv.ParseInt(entryID, 10, 64)
	if err != nil {
		return Recorded{}, fmt.Errorf("reading the entry's id: %w", err)
	}
	entry.ID, entry.Recorded = entryID, time.UnixMilli(ms).UTC()
	rec := Recorded{Before: before.client(), Entry: entry, Outcome: Opened}
	rec.After = rec.Before // the profile is shared: nobody writes to it
	rec.After.Ledger = rec.Before.Ledger.Apply(w.policy.Open(f.Sign, entryID, f.Severity, f.At, f.By.ID))
	rec.After.Ledger.Policy = w.digest
	rec.After.Version++
	return rec, nil
}

// confirm adds a report to the incident that a flag means, or opens a new one
// when the log says that it means none.
func (w *Workspace) confirm(ctx context.Context, f Flag, entry Entry, flat []string) (Recorded, error) {
	return w.edit(ctx, "recording flag", f.Event, eventTTL, f.Client, flat, func(ctx context.Context, e *edit) error {
		meant, found, err := w.meant(ctx, e.card, f)
		if err != nil {
			return err
		}
		var change scoring.Change
		if found {
			entry.Kind, entry.Of, entry.Severity = scoring.Confirmation, meant.ID, ""
			e.outcome = Confirmed
			if meant.Reported(f.By.ID) {
				e.outcome = Repeated
			}
			if err := e.log(&entry); err != nil {
				return err
			}
			change = w.policy.Confirm(f.Sign, meant, f.By.ID)
		} else {
			entry.Kind, entry.Of, entry.Severity = scoring.Incident, "", f.Severity
			e.outcome = Opened
			if err := e.log(&entry); err != nil {
				return err
			}
			change = w.policy.Open(f.Sign, entry.ID, f.Severity, f.At, f.By.ID)
			e.card.policy = w.digest
		}
		e.card.apply(change)
		e.remember(entry)
		return nil
	})
}

// meant finds the incident that a flag confirms: among the heads if they
// suffice, else in the log.
func (w *Workspace) meant(ctx context.Context, c *card, f Flag) (scoring.Occurrence, bool, error) {
	if f.Separate {
		return scoring.Occurrence{}, false, nil
	}
	t := c.tallies[f.Sign]
	o, found := scoring.Same(w.policy, t.heads, f.At)
	if n := len(t.heads); t.count > n && (n == 0 || f.At.Before(t.heads[n-1].At) || (found && o.At.Equal(t.heads[n-1].At))) {
		all, err := w.standing(ctx, c.id, f.Sign)
		if err != nil {
			return scoring.Occurrence{}, false, err
		}
		o, found = scoring.Same(w.policy, all, f.At)
	}
	return o, found, nil
}

// repeatedEvent answers an event that was recorded earlier.
func (w *Workspace) repeatedEvent(ctx context.Context, text string, flat []string) (Recorded, error) {
	p := strings.SplitN(text, "/", 3)
	if len(p) != 3 {
		return Recorded{}, fmt.Errorf("reading what the event came to: %w", &CorruptError{Key: w.keys.root + "e:…", Entry: text, Kind: ErrCorrupt})
	}
	rec := Recorded{Duplicate: true, Entry: Entry{ID: p[1]}}
	if n, err := strconv.Atoi(p[2]); err == nil {
		rec.Outcome = Outcome(n)
	}
	id := ClientID(p[0])
	c, err := w.readCard(id, flat)
	if errors.Is(err, ErrNotFound) { // merged or erased since
		var client Client
		if client, err = w.Client(ctx, id); err != nil {
			return Recorded{}, err
		}
		id = client.ID
		rec.Before, rec.After = client, client
	} else if err != nil {
		return Recorded{}, err
	} else {
		rec.Before = c.client()
		rec.After = rec.Before
	}
	e, err := w.entry(ctx, id, p[1])
	if err == nil {
		rec.Entry = e
	} else if !errors.Is(err, ErrNotFound) {
		return Recorded{}, err
	}
	return rec, nil
}

// newName is an actor's name if it is not known to be written down, else "".
func (w *Workspace) newName(a Actor) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.people[a.ID] == a.Name {
		return ""
	}
	return a.Name
}

// peopleCached bounds the names remembered; beyond it they are written again.
const peopleCached = 10_000

func (w *Workspace) wroteName(a Actor) {
	if a.Name == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.people) >= peopleCached {
		clear(w.people)
	}
	w.people[a.ID] = a.Name
}

// scriptReply is what both scripts return: a code, texts, a list.
type scriptReply struct {
	what int64
	text []string
	list []string
}

// between stands between the texts of a joined list.
const between = "\xff"

func readReply(reply []any, n int) (scriptReply, error) {
	var r scriptReply
	var ok bool
	if len(reply) != n {
		return r, fmt.Errorf("script gave %d values, not %d", len(reply), n)
	}
	if r.what, ok = reply[0].(int64); !ok {
		return r, fmt.Errorf("script gave a %T, not a code", reply[0])
	}
	for _, v := range reply[1 : n-1] {
		s, ok := v.(string)
		if !ok {
			return r, fmt.Errorf("script gave a %T, not a text", v)
		}
		r.text = append(r.text, s)
	}
	if joined, ok := reply[n-1].(string); ok {
		if joined != "" {
			r.list = strings.Split(joined, between)
		}
		return r, nil
	}
	list, ok := reply[n-1].([]any)
	if !ok {
		return r, fmt.Errorf("script gave a %T, not a list", reply[n-1])
	}
	r.list = make([]string, len(list))
	for i, v := range list {
		if r.list[i], ok = v.(string); !ok {
			return r, fmt.Errorf("script gave a %T in its list, not a text", v)
		}
	}
	return r, nil
}

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// packedKnown is a client in the roster.
type packedKnown struct {
	Name    string   `json:"n"`
	Aliases []string `json:"a,omitempty"`
	Closed  bool     `json:"x,omitempty"`
}

func rosterValue(name string, aliases []string, closed bool) (string, error) {
	b, err := json.Marshal(packedKnown{name, aliases, closed})
	if err != nil {
		return "", fmt.Errorf("writing the roster: %w", err)
	}
	return string(b), nil
}
