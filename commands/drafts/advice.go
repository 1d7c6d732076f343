package drafts

import (
	"time"

	"amicable/scoring"
)

// step is a line of the checklist: the template "step <code>" words it.
type step struct {
	code, source string
	when         func(v view) bool // nil: always
}

// separationSteps are what to do before a separation is said or sent, in order (PLAYBOOK §3).
var separationSteps = []step{
	{"safety", "S3.1", view.Unsafe},
	{"lawyer", "S3.10", view.Legal},
	{"act-now", "S3", view.now},
	{"cooling-off", "S1", view.cooling},
	{"decision", "S1", func(v view) bool { return !v.now() && !v.cooling() }},
	{"contract", "S1", nil},
	{"paid-ahead", "S1, S4", func(v view) bool { return !isNone(v.f.Prepaid) }},
	{"collect", "S1, S3.6", func(v view) bool { return v.Owed() != "" && !v.Unsafe() }},
	{"find-owed", "S1, S3.6", func(v view) bool { return v.OwedUnknown() && !v.Unsafe() }},
	{"last-day", "S1, S0", nil},
	{"refer-kind", "S0, S1, S4", func(v view) bool { return v.h.referral == referKind }},
	{"refer-directory", "S0", func(v view) bool { return v.h.referral == referDirectory }},
	{"refer-none", "S1", func(v view) bool { return v.h.referral == referNone }},
	{"call", "S1, S4", func(v view) bool { return v.h.class < serious }},
	{"call-together", "S1, S4", func(v view) bool { return v.h.class == serious || v.h.class == legal }},
	{"fill-in", "S1, S4", view.Placeholders},
	{"recommit", "S2", view.Mild},
	{"stop-work", "S3.10", view.Legal},
	{"until-then", "S4", func(v view) bool { return v.h.class < legal }},
}

// talkSteps are what to do before the frank talk.
var talkSteps = []step{
	{"safety-talk", "S3.1", view.Unsafe},
	{"lawyer", "S3.10", view.Legal},
	{"talk-facts", "S2, S3", func(v view) bool { return !v.Unsafe() }},
	{"talk-meet", "S1, S2", func(v view) bool { return !v.Unsafe() }},
	{"talk-limit", "S2", func(v view) bool { return !v.Unsafe() }},
	{"fill-in", "S2", view.Placeholders},
	{"talk-record", "S1", func(v view) bool { return !v.Unsafe() }},
}

// separationCautions and talkCautions are warnings; the template "caution <code>" words each.
var separationCautions = []step{
	{code: "safety", when: view.Unsafe},
	{code: "lawyer-first", when: view.Legal},
	{code: "at-once", when: func(v view) bool { return v.h.class >= serious && v.lastWhy == WhyNotice }},
	{code: "collect-first", when: func(v view) bool { return v.Owed() != "" && !v.Unsafe() }},
	{code: "asked-too-early", when: view.askedTooEarly},
	{code: "contract-end-too-early", when: view.contractEndTooEarly},
	{code: "notice-would-do", when: view.noticeWouldDo},
	{code: "no-notice-known", when: func(v view) bool { return !v.f.HasNotice && v.lastWhy != WhyContract }},
	{code: "weekend", when: func(v view) bool { return weekend(v.last) }},
	{code: "no-remedy-yet", when: func(v view) bool { return v.Mild() && v.f.Verdict < scoring.PartWays && len(v.f.Remedies) == 0 }},
	{code: "language", when: view.otherLanguage},
	{code: "no-legal-advice"},
}

var talkCautions = []step{
	{code: "safety", when: view.Unsafe},
	{code: "lawyer-first", when: view.Legal},
	{code: "talk-warning", when: func(v view) bool { return signs[v.h.sign].warn }},
	{code: "talk-again", when: func(v view) bool { return v.TalkHeld() != "" && !v.Unsafe() }},
	{code: "talk-too-late", when: func(v view) bool { return v.f.Verdict >= scoring.PartWays && !v.Unsafe() && !v.Legal() }},
	{code: "language", when: view.otherLanguage},
}

// advise adds the checklist and the cautions, in the reader's language.
func (v view) advise(doc *Document) error {
	steps, cautions := separationSteps, separationCautions
	if doc.Kind == Talk {
		steps, cautions = talkSteps, talkCautions
	}
	if v.f.Reader != "" {
		v.pack = packFor(v.f.Reader)
	}
	for _, s := range steps {
		if s.when != nil && !s.when(v) {
			continue
		}
		text, err := v.pack.render("step "+s.code, v)
		if err != nil {
			return err
		}
		doc.Before = append(doc.Before, Step{Text: text, Source: s.source})
	}
	for _, s := range cautions {
		if s.when != nil && !s.when(v) {
			continue
		}
		text, err := v.pack.render("caution "+s.code, v)
		if err != nil {
			return err
		}
		doc.Cautions = append(doc.Cautions, text)
	}
	return nil
}

// TalkHeld is the day of the latest talk that was recorded, in words; "" if there was none.
func (v view) TalkHeld() string {
	var last time.Time
	for _, r := range v.f.Remedies {
		if r.Kind == scoring.TalkHeld && r.At.After(last) {
			last = r.At
		}
	}
	return v.day(last)
}

// now tells that the verdict leaves no time for a cooling-off (PLAYBOOK §2.7).
func (v view) now() bool { return v.f.Verdict == scoring.PartWaysNow || v.Unsafe() }

func (v view) cooling() bool {
	return !v.now() && noon(v.f.CoolingUntil, v.f).After(noon(v.f.Today, v.f))
}

func (v view) askedTooEarly() bool { return !v.f.LastDay.IsZero() && v.lastWhy == WhyNotice }

func (v view) contractEndTooEarly() bool {
	end := noon(v.f.ContractEnd, v.f)
	return v.f.LastDay.IsZero() && v.lastWhy == WhyNotice && end.After(noon(v.f.Today, v.f))
}

// muchLater is how far the contract's end must lie behind its notice to be worth a word.
const muchLater = 21 * 24 * time.Hour

func (v view) noticeWouldDo() bool {
	if v.lastWhy != WhyContract || !v.f.HasNotice {
		return false
	}
	return v.last.Sub(noticeUp(startOf(v.f), v.f)) > muchLater
}

func (v view) otherLanguage() bool {
	return v.f.Language != "" && !speaks(v.f.Language)
}
