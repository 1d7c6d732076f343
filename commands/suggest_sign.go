package commands

import (
	"cmp"
	"slices"
	"strings"

	"amicable/bot"
	"amicable/scoring"
	"amicable/storage"
)

// How well what was typed fits a sign.
const (
	fitsNot = iota
	fitsNearly
	fitsWithin
	fitsWord
	fitsBeginning
	fitsWhole
)

// suggestSigns offers signs by their names, by what else people call them in any
// language, and by what is nearly either; all of them before anything is typed.
func (b *Bot) suggestSigns(rq *request, typed string) []bot.Option {
	type offer struct {
		id  scoring.SignID
		fit int
	}
	near := b.signs().Near(typed, maxSuggestions)
	var offers []offer
	signs := rq.policy.Signs
	if rq.Command == signsCommand.name {
		signs = b.policy.Signs // also those that are off: they can be switched on
	}
	for _, s := range signs {
		fit := b.signFit(rq, s.ID, typed)
		if fit == fitsNot && slices.Contains(near, s.ID) {
			fit = fitsNearly
		}
		if fit > fitsNot || typed == "" {
			offers = append(offers, offer{s.ID, fit})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(slices.Index(near, a.id), slices.Index(near, b.id)))
	})
	var options []bot.Option
	for _, o := range offers[:min(len(offers), maxSuggestions)] {
		options = append(options, bot.Option{Label: shorten(b.signLabel(rq, o.id), maxSuggestion), Value: string(o.id)})
	}
	return options
}

// signFit is how well the best of a sign's names fits.
func (b *Bot) signFit(rq *request, id scoring.SignID, typed string) int {
	if known, ok := b.signs().Sign(typed); ok && known == id {
		return fitsWhole
	}
	folded, best := storage.Fold(typed), fitsNot
	if folded == "" {
		return fitsNot
	}
	for i, word := range append([]string{rq.p.Sign(id), string(id)}, b.words.SignWords(id)...) {
		own := i == 0
		word = storage.Fold(word)
		switch {
		case strings.HasPrefix(word, folded) && own:
			best = max(best, fitsBeginning)
		case strings.HasPrefix(word, folded), strings.Contains(word, " "+folded):
			best = max(best, fitsWord)
		case len(folded) > 2 && strings.Contains(word, folded):
			best = max(best, fitsWithin)
		}
	}
	return best
}
