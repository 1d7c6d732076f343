package drafts

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// nothingInside is D13: no name of a person who reported, and no internal note.
func (c *checking) nothingInside() {
	body, sender := c.beforeSignature(), c.introduced()
	for _, name := range c.reporters {
		c.findName(name, body, sender)
	}
	for _, n := range c.notes {
		c.findQuote(n)
	}
}

// quotedWords is the run of a note's words that counts as quoting it.
const quotedWords = 5

// A note of fewer words is quoted when all of it stands in a text, and so many
// of its words, of so many letters, tell it from what anybody writes: "paid late
// again", but neither "the last invoice" nor "for October".
const (
	distinctWords = 3
	distinctWord  = 4
)

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

// introduced are the tokens in which a speaker says their own name, "Hello, this
// is …": reporters make calls, too. There are none where nobody does.
func (c *checking) introduced() (name span) {
	if c.role != RoleScript && c.role != RoleOpening {
		return span{}
	}
	for _, m := range c.words.introduction.all(c.tokens) {
		from, to := m.to+1, m.to+1
		for to < len(c.tokens) && c.tokens[to].sentence <= 1 && written(c.text[c.tokens[to].start:c.tokens[to].end]) &&
			strings.TrimSpace(c.text[c.tokens[to-1].end:c.tokens[to].start]) == "" {
			to++
		}
		if to > from {
			return span{from, to}
		}
	}
	return span{}
}

// findName looks for a full name, and for each part of it by itself, in any of
// its forms, but for where the sender is. Only words written as a name count:
// "Mark" but not "mark".
func (c *checking) findName(name []form, body int, sender span) {
	parts := partsOf(name)
	for i := 0; i < body; i++ {
		if i >= sender.start && i < sender.end {
			continue
		}
		if c.namedAt(name, i, body) {
			c.report(c.passage(i, i+len(name)-1), "reporter-named")
			i += len(name) - 1
			continue
		}
		for n := range parts {
			if len(name) > 1 && c.namedAt(parts[n:n+1], i, body) {
				c.report(c.passage(i, i), "reporter-named")
			}
		}
	}
}

// partsOf are the words of a name that name somebody by themselves. Where some
// are written in small letters, these do not: "van", "from sales".
func partsOf(name []form) []form {
	capitals := slices.ContainsFunc(name, func(f form) bool { return f.name })
	var parts []form
	for _, f := range name {
		if f.length >= minNamePart && (f.name || !capitals) {
			parts = append(parts, f)
		}
	}
	return parts
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
func (c *checking) findQuote(n note) {
	for i := 0; i+n.run <= len(c.tokens); i++ {
		if !c.quotedAt(n, i) {
			continue
		}
		from := i
		for i+1+n.run <= len(c.tokens) && c.quotedAt(n, i+1) {
			i++
		}
		c.report(c.passage(from, i+n.run-1), "note-quoted")
		i += n.run - 1
	}
}

func (c *checking) quotedAt(n note, i int) bool {
	run := c.tokens[i : i+n.run]
	return slices.ContainsFunc(n.begin[run[0].word], func(at int) bool {
		own, distinct := false, 0
		for k := range run {
			if run[k].word != n.words[at+k] {
				return false
			}
			own = own || run[k].content()
			if n.run < quotedWords && c.distinct(&run[k]) {
				distinct++
			}
		}
		return own && (n.run == quotedWords || distinct >= distinctWords)
	})
}

// distinct tells that a word is neither short nor part of a date.
func (c *checking) distinct(t *token) bool {
	_, month := c.words.months[t.word]
	_, weekday := c.words.weekdays[t.word]
	return t.content() && !t.number && !month && !weekday && !c.words.today[t.word] && utf8.RuneCountInString(t.word) >= distinctWord
}
