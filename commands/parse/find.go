package parse

import (
	"strings"
	"unicode"

	"amicable/storage"
)

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
		if t.blank() {
			return found{}
		}
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
	if checkName(name) != nil {
		return // read reports it
	}
	if k, ok := r.c.Names.Find(name); ok {
		r.line.Client, r.line.Name = k, ""
		return
	}
	r.line.NearClients = r.nearClients(name)
}

// first puts a client at the head of those that the name may be meant for.
func (r *reader) first(k storage.Known) {
	near := []storage.Known{k}
	for _, other := range r.line.NearClients {
		if other.ID != k.ID && len(near) < MaxNear {
			near = append(near, other)
		}
	}
	r.line.NearClients = near
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
