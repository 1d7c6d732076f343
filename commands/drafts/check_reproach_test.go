package drafts

import (
	"slices"
	"testing"
)

// A second reason that is a reproach breaks both rules: whoever takes the
// reproach out of it still has a second reason, and the other way round.
func TestSecondReasonMayBlameToo(t *testing.T) {
	f := letterFacts(t, "en")
	letter := goodLetters{}.of(t, f)
	for _, line := range []string{
		"Also, your invoices are usually paid late.",
		"Meetings were moved by you.",
		"Besides, the delays were caused by your people.",
	} {
		var rules []string
		for _, found := range Check(setInto(letter.Text, line), f, letter.Role) {
			rules = append(rules, found.Rule)
		}
		if !slices.Equal(rules, []string{OneReason, NoBlame}) {
			t.Errorf("%q breaks %v, want %v", line, rules, []string{OneReason, NoBlame})
		}
	}
}

// Talk of the terms is what the other texts are for: only a separation is closed to it.
func TestOnlySeparationIsClosedToTalk(t *testing.T) {
	for language, line := range map[string]string{
		"en": "Let us know if you would like to discuss it.",
		"pl": "Proszę dać znać, jeśli chcą Państwo o tym porozmawiać.",
		"cs": "Dejte nám vědět, pokud o tom chcete mluvit.",
		"it": "Ci faccia sapere se desidera parlarne.",
		"nl": "Laat het ons weten als u hierover wilt praten.",
		"sr": "Јавите нам ако желите да разговарамо о томе.",
	} {
		f := letterFacts(t, language)
		for _, role := range []string{RoleOpening, RoleWarning, RoleProposal, RoleAgenda} {
			passes(t, language+" "+role, Check(line, f, role))
		}
		for _, role := range []string{RoleScript, RoleConfirmation, RoleNotice} {
			found := Check(line, f, role)
			if !slices.ContainsFunc(found, func(one Finding) bool { return one.Rule == NoDebate }) {
				t.Errorf("%s %s: %q passes %s", language, role, line, NoDebate)
			}
		}
	}
}
