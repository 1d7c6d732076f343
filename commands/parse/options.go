package parse

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
)

// The options that have a meaning of their own; others go to Line.Options as they are.
const (
	optionOn       = "on"
	optionSeverity = "severity"
)

// options takes the declared options out of r.toks into r.line. Behind a lone "--" nothing is an option.
func (r *reader) options(keys []string) error {
	var rest []token
	seen := map[string]bool{}
	setting := false // behind "set", values run on to the next key
	for i := 0; i < len(r.toks); {
		t := r.toks[i]
		if t.dashes() {
			rest = append(rest, r.toks[i:]...)
			break
		}
		key, value, n := r.option(i, keys)
		if setting && n > 0 && key != optionOn && key != optionSeverity {
			value, n = r.value(i, keys)
		}
		if n > 0 {
			taken, err := r.set(key, value, i, n)
			if err != nil {
				return err
			}
			if taken > 0 {
				if seen[key] {
					return problem(OptionTwice, "Option", key)
				}
				seen[key] = true
				r.cut = append(r.cut, span{t.start, r.toks[i+taken-1].end})
				i += taken
				continue
			}
		}
		setting = setting || !r.sign && !t.quoted && strings.EqualFold(t.text, "set")
		rest = append(rest, t)
		i++
	}
	r.toks = rest
	return nil
}

// option reads a declared key and its value at token i: "key:value",
// "key:"quoted value"" or "key: value". n is the number of tokens, 0 when
// there is no option.
func (r *reader) option(i int, keys []string) (key, value string, n int) {
	t := r.toks[i]
	if t.quoted {
		return "", "", 0
	}
	at := strings.IndexAny(t.text, ":=")
	if at < 0 {
		if key = strings.ToLower(t.text); key == optionSeverity && slices.Contains(keys, key) && i+1 < len(r.toks) {
			if value = r.toks[i+1].text; allWords().severities[fold(value)] != "" {
				return key, value, 2
			}
		}
		return "", "", 0
	}
	key, value = r.key(t.text[:at]), t.text[at+1:]
	if !slices.Contains(keys, key) {
		return "", "", 0
	}
	if value != "" {
		if inner, end, ok := quotation(value, 0); ok && end == len(value) {
			value = inner
		}
		return key, value, 1
	}
	if i+1 < len(r.toks) {
		return key, r.toks[i+1].text, 2
	}
	return key, "", 1
}

// value is all that stands between the key at token i and the next key. It may be empty.
func (r *reader) value(i int, keys []string) (value string, n int) {
	t := r.toks[i]
	start := t.start + strings.IndexAny(t.text, ":=") + 1
	n = 1
	for i+n < len(r.toks) && !r.toks[i+n].dashes() && !r.keyed(i+n, keys) {
		n++
	}
	value = strings.TrimSpace(r.text[start:r.toks[i+n-1].end])
	if inner, end, ok := quotation(value, 0); ok && end == len(value) {
		value = inner
	}
	return value, n
}

// nothing tells that no value follows the key at token i: the text ends there,
// or goes on with "--" or another key.
func (r *reader) nothing(i, n int, value string) bool {
	if strings.TrimSpace(value) == "" {
		return true
	}
	return n == 2 && (r.toks[i+1].dashes() || r.keyed(i+1, r.keys))
}

// keyed tells that token i begins with a declared key.
func (r *reader) keyed(i int, keys []string) bool {
	at := strings.IndexAny(r.toks[i].text, ":=")
	return !r.toks[i].quoted && at > 0 && slices.Contains(keys, r.key(r.toks[i].text[:at]))
}

// key is the option that is meant by a name as it was typed.
func (r *reader) key(typed string) string {
	name := strings.ToLower(typed)
	if own, ok := r.c.Keys[name]; ok {
		return own
	}
	if name == "sev" {
		return optionSeverity
	}
	return name
}

// set gives an option its value and returns how many tokens it took; 0 when it turns out to be none.
func (r *reader) set(key, value string, i, n int) (int, error) {
	if r.nothing(i, n, value) {
		switch typed := r.toks[i].text; key {
		case optionOn:
			return 0, problem(DateUnreadable, "Text", typed)
		case optionSeverity:
			return 0, problem(SeverityUnknown, "Text", typed)
		}
	}
	apart := n == 2 && i > 0 // behind other words "on: nothing" is the note's, "on:nothing" a mistake
	switch key {
	case optionOn:
		at, taken, err := r.date(value, i, n)
		var p *Problem
		if apart && errors.As(err, &p) && p.Code == DateUnreadable {
			return 0, nil
		}
		r.line.At = at
		return taken, err
	case optionSeverity:
		s, ok := allWords().severities[fold(value)]
		switch {
		case !ok && apart:
			return 0, nil
		case !ok:
			return 0, problem(SeverityUnknown, "Text", value)
		}
		r.line.Severity = s
		return n, nil
	default:
		if r.line.Options == nil {
			r.line.Options = map[string]string{}
		}
		r.line.Options[key] = value
		return n, nil
	}
}

// date reads the longest run of words that is a date, starting with value, which ends at token i+n-1.
func (r *reader) date(value string, i, n int) (at time.Time, taken int, err error) {
	now := r.now()
	last := i + n - 1
	longest := 0
	text := value
	for j, run := last, value; !strings.ContainsFunc(value, unicode.IsSpace) && j < len(r.toks) && j < last+maxDateWords; {
		if _, ok := readDate(run, now); ok && !dates().filler[fold(r.toks[j].text)] && !dates().on[fold(r.toks[j].text)] {
			longest, text = j-last, run
		}
		if j++; j < len(r.toks) {
			if r.toks[j].quoted {
				break
			}
			run += " " + r.toks[j].text
		}
	}
	at, err = Date(text, now, now.Location())
	return at, n + longest, err
}

// now is the time in the zone meant.
func (r *reader) now() time.Time {
	if r.c.Zone == nil {
		return r.c.Now.UTC()
	}
	return r.c.Now.In(r.c.Zone)
}
