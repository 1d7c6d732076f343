package parse

import (
	"strings"
	"testing"
	"time"
)

// Within one class of words nothing means two things in two languages, since
// dates, severities and values are read in all of them at once.
func TestNoWordMeansTwoThings(t *testing.T) {
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	meant := map[string]string{}
	say := func(language, class, word, meaning string) {
		key := class + " " + word
		if other, ok := meant[key]; ok && !strings.HasSuffix(other, ": "+meaning) {
			t.Errorf("%s: %q is %s in %s, and in %s", class, word, meaning, language, other)
		}
		meant[key] = language + ": " + meaning
	}
	for i, name := range w.names {
		l := w.languages[i]
		for s, forms := range l.Severities {
			each(forms, func(word string) { say(name, "severity", word, s) })
		}
		one := &calendar{
			days: map[string]namedDay{}, weekdays: map[string]time.Weekday{}, months: map[string]int{}, units: map[string]unit{}, counts: map[string]int{},
			which: map[string]which{}, bare: map[string]bool{}, vague: map[string]bool{}, unclear: map[string]bool{}, agoAfter: map[string]bool{}, agoBefore: map[string]bool{}, aheadBefore: map[string]bool{},
			on: map[string]bool{}, filler: map[string]bool{}, at: map[string]bool{}, clock: map[string]bool{}, year: map[string]bool{},
			hours: map[string]int{}, ends: map[string]bool{}, starters: map[string]bool{},
		}
		one.add(&l.Dates)
		mean(one.days, func(word string, d namedDay) { say(name, "day", word, string('a'+rune(d.back+5))) })
		mean(one.weekdays, func(word string, d time.Weekday) { say(name, "weekday", word, d.String()) })
		mean(one.months, func(word string, m int) { say(name, "month", word, string('a'+rune(m))) })
		mean(one.units, func(word string, u unit) { say(name, "unit", word, string('a'+rune(u))) })
		mean(one.counts, func(word string, n int) { say(name, "count", word, string('a'+rune(n))) })
		mean(one.which, func(word string, n which) { say(name, "which", word, string('a'+rune(n))) })
	}
}

func mean[V any](m map[string]V, f func(string, V)) {
	for k, v := range m {
		f(k, v)
	}
}

// Every pattern of every file compiles, fits nothing empty, and has pieces to
// look for that are worth looking for, or few would be passed over quickly.
func TestPhrasesCanBeRead(t *testing.T) {
	s, err := readSpeech()
	if err != nil {
		t.Fatal(err)
	}
	for language, phrases := range s.phrases {
		if len(phrases) < 40 {
			t.Errorf("%s: only %d phrases", language, len(phrases))
		}
		has := map[string]bool{}
		for i := range phrases {
			p := &phrases[i]
			has[strings.TrimSpace(p.command+" "+p.verb)] = true
			if p.pattern().MatchString("") {
				t.Errorf("%s: %s fits nothing", language, p.source)
			}
			if strings.Contains(p.source, "{") {
				t.Errorf("%s: an unknown macro in %s", language, p.source)
			}
			if len(p.needs) == 0 {
				t.Errorf("%s: nothing to look for in %s", language, p.source)
			}
		}
		for _, command := range []string{
			"undo", "help", "signs", "clients", "assess", "history", "praise", "draft", "draft separation", "draft talk", "draft warning", "draft renegotiate",
			"did talk", "did warning", "did boundary", "did price", "did scope",
		} {
			if !has[command] {
				t.Errorf("%s: no way to say %q", language, command)
			}
		}
	}
}
