package parse

import (
	"strings"
	"unicode/utf8"
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
	signs int  // one more than the token at which several signs begin; 0: there are none
	sign  bool // a sign is looked for, otherwise one of c.Verbs
	keys  []string
}

// span is a piece of the text, in bytes.
type span struct{ start, end int }

// Windows for looking around: none is ever reached by what a person means, and
// they keep the work in proportion to the text.
const (
	maxText      = 16 << 10 // bytes of a command's text
	maxNameWords = 12       // words of a known name
	maxTermWords = 8        // words of a sign
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
		return Line{}, r.oversize()
	}
	r.toks = scan(r.text)
	if err := r.options(r.keys); err != nil {
		return Line{}, err
	}
	note, err := r.place()
	if err != nil {
		return Line{}, err
	}
	if p := checkName(r.line.Name); p != nil {
		return Line{}, p
	}
	if err := r.note(note); err != nil {
		return Line{}, err
	}
	return r.line, nil
}

// oversize says what is too long in a text too long to be read: the name at its beginning, or else the note.
func (r *reader) oversize() *Problem {
	text := strings.TrimSpace(r.text)
	if first, _ := utf8.DecodeRuneInString(text); closers[first] != "" {
		if p := unclosed(text, 0); p.Code == NameTooLong {
			return p
		}
	}
	return tooLong(utf8.RuneCountInString(r.text))
}

// place finds the client and the sign or verb, and returns the token at which the note begins.
func (r *reader) place() (note int, err error) {
	i := r.opening()
	if i >= len(r.toks) || r.toks[i].dashes() {
		return i, nil
	}
	if r.toks[i].open {
		return 0, unclosed(r.text, r.toks[i].start)
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
		behind := i + first.n
		if r.sign {
			_, behind = r.several(behind, first.sign)
		}
		if k := r.linked(behind, r.isClient); k >= 0 {
			r.takeTerm(i)
			c := r.client(k)
			r.take(c)
			if r.line.Sign != "" {
				if all, end := r.several(k+c.n, first.sign); end > k+c.n {
					r.which(i, end, all)
				}
			}
			return k + c.n, nil
		}
	}
	switch {
	case client.n > 0 && (r.toks[i].quoted || client.n >= first.n):
		if end, k := r.longerName(i, client); k > 0 {
			r.name(r.joined(i, end))
			r.first(client.known)
			return r.takeTerm(k), nil
		}
		r.take(client)
		return r.unclear(i + client.n)
	case first.n > 0 && !r.toks[i].quoted && !r.delimits(i, first):
		if r.sign {
			if note, ok := r.nameWithSign(i, i, first); ok {
				return note, nil
			}
		}
		return r.termThenName(i)
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
		if r.c.lex.is(ours, r.toks[j].text) && r.client(j+1).n > 0 {
			return j + 1
		}
	}
	return i
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
		return 0, unclosed(r.text, r.toks[i].start)
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
