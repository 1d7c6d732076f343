package drafts

import (
	"slices"
	"strings"
	"unicode"
)

// Limits of a part in words (D2), facts counting as one each. They leave a
// sentence or two of room above what the templates write.
var wordLimits = map[string]int{
	RoleScript:       240,
	RoleAnswers:      260,
	RoleConfirmation: 230,
	RoleNotice:       150,
	RoleAgenda:       260,
	RoleOpening:      160,
	RoleClosing:      200,
	RoleWarning:      190,
	RoleProposal:     240,
	RoleClause:       330,
	RoleQuestions:    420,
}

// tradeWords is the room that a trade's own paragraph has on top, in what is sent.
const tradeWords = 140

// maxSentence is the longest sentence in words (D2).
const maxSentence = 42

// shoutedWords is how many words in capitals one after another are a shout (D4).
const shoutedWords = 3

// oneReason is D1: no second reason is announced, and no two sentences give reasons about different things.
func (c *checking) oneReason() {
	announced := map[int]bool{} // sentences
	for _, m := range c.words.furtherReasons.all(c.tokens) {
		announced[c.tokens[m.from].sentence] = true
		c.report(c.passage(m.from, m.to), "further-reason")
	}
	first, judged := topicSet(0), -1
	for _, m := range c.words.reasonShape.all(c.tokens) {
		sentence := c.tokens[m.from].sentence
		if sentence == judged || announced[sentence] {
			continue
		}
		judged = sentence
		if c.inSentence(m.from, &c.words.referral) { // what suits them better is no reason of ours
			continue
		}
		switch about := c.topicsOf(m.from); {
		case about == 0:
		case first == 0:
			first = about
		case first&about == 0:
			c.report(c.sentenceAt(m.from), "second-reason")
		}
	}
}

// topicSet has a bit for each topic of the language's list.
type topicSet uint64

func (c *checking) topicsOf(i int) topicSet {
	var about topicSet
	for n := range c.words.topics {
		if c.inSentence(i, &c.words.topics[n].words) {
			about |= 1 << n
		}
	}
	return about
}

// inSentence tells whether the sentence of a token has a match.
func (c *checking) inSentence(i int, l *list) bool {
	from, to := c.sentence(i)
	return l.in(c.tokens[from : to+1])
}

// short is D2: a few sentences per part.
func (c *checking) short() {
	words, sentence, inSentence := 0, -1, 0
	for i, t := range c.tokens {
		switch {
		case i > 0 && t.start == c.tokens[i-1].start: // the rest of a contraction
			continue
		case i > 0 && !t.content() && !c.tokens[i-1].content(): // the rest of a fact
			continue
		}
		words++
		if t.sentence != sentence {
			sentence, inSentence = t.sentence, 0
		}
		if inSentence++; inSentence == maxSentence+1 {
			c.report(c.sentenceAt(i), "long-sentence")
		}
	}
	limit := wordLimits[c.role]
	if trade, _ := professionOf(c.f); trade != General && slices.Contains(sent, c.role) {
		limit += tradeWords
	}
	if words > limit {
		c.report("", "too-long")
	}
}

// noBlame is D3: no reproach and, where a legal risk is among the signs, no suspicion.
func (c *checking) noBlame() {
	c.reportAll(&c.words.blame, "blame")
	if c.h.legal {
		c.reportAll(&c.words.suspicion, "suspicion")
	}
}

// polite is D4: no hostile or sarcastic word, and no shouting.
func (c *checking) polite() {
	c.reportAll(&c.words.hostile, "hostile")
	run := 0
	for i, t := range c.tokens {
		if !t.content() || !capitals(c.text[t.start:t.end]) {
			run = 0
			continue
		}
		if i > 0 && strings.ContainsAny(c.text[min(c.tokens[i-1].end, t.start):t.start], ",_/") { // "VAT, CIT, PIT" is a list
			run = 0
		}
		if run++; run == shoutedWords {
			c.report(c.passage(i-run+1, i), "shouting")
		}
	}
}

// capitals tells that a word is written in capitals, and is more than a letter.
func capitals(word string) bool {
	letters := 0
	for _, r := range word {
		if !unicode.IsUpper(r) {
			return false
		}
		letters++
	}
	return letters > 1
}

// givesReason is D5. Where trades disagree, the profession decides whether the letter has to.
func (c *checking) givesReason() {
	if _, trade := professionOf(c.f); trade.silent && slices.Contains(sent, c.role) {
		return
	}
	if !c.words.reasonShape.in(c.tokens) {
		c.report("", "no-reason")
	}
}

// bothSides is D6: never "we don't want you".
func (c *checking) bothSides() { c.reportAll(&c.words.unwanted, "unwanted") }

// handsOver is D8.
func (c *checking) handsOver() {
	if !c.words.handover.in(c.tokens) {
		c.report("", "no-handover")
	}
}

// alternatives is D9: where a referral is due, what is sent has one; in a severe case nothing has.
func (c *checking) alternatives() {
	switch {
	case c.h.referral == referNone:
		judged := -1
		for _, m := range c.words.referral.all(c.tokens) {
			if sentence := c.tokens[m.from].sentence; sentence != judged {
				judged = sentence
				c.report(c.passage(m.from, m.to), "referral-not-due")
			}
		}
	case c.role == RoleConfirmation && !c.words.referral.in(c.tokens):
		c.report("", "no-alternatives")
	}
}

// thanks is D10.
func (c *checking) thanks() {
	if !c.words.thanks.in(c.tokens) {
		c.report("", "no-thanks")
	}
}

// writtenOnly tells that nobody meets or calls the client: after threats at no
// time, after insults in what is written in place of a call.
func (c *checking) writtenOnly() bool {
	return c.h.class == unsafe || c.h.class == abusive && slices.Contains(inPlaceOfACall, c.role)
}

var inPlaceOfACall = []string{RoleConfirmation, RoleNotice, RoleWarning, RoleProposal}

// noDebate is D11: no threat anywhere, and no invitation where all is done in writing; a separation does not negotiate or
// justify itself either. The answers to an argument may name what was offered.
func (c *checking) noDebate() {
	c.reportAll(&c.words.threat, "threat")
	if c.writtenOnly() {
		c.reportAll(&c.words.meeting, "meeting")
	}
	if c.role == RoleScript || c.role == RoleConfirmation || c.role == RoleNotice {
		c.reportAll(&c.words.negotiation, "negotiation")
		c.reportAll(&c.words.overjustify, "over-justification")
	}
}
