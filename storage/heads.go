package storage

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"amicable/scoring"
)

// Heads are written so that a Lua script can read ids and times with one
// pattern; reporters are escaped, so that no id can look like punctuation.

var severityLetters = map[scoring.Severity]string{scoring.Low: "l", scoring.Normal: "n", scoring.High: "h", "": ""}

func formatHeads(count int, heads []scoring.Occurrence) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(count))
	for _, o := range heads {
		b.WriteByte('|')
		b.WriteString(o.ID)
		b.WriteByte(',')
		b.WriteString(headTail(o))
	}
	return b.String()
}

// headTail is what follows "<id>," in a head.
func headTail(o scoring.Occurrence) string {
	by := make([]string, len(o.Reports))
	for i, r := range o.Reports {
		by[i] = url.QueryEscape(r)
	}
	return formatUnix(o.At) + "," + severityLetters[o.Severity] + "," + strings.Join(by, ";")
}

func parseHeads(s string) (count int, heads []scoring.Occurrence, err error) {
	first, rest, more := strings.Cut(s, "|")
	if count, err = strconv.Atoi(first); err != nil {
		return 0, nil, fmt.Errorf("count of heads: %w", err)
	}
	if more {
		heads = make([]scoring.Occurrence, 0, strings.Count(rest, "|")+1)
	}
	for more {
		var item string
		item, rest, more = strings.Cut(rest, "|")
		o, err := parseHead(item)
		if err != nil {
			return 0, nil, err
		}
		heads = append(heads, o)
	}
	return count, heads, nil
}

func parseHead(item string) (o scoring.Occurrence, err error) {
	id, rest, ok1 := strings.Cut(item, ",")
	at, rest, ok2 := strings.Cut(rest, ",")
	severity, by, ok3 := strings.Cut(rest, ",")
	if !ok1 || !ok2 || !ok3 || strings.Contains(by, ",") {
		return o, fmt.Errorf("head %q does not have four parts", item)
	}
	o.ID = id
	if o.At, err = parseUnix(at); err != nil {
		return o, err
	}
	switch severity {
	case "l":
		o.Severity = scoring.Low
	case "n":
		o.Severity = scoring.Normal
	case "h":
		o.Severity = scoring.High
	}
	o.Reports = make([]string, 0, strings.Count(by, ";")+1)
	for r := range strings.SplitSeq(by, ";") {
		who, err := url.QueryUnescape(r)
		if err != nil {
			return o, fmt.Errorf("reporter: %w", err)
		}
		o.Reports = append(o.Reports, who)
	}
	return o, nil
}

func formatRemedies(r remedies) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(r.count))
	for _, h := range r.heads {
		fmt.Fprintf(&b, "|%s,%d,%s,%s", h.ID, h.At.Unix(), url.QueryEscape(string(h.Kind)), url.QueryEscape(h.By))
	}
	return b.String()
}

func parseRemedies(s string) (r remedies, err error) {
	first, rest, more := strings.Cut(s, "|")
	if r.count, err = strconv.Atoi(first); err != nil {
		return r, fmt.Errorf("count of remedies: %w", err)
	}
	for more {
		var item string
		item, rest, more = strings.Cut(rest, "|")
		p := strings.Split(item, ",")
		if len(p) != 4 {
			return r, fmt.Errorf("remedy %q has %d parts", item, len(p))
		}
		h := scoring.Remedy{ID: p[0]}
		if h.At, err = parseUnix(p[1]); err != nil {
			return r, err
		}
		kind, err := url.QueryUnescape(p[2])
		if err != nil {
			return r, fmt.Errorf("remedy: %w", err)
		}
		h.Kind = scoring.RemedyKind(kind)
		if h.By, err = url.QueryUnescape(p[3]); err != nil {
			return r, fmt.Errorf("remedy: %w", err)
		}
		r.heads = append(r.heads, h)
	}
	return r, nil
}

func formatUnix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

func parseUnix(s string) (time.Time, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("time: %w", err)
	}
	return time.Unix(n, 0).UTC(), nil
}

// formatSum writes no exponent: not every Lua reads "1e+22".
func formatSum(f float64) string { return strconv.FormatFloat(f*sumScale, 'f', -1, 64) }

func parseSum(s string) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("sum: %w", err)
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, fmt.Errorf("sum %q is no number", s)
	}
	return f / sumScale, nil
}

// packedOverride is scoring.Override in JSON.
type packedOverride struct {
	Verdict scoring.Verdict `json:"v"`
	Reason  string          `json:"r,omitempty"`
	Sealed  []byte          `json:"s,omitempty"` // the reason, sealed
	By      string          `json:"b"`
	Until   int64           `json:"u"`
}

func (w *Workspace) writeOverride(o *scoring.Override) (string, error) {
	p := packedOverride{Verdict: o.Verdict, By: o.By}
	if !o.Until.IsZero() {
		p.Until = o.Until.Unix()
	}
	if s := w.store.o.Sealer; s != nil {
		p.Sealed = s.Seal([]byte(o.Reason), w.tenant)
	} else {
		p.Reason = o.Reason
	}
	b, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("writing override: %w", err)
	}
	return string(b), nil
}

func (w *Workspace) readOverride(key, s string) (*scoring.Override, error) {
	var p packedOverride
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		return nil, fmt.Errorf("override: %w", err)
	}
	o := &scoring.Override{Verdict: p.Verdict, Reason: p.Reason, By: p.By}
	if p.Until != 0 {
		o.Until = time.Unix(p.Until, 0).UTC()
	}
	if len(p.Sealed) > 0 {
		reason, err := w.store.o.Sealer.Open(p.Sealed, w.tenant)
		if err != nil {
			return nil, &CorruptError{Key: key, Entry: fieldOverride, Kind: ErrKey}
		}
		o.Reason = string(reason)
	}
	return o, nil
}
