package parse

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Wish is how somebody wants the draft before them to sound.
type Wish struct {
	Tone     string // "warm", "plain", "formal" or ""
	Language string // a tag, such as "pl", or ""
	Shorter  bool
}

// wishFile is how a language says it; alternatives of patterns.
type wishFile struct {
	Frame                        string // "make it", before the rest
	Warm, Formal, Plain, Shorter string
	And                          string            // joins two wishes
	Tongues                      map[string]string // by tag: "in Polish"
}

// wishes are the patterns of a language, each for the beginning of what is left.
type wishes struct {
	frame, and *regexp.Regexp
	means      []meaning
}

type meaning struct {
	says   *regexp.Regexp
	add    func(*Wish)
	tongue string // the language, if that is what is meant
}

// WishOf understands what somebody says about a draft that they have before
// them: "say it more warmly", "krócej i po polsku". All of it must be
// understood, or ok is false.
func WishOf(c Context, words string) (w Wish, ok bool) {
	words = strings.TrimSpace(words)
	if words == "" || len(words) > maxWords {
		return Wish{}, false
	}
	in := newIntent(c.complete(), words)
	for _, language := range inOrder(in.c.lex.language) {
		if w, ok := allWishes()[language].read(in.said.text); ok {
			return w, true
		}
	}
	return Wish{}, false
}

func (s *wishes) read(text string) (w Wish, ok bool) {
	if s == nil {
		return Wish{}, false
	}
	text = text[len(s.frame.FindString(text)):]
	for text != "" {
		i := slices.IndexFunc(s.means, func(m meaning) bool { return m.says.MatchString(text) })
		if i < 0 {
			return Wish{}, false
		}
		s.means[i].add(&w)
		text = text[len(s.means[i].says.FindString(text)):]
		text = text[len(s.and.FindString(text)):]
		ok = true
	}
	return w, ok
}

// allWishes reads the patterns once, when somebody first says something that is no command.
var allWishes = sync.OnceValue(func() map[string]*wishes {
	all := map[string]*wishes{}
	for i, name := range allWords().names {
		s, err := allWords().languages[i].Wish.compile()
		if err != nil {
			panic(fmt.Errorf("wishes of %s: %w", name, err)) // a mistake in our own files; a test reads them, too
		}
		all[name] = s
	}
	return all
})

func (f *wishFile) compile() (*wishes, error) {
	for _, p := range append(slices.Collect(maps.Values(f.Tongues)), f.Frame, f.And, f.Warm, f.Formal, f.Plain, f.Shorter) {
		if p == "" {
			return nil, errors.New("something is missing") // and would be found everywhere
		}
	}
	s := &wishes{}
	start := func(pattern string) (*regexp.Regexp, error) {
		return regexp.Compile(`^(?:` + plainPattern(pattern) + `)`)
	}
	var err error
	if s.frame, err = start(`(?:` + f.Frame + `)\s+`); err != nil {
		return nil, err
	}
	if s.and, err = start(`\s*,?\s*(?:(?:` + f.And + `)\s+)?`); err != nil {
		return nil, err
	}
	mean := func(pattern, tongue string, add func(*Wish)) {
		says, bad := start(`(?:` + pattern + `)(?:$|\b)`)
		if bad != nil {
			err = bad
			return
		}
		s.means = append(s.means, meaning{says, add, tongue})
	}
	mean(f.Plain, "", func(w *Wish) { w.Tone = "plain" }) // first: "less formal" is not formal
	mean(f.Warm, "", func(w *Wish) { w.Tone = "warm" })
	mean(f.Formal, "", func(w *Wish) { w.Tone = "formal" })
	mean(f.Shorter, "", func(w *Wish) { w.Shorter = true })
	for _, tag := range slices.Sorted(maps.Keys(f.Tongues)) {
		mean(f.Tongues[tag], tag, func(w *Wish) { w.Language = tag })
	}
	return s, err
}
