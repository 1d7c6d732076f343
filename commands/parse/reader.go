package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amicable/scoring"
	"amicable/storage"
)

// reader holds what is known while one text is read.
type reader struct {
	c    Context
	text string
	toks []token // without the options
	cut  []span  // what is not the note's, in rising order
	line Line
	last struct {
		i int // one more than the token that client was last asked about
		found
	}
	sign bool // a sign is looked for, otherwise one of c.Verbs
	keys []string
}

// span is a piece of the text, in bytes.
type span struct{ start, end int }

// Windows for looking around: none is ever reached by what a person means, and
// they keep the work in proportion to the text.
const (
	maxText      = 16 << 10 // bytes of a command's text
	maxNameWords = 12       // words of a known name
	maxTermWords = 6        // words of a sign
	maxFreeWords = 6        // words of an unknown name without quotes
)

// Flag reads "<client> <sign> [note] [on:…] [severity:…]", in any sensible
// order. Nothing is required: what is missing is empty in the Line. Its errors are Problems.
func Flag(c Context, text string) (Line, error) {
	r := reader{c: c.complete(), text: text, sign: true, keys: []string{optionOn, optionSeverity}}
	return r.read()
}

// Client reads a client, one of c.Verbs, and the rest as Note and Words. keys
// are the options accepted; "on" goes to Line.At and "severity" to
// Line.Severity, others to Line.Options. After the word "set" a key=value runs
// on to the next key. Its errors are Problems.
func Client(c Context, text string, keys ...string) (Line, error) {
	r := reader{c: c.complete(), text: text, keys: keys}
	return r.read()
}

func (r *reader) read() (Line, error) {
	if !utf8.ValidString(r.text) {
		r.text = strings.ToValidUTF8(r.text, string(utf8.RuneError))
	}
	if len(r.text) > maxText {
		return Line{}, tooLong(utf8.RuneCountInString(r.text))
	}
	r.toks = scan(r.text)
	if err := r.options(r.keys); err != nil {
		return Line{}, err
	}
	note, err := r.place()
	if err != nil {
		return Line{}, err
	}
	if err := r.note(note); err != nil {
		return Line{}, err
	}
	return r.line, nil
}

// place finds the client and the sign or verb, and returns the token at which the note begins.
func (r *reader) place() (note int, err error) {
	i := r.opening()
	if i >= len(r.toks) || r.toks[i].dashes() {
		return i, nil
	}
	if r.toks[i].open {
		return 0, problem(QuoteOpen, "Text", r.toks[i].text)
	}
	client := r.client(i)
	// The client first: the longest known name that a sign follows, so that
	// with clients Acme and Acme Late, "acme late payment" is about Acme.
	for c := client; c.n > 0; c = r.shorter(i, c.n) {
		if k := r.linked(i+c.n, r.isTerm); k >= 0 {
			r.take(c)
			return r.takeTerm(k), nil
		}
	}
	first := r.term(i)
	if first.n > 0 && !r.toks[i].quoted {
		if k := r.linked(i+first.n, r.isClient); k >= 0 {
			r.takeTerm(i)
			c := r.client(k)
			r.take(c)
			return k + c.n, nil
		}
	}
	switch {
	case client.n > 0 && (r.toks[i].quoted || client.n >= first.n):
		if end, k := r.longerName(i, client); k > 0 {
			r.name(r.joined(i, end))
			r.line.NearClients = append([]storage.Known{client.known}, r.line.NearClients...)
			return r.takeTerm(k), nil
		}
		r.take(client)
		return r.unclear(i + client.n)
	case first.n > 0 && !r.toks[i].quoted && !r.delimits(i, first):
		return r.termThenName(i), nil
	default:
		return r.nameThenTerm(i), nil
	}
}

// opening skips what people say before a client's name.
func (r *reader) opening() int {
	i := 0
	for i < len(r.toks) && r.separator(i) {
		i++
	}
	if r.client(i).n > 0 {
		return i
	}
	for j := i; j < len(r.toks) && j < i+2; j++ {
		switch strings.ToLower(r.toks[j].text) {
		case "the", "our", "client", "customer":
			if r.client(j+1).n > 0 {
				return j + 1
			}
		}
	}
	return i
}

