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
	fields := strings.Fields(typed)
	if o.Language != "" { // lang:po polsku
		if tag, n := rq.languageIn(append([]string{o.Language}, fields...)); n > 1 {
			o.Language, fields = tag, fields[n-1:]
		}
	}
	var words []string
	for i := 0; i < len(fields); i++ {
		bare := strings.Trim(fields[i], ".,;")
		if tone, ok := parse.Value(bare, drafts.Tones()...); ok && o.Tone == "" {
			o.Tone = tone
		} else if tag, n := rq.languageIn(fields[i:]); n > 0 && o.Language == "" {
			o.Language = tag
			i += n - 1
		} else {
			words = append(words, fields[i])
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
