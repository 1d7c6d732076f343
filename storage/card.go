package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"amicable/scoring"
)

// Fields of a client's hash. Everything under "Derived" follows from the log.
//
//	f           format, 1; a higher one is not touched
//	n, al       name; aliases as a JSON array
//	c, x        unix seconds of creation and closing
//	v           version, +1 with every change
//	l           id of the latest log entry
//	p:<key>     profile
//	a, aj       alerted verdict, and the job that claimed it
//	o           override as JSON, sealed when the store has a key
//	pt          partings: "<unix seconds>:<entry that caused it>,…", of old without the entry
//
//	Derived:
//	s:<sign>    slow sum, q:<sign> fast sum, both times sumScale
//	h:<sign>    "<count>|<id>,<at>,<l|n|h>,<reporter>;…|…", incidents newest first
//	gs, gq, g   praise: slow and fast sum, "<count>|<id>,<at>|…"
//	r           remedies: "<count>|<id>,<at>,<kind>,<by>|…"
//	pd          digest of the policy of the latest incident
const (
	fieldFormat   = "f"
	fieldName     = "n"
	fieldAliases  = "al"
	fieldCreated  = "c"
	fieldClosed   = "x"
	fieldVersion  = "v"
	fieldLast     = "l"
	fieldAlerted  = "a"
	fieldAlertJob = "aj"
	fieldOverride = "o"
	fieldPartings = "pt"
	fieldPraise   = "g"
	fieldPraiseS  = "gs"
	fieldPraiseQ  = "gq"
	fieldRemedies = "r"
	fieldPolicy   = "pd"

	prefixProfile = "p:"
	prefixSlow    = "s:"
	prefixFast    = "q:"
	prefixHeads   = "h:"
)

const cardFormat = 1

// fieldsOfSign is how many fields and values a sign has, to size maps by.
const fieldsOfSign = 6

// kept is how many heads are stored of each list: a few more than scoring
// looks at, so that taking some back does not need the log.
const kept = scoring.RecentKept + 4

// sumScale keeps HINCRBYFLOAT, which writes 17 decimals, from cutting off what
// long-past incidents add. A power of two, so scaling is exact.
const sumScale = 1 << 40

// card is a client's hash, read.
type card struct {
	id       ClientID
	key      string
	name     string
	aliases  []string
	created  time.Time
	closed   time.Time
	version  int64
	last     int64
	profile  map[string]string
	alerted  scoring.Verdict
	alertJob string
	override *scoring.Override
	partings []parting // newest first
	policy   string
	tallies  map[scoring.SignID]tally
	praise   tally // its kept have neither severity nor reports
	remedies remedies
}

// tally is a scoring.Tally with up to kept heads.
type tally struct {
	sum   scoring.Sum
	count int
	heads []scoring.Occurrence // newest first
}

// remedies likewise.
type remedies struct {
	count int
	heads []scoring.Remedy
}

// cut tells whether the log knows more than the heads, though scoring wants them.
func cut(count, heads, wanted int) bool { return count > heads && heads < wanted }

// clone copies what an edit may change. Slices are replaced, never written to.
func (c *card) clone() *card {
	d := *c
	d.profile = maps.Clone(c.profile)
	d.tallies = maps.Clone(c.tallies)
	return &d
}

// client is the card as others see it.
func (c *card) client() Client {
	l := scoring.Ledger{
		Tallies:  make(map[scoring.SignID]scoring.Tally, len(c.tallies)),
		Profile:  scoring.Profile{Billing: c.profile["billing"], Hours: c.profile["hours"]},
		Override: c.override, Partings: partingTimes(c.partings), Policy: c.policy,
		Remedies: c.remedies.heads[:min(len(c.remedies.heads), scoring.RemediesKept)],
	}
	for id, t := range c.tallies {
		l.Tallies[id] = scoring.Tally{Sum: t.sum, Count: t.count, Recent: t.heads[:min(len(t.heads), scoring.RecentKept)]}
	}
	l.Praise = scoring.Praise{Sum: c.praise.sum, Count: c.praise.count}
	if len(c.praise.heads) > 0 {
		l.Praise.Last = c.praise.heads[0].At
	}
	return Client{
		ID: c.id, Name: c.name, Aliases: c.aliases, Profile: c.profile, Closed: c.closed, Created: c.created,
		Ledger: l, Alerted: c.alerted, Version: c.version,
	}
}

