package commands_test

import "testing"

func TestAssessSaysTheShareOfTheTrouble(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/flag Acme dishonesty")
	tm.lacks(tm.says("ana", "/assess acme"), "of the trouble") // of one client it says nothing
	tm.says("ana", "/flag Globex scope-creep")
	tm.wants(tm.says("ana", "/assess acme"), "80% of the trouble with all your clients")
	tm.wants(tm.says("ana", "/assess globex"), "20% of the trouble")
	tm.says("ana", "/flag Globex tension severity:high")
	tm.says("ana", "/flag Globex indecision")
	tm.says("ana", "/flag Globex withholds-input severity:high")
	tm.wants(tm.says("ana", "/assess globex"), "56% of the trouble")
	tm.says("ana", "/client globex close")
	tm.lacks(tm.says("ana", "/assess globex"), "of the trouble")
	tm.says("ana", "/client Nord add")
	tm.wants(tm.says("ana", "/assess acme"), "100% of the trouble")
	tm.lacks(tm.says("ana", "/assess nord"), "of the trouble")
}
