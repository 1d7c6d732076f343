package parse

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"amicable/scoring"
)

//go:embed words/*.toml
var wordFiles embed.FS

// role is what a small word does in a sentence; a word may have several.
type role uint16

const (
	// link stands between a client and a sign.
	link role = 1 << iota
	// plain does not occur inside a name that is typed in small letters: where
	// it stands, the name has ended.
	plain
	// joins one sign to another.
	joining
	// after may follow the sign in a statement that is plainly a report.
	after
	// deny denies, asks or supposes: a sentence with it reports nothing.
	deny
	// ours stands before a client's name: "our client".
	ours
	// vague stands for no client in particular.
	vague
	// again may stand anywhere in a statement without changing it.
	again
	// narrow behind a denial makes little of it, or another thing: "does not always answer".
	narrow
)

// wordsFile is a language's file. Lists of single words are separated by
// spaces; phrases are lists.
type wordsFile struct {
	Words struct {
		Link, Plain, Join, After, Deny, Ours, Again, Narrow string
		// Alone are the words for signs that are a report by themselves: "Acme was rude".
		Alone string
		// None say in a sign that there is none of something; it may be what the
		// client got: "Acme has no answer".
		None string
		// Us are the pronouns for those who report, Aux the auxiliaries that may stand right behind.
		Us, Aux string
		// Suits say another thing beside an "us": "nam nie odpowiada" is "does not suit us".
		Suits string
		// Neutral are words of this language that say none of that, whatever
		// they say in another.
		Neutral string
		// Names are words that are small ones elsewhere, and here may be part of a name: "red door".
		Names string
		Vague []string
		// InNames stand between the words of a name, Suffixes at its end.
		InNames  string `toml:"in-names"`
		Suffixes string
	}
	Severities map[string]string
	// Verbs are remedies and kinds of drafts by their own words.
	Verbs map[string]string
	// Values are those of facts and settings.
	Values map[string][]string
	// Kinds are the words for kinds of drafts in phrases.
	Kinds   map[string][]string
	Dates   dateWordsFile
	Manner  manner
	Wish    wishFile
	Macros  map[string]string
	Phrases []phraseFile `toml:"phrase"`
}

// words are the words of all languages, English first.
type words struct {
	names      []string // "en", "pl", …
	languages  []*wordsFile
	severities map[string]scoring.Severity
	verbs      map[string][]string // a word may be for a remedy and a draft
	values     map[string][]string
	kinds      map[string]string
	inNames    map[string]bool
	suffixes   map[string]bool
	alone      map[string]bool
	none       map[string]bool
	us, aux    map[string]bool
	suits      map[string]bool
	// lexicons are by language, each with the others' words behind its own.
	lexicons map[string]*lexicon
}

// first is the language whose words are read first, and by those who have none of ours.
const first = "en"

// lexicon are the roles of small words for the reader of one language: where a
// word means one thing there and another elsewhere, the first is meant.
type lexicon struct {
	language string
	roles    map[string]role
	names    map[string]bool
}

// allWords reads the files once. They are part of the program: an error in them
// is one of ours, and a test reads them, too.
var allWords = sync.OnceValue(func() *words {
	w, err := readWords()
	if err != nil {
		panic(err)
	}
	return w
})

func readWords() (*words, error) {
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, fmt.Errorf("listing words: %w", err)
	}
	w := &words{
		severities: map[string]scoring.Severity{}, verbs: map[string][]string{}, values: map[string][]string{},
		kinds: map[string]string{}, inNames: map[string]bool{}, suffixes: map[string]bool{}, alone: map[string]bool{}, none: map[string]bool{}, us: map[string]bool{}, aux: map[string]bool{}, suits: map[string]bool{}, lexicons: map[string]*lexicon{},
	}
	for _, f := range files {
		w.names = append(w.names, strings.TrimSuffix(f.Name(), ".toml"))
	}
	slices.SortStableFunc(w.names, func(a, b string) int { return rank(a) - rank(b) })
	for _, name := range w.names {
		var l wordsFile
		meta, err := toml.DecodeFS(wordFiles, "words/"+name+".toml", &l)
		if err != nil {
			return nil, fmt.Errorf("reading words of %s: %w", name, err)
		}
		if unknown := meta.Undecoded(); len(unknown) > 0 {
			return nil, fmt.Errorf("reading words of %s: nobody reads %v", name, unknown)
		}
		w.languages = append(w.languages, &l)
		w.pool(&l)
	}
	w.mix()
	return w, nil
}

