package parse

import (
	"strings"
	"time"
)

// leadingDate takes a day that stands right after the client and the sign, with
// words of the note behind it: "yesterday the invoice". It returns the token
// after it, i when there is none. What may be about something else is a date
// only when a comma or a word like "they" or "the" shows that it has ended. A
// date further on is always the note's.
func (r *reader) leadingDate(i int) (next int) {
	if i >= len(r.toks) || !dates().starts(r.toks[i].text) {
		return i
	}
	now := r.now()
	for n := min(maxDateWords, len(r.toks)-i-1); n > 0; n-- {
		words := r.words(i, n)
		if len(words) < n {
			continue // shorter than that: quotes, "--" or an option end it
		}
		last := words[n-1]
		if dates().filler[fold(last)] || dates().on[fold(last)] {
			continue
		}
		text := strings.Join(words, " ")
		day, ok := readDate(strings.TrimRight(text, ",;:."), now)
		if !ok {
			continue
		}
		if !day.sure && !r.ended(i+n) {
			continue
		}
		at, err := Date(strings.TrimRight(text, ",;:."), now, now.Location())
		if err != nil || !day.timed && at.Equal(now.Truncate(time.Second)) && !day.today {
			return i // "this morning" tells more than that it was today
		}
		r.line.At = at
		next = i + n
		for next < len(r.toks) && r.separator(next) {
			next++
		}
		return next
	}
	return i
}

// vagueDay asks for the day where it is said and cannot be told: "a few days
// ago" behind the sign must not become today.
func (r *reader) vagueDay(i int) error {
	if r.line.Sign == "" && r.line.SignText == "" && r.line.Verb == "" || !dates().starts(r.toks[i].text) {
		return nil
	}
	words := r.words(i, maxDateWords)
	for n := len(words); n > 2; n-- {
		if text := strings.TrimRight(strings.Join(words[:n], " "), ",;:."); vagueAgo(text) {
			return problem(DateUnreadable, "Text", text)
		}
	}
	return nil
}

// ended tells that what stands before token i has come to its end.
func (r *reader) ended(i int) bool {
	before, w := r.toks[i-1].text, fold(r.toks[i].text)
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, ":") || strings.HasSuffix(before, ";") ||
		r.separator(i) || r.toks[i].dashes() || r.c.lex.says(plain|link, w)
}