// readCard reads what HGETALL gave; an empty reply is ErrNotFound.
func (w *Workspace) readCard(id ClientID, flat []string) (*card, error) {
	c := &card{
		id: id, key: w.keys.client(id),
		profile: map[string]string{}, tallies: make(map[scoring.SignID]tally, len(flat)/fieldsOfSign),
	}
	if len(flat) == 0 {
		return nil, fmt.Errorf("client %q: %w", id, ErrNotFound)
	}
	format := ""
	for i := 0; i+1 < len(flat); i += 2 {
		if flat[i] == fieldFormat {
			format = flat[i+1]
		}
	}
	if format != strconv.Itoa(cardFormat) {
		kind := ErrCorrupt
		if n, err := strconv.Atoi(format); err == nil && n > cardFormat {
			kind = ErrVersion
		}
		return nil, &CorruptError{Key: c.key, Entry: fieldFormat, Kind: kind}
	}
	for i := 0; i+1 < len(flat); i += 2 {
		if err := w.readField(c, flat[i], flat[i+1]); err != nil {
			if corrupt := (*CorruptError)(nil); errors.As(err, &corrupt) {
				return nil, corrupt
			}
			return nil, &CorruptError{Key: c.key, Entry: flat[i], Kind: ErrCorrupt, Cause: err}
		}
	}
	return c, nil
}

func (w *Workspace) readField(c *card, field, v string) (err error) {
	if len(field) > 2 && field[1] == ':' {
		prefix, rest := field[:2], field[2:]
		sign := scoring.SignID(rest)
		t := c.tallies[sign]
		switch prefix {
		case prefixProfile:
			c.profile[rest] = v
			return nil
		case prefixSlow:
			t.sum.Slow, err = parseSum(v)
		case prefixFast:
			t.sum.Fast, err = parseSum(v)
		case prefixHeads:
			t.count, t.heads, err = parseHeads(v)
		default:
			return nil
		}
		c.tallies[sign] = t
		return err
	}
	switch field {
	case fieldName:
		c.name = v
	case fieldAliases:
		err = json.Unmarshal([]byte(v), &c.aliases)
	case fieldCreated:
		c.created, err = parseUnix(v)
	case fieldClosed:
		c.closed, err = parseUnix(v)
	case fieldVersion:
		c.version, err = strconv.ParseInt(v, 10, 64)
	case fieldLast:
		c.last, err = strconv.ParseInt(v, 10, 64)
	case fieldAlerted:
		var n int
		n, err = strconv.Atoi(v)
		c.alerted = scoring.Verdict(n)
	case fieldAlertJob:
		c.alertJob = v
	case fieldOverride:
		c.override, err = w.readOverride(c.key, v)
	case fieldPartings:
		c.partings, err = parsePartings(v)
	case fieldPraiseS:
		c.praise.sum.Slow, err = parseSum(v)
	case fieldPraiseQ:
		c.praise.sum.Fast, err = parseSum(v)
	case fieldPraise:
		c.praise.count, c.praise.heads, err = parseHeads(v)
	case fieldRemedies:
		c.remedies, err = parseRemedies(v)
	case fieldPolicy:
		c.policy = v
	}
	return err
}

