package drafts

import "testing"

// Every edit is checked, and every answer of a model several times.
func BenchmarkCheck(b *testing.B) {
	eachPack(b, func(b *testing.B, f Facts) {
		d, err := Write(Separation, f)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if found := CheckParts(f, d, d.Parts); len(found) > 0 {
				b.Fatal(found)
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	eachPack(b, func(b *testing.B, f Facts) {
		for b.Loop() {
			if _, err := Write(Separation, f); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func eachPack(b *testing.B, bench func(b *testing.B, f Facts)) {
	for _, language := range Languages() {
		f := known(b, language)
		f.Leading, f.Profession = because("scope-creep"), LawFirm
		b.Run(language, func(b *testing.B) { bench(b, f) })
	}
}
