package parse

import (
	"regexp"
	"strings"
	"time"
)

// intent is one message being understood.
type intent struct {
	c      Context
	speech *speech
	// raw is the message without what politeness puts around it; said is raw
	// with single spaces, and no mark at its end.
	raw, said seen
	question  bool // with a mark; see doubts for those without
	asked     bool // politely: "can you …?"
	led       bool // politely: "can you …", "I would like to …"
	// before is said without a day at its end or start, at that day; dated tells that there is one.
	before seen
	at     time.Time
	dated  bool
	// within is said without a day in its midst, at that day, else zero.
	within   seen
	withinAt time.Time
}

func newIntent(c Context, words string) *intent {
	in := &intent{c: c, speech: allSpeech()}
	raw := see(words + " ")
	if loc := in.speech.opening.FindStringIndex(raw.text); loc != nil && strings.TrimSpace(raw.text[loc[1]:]) != "" {
		raw = raw.cut(loc[1], len(raw.text))
	} // else nothing but a greeting
	raw = in.unthanked(raw.trim())
	in.question = strings.HasSuffix(raw.text, "?")
	if in.speech.asks.MatchString(raw.text) {
		in.question, in.asked = false, in.question
		raw = raw.cut(0, len(strings.TrimRight(raw.text, "? ")))
	}
	for _, lead := range []*regexp.Regexp{in.speech.polite, in.speech.requests} {
		if loc := lead.FindStringIndex(raw.text); loc != nil {
			raw = raw.cut(loc[1], len(raw.text))
			in.led = true
		}
	}
	raw = in.unthanked(raw)
	if loc := in.speech.aside.FindStringSubmatchIndex(raw.text); loc != nil {
		raw = see(raw.back(0, loc[3]) + " " + raw.back(loc[1], len(raw.text)))
	}
	in.raw = raw.trim()
	in.said = see(strings.TrimRight(clean(in.raw.back(0, len(in.raw.text))), " ?!.,;:"))
	in.undate()
	return in
}

// unthanked is raw without thanks at its end.
func (in *intent) unthanked(raw seen) seen {
	if loc := in.speech.closing.FindStringIndex(raw.text); loc != nil && loc[0] > 0 {
		return raw.cut(0, loc[0])
	}
	return raw
}

// doubts tells that the end of what was said asks, whatever stands before it: "… or not", "…, right".
func (in *intent) doubts() bool {
	return in.speech.doubt.MatchString(in.said.text) || in.speech.tag.MatchString(in.said.text)
}

// undate looks for a day at the end or the start of what was said, or within it.
func (in *intent) undate() {
	words := strings.Fields(in.said.typed)
	take := func(rest, day []string) bool {
		if !dates().starts(day[0]) {
			return false
		}
		at, err := Date(strings.Join(day, " "), in.c.Now, in.c.Zone)
		if err != nil {
			return false
		}
		in.before, in.at, in.dated = see(strings.TrimRight(strings.Join(rest, " "), ",;")), at, true
		return true
	}
	for n := min(6, len(words)-1); n > 0; n-- {
		if take(words[:len(words)-n], words[len(words)-n:]) || take(in.uninverted(words[n:]), words[:n]) {
			return
		}
	}
	if rest, at := in.withoutDay(in.said.typed); !at.IsZero() {
		in.within, in.withinAt = see(rest), at
	}
}

// uninverted gives the words behind a day the order they have without one:
// "gisteren hebben we" is "we hebben". By itself "hebben we" is a question.
func (in *intent) uninverted(words []string) []string {
	if len(words) > 2 && in.speech.inverted.MatchString(plainly(words[0]+" "+words[1])) {
		return append([]string{words[1], words[0]}, words[2:]...)
	}
	return words
}
