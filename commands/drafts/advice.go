package drafts

// step is a line of the checklist, or a caution: the template "step <code>" or
// "caution <code>" words it.
type step struct {
	code, source string
	when         func(v view) bool // nil: always
}

func not(when func(v view) bool) func(v view) bool {
	return func(v view) bool { return !when(v) }
}

// steps are what to do before a draft is used, in order (PLAYBOOK §2, §3 and §5).
var steps = map[Kind][]step{
	Separation: {
		{"safety", "S3.1", view.Unsafe},
		{"written", "S3.1, S3.2", func(v view) bool { return v.Written() && !v.Unsafe() }},
		{"lawyer", "S3.10", view.Legal},
		{"act-now", "S3", view.now},
		{"cooling-off", "S1", view.cooling},
		{"decision", "S1", func(v view) bool { return !v.now() && !v.cooling() }},
		{"contract", "S1", nil},
		{"ends-early", "S1", view.endsEarly},
		{"paid-ahead", "S1, S4", func(v view) bool { return !isNone(v.f.Prepaid) }},
		{"collect", "S1, S3.6", func(v view) bool { return v.Owed() != "" && !v.Unsafe() }},
		{"find-owed", "S1, S3.6", func(v view) bool { return v.OwedUnknown() && !v.Unsafe() }},
		{"open-work", "S0, S1", view.asksOpenWork},
		{"last-day", "S1, S0", not(view.asksOpenWork)},
		{"refer-kind", "S0, S1, S4", func(v view) bool { return v.h.referral == referKind }},
		{"refer-directory", "S0", func(v view) bool { return v.h.referral == referDirectory }},
		{"refer-none", "S1", func(v view) bool { return v.h.referral == referNone }},
		{"call", "S1, S4", func(v view) bool { return v.h.class < serious }},
		{"call-together", "S1, S4", func(v view) bool { return v.h.class == serious || v.h.class == legal }},
		{"court", "S1", func(v view) bool { return v.Profession() == LawFirm }},
		{"trace", "S1", func(v view) bool { return v.Written() || v.Profession() == Accounting || v.Profession() == LawFirm }},
		{"fill-in", "S1, S4", view.Placeholders},
		{"recommit", "S2", view.Mild},
		{"stop-work", "S3.10", view.Legal},
		{"until-then", "S4", func(v view) bool { return v.h.class < legal && !v.Legal() }},
	},
	Talk: {
		{"safety-talk", "S3.1", view.Unsafe},
		{"lawyer", "S3.10", view.Legal},
		{"talk-facts", "S2, S3", not(view.Unsafe)},
		{"talk-meet", "S1, S2", not(view.Unsafe)},
		{"talk-limit", "S2", not(view.Unsafe)},
		{"fill-in", "S2", view.Placeholders},
		{"talk-record", "S1", not(view.Unsafe)},
	},
	Warning: {
		{"safety", "S3.1", view.Unsafe},
		{"lawyer", "S3.10", view.Legal},
		{"warn-facts", "S3.2", nil},
		{"warn-written", "S3.1, S3.2", view.Written},
		{"warn-together", "S2", not(view.Written)},
		{"warn-mean", "S3", nil},
		{"fill-in", "S2", view.Placeholders},
		{"warn-record", "S1", nil},
	},
	Renegotiate: {
		{"safety", "S3.1", view.Unsafe},
		{"lawyer", "S3.10", view.Legal},
		{"terms-worth", "S2, S4", nil},
		{"terms-contract", "S1", nil},
		{"terms-talk", "S2", not(view.Written)},
		{"terms-limit", "S2", nil},
		{"fill-in", "S2", view.Placeholders},
		{"terms-record", "S1", nil},
	},
	Clause: {
		{"clause-next", "S4", nil},
		{"clause-lawyer", "S4", nil},
		{"fill-in", "S4", view.Placeholders},
	},
	Intake: {
		{"intake-fit", "S0", nil},
		{"intake-ask", "S0", nil},
		{"intake-no", "S0, S4", nil},
		{"intake-agreement", "S0, S4", nil},
	},
}

// advise adds the checklist and the cautions, in the reader's language.
func (v view) advise(doc *Document) error {
	v.pack = readerPack(v.f)
	for _, s := range steps[doc.Kind] {
		if s.when != nil && !s.when(v) {
			continue
		}
		text, err := v.pack.render("step "+s.code, v)
		if err != nil {
			return err
		}
		doc.Before = append(doc.Before, Step{Text: text, Source: s.source})
	}
	for _, s := range cautions[doc.Kind] {
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

// readerPack is the language of the checklist and the cautions.
func readerPack(f Facts) *pack {
	if f.Reader != "" {
		return packFor(f.Reader)
	}
	return packFor(f.Language)
}
