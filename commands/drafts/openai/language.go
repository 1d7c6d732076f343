package openai

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tags that are more than a language.
const (
	serbian      = "sr"
	serbianLatin = "sr-Latn"
)

// languageNames name the six languages to the model: by name, with the script where there are two.
var languageNames = map[string]string{
	"en": "English", "pl": "Polish", "it": "Italian", "nl": "Dutch", "cs": "Czech",
	serbian: "Serbian, in Cyrillic script", serbianLatin: "Serbian, in Latin script",
}

// tagOf is the tag that our tables know a language by.
func tagOf(tag string) string {
	if strings.EqualFold(tag, serbianLatin) {
		return serbianLatin
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}

func languageName(tag string) string {
	if name, ok := languageNames[tagOf(tag)]; ok {
		return name
	}
	return languageNames["en"]
}

// A sentence is judged by its language from so many words on; below, it may be
// a greeting, a name or a list item.
const judgedWords = 5

// ahead is by how many words another language must lead in a sentence.
const ahead = 2

// From so many words on, a sentence with fewer common words of its language
// than one in six is in none of ours.
const (
	longSentence = 9
	commonOne    = 6
)

// foreign tells that a sentence is not in the language asked for. Words of the
// facts do not count: a company may have a name in any language.
func foreign(tag, sentence string, known map[string]bool) bool {
	var own []string
	for _, w := range lowerWords(sentence) {
		if !known[w] {
			own = append(own, w)
		}
	}
	if len(own) < judgedWords {
		return false
	}
	score := func(tag string) (n int) {
		for _, w := range own {
			if lists.common[tag][w] {
				n++
			}
		}
		return n
	}
	mine := score(tag)
	if len(own) >= longSentence && mine*commonOne < len(own) {
		return true
	}
	for other := range lists.common {
		if other != tag && score(other) >= mine+ahead {
			return true
		}
	}
	return false
}

// otherScript finds the first word in a script that the language is not
// written in, or in two scripts at once, which fools the eye.
func otherScript(tag, text string, known map[string]bool) (word string, found bool) {
	script := unicode.Latin
	if tagOf(tag) == serbian {
		script = unicode.Cyrillic
	}
	for _, w := range words(text) {
		if known[strings.ToLower(w)] {
			continue
		}
		for _, r := range w {
			if unicode.IsLetter(r) && !unicode.Is(script, r) {
				return w, true
			}
		}
	}
	return "", false
}

// words splits a text into words: letters with marks, and an apostrophe within.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

func lowerWords(text string) []string { return words(strings.ToLower(text)) }

// sentences splits a text at full stops, question and exclamation marks before
// white space, and at line breaks.
func sentences(text string) []string {
	var all []string
	for _, at := range sentencesAt(text) {
		all = append(all, text[at.start:at.end])
	}
	return all
}

// span is a range of bytes.
type span struct{ start, end int }

// sentencesAt is where the sentences stand, without the space around them.
func sentencesAt(text string) (all []span) {
	start := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size := utf8.DecodeRuneInString(text[i:])
			end = i + size
		}
		next, _ := utf8.DecodeRuneInString(text[end:])
		last := end == len(text)
		if r == '\n' || last || strings.ContainsRune(".!?…", r) && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			left := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
			if s := strings.TrimSpace(left); s != "" {
				from := end - len(left)
				all = append(all, span{from, from + len(s)})
			}
			start = end
		}
	}
	return all
}
