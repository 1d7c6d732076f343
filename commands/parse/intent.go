package parse

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// maxWords bounds what Intent looks at, in bytes: longer messages are no requests to a bot.
const maxWords = 4096

// Intent turns plain words into a command and its text in the text grammar:
// "how is Acme doing?" into "assess" and `"Acme"`. ok is false when they were
// not understood. Questions and denials never become a command that records.
func Intent(c Context, words string) (command, text string, ok bool) {
	words = strings.TrimSpace(words)
	if words == "" || len(words) > maxWords || !utf8.ValidString(words) {
		return "", "", false
	}
	if rest, slash := strings.CutPrefix(words, "/"); slash {
		return typed(rest)
	}
	in := newIntent(c.complete(), words)
	command, text, ok = in.understand()
	if ok && records[command] && in.doubts() {
		return "", "", false
	}
	return command, text, ok
}

// records are the commands that write something down, or take it back.
var records = map[string]bool{"flag": true, "did": true, "praise": true, "undo": true}

func (in *intent) understand() (command, text string, ok bool) {
	for _, language := range inOrder(in.c.lex.language) {
		for i := range in.speech.phrases[language] {
			if command, text, ok = in.match(&in.speech.phrases[language][i]); ok {
				return command, text, true
			}
		}
	}
	for _, understand := range []func() (string, string, bool){in.flag, in.did, in.statement, in.exact} {
		if command, text, ok = understand(); ok {
			return command, text, true
		}
	}
	return "", "", false
}

// commands are those that may be typed as they are.
var commands = map[string]bool{
	"flag": true, "assess": true, "draft": true, "did": true, "praise": true, "client": true, "clients": true, "history": true, "undo": true,
	"plan": true, "help": true, "settings": true, "signs": true, "status": true, "audit": true, "export": true, "erase": true,
}

// typed reads "flag …" or "amicable flag …", with the slash already off.
func typed(words string) (command, text string, ok bool) {
	first, rest := firstWord(words)
	if first == "amicable" {
		if rest == "" {
			return "help", "", true
		}
		first, rest = firstWord(rest)
	}
	if !commands[first] {
		return "", "", false
	}
	return first, rest, true
}

// firstWord splits off the first word, in lower case.
func firstWord(s string) (first, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, " \t\n\r\u00a0"); i >= 0 {
		return strings.ToLower(s[:i]), strings.TrimSpace(s[i:])
	}
	return strings.ToLower(s), ""
}

// match tries one phrase.
func (in *intent) match(p *phrase) (command, text string, ok bool) {
	if p.records && in.question {
		return "", "", false
	}
	if p.records && in.dated {
		if command, text, ok = in.matchSaid(p, in.before, in.at); ok {
			return command, text, true
		}
	}
	if command, text, ok = in.matchSaid(p, in.said, time.Time{}); !ok && p.records && !in.withinAt.IsZero() {
		return in.matchSaid(p, in.within, in.withinAt)
	}
	return command, text, ok
}

func (in *intent) matchSaid(p *phrase, said seen, at time.Time) (command, text string, ok bool) {
	if !p.fits(said.text) {
		return "", "", false
	}
	pattern := p.pattern()
	m := pattern.FindStringSubmatchIndex(said.text)
	if m == nil {
		return "", "", false
	}
	group := func(name string) (start, end int, ok bool) { // one in each alternative
		for n, of := range pattern.SubexpNames() {
			if of == name && m[2*n] >= 0 {
				return m[2*n], m[2*n+1], true
			}
		}
		return 0, 0, false
	}
	line := Line{Verb: p.verb, At: at}
	if i, j, there := group("kind"); there {
		if line.Verb = allWords().kinds[said.text[i:j]]; line.Verb == "" {
			return "", "", false
		}
	}
	if i, j, there := group("note"); there {
		line.Note = said.back(i, j)
	}
	if i, j, there := group("name"); there && !in.name(&line, said.back(i, j), p) {
		return "", "", false
	}
	if p.lead {
		return p.command, leading(line), true
	}
	return p.command, line.String(), true
}

// leading writes a line with its verb before the client, as /draft has it.
func leading(l Line) string {
	verb := l.Verb
	l.Verb = ""
	return strings.TrimSpace(verb + " " + l.String())
}

// trust says which names a phrase takes.
type trust int

const (
	// knownOnly: the words mean something else unless a client is in them.
	knownOnly trust = iota
	// likely: a known client, one nearly known, or a capitalised name.
	likely
	// any: the phrase leaves no doubt that a client is meant.
	anyName
)

// name puts a client into the line. Behind a known name, a note may follow that
// begins with "about" or the like.
func (in *intent) name(l *Line, raw string, p *phrase) bool {
	raw, t := strings.TrimSpace(raw), p.trust
	if in.resolve(l, raw, p.records) {
		return true
	}
	bare := without(in.speech.before, raw)
	if bare != raw && in.resolve(l, bare, p.records) {
		return true
	}
	toks := scan(bare)
	if len(toks) == 1 && toks[0].blank() {
		return false
	}
	if len(toks) == 1 && toks[0].quoted {
		l.Name = clean(toks[0].text)
		return true
	}
	if forms := inflected(in.c.Names, bare); len(forms) == 1 {
		if p.records {
			l.Name = bare // the command asks
		} else {
			l.Client = forms[0]
		}
		return t != knownOnly || !p.records
	}
	if t == knownOnly || bare == "" {
		return false
	}
	r := reader{c: in.c, text: bare, toks: toks}
	if !r.plausible(0, len(toks)) || in.c.lex.says(plain, fold(toks[0].text)) && len(toks) == 1 || in.c.lex.says(vague, fold(bare)) {
		return false
	}
	if t == likely && r.capitals(0, len(toks)) < len(toks) {
		near := r.nearClients(bare)
		if len(near) == 0 || !ofWords(near[0], len(toks)) {
			return false
		}
	}
	l.Name = bare
	return true
}

// without takes what a pattern finds at the beginning off a text.
func without(pattern *regexp.Regexp, text string) string {
	s := see(text)
	if loc := pattern.FindStringIndex(s.text); loc != nil {
		return s.back(loc[1], len(s.text))
	}
	return text
}

// resolve finds a known client at the beginning of raw, and, when one is wanted, a note behind it.
func (in *intent) resolve(l *Line, raw string, note bool) bool {
	toks := scan(raw)
	if len(toks) == 0 {
		return false
	}
	if k, ok := in.c.Names.Find(raw); ok {
		l.Client = k
		return true
	}
	r := reader{c: in.c, text: raw, toks: toks}
	f := r.client(0)
	if f.n == 0 {
		return false
	}
	if rest := strings.TrimSpace(raw[toks[f.n-1].end:]); rest != "" {
		behind := without(in.speech.after, rest)
		lead := strings.TrimSuffix(rest, behind)
		if !note || lead == "" || l.Note != "" {
			return false
		}
		if strings.Trim(lead, " ,-–—") == "" {
			rest = behind
		}
		l.Note = rest
	}
	if f.name == "" {
		l.Client = f.known
	} else {
		l.Name = f.name
	}
	return true
}

// begins tells whether the words begin with a known client or a quoted name.
func (in *intent) begins(words string) bool {
	r := reader{c: in.c, text: words, toks: scan(words)}
	return r.client(0).n > 0
}
