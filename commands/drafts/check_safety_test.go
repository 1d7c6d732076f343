package drafts

import (
	"testing"

	"amicable/scoring"
)

// A suspicion counts where the law is among the signs, an invitation where all
// is done in writing; elsewhere the same words are innocent.
func TestSomeWordsCountInSomeCasesOnly(t *testing.T) {
	for _, c := range []struct {
		sign       scoring.SignID
		role, text string
		why        string
	}{
		{"legal-risk", RoleOpening, "I suspect that it is late.", "suspicion"},
		{"scope-creep", RoleOpening, "I suspect that it is late.", ""},
		{"physical-abuse", RoleOpening, "Let us meet at the office.", "meeting"},
		{"physical-abuse", RoleWarning, "You can call me any time.", "meeting"},
		{"physical-abuse", RoleWarning, "Please do not call us or visit us.", ""},
		{"verbal-abuse", RoleProposal, "Let us talk about it.", "meeting"},
		{"verbal-abuse", RoleOpening, "Let us talk about it.", ""},
		{"scope-creep", RoleProposal, "Let us talk about it.", ""},
	} {
		why := ""
		for _, found := range Check(c.text, flagged(c.sign), c.role) {
			why = found.Why
		}
		if why != c.why {
			t.Errorf("%s, %s: %q is %q, want %q", c.sign, c.role, c.text, why, c.why)
		}
	}
	f := flagged("scope-creep")
	f.Leading = append(f.Leading, "legal-risk")
	if found := Check("Your returns may be fraudulent.", f, RoleOpening); len(found) != 1 || found[0].Why != "suspicion" {
		t.Errorf("a legal risk that does not lead: %+v", found)
	}
}
