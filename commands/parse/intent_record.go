package parse

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// denies tells that words deny, ask or suppose something.
func (in *intent) denies(words string) bool {
	return slices.ContainsFunc(strings.Fields(fold(words)), func(w string) bool { return in.c.lex.says(deny, w) })
}

// flag understands "flag acme for late payment", "report …", "log a late payment for Acme".
func (in *intent) flag() (command, text string, ok bool) {
	m := in.speech.flag.FindStringSubmatchIndex(in.raw.text)
	if m == nil {
		return in.flagLast()
	}
	rest := in.raw.back(m[1], len(in.raw.text))
	if short := without(in.speech.article, rest); short != rest && !in.begins(rest) {
		rest = short
	}
	verb, _ := firstWord(in.raw.text[m[2]:m[3]])
	exact := verb == "flag"
	if !exact && in.refuses(rest) {
		return "", "", false
	}
	line, err := Flag(in.c, rest)
	if err != nil {
		var p *Problem
		vague := errors.As(err, &p) && p.Code == DateUnreadable
		return "flag", rest, (exact || vague) && !in.question // the command says what is wrong
	}
	named := line.Client.ID != "" || line.Name != "" && !in.c.lex.says(vague, fold(line.Name))
	signed := line.Sign != "" || len(line.NearSigns) > 0
	switch {
	case in.question && (!exact || line.Note == "" || !strings.Contains(in.raw.typed, string(line.Sign)) || line.Sign == ""):
		return "", "", false
	case in.asked && in.denies(line.Note): // "can you flag Acme or should we wait?"
		return "", "", false
	case line.Client.ID == "" && line.Name != "" && !in.sure(rest, line):
		return "", "", false
	case exact && line.Client.ID != "":
		return "flag", rest, true
	case exact:
		return "flag", rest, named && (signed || line.Note == "") || signed && line.Name == ""
	default: // "report" and the like are said of other things, too
		return "flag", rest, signed && (line.Client.ID != "" || line.Name != "" && named)
	}
}

// flagLast understands the Dutch "kunt u een late betaling van Acme noteren?",
// where the verb comes last, and "flag" on its own.
func (in *intent) flagLast() (command, text string, ok bool) {
	m := in.speech.flagLast.FindStringSubmatchIndex(in.raw.text)
	if m == nil || !in.led || in.question {
		return "flag", "", in.raw.text == "flag"
	}
	rest := in.raw.back(m[2], m[3])
	if short := without(in.speech.article, rest); short != rest && !in.begins(rest) {
		rest = short
	}
	if in.denies(rest) {
		return "", "", false
	}
	line, err := Flag(in.c, rest)
	return "flag", rest, err == nil && line.Sign != "" && line.Client.ID != ""
}

// refuses tells that what is to be flagged begins or ends with a denial:
// "noteer geen late betaling", "meld Acme niet".
func (in *intent) refuses(rest string) bool {
	words := strings.Fields(fold(rest))
	if len(words) == 0 {
		return false
	}
	if in.c.lex.says(deny, words[len(words)-1]) {
		return true
	}
	_, n := in.c.Signs.Span(words) // "nessuna risposta" is one
	return n == 0 && in.c.lex.says(deny, words[0])
}

// sure tells that an unknown name is meant as one: it looks like a name, or
// stands where the client's does. "The late payment policy" is no client's.
func (in *intent) sure(rest string, l Line) bool {
	first, _ := utf8.DecodeRuneInString(l.Name)
	return len(l.NearClients) > 0 || unicode.IsUpper(first) || strings.HasPrefix(clean(rest), l.Name) || strings.Contains(rest, Quote(l.Name))
}

// did understands the command as it is typed. "did Acme pay?" is none.
func (in *intent) did() (command, text string, ok bool) {
	first, rest := firstWord(in.raw.back(0, len(in.raw.text)))
	if first != "did" || in.question {
		return "", "", false
	}
	c := in.c
	c.Verbs = remedies
	line, err := Client(c, rest, optionOn)
	return "did", rest, err == nil && line.Verb != "" && (line.Client.ID != "" || line.Name != "")
}

// remedies are the words /did takes.
var remedies = []string{"talk", "warning", "boundary", "price", "scope"}

// exact passes a command on as it was typed, where nobody could mean anything else.
func (in *intent) exact() (command, text string, ok bool) {
	first, rest := firstWord(in.raw.back(0, len(in.raw.text)))
	if !commands[first] {
		return "", "", false
	}
	second, _ := firstWord(rest)
	second = strings.TrimRight(second, "?.!,")
	switch first {
	case "draft":
		return first, rest, draftKind(second) || in.begins(rest)
	case "client", "assess", "history", "plan", "praise":
		if first == "praise" && (in.question || !in.begins(rest)) || in.c.lex.says(plain, second) || in.denies(second) {
			return "", "", false
		}
		return first, rest, rest != "" && (in.begins(rest) || len(strings.Fields(rest)) < maxFreeWords)
	case "help":
		return first, rest, commands[second]
	case "settings":
		return first, rest, true
	case "status", "audit", "export", "erase", "signs":
		return first, rest, rest == "" || first == "export" || first == "audit"
	default: // flag and did were tried, undo and clients take nothing
		return "", "", false
	}
}

// draftKind tells that a word is one of drafts, in any language: "pytania".
func draftKind(word string) bool {
	return drafts[word] || slices.ContainsFunc(allWords().verbs[fold(word)], func(v string) bool { return drafts[v] })
}

// drafts are the kinds /draft takes.
var drafts = map[string]bool{"separation": true, "talk": true, "warning": true, "renegotiate": true, "clause": true, "intake": true}