// fields is the card as its hash holds it.
func (w *Workspace) fields(c *card) (map[string]string, error) {
	f := map[string]string{
		fieldFormat:  strconv.Itoa(cardFormat),
		fieldName:    c.name,
		fieldCreated: formatUnix(c.created),
		fieldVersion: strconv.FormatInt(c.version, 10),
		fieldLast:    strconv.FormatInt(c.last, 10),
	}
	set := func(field, v string, present bool) {
		if present {
			f[field] = v
		}
	}
	if len(c.aliases) > 0 {
		b, err := json.Marshal(c.aliases)
		if err != nil {
			return nil, fmt.Errorf("writing aliases: %w", err)
		}
		f[fieldAliases] = string(b)
	}
	set(fieldClosed, formatUnix(c.closed), !c.closed.IsZero())
	set(fieldAlerted, strconv.Itoa(int(c.alerted)), c.alerted != 0)
	set(fieldAlertJob, c.alertJob, c.alertJob != "")
	set(fieldPolicy, c.policy, c.policy != "")
	if c.override != nil {
		o, err := w.writeOverride(c.override)
		if err != nil {
			return nil, err
		}
		f[fieldOverride] = o
	}
	set(fieldPartings, formatPartings(c.partings), len(c.partings) > 0)
	for k, v := range c.profile {
		f[prefixProfile+k] = v
	}
	for sign, t := range c.tallies {
		if t.count > 0 {
			f[prefixSlow+string(sign)] = formatSum(t.sum.Slow)
			f[prefixFast+string(sign)] = formatSum(t.sum.Fast)
			f[prefixHeads+string(sign)] = formatHeads(t.count, t.heads)
		}
	}
	if c.praise.count > 0 {
		f[fieldPraiseS] = formatSum(c.praise.sum.Slow)
		f[fieldPraiseQ] = formatSum(c.praise.sum.Fast)
		f[fieldPraise] = formatHeads(c.praise.count, c.praise.heads)
	}
	set(fieldRemedies, formatRemedies(c.remedies), c.remedies.count > 0)
	return f, nil
}

// apply changes a sign's tally as scoring says. Heads stay the latest ones of
// all: an older incident is only kept when none between could be missing.
func (c *card) apply(ch scoring.Change) {
	t := c.tallies[ch.Sign]
	t.sum = t.sum.Plus(ch.Sum)
	whole := t.count <= len(t.heads)
	t.count += ch.Count
	t.heads = keepHead(t.heads, ch.Occurrence, whole)
	if t.count <= 0 {
		delete(c.tallies, ch.Sign)
		return
	}
	c.tallies[ch.Sign] = t
}

func (c *card) addPraise(p scoring.Policy, id string, at time.Time) {
	whole := c.praise.count <= len(c.praise.heads)
	c.praise.sum = c.praise.sum.Plus(p.Praised(at))
	c.praise.count++
	c.praise.heads = keepHead(c.praise.heads, scoring.Occurrence{ID: id, At: at, Reports: []string{""}}, whole)
}

func (c *card) removePraise(p scoring.Policy, id string, at time.Time) {
	c.praise.sum = c.praise.sum.Plus(p.Praised(at).Times(-1))
	c.praise.count--
	c.praise.heads = keepHead(c.praise.heads, scoring.Occurrence{ID: id, At: at}, true)
	if c.praise.count <= 0 {
		c.praise = tally{}
	}
}

func (c *card) addRemedy(r scoring.Remedy) {
	whole := c.remedies.count <= len(c.remedies.heads)
	i, _ := slices.BinarySearchFunc(c.remedies.heads, r, newerRemedy)
	if i < len(c.remedies.heads) || whole {
		heads := slices.Insert(slices.Clone(c.remedies.heads), i, r)
		c.remedies.heads = heads[:min(len(heads), kept)]
	}
	c.remedies.count++
}

func (c *card) removeRemedy(id string) {
	c.remedies.count--
	c.remedies.heads = slices.DeleteFunc(slices.Clone(c.remedies.heads), func(r scoring.Remedy) bool { return r.ID == id })
}

// keepHead puts an incident in its place, or removes it when it no longer
// stands. whole says that heads were all there are.
func keepHead(heads []scoring.Occurrence, o scoring.Occurrence, whole bool) []scoring.Occurrence {
	rest := make([]scoring.Occurrence, 0, len(heads)+1)
	known := false
	for _, h := range heads {
		if h.ID == o.ID {
			known = true
			continue
		}
		rest = append(rest, h)
	}
	if o.Stands() {
		i, _ := slices.BinarySearchFunc(rest, o, newer)
		if known || whole || i < len(rest) {
			rest = slices.Insert(rest, i, o)
		}
	}
	return rest[:min(len(rest), kept)]
}

// newer is scoring's order of occurrences: newest first, then by id downwards.
func newer(a, b scoring.Occurrence) int {
	if c := b.At.Compare(a.At); c != 0 {
		return c
	}
	return strings.Compare(b.ID, a.ID)
}

func newerRemedy(a, b scoring.Remedy) int {
	return newer(scoring.Occurrence{ID: a.ID, At: a.At}, scoring.Occurrence{ID: b.ID, At: b.At})
}
