package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, or what stands in quotes.
type token struct {
	start, end int    // bytes in the text, quotes included
	text       string // without the quotes
	quoted     bool
	open       bool // begins with a quote that nothing closes
}

// blank tells the quotes with nothing in them: they stand for nothing.
func (t token) blank() bool { return t.quoted && strings.TrimSpace(t.text) == "" }

// dashes tells the lone "--" behind which nothing is an option.
func (t token) dashes() bool { return t.text == "--" && !t.quoted }

// closers are the quotes that end what the key began, as keyboards of several countries have them.
var closers = map[rune]string{
	'"': `"`, '“': `”“"`, '”': `”`, '„': `“”"`, '«': `»`, '»': `«`, '‹': `›`,
	'\'': `'`, '‘': `’`, '‚': `‘’`, '「': `」`, '《': `》`,
}

// isSingle tells the quotes that are also apostrophes: left open they are no mistake.
func isSingle(r rune) bool { return r == '\'' || r == '‘' || r == '‚' || r == '»' || r == '”' }

// scan splits text into tokens. A quote counts at the beginning of a word, or
// right after a key ("contact:"), so that apostrophes and inches are just characters.
func scan(text string) []token {
	var all []token
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		t := token{start: i}
		if inner, end, ok := quotation(text, i); ok {
			t.text, t.end, t.quoted = inner, end, true
		} else {
			t.end = wordEnd(text, i)
			t.text = text[i:t.end]
			t.open = closers[r] != "" && !isSingle(r)
		}
		all = append(all, t)
		i = t.end
	}
	return all
}

// wordEnd finds where the unquoted word that begins at i ends; a quotation right after its key belongs to it.
func wordEnd(text string, i int) int {
	keyed := false
	for j := i; j < len(text); {
		r, size := utf8.DecodeRuneInString(text[j:])
		if unicode.IsSpace(r) {
			return j
		}
		if keyed {
			if _, end, ok := quotation(text, j); ok {
				return end
			}
		}
		keyed = r == ':' || r == '='
		j += size
	}
	return len(text)
}

// quotation reads the quotation that begins at i: what is in it, and where it
// ends. The closing quote must end a word. Inside, \" and \\ stand for " and \.
func quotation(text string, i int) (inner string, end int, ok bool) {
	first, size := utf8.DecodeRuneInString(text[i:])
	ends := closers[first]
	if ends == "" {
		return "", 0, false
	}
	return closed(text[:min(len(text), i+maxQuotation)], i, first, size, ends)
}

// closed reads on from the quote first, size bytes long, that stands at i, to one of ends.
func closed(text string, i int, first rune, size int, ends string) (inner string, end int, ok bool) {
	escaped := false
	for j := i + size; j < len(text); {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch {
		case r == '\\' && first == '"' && j+1 < len(text) && (text[j+1] == '"' || text[j+1] == '\\'):
			escaped = true
			j += 2
			continue
		case strings.ContainsRune(ends, r) && endsWord(text[j+n:]):
			inner = text[i+size : j]
			if escaped {
				inner = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(inner)
			}
			return inner, j + n, true
		}
		j += n
	}
	return "", 0, false
}

// maxQuotation bounds what stands in quotes, in bytes, so that a text full of
// open quotes is still read in linear time.
const maxQuotation = 4096

// unclosed says what is wrong with a quotation that begins at i and was not
// read: nothing closes it, or what it holds is too long for a name.
func unclosed(text string, i int) *Problem {
	first, size := utf8.DecodeRuneInString(text[i:])
	if inner, _, ok := closed(text, i, first, size, closers[first]); ok {
		if p := checkName(clean(inner)); p != nil {
			return p
		}
	}
	word := text[i:wordEnd(text, i)]
	return problem(QuoteOpen, "Text", word)
}

func endsWord(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return size == 0 || unicode.IsSpace(r) || strings.ContainsRune(`,.;:!?)…–—`, r)
}
