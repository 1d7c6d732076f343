package drafts

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// nothingInside is D13: no name of a person who reported, and no internal note.
func (c *checking) nothingInside() {
	body := c.beforeSignature()
	for _, entry := range c.private {
		if entry.name {
			c.findName(entry.forms, body)
		} else {
			c.findQuote(entry)
		}
	}
}

// An entry of so many words is a name however it is written, or may be one in capitals.
const (
	shortName = 3
	longName  = 6
)

// particle is the length, in letters, of what stands in small letters within a name: "van", "der".
const particle = 3

func isName(entry string, words int) bool {
	if words <= shortName {
		return true
	}
	for word := range strings.FieldsSeq(entry) {
		if !written(word) && utf8.RuneCountInString(word) > particle {
			return false
		}
	}
	return words <= longName
}

// quotedWords is the run of a note's words that counts as quoting it.
const quotedWords = 5

// minNamePart is the shortest single part of a name that is looked for, in letters.
const minNamePart = 3

// beforeSignature is the number of tokens before the signature, where the sender's own name may stand.
func (c *checking) beforeSignature() int {
	matches := c.words.signoff.all(c.tokens)
	if len(matches) == 0 {
		return len(c.tokens)
	}
	return matches[len(matches)-1].from
}

// findName looks for a full name, and for each part of it by itself, in any of
// its forms. Only words written as a name count: "Mark" but not "mark".
func (c *checking) findName(name []form, body int) {
	for i := 0; i < body; i++ {
		if c.namedAt(name, i, body) {
			c.report(c.passage(i, i+len(name)-1), "reporter-named")
			i += len(name) - 1
			continue
		}
		for n, part := range name {
			if len(name) > 1 && part.length >= minNamePart && c.namedAt(name[n:n+1], i, body) {
				c.report(c.passage(i, i), "reporter-named")
			}
		}
	}
}

func (c *checking) namedAt(name []form, i, body int) bool {
	if i+len(name) > body {
		return false
	}
	for n := range name {
		t := &c.tokens[i+n]
		if as := c.text[t.start:t.end]; !name[n].is(t, c.words) || !t.content() || !written(as) || i+n > 0 && c.tokens[i+n-1].start == t.start {
			return false
		}
	}
	t := &c.tokens[i]
	if len(name) > 1 {
		return true
	}
	if c.inFacts(t) { // the client's Anna, not ours
		return false
	}
	if !c.words.ambiguous[t.word] {
		return true
	}
	// "Will", "May": a name only where the capital has no other ground.
	return i > 0 && c.tokens[i-1].sentence == t.sentence && !c.inDate(*t) && !strings.HasSuffix(strings.TrimRight(c.text[:t.start], " \t"), "\n")
}

// inFacts tells whether a word belongs to what is written as a name in the facts,
// in any form. Other words cover for nobody: "17 marca" is not Marta's "Marcie".
func (c *checking) inFacts(t *token) bool {
	for _, fact := range c.facts {
		for i := range fact.forms {
			if part := &fact.forms[i]; part.name && part.is(t, c.words) {
				return true
			}
		}
	}
	return false
}

// findQuote looks for runs of a note's words. Words of the facts do not count
// as quoted: a note about an open task may name it as the profile does.
func (c *checking) findQuote(note entry) {
	for i := 0; i+quotedWords <= len(c.tokens); i++ {
		if !c.quotedAt(note, i) {
			continue
		}
		from := i
		for i+1+quotedWords <= len(c.tokens) && c.quotedAt(note, i+1) {
			i++
		}
		c.report(c.passage(from, i+quotedWords-1), "note-quoted")
		i += quotedWords - 1
	}
}

func (c *checking) quotedAt(note entry, i int) bool {
	run := c.tokens[i : i+quotedWords]
	return slices.ContainsFunc(note.begin[run[0].word], func(at int) bool {
		own := false
		for n := range run {
			if run[n].word != note.words[at+n] {
				return false
			}
			own = own || run[n].content()
		}
		return own
	})
}
