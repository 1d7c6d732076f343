package drafts

import (
	"time"

	"amicable/scoring"
)

// cautions are warnings that come with a draft, for the team alone.
var cautions = map[Kind][]step{
	Separation: {
		{code: "safety", when: view.Unsafe},
		{code: "lawyer-first", when: view.Legal},
		{code: "at-once", when: func(v view) bool { return v.h.class >= serious && v.lastWhy == WhyNotice }},
		{code: "collect-first", when: func(v view) bool { return v.Owed() != "" && !v.Unsafe() }},
		{code: "asked-too-early", when: view.askedTooEarly},
		{code: "contract-end-too-early", when: view.contractEndTooEarly},
		{code: "before-contract-end", when: view.beforeContractEnd},
		{code: "after-contract-end", when: view.afterContractEnd},
		{code: "contract-over", when: view.contractOver},
		{code: "notice-would-do", when: view.noticeWouldDo},
		{code: "open-work-later", when: func(v view) bool { return v.lastWhy == WhyOpenWork }},
		{code: "stranded", when: view.stranded},
		{code: "no-notice-known", when: func(v view) bool { return !v.f.HasNotice && v.lastWhy != WhyContract && !v.endsEarly() }},
		{code: "weekend", when: func(v view) bool { return weekend(v.last) }},
		{code: "no-remedy-yet", when: func(v view) bool { return v.Mild() && v.f.Verdict < scoring.PartWays && len(v.f.Remedies) == 0 }},
		{code: "reason-on-call", when: func(v view) bool { return v.Silent() && !v.Written() }},
		{code: "reason-untold", when: func(v view) bool { return v.Silent() && v.Written() }},
		{code: "reason-short", when: func(v view) bool { return v.Profession() == LawFirm }},
		{code: "language", when: view.otherLanguage},
		{code: "no-legal-advice"},
	},
	Talk: {
		{code: "safety", when: view.Unsafe},
		{code: "lawyer-first", when: view.Legal},
		{code: "talk-warning", when: func(v view) bool { return signs[v.h.sign].warn }},
		{code: "talk-again", when: func(v view) bool { return v.TalkHeld() != nil && !v.Unsafe() }},
		{code: "talk-too-late", when: func(v view) bool { return v.f.Verdict >= scoring.PartWays && !v.Unsafe() && !v.Legal() }},
		{code: "language", when: view.otherLanguage},
	},
	Warning: {
		{code: "safety", when: view.Unsafe},
		{code: "lawyer-first", when: view.Legal},
		{code: "warn-too-late", when: func(v view) bool { return v.Unsafe() || v.f.Verdict >= scoring.PartWays }},
		{code: "warned-before", when: func(v view) bool { return v.WarningGiven() != nil }},
		{code: "language", when: view.otherLanguage},
		{code: "no-legal-advice"},
	},
	Renegotiate: {
		{code: "safety", when: view.Unsafe},
		{code: "lawyer-first", when: view.Legal},
		{code: "terms-no-cure", when: func(v view) bool { return v.h.class >= serious }},
		{code: "terms-no-trick"},
		{code: "terms-again", when: func(v view) bool { return v.TermsChanged() != nil }},
		{code: "terms-owed", when: func(v view) bool { return v.Owed() != "" }},
		{code: "language", when: view.otherLanguage},
		{code: "no-legal-advice"},
	},
	Clause: {
		{code: "clause-profession", when: func(v view) bool { return v.Profession() == LawFirm || v.Profession() == Accounting }},
		{code: "language", when: view.otherLanguage},
		{code: "no-legal-advice"},
	},
	Intake: {
		{code: "language", when: view.otherLanguage},
	},
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

// beforeContractEnd tells that the last day comes before the contract's end: a
// notice may allow that, or it may not.
func (v view) beforeContractEnd() bool { return v.last.Before(noon(v.f.ContractEnd, v.f)) }

// endsEarly tells so where no notice is known that would allow it.
func (v view) endsEarly() bool { return v.beforeContractEnd() && !v.f.HasNotice }

// afterContractEnd tells that the work goes on when the contract has ended.
func (v view) afterContractEnd() bool {
	end := noon(v.f.ContractEnd, v.f)
	return !end.IsZero() && v.last.After(end) && !v.contractOver() && !v.contractEndTooEarly()
}

// contractOver tells that the contract has ended already, so that its notice may hold no more.
func (v view) contractOver() bool {
	end := noon(v.f.ContractEnd, v.f)
	return !end.IsZero() && end.Before(noon(v.f.Today, v.f))
}

// asksOpenWork tells that work is under way, or may be, and nobody has said until when.
func (v view) asksOpenWork() bool { return !isNone(v.f.OpenWork) && openUntil(v.f).IsZero() }

// stranded tells that the last day, as asked for or by contract, comes before the work under way is done.
func (v view) stranded() bool { return openUntil(v.f).After(v.last) }

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
