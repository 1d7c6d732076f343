package parse

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// manner are a language's patterns of politeness, and of what introduces a
// flag; alternatives, without the space around them.
type manner struct {
	Opening    string // "hello", before anything else
	Polite     string // "could you", "I would like to"
	Asks       string // those of them that are questions in form only
	Requests   string // "please"
	Aside      string // "please" right behind the verb
	Closing    string // "thanks"
	Doubt      string // "or not", "or should we wait", at the end: it asks, with or without a question mark
	Tag        string // "right", which asks behind a comma only
	Inverted   string // "hebben we", behind a day or the like: elsewhere it asks
	Flag       string // "flag", "report"
	FlagLast   string `toml:"flag-last"` // the same at the end of a request
	Article    string // before a sign
	BeforeName string `toml:"before-name"` // "the client"
	AfterName  string `toml:"after-name"`  // "about", before a note
}

// speech is what Intent knows of all languages.
type speech struct {
	opening, polite, asks, requests, aside, closing, doubt, tag, inverted, flag, flagLast, article, before, after *regexp.Regexp
	// phrases are by language.
	phrases map[string][]phrase
}

// allSpeech reads the patterns once, when somebody first writes plain words.
var allSpeech = sync.OnceValue(func() *speech {
	s, err := readSpeech()
	if err != nil {
		panic(err) // a mistake in our own files; a test reads them, too
	}
	return s
})

func readSpeech() (*speech, error) {
	w := allWords()
	s := &speech{phrases: map[string][]phrase{}}
	for _, part := range []struct {
		to    **regexp.Regexp
		of    func(manner) string
		wraps string
	}{
		{&s.opening, func(m manner) string { return m.Opening }, `^(?:(?:%s)(?:[,!.:;]+\s*|\s+-+\s*|\s+))+`},
		{&s.polite, func(m manner) string { return m.Polite }, `^(?:%s)\s+`},
		{&s.asks, func(m manner) string { return m.Asks }, `^(?:%s)\b`},
		{&s.requests, func(m manner) string { return m.Requests }, `^(?:%s)\s+`},
		{&s.aside, func(m manner) string { return m.Aside }, `^(\S+),? (?:%s),?\s+`},
		{&s.closing, func(m manner) string { return m.Closing }, `(?:[\s,.!;]+(?:%s))+[\s.!]*$`},
		{&s.doubt, func(m manner) string { return m.Doubt }, `(?:^|[\s,;–—-])(?:%s)$`},
		{&s.tag, func(m manner) string { return m.Tag }, `(?:[,;–—]|\s-) ?(?:%s)$`},
		{&s.inverted, func(m manner) string { return m.Inverted }, `^(?:%s)$`},
		{&s.flag, func(m manner) string { return m.Flag }, `^(%s)\s+`},
		{&s.flagLast, func(m manner) string { return m.FlagLast }, `^(.+) (?:%s)[.!]*$`},
		{&s.article, func(m manner) string { return m.Article }, `^(?:%s)\s+`},
		{&s.before, func(m manner) string { return m.BeforeName }, `^(?:%s) `},
		{&s.after, func(m manner) string { return m.AfterName }, `^(?:(?:%s)\b|,|-|–|—)\s*`},
	} {
		var all []string
		for _, l := range w.languages {
			if p := part.of(l.Manner); p != "" {
				all = append(all, plainPattern(p))
			}
		}
		re, err := regexp.Compile(fmt.Sprintf(part.wraps, strings.Join(all, "|")))
		if err != nil {
			return nil, fmt.Errorf("reading manners: %w", err)
		}
		*part.to = re
	}
	for i, l := range w.languages {
		phrases, err := l.phrases()
		if err != nil {
			return nil, fmt.Errorf("reading phrases of %s: %w", w.names[i], err)
		}
		s.phrases[w.names[i]] = phrases
	}
	return s, nil
}

// inOrder are the languages as somebody should be understood: their own first.
func inOrder(language string) []string {
	names := slices.Clone(allWords().names)
	if i := slices.Index(names, language); i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, language)
	}
	return names
}