func rank(language string) int {
	if language == first {
		return 0
	}
	return 1
}

// pool takes in what is understood of every language alike.
func (w *words) pool(l *wordsFile) {
	for s, forms := range l.Severities {
		each(forms, func(word string) { put(w.severities, word, scoring.Severity(s)) })
	}
	for verb, forms := range l.Verbs {
		each(forms, func(word string) {
			if !slices.Contains(w.verbs[word], verb) {
				w.verbs[word] = append(w.verbs[word], verb)
			}
		})
	}
	for value, forms := range l.Values {
		for _, form := range forms {
			if f := plainly(form); !slices.Contains(w.values[f], value) {
				w.values[f] = append(w.values[f], value)
			}
		}
	}
	for kind, forms := range l.Kinds {
		for _, form := range forms {
			put(w.kinds, plainly(form), kind)
		}
	}
	each(l.Words.InNames, func(word string) { w.inNames[word] = true })
	each(l.Words.Alone, func(word string) { w.alone[word] = true })
	each(l.Words.None, func(word string) { w.none[word] = true })
	each(l.Words.Us, func(word string) { w.us[word] = true })
	each(l.Words.Aux, func(word string) { w.aux[word] = true })
	each(l.Words.Suits, func(word string) { w.suits[word] = true })
	each(l.Words.Suffixes, func(word string) { w.suffixes[word] = true })
}

// mix makes each language's lexicon.
func (w *words) mix() {
	own := make([]map[string]role, len(w.languages))
	for i, l := range w.languages {
		own[i] = l.roles()
	}
	for i, name := range w.names {
		lex := &lexicon{language: name, roles: maps.Clone(own[i]), names: map[string]bool{}}
		each(w.languages[i].Words.Names, func(word string) { lex.names[word] = true })
		for j := range own {
			for word, r := range own[j] {
				if _, mine := own[i][word]; !mine {
					lex.roles[word] |= r
				}
			}
		}
		w.lexicons[name] = lex
	}
}

func (l *wordsFile) roles() map[string]role {
	all := map[string]role{}
	for list, r := range map[*string]role{
		&l.Words.Link: link, &l.Words.Plain: plain, &l.Words.Join: joining, &l.Words.After: after, &l.Words.Deny: deny, &l.Words.Ours: ours,
		&l.Words.Again: again, &l.Words.Narrow: narrow,
		&l.Words.Neutral: 0,
	} {
		each(*list, func(word string) { all[word] |= r })
	}
	for _, phrase := range l.Words.Vague {
		all[fold(phrase)] |= vague
	}
	return all
}

// lexicon is the one of a language by its BCP 47 tag, in any script or country.
func (w *words) lexicon(language string) *lexicon {
	base, _, _ := strings.Cut(language, "-")
	if l := w.lexicons[base]; l != nil {
		return l
	}
	return w.lexicons[first]
}

// is tells whether a word as typed, with nothing else to it, has a role.
func (l *lexicon) is(r role, typed string) bool { return l.roles[plainly(typed)]&r != 0 }

// says tells the same of a folded word or phrase, whatever punctuation it was typed with.
func (l *lexicon) says(r role, folded string) bool { return l.roles[folded]&r != 0 }

// ends tells that a folded word with such a role ends a name that is typed in small letters.
func (l *lexicon) ends(r role, folded string) bool { return l.roles[folded]&r != 0 && !l.names[folded] }

// SmallWord tells whether a word means something of its own in a command in any
// of the languages, such as "for" or "yesterday", or is one of verbs: as a name
// it needs quotes. What is punctuation to any reader of words does not count.
func SmallWord(typed string, verbs ...string) bool {
	w := allWords()
	for _, word := range []string{plainly(typed), fold(typed)} {
		if w.small(word) || slices.Contains(verbs, word) {
			return true
		}
	}
	return false
}

func (w *words) small(word string) bool {
	for _, l := range w.lexicons {
		if l.roles[word] != 0 {
			return true
		}
	}
	return w.severities[word] != "" || w.kinds[word] != "" || w.verbs[word] != nil || w.values[word] != nil
}

// Value returns the one of values that typed stands for, in any language: "on"
// for "włączone"; ok is false when it is none of them.
func Value(typed string, values ...string) (value string, ok bool) {
	w := plainly(clean(typed))
	for _, v := range values {
		if w == plainly(v) || slices.Contains(allWords().values[w], v) {
			return v, true
		}
	}
	return "", false
}
