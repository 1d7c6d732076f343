package openai

import "testing"

// Each answer of a model is examined part by part.
func BenchmarkExamine(b *testing.B) {
	was, _ := letter(b, "pl")
	again := warmLetter(b, "pl")
	o := letterOrder("pl", was, facts())
	for b.Loop() {
		if found := newGuard(o, o.Draft.Parts[0]).examine(again); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

func BenchmarkConceal(b *testing.B) {
	f := facts()
	f.Language, f.Reporters, f.Notes = "pl", []string{"Marek Kowalczyk"}, []string{"was rude to all of us on the phone again"}
	o := order(b, "separation", f)
	for b.Loop() {
		conceal(o)
	}
}
