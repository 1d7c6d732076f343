package commands

import (
	"strings"

	"amicable/commands/drafts"
	"amicable/commands/parse"
)

// loose finds a place for what was typed beside the options, a tone, a language
// or a day by itself, and returns what is none of them. Nothing may be left out
// silently: the draft would be taken for what was asked for.
func (o *draftOptions) loose(rq *request, typed string) (rest string) {
	var words []string
	for _, word := range strings.Fields(typed) {
		bare := strings.Trim(word, ".,;")
		if tone, ok := parse.Value(bare, drafts.Tones()...); ok && o.Tone == "" {
			o.Tone = tone
		} else if tag, ok := rq.words.Language(bare); ok && o.Language == "" {
			o.Language = tag
		} else {
			words = append(words, word)
		}
	}
	for i, word := range words { // "until 31 December", "in" without its language
		if day := strings.Join(words[i:], " "); o.LastDay == "" && isDay(rq, day) {
			o.LastDay = day
			return ""
		}
		if !parse.SmallWord(word) {
			return strings.Join(words[i:], " ")
		}
	}
	return ""
}

func isDay(rq *request, typed string) bool {
	_, err := parse.Day(typed, rq.now, rq.zone)
	return err == nil
}