// found is a client: a known one, or a name in quotes.
type found struct {
	known storage.Known
	name  string // when not known
	n     int    // tokens; 0: nothing found
}

// client finds a client at token i.
func (r *reader) client(i int) found {
	if i >= len(r.toks) {
		return found{}
	}
	if r.last.i != i+1 {
		r.last.i, r.last.found = i+1, r.findClient(i)
	}
	return r.last.found
}

func (r *reader) findClient(i int) found {
	if t := r.toks[i]; t.quoted {
		if k, ok := r.c.Names.Find(t.text); ok {
			return found{known: k, n: 1}
		}
		return found{name: clean(t.text), n: 1}
	}
	if !lettered(r.toks[i].text) { // else "🦊 late" would be the client Late
		if k, ok := r.c.Names.Find(r.toks[i].text); ok {
			return found{known: k, n: 1}
		}
		return found{}
	}
	k, n := r.c.Names.Span(r.nameWords(i))
	return found{known: k, n: n}
}

func lettered(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// nameWords are the words from token i that may make a known name. Names may
// hold quotes themselves: Bob "The Rock" Ltd.
func (r *reader) nameWords(i int) []string {
	words := r.words(i, maxNameWords)
	for i += len(words); len(words) < maxNameWords && i < len(r.toks) && r.toks[i].quoted && r.adjoins(i); i++ {
		words = append(words, r.text[r.toks[i].start:r.toks[i].end])
		more := r.words(i+1, maxNameWords-len(words))
		words = append(words, more...)
		i += len(more)
	}
	return words
}

// shorter finds a known name at token i of fewer than n words.
func (r *reader) shorter(i, n int) found {
	if r.toks[i].quoted || n < 2 {
		return found{}
	}
	k, n := r.c.Names.Span(r.nameWords(i)[:n-1])
	return found{known: k, n: n}
}

func (r *reader) isClient(i int) bool { return r.client(i).n > 0 }

func (r *reader) take(f found) {
	if f.name == "" {
		r.line.Client = f.known
		return
	}
	r.name(f.name)
}

// name takes an unknown name.
func (r *reader) name(name string) {
	r.line.Name = name
	if k, ok := r.c.Names.Find(name); ok {
		r.line.Client, r.line.Name = k, ""
		return
	}
	r.line.NearClients = r.c.Names.Near(name, MaxNear)
}

// clean makes a typed name one line without space at its ends.
func clean(name string) string { return strings.Join(strings.Fields(name), " ") }

// words are the texts of up to n tokens from i; quotes, options and "--" end them.
func (r *reader) words(i, n int) []string {
	var all []string
	for ; i < len(r.toks) && len(all) < n && !r.toks[i].quoted && !r.toks[i].open && !r.toks[i].dashes(); i++ {
		if all != nil && !r.adjoins(i) {
			break
		}
		if all == nil {
			all = make([]string, 0, min(n, len(r.toks)-i))
		}
		all = append(all, r.toks[i].text)
	}
	return all
}

// adjoins tells that nothing was cut out between token i and the one before it.
func (r *reader) adjoins(i int) bool {
	return i == 0 || len(r.cut) == 0 || strings.TrimSpace(r.text[r.toks[i-1].end:r.toks[i].start]) == ""
}

// term is a sign or one of the command's own words.
type term struct {
	sign scoring.SignID
	verb string
	n    int // tokens; 0: nothing found
}

// term finds one at token i.
func (r *reader) term(i int) term {
	if i >= len(r.toks) || r.toks[i].dashes() || r.toks[i].open {
		return term{}
	}
	t := r.toks[i]
	if !r.sign {
		for _, v := range r.c.Verbs {
			if !t.quoted && fold(t.text) == v {
				return term{verb: v, n: 1}
			}
		}
		return term{}
	}
	if t.quoted {
		if id, ok := r.c.Signs.Sign(t.text); ok {
			return term{sign: id, n: 1}
		}
		return term{}
	}
	id, n := r.c.Signs.Span(r.words(i, maxTermWords))
	return term{sign: id, n: n}
}

func (r *reader) isTerm(i int) bool { return r.term(i).n > 0 }

// takeTerm takes the one at token i and returns the token after it. A sign that
// may be a slip in the name of another is reported as near to both.
func (r *reader) takeTerm(i int) (next int) {
	t := r.term(i)
	if r.sign && !r.toks[i].quoted {
		words := r.words(i, maxTermWords)
		if other, n := r.c.Signs.doubt(words, t.n, t.sign); n > 0 {
			r.line.SignText = strings.Join(words[:n], " ")
			r.line.NearSigns = []scoring.SignID{other, t.sign}
			return i + n
		}
	}
	r.line.Sign, r.line.Verb = t.sign, t.verb
	return i + t.n
}

// linked finds the token at i or shortly after it that is, with nothing but
// small words ("for", "because of", "-") before it; -1 if none.
func (r *reader) linked(i int, is func(int) bool) int {
	for k := i; k < len(r.toks) && k < i+4; k++ {
		if is(k) {
			return k
		}
		if !r.separator(k) && (r.toks[k].quoted || !links[strings.ToLower(r.toks[k].text)]) {
			break
		}
	}
	return -1
}

// separator tells that token i is punctuation on its own.
func (r *reader) separator(i int) bool {
	t := r.toks[i]
	switch t.text {
	case "-", "–", "—", ":", ",", ";", "|", ".", "→", "->", "=":
		return !t.quoted
	}
	return false
}

// unclear is what follows a client when no sign or verb does; it returns where the note begins.
func (r *reader) unclear(i int) (note int, err error) {
	for i < len(r.toks) && r.separator(i) {
		i++
	}
	if !r.sign || i >= len(r.toks) || r.toks[i].dashes() {
		return i, nil
	}
	if k := r.hyphened(i); k >= 0 {
		r.line.Sign, _ = r.c.Signs.Sign(r.toks[k].text)
		r.drop(k)
		return i, nil
	}
	if r.toks[i].open {
		return 0, problem(QuoteOpen, "Text", r.toks[i].text)
	}
	if next, ok := r.near(i); ok {
		return next, nil
	}
	if t := r.toks[i]; len(r.toks) == i+1 || (!t.quoted && signLike(t.text)) {
		if _, date := readDate(t.text, r.now()); !date {
			r.line.SignText = t.text
			return i + 1, nil
		}
	}
	return i, nil
}

// signLike tells that a word is written as ids are: "foo-bar".
func signLike(s string) bool {
	a, b, ok := strings.Cut(s, "-")
	return ok && a != "" && b != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

// hyphened finds a sign's very id from token i on; people who type "scope-creep" mean it wherever it stands.
func (r *reader) hyphened(i int) int {
	for ; i < len(r.toks) && !r.toks[i].dashes(); i++ {
		if t := r.toks[i]; !t.quoted && r.c.Signs.isID(t.text) {
			return i
		}
	}
	return -1
}

// drop takes token k out of the note.
func (r *reader) drop(k int) {
	t := r.toks[k]
	at := len(r.cut)
	for at > 0 && r.cut[at-1].start > t.start {
		at--
	}
	r.cut = append(r.cut[:at], append([]span{{t.start, t.end}}, r.cut[at:]...)...)
}

// near takes the run of words at token i that is nearest to a sign, and returns the token after it.
func (r *reader) near(i int) (next int, ok bool) {
	if !r.sign {
		return i, false
	}
	words := r.words(i, 4)
	if len(words) == 0 && i < len(r.toks) && r.toks[i].quoted {
		words = []string{r.toks[i].text}
	}
	best := 1.0
	for n := range words {
		text := strings.Join(words[:n+1], " ")
		if ids, off := r.c.Signs.near(text, MaxNear); len(ids) > 0 && off <= best {
			best, next = off, i+n+1
			r.line.SignText, r.line.NearSigns = text, ids
		}
	}
	return next, best < 1
}
