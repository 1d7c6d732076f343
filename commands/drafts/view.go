package drafts

import (
	"slices"
	"strings"
	"time"
)

// view is what a template may show. A method that meets an unknown fact writes
// its placeholder and remembers it.
type view struct {
	f            Facts // cleaned
	h            handling
	pack         *pack
	tone         string
	last         time.Time
	lastWhy      string
	placeholders *[]string
}

// cleanFacts puts the facts that are inserted into one line each: line breaks
// in a profile become "; ", so that a name cannot break a letter's layout.
func cleanFacts(f Facts) Facts {
	for _, s := range []*string{&f.Us, &f.Client, &f.Contact, &f.Service, &f.OpenWork, &f.Prepaid, &f.Owed} {
		*s = oneLine(*s)
	}
	f.NoticeDays = min(max(f.NoticeDays, 0), maxNoticeDays)
	f.NoticeMonths = min(max(f.NoticeMonths, 0), maxNoticeDays/30)
	return f
}

// inserted are the facts that stand in a text as they were given.
func (f Facts) inserted() []string {
	return []string{f.Us, f.Client, f.Contact, f.Service, f.OpenWork, given(f.Prepaid), given(f.Owed)}
}

// maxNoticeDays bounds a mistyped notice; ten years is no notice.
const maxNoticeDays = 3650

func oneLine(s string) string {
	var lines []string
	for line := range strings.FieldsFuncSeq(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r) }) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// missing returns the placeholder for a fact and remembers that it was shown.
func (v view) missing(fact string) string {
	shown := "[" + v.pack.values["placeholders"][fact] + "]"
	if !slices.Contains(*v.placeholders, shown) {
		*v.placeholders = append(*v.placeholders, shown)
	}
	return shown
}

func (v view) or(value, fact string) string {
	if value == "" {
		return v.missing(fact)
	}
	return value
}

// Us, Client, Contact and Service are the names, or their placeholders.
func (v view) Us() string      { return v.or(v.f.Us, "us") }
func (v view) Client() string  { return v.or(v.f.Client, "client") }
func (v view) Contact() string { return v.or(v.f.Contact, "contact") }
func (v view) Service() string { return v.or(v.f.Service, "service") }

// Sender is the person who calls or signs; never known, always a placeholder.
func (v view) Sender() string { return v.missing("sender") }

// Missing writes the placeholder for something that no profile holds.
func (v view) Missing(fact string) string { return v.missing(fact) }

// OpenWork is the work still open, or its placeholder; NoOpenWork tells that there is none.
func (v view) OpenWork() string { return v.or(v.f.OpenWork, "open-work") }
func (v view) NoOpenWork() bool { return isNone(v.f.OpenWork) }

// Prepaid and Owed are the amounts as given, "" when there are none or they are unknown.
func (v view) Prepaid() string { return given(v.f.Prepaid) }
func (v view) Owed() string    { return given(v.f.Owed) }

// MoneyUnknown tells that one of the two amounts was never entered.
func (v view) MoneyUnknown() bool { return v.f.Prepaid == "" || v.f.Owed == "" }

// OwedUnknown tells that nobody entered whether they owe anything.
func (v view) OwedUnknown() bool { return v.f.Owed == "" }

// LastDay is the last day in words; LastDayWhy is its code.
func (v view) LastDay() string    { return v.pack.date(v.last) }
func (v view) LastDayWhy() string { return v.lastWhy }

// Asked, NoticeEnd, ContractEnd and CoolingUntil are days in words, "" if there is none.
func (v view) Asked() string        { return v.day(v.f.LastDay) }
func (v view) ContractEnd() string  { return v.day(v.f.ContractEnd) }
func (v view) CoolingUntil() string { return v.day(v.f.CoolingUntil) }
func (v view) NoticeEnd() string {
	return v.pack.date(following(noticeUp(startOf(v.f), v.f)))
}

// incidentsShown bounds Incidents: as many examples as a talk can bear.
const incidentsShown = 3

// Incidents are the latest dates on record, in words; "" if there are none.
func (v view) Incidents() string {
	var days []string
	for _, at := range v.f.Incidents[:min(len(v.f.Incidents), incidentsShown)] {
		days = append(days, v.day(at))
	}
	return strings.Join(days, ", ")
}

// Start is the day that the notice is counted from, in words.
func (v view) Start() string { return v.pack.date(startOf(v.f)) }

func (v view) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.pack.date(noon(t, v.f))
}

// Warm, Plain and Formal tell the tone.
func (v view) Warm() bool   { return v.tone == Warm }
func (v view) Plain() bool  { return v.tone == Plain }
func (v view) Formal() bool { return v.tone == Formal }

// Mild tells that the client did nothing grave: the text may be warm and the decision may yet be called off.
func (v view) Mild() bool { return v.h.class <= difficult }

// Misfit tells that it is a matter of fit alone.
func (v view) Misfit() bool { return v.h.class == poorFit }

// Unsafe and Legal name the two classes with texts of their own.
func (v view) Unsafe() bool { return v.h.class == unsafe }
func (v view) Legal() bool  { return v.h.class == legal }

// Referral is the kind of referral: "kind", "directory" or "none".
func (v view) Referral() string { return v.h.referral }

// Placeholders tells whether something is still to be filled in.
func (v view) Placeholders() bool { return len(*v.placeholders) > 0 }

// Reason, Kind and the like are worded by the language's own small templates,
// which text/template can call by a fixed name only; Word calls one by its code.
func (v view) Word(group, code string) (string, error) { return v.pack.render(group+" "+code, v) }

// Reason is the one reason, a whole sentence.
func (v view) Reason() (string, error) { return v.Word("reason", v.h.reason) }

// Kind is the kind of provider that suits them better.
func (v view) Kind() (string, error) { return v.Word("kind", v.h.kind) }

// Stop ends a sentence made from a fact: a full stop, unless it has one.
func (v view) Stop(s string) string {
	if s != "" && strings.ContainsAny(s[len(s)-1:], ".?!") {
		return s
	}
	return s + "."
}

func given(s string) string {
	if isNone(s) {
		return ""
	}
	return s
}

// isNone reads the profile's word for "there is nothing".
func isNone(s string) bool { return strings.EqualFold(strings.TrimSpace(s), "none") }

// Talk words one part of the frank talk's matter ("problem", "stake", "need", "offers") for the leading sign.
func (v view) Talk(part string) (string, error) {
	code := string(v.h.sign)
	if _, known := signs[v.h.sign]; !known {
		code = "unlisted"
	}
	return v.Word(part, code)
}
