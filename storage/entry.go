package storage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vmihailenco/msgpack/v5"

	"amicable/scoring"
)

// entryVersion is the first byte of every packed entry. After it comes one
// msgpack array:
//
//	kind, at (unix seconds), by, sign, severity, note, source, of, remedy
//
// from which empty values at the end are left off. Who somebody is called is
// kept once per workspace, and when an entry was recorded is its id; an entry
// of a flag without a note takes some 40 bytes. A sealed note is binary where
// a clear one is a string.
const entryVersion = 1

// logField is the only field of a log's stream entries. Redis keeps the name
// of a repeated single field once per node of the stream.
const logField = "e"

// kinds and severities are numbered by their place; new ones go to the end.
var (
	kinds = []EntryKind{
		"", scoring.Incident, scoring.Confirmation, scoring.RemedyTried, scoring.PraiseGiven, scoring.TakenBack,
		ClientCreated, ClientRenamed, ClientMerged, ClientClosed, ClientReopened, ProfileChanged,
	}
	severities = []scoring.Severity{"", scoring.Low, scoring.Normal, scoring.High}
)

var packers = sync.Pool{New: func() any { return &packer{enc: msgpack.NewEncoder(nil)} }}

type packer struct {
	buf bytes.Buffer
	enc *msgpack.Encoder
}

// pack encodes an entry. The encoder writes to memory, so its errors cannot happen.
func (w *Workspace) pack(e Entry) (string, error) {
	e.Note = strings.ToValidUTF8(e.Note, "\uFFFD") // or an export could not hold it
	kind, sev := indexOf(kinds, e.Kind), indexOf(severities, e.Severity)
	if kind < 0 || sev < 0 {
		return "", fmt.Errorf("packing entry: kind %q or severity %q is unknown", e.Kind, e.Severity)
	}
	n := 3
	for i, set := range []bool{e.Sign != "", sev != 0, e.Note != "", e.Source != "", e.Of != "", e.Remedy != ""} {
		if set {
			n = 4 + i
		}
	}
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.buf.Reset()
	p.buf.WriteByte(entryVersion)
	p.enc.Reset(&p.buf)
	p.enc.UseCompactInts(true)
	var errs []error
	do := func(err error) { errs = append(errs, err) }
	do(p.enc.EncodeArrayLen(n))
	do(p.enc.EncodeInt(int64(kind)))
	do(p.enc.EncodeInt(e.At.Unix()))
	do(p.enc.EncodeString(e.By.ID))
	for i := 3; i < n; i++ {
		switch i {
		case 3:
			do(p.enc.EncodeString(string(e.Sign)))
		case 4:
			do(p.enc.EncodeInt(int64(sev)))
		case 5:
			if w.store.o.Sealer != nil && e.Note != "" {
				do(p.enc.EncodeBytes(w.store.o.Sealer.Seal([]byte(e.Note), w.tenant)))
			} else {
				do(p.enc.EncodeString(e.Note))
			}
		case 6:
			do(p.enc.EncodeString(e.Source))
		case 7:
			do(p.enc.EncodeString(e.Of))
		case 8:
			do(p.enc.EncodeString(string(e.Remedy)))
		}
	}
	return p.buf.String(), errors.Join(errs...)
}

// unpack decodes an entry; key and id are for the error.
func (w *Workspace) unpack(key, id, packed string, how reading) (Entry, error) {
	ms, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return Entry{}, &CorruptError{Key: key, Entry: id, Kind: ErrCorrupt, Cause: err}
	}
	e, err := decodeEntry(packed, func(sealed []byte) ([]byte, error) {
		if how == skim {
			return nil, nil
		}
		return w.store.o.Sealer.Open(sealed, w.tenant)
	})
	if err != nil {
		kind := ErrCorrupt
		for _, k := range []error{ErrVersion, ErrKey} {
			if errors.Is(err, k) {
				kind, err = k, nil
				break
			}
		}
		return Entry{}, &CorruptError{Key: key, Entry: id, Kind: kind, Cause: err}
	}
	e.ID, e.Recorded = id, time.UnixMilli(ms).UTC()
	return e, nil
}

func decodeEntry(packed string, open func([]byte) ([]byte, error)) (Entry, error) {
	var e Entry
	if packed == "" {
		return e, io.ErrUnexpectedEOF
	}
	switch v := packed[0]; {
	case v > entryVersion:
		return e, ErrVersion
	case v < entryVersion:
		return e, fmt.Errorf("version %d", v)
	}
	r := bytes.NewReader([]byte(packed[1:]))
	dec := msgpack.NewDecoder(r)
	n, err := dec.DecodeArrayLen()
	if err != nil {
		return e, err
	}
	if n < 3 || n > 9 {
		return e, fmt.Errorf("%d values", n)
	}
	d := fields{dec: dec, open: open}
	e.Kind = pick(&d, kinds)
	e.At = time.Unix(d.int(), 0).UTC()
	e.By.ID = d.text()
	for i := 3; i < n && d.err == nil; i++ {
		switch i {
		case 3:
			e.Sign = scoring.SignID(d.text())
		case 4:
			e.Severity = pick(&d, severities)
		case 5:
			e.Note = d.note()
		case 6:
			e.Source = d.text()
		case 7:
			e.Of = d.text()
		case 8:
			e.Remedy = scoring.RemedyKind(d.text())
		}
	}
	if d.err == nil && r.Len() > 0 {
		d.err = fmt.Errorf("%d bytes too many", r.Len())
	}
	if d.err == nil && e.Kind == "" {
		d.err = errors.New("no kind")
	}
	return e, d.err
}

// fields reads one value after the other until the first error.
type fields struct {
	dec  *msgpack.Decoder
	open func([]byte) ([]byte, error)
	err  error
}

func (d *fields) int() (v int64) {
	if d.err == nil {
		v, d.err = d.dec.DecodeInt64()
	}
	return v
}

func (d *fields) text() (v string) {
	if d.err == nil {
		v, d.err = d.dec.DecodeString()
	}
	return v
}

func (d *fields) note() string {
	if d.err != nil {
		return ""
	}
	c, err := d.dec.PeekCode()
	if err != nil {
		d.err = err
		return ""
	}
	if c < 0xc4 || c > 0xc6 { // not bin8, bin16 or bin32
		return d.text()
	}
	sealed, err := d.dec.DecodeBytes()
	if err != nil {
		d.err = err
		return ""
	}
	note, err := d.open(sealed)
	d.err = err
	return string(note)
}

func pick[T ~string](d *fields, from []T) T {
	i := d.int()
	if d.err != nil {
		return ""
	}
	if i < 0 || i >= int64(len(from)) {
		d.err = fmt.Errorf("value %d where at most %d is known", i, len(from)-1)
		return ""
	}
	return from[i]
}

func indexOf[T comparable](all []T, v T) int {
	for i := range all {
		if all[i] == v {
			return i
		}
	}
	return -1
}
