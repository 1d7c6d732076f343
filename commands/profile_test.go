package commands_test

import "testing"

func TestAnAmountIsNotBelowZero(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	for _, typed := range []string{`owed=-300 EUR`, `owed="-300 EUR"`, `prepaid="€ -50"`, `revenue=-4500`, `new-price="EUR −900"`} {
		tm.wants(tm.says("ana", "/client Acme set "+typed), "cannot be below zero", "without the minus")
	}
	tm.lacks(tm.says("ana", "/client Acme"), "300", "4500", "-50")
	tm.wants(tm.says("ana", "/client Acme set owed=300 EUR"), "300 EUR")
	tm.wants(tm.says("ana", "/client Acme set owed=-"), "forgotten")
}

func TestALanguageIsShownByItsOwnName(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	r := tm.says("ana", "/client Acme set language=polish")
	tm.wants(r, "polski")
	tm.lacks(r, ": pl", "yet")
	tm.wants(tm.says("ana", "/client Acme"), "polski")
}

// A client's language is noted whether drafts can be written in it or not, and
// who notes it learns at once which it is.
func TestALanguageWithoutDraftsIsSaidAtOnce(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.wants(tm.says("ana", "/client Acme set language=german"), "german", "drafts in “german” yet", "in English", "Nederlands")
	tm.wants(tm.says("ana", "/client Acme"), "german")
	tm.lacks(tm.says("ana", "/client Acme set language=-"), "yet")
}
