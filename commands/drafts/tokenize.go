package drafts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenizer takes a text apart into words and numbers.
type tokenizer struct {
	text     string
	words    *wordlists
	tokens   []token
	sentence int
}

// bytesOfAWord is how long a word is about, with the space after it.
const bytesOfAWord = 6

// tokenize splits a text into words and numbers. A sentence ends at a full stop,
// question or exclamation mark before white space, and at a blank line.
func (w *wordlists) tokenize(text string) []token {
	z := tokenizer{text: text, words: w, tokens: make([]token, 0, len(text)/bytesOfAWord)}
	var spelt []string
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsDigit(r):
			end := numberEnd(text, i)
			z.tokens = append(z.tokens, token{start: i, end: end, word: text[i:end], sentence: z.sentence, number: true})
			i = end
		case isWord(r):
			end := wordEnd(text, i)
			spelt = w.spellOut(spelt[:0], w.canon(text[i:end]))
			for _, word := range spelt {
				z.tokens = append(z.tokens, token{start: i, end: end, word: word, sentence: z.sentence})
			}
			i = end
		default:
			if z.endsSentence(i, r, size) {
				z.sentence++
			}
			i += size
		}
	}
	z.markBare()
	return z.tokens
}

// markBare marks the sentences that were typed without any mark of the language.
func (z *tokenizer) markBare() {
	if len(z.words.bare) == 0 {
		return
	}
	for from := 0; from < len(z.tokens); {
		to, bare := from, true
		for ; to < len(z.tokens) && z.tokens[to].sentence == z.tokens[from].sentence; to++ {
			t := z.tokens[to]
			bare = bare && !z.words.bare.in(t.word) && !z.words.latin.in(z.text[t.start:t.end])
		}
		for i := from; i < to; i++ {
			z.tokens[i].bare = bare
		}
		from = to
	}
}

func (z *tokenizer) endsSentence(i int, r rune, size int) bool {
	text := z.text
	next, _ := utf8.DecodeRuneInString(text[i+size:])
	switch r {
	case '.':
		return (i+size == len(text) || unicode.IsSpace(next) || strings.ContainsRune(`"'“”’«»)`, next)) && !z.abbreviates(i)
	case '!', '?', '…':
		return i+size == len(text) || unicode.IsSpace(next) || strings.ContainsRune(`"'“”’«»)`, next)
	case '\n':
		rest := strings.TrimLeft(text[i+size:min(len(text), i+size+80)], " \t\r")
		return strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "• ")
	}
	return false
}

// abbreviates tells that the full stop at i ends no sentence: it belongs to an
// abbreviation, or to a number before a small letter or another number ("1. 2. 2027").
func (z *tokenizer) abbreviates(i int) bool {
	if len(z.tokens) == 0 || z.tokens[len(z.tokens)-1].end != i {
		return false
	}
	last := z.tokens[len(z.tokens)-1]
	if !last.number {
		return z.words.abbreviations[last.word]
	}
	rest := strings.TrimLeft(z.text[i+1:min(len(z.text), i+1+utf8.UTFMax*4)], " \u00a0")
	next, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLower(next) || unicode.IsDigit(next)
}

// wordEnd is where the word at i ends: letters, and an apostrophe between letters.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) || unicode.IsDigit(r) {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if (r != '\'' && r != '’') || !unicode.IsLetter(next) {
				return i
			}
		}
		i += size
	}
	return i
}

// numberEnd is where the number at i ends: digits, separators between digits,
// and a space before a group of three ("12 000").
func numberEnd(text string, i int) int {
	start, digits := i, 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsDigit(r) {
			digits++
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case r == ' ' && digits <= 3 && groupOfThree(text[i+size:]) && !strings.ContainsAny(text[start:i], ".,:/-"):
		case strings.ContainsRune(".,:/-'’\u00a0\u202f", r) && unicode.IsDigit(next):
		default:
			return i
		}
		digits = 0
		i += size
	}
	return i
}

// groupOfThree tells that a text begins with three digits and no fourth.
func groupOfThree(text string) bool {
	for n := range 3 {
		if n >= len(text) || text[n] < '0' || text[n] > '9' {
			return false
		}
	}
	return len(text) == 3 || text[3] < '0' || text[3] > '9'
}
