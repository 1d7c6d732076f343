package parse

import (
	"strings"

	"amicable/scoring"
)

// Languages put "us" in different places, and people say it where a sign's words
// have none: of "groził nam" and "nie płaci" they make "nam groził" and "nam nie
// płaci", of "paid late" "paid us late". So it is looked for in its own words, and
// the sign in what is left: whoever says "us" means an entry with or without it,
// but without it "groził" says too little.

// looseRun is a run of words without the "us" in it, and the auxiliary behind that: "nam je pretio".
type looseRun struct {
	text string
	us   bool // one was left out
	last bool // the last word was
	led  bool // one may be left out at the start
}

func (l *looseRun) add(word string) {
	w := allWords()
	if (w.us[word] || l.last && w.aux[word]) && (l.text != "" || l.led) {
		l.us, l.last = true, true
		return
	}
	l.last = false
	if l.text != "" {
		l.text += " "
	}
	l.text += word
}

// loosen takes in an entry with "us" in it.
func (v *Vocabulary) loosen(key string, id scoring.SignID) {
	l := looseRun{led: true}
	for _, w := range strings.Fields(key) {
		l.add(w)
	}
	if !l.us || l.text == "" {
		return
	}
	if other, taken := v.loose[l.text]; taken && other != id {
		id = ""
	}
	v.loose[l.text] = id
	eachPrefix(l.text, v.loosePrefixes)
}

// loosely is the sign that a run with "us" in it names without that.
func (v *Vocabulary) loosely(l looseRun) scoring.SignID {
	if !l.us || l.last {
		return ""
	}
	if id := v.exact[l.text]; id != "" {
		return id
	}
	return v.loose[l.text]
}

// goesOn tells that an entry begins like the run.
func (v *Vocabulary) goesOn(l looseRun) bool {
	return l.text == "" || v.prefixes[l.text] || v.loosePrefixes[l.text]
}

// suiting tells that an "us" makes something else of the words.
func suiting(words []string) bool {
	us, suits := false, false
	for _, w := range words {
		f := fold(w)
		us, suits = us || allWords().us[f], suits || allWords().suits[f]
	}
	return us && suits
}

// tellsOf tells that words are more than one, or one that says enough with an
// "us" beside it: "nam groził", but not "nam je konkurencija".
func (v *Vocabulary) tellsOf(words []string) bool {
	l := looseRun{led: true}
	for _, w := range words {
		l.add(fold(w))
	}
	return strings.Contains(l.text, " ") || l.us && v.loose[l.text] != "" || allWords().alone[l.text]
}
