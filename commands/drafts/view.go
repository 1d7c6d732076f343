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

// Salutation begins a letter where the profile has one; "" leaves it to the language.
func (v view) Salutation() string { return v.f.Salutation }

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
func (v view) LastDay() *Day      { return v.pack.day(v.last) }
func (v view) LastDayWhy() string { return v.lastWhy }

// Asked, NoticeEnd, ContractEnd and CoolingUntil are days in words, nil if there is none.
func (v view) Asked() *Day        { return v.day(v.f.LastDay) }
func (v view) ContractEnd() *Day  { return v.day(v.f.ContractEnd) }
func (v view) CoolingUntil() *Day { return v.day(v.f.CoolingUntil) }
func (v view) NoticeEnd() *Day {
	return v.pack.day(following(noticeUp(startOf(v.f), v.f)))
}

// incidentsShown bounds Incidents: as many examples as a talk can bear.
const incidentsShown = 3

// Incidents are the latest dates on record, in words; "" if there are none.
func (v view) Incidents() string {
	var days []string
	for _, at := range v.f.Incidents[:min(len(v.f.Incidents), incidentsShown)] {
		days = append(days, v.day(at).Date())
	}
	return strings.Join(days, ", ")
}

// OpenUntil is the day on which the open work will be done, nil if unknown.
func (v view) OpenUntil() *Day { return v.pack.day(openUntil(v.f)) }

// Start is the day that the notice is counted from, in words.
func (v view) Start() *Day { return v.pack.day(startOf(v.f)) }

func (v view) day(t time.Time) *Day { return v.pack.day(noon(t, v.f)) }

// Warm, Plain and Formal tell the tone.
func (v view) Warm() bool   { return v.tone == Warm }
func (v view) Plain() bool  { return v.tone == Plain }
func (v view) Formal() bool { return v.tone == Formal }

// Mild tells that the client did nothing grave: the text may be warm and the decision may yet be called off.
func (v view) Mild() bool { return v.h.class <= difficult }

// Misfit tells that it is a matter of fit alone.
func (v view) Misfit() bool { return v.h.class == poorFit }

// Unsafe tells of violence or threats, Written that no meeting is held (insults
// too), and Legal that a legal risk is among the signs, whatever leads.
func (v view) Unsafe() bool  { return v.h.class == unsafe }
func (v view) Written() bool { return v.h.class >= abusive }
func (v view) Legal() bool   { return v.h.legal }

// LegalMatter tells that the legal risk leads: what is said is about it.
func (v view) LegalMatter() bool { return v.h.class == legal }

// Referral is the kind of referral: "kind", "directory" or "none".
func (v view) Referral() string { return v.h.referral }

// Placeholders tells whether something is still to be filled in.
func (v view) Placeholders() bool { return len(*v.placeholders) > 0 }

// Reason, Kind and the like are worded by the language's own small templates,
// which text/template can call by a fixed name only; Word calls one by its code.
func (v view) Word(group, code string) (string, error) { return v.pack.render(group+" "+code, v) }

// Reason is the one reason, a whole sentence.
func (v view) Reason() (string, error) { return v.Word("reason", v.h.reason) }

// WrittenReason is the reason as the letter has it: "" in a trade whose letters give none.
func (v view) WrittenReason() (string, error) {
	if v.Silent() {
		return "", nil
	}
	return v.Reason()
}

// Silent tells that letters of the client's trade give no reason.
func (v view) Silent() bool {
	_, trade := professionOf(v.f)
	return trade.silent
}

// Kind is the kind of provider that suits them better.
func (v view) Kind() (string, error) { return v.Word("kind", v.h.kind) }

// Stop ends a sentence made from a fact: a full stop, unless it has one.
func (v view) Stop(s string) string {
	if s != "" && strings.ContainsAny(s[len(s)-1:], ".?!") {
		return s
	}
	return s + "."
}

// Talk words one part of the frank talk's matter ("problem", "stake", "need", "offers") for the leading sign.
func (v view) Talk(part string) (string, error) {
	code := string(v.h.sign)
	if _, known := signs[v.h.sign]; !known {
		code = "unlisted"
	}
	return v.Word(part, code)
}
