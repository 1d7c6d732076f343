package playground

import (
	"context"
	"strings"
	"time"
)

// wordPrefix begins the keys of the page's words.
const wordPrefix = "playground."

// words are the keys of what the page says by itself, without wordPrefix.
var words = strings.Fields(`
title tagline skip-to-composer channels direct menu bot-name bot-tag bot-topic home home-intro you-are admin
language topic-general topic-client topic-shared exposed composer composer-hint send suggestions
suggestions-count only-you you-asked thread replies reply-in-thread close-thread reply-composer add-reaction
reaction-picker reactions flag-message message-actions draft copy copied copy-failed picture meter later later-hint
later-done later-enough welcome welcome-text step-flag step-flag-try step-react step-react-try step-assess step-assess-try
example example-hint example-busy example-done example-there guide close cancel confirm optional new-messages
back unread connecting reconnected store-away saved-later failed not-here too-long message-gone working
`)

// Keys lists the words that the page needs, as Words.Text is asked for them.
func Keys() []string {
	all := make([]string, 0, len(words))
	for _, key := range words {
		all = append(all, wordPrefix+key)
	}
	return all
}

func (p *Playground) hello(_ context.Context, a asked) (answer, *problem) {
	h := hello{
		Words: make(map[string]string, len(words)), People: people, Channels: channels,
		Languages: p.cfg.Languages, Locale: a.Locale, Reactions: p.cfg.Reactions(a.Locale),
	}
	for _, key := range words {
		h.Words[key] = p.cfg.Words.Text(a.Locale, wordPrefix+key)
	}
	return answer{Hello: &h}, nil
}

const week = 7 * 24 * time.Hour

// Farthest is how far the time machine goes from the real time.
const Farthest = 10 * 365 * 24 * time.Hour

// later moves the clock a week on, and does nothing else, until that is far enough.
func (p *Playground) later(ctx context.Context, _ asked) (answer, *problem) {
	if p.history.load(ctx) != nil {
		return answer{}, storeAway
	}
	if !p.history.moveOn(ctx, week) {
		return answer{}, farEnough
	}
	return answer{}, nil
}
