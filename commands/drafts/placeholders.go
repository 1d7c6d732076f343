package drafts

import (
	"regexp"
	"slices"
	"strings"
)

// maxHole is the longest placeholder in characters; a longer passage in brackets is a remark.
const maxHole = 400

// holeShapes are what people, and language models, leave to be filled in later:
// "[amount]", "{{amount}}", "{amount}", "<amount>", "XXX", "TODO", "_____". An
// address such as <anna@acme.example> or <https://…> is none.
var holeShapes = regexp.MustCompile(strings.Join([]string{
	`\[[^\[\]]+\]`, `\{\{[^{}]+\}\}`, `\{[^{}]+\}`, `<\pL[^<>@:\n]*>`,
	`[XХ]{3,}`, `TODO`, `TBD`, `TBC`, `FIXME`, `_{3,}`,
}, "|"))

// placeholdersIn lists what looks like a placeholder and is no part of a fact,
// in order of appearance, each once.
func placeholdersIn(f Facts, parts []Part) []string {
	f = cleanFacts(f)
	var holes []string
	for _, p := range parts {
		inFacts := findAll(p.Text, f.inserted())
		for _, s := range holesIn(p.Text) {
			hole := p.Text[s.start:s.end]
			if !slices.Contains(holes, hole) && !slices.ContainsFunc(inFacts, func(fact span) bool { return fact.start <= s.start && s.end <= fact.end }) {
				holes = append(holes, hole)
			}
		}
	}
	return holes
}

// holesIn finds placeholders. One may go over a line, not over a paragraph.
func holesIn(text string) []span {
	var found []span
	for _, at := range holeShapes.FindAllStringIndex(text, -1) {
		hole := text[at[0]:at[1]]
		if len([]rune(hole)) <= maxHole && !strings.Contains(hole, "\n\n") && wholeWord(text, at[0], at[1]) {
			found = append(found, span{at[0], at[1]})
		}
	}
	return found
}
