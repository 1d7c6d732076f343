package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	flagging = regexp.MustCompile(`(?i)^(flag|report|log|record|note(?: down)?|mark|register|(?:add|raise|put|record|make) (?:a |another )?flag (?:for|on|to|against|about)|(?:add|record|log|note)(?: an?)? incident (?:for|with|on|about)?)(?:\s+that)?\s+`)
	article  = regexp.MustCompile(`(?i)^(?:an?|another|one more|the|one)\s+`)
	denial   = regexp.MustCompile(`(?i)\b(?:not|never|no|nor|neither|without|isn't|wasn't|weren't|aren't|don't|doesn't|didn't|hasn't|haven't|hadn't|won't|wouldn't|can't|cannot|couldn't|shouldn't|if|maybe|perhaps|might|may|would|could|should|unless|hardly|nothing|nobody)\b`)
)

// flag understands "flag acme for late payment", "report …", "log a late payment for Acme".
func (in *intent) flag() (command, text string, ok bool) {
	m := flagging.FindStringSubmatchIndex(in.raw)
	if m == nil {
		return "flag", "", strings.EqualFold(in.raw, "flag")
	}
	rest := in.raw[m[1]:]
	if short := article.ReplaceAllString(rest, ""); short != rest {
		if !in.begins(rest) {
			rest = short
		}
	}
	line, err := Flag(in.c, rest)
	exact := strings.EqualFold(in.raw[m[2]:m[3]], "flag")
	if err != nil {
		return "flag", rest, exact && !in.question // the command says what is wrong
	}
	named := line.Client.ID != "" || line.Name != "" && !vague[fold(line.Name)]
	signed := line.Sign != "" || len(line.NearSigns) > 0
	switch {
	case in.question && (!exact || line.Note == "" || !strings.Contains(in.raw, string(line.Sign)) || line.Sign == ""):
		return "", "", false
	case in.asked && denial.MatchString(line.Note): // "can you flag Acme or should we wait?"
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

// sure tells that an unknown name is meant as one: it looks like a name, or
// stands where the client's does. "The late payment policy" is no client's.
func (in *intent) sure(rest string, l Line) bool {
	first, _ := utf8.DecodeRuneInString(l.Name)
	return len(l.NearClients) > 0 || unicode.IsUpper(first) || strings.HasPrefix(clean(rest), l.Name) || strings.Contains(rest, Quote(l.Name))
}

// did understands the command as it is typed. "did Acme pay?" is none.
func (in *intent) did() (command, text string, ok bool) {
	first, rest := firstWord(in.raw)
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

// afterSign is what may follow the sign in a statement that is plainly a report.
var afterSign = set("again", "once", "more", "too", "this", "that", "week", "month", "quarter", "time", "second", "third", "fourth", "fifth",
	"for", "the", "as", "always", "us", "twice", "in", "a", "row", "another", "today", "now", "on", "first", "their", "with", "invoice", "bill")

// statement understands "Acme paid late again": a known client, a sign right
// behind it, and little else. Whatever denies, asks or supposes is no report.
func (in *intent) statement() (command, text string, ok bool) {
	if in.question || denial.MatchString(in.said) {
		return "", "", false
	}
	said, at := in.said, in.at
	if in.before != "" {
		said = in.before
	}
	r := reader{c: in.c, text: said, toks: scan(said), sign: true}
	i := r.opening()
	client := r.client(i)
	if client.n == 0 || r.toks[i].quoted {
		return "", "", false
	}
	k := r.linked(i+client.n, r.isTerm)
	if k < 0 {
		return "", "", false
	}
	next := r.takeTerm(k)
	if r.line.Sign == "" {
		return "", "", false
	}
	// One word says too little: Acme may be late for lunch.
	if next == k+1 && !in.c.Signs.isID(r.toks[k].text) {
		return "", "", false
	}
	for _, t := range r.toks[next:] {
		if f := fold(t.text); f != "" && !afterSign[f] {
			return "", "", false
		}
	}
	line := Line{Client: client.known, Sign: r.line.Sign}
	if in.before != "" {
		line.At = at
	}
	return "flag", line.String(), true
}

// exact passes a command on as it was typed, where nobody could mean anything else.
func (in *intent) exact() (command, text string, ok bool) {
	first, rest := firstWord(in.raw)
	if !commands[first] {
		return "", "", false
	}
	second, _ := firstWord(rest)
	second = strings.TrimRight(second, "?.!,")
	switch first {
	case "draft":
		_, kind := drafts[second]
		return first, rest, kind || in.begins(rest)
	case "client", "assess", "history", "plan", "praise":
		if first == "praise" && (in.question || !in.begins(rest)) || plainWords[second] || denial.MatchString(second) {
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

// drafts are the kinds /draft takes.
var drafts = map[string]bool{"separation": true, "talk": true, "warning": true, "renegotiate": true, "clause": true, "intake": true}
