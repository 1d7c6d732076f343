package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"amicable/bot"
)

// A dialog has no hidden field, and what is remembered in a process is lost with
// it. So what must come back with the answers, the form's State and the Values of
// Search fields, travels in the custom ids: it is written one part after another
// ("5:state3:on…") and cut into as many pieces as there are ids.
//
//	the dialog:  form|piece|key.page.guild   and "!" when the State had no room
//	a question:  field|piece|
//
// The last part keeps a space at a piece's end from being lost.
const (
	maxFormID = 48 // bytes of a form's or a field's id
	maxKey    = 16
	// noRoom ends the id of a dialog whose State is too long to travel.
	noRoom = "!"
)

// ticket is what a dialog carries beside its questions.
type ticket struct {
	form, key, workspace string
	page                 int // from 0
	state                string
	stateless            bool // the State had no room; it is remembered under key
}

// submission is a submitted dialog.
type submission struct {
	ticket
	fields map[string]string // the answers to this page's questions, by Field.ID
}

// carry returns the dialog's custom id and that of each field.
func carry(t ticket, fields []bot.Field) ([]string, error) {
	known := []string{}
	for _, f := range fields {
		if f.Kind == bot.Search && f.Value != "" && f.Shown != "" && f.Value != f.Shown {
			known = append(known, f.ID, shownHash(prefilled(f)), f.Value)
		}
	}
	if ids, ok := cutTicket(t, fields, parcel(append([]string{t.state}, known...))); ok {
		return ids, nil
	}
	// What a Search field shows is understood as typed, too.
	if ids, ok := cutTicket(t, fields, parcel([]string{t.state})); ok {
		return ids, nil
	}
	t.stateless = true
	if ids, ok := cutTicket(t, fields, ""); ok {
		return ids, nil
	}
	return nil, errors.New("the dialog's ids have no room")
}

// cutTicket spreads what a ticket carries over the ids; false when it does not fit.
func cutTicket(t ticket, fields []bot.Field, load string) ([]string, bool) {
	tail := idSeparator + t.key + "." + strconv.FormatInt(int64(t.page), 36) + workspaceTail(t.workspace)
	if t.stateless {
		tail += noRoom
	}
	ids := make([]string, 0, 1+len(fields))
	take := func(head, tail string) bool {
		room := maxCustomID - len(head) - len(tail)
		if room < 0 {
			return false
		}
		n := bot.Prefix(load, room, func(r string) int { return len(r) })
		ids = append(ids, head+load[:n]+tail)
		load = load[n:]
		return true
	}
	ok := utf8.ValidString(load) && take(t.form+idSeparator, tail)
	for _, f := range fields {
		ok = ok && take(f.ID+idSeparator, idSeparator)
	}
	return ids, ok && load == ""
}

// parcel writes parts so that they can be told apart again.
func parcel(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(strconv.Itoa(len(p)) + ":" + p)
	}
	return b.String()
}

// unparcel is the inverse of parcel.
func unparcel(s string) ([]string, error) {
	var parts []string
	for s != "" {
		count, rest, found := strings.Cut(s, ":")
		n, err := strconv.ParseUint(count, 10, 16)
		if !found || err != nil || int(n) > len(rest) {
			return nil, errors.New("a dialog's custom ids do not belong together")
		}
		parts, s = append(parts, rest[:n]), rest[n:]
	}
	return parts, nil
}

// shownHash tells whether a Search field was left as it was shown.
func shownHash(shown string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(label(shown, maxInputText))) // never fails
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// submittedInput is a question of a submitted dialog, and whatever may hold one.
type submittedInput struct {
	CustomID   string           `json:"custom_id"`
	Value      string           `json:"value"`
	Values     []string         `json:"values"`
	Component  *submittedInput  `json:"component"`
	Components []submittedInput `json:"components"`
}

// readModal reads the data of an interaction that submits a dialog. discordgo
// cannot: it knows no labels.
func readModal(data []byte) (submission, error) {
	var in submittedInput
	if err := json.Unmarshal(data, &in); err != nil {
		return submission{}, fmt.Errorf("reading a dialog: %w", err)
	}
	form, piece, tail, ok := cutID(in.CustomID)
	if !ok {
		return submission{}, fmt.Errorf("reading a dialog: %.40q is no id of ours", in.CustomID)
	}
	s := submission{ticket: ticket{form: form}, fields: map[string]string{}}
	if !s.readTail(tail) {
		return submission{}, fmt.Errorf("reading a dialog: %.40q is no id of ours", in.CustomID)
	}
	load := piece + s.collect(in.Components)
	if s.stateless {
		return s, nil
	}
	parts, err := unparcel(load)
	if err != nil || len(parts)%3 != 1 {
		return submission{}, errors.Join(errors.New("reading a dialog: its custom ids do not belong together"), err)
	}
	s.state = parts[0]
	for known := parts[1:]; len(known) > 0; known = known[3:] {
		if typed, ok := s.fields[known[0]]; ok && shownHash(typed) == known[1] {
			s.fields[known[0]] = known[2]
		}
	}
	return s, nil
}

// collect reads the answers, and returns what their ids carry.
func (s *submission) collect(inputs []submittedInput) string {
	load := ""
	for _, in := range inputs {
		if field, piece, _, ok := cutID(in.CustomID); ok {
			load += piece
			s.fields[field] = in.Value
			if len(in.Values) > 0 {
				s.fields[field] = in.Values[0]
			}
		}
		if in.Component != nil {
			load += s.collect([]submittedInput{*in.Component})
		}
		load += s.collect(in.Components)
	}
	return load
}

// readTail reads "key.page.guild!".
func (s *submission) readTail(tail string) bool {
	tail, s.stateless = strings.CutSuffix(tail, noRoom)
	key, rest, found := strings.Cut(tail, ".")
	page, workspace, ok := cutWorkspace(rest)
	n, err := strconv.ParseUint(page, 36, 16)
	s.key, s.page, s.workspace = key, int(n), workspace
	return found && ok && err == nil
}

// cutID takes an id apart at its first and last separator.
func cutID(id string) (head, middle, tail string, ok bool) {
	first, last := strings.Index(id, idSeparator), strings.LastIndex(id, idSeparator)
	if first < 1 || first == last {
		return "", "", "", false
	}
	return id[:first], id[first+1 : last], id[last+1:], true
}
