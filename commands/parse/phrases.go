package parse

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// phrase is a way of saying something. Its pattern fits the whole of what was
// said, plainly; it may have the groups name, kind and note.
type phrase struct {
	source  string
	pattern func() *regexp.Regexp // compiled when first needed
	needs   []string              // see needs
	command string
	verb    string // of a draft or remedy, unless the group kind names it
	trust   trust  // in the name
	records bool   // not for questions; a day may stand before it, after it or within
	lead    bool   // the verb goes before the client
}

// phraseFile is a phrase as a language's file has it. In a pattern {name} is
// the client's name, {some} the same where more follows, and any other {word}
// one of the file's macros. Patterns are in small letters; marks do not matter,
// and Serbian ones are in Latin letters.
type phraseFile struct {
	// Is is the command, and the verb if there is one: "draft talk".
	Is   string
	Says []string
	// Trust is "known", "any", or by default "likely".
	Trust string
}

var trusts = map[string]trust{"known": knownOnly, "likely": likely, "any": anyName}

// phrases are those of one language, in order: the first that fits, name
// included, is meant.
func (l *wordsFile) phrases() ([]phrase, error) {
	var all []phrase
	for _, f := range l.Phrases {
		command, verb, _ := strings.Cut(f.Is, " ")
		t, ok := trusts[cmp.Or(f.Trust, "likely")]
		if !ok || !commands[command] {
			return nil, fmt.Errorf("phrase %q: unknown command or trust %q", f.Is, f.Trust)
		}
		for _, says := range f.Says {
			source := "^(?:" + l.expand(says) + ")$"
			must, err := needs(source)
			if err != nil {
				return nil, fmt.Errorf("phrase %q: %w", f.Is, err)
			}
			all = append(all, phrase{
				source: source, pattern: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) }),
				needs: must, command: command, verb: verb, trust: t,
				records: records[command], lead: command == "draft",
			})
		}
	}
	return all, nil
}

var macro = regexp.MustCompile(`\{[a-z][a-z-]*\}`)

// expand puts macros in, and writes marked letters plainly.
func (l *wordsFile) expand(says string) string {
	for range 4 { // macros within macros, no deeper
		says = macro.ReplaceAllStringFunc(says, func(m string) string {
			switch m {
			case "{name}":
				return "(?P<name>.+)"
			case "{some}":
				return "(?P<name>.+?)"
			}
			if text, ok := l.Macros[strings.Trim(m, "{}")]; ok {
				return text
			}
			return m
		})
	}
	return plainPattern(says)
}

// plainPattern writes the marked letters of a pattern plainly and leaves the
// rest, in which capital letters have their meaning.
func plainPattern(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteByte(byte(r))
		} else {
			writePlain(&b, r)
		}
	}
	return b.String()
}

// fits tells whether the phrase may fit what was said, at the price of looking for a few letters.
func (p *phrase) fits(said string) bool {
	if p.needs == nil {
		return true
	}
	for _, n := range p.needs {
		if strings.Contains(said, n) {
			return true
		}
	}
	return false
}
