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
	for _, p := range phrases {
		if command, text, ok = in.match(p); ok {
			return command, text, true
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
var commands = set("flag", "assess", "draft", "did", "praise", "client", "clients", "history", "undo", "plan",
	"help", "settings", "signs", "status", "audit", "export", "erase")

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

// intent is one message being understood.
type intent struct {
	c Context
	// raw is the message without what politeness puts around it; said is raw
	// with plain apostrophes and single spaces, and no mark at its end.
	raw, said string
	question  bool
	asked     bool // politely: "can you …?"
	// before is said without a day at its end or start, at that day; "" when none is there.
	before string
	at     time.Time
}

var (
	opening  = regexp.MustCompile(`(?i)^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|ok|okay|so|now|and|but|then|also|please|pls|kindly|thanks|thank you|@?amicable|bot|there|team|just)(?:[,!.:;]+\s*|\s+-+\s*|\s+))+`)
	polite   = regexp.MustCompile(`(?i)^(?:(?:can|could|will) (?:you|u)|would you (?:please|kindly|mind)|i(?:'d| would) like (?:you )?to|(?:i|we) (?:want|need) (?:you )?to|let's|let us|help (?:me|us)(?: to)? (?:flag|record|log|report)?)\s+`)
	requests = regexp.MustCompile(`(?i)^(?:please|kindly|pls|maybe|quickly|just)\s+`)
	closing  = regexp.MustCompile(`(?i)(?:[\s,.!;]+(?:please|pls|thanks|thank you|thx|cheers|for me|amicable|many thanks)(?: (?:a lot|so much|very much))?)+[\s.!]*$`)
	asks     = regexp.MustCompile(`(?i)^(?:can|could|will|would) (?:you|u)\b`)
)

func newIntent(c Context, words string) *intent {
	plain := func(s string) string { return strings.ReplaceAll(s, "’", "'") }
	raw := plain(words)
	in := &intent{c: c}
	raw = opening.ReplaceAllString(raw+" ", "")
	raw = strings.TrimSpace(raw)
	if raw == "" {
		raw = plain(words) // nothing but a greeting
	}
	in.question = strings.HasSuffix(raw, "?")
	if asks.MatchString(raw) {
		in.question, in.asked = false, in.question
		raw = strings.TrimRight(raw, "? ")
	}
	if loc := polite.FindStringIndex(raw); loc != nil && !strings.HasPrefix(strings.ToLower(raw), "help") {
		raw = raw[loc[1]:]
	}
	raw = requests.ReplaceAllString(raw, "")
	if short := closing.ReplaceAllString(raw, ""); short != "" {
		raw = short
	}
	in.raw = strings.TrimSpace(raw)
	in.said = strings.TrimRight(clean(in.raw), " ?!.,;:")
	in.before, in.at = undated(c, in.said)
	return in
}

// undated takes a day off the end or the start of what was said.
func undated(c Context, said string) (string, time.Time) {
	words := strings.Fields(said)
	for n := min(6, len(words)-1); n > 0; n-- {
		if at, err := Date(strings.Join(words[len(words)-n:], " "), c.Now, c.Zone); err == nil {
			return strings.TrimRight(strings.Join(words[:len(words)-n], " "), ",;"), at
		}
		if at, err := Date(strings.Join(words[:n], " "), c.Now, c.Zone); err == nil {
			return strings.Join(words[n:], " "), at
		}
	}
	return "", time.Time{}
}

// match tries one phrase.
func (in *intent) match(p phrase) (command, text string, ok bool) {
	if p.records && in.question {
		return "", "", false
	}
	said := []string{in.said}
	if p.records && in.before != "" {
		said = []string{in.before, in.said}
	}
	for i, s := range said {
		m := p.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		line := Line{Verb: p.verb}
		if len(said) == 2 && i == 0 {
			line.At = in.at
		}
		if n := p.pattern.SubexpIndex("kind"); n > 0 {
			if line.Verb = kinds[strings.ToLower(m[n])]; line.Verb == "" {
				continue
			}
		}
		if n := p.pattern.SubexpIndex("note"); n > 0 {
			line.Note = m[n]
		}
		if n := p.pattern.SubexpIndex("name"); n > 0 && !in.name(&line, m[n], p) {
			continue
		}
		if p.lead {
			return p.command, leading(line), true
		}
		return p.command, line.String(), true
	}
	return "", "", false
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

var (
	beforeName = regexp.MustCompile(`(?i)^(?:(?:the |our |my )?(?:client|customer)s? |our friends at |the (?:people|team|folks) (?:at|from) )`)
	afterName  = regexp.MustCompile(`(?i)^(?:about|over|regarding|because|since|concerning|that|and|,|-|–|—)\s*`)
)

// name puts a client into the line. Behind a known name, a note may follow that
// begins with "about" or the like.
func (in *intent) name(l *Line, raw string, p phrase) bool {
	raw, t := strings.TrimSpace(raw), p.trust
	if in.resolve(l, raw, p.records) {
		return true
	}
	bare := beforeName.ReplaceAllString(raw, "")
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
	if t == knownOnly || bare == "" {
		return false
	}
	r := reader{c: in.c, text: bare, toks: toks}
	if !r.plausible(0, len(toks)) || plainWords[fold(toks[0].text)] && len(toks) == 1 || vague[fold(bare)] {
		return false
	}
	if t == likely && r.capitals(0, len(toks)) < len(toks) {
		near := in.c.Names.Near(bare, 1)
		if len(near) == 0 || !ofWords(near[0], len(toks)) {
			return false
		}
	}
	l.Name = bare
	return true
}

// vague words stand for no client in particular.
var vague = set("it", "this", "that", "them", "him", "her", "everyone", "everybody", "all", "nothing", "nobody", "no one", "anything",
	"someone", "somebody", "things", "stuff", "life", "work", "message", "the message", "this message", "that message", "the client", "client", "clients", "a client", "the customer", "this client", "that client", "one", "me", "us", "you")

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
		lead := afterName.FindString(rest)
		if !note || lead == "" || l.Note != "" {
			return false
		}
		if strings.Trim(lead, " ,-–—") == "" {
			rest = rest[len(lead):]
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
